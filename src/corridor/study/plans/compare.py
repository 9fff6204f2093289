"""`compare(model, ...)`: policies, or scenarios, side by side on the same fresh paths, with paired differences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Literal

import numpy as np

from corridor.errors import UsageError
from corridor.forecast.ensemble import Prepared, prepare
from corridor.io.given import takes_case
from corridor.model.arrays import Arrays, Floats
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.plan.data import data
from corridor.plan.highs import Method
from corridor.plan.rows.objective import THOUSAND
from corridor.plan.weights import Weights, usual
from corridor.result.comparison import Alike, Comparison, ComparisonRun, Difference, Judged
from corridor.study.plans.decide import KINDS, Morning, Setup, choose, drawn
from corridor.study.plans.intervals import Mean
from corridor.study.plans.make import FUTURES, horizon, review_of
from corridor.study.plans.policy import (
    BOUNDS,
    RULES,
    Counter,
    Deciders,
    Progress,
    Tried,
    bounds,
    fresh,
    try_policy,
)

PATHS = 100
USUAL = ("fan", "frozen", "expected", "pull", "foresight", "perfect")
"""Policies that are compared unless others are asked for."""
MEANINGS = {
    "fan": "one list of loads until the review, good over many futures of access",
    "frozen": "a plan as if access stayed as it is",
    "expected": "a plan over one future, whose limits are the mean of many",
    "pull": "the rule of the case: every place asks for its target",
    "usual": "what usually comes in under each situation, and nothing of ours",
    "recorded": "nothing is sent",
    "perfect": "bound: path and numbers known, loads and rations as is best; no policy that can be followed",
    "foresight": "path and numbers known, loads as in the bound, rations by the law; no policy that can be followed",
    "closed_for_good": "a plan as if all closed for good at the review: a warning, never the safe choice",
}
OUTLOOK = "outlook"
"""The name under which a case without a scenario stands beside its scenarios."""
WITHIN = 0.10
DUST = 1e-3
"""Tonnes below which loads are none."""

Numbers = Literal["drawn", "middle"]


@takes_case
def compare(
    model: Model,
    names: Sequence[str] = (),
    *,
    origin: dt.date | None = None,
    days: int | None = None,
    review: int | None = None,
    paths: int = PATHS,
    futures_count: int = FUTURES,
    numbers: Numbers = "drawn",
    scenario: str | None = None,
    seed: int | None = None,
    hindsight: bool = False,
    known_by: dt.date | None = None,
    weighing: Weights | None = None,
    bound_paths: int | None = None,
    coarse: int | None = None,
    method: Method = "choose",
    time_limit: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Policies, or scenarios of the case, on the same paths and numbers.

    Parameters
    ----------
    model : Model
        A checked case.
    names : sequence of str
        Policies (`fan`, `frozen`, `expected`, `pull`, `usual`, `recorded`, `perfect`, `foresight`, `closed_for_good`),
        or scenarios of the case; `outlook` stands for the case without one. None: the usual policies.
    origin : date, optional
        First day; nothing published later is read unless `hindsight` or `known_by` say so.
    days : int, optional
        Days that are judged; 84, or what is left of the case. Every plan looks to the last of them.
    review : int, optional
        Days between decisions; 7, or fewer if fewer are judged.
    paths : int
        Fresh paths, drawn with the seed of the case; futures of plans are drawn with another.
    futures_count : int
        Futures of the fan.
    numbers : {"drawn", "middle"}
        Whether every path has its own draw of the numbers, or all stand at their medians: then paths differ in access
        alone, those with one past share decisions, and far fewer programs are solved.
    scenario : str, optional
        Of policies: the scenario under which they are compared.
    seed : int, optional
    weighing : Weights, optional
        By default those of the table `weights`.
    bound_paths : int, optional
        Paths on which `perfect` and `foresight` are worked out; all unless said.
    coarse : int, optional
        Days of the longer steps of plans; by default a week, and of a fan those of
        `corridor.plan.steps.fan_steps`; of a large one, the days until the review are one step, for every policy.
    method, time_limit
        Of the solver; seconds a decision.
    threads : int, optional
        The numbers do not depend on them.
    progress : callable (done, all), optional
        Counts paths times decisions.

    Returns
    -------
    Comparison
        Costs are the terms of the plan's objective, measured on what the law of the day makes of each policy.

    Raises
    ------
    UsageError
        When a name is neither, names of both kinds are mixed, or an option cannot be used.
    TimeLimitError
        When a decision takes longer than the time limit.
    """
    asked = tuple(dict.fromkeys(names or USUAL))
    is_policies = _are_policies(model, asked)
    if not is_policies and scenario is not None:
        raise UsageError("Compare scenarios with each other, or policies under one scenario; not both.")
    chosen = model.settings.seed if seed is None else seed
    setups = []
    for one in (scenario,) if is_policies else tuple(None if n == OUTLOOK else n for n in asked):
        prepared = prepare(
            model, origin=origin, scenario=one, policy="pull", hindsight=hindsight, known_by=known_by
        )
        between = review_of(prepared, days, review)
        setups.append(
            Setup(
                prepared=prepared,
                weights=weighing or usual(prepared.model, prepared.arrays.labels),
                days=horizon(prepared, days, between).days,
                review=between,
                count=_at_least_one(futures_count),
                seed=chosen,
                is_middle=_middle(numbers),
                coarse=coarse,
                method=method,
                time_limit=time_limit,
            )
        )
    policies = asked if is_policies else _of_scenarios(model)
    deciders = Deciders(threads)
    try:
        whole = sum(_work(policies, s, paths, bound_paths) for s in setups)
        counter = Counter(whole, progress)
        tried = [_tried(s, policies, paths, bound_paths, deciders, counter) for s in setups]
        alike = _alike(setups[0], tried[0], deciders) if is_policies else None
    finally:
        deciders.close()
    judged = tuple(_judged(t, s) for s, row in zip(setups, tried, strict=True) for t in row)
    return Comparison(
        run=_run(model, setups, paths, numbers, policies),
        judged=judged,
        differences=_against_first(setups, tried, is_policies=is_policies),
        alike=alike,
    )


