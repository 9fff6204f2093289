"""Gaps as the page shows them: questions by the share of the answer each carries, then what else is not known.

No amount stands here: only what to ask, of whom, and how much hangs on it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from corridor.report import clauses, words
from corridor.report.grounds import Figure, figure
from corridor.report.hangs import answer
from corridor.report.sentences import Teller
from corridor.study import gaps as study
from corridor.study.find_out import Findings

TITLES: dict[study.Kind, str] = {
    "people": "Places where nobody is counted",
    "access": "Days whose situation is unknown",
    "bound": "Claims that give a bound and no value",
    "clause": "Days of which nobody reports",
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A number without a claim that stands out: the question, who may know, and what it carries of which answer."""

    ask: str
    who: str
    share: Figure
    narrows: Figure
    answer: str
    after: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Gaps of one kind: questions with the claims they are about, and who may know."""

    key: str
    title: str
    asks: tuple[tuple[str, tuple[str, ...]], ...]
    who: str


@dataclass(frozen=True, slots=True)
class Section:
    """The section. `below` are questions on numbers that do not stand out, or were not ranked, by table."""

    ranked: tuple[Ranked, ...]
    below: tuple[tuple[Figure, str], ...]
    total: Figure
    groups: tuple[Group, ...]
    studied: bool


def section(teller: Teller, found: Sequence[Findings]) -> Section:
    """What an audience may read of what is not known to the run.

    Parameters
    ----------
    teller : Teller
    found : sequence of Findings
        What the answers hang on; none where it was not worked out.
    """
    scope, run = teller.grounds.scope, teller.forecast.run
    view = dataclasses.replace(scope.model, clauses=tuple(clauses.shown(scope)))
    numbers = [n for n in teller.forecast.numbers if not scope.says_hidden(n.key)]
    known = study.gaps(view, numbers, found, known_by=run.read_by)
    own = [g for g in known.numbers if not scope.says_hidden(g.ask, *g.numbers)]
    rest = study.Gaps(tuple(own), (), known.studied).below
    ground = teller.grounds.run()
    return Section(
        ranked=tuple(_ranked(teller, g, found) for g in own if g.is_ranked),
        below=tuple((figure(f"{n:,}", n, ground), table.replace("_", " ")) for table, n in rest),
        total=figure(f"{len(own):,}", len(own), ground),
        groups=tuple(
            _group(kind, title, [g for g in known.of(kind) if not scope.says_hidden(g.ask, *g.numbers)])
            for kind, title in TITLES.items()
            if known.of(kind)
        ),
        studied=known.studied,
    )


def _ranked(teller: Teller, gap: study.Gap, found: Sequence[Findings]) -> Ranked:
    of = next(f for f in found if f.question.words == gap.answer)
    ground = teller.grounds.need("*", of.question.need or "*")
    share, narrows = gap.share or 0.0, gap.narrows or 0.0
    return Ranked(
        gap.ask, gap.who, figure(words.percent(share), share, ground),
        figure(words.percent(narrows), narrows, ground), answer(teller, of), gap.after,
    )  # fmt: skip


def _group(kind: study.Kind, title: str, own: Sequence[study.Gap]) -> Group:
    return Group(kind, title, tuple((g.ask, g.claims) for g in own), own[0].who if own else "")
