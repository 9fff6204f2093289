"""The uncertain numbers of a case: what they are called, which draw they use, what they rest on, and their values.

Every number an engine reads is listed here once, exact ones too, so that each leads to its claims or its stated basis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corridor.ledger.heard import agrees, groups_of, hear, in_unit, is_denial
from corridor.ledger.quantities import Quantity
from corridor.ledger.weigh import equal_shares
from corridor.model.arrays import Backing, Floats, Ints, Number, Policy
from corridor.model.model import Model
from corridor.model.quantile import quantile
from corridor.model.row import Range, Row
from corridor.model.rules import standing
from corridor.model.uniform import uniform
from corridor.model.voices import Evidence
from corridor.schema.load import Attribute, Table, tables

NOT_INPUT = ("scenarios", "control", "consignments", "observations", "events", "clauses", "clause_tests")
"""Tables that no engine reads: what is there is shown, not used."""
NOT_A_QUANTITY = ("lat", "lon", "weight_of_rival", "priority", "order")
"""Numbers that place or rank a row. Ranks are listed as choices (`corridor.model.inputs`)."""
INPUTS = tuple(t.name for t in tables().values() if t.group == "case" and t.name not in NOT_INPUT)
"""Tables that an engine reads."""
USED: dict[str, tuple[str, ...]] = {
    name: tuple(
        a.name
        for a in tables()[name].attributes
        if a.kind in {"number", "integer"} and a.name not in NOT_A_QUANTITY
    )
    for name in INPUTS
}
"""Columns of each of them that hold a number."""
TIER_OF = {"per_person_day_minimum": "per_person_day", "per_person_day_survival": "per_person_day"}
LEADS = (0.0, 1.0)
"""Lead times that a blank cell stands for: of a line, and of all else. The check refuses each for the other."""
TARGET_DAYS, RESERVE_DAYS = 30.0, 0.0
"""Days of usual use that a store aims at and keeps back where no row of `levels` speaks of it."""
WORKING_DAYS = 3.0
"""Days of use beyond the way that each rank is brought to under `pull` before a lower rank is loaded."""
RIVALS = ("people", "fixed_needs", "stocks", "supply", "inflow", "deliveries")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number the engines read, and where to find that of a table's row and column."""

    items: tuple[Number, ...]
    index: dict[tuple[str, int, str], int]

    def at(self, table: str, row: int, column: str) -> int:
        """Position of a number, -1 if the cell is blank."""
        return self.index.get((table, row, column), -1)


def key_of(table: Table, row: Row) -> str:
    """The key of a row as text: its key columns joined by ` / `; a blank part shows as nothing."""
    parts = (getattr(row, table.attribute(k).field) for k in table.key)
    return " / ".join("" if p is None else str(p) for p in parts)


def unit_of_column(model: Model, row: Row, unit: str) -> str:
    """Unit of a column, with the unit of the row's commodity, mix or need in the place of `unit`."""
    if "unit" not in unit:
        return unit
    of = {c.commodity: c.unit for c in model.commodities} | {m.mix: "t" for m in model.mixes}
    of |= {n.need: n.unit for n in model.needs}
    names = (getattr(row, field, None) for field in ("contents", "commodity", "need"))
    own = next((of[n] for n in names if n in of), None)
    return unit if own is None else unit.replace("unit", own)


def _draw_name(row: Row, column: str, default: str) -> str:
    """The draw of a column: `moves_with` names one for the row, or one a column as `column=name; ...`."""
    text = row.moves_with.strip()
    if not text:
        return default
    if "=" not in text:
        return text
    for part in text.split(";"):
        name, _, draw = part.partition("=")
        if name.strip() == column:
            return draw.strip()
    return default


def rival_weights(evidence: Evidence, table: Table, rows: Sequence[Row]) -> list[float]:
    """Weights of rows that exclude each other: as stated, else equal per independence group; they sum to 1.

    The groups are those of `corridor.ledger.weigh`: of documents and passages, else as the claim states them, and one
    for all claims of which no source is known. A row without claims counts as a group of its own. Stated weights of
    which none is left (all are 0, the others being not yet known) say nothing.
    """
    stated = [float(r.weight_of_rival or 0.0) for r in rows]
    if all(r.weight_of_rival is not None for r in rows) and sum(stated) > 0:
        return [w / sum(stated) for w in stated]
    behind = [_groups_behind(evidence, table, r) or frozenset({f"row {i}"}) for i, r in enumerate(rows)]
    return list(equal_shares(behind))


