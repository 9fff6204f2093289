"""What is short in a plan, and which limits it runs into: by name and day, each number by solving again.

Duals find the limits (`corridor.plan.limits`) and are never shown. What a unit more would change is found by solving
the same program with that unit, so that a limit that binds only together with another says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from corridor.model.arrays import BIG, Floats
from corridor.plan.blocks import Builder
from corridor.plan.data import Data
from corridor.plan.highs import Method, Solver
from corridor.plan.limits import Limit, Reader, union
from corridor.plan.program import Written
from corridor.plan.rows.frame import Frame
from corridor.plan.rows.objective import THOUSAND, per_unit
from corridor.plan.solve import solve
from corridor.plan.weights import TIERS
from corridor.study.plans.facts import facts, ways_in
from corridor.study.plans.make import Draft
from corridor.study.plans.words import Names, Span, limit_words, spans, spans_words

Progress = Callable[[int, int], None]
MOST = 12
"""Limits that are tried with a unit more: the dearest ones."""
OPENED = ("closed", "cut")
"""Kinds of limits that are tried by opening a way."""
PLACES = 4
"""Limits told for one need at one place."""
LITTLE = 1e-6
"""Share of a need below which it is not short, but rounded."""
ONE_MORE = {
    "slots": "one slot more on each of these days",
    "trucks": "one truck more from the first day on",
    "road": "one tonne a day more on each of these days",
    "cap": "one more a day on each of these days",
    "room": "room for one tonne more",
    "stock": "one tonne more on the first of these days",
    "closed": "were it open on these days, without a cap",
    "cut": "were it open on these days",
    "process": "one run a day more on each of these days",
    "line": "one unit a day more on each of these days",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A limit that a plan runs into.

    Attributes
    ----------
    kind, words : str
    days : tuple of Span
    futures : int
        In how many futures it binds.
    more : str
        What was tried, such as one slot more a day; blank if nothing was.
    saves : float or None
        Weighted person-days that it saves, mean over the futures, by solving again.
    """

    kind: str
    words: str
    days: tuple[Span, ...]
    futures: int
    more: str = ""
    saves: float | None = None

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "kind": self.kind,
            "what": self.words,
            "days": [[str(a), str(b)] for a, b in self.days],
            "futures": self.futures,
            "tried": self.more or None,
            "saves_weighted_person_days": self.saves,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """A need that is short at a place in a plan, and why.

    Attributes
    ----------
    place, need : str
        Ids.
    tiers : dict
        What is short by tier, in the unit of the need, mean over the futures, whole plan.
    person_days : dict
        The same in person-days.
    days : tuple of Span
        Days on which anything is short in some future.
    bindings : tuple of (Binding, float or None)
        Limits that it runs into, and by how many person-days less would be short here with the unit more.
    whatever : tuple of str
        What no limit of the program says: ways that are closed on every day, or carry nothing of use.
    """

    place: str
    need: str
    unit: str
    tiers: dict[str, float]
    person_days: dict[str, float]
    days: tuple[Span, ...]
    bindings: tuple[tuple[Binding, float | None], ...]
    whatever: tuple[str, ...]

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "place": self.place,
            "need": self.need,
            "unit": self.unit,
            "short": self.tiers,
            "person_days": self.person_days,
            "days": [[str(a), str(b)] for a, b in self.days],
            "limits": [{**b.plain(), "saves_person_days_here": here} for b, here in self.bindings],
            "whatever_moves": list(self.whatever),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a plan leaves short what it does: by place and need, the largest first, and what holds in any case."""

    shortages: tuple[Shortage, ...]
    facts: tuple[str, ...]

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {"facts": list(self.facts), "shortages": [s.plain() for s in self.shortages]}


def explain(made: Draft, *, most: int = MOST, progress: Progress | None = None) -> Explanation:
    """Which limits the shortages of a plan run into.

    Parameters
    ----------
    made : Draft
    most : int, at least 0
        Limits tried with a unit more, each by solving again.
    progress : callable (done, all), optional

    Returns
    -------
    Explanation
        Every number in it comes from two solved programs; none from a dual.
    """
    written, found = made.solved.written, made.solved.solution
    names = Names.read(made.plan.model)
    reader = Reader.of(written, found)
    short = Short.of(written, found.values)
    by_need = {e: reader.limits(short.rows(e)) for e in short.short}
    shared = union(by_need.values())
    tried = _try(made, shared[:most], short, progress)
    bound = {_key(x): _binding(x, tried.get(_key(x)), written, names) for x in shared}
    listed = [
        _shortage(made, short, e, by_need[e], bound, {k: v[1] for k, v in tried.items()}, names)
        for e in short.short
    ]
    listed.sort(key=lambda s: [-s.person_days[t] for t in reversed(TIERS)])
    return Explanation(shortages=tuple(listed), facts=facts(written.data, names))


def _key(x: Limit) -> tuple[str, tuple[str, ...]]:
    return x.kind, x.of


@dataclass(frozen=True, slots=True)
class Short:
    """What is short in a solution, by item of the block `short` (a place and a need); `short` lists the items."""

    written: Written
    amount: Floats  # (E, 3, I, B) unit of the need
    person_days: Floats  # (E, 3, I, B)
    short: tuple[int, ...]

    @classmethod
    def of(cls, written: Written, values: Floats) -> Short:
        """Of the values of all columns."""
        x, d = written.columns, written.data
        found = values[x.short]
        scale = written.scale[x.need][:, None, None, None]
        worth = per_unit(Frame(Builder(), d, x, written.scale)) * THOUSAND
        total = d.parts[:, x.need_place, x.need].sum(2).transpose(1, 0, 2) * scale[:, 0]
        is_short = found.sum(1) > LITTLE * np.maximum(total, LITTLE)
        return cls(
            written,
            found / scale,
            found * worth[:, None],
            tuple(np.flatnonzero(is_short.any((1, 2))).tolist()),
        )

    def rows(self, e: int) -> np.ndarray:
        """Rows of a need in the steps and futures in which it is short."""
        d = self.written.data
        block = self.written.program.rows["need"]
        size = d.steps.count * d.futures
        found: np.ndarray = block.first + e * size + np.flatnonzero((self.amount[e].sum(0) > 0).ravel())
        return found

    def mean(self, e: int) -> Floats:
        """Person-days short of an item, mean over the futures."""
        found: Floats = self.person_days[e].sum() / self.written.data.futures
        return found


def _try(
    made: Draft, limits: list[Limit], short: Short, progress: Progress | None
) -> dict[tuple[str, tuple[str, ...]], tuple[float, dict[int, float]]]:
    """What a unit more of each limit saves: weighted person-days in all, and person-days of each item."""
    base = made.solved
    out: dict[tuple[str, tuple[str, ...]], tuple[float, dict[int, float]]] = {}
    able = [x for x in limits if x.kind in ONE_MORE]
    for i, limit in enumerate(able):
        changed = more(made, limit)
        # A way that opens moves much: it is solved afresh, which is quicker, and leaves the answer at hand as it is.
        again = solve(
            changed,
            Solver(method=cast("Method", made.plan.run.method)) if limit.kind in OPENED else made.solver,
        )
        if again.solution.outcome == "optimal":
            then = Short.of(changed, again.solution.values)
            saved = (base.solution.objective - again.solution.objective) * THOUSAND
            here = {e: float(short.mean(e) - then.mean(e)) for e in short.short}
            out[_key(limit)] = (max(0.0, float(saved)), here)
        if progress:
            progress(i + 1, len(able))
    return out


def more(made: Draft, limit: Limit) -> Written:
    """The program with one unit more of a limit, in every step and future in which it binds."""
    written = made.solved.written
    p, d = written.program, written.data
    lower, upper, top = p.row_lower.copy(), p.row_upper.copy(), p.upper.copy()
    rows = _whole(written, limit)
    if limit.kind == "closed":
        _open(made, limit, top, upper)
    elif limit.kind in {"process", "line", "cut"}:
        columns = np.array(limit.columns, dtype=np.int64)
        top[columns] += d.steps.length[_steps(written, "columns", columns)] * _each(made, limit)
    elif limit.kind == "trucks":
        _one_truck(written, limit.of[0], lower, upper)
    elif limit.kind == "stock":
        first = rows[_steps(written, "rows", rows) == limit.steps[0]]
        c = d.arrays.labels.commodities.index(limit.of[1])
        unit = 1.0 / d.arrays.kg[c] if d.arrays.kg[c] > 0 else 1.0
        lower[first] += unit
        upper[first] += unit
    else:
        upper[rows] += 1.0 if limit.kind == "room" else d.steps.length[_steps(written, "rows", rows)]
    return replace(written, program=replace(p, row_lower=lower, row_upper=upper, upper=top))


def _each(made: Draft, limit: Limit) -> float:
    """Units a day by which a process or line is widened: one, or what a closed line carries when it is open."""
    if limit.kind != "cut":
        return 1.0
    a = made.plan.arrays
    return float(
        np.minimum(made.futures.params.line_cap[a.labels.lines.index(limit.of[0])], BIG / 1e6).mean()
    )


def _whole(written: Written, limit: Limit) -> np.ndarray:
    """Rows of a limit in all futures, in the steps in which it binds in some."""
    d = written.data
    rows = np.array(limit.rows, dtype=np.int64)
    if not len(rows):
        return rows
    wide: list[np.ndarray] = []
    for block in written.program.rows.values():
        own = rows[(rows >= block.first) & (rows < block.first + block.size)]
        if len(own) and block.axes[-1:] == ("future",):
            start = np.unique(block.first + (own - block.first) // d.futures * d.futures)
            wide.append((start[:, None] + np.arange(d.futures)).ravel())
        elif len(own):
            wide.append(own)
    return np.concatenate(wide)


def _steps(written: Written, kind: str, spots: np.ndarray) -> np.ndarray:
    """Step of each row or column."""
    out = []
    for spot in spots.tolist():
        name, at = written.program.named(kind, spot)
        axes = getattr(written.program, kind)[name].axes
        out.append(at[axes.index("step")])
    return np.array(out, dtype=np.int64)


def _one_truck(written: Written, fleet: str, lower: Floats, upper: Floats) -> None:
    """One truck more at home on the first morning."""
    d, p = written.data, written.program
    f = d.arrays.labels.fleets.index(fleet)
    home, ready = p.rows["trucks at home"], p.rows["trucks"]
    at = f * d.steps.count * d.futures + np.arange(d.futures)
    lower[home.first + at] += 1.0
    upper[home.first + at] += 1.0
    upper[ready.first + at] += d.available[f]
    listed = p.rows.get("loads and trucks")
    if listed is not None and (fleet,) in listed.items:
        own = listed.items.index((fleet,)) * listed.shape[1] + np.arange(listed.shape[1])
        upper[listed.first + own] += d.available[f].max() * d.steps.length[: listed.shape[1]]


def _open(made: Draft, limit: Limit, top: Floats, upper: Floats) -> None:
    """A way opened on the days on which it is closed: its goods pass, and it carries what it carries when open."""
    written = made.solved.written
    d, p = written.data, written.program
    columns = np.array(limit.columns, dtype=np.int64)
    top[columns] = np.inf
    r = d.arrays.labels.routes.index(limit.of[0])
    cap = np.broadcast_to(made.futures.params.route_cap[r], (d.futures,))
    length = d.steps.length[list(limit.steps)]
    for name in ("road", "share"):
        block = p.rows.get(name)
        if block is None:
            continue
        for i, item in enumerate(block.items):
            of = item[0] if name == "road" else _route_of(d, item[0])
            if of != limit.of[0]:
                continue
            rows = (
                block.first
                + (i * d.steps.count + np.array(limit.steps))[:, None] * d.futures
                + np.arange(d.futures)
            )
            most = np.where(cap[None] >= BIG, np.inf, cap[None] * length[:, None])
            upper[rows] = np.maximum(upper[rows], most)


def _route_of(d: Data, leg: str) -> str:
    a = d.arrays
    return str(a.labels.routes[a.leg_route[a.labels.legs.index(leg)]])


def _binding(
    x: Limit, tried: tuple[float, dict[int, float]] | None, written: Written, names: Names
) -> Binding:
    return Binding(
        kind=x.kind,
        words=limit_words(x, names, written),
        days=spans(written.data, x.steps),
        futures=len(x.futures),
        more=_more_words(x, written) if tried else "",
        saves=None if tried is None else tried[0],
    )


def _more_words(x: Limit, written: Written) -> str:
    a = written.data.arrays
    if x.kind == "cap":
        unit = "truck" if a.pool_trucks[int(x.of[0].split()[1]) - 1] else "tonne"
        return f"one {unit} a day more on each of these days"
    if x.kind == "stock" and not a.kg[a.labels.commodities.index(x.of[1])] > 0:
        unit = a.labels.commodity_units[a.labels.commodities.index(x.of[1])]
        return f"one {unit} more on the first of these days"
    if x.kind == "line":
        c = a.line_commodity[a.labels.lines.index(x.of[0])]
        return f"one {a.labels.commodity_units[c]} a day more on each of these days"
    return ONE_MORE[x.kind]


def _shortage(
    made: Draft,
    short: Short,
    e: int,
    limits: tuple[Limit, ...],
    bound: dict[tuple[str, tuple[str, ...]], Binding],
    here: dict[tuple[str, tuple[str, ...]], dict[int, float]],
    names: Names,
) -> Shortage:
    written = made.solved.written
    x, d, b = written.columns, written.data, written.data.futures
    p, n = int(x.need_place[e]), int(x.need[e])
    steps = np.flatnonzero((short.amount[e].sum(0) > 0).any(1))
    own = [
        (
            replace(bound[_key(k)], days=spans(d, k.steps), futures=len(k.futures)),
            here.get(_key(k), {}).get(e),
        )
        for k in limits
    ]
    own.sort(key=lambda pair: (pair[1] is None, -(pair[1] or 0.0)))
    return Shortage(
        place=d.arrays.labels.places[p],
        need=d.arrays.labels.needs[n],
        unit=d.arrays.labels.need_units[n],
        tiers={t: float(short.amount[e, i].sum() / b) for i, t in enumerate(TIERS)},
        person_days={t: float(short.person_days[e, i].sum() / b) for i, t in enumerate(TIERS)},
        days=spans(d, steps),
        bindings=tuple(own),
        whatever=ways_in(d, names, p, n),
    )


def shortage_lines(s: Shortage, names: Names, futures: int) -> list[str]:
    """A shortage and its limits as lines a person reads."""
    tiers = ", ".join(f"{s.person_days[t]:,.0f} of {t}" for t in reversed(TIERS) if s.person_days[t] >= 0.5)
    head = f"{names('needs', s.need)} at {names('places', s.place)}: {tiers or 'less than one'} person-days short"
    lines = [f"{head}, {spans_words(s.days)}."]
    lines += [f"  {w[0].upper()}{w[1:]}." for w in s.whatever]
    counts = [pair for pair in s.bindings if pair[1] is None or pair[1] >= 0.5] or list(s.bindings)
    lines += [f"  {_told(b, here, futures)}" for b, here in counts[:PLACES]]
    rest = len(s.bindings) - len(counts[:PLACES])
    noun = "limit" if rest == 1 else "limits"
    lines += [f"  And {rest} {noun} more; `--json` lists them."] if rest else []
    if not s.whatever and not s.bindings:
        lines.append(
            "  No limit of goods, ways or trucks was found behind it: moving it costs more than it counts."
        )
    return lines


def _told(b: Binding, here: float | None, futures: int) -> str:
    share = f", in {b.futures} of {futures} futures" if futures > 1 else ""
    text = f"{b.words[0].upper()}{b.words[1:]}, {spans_words(b.days)}{share}"
    if b.saves is None:
        return f"{text}."
    if b.saves < 0.5:
        return f"{text}; {b.more}: nothing changes, something else binds with it."
    if here is not None and here <= -0.5:
        return (
            f"{text}; {b.more}: {_person_days(-here)} more short here, {b.saves:,.0f} weighted fewer in all."
        )
    many = "less than one person-day" if abs(here or 0.0) < 0.5 else _person_days(here or 0.0)
    return f"{text}; {b.more}: {many} fewer short here, {b.saves:,.0f} weighted person-days in all."


def _person_days(x: float) -> str:
    return f"{x:,.0f} person-{'day' if round(x) == 1 else 'days'}"
