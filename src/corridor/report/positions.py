"""Positions of each account over time, as the page shows them. They are found in `corridor.study.positions`."""

from corridor.study.positions import PLAIN, Position, positions

__all__ = ["PLAIN", "Position", "positions"]