def _groups_behind(evidence: Evidence, table: Table, row: Row) -> frozenset[str]:
    """Groups of the claims that state a number of a row; where none states one, of all its claims."""
    if not row.claims:
        return frozenset()
    for column in USED[table.name]:
        heard, _ = hear(evidence.behind(table, row, column), evidence.unit(row, table.attribute(column)))
        estimates = [h for h in heard if not h.is_bound]
        if estimates:
            return groups_of(estimates)
    return frozenset().union(*(evidence.voices[c].voices for c in row.claims if c in evidence.voices))


def number_in(row: Row, column: str) -> Range | None:
    """The number in a cell as a range; one that has no low and high is exact; None where the cell is blank."""
    value = getattr(row, column)
    return value if value is None or isinstance(value, Range) else Range.exact(float(value))


def is_stated(a: Attribute, row: Row, value: Range) -> bool:
    """Whether a number is other than what a blank cell means."""
    above = {"per_person_day_minimum": "per_person_day", "per_person_day_survival": "per_person_day_minimum"}
    if a.name in above:
        return bool(value != getattr(row, above[a.name]))
    worked_out = {
        "lead_days": 0.0 if getattr(row, "mode", "") == "line" else 1.0,
        "kg_per_unit": {"t": 1000.0, "kg": 1.0, "g": 0.001}.get(getattr(row, "unit", ""), 0.0),
    }
    blank = worked_out.get(a.name) if a.is_worked_out else float(a.default) if a.default else None
    return blank is None or value != Range.exact(blank)


def stated_numbers(table: Table, row: Row) -> dict[str, Range]:
    """The numbers that a row states, other than by default, by column."""
    found: dict[str, Range] = {}
    for a in table.attributes:
        if a.kind in {"number", "integer"} and a.name not in NOT_A_QUANTITY:
            value = number_in(row, a.field)
            if value is not None and is_stated(a, row, value):
                found[a.name] = value
    return found


def comparable(said: Quantity, unit: str, row: Row) -> Quantity | None:
    """What a claim states in the unit of a number; None if the two cannot be held against each other.

    A number without a unit is a share. An amount a time is held against the amount of a row with a first and a last
    day over all of its days.
    """
    target = "%" if unit.startswith("%") else unit or "share"
    own = said if said.unit else replace(said, unit="share")
    found = in_unit(own, target)
    start, end = getattr(row, "start", None), getattr(row, "end", None)
    if found is not None or "/" in target or start is None or end is None:
        return found
    daily = in_unit(own, f"{target}/day")
    days = (end - start).days + 1
    return None if daily is None else _times(daily, days, target)