def _are_policies(model: Model, names: Sequence[str]) -> bool:
    """Whether names are policies; UsageError when they are neither, or both."""
    scenarios = {s.scenario for s in model.scenarios} | {OUTLOOK}
    known = sorted(scenarios | {*KINDS, *RULES, *BOUNDS})
    for name in names:
        if name not in known:
            raise UsageError(
                f'"{name}" is neither a policy nor a scenario of the case.{nearest(name, known)} '
                f"Policies: {', '.join(MEANINGS)}. Scenarios: {', '.join(sorted(scenarios))}."
            )
    both = [n for n in names if n in scenarios]
    if both and len(both) < len(names):
        raise UsageError(
            f'"{both[0]}" is a scenario and "{next(n for n in names if n not in scenarios)}" a policy: compare '
            "policies with policies, or scenarios with scenarios."
        )
    return not both


def _at_least_one(count: int) -> int:
    if count < 1:
        raise UsageError(f"A plan needs at least one future; {count} were asked for.")
    return count


def _middle(numbers: str) -> bool:
    if numbers not in ("drawn", "middle"):
        raise UsageError(f'Numbers are "drawn" or "middle", not "{numbers}".')
    return numbers == "middle"


def _of_scenarios(model: Model) -> tuple[str, ...]:
    """What is done under each scenario: what usually comes in where the case says so, else the rule; and the fan."""
    return ("usual" if model.inflow else "pull", "fan")


def _work(policies: Sequence[str], s: Setup, paths: int, bound_paths: int | None) -> int:
    bound = min(paths, bound_paths or paths) if set(policies) & set(BOUNDS) else 0
    return bound + paths * len(s.mornings) * len(set(policies) & set(KINDS))


def _tried(
    setup: Setup,
    policies: Sequence[str],
    paths: int,
    bound_paths: int | None,
    deciders: Deciders,
    counter: Counter,
) -> list[Tried]:
    """Every policy on the same paths, in the order asked for."""
    seen = fresh(setup, paths)
    found = {n: try_policy(n, seen, deciders, counter=counter) for n in policies if n not in BOUNDS}
    if set(policies) & set(BOUNDS):
        some = seen if bound_paths is None else seen.of(np.arange(min(paths, _at_least_one(bound_paths))))
        found |= dict(zip(BOUNDS, bounds(some, deciders, counter=counter), strict=True))
    return [found[n] for n in policies]


def _judged(t: Tried, s: Setup) -> Judged:
    total = t.costs.total * THOUSAND
    worst = np.sort(total)[-max(1, round(len(total) / 10)) :]
    spread = float(total.std(ddof=1) / np.sqrt(len(total))) if len(total) > 1 else 0.0
    parts = {n: float(getattr(t.costs, n).mean() * THOUSAND) for n in ("short", "unfair", "moving")}
    normal, minimum, survival = (float(x) for x in t.costs.person_days.mean(1))
    return Judged(
        name=t.name,
        meaning=MEANINGS[t.name],
        scenario=s.prepared.scenario,
        is_policy=t.name not in BOUNDS,
        paths=len(total),
        mean=float(total.mean()),
        error=spread,
        high=float(np.quantile(total, 0.9)),
        worst=float(worst.mean()),
        left=float(t.costs.end.mean() * THOUSAND),
        person_days=(normal, minimum, survival),
        solved=t.solved,
        decisions=t.asked,
        seconds=t.seconds,
        **parts,
    )


