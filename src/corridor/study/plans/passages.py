"""Passages that may close: ways, crossings, carriers, fleets, permissions, goods on a way; and a case with one closed.

A closure is a twin of every situation in which the passage lets nothing through. Paths turn to the twin on its days, so
plan and engine read a closure as they read any other situation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corridor.errors import UsageError
from corridor.forecast.block import Path
from corridor.forecast.ensemble import Prepared
from corridor.model.arrays import Arrays, Bools, Floats, Params
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.model.situations import Access
from corridor.model.ways import direction_of, rule
from corridor.study.plans.futures import Futures
from corridor.study.plans.words import Names

KINDS = ("route", "line", "crossing", "carrier", "fleet", "permission", "goods")
USUAL = ("route", "line", "crossing", "carrier", "fleet", "permission")
"""Kinds that are looked at unless others are asked for; goods on each way are many."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Something that may close.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    key : str
        Its id, or what a permission is for.
    name : str
        As printed.
    legs : array (Z, L, J)
        Situations, legs and classes of goods that it lets through.
    lines : array (Z, W)
        Situations and lines.
    also : tuple of str
        Other names for the very same passages.
    """

    kind: str
    key: str
    name: str
    legs: Bools
    lines: Bools
    also: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Kind and key, as it is asked for."""
        return f"{self.kind}:{self.key}"

    @property
    def touches(self) -> bool:
        """Whether anything passes by it in some situation."""
        return bool(self.legs.any() or self.lines.any())


def passages(prepared: Prepared, asked: Sequence[str] = ()) -> tuple[Passage, ...]:
    """Passages of a case, each set of passages once.

    Parameters
    ----------
    prepared : Prepared
    asked : sequence of str
        Kinds (`route`), ids (`high_road`) or both (`route:high_road`); none: all of the usual kinds.

    Raises
    ------
    UsageError
        When nothing has an id that is asked for.
    """
    listed = [p for p in _all(prepared) if p.touches]
    if not asked:
        return _once(p for p in listed if p.kind in USUAL)
    chosen = [p for p in listed if any(_is(p, name) for name in asked)]
    for name in asked:
        if name not in KINDS and not any(_is(p, name) for p in listed):
            ids = [p.id for p in listed]
            raise UsageError(
                f'No passage is called "{name}".{nearest(name, ids)} '
                f"Ask for a kind ({', '.join(KINDS)}), an id, or both, such as {ids[0] if ids else 'route:road'}."
            )
    return _once(chosen)


def _is(p: Passage, name: str) -> bool:
    return name in {p.kind, p.key, p.id}


def _once(listed: Iterable[Passage]) -> tuple[Passage, ...]:
    found: dict[tuple[bytes, bytes], Passage] = {}
    for p in listed:
        same = found.get((p.legs.tobytes(), p.lines.tobytes()))
        whole = p if same is None else replace(same, also=(*same.also, f"{p.kind} {p.name}"))
        found[p.legs.tobytes(), p.lines.tobytes()] = whole
    return tuple(found.values())


def _all(prepared: Prepared) -> list[Passage]:
    a, model = prepared.arrays, prepared.model
    n, names = a.labels, Names.read(model)
    situations = int(a.pool_of.shape[0])
    shape, none = (
        (situations, len(a.leg_from), len(n.classes)),
        np.zeros((situations, len(a.line_from)), dtype=bool),
    )

    def of_legs(kind: str, key: str, name: str, legs: Bools) -> Passage:
        return Passage(kind, key, name, np.broadcast_to(legs[None, :, None], shape).copy(), none)

    found = [of_legs("route", r, names("routes", r), a.leg_route == i) for i, r in enumerate(n.routes)]
    for w, line in enumerate(n.lines):
        on = none.copy()
        on[:, w] = True
        found.append(Passage("line", line, names("routes", line), np.zeros(shape, dtype=bool), on))
    of_leg = np.repeat(np.arange(len(a.leg_from)), np.diff(a.cross_start))
    for x, crossing in enumerate(n.crossings):
        through = np.isin(np.arange(len(a.leg_from)), of_leg[a.cross == x])
        found.append(of_legs("crossing", crossing, names("crossings", crossing), through))
    for carrier in dict.fromkeys(f.carrier for f in model.fleets):
        own = [i for i, f in enumerate(model.fleets) if f.carrier == carrier]
        found.append(of_legs("carrier", carrier, carrier, np.isin(a.leg_fleet, own)))
    for i, fleet in enumerate(n.fleets):
        found.append(of_legs("fleet", fleet, names("fleets", fleet), a.leg_fleet == i))
    found += _permissions(model, a, names, shape)
    for i, r in enumerate(n.routes):
        for plain in dict.fromkeys(_plain(c) for c in n.classes):
            classes = np.array([_plain(c) == plain for c in n.classes])
            legs = ((a.leg_route == i)[:, None] & (classes & a.route_class[i])[None])[None]
            named = f"{plain} on {names('routes', r)}"
            found.append(Passage("goods", f"{r}/{plain}", named, np.broadcast_to(legs, shape).copy(), none))
    return found


