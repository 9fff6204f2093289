"""Checks of a case, one module a noun. Each check yields problems; none raises."""
