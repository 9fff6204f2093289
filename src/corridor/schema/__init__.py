"""The attribute tables as data, their loader, and the plain values that typed cells become."""
