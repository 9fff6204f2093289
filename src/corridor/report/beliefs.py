"""The answer under different beliefs, as the page shows it: by account, without a claim, under each side of a conflict.

The studies work it out (`corridor.study.accounts`, `corridor.study.without`); here it is put into words. The section is
`section(teller, beliefs)` and the template `beliefs.html.j2`; what stands under the findings is `instead(teller,
beliefs)` and `instead.html.j2`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corridor.forecast.ensemble import EngineName
from corridor.measure.kinds import chance_words
from corridor.model.model import Model
from corridor.model.unbelieved import Change
from corridor.report import words
from corridor.report.grounds import Figure, Ground, Moment, figure
from corridor.report.sentences import Part, Readings, Teller
from corridor.result.forecast import Forecast
from corridor.study.accounts import Account, Accounts, by_account
from corridor.study.answers import main_need
from corridor.study.apart import apart
from corridor.study.conclusions import Conclusion
from corridor.study.find_out import Findings
from corridor.study.runs import TOGETHER, Answer, Line
from corridor.study.side_by_side import SideBySide, side_by_side
from corridor.study.without import Instead, Sides, Without, leading, sides, without

MEMBERS = 200
"""Members of each run; a page says so."""
SHOWN = ("people", "timeline", "inflow", "deliveries")
"""Tables of which a page says what a row read before and reads now; of others only that it differs."""


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What the studies of belief found for a page; what is None was not worked out."""

    accounts: Accounts | None = None
    without: Without | None = None
    sides: Sides | None = None
    beside: SideBySide | None = None


NOTHING = Beliefs()
"""Nothing worked out."""


