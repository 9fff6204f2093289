"""Clauses day by day: what the ledger says of a promise on each day, and which claims say so.

`follow` is the one door. It never concludes that law was broken, and never says who tells the truth.
"""

from corridor.study.clauses.changes import Change, changes
from corridor.study.clauses.days import STATUSES, Run, Strip
from corridor.study.clauses.follow import NO_CONTRARY, Followed, Together, follow
from corridor.study.clauses.voices import Voice

__all__ = [
    "NO_CONTRARY",
    "STATUSES",
    "Change",
    "Followed",
    "Run",
    "Strip",
    "Together",
    "Voice",
    "changes",
    "follow",
]
