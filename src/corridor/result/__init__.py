"""Labelled results: what a forecast gives back, its bands and members, and their saving."""
