"""The ledger: who said what, where it stands, and what it backs."""
