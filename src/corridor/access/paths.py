"""Paths of situations: the timeline before the origin, one draw of the outlook (or the scenario's timeline) from it on.

Draws are keyed by (seed, group or situation, member, jump): any member's path can be made again alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.access.outlook import Rate
from corridor.access.timeline import Past, Run, read
from corridor.errors import EngineError
from corridor.model.arrays import Arrays, Floats, Ints
from corridor.model.model import Model
from corridor.model.uniform import uniform

Path = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may follow in one group: rates and weights of what comes next, by its own numbering (None: it stays)."""

    group: str
    names: tuple[str, ...]
    past: Past
    rates: tuple[Rate | None, ...]
    weights: tuple[tuple[float, ...], ...]

    @property
    def by_name(self) -> Ints:
        """Positions of the situations in the order of their names, in which draws read them."""
        return np.array(sorted(range(len(self.names)), key=self.names.__getitem__), dtype=np.int64)

    @property
    def stays(self) -> bool:
        """Whether nothing is said of how the running situation may end."""
        return all(self.rates[s] is None for s in self.past.running)


def plan(model: Model, a: Arrays) -> tuple[Outlook, ...]:
    """Outlook of every group as known at the origin.

    Raises
    ------
    EngineError
        If the timeline has gaps, or an outlook says how long a situation lasts but nothing says what follows.
    """
    return tuple(_outlook(model, a, g, past) for g, past in enumerate(read(model, a)))


def _outlook(model: Model, a: Arrays, g: int, past: Past) -> Outlook:
    names = a.labels.situations[a.group_first[g] : a.group_first[g + 1]]
    completed, days, moves = seen(past, len(names))
    typical = {o.situation: o for o in model.outlook}
    rates: list[Rate | None] = []
    weights = []
    for s, name in enumerate(names):
        row = typical.get(name)
        weight = [moves[s, n] for n in range(len(names))]
        for following in model.outlook_next:
            if following.situation == name and following.next in names:
                weight[names.index(following.next)] += following.weight
        rates.append(Rate.of(row.typical_days, row.worth_spells, completed[s], days[s]) if row else None)
        if row and not any(weight):
            raise EngineError(
                f'Situation "{name}" has an outlook but no row of outlook_next says what follows it.'
            )
        weights.append(tuple(float(w) for w in weight))
    return Outlook(a.labels.groups[g], names, past, tuple(rates), tuple(weights))


def seen(past: Past, count: int) -> tuple[list[int], list[float], Floats]:
    """Completed spells, days, and moves from one situation to another, in the known part of the past."""
    completed, days, moves = [0] * count, [0.0] * count, np.zeros((count, count))
    spells: list[Run] = []
    for run in past.runs:
        if spells and run.is_known and spells[-1].among == run.among and spells[-1].last == run.first:
            spells[-1] = Run(spells[-1].first, run.last, run.among)
        else:
            spells.append(run)
    for i, run in enumerate(spells):
        if not run.is_known:
            continue
        s = run.among[0]
        days[s] += run.last - run.first
        following = spells[i + 1].among if i + 1 < len(spells) else (past.running if past.fresh else None)
        if following is not None and following != run.among:
            completed[s] += 1
            if len(following) == 1:
                moves[s, following[0]] += 1
    return completed, days, moves


def draw(outlooks: tuple[Outlook, ...], a: Arrays, seed: int, members: Ints) -> Path:
    """Paths of situations, (T, G, M), in each group's own numbering."""
    out = np.zeros((a.count, len(outlooks), len(members)), dtype=np.int16)
    for g, outlook in enumerate(outlooks):
        for run in outlook.past.runs:
            out[run.first : run.last, g] = _one_of(outlook, run, seed, members)
        _future(outlook, a, seed, members, out[:, g])
    return out


def _one_of(outlook: Outlook, run: Run, seed: int, members: Ints) -> NDArray[np.int16]:
    """The situation of a run: what it is, or one of those it may have been, each as likely."""
    choices = np.array(sorted(run.among, key=outlook.names.__getitem__), dtype=np.int16)
    if run.is_known:
        return np.full(len(members), choices[0])
    u = uniform(seed, f"timeline/{outlook.group}/{run.first}", members)
    picked: NDArray[np.int16] = choices[(u * len(choices)).astype(np.int64)]
    return picked


