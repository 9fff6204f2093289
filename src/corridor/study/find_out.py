"""What we most need to find out: unknowns ranked by how much of an answer hangs on them, each as a question.

Draws of the numbers are run on fresh paths, keyed apart; the statistics are in `shares`, what moves
together in `factors`, the wording in `asking`, the questions of the case in `answers`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.access.paths import draw
from corridor.errors import UsageError
from corridor.forecast.block import Block
from corridor.forecast.ensemble import EngineName, Prepared, prepare, simulate
from corridor.io.given import takes_case
from corridor.measure.kinds import Band, plain
from corridor.model.arrays import Number, Policy
from corridor.model.model import Model
from corridor.model.numbers import draw_values
from corridor.study.answers import Question
from corridor.study.asking import ask
from corridor.study.factors import Factor, factors
from corridor.study.shares import Part, Shares, Split, shares

Floats = NDArray[np.float64]

DRAWS = 512
PATHS = 8
LEAST_DRAWS = 500


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing to find out, and what it would change.

    `share` is its part of the variance of the answer. `answer_low`, `answer_high` are the middle answers
    in the lowest and highest tenth of the number (of the lowest and highest row of a pick), `value_low`,
    `value_high` the middle values there, in `unit`. `narrows` is the part by which the band of the answer
    would shrink. `after` marks what stands out only once the larger ones are known. `assumed` is the part of
    its numbers that no claim backs.
    """

    numbers: tuple[str, ...]
    ask: str
    who: str
    spoken: tuple[str, ...]
    share: float
    answer_low: float
    answer_high: float
    value_low: float
    value_high: float
    unit: str
    is_pick: bool
    after: bool
    narrows: float
    assumed: float
    claims: tuple[str, ...]
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What drives the answer to one question, the largest share first, then what stands out after those.

    `split` parts the variance of the answer into numbers and path. Numbers whose share does not pass
    `threshold` (what the best of all would reach by chance in one case of twenty) are left out and counted
    in `hidden`.
    """

    question: Question
    answer: Band
    draws: int
    paths: int
    seed: int
    split: Split
    threshold: float
    unknowns: tuple[Unknown, ...]
    hidden: int

    @property
    def assumed(self) -> float | None:
        """Part of the answer that rests on assumed numbers: their shares over the shares of all shown.

        None where no number stands out: then nothing can be said, as where the path carries it all.
        """
        total = sum(u.share for u in self.unknowns)
        return sum(u.share * u.assumed for u in self.unknowns) / total if total > 0 else None

    @property
    def is_mostly_assumed(self) -> bool:
        """Whether more than half of the answer rests on assumed numbers."""
        return (self.assumed or 0.0) > 0.5

    def rows(self) -> list[dict[str, Any]]:
        """The unknowns as plain values, ready for JSON."""
        return [plain(u) for u in self.unknowns]

    def plain(self) -> dict[str, Any]:
        """Everything as plain values, ready for JSON."""
        return {
            "question": self.question.words,
            "unit": self.question.unit,
            "answer": self.answer.plain(),
            "draws": self.draws,
            "paths": self.paths,
            "seed": self.seed,
            "from_numbers": self.split.numbers,
            "from_path": self.split.path,
            "threshold": self.threshold,
            "assumed": self.assumed,
            "mostly_assumed": self.is_mostly_assumed,
            "hidden": self.hidden,
            "unknowns": self.rows(),
        }


def runs(
    prepared: Prepared,
    draws: int,
    paths: int,
    seed: int,
    *,
    engine: EngineName = "auto",
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Floats, Block]:
    """Values (U, draws) and the sums of all runs, `paths` runs of a draw one after another.

    Draw `i` runs on paths `i x paths` to `(i + 1) x paths - 1`: no two runs share a path.
    """
    values = draw_values(prepared.arrays.numbers, seed, np.arange(draws))
    path = draw(prepared.outlook, prepared.arrays, seed, np.arange(draws * paths))
    each = np.repeat(values, paths, axis=1)
    return values, simulate(prepared, each, path, engine=engine, threads=threads, progress=progress)


@takes_case
def find_out(
    model: Model,
    questions: Sequence[Question],
    *,
    draws: int = DRAWS,
    paths: int = PATHS,
    seed: int | None = None,
    origin: dt.date | None = None,
    scenario: str | None = None,
    policy: Policy | None = None,
    hindsight: bool = False,
    known_by: dt.date | None = None,
    engine: EngineName = "auto",
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Findings, ...]:
    """What drives the answer to each question, from one set of runs.

    Parameters
    ----------
    model : Model
        A checked case.
    questions : sequence of Question
        See `corridor.study.answers`.
    draws : int, at least 500
        Draws of the numbers.
    paths : int, at least 2
        Fresh paths for each draw.
    seed, origin, scenario, policy, hindsight, known_by, engine, threads, progress
        As for a forecast.

    Returns
    -------
    tuple of Findings
        One a question, in order. `share of a number = max(0, e2) x Var(mean over paths) / Var(answer)`;
        those not above the threshold are hidden.

    Raises
    ------
    UsageError
        When there are too few draws or paths, or no such place, need or scenario.
    """
    if draws < LEAST_DRAWS or paths < 2:
        raise UsageError(f"Ask for {LEAST_DRAWS} draws and 2 paths at least; got {draws} and {paths}.")
    prepared = prepare(
        model, origin=origin, scenario=scenario, policy=policy, hindsight=hindsight, known_by=known_by
    )
    chosen = model.settings.seed if seed is None else seed
    values, block = runs(prepared, draws, paths, chosen, engine=engine, threads=threads, progress=progress)
    found = factors(prepared.arrays.numbers, values)
    answers = [q.answer(prepared.arrays, block).reshape(draws, paths) for q in questions]
    return tuple(
        findings(prepared.model, prepared.arrays.numbers, values, found, q, y, seed=chosen)
        for q, y in zip(questions, answers, strict=True)
    )


def findings(
    model: Model,
    numbers: Sequence[Number],
    values: Floats,
    found: Sequence[Factor],
    question: Question,
    answers: Floats,
    *,
    seed: int,
) -> Findings:
    """What drives given answers (draw, path): no engine, so that it can be tested alone."""
    result: Shares = shares(answers, [f.bins for f in found], seed=seed)
    shown = [(f, p) for f, p in zip(found, result.parts, strict=True) if not p.hidden]
    shown.sort(key=lambda pair: (pair[1].after, -pair[1].share))
    return Findings(
        question=question,
        answer=Band.of(answers.reshape(-1), question.unit),
        draws=answers.shape[0],
        paths=answers.shape[1],
        seed=seed,
        split=result.split,
        threshold=result.threshold,
        unknowns=tuple(_unknown(model, numbers, values, f, p) for f, p in shown),
        hidden=len(found) - len(shown),
    )


def _unknown(model: Model, numbers: Sequence[Number], values: Floats, factor: Factor, part: Part) -> Unknown:
    of = [numbers[i] for i in factor.numbers]
    asked = ask(model, of)
    low, high = (_value(values, factor, b) for b in (0, factor.count - 1))
    return Unknown(
        numbers=tuple(n.name for n in of),
        ask=asked.ask,
        who=asked.who,
        spoken=asked.spoken,
        share=part.share,
        answer_low=part.middle[0],
        answer_high=part.middle[-1],
        value_low=low,
        value_high=high,
        unit=of[0].unit,
        is_pick=factor.is_pick,
        after=part.after,
        narrows=part.narrows,
        assumed=sum(n.is_assumed for n in of) / len(of),
        claims=tuple(dict.fromkeys(c for n in of for c in n.claims)),
        basis=tuple(dict.fromkeys(n.basis for n in of if n.basis)),
    )


def _value(values: Floats, factor: Factor, b: int) -> float:
    """Middle value of the factor's first number in a bin; of a pick, of the row picked."""
    here = factor.bins == b
    for i in factor.numbers:
        if not np.isnan(values[i, here]).all():
            return float(np.nanmedian(values[i, here]))
    return float("nan")
