"""The uncertain numbers of a case: what they are called, which draw they use, what they rest on, and their values.

Every number an engine reads is listed here once, exact ones too, so that each leads to its claims or its stated basis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridor.ledger.heard import groups_of, hear
from corridor.ledger.weigh import equal_shares
from corridor.model.arrays import Floats, Ints, Number
from corridor.model.model import Model
from corridor.model.quantile import quantile
from corridor.model.row import Range, Row
from corridor.model.rules import standing
from corridor.model.uniform import uniform
from corridor.model.voices import Evidence
from corridor.schema.load import Table, tables

USED: dict[str, tuple[str, ...]] = {
    "people": ("people",),
    "commodities": ("perish_per_day",),
    "routes": ("per_day", "lead_days", "loss_share"),
    "crossings": ("slots_per_day",),
    "needs": ("per_person_day", "per_person_day_minimum", "per_person_day_survival", "share"),
    "fixed_needs": ("per_day",),
    "satisfies": ("usual_share", "max_share"),
    "stocks": ("amount", "accessible_share"),
    "supply": ("per_day",),
    "processes": ("per_day", "target_days"),
    "levels": ("target_days", "reserve_days"),
    "fleets": ("trucks", "turnaround_days", "availability", "return_share"),
    "access": ("cap",),
    "mixes": ("share",),
    "inflow": ("per_day", "share_reaching"),
    "deliveries": ("amount", "share_reaching"),
}
TIER_OF = {"per_person_day_minimum": "per_person_day", "per_person_day_survival": "per_person_day"}
LEADS = (0.0, 1.0)
"""Lead times that a blank cell stands for: of a line, and of all else. The check refuses each for the other."""
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


def collect(model: Model) -> Numbers:
    """List every number the engines read, in table order."""
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
                value: Range | None = getattr(row, column)
                if value is None:
                    continue
                attribute = table.attribute(column)
                unit = evidence.unit(row, attribute)
                voices = evidence.behind(table, row, column) if row.claims else ()
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
                        ),
                    )
                )
    return Numbers(tuple(items), index)


def _weights(table: Table, rows: tuple[Row, ...], evidence: Evidence) -> dict[int, tuple[str, float]]:
    """Pick name and weight of each rival row, by its position."""
    sets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        if row.rival and table.name in RIVALS:
            sets[key_of(table, row), row.rival].append(i)
    found: dict[int, tuple[str, float]] = {}
    for (key, rival), members in sets.items():
        pick = _draw_name(rows[members[0]], "rival", f"{table.name}/{key}/{rival}")
        for i, w in zip(members, rival_weights(evidence, table, [rows[i] for i in members]), strict=True):
            found[i] = (pick, w)
    return found


def is_default(number: Number) -> bool:
    """Whether a number is exact and stands at the default of its column."""
    if not number.range.is_exact:
        return False
    if (number.table, number.column) == ("routes", "lead_days"):
        return number.range.mid in LEADS
    default = tables()[number.table].attribute(number.column).default
    return default not in ("", None) and _as_float(default) == number.range.mid


def _as_float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


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