def _against_first(
    setups: Sequence[Setup], tried: Sequence[Sequence[Tried]], *, is_policies: bool
) -> tuple[Difference, ...]:
    """Of policies: against the fan, or the first; of scenarios: against the same policy under the first."""
    if is_policies:
        row = tried[0]
        base = next((t for t in row if t.name == "fan"), row[0])
        of = setups[0].prepared.scenario
        return tuple(_difference(t, base, of, of) for t in row if t is not base)
    first = setups[0].prepared.scenario
    return tuple(
        _difference(t, base, s.prepared.scenario, first)
        for s, row in zip(setups[1:], tried[1:], strict=True)
        for t, base in zip(row, tried[0], strict=True)
    )


def _difference(t: Tried, base: Tried, of: str | None, base_of: str | None) -> Difference:
    count = min(len(t.members), len(base.members))
    own, other = t.costs.total[:count], base.costs.total[:count]
    rounding = 1e-6 * max(1.0, float(np.abs(other).max())) * THOUSAND
    found = Mean.of((own - other) * THOUSAND, rounding=rounding)
    return Difference(
        name=t.name,
        scenario=of,
        against=base.name,
        against_scenario=base_of,
        paths=count,
        mean=found.mean,
        low=found.low,
        high=found.high,
    )


def _alike(setup: Setup, row: Sequence[Tried], deciders: Deciders) -> Alike | None:
    """How many futures of the fan would load the same by themselves."""
    fan = next((t for t in row if t.name == "fan"), None)
    if fan is None or fan.first is None or setup.count < 2:
        return None
    morning = Morning(day=setup.first, outlook=setup.prepared.outlook, start=None)
    futures = drawn(setup, morning, setup.count)
    layout = setup.layout(setup.first, setup.count)

    def one(b: int) -> Floats:
        own = replace(
            futures,
            params=setup.prepared.lowered.params(setup.values(setup.first, setup.count)[:, [b]]),
            path=futures.path[..., [b]],
            start=futures.start.of(np.array([b])),
        )
        d = data(own.arrays, own.params, own.path, own.start, layout)
        return by_route(setup.arrays, choose(setup, d, layout, deciders.solver(setup)).sent)

    whole = by_route(setup.arrays, fan.first.sent)
    each = np.stack(list(deciders.pool.map(one, range(setup.count))), axis=-1)
    near = np.abs(each - whole[..., None]) <= np.maximum(DUST, WITHIN * np.maximum(each, whole[..., None]))
    n = setup.arrays.labels
    some = np.argwhere((whole > DUST) | (each > DUST).any(-1))
    return Alike(
        futures=setup.count,
        same=int(near.all((0, 1)).sum()),
        rows=tuple(
            (n.routes[r], n.commodities[c], float(whole[r, c]), int(near[r, c].sum())) for r, c in some
        ),
    )


def by_route(a: Arrays, listed: Floats) -> Floats:
    """Mass loaded by route and commodity, (R, C), t, of daily loads (D, L, C)."""
    out = np.zeros((len(a.labels.routes), len(a.labels.commodities)))
    np.add.at(out, a.leg_route, listed.sum(0) * a.kg)
    return out


def _run(
    model: Model, setups: Sequence[Setup], paths: int, numbers: str, policies: Sequence[str]
) -> ComparisonRun:
    s = setups[0]
    a, own = s.arrays, s.prepared
    return ComparisonRun(
        digest=model.digest,
        origin=a.days.day(s.first),
        last=a.days.day(s.first + s.days - 1),
        hindsight=own.hindsight,
        known_by=own.known_by,
        days=s.days,
        review_days=s.review,
        futures=s.count,
        paths=paths,
        seed=s.seed,
        numbers=numbers,
        method=s.method,
        steps=tuple(int(x) for x in s.layout(s.first, s.count).length),
        versions=tuple((name, version(name)) for name in ("corridor", "highspy", "numpy")),
        notes=(*_notes(s, own, policies), *(n for x in setups for n in x.prepared.not_read)),
    )


def _notes(s: Setup, own: Prepared, policies: Sequence[str]) -> tuple[str, ...]:
    notes = [
        "Access reacts to what is sent: paths here do not, and a policy that is known may change what is let through.",
    ]
    if "closed_for_good" in policies:
        notes.append(
            "closed_for_good is a warning, never offered as safe: it plans as if nothing passed after the review."
        )
    if set(policies) & set(BOUNDS):
        notes.append(
            "perfect and foresight know the future: they say how much is at stake, and can be followed by nobody."
        )
    if "usual" in policies:
        notes.append(
            "usual is a flow on record or assumed, which access, capacities, gates and trucks do not limit, and whose "
            "moving costs nothing here."
        )
    if s.is_middle:
        notes.append("All numbers stand at their medians: paths differ in access alone.")
    unknown = (
        f"No count of the people of {name} was known: it is not in this answer." for name in own.unknown
    )
    return (*notes, *unknown)


__all__ = ["MEANINGS", "OUTLOOK", "PATHS", "USUAL", "by_route", "compare"]
