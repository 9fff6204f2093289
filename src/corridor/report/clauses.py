"""Clauses day by day, as the page shows them: strips, and the runs behind them in a table. Pure functions.

The section is `section(view, last)` and the template `clauses.html.j2`; nothing else of the page knows of clauses.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

from corridor.model.seen import Clause
from corridor.report import words
from corridor.report.charts.strips import KEY, Look, strips
from corridor.report.scope import Scope
from corridor.study.clauses import NO_CONTRARY, STATUSES, Followed, Run, follow

WIDE, NARROW = 660, 335
TESTS = {"trigger": "Trigger", "outcome": "Outcome", "responsibility": "Responsibility"}
LEAD = (
    "What was promised or ordered, and what the claims of this ledger report of it on each day. A claim covers the "
    "days it names and no others; copies of one origin count as one group. Nothing here concludes that law was kept "
    "or not."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A run of one test, a row of the table."""

    test: str
    start: dt.date
    end: dt.date
    days: int
    status: str
    groups_for: int
    groups_against: int
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]
    context: tuple[str, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause on the page. `loose` counts the claims that lead to no passage of a document seen whole.

    `reasons` say of each linked claim, by test, why it is taken to bear on it.
    """

    clause: Clause
    svg: Markup
    narrow: Markup
    alt: str
    questions: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    claims: tuple[str, ...]
    loose: int
    reasons: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The section: its lead, the key of the strips, and each clause."""

    lead: str
    key: tuple[Look, ...]
    clauses: tuple[Shown, ...]


def section(view: Scope, last: dt.date | None = None) -> Section | None:
    """The clauses an audience may see; None where there are none.

    Parameters
    ----------
    view : Scope
        Rows an audience may see. What stands above it speaks to no clause, and a clause whose own words name it is
        left out.
    last : date, optional
        Read what was published by this day, and show no later one; None, with hindsight, shows all.
    """
    open_to_all = [c.clause for c in shown(view)]
    if not open_to_all:
        return None
    told = tuple(_shown(f) for f in follow(view.model, open_to_all, known_by=last) if f.strips)
    return Section(LEAD, KEY, told) if told else None


def shown(view: Scope) -> list[Clause]:
    """Clauses whose own words name nothing above the audience."""
    return [c for c in view.model.clauses if not view.says_hidden(*_texts(c))]


def _texts(clause: Clause) -> tuple[str, ...]:
    return (
        clause.agreement, clause.obligor, clause.beneficiary, clause.object, clause.trigger_test, clause.outcome_test,
        clause.responsibility_test,
    )  # fmt: skip


def _shown(followed: Followed) -> Shown:
    labels = [TESTS[s.test] for s in followed.strips]
    speaking = followed.speaking
    return Shown(
        clause=followed.clause,
        svg=strips(followed.strips, labels, WIDE),
        narrow=strips(followed.strips, labels, NARROW),
        alt=alt(followed),
        questions=tuple((TESTS[s.test], s.question) for s in followed.strips if s.question),
        lines=tuple(_line(TESTS[s.test], r) for s in followed.strips for r in s.runs),
        claims=tuple(v.claim.claim for v in speaking),
        loose=sum(not v.is_anchored for v in speaking),
        reasons=tuple((TESTS[k.test], k.claim, k.reason) for k in followed.links if k.reason),
    )


def _line(test: str, run: Run) -> Line:
    return Line(
        test=test, start=run.start, end=run.end, days=run.days, status=run.status,
        groups_for=run.groups_for, groups_against=run.groups_against,
        claims_for=run.claims_for, claims_against=run.claims_against, context=run.context,
        remark=words.capital(NO_CONTRARY) if run.is_one_sided else "",
    )  # fmt: skip


def alt(followed: Followed) -> str:
    """The strips in words: of how many days each test says what."""
    days = followed.days
    told = [f"From {words.day(days.start)} to {words.day(days.day(days.count - 1))}."]
    for s in followed.strips:
        counts = [(status, int((s.status == code).sum())) for code, status in enumerate(STATUSES)]
        told.append(
            f"{TESTS[s.test]}: " + ", ".join(f"{status} on {n:,} days" for status, n in counts if n) + "."
        )
    return " ".join(told)