def _plain(klass: str) -> str:
    """The class of goods as the case has it, without the number of its part."""
    return klass.partition("#")[0]


def _permissions(model: Model, a: Arrays, names: Names, shape: tuple[int, ...]) -> list[Passage]:
    """Access rows that let a carrier or a class of goods pass: what each lets through where it is what speaks."""
    special = {
        i
        for i, row in enumerate(model.access)
        if row.status not in ("closed", "refused") and (row.carrier != "*" or row.goods_class != "*")
    }
    if not special:
        return []
    masks = {i: np.zeros(shape, dtype=bool) for i in special}
    by_id = {r.route: r for r in model.routes}
    for leg, r in enumerate(a.leg_route):
        route = by_id[a.labels.routes[r]]
        fleet = int(a.leg_fleet[leg])
        carrier = model.fleets[fleet].carrier if fleet >= 0 else "any"
        g = int(a.leg_group[leg])
        own = a.labels.situations[a.group_first[g] : a.group_first[g + 1]]
        for s, situation in enumerate(own):
            for j, klass in enumerate(a.labels.classes):
                for subject in (route.route, *route.crossings):
                    spoken = rule(
                        model, situation, subject, carrier, direction_of(model, route), _plain(klass)
                    )
                    if spoken is not None and spoken[0] in special:
                        masks[spoken[0]][s, leg, j] = True
    none = np.zeros((shape[0], len(a.line_from)), dtype=bool)
    return [
        Passage("permission", _for(model.access[i]), _for(model.access[i], names), masks[i], none)
        for i in sorted(special)
    ]


def _for(row: Access, names: Names | None = None) -> str:
    """What a permission is for, in words."""
    subject = row.subject
    if names is not None and subject != "*":
        found = names("routes", subject)
        subject = found if found != subject else names("crossings", subject)
    parts = [row.carrier] if row.carrier != "*" else []
    parts += [row.goods_class] if row.goods_class != "*" else []
    where = [f"on {subject}"] if subject != "*" else []
    where += [f"while {row.situation}"] if row.situation != "*" else []
    return " ".join([", ".join(parts), *where])


@dataclass(frozen=True, slots=True)
class Closing:
    """A passage that lets nothing through for some days, counted from the first day of the case."""

    passage: Passage
    first: int
    days: int


def close(drawn: Futures, closings: Sequence[Closing]) -> Futures:
    """The same futures with passages closed on some days; everything else stays as it was drawn.

    Returns
    -------
    Futures
        Situations 0 .. Z-1 are those of the case, each next Z the twin with one passage (or several at once) closed.
    """
    prepared, path, p = drawn.prepared, drawn.path.copy(), drawn.params
    a, count = prepared.arrays, int(drawn.arrays.pool_of.shape[0])
    sets: dict[tuple[int, ...], int] = {(): 0}
    for day in range(len(path)):
        shut = tuple(i for i, c in enumerate(closings) if c.first <= day < c.first + c.days)
        path[day] += np.int16(count * sets.setdefault(shut, len(sets)))
    legs = [_opened([closings[i].passage.legs for i in shut], (count, *p.access.shape[1:3])) for shut in sets]
    lines = [
        _opened([closings[i].passage.lines for i in shut], (count, p.line_access.shape[1])) for shut in sets
    ]
    twins = replace(a, pool_of=np.concatenate([a.pool_of] * len(sets)))
    closed = replace(
        p,
        access=_twins(p.access, legs),
        line_access=_twins(p.line_access, lines),
        inflow=p.inflow,
    )
    lowered = replace(prepared.lowered, arrays=twins)
    return replace(drawn, prepared=replace(prepared, lowered=lowered), params=closed, path=path)


def _opened(shut: list[Bools], shape: tuple[int, ...]) -> Bools:
    out = np.ones(shape, dtype=bool)
    for mask in shut:
        out &= ~mask
    return out


def _twins(access: Floats, opened: list[Bools]) -> Floats:
    return np.concatenate([access * x[..., None] for x in opened])


def one(drawn: Futures, b: int) -> Futures:
    """One of some futures, alone."""
    whole = drawn.count
    changes = tuple(replace(c, amount=_one(c.amount, b, whole)) for c in drawn.params.changes)
    fields: dict[str, Any] = {
        name: _one(getattr(drawn.params, name), b, whole)
        for name in Params.__dataclass_fields__
        if name != "changes"
    }
    return replace(
        drawn,
        params=Params(**fields, changes=changes),
        path=drawn.path[..., [b]],
        start=drawn.start.of(np.array([b])),
    )


def _one(x: Floats, b: int, whole: int) -> Floats:
    return x[..., [b]] if x.shape[-1] == whole else x


__all__ = ["KINDS", "USUAL", "Closing", "Passage", "Path", "close", "one", "passages"]
