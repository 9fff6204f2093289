"""The choices of a case beside its numbers, and the one share of what is assumed.

A choice is a cell of a row that an engine reads and that is no number: the rule of rations, whether a way is open, the
situation of a day, which way leads where, from when a row is known. With `corridor.model.numbers` this lists every
cell that can move an answer; the key of a row is its name. What was chosen for a run stands in `choices_of_run`.
The law is in `docs/theory/claims_to_numbers.md`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.ledger.heard import is_denial
from corridor.model.arrays import Backing, Number
from corridor.model.model import Model, Settings
from corridor.model.numbers import INPUTS, NOT_A_QUANTITY, WORKING_DAYS, key_of
from corridor.model.row import Row
from corridor.model.settings import CaseSettings
from corridor.model.voices import Evidence
from corridor.schema.load import Attribute, Table, tables

COUNTED = (("rations", "policy"), ("access", "status"), ("timeline", "situation"), ("supply", "unlimited"))
"""Choices that say how much is handed out, passes or is there, and so count beside the numbers. The others say of what
the case consists: they are listed, and counted nowhere."""
NOT_A_CHOICE = (
    *(
        "name",
        "other_names",
        "meaning",
        "note",
        "claims",
        "basis",
        "rule",
        "drop",
        "lat",
        "lon",
        "sensitivity",
    ),
)
"""Columns that name, explain or back a row. A row that a scenario drops is not read, and so has no choices."""
RUN = "run"
"""In the place of a table: settings of the case, options of the run, constants of the product."""
READ = ("start", "days", "unanchored", "proposed")
"""Settings of a case that can move an answer and that no option of a run replaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A cell that is no number and can move an answer: where it stands, its value in words, and what backs it."""

    table: str
    key: str
    column: str
    value: str
    claims: tuple[str, ...]
    basis: str
    backing: Backing

    @property
    def is_counted(self) -> bool:
        """Whether it counts in the share of what is assumed."""
        return (self.table, self.column) in COUNTED and self.backing != "default"

    @property
    def is_assumed(self) -> bool:
        """Whether somebody chose it and nothing backs it."""
        return self.backing == "assumed"


def choices(model: Model) -> tuple[Choice, ...]:
    """Every choice of the rows that a run reads, in table order; blank cells without a default are left out."""
    evidence = Evidence.of(model)
    found: list[Choice] = []
    for name in INPUTS:
        table = tables()[name]
        columns = [a for a in table.attributes if _is_choice(table, a)]
        for row in getattr(model, name):
            key = key_of(table, row)
            for a in columns:
                value = _words(getattr(row, a.field))
                if value:
                    backing: Backing = "default" if value == a.default else _backing(evidence, row)
                    found.append(
                        Choice(
                            table=name, key=key, column=a.name, value=value, claims=row.claims, basis=row.basis,
                            backing=backing,
                        )
                    )  # fmt: skip
    return (*found, *_unsaid(model))


def choices_of_run(settings: Settings, options: Mapping[str, Any]) -> tuple[Choice, ...]:
    """What a run chose beside the rows: the settings it read, its options, and constants of the product it used.

    Parameters
    ----------
    settings : Settings
        Of the case.
    options : mapping
        Origin, members, seed, policy, scenario, hindsight and `known_by` as they stood for the run; None is left out.

    Returns
    -------
    tuple of Choice
        With `run` for a table and no key; never counted. What nobody chose is `default`.
    """
    blank = {name: f.default for name, f in CaseSettings.model_fields.items()} | {"hindsight": False}
    told = {name: getattr(settings, name) for name in READ} | dict(options)
    found = [
        _of_run(name, _words(value), is_default=name in blank and value == blank[name])
        for name, value in told.items()
        if value is not None
    ]
    if options.get("policy") == "pull":
        found.append(_of_run("working_days", f"{WORKING_DAYS:g}", is_default=True))
    return tuple(found)


def _of_run(column: str, value: str, *, is_default: bool) -> Choice:
    backing: Backing = "default" if is_default else "assumed"
    return Choice(table=RUN, key="", column=column, value=value, claims=(), basis="", backing=backing)


def _is_choice(table: Table, a: Attribute) -> bool:
    if a.name in NOT_A_CHOICE or a.name in table.key:
        return False
    return a.kind not in {"number", "integer"} or a.name in NOT_A_QUANTITY


def _words(value: Any) -> str:
    """A cell in words, as it is typed; blank for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(v) for v in value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _backing(evidence: Evidence, row: Row) -> Backing:
    behind = (evidence.voices[c] for c in row.claims if c in evidence.voices)
    if any(v.status == "accepted" and not is_denial(v) for v in behind):
        return "claims"
    return "derived" if evidence.grounds.are_backed(row) else "assumed"


def _unsaid(model: Model) -> Iterator[Choice]:
    """What a run reads where no row speaks: full rations of a place and need, and open ways without rows of access."""
    if not model.access and model.routes:
        key = " / ".join("*" for _ in tables()["access"].key)
        yield Choice(
            table="access", key=key, column="status", value="open", claims=(), basis="", backing="default"
        )
    spoken = {(r.place, r.need) for r in model.rations}
    pairs = ((p.place, n.need) for p in model.places for n in model.needs)
    if any({(p, n), (p, "*"), ("*", n), ("*", "*")}.isdisjoint(spoken) for p, n in pairs):
        default = tables()["rations"].attribute("policy").default
        yield Choice(
            table="rations", key="* / * / ", column="policy", value=default, claims=(), basis="", backing="default"
        )  # fmt: skip


def share_assumed(numbers: Iterable[Number], chosen: Sequence[Choice]) -> float:
    """Share of what was stated that nothing backs, 0-1: numbers and counted choices alike, each once.

    What stands at the default of a column is not counted: nobody stated it. 0 where nothing was stated.
    """
    counted = [
        *(n.is_assumed for n in numbers if n.backing != "default"),
        *(c.is_assumed for c in chosen if c.is_counted),
    ]
    return sum(counted) / len(counted) if counted else 0.0
