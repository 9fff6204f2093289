"""What each passage is worth: what its closure costs by surprise and announced, and what preparation is worth.

The answer is internal: what tells who prepares which passage matters most tells the same to who would close it
(`ETHICS.md`). It is worked out from the loads of a plan over many futures, until a closure begins one list for all.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from corridor.errors import UsageError
from corridor.forecast.ensemble import Prepared, prepare
from corridor.io.given import takes_case
from corridor.model.model import Model
from corridor.plan.weights import TIERS, Weights, weights
from corridor.study.plans.closures import Base, Outcome, announced, layout_of, sent_through, surprises
from corridor.study.plans.entry import EntryShare, entry, without
from corridor.study.plans.facts import facts
from corridor.study.plans.intervals import Mean
from corridor.study.plans.make import REVIEW, draw, horizon
from corridor.study.plans.one_more import MOST, one_more
from corridor.study.plans.passages import Closing, Passage, passages
from corridor.study.plans.use import inward, plain_answers, why_not
from corridor.study.plans.words import Names
from corridor.study.plans.worth import Closed, Criticality, Loss, Worth

Progress = Callable[[str, int, int], None]
FUTURES = 6
DAYS_CLOSED = 14


@takes_case
def critical(
    model: Model,
    *,
    origin: dt.date | None = None,
    days: int | None = None,
    futures_count: int = FUTURES,
    dates: Sequence[dt.date] = (),
    days_closed: Sequence[int] = (),
    passages_asked: Sequence[str] = (),
    announce: bool = True,
    most: int = MOST,
    scenario: str | None = None,
    seed: int | None = None,
    hindsight: bool = False,
    known_by: dt.date | None = None,
    weighing: Weights | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Criticality:
    """What each passage is worth.

    Parameters
    ----------
    model : Model
        A checked case.
    origin : date, optional
    days : int, optional
        Days of the plan; 84, or what is left of the case.
    futures_count : int
        Futures over which plans are made and losses paired; 1: medians, and no intervals.
    dates : sequence of date, optional
        First days of closures, after the origin; by default a week and two weeks after it.
    days_closed : sequence of int, optional
        How long each lasts; 14, or as long as the plan lasts.
    passages_asked : sequence of str, optional
        Kinds (`route`, `line`, `crossing`, `carrier`, `fleet`, `permission`, `goods`), ids, or `route:high_road`.
    announce : bool
        Whether announced closures are solved, which takes most of the time.
    most : int
        Limits of which one more and one less are tried, at the first date.
    scenario, seed, hindsight, known_by
        As for `plan`.
    weighing : Weights, optional
    threads : int, optional
        The answer does not depend on them.
    progress : callable (what, done, all), optional

    Returns
    -------
    Criticality
        `announced <= surprise` in the mean of weighted person-days, to solver tolerance.

    Raises
    ------
    UsageError
        When an option cannot be used.
    """
    prepared = prepare(
        model, origin=origin, policy="pull", scenario=scenario, hindsight=hindsight, known_by=known_by
    )
    chosen = model.settings.seed if seed is None else seed
    drawn = draw(prepared, futures_count, chosen, access="drawn", has_scenario=scenario is not None)
    w = weighing or weights(prepared.model, prepared.arrays.labels)
    listed = passages(prepared, passages_asked)
    whole = horizon(prepared, days, 1).days
    spans = _spans(prepared, whole, dates, days_closed)
    threads = max(1, threads or os.cpu_count() or 1)
    tell = progress or (lambda _what, _done, _all: None)
    bases: dict[int, Base] = {}
    found: dict[str, list[Closed]] = {p.id: [] for p in listed}
    for i, (before, lasts) in enumerate(spans.items()):
        tell("plans", i, len(spans))
        layout = layout_of(prepared, whole, before, lasts=lasts, futures=drawn.count)
        bases[before] = base = Base.make(drawn, w, layout, before)
        for passage, closed in zip(
            listed, _closures(base, listed, lasts, tell, announce=announce, threads=threads), strict=True
        ):
            found[passage.id] += closed
    tell("plans", len(spans), len(spans))
    first = next(iter(bases.values()))
    units, rest = one_more(first, most=most, progress=lambda done, of: tell("limits", done, of))
    entering = entry(first)
    need = entering[0].need_t if entering else 0.0
    worth = [_worth(first, p, found[p.id], entering, need) for p in listed]
    short = first.outcome.short.sum((0, 1)).mean(-1)
    return Criticality(
        origin=prepared.arrays.days.day(prepared.arrays.origin),
        days=whole,
        futures=drawn.count,
        seed=chosen,
        hindsight=hindsight,
        known_by=prepared.known_by,
        scenario=scenario,
        base={tier: float(short[i]) for i, tier in enumerate(TIERS)},
        entry=entering,
        passages=tuple(sorted(worth, key=lambda x: -x.worst.surprise.weighted.mean)),
        one_more=units,
        not_tried=rest,
        notes=_notes(first, prepared),
    )


def _spans(
    prepared: Prepared, whole: int, dates: Sequence[dt.date], days_closed: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """How long closures last, by days until they begin.

    Raises
    ------
    UsageError
        When one begins before the second day of the plan, or ends after its last.
    """
    a = prepared.arrays
    if whole < 2:
        raise UsageError("A plan of one day has no day before which a closure could be prepared for.")
    starts = sorted({(d - a.days.day(a.origin)).days for d in dates})
    usual = not starts
    starts = starts or sorted({min(REVIEW, whole - 1), min(2 * REVIEW, whole - 1)})
    last = a.days.day(a.origin) + dt.timedelta(days=whole - 1)
    found: dict[int, tuple[int, ...]] = {}
    for start in starts:
        if not 1 <= start < whole:
            raise UsageError(
                f"A closure from {a.days.day(a.origin) + dt.timedelta(days=start)} does not begin after the first "
                f"day of the plan, {a.days.day(a.origin)}, and by its last, {last}."
            )
        lasts = tuple(sorted(set(days_closed))) or (min(DAYS_CLOSED, whole - start),)
        if min(lasts) < 1:
            raise UsageError("A closure lasts one day at least.")
        if not usual and start + lasts[-1] > whole:
            raise UsageError(
                f"A closure of {lasts[-1]} days reaches beyond the last day of the plan, {last}."
            )
        kept = tuple(n for n in lasts if start + n <= whole)
        if kept:
            found[start] = kept
    if not found:
        raise UsageError(
            f"A closure of {min(days_closed)} days reaches beyond the last day of the plan, {last}."
        )
    return found


def _closures(
    base: Base,
    listed: Sequence[Passage],
    lasts: tuple[int, ...],
    tell: Progress,
    *,
    announce: bool,
    threads: int,
) -> list[list[Closed]]:
    """Closures of each passage from the base's day on, of several lengths."""
    first = base.layout.first + base.before
    pairs = [(p, Closing(p, first, n)) for p in listed for n in lasts]
    why = [why_not(base, c) for _, c in pairs]
    asked = [c for (_, c), reason in zip(pairs, why, strict=True) if not reason]
    taken = dict(zip(map(id, asked), surprises(base, tuple(asked), threads=threads), strict=True))
    known: dict[int, Outcome] = {}
    if announce:
        with ThreadPoolExecutor(threads) as pool:
            for i, (c, done) in enumerate(
                zip(asked, pool.map(lambda c: announced(base, (c,)), asked), strict=True)
            ):
                known[id(c)] = done.over(base.outcome)
                tell("closures", i + 1, len(asked))
    nothing = Outcome.none(base.outcome)
    out: list[list[Closed]] = [[] for _ in listed]
    for k, ((_, c), reason) in enumerate(zip(pairs, why, strict=True)):
        surprise = taken.get(id(c), nothing)
        told = (nothing if reason else _better(known[id(c)], surprise)) if announce else None
        out[k // len(lasts)].append(_closed(base, c, surprise, told, reason))
    return out


def _better(told: Outcome, surprise: Outcome) -> Outcome:
    """The plan of who knows; or what is done by surprise where that is better: who knows may do it as well."""
    return told if told.weighted.mean() <= surprise.weighted.mean() else surprise


def _closed(base: Base, c: Closing, surprise: Outcome, told: Outcome | None, why: str) -> Closed:
    a = base.drawn.arrays
    return Closed(
        start=a.days.day(c.first),
        days=c.days,
        surprise=Loss.of(surprise, a.labels.places, rounding=base.rounding),
        announced=None if told is None else Loss.of(told, a.labels.places, rounding=base.rounding),
        preparation=None
        if told is None
        else Mean.of(surprise.weighted - told.weighted, rounding=base.rounding),
        why=why,
    )


def _worth(
    base: Base, p: Passage, closed: list[Closed], entering: tuple[EntryShare, ...], need: float
) -> Worth:
    into = inward(base.drawn)
    tonnes, _ = sent_through(base, p.legs & into[None, :, None], p.lines)
    sends = float(tonnes.sum(0).mean() / base.data.steps.days / need) if need > 0 else None
    left = without(base, p) if entering and p.legs.any() else None
    can = entering[0].mean_t if entering else None
    loses = (can - left) / need if can is not None and left is not None and need > 0 else None
    return Worth(
        id=p.id,
        name=p.name,
        also=p.also,
        sends=sends if p.legs.any() else None,
        loses=None if loses is None else max(0.0, loses),
        closed=tuple(closed),
    )


def _notes(base: Base, prepared: Prepared) -> tuple[str, ...]:
    notes = [
        "By surprise: until a closure begins, one list of loads is followed by the rules of the case, which knows "
        "neither of it nor which future comes. After it, each future knows its own days, with the closure and without: "
        "whoever does not know them may lose more.",
        "Announced: who knows of it may choose rations as well as loads, and may do as who does not: never dearer "
        "than surprise. What lies between them is what preparation is worth.",
        "Access reacts to what is sent; a loss is what a closure would cost people, not who would cause one.",
    ]
    if base.is_large and not base.layout.is_daily:
        notes.append(
            "A plan so large is made by weeks until the closures end, and by longer steps after: what is sent within "
            "one is spread evenly over its days, and nothing sent in it waits at a gate beyond it."
        )
    if base.drawn.count == 1:
        notes.append("One future, with medians: no interval can be given.")
    else:
        notes.append(
            f"Intervals are 95 % over {base.drawn.count} futures, paired: the same draws and paths with and without."
        )
    notes += plain_answers(base)
    return (*notes, *facts(base.data, Names.read(prepared.model)))


__all__ = ["DAYS_CLOSED", "FUTURES", "critical"]
