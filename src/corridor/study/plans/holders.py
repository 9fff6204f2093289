"""Who may permit a passage: whom the table `control` names for a way or crossing on a day, and whether they spoke."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from corridor.ledger.records import Claim
from corridor.model.model import Model

HELD = "de facto"
"""The sense in which who is named must permit; where nobody is named in it, all who are named in any sense."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Actors of a case: by what names they speak, of what they are part, what they hold when."""

    model: Model
    names: dict[str, str]
    above: dict[str, str]

    @classmethod
    def read(cls, model: Model) -> Holders:
        """Of a model."""
        names: dict[str, str] = {}
        for a in model.actors:
            for name in (a.actor, a.name, *a.aliases):
                names.setdefault(name.strip().casefold(), a.actor)
        return cls(model, names, {a.actor: a.part_of for a in model.actors if a.part_of})

    def of(self, subject: str, day: dt.date) -> tuple[str, ...]:
        """Whom the table `control` names for a way or crossing on a day: *de facto* if there is any, else in any sense.

        No sense is said to be the right one: who lets vehicles pass on the day is asked first, and where several are
        named each of them is.
        """
        rows = [
            r
            for r in self.model.control
            if r.subject == subject and r.start <= day and (r.end is None or day <= r.end)
        ]
        held = [r.actor for r in rows if r.kind == HELD] or [r.actor for r in rows]
        return tuple(dict.fromkeys(held))

    def silent(self, holders: Iterable[str], claims: Iterable[Claim]) -> tuple[str, ...]:
        """Holders for whom none of the claims speaks: neither they nor what they are part of is the speaker."""
        spoke = {self.names.get(c.speaker.strip().casefold(), "") for c in claims}
        return tuple(h for h in holders if not spoke & set(self._chain(h)))

    def _chain(self, actor: str) -> tuple[str, ...]:
        """An actor and what it is part of, upward."""
        found: list[str] = []
        while actor and actor not in found:
            found.append(actor)
            actor = self.above.get(actor, "")
        return tuple(found)


__all__ = ["HELD", "Holders"]
