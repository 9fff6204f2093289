"""Situations: the timeline of the past, the outlook, and the drawing of paths."""
