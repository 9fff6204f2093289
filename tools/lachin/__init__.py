"""Inputs of the founding case: evidence from the fact base, model tables by hand."""
