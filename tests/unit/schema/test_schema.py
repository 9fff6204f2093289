"""The schema and the frozen records say the same; every attribute can be read and is documented."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any, get_type_hints

import pytest

from corridor.model.cells import Fault, reader
from corridor.model.model import Model, Settings
from corridor.model.parse import _blank, row_classes
from corridor.model.row import Row
from corridor.model.settings import CaseSettings
from corridor.schema.load import Attribute, tables
from corridor.schema.values import Range

TYPES: dict[str, Any] = {
    "id": str, "ref": str, "text": str, "edtf": str, "choice": str, "number": float, "integer": int, "yesno": bool,
    "date": dt.date, "texts": tuple[str, ...], "refs": tuple[str, ...], "claims": tuple[str, ...],
}  # fmt: skip
EVERY = [(name, a) for name, t in tables().items() for a in t.attributes]


def expected_type(a: Attribute) -> Any:
    """Type that a field should have: optional where a blank has no value."""
    base = Range if a.uncertain else TYPES[a.kind]
    return base if a.required or _blank(a) is not None else base | None


def test_every_table_has_a_record_and_a_field_of_the_model() -> None:
    """The model has one tuple of records for each table of the schema, and no other."""
    assert (
        set(row_classes())
        == set(tables())
        == {f.name for f in fields(Model)} - {"settings", "digest", "anchored", "unread_deliveries"}
    )


@pytest.mark.parametrize("name", tables())
def test_fields_are_the_attributes(name: str) -> None:
    """The fields of a record are the attributes of its table, beside where it stands."""
    record = row_classes()[name]
    common = {f.name for f in fields(Row)} if issubclass(record, Row) else {"where"}
    assert {f.name for f in fields(record)} == {a.field for a in tables()[name].attributes} | {"where"}
    assert common <= {f.name for f in fields(record)}


@pytest.mark.parametrize(("name", "a"), EVERY, ids=[f"{n}.{a.name}" for n, a in EVERY])
def test_types_agree(name: str, a: Attribute) -> None:
    """A field may be None exactly where a blank cell has no value, and has the type of its kind."""
    found = get_type_hints(row_classes()[name])[a.field]
    filled = {
        ("scenarios", "scenario"): str,
        ("deliveries", "start"): dt.date,
    }  # a row without one is an error
    if (name, a.name) in filled:
        assert found is filled[name, a.name]
        return
    assert found == expected_type(a)


@pytest.mark.parametrize(("name", "a"), EVERY, ids=[f"{n}.{a.name}" for n, a in EVERY])
def test_attributes_are_whole(name: str, a: Attribute) -> None:
    """An attribute has a meaning and a source; its default can be read; what it refers to exists."""
    del name
    assert a.meaning.endswith((".", "?"))
    assert a.source
    assert set(a.refers) - {"*"} <= set(tables())
    assert bool(a.choices) == (a.kind == "choice")
    if a.kind == "number":
        assert a.unit or a.name in {"cap", "weight", "value", "quantity", "weight_of_rival"}
    if a.default and not a.is_worked_out:
        assert not a.required
        assert not isinstance(reader(a)(a.default), Fault)


@pytest.mark.parametrize("name", tables())
def test_keys_are_attributes(name: str) -> None:
    """Key columns are attributes of their table."""
    assert set(tables()[name].key) <= {a.name for a in tables()[name].attributes}


def test_settings_are_those_of_the_model() -> None:
    """What case.toml may set is what the frozen settings hold, beside the name; each is described."""
    assert set(CaseSettings.model_fields) == {f.name for f in fields(Settings)} - {"name"}
    assert all((f.description or "").endswith(".") for f in CaseSettings.model_fields.values())
    given = {
        f.name: f.default
        for f in fields(Settings)
        if f.name not in {"name", "title", "start", "days", "origin"}
    }
    assert given == {name: CaseSettings.model_fields[name].default for name in given}
