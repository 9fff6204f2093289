"""What the claims of a case make of its numbers: typed beside claimed, by every rule that the claims allow.

Proposes and flags; never writes. The rules are in `corridor.ledger.weigh`, and which of them a typed number stands by
is in `corridor.model.rules`. Rows that exclude each other are one number here, as they are one pick in a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corridor.errors import UsageError
from corridor.ledger.heard import hear
from corridor.ledger.quantities import Side
from corridor.ledger.weigh import Option, Rule, Voice, Weighed, allowed_rules, weigh
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.model.numbers import USED, key_of
from corridor.model.parse import cells_of
from corridor.model.row import Row
from corridor.model.rules import DECLARED, TOLERANCE, contains, is_widened, open_sides, standing
from corridor.model.tables import Cell, plain_number
from corridor.model.voices import Evidence
from corridor.schema.load import Table, tables
from corridor.schema.values import Range

BLOCKS = ("C915", "C916", "C917", "C918", "C919")
"""Codes of a check that this study is there to help with: it looks at a case in spite of them."""
WORD_OF: dict[Rule, str] = {rule: word for word, rule in DECLARED.items()}
"""What to write in the column `rule`."""
SEPARATE = "count"
"""Word under `rival` for rows that are to exclude each other and have none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A number as it is typed in one row.

    `stands_by` is a rule or `derived`, `assumed`, `typed`; `open` lists bounds that it takes as the value without a
    reason.
    """

    row: Row
    value: Range
    stands_by: str
    open: tuple[tuple[str, Side], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One number of a case: what is typed, what each rule gives, and what a person must do.

    Attributes
    ----------
    table, key, column, unit : str
        Which number, and its unit.
    typed : tuple of Typed
        One row, or several that exclude each other.
    voices : tuple of Voice
        Claims that bear on it, in any role.
    answers : tuple of Weighed
        What each allowed rule gives, the one that the claims call for first.
    differs : str
        How what is typed does not hold what the claims say; blank if it does, or cannot be compared.
    to_do : str
        What a person must do; blank if nothing.
    """

    table: str
    key: str
    column: str
    unit: str
    typed: tuple[Typed, ...]
    voices: tuple[Voice, ...]
    answers: tuple[Weighed, ...]
    differs: str
    to_do: str

    @property
    def is_derived(self) -> bool:
        """Whether it is worked out from what the claims state, and so stands on another scale."""
        return all(t.row.basis.startswith("derived") for t in self.typed)

    @property
    def is_flagged(self) -> bool:
        """Whether what is typed and what is claimed do not go together as they stand."""
        return bool(self.differs or self.to_do)


def ranges(
    model: Model, *, table: str | None = None, key: str | None = None, rule: Rule | None = None
) -> tuple[Weighing, ...]:
    """What the claims make of each number they state.

    Parameters
    ----------
    model : Model
        A checked case.
    table, key : str, optional
        Numbers of this table, or of rows with this key, alone.
    rule : Rule, optional
        What this rule gives alone, whether the claims allow it or not.

    Returns
    -------
    tuple of Weighing
        In the order of the tables. A number that no claim states in its unit is listed where its row has no other.

    Raises
    ------
    UsageError
        When no run reads a number of that table, or no row with claims has that key.
    """
    if table is not None and table not in USED:
        raise UsageError(
            f'no run reads a number of a table "{table}".{nearest(table, USED)} There are: {", ".join(USED)}.'
        )
    evidence = Evidence.of(model)
    found: list[Weighing] = []
    keys: list[str] = []
    for name in USED if table is None else (table,):
        schema = tables()[name]
        for rows in _numbers_of(schema, [r for r in getattr(model, name) if r.claims]):
            keys.append(key_of(schema, rows[0]))
            if key in (None, keys[-1]):
                found += _weighings(evidence, schema, rows, rule)
    if key is not None and key not in keys:
        raise UsageError(f'no row with claims has the key "{key}".{nearest(key, keys)}')
    return tuple(found)


