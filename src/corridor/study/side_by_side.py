"""Side by side: the answer under each of some rival counts, or under each account, where they move it.

A middle between two counts of the same thing is nobody's answer. Where rivals or accounts move an answer
(`corridor.study.apart`), each has a run of its own, with the same seed, draws and paths, and no median over them is
told. The law is `docs/theory/beliefs.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.io.given import takes_case
from corridor.model.believe import disbelieve
from corridor.model.model import Model
from corridor.result.forecast import Forecast
from corridor.study.accounts import sides, spoken
from corridor.study.apart import apart
from corridor.study.rivals import Group, Option, groups
from corridor.study.runs import TOGETHER, Answer, Progress, Runs, answer_of

SCREEN = 200
"""Members of the runs by which it is found what moves the answer; the one shown has the members of the run."""
ACCOUNTS = "Whose account is believed?"


@dataclass(frozen=True, slots=True)
class Side:
    """An option with its run."""

    option: Option
    forecast: Forecast
    answer: Answer

    @property
    def label(self) -> str:
        """Its name."""
        return self.option.label


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The answer under each side of what moves it most.

    Attributes
    ----------
    question : str
        What the sides differ on.
    sides : tuple of Side
        Each with its run.
    moved : mapping of (place, need) to tuple of str
        Answers that differ between the sides, with the measures that do: `stock-out`, `date`, `cover`, `met`.
    others : tuple of str
        Questions on which rivals move the answer less. Under each side their rivals are drawn as in any run.
    """

    question: str
    sides: tuple[Side, ...]
    moved: Mapping[tuple[str, str], tuple[str, ...]]
    others: tuple[str, ...]

    @property
    def answers(self) -> dict[str, Answer]:
        """The answer by side."""
        return {s.label: s.answer for s in self.sides}

    def plain(self) -> dict[str, Any]:
        """What the sides differ on, and where, as plain values; their runs stand with the measures."""
        return {
            "question": self.question,
            "sides": [{"side": s.label, "claims": list(s.option.claims)} for s in self.sides],
            "moved": [{"place": p, "need": n, "measures": list(m)} for (p, n), m in self.moved.items()],
            "others": list(self.others),
        }

    def depends(self, place: str, need: str) -> bool:
        """Whether the answer on a need at a place depends on the side; `place` may stand for all places together."""
        if any(p == place for p, _ in self.moved):
            return (place, need) in self.moved
        known = {x.place for x in self.sides[0].answer.lines}
        return place not in known and any(n == need for _, n in self.moved)


@takes_case
def side_by_side(model: Model, base: Forecast, *, progress: Progress | None = None) -> SideBySide | None:
    """The answer under each rival count or account, where these move an answer of a run.

    Parameters
    ----------
    model : Model
        The case as read.
    base : Forecast
        A run of it with all claims together; its options are those of every run here.
    progress : callable (done, all), optional

    Returns
    -------
    SideBySide or None
        Of several groups the one that moves an answer most, with the members of the run; None if none moves any.
    """
    options: dict[str, Any] = dict(base.run.options) | {
        "engine": "compiled" if base.run.engine == "compiled" else "auto"
    }
    few = min(SCREEN, base.run.members)
    runs = Runs(model, options | {"members": few}, progress=progress)  # type: ignore[arg-type]
    readable = runs.readable()
    tried = [
        g for g in (*_accounts(model, readable, runs), *groups(readable, runs.reads)) if _bears(readable, g)
    ]
    runs.whole = sum(len(g.options) for g in tried)
    sized = []
    for group in tried:
        sides = _sides(runs, readable, group)
        moved = _moved(sides)
        if moved:
            sized.append((max(max(x.values()) for x in moved.values()), group, sides, moved))
    if not sized:
        return None
    _, group, sides, moved = max(sized, key=lambda x: x[0])  # the first among equals
    others = tuple(g.question for _, g, *_ in sized if g is not group)
    if few < base.run.members:
        whole = Runs(model, options, progress=progress, whole=len(group.options))  # type: ignore[arg-type]
        sides = _sides(whole, readable, group)
        moved = _moved(sides) or moved
    return SideBySide(group.question, sides, {k: tuple(v) for k, v in moved.items()}, others)


def _bears(readable: Model, group: Group) -> bool:
    """Whether a number differs under any option."""
    return any(c.changes_number for o in group.options for c in disbelieve(readable, o.doubts).changes)


def _sides(runs: Runs, readable: Model, group: Group) -> tuple[Side, ...]:
    found = []
    for option in group.options:
        run = runs.of(disbelieve(readable, option.doubts)) if option.doubts else runs.base()
        found.append(Side(option, run, answer_of(run)))
    return tuple(found)


def _moved(sides: Sequence[Side]) -> dict[tuple[str, str], dict[str, float]]:
    """Answers on which any two sides differ."""
    found = {}
    for line in sides[0].answer.lines:
        differing = apart(x for s in sides if (x := s.answer.at(line.place, line.need)) is not None)
        if differing:
            found[line.place, line.need] = differing
    return found


def _accounts(model: Model, readable: Model, runs: Runs) -> tuple[Group, ...]:
    """The sides of a case that speak on what the run reads, as options; with one alone, beside all claims together."""
    names = sides(model)
    heard = {n: spoken(readable, n, names, reads=runs.reads) for n in names}
    options = [Option(n, s.claims, s.doubts) for n, s in heard.items() if s.claims]
    if len(options) == 1:
        options.append(Option(TOGETHER, (), {}))
    return (Group(ACCOUNTS, tuple(options)),) if options else ()