def _times(daily: Quantity, days: int, unit: str) -> Quantity:
    low, best, high = (None if v is None else v * days for v in (daily.low, daily.best, daily.high))
    return replace(daily, low=low, best=best, high=high, unit=unit)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands behind one number: how it is backed, and what claims of its row say that is another number."""

    backing: Backing
    differs: str


def _stands(evidence: Evidence, table: Table, row: Row, column: str, value: Range, unit: str) -> _Standing:
    """By what a number of a row is backed. The law is in `docs/theory/claims_to_numbers.md`."""
    behind = [v for v in evidence.behind(table, row, column) if v.status == "accepted" and not is_denial(v)]
    agreeing, silent, differing = False, False, []
    for voice in behind:
        held = None if voice.quantity is None else comparable(voice.quantity, unit, row)
        if voice.quantity is None:
            silent = True
        elif held is not None and agrees(value, held):
            agreeing = True
        elif held is not None:
            differing.append(f"{voice.claim} says {voice.quantity}")
    told = "; ".join(differing)
    stated = is_stated(table.attribute(column), row, value)
    if agreeing or (silent and stated):
        return _Standing("claims", told)
    if not stated:
        return _Standing("default", "")
    return _Standing("derived" if evidence.grounds.are_backed(row) else "assumed", told)


def collect(model: Model, *, policy: Policy | None = None) -> Numbers:
    """List every number the engines read, in table order, and last what the product reads where no row speaks.

    Parameters
    ----------
    model : Model
        Rows that a run reads.
    policy : 'recorded', 'usual', 'pull', optional
        Under `pull` the target of stores without a row of `levels` is listed.
    """
    items: list[Number] = []
    index: dict[tuple[str, int, str], int] = {}
    evidence = Evidence.of(model)
    for name, columns in USED.items():
        table = tables()[name]
        rows: tuple[Row, ...] = getattr(model, name)
        weights = _weights(table, rows, evidence)
        for i, row in enumerate(rows):
            key = key_of(table, row)
            for column in columns:
                value = number_in(row, column)
                if value is None:
                    continue
                attribute = table.attribute(column)
                unit = evidence.unit(row, attribute)
                voices = evidence.behind(table, row, column) if row.claims else ()
                stands = _stands(evidence, table, row, column, value, unit)
                label = f"{name}/{key}/{column}"
                pick, weight = weights.get(i, ("", 1.0))
                draw = f"{name}/{key}/{TIER_OF.get(column, column)}" + (f"#{i}" if pick else "")
                index[name, i, column] = len(items)
                items.append(
                    Number(
                        name=label + (f"/{row.rival}#{i}" if pick else ""),
                        table=name,
                        key=key,
                        column=column,
                        range=value,
                        minimum=attribute.minimum,
                        maximum=attribute.maximum,
                        draw=_draw_name(row, column, draw),
                        unit=unit,
                        claims=row.claims,
                        basis=row.basis,
                        pick=pick,
                        weight=weight,
                        rule=standing(
                            value,
                            voices,
                            unit=unit,
                            basis=row.basis,
                            declared=row.rule,
                            rival=pick,
                            is_grounded=stands.backing == "derived",
                        ),
                        backing=stands.backing,
                        differs=stands.differs,
                    )
                )
    if policy == "pull":
        items += _unsaid_levels(model)
    return Numbers(tuple(items), index)


def _unsaid_levels(model: Model) -> list[Number]:
    """The target of stores of which no row of `levels` speaks: a number of the product, assumed."""
    spoken = {(r.place, r.commodity) for r in model.levels}
    goods = [c.commodity for c in model.commodities if c.storable and c.kg_per_unit]
    if all((p.place, c) in spoken for p in model.places for c in goods):
        return []
    basis = "assumed: the default of the product, for every store of which no row of levels speaks"
    return [
        Number(
            name="levels/* / */target_days", table="levels", key="* / *", column="target_days",
            range=Range.exact(TARGET_DAYS), minimum=0.0, maximum=None, draw="levels/* / */target_days", unit="day",
            claims=(), basis=basis, rule="assumed",
        )
    ]  # fmt: skip


def _weights(table: Table, rows: tuple[Row, ...], evidence: Evidence) -> dict[int, tuple[str, float]]:
    """Pick name and weight of each rival row, by its position."""
    sets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        if row.rival and table.name in RIVALS:
            sets[key_of(table, row), row.rival].append(i)
    found: dict[int, tuple[str, float]] = {}
    for members in sets.values():
        pick = pick_of(table, rows[members[0]])
        for i, w in zip(members, rival_weights(evidence, table, [rows[i] for i in members]), strict=True):
            found[i] = (pick, w)
    return found


def pick_of(table: Table, row: Row) -> str:
    """Name of the pick that a rival row belongs to; rows of several keys share one if `moves_with` says so."""
    return _draw_name(row, "rival", f"{table.name}/{key_of(table, row)}/{row.rival}")


def is_default(number: Number) -> bool:
    """Whether nobody stated a number: it is what a blank cell means, and no claim states it."""
    return number.backing == "default"


def draw_values(numbers: Sequence[Number], seed: int, members: Ints) -> Floats:
    """Values of every number for the given members, shape (U, M); NaN where a member picks a rival row.

    Keyed by (seed, draw, member): any member can be made again alone, numbers with one draw move together,
    rows of one pick are chosen by one uniform in listed order.
    """
    out = np.empty((len(numbers), len(members)))
    uniforms: dict[str, Floats] = {}
    below: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for i, n in enumerate(numbers):
        if not n.range.is_exact:
            if n.draw not in uniforms:
                uniforms[n.draw] = uniform(seed, n.draw, members)
            out[i] = quantile(n.range, uniforms[n.draw], n.minimum, n.maximum)
        else:
            out[i] = n.range.mid
        if n.pick:
            rank = (n.pick, n.table, n.key, n.column)
            first = below[rank]
            below[rank] = last = first + n.weight
            u = uniform(seed, f"pick/{n.pick}", members)
            out[i, ~((u >= first) & (u < last if last < 1 - 1e-9 else True))] = np.nan
    return out
