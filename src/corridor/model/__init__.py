"""One file a noun: frozen rows of a case, their checks, and the lowering to arrays."""