def believe(
    model: Model,
    forecast: Forecast,
    found: Sequence[Findings],
    *,
    engine: EngineName = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> Beliefs:
    """What a page asks of the studies of belief, with the options of the forecast's run and few members.

    Returns
    -------
    Beliefs
        The answer by account; without each claim that the findings hang on; under each side of each conflict on those.
    """
    options: dict[str, Any] = forecast.run.options | {
        "engine": engine, "members": min(MEMBERS, forecast.run.members)
    }  # fmt: skip
    claims = leading(found)
    return Beliefs(
        by_account(model, progress=progress, **options),
        without(model, claims, progress=progress, **options) if claims else None,
        sides(model, about=claims, progress=progress, **options) if claims else None,
        side_by_side(model, forecast, progress=progress),
    )


def readings(teller: Teller, found: SideBySide | None) -> Readings | None:
    """The sides of what moves the answer most, as an audience may read of them; those above it are numbered."""
    if found is None:
        return None
    seen, scope = _seen(teller), teller.grounds.scope
    hidden = [
        bool(set(s.option.claims) - seen) or scope.cell_is_internal(s.option.table) or _hides(teller, s.label)
        for s in found.sides
    ]
    labels = [
        f"reading {k + 1}" if above else s.label
        for k, (above, s) in enumerate(zip(hidden, found.sides, strict=True))
    ]
    told = [q for q in (found.question, *found.others) if not _hides(teller, q)]
    return Readings(
        question=found.question if found.question in told else "",
        sides=tuple(zip(labels, (s.forecast for s in found.sides), strict=True)),
        others=tuple(q for q in found.others if q in told),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """What one run says of a need at a place: chance of falling short, its middle date, share of need met."""

    chance: Figure
    day: Figure
    met: Figure


@dataclass(frozen=True, slots=True)
class Row:
    """A need at a place, and what each run says of it; None where it says nothing, *depends* where sides differ."""

    place: str
    need: str
    cells: tuple[Cell | Literal["depends"] | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Runs side by side, the run of all claims first."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A row that a run reads otherwise, or that stays with a mark: which, by what claims, what it was and is.

    `was` and `now` are blank where the audience may not see them, or the row is not one of `SHOWN`.
    """

    table: str
    key: str
    was: str
    now: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One account, claim left out, or side of a conflict: its claims, those not believed, and the rows that differ."""

    name: str
    claims: tuple[str, ...]
    left_out: tuple[str, ...]
    differing: tuple[Left, ...]
    marked: Figure
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Statement:
    """A conclusion in words, and its figure by account."""

    parts: tuple[Part, ...]
    figures: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The section by account."""

    grid: Grid
    accounts: tuple[Side, ...]
    holds: tuple[Statement, ...]
    depends: tuple[Statement, ...]
    silent: tuple[str, ...]
    common: tuple[str, ...]
    members: Figure
    differs: bool
    same: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A question, and the answer under each of its readings."""

    question: str
    grid: Grid
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Leading:
    """What stands under the findings: the answer without each leading claim, and under each side of a conflict."""

    claims: Compared | None
    conflicts: tuple[Compared, ...]
    members: Figure


def section(teller: Teller, beliefs: Beliefs) -> Section | None:
    """The answer by account, as an audience may see it; None where it was not worked out."""
    found = beliefs.accounts
    if found is None:
        return None
    seen = _seen(teller)
    shown = [
        a
        for a in found.accounts
        if seen & set(a.claims)
        and not _hides(teller, a.name)
        and (a.is_account or not any(teller.grounds.scope.cell_is_internal(c.table) for c in a.changes))
    ]
    names = (TOGETHER, *(a.name for a in shown))
    told = [c for c in found.conclusions if not c.place or c.place in teller.places]
    said = [(c.holds, _statement(teller, c, names, found.base.run.members)) for c in told]
    answers = {name: found.answers[name] for name in names}
    return Section(
        grid=_grid(teller, answers, None, are_sides=True),
        accounts=tuple(_account(teller, a) for a in shown),
        holds=tuple(s for held, s in said if held),
        depends=tuple(s for held, s in said if not held),
        silent=tuple(n for n in found.silent if not _hides(teller, n)),
        common=tuple(n for n in found.common if not _hides(teller, n)),
        members=_members(teller, found.base),
        differs=found.differs,
        same=not found.accounts,
    )


def instead(teller: Teller, beliefs: Beliefs) -> Leading | None:
    """The answer without each leading claim and under each side of a leading conflict; None where there is none."""
    base = beliefs.without or beliefs.sides
    if base is None:
        return None
    left = _without(teller, beliefs.without) if beliefs.without else None
    conflicts = _conflicts(teller, beliefs.sides) if beliefs.sides else ()
    if left is None and not conflicts:
        return None
    return Leading(left, conflicts, _members(teller, base.base))


def _without(teller: Teller, found: Without) -> Compared | None:
    seen = _seen(teller)
    shown = [x for x in found.claims if x.label in seen and x.is_known and x.changes]
    if not shown:
        return None
    answers = {TOGETHER: found.together} | {f"without {x.label}": x.answer for x in shown}
    return Compared("", _grid(teller, answers, main_need(found.base.model, found.base.labels.needs)),
                    tuple(_instead(teller, x) for x in shown))  # fmt: skip


def _conflicts(teller: Teller, found: Sides) -> tuple[Compared, ...]:
    """Conflicts whose sides differ on a number, as far as an audience may see both sides."""
    seen = _seen(teller)
    need = main_need(found.base.model, found.base.labels.needs)
    told = []
    for conflict in found.conflicts:
        open_to_all = set(conflict.claims) <= seen and not _hides(
            teller, conflict.question, *(s.label for s in conflict.sides)
        )
        if conflict.differs and open_to_all:
            answers = {TOGETHER: found.together} | {s.label: s.answer for s in conflict.sides}
            own = tuple(_instead(teller, s) for s in conflict.sides)
            told.append(Compared(conflict.question, _grid(teller, answers, need, are_sides=True), own))
    return tuple(told)


def _hides(teller: Teller, *texts: str) -> bool:
    return teller.grounds.scope.says_hidden(*texts)


def _seen(teller: Teller) -> set[str]:
    return {c.claim for c in teller.grounds.scope.model.claims}


def _members(teller: Teller, base: Forecast) -> Figure:
    return figure(f"{base.run.members:,}", base.run.members, teller.grounds.run())


def _grid(
    teller: Teller, answers: Mapping[str, Answer], only: str | None, *, are_sides: bool = False
) -> Grid:
    """Runs side by side over the places an audience may see; of one need alone if `only` names it."""

    def cells(x: Line) -> tuple[Cell | Literal["depends"] | None, ...]:
        lines = [a.at(x.place, x.need) for a in answers.values()]
        found = tuple(_cell(teller, line) for line in lines)
        differs = are_sides and apart(line for line in lines[1:] if line is not None)
        return ("depends", *found[1:]) if differs else found

    first = next(iter(answers.values()))
    rows = [
        Row(
            teller.place(x.place),
            words.capital(teller.need(x.need)),
            cells(x),
        )
        for x in first.lines
        if x.place in teller.places and only in (None, x.need)
    ]
    return Grid(tuple(answers), tuple(rows))


def _cell(teller: Teller, line: Line | None) -> Cell | None:
    if line is None:
        return None
    ground = teller.grounds.need(line.place, line.need)
    return Cell(
        teller.chance(line.stock_out.chance, ground),
        teller.date(line.stock_out, 0.5, ground),
        figure(words.percent(line.met.median), float(line.met.median), ground),
    )


def _account(teller: Teller, account: Account) -> Side:
    return _side(teller, account.name, account.claims, account.left_out, account.changes)


def _instead(teller: Teller, x: Instead) -> Side:
    return _side(teller, x.label, x.believed, x.claims, x.changes, is_known=x.is_known)


def _side(
    teller: Teller,
    name: str,
    claims: Collection[str],
    left_out: Collection[str],
    changes: Sequence[Change],
    *,
    is_known: bool = True,
) -> Side:
    seen = _seen(teller)
    marked = sum(not c.changes_number for c in changes)
    return Side(
        name=name,
        claims=tuple(c for c in claims if c in seen),
        left_out=tuple(c for c in left_out if c in seen),
        differing=tuple(_left(teller, c, seen) for c in changes if c.changes_number),
        marked=figure(str(marked), marked, teller.grounds.run()),
        is_known=is_known,
    )


def _left(teller: Teller, change: Change, seen: set[str]) -> Left:
    scope, names = teller.grounds.scope, teller.grounds.names
    key = ", ".join(names.of_id(part) for part in change.key.split(" / ") if part)
    told = change.table in SHOWN and not scope.cell_is_internal(change.table)
    told = told and not scope.says_hidden(change.was, change.now)
    hidden = scope.says_hidden(key)
    return Left(
        change.table,
        "a row above this audience" if hidden else key,
        change.was if told and not hidden else "",
        change.now if told and not hidden else "",
        tuple(c for c in change.claims if c in seen),
    )


def _statement(teller: Teller, c: Conclusion, names: Sequence[str], members: int) -> Statement:
    """A conclusion in words, and its figures under the accounts shown."""
    ground = teller.grounds.need(c.place or "*", c.need)
    shown = [(account, value) for account, value in c.figures if account in names]
    told = tuple(
        (
            account,
            figure(_told(c, value, members), value, ground),
        )
        for account, value in shown
    )
    return Statement(tuple(_parts(teller, c, ground)), told)


def _told(c: Conclusion, value: float, members: int) -> str:
    if c.is_amount:
        return words.number(value)
    return chance_words(value, members) if c.is_chance else words.percent(value)


def _parts(teller: Teller, c: Conclusion, ground: Ground) -> list[Part]:
    need = teller.need(c.need)
    at = f" in {teller.place(c.place)}" if c.place else " at every place"
    share = figure(words.percent(c.bound or 0.0), c.bound or 0.0, ground)
    before: list[Part] = [" before ", Moment.of(c.before)] if c.before else []
    never = f" does not fall short of the ration{at}" if c.place else " falls short of the ration at no place"
    said: dict[str, list[Part]] = {
        "falls short": [f"{words.capital(need)} falls short of the ration{at}", *before],
        "lasts": [words.capital(need) + never, *before],
        "short at once": [f"{words.capital(need)} is rationed{at} from the first day"],
        "rationed first": [
            f"{words.capital(need)} is rationed first{at}, of what is not short from the first day"
        ],
        "met at least": ["At least ", share, f" of {need} is met{at}"],
        "met at most": ["At most ", share, f" of {need} is met{at}"],
        "share met": [f"The share of {need} that is met{at}"],
        "days of cover": [f"The days of cover of {need}{at}"],
        "served least": [f"{teller.place(c.place)} is served least with {need}"],
    }
    return said[c.kind]