def _future(outlook: Outlook, a: Arrays, seed: int, members: Ints, out: Path) -> None:
    """Fill the days from the origin on of one group: what a scenario fixes, and the outlook on all other days."""
    day, past = a.origin, outlook.past
    fresh, drawn = past.fresh, False
    now = _one_of(outlook, Run(day if fresh else _start(past), day + 1, past.running), seed, members)
    rate, follow = _rates(outlook, seed, members), _follow(outlook, seed, members)
    for run in (*past.fixed, None):
        last = a.count if run is None else run.first
        if last > day:
            key = f"{outlook.group}/{day}" if drawn else outlook.group
            days = out[day:last]
            now = _dwell(key, seed, members, rate, (follow, outlook.by_name), now, days, fresh=fresh)
            drawn = True
        if run is not None:
            out[run.first : run.last] = now = _one_of(outlook, run, seed, members)
            day, fresh = max(day, run.last), False


def _dwell(
    key: str,
    seed: int,
    members: Ints,
    rate: Floats,
    follow: tuple[Floats, Ints],
    now: Path,
    out: Path,
    *,
    fresh: bool,
) -> Path:
    """Fill `out` (days, M) with spells drawn from situation `now` (M,); returns the situations of the last day.

    `rate` is (Z, M); `follow` holds cumulative chances (Z, M, Z) and the situations (Z,) they stand for. `fresh` says
    that the situation begins on the first of the days. The draws of a member depend on `key`, the seed and the member
    alone, so a longer stretch begins as a shorter one does.
    """
    closes = np.arange(1, len(out) + 1, dtype=float) - (1.0 if fresh else 0.0)
    state, time = now.astype(np.int64), np.zeros(len(members))
    out[:] = state
    who = np.arange(len(members))
    jump = 0
    while len(who):
        u = uniform(seed, f"outlook/{key}/dwell", members[who], jump)
        with np.errstate(divide="ignore"):
            time = time + np.where(rate[state, who] > 0, -np.log(u) / rate[state, who], np.inf)
        going = time <= closes[-1]
        who, state, time = who[going], state[going], time[going]
        if not len(who):
            break
        pick = uniform(seed, f"outlook/{key}/next", members[who], jump)
        state = follow[1][(follow[0][state, who] < pick[:, None]).sum(-1)]
        later = closes[:, None] >= time[None]
        out[:, who] = np.where(later, state.astype(np.int16), out[:, who])
        jump += 1
    ends: Path = out[-1].copy()
    return ends


def _start(past: Past) -> int:
    return past.runs[-1].first if past.runs else 0


def _rates(outlook: Outlook, seed: int, members: Ints) -> Floats:
    """One exit rate a member and situation (Z, M); 0 where nothing is said, so that it stays."""
    out = np.zeros((len(outlook.names), len(members)))
    for s, (name, rate) in enumerate(zip(outlook.names, outlook.rates, strict=True)):
        if rate is not None:
            out[s] = rate.draw(uniform(seed, f"outlook/{outlook.group}/{name}/rate", members))
    return out


def _follow(outlook: Outlook, seed: int, members: Ints) -> Floats:
    """Cumulative chances of the next situation (Z, M, Z), one Dirichlet draw a member and situation.

    The last axis goes by the names of the situations, so that the order of rows does not matter.
    """
    from scipy.special import gammaincinv  # noqa: PLC0415  (slow to import)

    count = len(outlook.names)
    out = np.ones((count, len(members), count))
    for s, listed in enumerate(outlook.weights):
        if outlook.rates[s] is None:
            continue
        weights = [listed[n] for n in outlook.by_name]
        parts = np.zeros((len(members), count))
        for n, w in enumerate(weights):
            if w > 0:
                u = uniform(seed, f"outlook/{outlook.group}/{outlook.names[s]}/next", members, n)
                parts[:, n] = np.maximum(gammaincinv(w, u), 1e-300)
        out[s] = np.cumsum(parts, axis=1) / parts.sum(1, keepdims=True)
        last = max(n for n, w in enumerate(weights) if w > 0)
        out[s, :, last:] = 1.0
    return out
