"""How the stances of the ledger stand to the event classes of PLOVER, for exchange with event data."""

from __future__ import annotations

from typing import Literal

Plover = Literal["ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE"]

PLOVER: dict[str, Plover] = {
    "accused": "ACCUSE",
    "denied": "REJECT",
    "demanded": "REQUEST",
    "warned": "THREATEN",
    "promised": "AGREE",
    "committed": "AGREE",
}
"""Class of each stance that is an event by itself. The others say how something is told: what is told of is the event.

Source: the PLOVER manual (openeventdata/PLOVER), classes of verbal events. An order of a court has no class there.
"""
