"""The reference is what the product reads: not stale, complete, and no column without a meaning or a use."""

import csv
import importlib.util
import re
import sys
from pathlib import Path

import pytest

import corridor
from corridor.cli.main import VERBS
from corridor.schema.load import tables

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
SOURCE = ROOT / "src" / "corridor"

# Columns that are kept, checked and shown to readers of the tables, and that no engine or page asks for by
# name yet. The list may only become shorter.
KEPT = {
    "scenarios": {"conditions"},
    "clauses": {"trigger_test", "outcome_test", "responsibility_test"},
    "documents": {"media_type"},
    "actors": {"part_of"},
    "studies": {"sample"},
}


@pytest.fixture(scope="module")
def made():
    """The pages as the tool makes them now, by file name."""
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    tool = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tool  # not named twice by the tests that follow
    spec.loader.exec_module(tool)
    return tool.pages()


@pytest.fixture(scope="module")
def source():
    """Text of the code and of the pages' templates, the schema left out, by path."""
    paths = [p for kind in ("*.py", "*.j2") for p in SOURCE.rglob(kind) if "schema" not in p.parts]
    return {p.relative_to(SOURCE).as_posix(): p.read_text(encoding="utf-8") for p in paths}


def test_the_reference_is_not_stale(made):
    """Every page is as the tool makes it now; if not, run `python tools/make_docs.py`."""
    there = {p.name: p.read_text(encoding="utf-8") for p in REFERENCE.glob("*.md")}
    assert sorted(there) == sorted(made)
    assert [name for name in made if there[name] != made[name]] == []


def test_every_table_and_column_is_in_the_reference(made):
    """Each table has a heading and each own column a row in it."""
    for table in tables().values():
        page = made["evidence.md" if table.group == "evidence" else "tables.md"]
        part = page.split(f"\n### {table.name}\n")[1].split("\n### ")[0]
        shared = page.split("## Columns of every table")[-1].split("\n## ")[0]
        for attribute in table.attributes:
            assert f"| `{attribute.name}` |" in part + shared, f"{table.name}.{attribute.name}"


def test_every_verb_is_in_the_reference(made):
    """Each verb of the command line has its help on the page."""
    assert [v for v in VERBS if f"## corridor {v}\n" not in made["command_line.md"]] == []


def test_every_table_and_column_says_what_it_means():
    """No meaning is blank, no source of a term is blank, and no required column has a default."""
    for table in tables().values():
        assert table.meaning.endswith("."), table.name
        for a in table.attributes:
            assert a.meaning.strip(), f"{table.name}.{a.name} has no meaning"
            assert a.source.strip(), f"{table.name}.{a.name} does not say where the term is from"
            assert not (a.required and a.default), f"{table.name}.{a.name} is required and has a default"
            assert (a.kind == "choice") == bool(a.choices), f"{table.name}.{a.name}"
            assert (a.kind in {"ref", "refs", "claims"}) == bool(a.refers), f"{table.name}.{a.name}"


def test_every_number_has_a_unit_or_a_column_for_it():
    """A number says its unit, or stands beside a column `unit`, or is a pure number by its meaning."""
    pure = {("people", "weight_of_rival"), ("routes", "order"), ("processes", "order"), ("needs", "priority")}
    for table in tables().values():
        names = {a.name for a in table.attributes}
        for a in table.attributes:
            if a.kind in {"number", "integer"} and not a.unit:
                beside = "unit" in names or (table.name, a.name) in pure
                assert beside or a.name in {"weight", "weight_of_rival", "start", "end", "bytes"}, (
                    f"{table.name}.{a.name}"
                )


def test_every_column_is_used(source):
    """The field of each column occurs in the code or a template, outside the schema and the builder."""
    text = "\n".join(code for name, code in source.items() if name != "model/case.py")
    unused = [
        f"{t.name}.{a.name}"
        for t in tables().values()
        for a in t.attributes
        if not re.search(rf"\b{a.field}\b", text)
    ]
    assert unused == []


def test_every_column_is_asked_for(source):
    """Something reads the field of each column from a record, save for keys and those kept for later."""
    text = "\n".join(source.values())
    idle = {}
    for t in tables().values():
        for a in t.attributes:
            if a.name not in t.key and not re.search(rf'\.{a.field}\b|"{a.field}(?:_low|_high)?"', text):
                idle.setdefault(t.name, set()).add(a.field)
    assert {f"{t}.{f}" for t, fields in idle.items() for f in fields - KEPT.get(t, set())} == set()


def test_public_names_are_there_and_stay():
    """Each public name leads to something that may be called, when asked again too; rooms hold names."""
    assert [name for name in corridor.__all__ if getattr(corridor, name, None) is None] == []
    things = {name: getattr(corridor, name) for name in corridor.__all__}
    assert [name for name, thing in things.items() if not callable(thing)] == ["cases", "measure"]


def test_codes_are_unique_and_complete():
    """Every problem has its own code, a level, a title, a meaning and what to do."""
    with (SOURCE / "model" / "checks" / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["code"] for row in rows}) == len(rows) > 50
    assert all(row["level"] in {"error", "warning", "missing"} for row in rows)
    assert [
        row["code"] for row in rows if not all(row[c].strip() for c in ("title", "meaning", "to_do"))
    ] == []
