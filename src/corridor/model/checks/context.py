"""What every check is given: the settings, the typed rows of each table, and the ids that exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from corridor.errors import Problem, Where
from corridor.ledger.passages import Anchor, Standing, anchor
from corridor.model.checks.codes import problem
from corridor.model.merge import in_force
from corridor.model.model import Settings
from corridor.model.parse import Parsed
from corridor.schema.values import Record

IDS = (
    *("scenarios", "places", "routes", "crossings", "commodities", "needs", "fleets", "situations", "mixes"),
    *("processes", "consignments", "observations", "events", "clauses"),
    *("sources", "documents", "passages", "actors", "claims", "studies"),
)
"""Tables whose first key column is an id that other tables may name."""


@dataclass
class Context:
    """A case under check. `rows` are those that could be read; ids of faulty rows still count as existing."""

    settings: Settings
    parsed: dict[str, Parsed]
    strict: bool = False
    scenario: str = ""
    _rows: dict[str, list[Any]] = field(default_factory=dict)
    standing: Mapping[str, Standing] = field(default_factory=dict)
    unread: tuple[Any, ...] = ()
    """Deliveries that were published later than what is checked."""

    def rows(self, table: str) -> list[Any]:
        """Rows of a table in force: those that belong to no scenario, unless the context is one scenario's."""
        if table not in self._rows:
            p = self.parsed[table]
            plain = p.schema.group == "evidence" or table == "scenarios"
            self._rows[table] = p.rows if plain else in_force(p.rows, p.schema, None)
        return self._rows[table]

    def all_rows(self, table: str) -> list[Any]:
        """Rows of a table, those of every scenario included."""
        return self.parsed[table].rows

    def is_whole(self, *names: str) -> bool:
        """Whether every row of these tables could be read, so that what is missing is truly missing."""
        return all(self.parsed[n].is_whole for n in names)

    @property
    def named(self) -> str:
        """What a problem says at its end of the scenario under check; nothing for the case itself."""
        return f' (in scenario "{self.scenario}")' if self.scenario else ""

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """Ids of each table that has ids."""
        found: dict[str, set[str]] = {}
        for name in IDS:
            p = self.parsed[name]
            key = p.schema.attribute(p.schema.key[0]).field
            found[name] = {getattr(r, key) for r in p.rows} | {k[0] for k in p.faulty_keys if k[0]}
        return found

    @cached_property
    def anchors(self) -> dict[str, Anchor]:
        """What each claim rests on: passages that stand, one that no longer does, or none at hand."""
        return {c.claim: anchor(c, self.standing) for c in self.parsed["claims"].rows}

    @property
    def anchored(self) -> frozenset[str]:
        """Claims whose passages all stand."""
        return frozenset(c for c, found in self.anchors.items() if found == "anchored")

    def at(self, table: str, row: Record, column: str = "") -> Where:
        """Where a cell stands, or a row where no column is named."""
        return self.parsed[table].at(row, column) if column else row.where

    def tell(
        self,
        code: str,
        table: str,
        row: Record,
        column: str,
        found: str,
        fix: str = "",
        *,
        missing: bool = False,
    ) -> Problem:
        """A problem with a cell of a row; `found` is preceded by the column's name."""
        text = f"{column}: {found}" if column else found
        text += self.named
        return problem(code, self.at(table, row, column), text, fix=fix, missing=missing)


def names(values: Iterable[str]) -> str:
    """Words of a list, each in quotation marks: the first three, and how many more."""
    listed = list(values)
    text = ", ".join(f'"{v}"' for v in listed[:3])
    return text if len(listed) <= 3 else f"{text} and {len(listed) - 3} more"
