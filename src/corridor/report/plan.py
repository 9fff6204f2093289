"""A plan as an internal page shows it: convoys, what they carry, what stays short, weights, what it was made from.

The plan and what was asked about it are worked out by the studies (`corridor.study.plans`); here they are put into
words. The sections are `plan.html.j2` and `waybills.html.j2`; convoys are told by `corridor.report.papers`, policies
and closures by `corridor.report.worth`. Nothing of it reaches an audience other than *internal*: see `refuse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corridor.errors import UsageError
from corridor.plan.weights import TIERS
from corridor.report import words
from corridor.report.grounds import Figure, Ground, Moment, figure
from corridor.report.papers import Paper, chart, classes, exact, papers
from corridor.report.scope import Audience
from corridor.report.sentences import Part, Teller
from corridor.report.worth import compared, critical
from corridor.result.comparison import Comparison
from corridor.result.forecast import Forecast
from corridor.result.plan import DUST, Plan, PlanRun
from corridor.study.plans import tell
from corridor.study.plans.ahead import HorizonCheck
from corridor.study.plans.cleared import STAMP
from corridor.study.plans.explain import Explanation, Shortage
from corridor.study.plans.make import Draft
from corridor.study.plans.words import spans_words
from corridor.study.plans.worth import Criticality

AGREE = ("origin", "hindsight", "known_by", "scenario")
"""What a plan and a forecast on one page have in common, besides the rows they read."""
SAID = ("Access reacts", "Each future of the plan")
"""Notes of a plan that the words of warning of its section say already."""
MORE = 3
"""Limits told for one shortage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan and what was asked about it, for a page; what is None was not worked out.

    Attributes
    ----------
    made : Draft or Plan
        Of a plan alone nothing is known that clears a movement: all of them are stamped.
    explained : Explanation or None
        Which limits its shortages run into.
    ahead : HorizonCheck or None
        Whether what is loaded first hangs on where the plan ends.
    compared : Comparison or None
        Policies side by side on fresh paths.
    critical : Criticality or None
        What passages are worth.
    """

    made: Draft | Plan
    explained: Explanation | None = None
    ahead: HorizonCheck | None = None
    compared: Comparison | None = None
    critical: Criticality | None = None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.made.plan if isinstance(self.made, Draft) else self.made


def refuse(audience: Audience, planned: Planned, forecast: Forecast) -> None:
    """Refuse a plan for an audience that may not see it, or of another case than the page.

    Raises
    ------
    UsageError
        With what to do.
    """
    if audience != "internal":
        raise UsageError(
            f"A plan is internal: schedules, manifests, fleets and what passages are worth are in no {audience} "
            "report. Leave the plan out, or make a report for the audience internal (--audience internal)."
        )
    plan, run = planned.plan, forecast.run
    pairs = [(n, getattr(plan.run, n), getattr(run, n)) for n in AGREE]
    pairs.append(("rows known, by their digest,", plan.model.digest, forecast.model.digest))
    if planned.critical is not None:
        pairs += [(f"{n} of passages", getattr(planned.critical, n), getattr(run, n)) for n in AGREE]
    if planned.compared is not None:
        of = planned.compared.run
        pairs += [(f"{n} of policies", getattr(of, n), getattr(run, n)) for n in ("digest", *AGREE[:3])]
    differs = [f"{name} {one} and {other}" for name, one, other in pairs if one != other]
    if differs:
        raise UsageError(
            f"The plan and the forecast of a report do not go together: {', '.join(differs)}. Make both from the same "
            "case with the same options."
        )


@dataclass(frozen=True, slots=True)
class Short:
    """What stays short of a tier of a need at a place, over the whole plan."""

    place: str
    need: str
    tier: str
    amount: Figure
    unit: str
    person_days: Figure | None
    worst: Figure | None
    share: Figure | None


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that a shortage runs into, and what a unit more of it would save here."""

    words: str
    more: str
    saves: Figure | None


