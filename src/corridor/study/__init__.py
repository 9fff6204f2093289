"""What needs an engine again, or the ledger and a model: what to find out, what would have to be true."""
