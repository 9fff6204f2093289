"""What places, goods, ways and limits of a plan are called, and days as spans. Pure functions of model and arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Arrays
from corridor.model.model import Model
from corridor.plan.data import Data
from corridor.plan.limits import Limit
from corridor.plan.program import Written

Span = tuple[dt.date, dt.date]
LONG = 26
"""Letters above which the name of an actor gives way to a shorter one."""
SHOWN = 3
"""Spans of days that are written out; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Names:
    """Printed names by table and id; an id without a name names itself."""

    of: dict[tuple[str, str], str]

    @classmethod
    def read(cls, model: Model) -> Names:
        """Of a model."""
        found: dict[tuple[str, str], str] = {}
        for table, key in (
            ("places", "place"),
            ("needs", "need"),
            ("commodities", "commodity"),
            ("routes", "route"),
            ("crossings", "crossing"),
            ("processes", "process"),
        ):
            for row in getattr(model, table):
                name = str(getattr(row, key))
                found[table, name] = row.name or name
        carriers = called(model)
        found |= {("carriers", actor): name for actor, name in carriers.items()}
        found |= {("carriers", "any"): "any carrier"}
        found |= {("fleets", f.fleet): _fleet(f.fleet, f.carrier, carriers) for f in model.fleets}
        return cls(found)

    def __call__(self, table: str, key: str) -> str:
        """Printed name of a row; a carrier that is no actor of the case is told by its id in plain letters."""
        found = self.of.get((table, key), key)
        return found.replace("_", " ") if table == "carriers" and found == key else found


def called(model: Model) -> dict[str, str]:
    """What an actor of the case is called, by id: its name, or a shorter one that is in use."""
    found = {}
    for a in model.actors:
        short = sorted((x for x in a.aliases if len(x) > 3), key=len)
        found[a.actor] = a.name if len(a.name) <= LONG or not short else short[0]
    return found


def _fleet(fleet: str, carrier: str, carriers: dict[str, str]) -> str:
    whose = carriers.get(carrier, carrier.replace("_", " "))
    return whose if fleet == carrier else f"{fleet.replace('_', ' ')} ({whose})"


def limit_words(limit: Limit, names: Names, written: Written) -> str:
    """A limit in words, without days and numbers."""
    of, d = limit.of, written.data
    told = {
        "slots": lambda: f"slots of {names('crossings', of[0])}",
        "trucks": lambda: f"trucks of {names('fleets', of[0])}",
        "road": lambda: f"what {names('routes', of[0])} carries",
        "cap": lambda: cap_words(d, int(of[0].split()[1]) - 1, names),
        "room": lambda: f"room in the stores of {names('places', of[0])}",
        "stock": lambda: f"what there is of {names('commodities', of[1])} at {names('places', of[0])}",
        "keep": lambda: f"what {names('processes', of[0])} leaves of {names('commodities', of[1])}",
        "closed": lambda: closed_words(of[0], _fleets_of(limit, written), names),
        "process": lambda: f"what {names('processes', of[0])} can make",
        "line": lambda: f"what {names('routes', of[0])} carries",
        "cut": lambda: closed_words(of[0], (), names),
        "diet": lambda: (
            f"the largest share of {names('needs', of[1])} that {names('commodities', of[2])} may meet at "
            f"{names('places', of[0])}"
        ),
    }
    return told[limit.kind]() if limit.kind in told else of[0]


def closed_words(route: str, fleets: Iterable[str], names: Names) -> str:
    """A way that is closed to some fleets, in words."""
    whom = ", ".join(names("fleets", f) for f in fleets if f)
    return f"{names('routes', route)} is closed" + (f" to {whom}" if whom else "")


def _fleets_of(limit: Limit, written: Written) -> list[str]:
    """Fleets to which a way is closed, by the columns that it stops."""
    a, found = written.data.arrays, set()
    for spot in limit.columns:
        name, at = written.program.named("columns", spot)
        block = written.program.columns[name]
        leg = a.labels.legs.index(block.items[at[block.axes.index("item")]][0])
        found.add(int(a.leg_fleet[leg]))
    return [a.labels.fleets[f] for f in sorted(found) if f >= 0]


def cap_words(d: Data, pool: int, names: Names) -> str:
    """A cap of a permission in words: what it counts, for whom and where."""
    a = d.arrays
    legs = np.flatnonzero(d.pool_cover[pool].any(1))
    fleets = sorted(
        {names("fleets", a.labels.fleets[a.leg_fleet[leg]]) for leg in legs if a.leg_fleet[leg] >= 0}
    )
    where = sorted(
        {_gate(a, int(leg), level, names) for level, leg in _covered(a, pool)}
        or {names("routes", a.labels.routes[a.leg_route[leg]]) for leg in legs}
    )
    unit = "trucks" if a.pool_trucks[pool] else "t"
    whom = f" to {', '.join(fleets)}" if fleets else ""
    return f"the cap in {unit} a day{whom} at {', '.join(where)}"


def _covered(a: Arrays, pool: int) -> list[tuple[int, int]]:
    """Levels (0 the way itself, then its crossings) and legs where a cap stands."""
    spots = np.argwhere((a.pool_of == pool).any((0, 3)))
    return [(int(level), int(leg)) for level, leg in spots]


def _gate(a: Arrays, leg: int, level: int, names: Names) -> str:
    if level == 0:
        return names("routes", a.labels.routes[a.leg_route[leg]])
    own = a.cross[a.cross_start[leg] : a.cross_start[leg + 1]]
    return names("crossings", a.labels.crossings[own[level - 1]])


def spans(d: Data, steps: Iterable[int]) -> tuple[Span, ...]:
    """First and last day of each run of steps."""
    found: list[list[int]] = []
    for i in sorted(set(steps)):
        first = d.steps.first + int(d.steps.start[i])
        last = first + int(d.steps.length[i]) - 1
        if found and found[-1][1] == first - 1:
            found[-1][1] = last
        else:
            found.append([first, last])
    return tuple((d.arrays.days.day(a), d.arrays.days.day(b)) for a, b in found)


def spans_words(listed: tuple[Span, ...]) -> str:
    """Spans as people read them; what is beyond the first few is counted.

    Examples
    --------
    >>> spans_words(((dt.date(2023, 1, 1), dt.date(2023, 1, 1)), (dt.date(2023, 1, 4), dt.date(2023, 1, 9))))
    'on 2023-01-01, 2023-01-04 to 2023-01-09'
    """
    told = [f"{a}" if a == b else f"{a} to {b}" for a, b in listed[:SHOWN]]
    rest = sum((b - a).days + 1 for a, b in listed[SHOWN:])
    return f"on {', '.join(told)}" + (f" and {rest} days more, to {listed[-1][1]}" if rest else "")