def _numbers_of(schema: Table, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that make one number: those that exclude each other together, every other alone."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for i, row in enumerate(rows):
        alone = "" if row.rival else i
        groups.setdefault((key_of(schema, row), row.scenario, row.rival, alone), []).append(row)
    yield from groups.values()


def _weighings(evidence: Evidence, schema: Table, rows: Sequence[Row], rule: Rule | None) -> list[Weighing]:
    """The numbers of rows that claims state; where they state none, the first, with what is left out and why."""
    columns = [c for c in USED[schema.name] if getattr(rows[0], c) is not None]
    stated = [c for c in columns if _states(evidence, schema, rows, c)]
    return [_weighing(evidence, schema, rows, c, rule) for c in stated or columns[:1]]


def _states(evidence: Evidence, schema: Table, rows: Sequence[Row], column: str) -> bool:
    unit = evidence.unit(rows[0], schema.attribute(column))
    return any(hear(evidence.behind(schema, r, column), unit)[0] for r in rows)


def _weighing(
    evidence: Evidence, schema: Table, rows: Sequence[Row], column: str, rule: Rule | None
) -> Weighing:
    unit = evidence.unit(rows[0], schema.attribute(column))
    behind = {v.claim: v for r in rows for v in evidence.behind(schema, r, column)}
    beside = {v.claim: v for v in evidence.beside(schema, rows[0], column)}
    voices = tuple((beside | behind).values())
    is_pick = len(rows) > 1
    typed = tuple(
        _typed(getattr(r, column), evidence.behind(schema, r, column), r, unit, is_pick=is_pick)
        for r in rows
        if getattr(r, column) is not None
    )
    allowed: tuple[Rule, ...] = ("pick",) if is_pick else allowed_rules(voices, unit=unit)
    answers = tuple(weigh(voices, each, unit=unit) for each in (allowed if rule is None else (rule,)))
    found = Weighing(
        table=schema.name,
        key=key_of(schema, rows[0]),
        column=column,
        unit=unit,
        typed=typed,
        voices=voices,
        answers=answers,
        differs="",
        to_do="",
    )
    called_for = weigh(voices, allowed[0], unit=unit)
    return replace(found, differs=_differs(found, called_for), to_do=_to_do(found, called_for))


def _typed(value: Range, voices: Sequence[Voice], row: Row, unit: str, *, is_pick: bool) -> Typed:
    """One typed number and by what it stands."""
    told = standing(
        value,
        voices,
        unit=unit,
        basis=row.basis,
        declared=row.rule,
        rival=row.rival if is_pick else "",
    )
    return Typed(
        row=row, value=value, stands_by=told, open=open_sides(value, voices, unit=unit, basis=row.basis)
    )


def _differs(found: Weighing, called_for: Weighed) -> str:
    """How the numbers typed do not hold what the claims say; blank if they do, or cannot be compared."""
    if found.is_derived or not found.typed:
        return ""
    if called_for.rule == "pick":
        missing = [o for o in called_for.options if not any(_holds(t.value, o) for t in found.typed)]
        told = "; ".join(f"{', '.join(o.claims)}: {o.quantity}" for o in missing)
        return f"not among the numbers typed: {told}" if told else ""
    low, _, high = called_for.stated
    value = found.typed[0].value
    if contains(value, low, high):
        return ""
    reached = " to ".join(dict.fromkeys(plain_number(v) for v in (low, high) if v is not None))
    return f"typed is {_words(value)}, and the claims reach {reached} {found.unit}".rstrip()


def _holds(value: Range, option: Option) -> bool:
    point = option.quantity.point
    return value.low - TOLERANCE * abs(point) <= point <= value.high + TOLERANCE * abs(point)


def _to_do(found: Weighing, called_for: Weighed) -> str:
    """What a person must do before the number stands on its claims; blank if nothing."""
    left_open = [spot for t in found.typed for spot in t.open]
    if left_open:
        claim, side = left_open[0]
        return f"{claim} is open {side}. Type a range that reaches beyond it, or say in basis why the bound is taken."
    if found.is_derived or not called_for.claims:
        return ""
    if called_for.rule == "pick":
        return "" if len(found.typed) > 1 else called_for.needs or _APART
    if called_for.rule == "single, widened":
        only = found.typed[0]
        is_done = only.row.rule == WORD_OF["as said"] or is_widened(
            only.value, found.voices, found.unit, only.row.basis
        )
        return "" if is_done else called_for.needs
    return called_for.needs if called_for.needs and not called_for.open else ""


_APART = "The claims exclude each other. Write a row for each number, with the same word under rival."


def _words(value: Range) -> str:
    if value.is_exact:
        return plain_number(value.mid)
    return f"{plain_number(value.low)} to {plain_number(value.high)}"


def proposed_rows(found: Weighing) -> tuple[dict[str, Cell], ...]:
    """Rows to paste in the place of those typed: cells by column, as the first rule that gives a number has it.

    A number that is derived stands on another scale than its claims: nothing is proposed. Where one claim alone states
    it, low and high are left out, for a person to fill; the check asks for them, and for the reason.
    """
    if found.is_derived or not found.typed:
        return ()
    answer = next(
        (w for w in found.answers if w.range or w.options or _is_alone(w)),
        None,
    )
    if answer is None:
        return ()
    row = found.typed[0].row
    if answer.rule == "pick":
        own = {t.value: t.row for t in found.typed} if len(found.typed) > 1 else {}
        return tuple(
            _cells(found, _row_of(o, own, row), _point(o), answer.rule, o.claims) for o in answer.options
        )
    value = answer.range or Range.exact(answer.stated[1] or 0.0)
    return (_cells(found, row, value, answer.rule, answer.claims),)


def _is_alone(answer: Weighed) -> bool:
    return answer.rule == "single, widened" and answer.stated[1] is not None


def _row_of(option: Option, own: dict[Range, Row], other: Row) -> Row:
    """The row that already holds a number, else one to copy."""
    return next(
        (row for value, row in own.items() if _holds(value, option)), replace(other, basis="", note="")
    )


def _point(option: Option) -> Range:
    """An option's number; an open one is written as it is stated, for a person to close."""
    low, high = option.quantity.bounds()
    point = option.quantity.point
    return Range(point if low is None else low, point, point if high is None else high)


def _cells(found: Weighing, row: Row, value: Range, rule: Rule, claims: Sequence[str]) -> dict[str, Cell]:
    changes: dict[str, object] = {found.column: value, "rule": WORD_OF[rule], "claims": tuple(claims)}
    if rule == "pick":
        changes["rival"] = row.rival or SEPARATE
    return cells_of(replace(row, **changes, known_from=None), tables()[found.table])  # type: ignore[arg-type]
