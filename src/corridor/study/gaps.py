"""What is not known: numbers no claim backs, by what they do to the answer; people, days, bounds, silence on clauses.

Each gap is a question with a likely holder (`asking`): an office or a kind of people, never a person. The ranking is
that of `find_out`; without it, numbers stand in the order of the tables and are said not to be ranked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from corridor.forecast.ensemble import prepare
from corridor.ledger.records import Claim
from corridor.measure.kinds import plain
from corridor.model.arrays import Number
from corridor.model.model import Model
from corridor.model.numbers import is_default
from corridor.study.answers import days_to_stock_out, main_need, person_days_short
from corridor.study.asking import ask
from corridor.study.clauses import Followed, Strip, follow
from corridor.study.clauses.days import CONFLICT, NO_REPORT, NOT_IN_FORCE, NOT_MET
from corridor.study.find_out import Findings, Unknown, find_out

Kind = Literal["number", "people", "access", "bound", "clause"]
UNKNOWN = "unknown"
OPEN = ("more than", "up to")
WATCH = "carriers, whoever keeps or watches the way, those who live along it"
SAID = "who said so, whoever else counted"
REPORTERS = "those whom the duty is owed to, observers, and who owes it"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not known, as a question.

    `share` is the largest part of the variance of an answer that it carries, `answer` which one; None where it does not
    stand out or was not ranked. `after` marks what stands out once larger ones are known. `days` are days without
    report. `numbers` and `claims` are what it is about, `table` the table it stands in.
    """

    kind: Kind
    ask: str
    who: str
    table: str
    numbers: tuple[str, ...] = ()
    share: float | None = None
    narrows: float | None = None
    answer: str = ""
    after: bool = False
    days: int | None = None
    claims: tuple[str, ...] = ()

    @property
    def is_ranked(self) -> bool:
        """Whether it stands out in an answer."""
        return self.share is not None


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is not known of a case: `numbers` those no claim backs, what stands out first; `others` by kind.

    `studied` says whether the numbers were ranked by their effect on an answer.
    """

    numbers: tuple[Gap, ...]
    others: tuple[Gap, ...]
    studied: bool

    @property
    def ranked(self) -> tuple[Gap, ...]:
        """Numbers that stand out in an answer, the largest share first."""
        return tuple(g for g in self.numbers if g.is_ranked)

    @property
    def below(self) -> tuple[tuple[str, int], ...]:
        """How many of the questions on numbers do not stand out, by table, most first."""
        return tuple(Counter(g.table for g in self.numbers if not g.is_ranked).most_common())

    def of(self, kind: Kind) -> tuple[Gap, ...]:
        """Gaps of one kind that are not numbers."""
        return tuple(g for g in self.others if g.kind == kind)

    def plain(self) -> dict[str, Any]:
        """Everything as plain values, ready for JSON."""
        return {
            "ranked_by_effect": self.studied,
            "numbers": [plain(g) for g in self.numbers],
            "below_threshold": dict(self.below) if self.studied else None,
            "others": [plain(g) for g in self.others],
        }


def find_gaps(model: Model, *, quick: bool = False, **options: Any) -> Gaps:
    """The gaps of a case at an origin.

    Parameters
    ----------
    model : Model
        A checked case.
    quick : bool
        Without the study: numbers are not ranked.
    **options
        As for `corridor.study.find_out.find_out`: origin, scenario, policy, hindsight, known_by; and, unless quick,
        seed, draws, paths, engine, threads, progress. The answers are the shortfall of the need that concerns most
        people, and the days until it falls short.

    Returns
    -------
    Gaps
    """
    chosen = {k: options.get(k) for k in ("origin", "scenario", "policy", "known_by")}
    prepared = prepare(model, **chosen, hindsight=bool(options.get("hindsight")))
    a = prepared.arrays
    need = main_need(prepared.model, a.labels.needs)
    asked = (person_days_short(need=need), days_to_stock_out(need))
    found = () if quick else find_out(model, asked, **options)
    by = None if prepared.hindsight else prepared.known_by or a.days.day(a.origin)
    return gaps(prepared.model, a.numbers, found, known_by=by)


def gaps(
    model: Model,
    numbers: Sequence[Number],
    found: Sequence[Findings] = (),
    *,
    known_by: dt.date | None = None,
) -> Gaps:
    """What is not known, from the rows that a run could read.

    Parameters
    ----------
    model : Model
        Rows known to the run (`corridor.model.select.known`).
    numbers : sequence of Number
        Numbers of the run. Those that stand at a default that nobody gave are no gaps.
    found : sequence of Findings
        What the answers hang on; none: numbers are not ranked.
    known_by : date, optional
        Day by which what was read had been published: clauses are followed up to it.

    Returns
    -------
    Gaps
        Every number without a claim is behind exactly one question, and `sum(share)` over the ranked ones of one answer
        is at most its `assumed` part of what numbers carry.
    """
    bare = {n.name: n for n in numbers if n.is_assumed and not is_default(n)}
    ranked = _ranked(found, bare)
    told = {name for g in ranked for name in g.numbers}
    rest = _unranked(model, [n for name, n in bare.items() if name not in told])
    others = (*_people(model), *_days(model), *_bounds(model, numbers), *_clauses(model, known_by))
    return Gaps((*ranked, *rest), others, studied=bool(found))


def _ranked(found: Sequence[Findings], bare: dict[str, Number]) -> tuple[Gap, ...]:
    """Unknowns without a claim that stand out in any answer, each with the answer it carries most of."""
    best: dict[tuple[str, ...], tuple[Unknown, Findings]] = {}
    for f in found:
        for u in f.unknowns:
            if u.assumed > 0 and (u.numbers not in best or _before(u, best[u.numbers][0])):
                best[u.numbers] = (u, f)
    order = sorted(best.values(), key=lambda pair: (pair[0].after, -pair[0].share))
    return tuple(_gap(u, f, bare) for u, f in order if any(n in bare for n in u.numbers))


def _before(a: Unknown, b: Unknown) -> bool:
    return (a.after, -a.share) < (b.after, -b.share)


def _gap(u: Unknown, found: Findings, bare: dict[str, Number]) -> Gap:
    own = tuple(n for n in u.numbers if n in bare)
    return Gap(
        kind="number", ask=u.ask, who=u.who, table=bare[own[0]].table, numbers=own, share=u.share,
        narrows=u.narrows, answer=found.question.words, after=u.after, claims=u.claims,
    )  # fmt: skip


def _unranked(model: Model, numbers: Sequence[Number]) -> tuple[Gap, ...]:
    """The other numbers without a claim, one question each; those asked in the same words are one."""
    by: dict[tuple[str, str, str], list[str]] = {}
    for n in numbers:
        asked = ask(model, [n])
        by.setdefault((asked.ask, asked.who, n.table), []).append(n.name)
    return tuple(Gap("number", words, who, table, tuple(own)) for (words, who, table), own in by.items())


def _people(model: Model) -> tuple[Gap, ...]:
    """Settlements of which nobody has counted the people."""
    counted = {p.place for p in model.people}
    return tuple(
        Gap("people", f"How many people live in {p.name or p.place}?",
            "the civil registry, local councils, whoever issues ration cards", "people")
        for p in model.places if p.kind == "settlement" and p.place not in counted
    )  # fmt: skip


def _days(model: Model) -> tuple[Gap, ...]:
    """Days before the origin on which the situation of a group is not known."""
    found = []
    for group in dict.fromkeys(s.group for s in model.timeline):
        spells = [
            s for s in model.timeline if s.group == group and s.situation == UNKNOWN and s.end is not None
        ]
        if spells:
            ways = ", ".join(r.name or r.route for r in model.routes if r.group == group) or group
            spans = _spans([(s.start, s.end) for s in spells if s.end is not None])
            words = f"What was the situation {spans}: {ways}?"
            days = sum((s.end - s.start).days + 1 for s in spells if s.end is not None)
            found.append(Gap("access", words, WATCH, "timeline", (group,), days=days))
    return tuple(found)


def _spans(spells: Sequence[tuple[dt.date, dt.date]]) -> str:
    """Days in words; those that follow each other are one, and more than three are counted."""
    joined: list[tuple[dt.date, dt.date]] = []
    for start, end in sorted(spells):
        if joined and (start - joined[-1][1]).days <= 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    told = [f"on {a}" if a == b else f"from {a} to {b}" for a, b in joined]
    if len(told) > 3:
        return f"on days between {joined[0][0]} and {joined[-1][1]}"
    return " and ".join(told)


def _bounds(model: Model, numbers: Sequence[Number]) -> tuple[Gap, ...]:
    """Claims behind a number that give a bound and no value."""
    behind = {c for n in numbers for c in n.claims}
    return tuple(
        Gap("bound", f'{c.claim} says "{_quantity(c)}": how many exactly?', SAID, "claims",
            claims=(c.claim,))
        for c in model.claims if c.claim in behind and c.qualifier in OPEN and c.quantity is not None
    )  # fmt: skip


def _quantity(claim: Claim) -> str:
    q = claim.quantity
    return "" if q is None else f"{claim.qualifier} {q.mid:,g} {claim.unit}".strip()


def _clauses(model: Model, known_by: dt.date | None) -> tuple[Gap, ...]:
    """Tests of clauses with days in force of which nobody speaks, most days first."""
    found = [_silent(view, s) for view in follow(model, known_by=known_by) for s in view.strips]
    return tuple(sorted((g for g in found if g is not None), key=lambda g: -(g.days or 0)))


def _silent(view: Followed, strip: Strip) -> Gap | None:
    """Days of a test without report; at whose door it is laid is asked of the days on which it did not happen alone."""
    asked_of = strip.status != NOT_IN_FORCE
    if strip.test == "responsibility" and any(s.test == "outcome" for s in view.strips):
        asked_of = asked_of & np.isin(view.of("outcome").status, (NOT_MET, CONFLICT))
    days, within = int((asked_of & (strip.status == NO_REPORT)).sum()), int(asked_of.sum())
    if not days:
        return None
    asked = strip.question or f"What is reported of its {strip.test}?"
    words = f"{strip.clause}, {strip.test}: {asked} No report on {days:,} of {within:,} days."
    return Gap("clause", words, REPORTERS, "clauses", (strip.clause, strip.test), days=days)
