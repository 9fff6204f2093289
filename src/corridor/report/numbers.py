"""The numbers of a case as the page names them: what each is, what it rests on, and where that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corridor.model.arrays import Number
from corridor.model.inputs import RUN, Choice
from corridor.model.model import Model
from corridor.report import words
from corridor.report.scope import WITHHELD, Scope
from corridor.schema.load import tables

NO_BASIS = "no basis stated"
BACKINGS = {"claims": "on claims", "derived": "derived", "assumed": "stated", "default": "nobody stated it"}
"""How a choice stands, in words."""


@dataclass(frozen=True, slots=True)
class Names:
    """Printed names by id."""

    places: dict[str, str]
    needs: dict[str, str]
    commodities: dict[str, str]
    routes: dict[str, str]
    crossings: dict[str, str]
    situations: dict[str, str]

    @classmethod
    def of(cls, model: Model) -> Names:
        """Names of a model; an id without a name names itself."""
        return cls(
            {p.place: p.name or p.place for p in model.places},
            {n.need: n.name or n.need for n in model.needs},
            {c.commodity: c.name or c.commodity for c in model.commodities},
            {r.route: r.name or r.route for r in model.routes},
            {x.crossing: x.name or x.crossing for x in model.crossings},
            {s.situation: s.name or s.situation for s in model.situations},
        )

    def of_id(self, key: str) -> str:
        """Name of an id of any kind, the id itself if it has none."""
        for names in (
            self.places,
            self.needs,
            self.commodities,
            self.routes,
            self.crossings,
            self.situations,
        ):
            if key in names:
                return names[key]
        return key


@dataclass(frozen=True, slots=True)
class Stated:
    """A row whose numbers no claim backs: what they are, how large, and the basis in words."""

    anchor: str
    code: str
    table: str
    what: str
    value: str
    basis: str
    kind: str


@dataclass(frozen=True, slots=True)
class Backed:
    """A number that claims stand behind: what it is, how large, the rule by which it stands, and its claims.

    `share` is its part of a pick in words, blank for a number that no other excludes; `differs` are claims of its row
    that state another number; `held_back` says that none of
    its claims is for this audience.
    """

    anchor: str
    what: str
    value: str
    rule: str
    share: str
    claims: tuple[str, ...]
    basis: str
    differs: str
    held_back: bool


TITLES = {
    "people": "people of {0} from {1}",
    "routes": "what {0} carries in a day",
    "crossings": "what passes {0} in a day",
    "needs": "{0} that a person needs in a day",
    "fixed_needs": "{0} that {1} needs whatever the number of people",
    "satisfies": "share of {1} in {0}",
    "stocks": "stock of {1} at {0}, counted {2}, holder: {3}",
    "supply": "supply of {1} at {0} from {2}",
    "processes": "what {0} can do in a day",
    "fleets": "trucks of {0}",
    "access": "cap on {1} for {2} in situation {0}",
    "mixes": "share of {1} in {0}",
    "inflow": "usual inflow of {3} by {1}, carrier {2}, under {0}",
    "deliveries": "{2} received by {0}, carrier {1}, from {3}",
    "timeline": "situation of {0} from {1}",
    "outlook": "typical length of {0}",
    "outlook_next": "what follows {0}: {1}",
    "rations": "ration rule for {1} at {0} from {2}",
    "levels": "levels of {1} at {0}",
    "commodities": "what a unit of {0} is",
    "process_flows": "{1} in {0}",
    "places": "store of {0}",
    "weights": "weight of {0} in a plan, tier {1}, {2}",
}

OF_COLUMN = {
    ("routes", "lead_days"): "days from dispatch to arrival by {0}",
    ("routes", "loss_share"): "share lost on the way by {0}",
    ("commodities", "perish_per_day"): "share of {0} that spoils in a day",
    ("satisfies", "max_share"): "largest share of {1} in {0}",
    ("rations", "per_person_day"): "{1} that one person is handed in a day: {0}, from {2}",
    ("rations", "threshold_days"): "days of cover under which a ration of {1} is cut: {0}, from {2}",
    ("rations", "lookback_days"): "days over which what came in counts for a ration of {1}: {0}, from {2}",
    ("ration_steps", "share"): "stated ration of {0} from {1} days of cover on, as a share of the need",
    ("ration_steps", "per_person_day"): "stated ration of {0} from {1} days of cover on, a person",
    ("rations", "floor_share"): "share of need under which a ration of {1} is not cut: {0}, from {2}",
    ("levels", "target_days"): "days of {1} that {0} asks for",
    ("levels", "reserve_days"): "days of {1} that {0} keeps back",
    ("processes", "target_days"): "days of use that {0} makes ahead",
    ("fleets", "turnaround_days"): "days that trucks of {0} stand between trips",
}
"""What a number is about where the title of its row would say something else."""


def title(table: str, key: str, names: Names, column: str = "") -> str:
    """What a row, or a number of it, is about, in words, from its key."""
    parts = key.split(" / ")
    words_of = OF_COLUMN.get((table, column), TITLES.get(table))
    if len(parts) != len(tables()[table].key) or words_of is None:
        return f"{table}: {key}"
    said = [
        names.of_id(part) if part not in ("", "*") else ("the start" if part == "" else "all")
        for part in parts
    ]
    return words_of.format(*said)


def _range(number: Number) -> str:
    low, mid, high = (words.number(v) for v in (number.range.low, number.range.mid, number.range.high))
    unit = f" {number.unit}" if number.unit and number.unit != "share" else ""
    return f"{mid}{unit}" if number.range.is_exact else f"{mid}{unit} ({low} to {high})"


def stated(
    numbers: tuple[Number, ...], chosen: Sequence[Choice], scope: Scope, names: Names
) -> dict[tuple[str, str], Stated]:
    """Rows whose numbers and counted choices no claim backs, by table and key, in the order of the tables."""
    own: list[Number | Choice] = [
        n for n in numbers if n.is_assumed or (n.backing == "derived" and not n.claims)
    ]
    own += [c for c in chosen if c.is_counted and (c.is_assumed or (c.backing == "derived" and not c.claims))]
    order = {name: i for i, name in enumerate(tables())}
    grouped: dict[tuple[str, str, str], list[Number | Choice]] = {}
    for n in sorted(own, key=lambda x: order[x.table]):
        if not scope.says_hidden(n.key):
            grouped.setdefault((n.table, n.key, n.basis), []).append(n)
    found: dict[tuple[str, str], Stated] = {}
    for (table, key, basis), cells in grouped.items():
        several = len(cells) > 1
        value = (
            WITHHELD
            if scope.cell_is_internal(table)
            else "; ".join(_cell(x, names, several=several) for x in cells)
        )
        what = title(table, key, names, cells[0].column)
        kind = "assumed" if any(x.is_assumed for x in cells) else "derived"
        if (table, key) in found:
            before = found[table, key]
            value = before.value if value == before.value else f"{before.value}; {value}"
            told = scope.basis(table, basis) if basis else NO_BASIS
            found[table, key] = replace(
                before, value=value, basis=f"{before.basis}; {told}",
                kind="assumed" if "assumed" in (kind, before.kind) else kind,
            )  # fmt: skip
        else:
            found[table, key] = _stated(len(found), table, what, value, basis, kind, scope)
    return found


def _cell(x: Number | Choice, names: Names, *, several: bool) -> str:
    """A number or a choice as text, with what it is about where the row has several."""
    value = x.value.replace("_", " ") if isinstance(x, Choice) else _range(x)
    if (x.table, x.column) in OF_COLUMN and several:
        return f"{title(x.table, x.key, names, x.column)}: {value}"
    return f"{x.column.replace('_', ' ')} {value}" if several else value


def backed(numbers: tuple[Number, ...], scope: Scope, names: Names) -> tuple[Backed, ...]:
    """Numbers that claims stand behind, in the order of the tables; those at the default of their column left out."""
    shown = [
        n for n in numbers if n.claims and n.backing in ("claims", "derived") and not scope.says_hidden(n.key)
    ]
    columns: dict[tuple[str, str], set[str]] = {}
    for n in shown:
        columns.setdefault((n.table, n.key), set()).add(n.column)
    seen = {c.claim for c in scope.model.claims}
    found = []
    for i, n in enumerate(shown):
        what = words.capital(title(n.table, n.key, names, n.column))
        if len(columns[n.table, n.key]) > 1 and (n.table, n.column) not in OF_COLUMN:
            what += f": {n.column.replace('_', ' ')}"
        found.append(
            Backed(
                f"number-{i + 1}",
                what,
                WITHHELD if scope.cell_is_internal(n.table) else _range(n),
                n.rule,
                f"{words.percent(n.weight)} of members" if n.pick else "",
                tuple(c for c in n.claims if c in seen),
                scope.basis(n.table, n.basis) if n.basis else "",
                scope.basis(n.table, n.differs) if n.differs else "",
                not any(c in seen for c in n.claims),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Read:
    """Cells of one column that a run read with one value: the value, how it stands, and the keys of the rows."""

    what: str
    value: str
    kind: str
    keys: str


def read(numbers: Sequence[Number], chosen: Sequence[Choice], scope: Scope, names: Names) -> tuple[Read, ...]:
    """All choices, and the numbers that stand at what a blank cell means: one row a column and value.

    What was chosen for the run comes first; what nobody stated holds for all other rows. Keys are written with the
    names of the page; rows that name something above the audience are left out, and values of internal tables are
    withheld.
    """
    cells = [(c.table, c.column, c.value, c.backing, c.key) for c in chosen]
    cells += [(n.table, n.column, _range(n), n.backing, n.key) for n in numbers if n.backing == "default"]
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for table, column, value, backing, key in cells:
        if scope.says_hidden(key, value):
            continue
        told = WITHHELD if scope.cell_is_internal(table) else _value(table, column, value, names)
        parts = (names.of_id(part) for part in key.split(" / ") if part not in ("", "*"))
        grouped.setdefault((table, column, told, backing), []).append(" / ".join(parts) or "all")
    order = sorted(grouped.items(), key=lambda x: x[0][0] != RUN)
    return tuple(
        Read(
            (column if table == RUN else f"{table}: {column}").replace("_", " "),
            value,
            BACKINGS[backing],
            _rows_of(table, backing, keys),
        )
        for (table, column, value, backing), keys in order
    )


def _rows_of(table: str, backing: str, keys: Sequence[str]) -> str:
    if table == RUN:
        return "this run"
    return "all others" if backing == "default" else "; ".join(dict.fromkeys(keys))


def _value(table: str, column: str, value: str, names: Names) -> str:
    """The value of a cell, ids by their names."""
    if table != RUN and tables()[table].attribute(column).refers:
        return ", ".join(names.of_id(part) for part in value.split(", "))
    return value.replace("_", " ")


def _stated(i: int, table: str, what: str, value: str, basis: str, kind: str, scope: Scope) -> Stated:
    told = scope.basis(table, basis) if basis else NO_BASIS
    return Stated(
        f"stated-{i + 1}",
        f"N{i + 1}",
        table,
        words.capital(what),
        value,
        told,
        kind,
    )