@dataclass(frozen=True, slots=True)
class Why:
    """The limits of one shortage, and what no unit more would change."""

    what: str
    person_days: Figure
    limits: tuple[Limit, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight of the objective."""

    what: str
    need: str
    tier: str
    place: str
    weight: Figure


def section(teller: Teller, planned: Planned | None) -> dict[str, Any] | None:
    """What the page says of a plan; None where there is none."""
    if planned is None:
        return None
    plan, ground = planned.plan, teller.grounds.plan()
    listed = papers(teller, planned.made, ground)
    reasons = tuple(dict.fromkeys(m for p in listed for m in p.reasons))
    review = plan.days.day(plan.first + max(plan.run.review_days - 1, 0))
    return {
        "basis": ground.anchor,
        "papers": listed,
        "reasons": reasons,
        "number": {text: i + 1 for i, text in enumerate(reasons)},
        "stamp": STAMP,
        "is_even": any(p.last for p in listed),
        "head": _head(listed, ground),
        "chart": chart(teller, plan, listed, ground) if listed else None,
        "classes": classes(plan),
        "short": _short(teller, planned.made, ground),
        "why": _why(teller, planned.explained, ground),
        "facts": planned.explained.facts if planned.explained else (),
        "ahead": _ahead(teller, planned.ahead, ground),
        "compared": compared(planned.compared, ground),
        "critical": critical(teller, planned.critical, ground),
        "weights": _weights(teller, planned.made, ground),
        "run": _run(plan, ground),
        "notes": [n.replace("`", "") for n in plan.run.notes if not n.startswith(SAID)],
        "digest": teller.forecast.run.digest,
        "origin": Moment.of(plan.run.origin),
        "review": Moment.of(review),
        "last": Moment.of(plan.days.day(plan.first + plan.run.days - 1)),
        "futures": _count(plan.run.futures, "future", ground),
        "is_one": plan.run.futures == 1,
    }


def _count(n: int, noun: str, ground: Ground) -> tuple[Part, ...]:
    return figure(f"{n:,}", n, ground), f" {noun}{'' if n == 1 else 's'}"


def _head(listed: Sequence[Paper], ground: Ground) -> tuple[Part, ...]:
    if not listed:
        return ("Nothing is loaded until the review.",)
    convoys = [x for p in listed for x in p.convoy.each]
    t, held = sum(x.t for x in convoys), sum(p.convoy.days for p in listed if p.missing)
    told: list[Part] = [*_count(len(convoys), "convoy", ground), " on "]
    told += [*_count(len({x.date for x in convoys}), "day", ground), " and "]
    told += [*_count(len({x.route for x in convoys}), "route", ground), ", "]
    told += [figure(f"{exact(t)} t", t, ground), " in all. "]
    if held == len(convoys):
        told.append("None is cleared to move.")
    elif held:
        told += [
            figure(f"{held:,}", held, ground),
            f" of them {'is' if held == 1 else 'are'} not cleared to move.",
        ]
    else:
        told.append("Permission and acceptance are on record for each: ask again on the day.")
    return tuple(told)


def _short(teller: Teller, made: Draft | Plan, ground: Ground) -> tuple[Short, ...]:
    """What stays short by place, need and tier; of a plan alone in units of the need."""
    if isinstance(made, Draft):
        return tuple(_told(row, ground) for row in tell.short_rows(made))
    names, n = teller.grounds.names, made.arrays.labels
    whole = made.short.sum(0)  # (P, N, 3, B)
    found = []
    for p, k in ((p, k) for p in range(len(n.places)) for k in range(len(n.needs))):
        for i in reversed(range(len(TIERS))):
            amount = float(whole[p, k, i].mean())
            if amount > DUST:
                told = figure(words.number(amount), amount, ground)
                place, need = (
                    names.places.get(n.places[p], n.places[p]),
                    names.needs.get(n.needs[k], n.needs[k]),
                )
                found.append(Short(place, need, TIERS[i], told, n.need_units[k], None, None, None))
    return tuple(found)


def _told(row: tell.Row, ground: Ground) -> Short:
    days, worst, share = (float(row[k]) for k in ("person_days", "person_days_worst_future", "share_of_need"))
    return Short(
        row["place"],
        row["need"],
        row["tier"],
        figure(words.number(row["amount"]), float(row["amount"]), ground),
        row["unit"],
        figure(words.number(days), days, ground),
        figure(words.number(worst), worst, ground),
        figure(words.percent(share), share, ground),
    )


def _why(teller: Teller, explained: Explanation | None, ground: Ground) -> tuple[Why, ...]:
    return tuple(_reasons(teller, s, ground) for s in (explained.shortages if explained else ()))


def _reasons(teller: Teller, short: Shortage, ground: Ground) -> Why:
    names, days = teller.grounds.names, sum(short.person_days.values())
    limits = tuple(
        Limit(
            f"{words.capital(b.words)}, {spans_words(b.days)}",
            b.more if here is not None else "",
            None if here is None else figure(words.number(here), here, ground),
        )
        for b, here in short.bindings[:MORE]
    )
    return Why(
        f"{names.needs.get(short.need, short.need)}, {names.places.get(short.place, short.place)}",
        figure(words.number(days), days, ground),
        limits,
        short.whatever,
    )


def _ahead(teller: Teller, check: HorizonCheck | None, ground: Ground) -> dict[str, Any] | None:
    """Whether the first loads hang on where the plan ends."""
    if check is None:
        return None
    names = teller.grounds.names
    return {
        "is_tried": check.days_longer > check.days,
        "is_whole": check.is_whole,
        "days": figure(f"{check.days_longer:,}", check.days_longer, ground),
        "last": Moment.of(check.last),
        "changes": [
            (
                names.routes.get(c.route, c.route),
                names.commodities.get(c.commodity, c.commodity),
                figure(f"{exact(c.t)} t", c.t, ground),
                figure(f"{exact(c.t_longer)} t", c.t_longer, ground),
            )
            for c in check.changes
        ],
    }


def _weights(teller: Teller, made: Draft | Plan, ground: Ground) -> tuple[Weight, ...]:
    """All weights of a draft; of a plan alone those by need and tier."""
    names = teller.grounds.names
    if isinstance(made, Draft):
        rows = tell.weight_rows(made)
    else:
        rows = [
            {
                **r,
                "what": "a person-day short",
                "need": names.needs.get(r["need"], r["need"]),
                "place": names.places.get(r["place"], r["place"]),
            }
            for r in made.run.weights
        ]
    return tuple(_weight(r, ground) for r in rows)


def _weight(row: tell.Row, ground: Ground) -> Weight:
    need, tier, place = ("all" if row[k] == "*" else str(row[k]) for k in ("need", "tier", "place"))
    return Weight(
        words.capital(row["what"]),
        need,
        tier,
        place,
        figure(f"{row['weight']:g}", float(row["weight"]), ground),
    )


def _run(plan: Plan, ground: Ground) -> list[tuple[str, Part | tuple[Part, ...]]]:
    run = plan.run
    last = plan.days.day(plan.first + run.days - 1)
    told: list[tuple[str, Part | tuple[Part, ...]]] = [
        ("Origin", Moment.of(run.origin)),
        ("Days planned", (*_count(run.days, "day", ground), ", to ", Moment.of(last))),
        ("Made anew after", _count(run.review_days, "day", ground)),
        ("Futures", figure(f"{run.futures:,}", run.futures, ground)),
        ("Access", "as it is at the origin" if run.access == "frozen" else "drawn from the outlook"),
        ("Scenario", run.scenario or "none"),
        ("Floor", "none" if run.floor is None else figure(words.percent(run.floor), run.floor, ground)),
        ("Method of the solver", run.method),
        ("Objective", (*_objective(run, ground), " weighted person-days")),
        ("Seed", figure(str(run.seed), run.seed, ground)),
        ("Digest of the rows known to it", figure(run.digest, run.digest, ground)),
        *((name.capitalize(), figure(version, version, ground)) for name, version in run.versions),
    ]
    return told


def _objective(run: PlanRun, ground: Ground) -> tuple[Part, ...]:
    value = 1000 * run.objective
    return (figure(words.number(value) if value >= 0 else f"-{words.number(-value)}", value, ground),)
