"""Rows of the ledger as plain cells, typed values and frozen records, by the schema; and their hashes.

The *cells* of a row are its canonical form: column to plain text, as a CSV file would hold it, in the order of the
schema, with blanks and columns at their default left out. Log, hashes and export are made of cells. A column that is
added to the schema with a neutral default changes no cells, and so no hash.

Stricter than the reader of files: only values of the right type, or their canonical text, are taken.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from corridor.errors import Where
from corridor.ledger import records
from corridor.ledger.errors import RowError
from corridor.schema.edtf import is_edtf
from corridor.schema.load import Attribute, Table, tables
from corridor.schema.values import Range, Record, has_control, plain_number

Cells = dict[str, str]
"""A row as column to plain text; blanks and defaults left out."""
Values = dict[str, Any]
"""A row as field of the record to typed value, defaults filled in."""

MAX_CELL = 32_767
"""Most characters of a cell: what a spreadsheet can hold."""
_ID_BAD = re.compile(r"[,;\n\t]| / |^\*$|^=")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SPREADSHEET = re.compile(r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|GETTING_DATA)", re.IGNORECASE)
_LARGEST = 2**53

STATUS = "status"
NOT_CONTENT = {"claims": (STATUS, "proposed_by")}
"""Columns that are not content, beside the label: a claim found again by somebody else is the same claim."""
EXPLICIT = {"claims": (STATUS,)}
"""Columns that always stand in the cells, at their default too: a log that says nothing of a status cannot be read."""


@cache
def evidence() -> dict[str, Table]:
    """The tables of the ledger by name, in the order of the schema."""
    return {name: table for name, table in tables().items() if table.group == "evidence"}


@cache
def record_class(name: str) -> type[Record]:
    """The frozen record of a table of the ledger: the one with its fields."""
    wanted = {"where", *(a.field for a in table_of(name).attributes)}
    for found in vars(records).values():
        if (
            isinstance(found, type)
            and issubclass(found, Record)
            and {f.name for f in fields(found)} == wanted
        ):
            return found
    raise TypeError(f"corridor.ledger.records has no record with the fields of the table {name}")


def table_of(name: str) -> Table:
    """The table of that name; RowError for a name that is no table of the ledger."""
    found = evidence().get(name)
    if found is None:
        raise RowError(name, "the ledger has no such table", f"There are: {', '.join(evidence())}.")
    return found


# ----------------------------------------------------------------------------------------- to cells


def cells_of(name: str, row: Record | Mapping[str, Any]) -> Cells:
    """The canonical cells of a row.

    Parameters
    ----------
    name : str
        Table.
    row : Record or mapping
        A frozen record, or columns with typed values or their plain text: `"2023-01-05"` or a date, `"yes"` or True,
        `12.5`, a `Range` or three numbers for an uncertain one, a tuple or `"D-1, D-2"` for several ids. None and
        blank text are missing.

    Returns
    -------
    dict
        ``cells_of(name, record_of(name, cells, where)) == cells`` for all cells this gives.

    Raises
    ------
    RowError
        For a value that the column cannot hold, an unknown column, or a blank that is needed.
    """
    table = table_of(name)
    given = _given(table, row)
    cells: Cells = {}
    explicit = EXPLICIT.get(name, ())
    for a in table.attributes:
        value = given.pop(a.name, None)
        if value is None and not (a.required or a.uncertain or a.name in explicit):
            continue
        where = f"{name}, {a.name}"
        if a.uncertain:
            ends = [given.pop(c, None) for c in (a.columns[0], a.columns[2])]
            cells.update(_spread(a, value, ends, where))
            continue
        text = _encode(a, value, where)
        if a.name in explicit:
            cells[a.name] = text or a.default
        elif text and text != a.default:
            cells[a.name] = text
        elif not text and a.required:
            raise RowError(where, "the cell is blank", f"It is needed: {a.meaning}")
    if given:
        odd = next(iter(given))
        raise RowError(f"{name}, {odd}", "there is no such column", f"There are: {', '.join(table.columns)}.")
    _in_order(name, cells)
    return cells


def _in_order(name: str, cells: Cells) -> None:
    """The last day of a span is not before the first; both are ISO days."""
    first, last = cells.get("valid_from", ""), cells.get("valid_to", "")
    if first and last and last < first:
        found = f"{last} is before valid_from, {first}"
        raise RowError(f"{name}, valid_to", found, "Correct one of the two; both days are included.")


def _given(table: Table, row: Record | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(row, Record):
        return {a.name: getattr(row, a.field) for a in table.attributes}
    return dict(row)


def _spread(a: Attribute, value: Any, ends: list[Any], where: str) -> Cells:
    """Cells of an uncertain number: one where it is exact, three where it is a range."""
    if isinstance(value, Range):
        three: list[Any] = [value.low, value.mid, value.high]
    elif isinstance(value, tuple | list):
        three = list(value)
    else:
        three = [ends[0], value, ends[1]]
    if len(three) != 3:
        raise RowError(where, f"{len(three)} numbers", "Give one number, or low, middle and high.")
    texts = [_encode(a, v, where) for v in three]
    if not any(texts):
        return {}
    if texts[0] == texts[2] and texts[0] in {"", texts[1]}:
        return {a.name: texts[1]}
    if not all(texts):
        found = "the range is not whole: " + ", ".join(t or "blank" for t in texts)
        raise RowError(where, found, f"Give {a.name} alone, or {', '.join(a.columns)}.")
    low, mid, high = map(float, texts)
    if not low <= mid <= high:
        raise RowError(where, f"{', '.join(texts)} do not rise", "Give low, middle and high in that order.")
    return dict(zip(a.columns, texts, strict=True))


def _encode(a: Attribute, value: Any, where: str) -> str:
    """Canonical text of a value; empty where it is missing."""
    if value is None:
        return ""
    text = _ENCODERS[a.kind](a, value, where)
    if not text:
        return text
    if len(text) > MAX_CELL:
        raise RowError(where, f"a text of {len(text):,} characters", f"A cell may have {MAX_CELL:,}.")
    if not text.isprintable() and (has_control(text) or any(0xD800 <= ord(c) < 0xE000 for c in text)):
        raise RowError(where, "a control character stands in the text", "Type the text again.")
    if text[0] == "#" and _SPREADSHEET.fullmatch(text):
        raise RowError(where, f'"{text}" is the error of a spreadsheet', "Give the value itself.")
    return text


def _text(a: Attribute, value: Any, where: str) -> str:
    del a
    if not isinstance(value, str):
        raise RowError(where, f"{value!r} is no text", "Give a text.")
    return value.replace("\r\n", "\n").strip()


def _id(a: Attribute, value: Any, where: str) -> str:
    text = _text(a, value, where)
    if _ID_BAD.search(text):
        raise RowError(
            where, f'"{text}" cannot be a short name', 'Leave out commas, semicolons, " / ", line breaks.'
        )
    return text


def _ids(a: Attribute, value: Any, where: str) -> str:
    parts = re.split(r"[,;\n]", value) if isinstance(value, str) else _parts(value, where)
    return ", ".join(dict.fromkeys(t for part in parts if (t := _id(a, part, where))))


def _texts(a: Attribute, value: Any, where: str) -> str:
    parts = value.split(";") if isinstance(value, str) else _parts(value, where)
    texts = [t for part in parts if (t := _text(a, part, where))]
    if any(";" in t for t in texts):
        raise RowError(
            where, "a semicolon stands in one of the texts", "Semicolons part them; write it without."
        )
    return "; ".join(texts)


def _parts(value: Any, where: str) -> list[Any]:
    if not isinstance(value, tuple | list):
        raise RowError(where, f"{value!r} is neither text nor a list", "Give a list of texts.")
    return list(value)


def _number(a: Attribute, value: Any, where: str) -> str:
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return ""
        if not _NUMBER.fullmatch(text):
            raise RowError(where, f'"{text}" is not a number', "Give digits with a point before decimals.")
        value = float(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise RowError(where, f"{value!r} is not a number", "Give a finite number.")
    if a.kind == "integer" and (value != int(value) or abs(value) >= _LARGEST):
        raise RowError(where, f"{value!r} is not a whole number", "Give a whole number.")
    if a.minimum is not None and value < a.minimum:
        raise RowError(where, f"{plain_number(value)} is less than {plain_number(a.minimum)}", "Correct it.")
    if a.maximum is not None and value > a.maximum:
        raise RowError(where, f"{plain_number(value)} is more than {plain_number(a.maximum)}", "Correct it.")
    return str(int(value)) if a.kind == "integer" else plain_number(float(value))


def _date(a: Attribute, value: Any, where: str) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    text = _text(a, value, where)
    if text and not _is_day(text):
        raise RowError(where, f'"{text}" is not a day', "Write year-month-day, such as 2023-01-20.")
    return text


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _yesno(a: Attribute, value: Any, where: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = _text(a, value, where)
    if text not in {"", "yes", "no"}:
        raise RowError(where, f'"{text}" is neither yes nor no', "Write yes or no.")
    return text


def _choice(a: Attribute, value: Any, where: str) -> str:
    text = _text(a, value, where)
    if text and text not in a.choices:
        raise RowError(where, f'"{text}" is not among the choices', f"Write one of: {', '.join(a.choices)}.")
    return text


def _edtf(a: Attribute, value: Any, where: str) -> str:
    text = value.isoformat() if type(value) is dt.date else _text(a, value, where)
    if text and not is_edtf(text):
        raise RowError(
            where, f'"{text}" is not a date', "Write 2022, 2022-12, 2022-12-12, 2022~ or two with a slash."
        )
    return text


_ENCODERS: dict[str, Callable[[Attribute, Any, str], str]] = {
    "text": _text,
    "id": _id,
    "ref": _id,
    "refs": _ids,
    "claims": _ids,
    "texts": _texts,
    "number": _number,
    "integer": _number,
    "date": _date,
    "yesno": _yesno,
    "choice": _choice,
    "edtf": _edtf,
}


# --------------------------------------------------------------------------------------- from cells


def values_of(name: str, cells: Mapping[str, str]) -> Values:
    """Typed values of a row by field of its record, defaults filled in."""
    blank, plain, ranges = _decoders(name)
    values = dict(blank)
    for column, text in cells.items():
        if column in plain:
            field, decode = plain[column]
            values[field] = decode(text)
    for field, (low, mid, high) in ranges.items():
        if cells.get(mid):
            best = float(cells[mid])
            values[field] = (
                Range(float(cells[low]), best, float(cells[high])) if cells.get(low) else Range.exact(best)
            )
    return values


def record_of(name: str, cells: Mapping[str, str], where: Where) -> Record:
    """The frozen record of a row, as the model uses it."""
    return record_class(name)(where=where, **values_of(name, cells))


Decoder = Callable[[str], Any]


@cache
def _decoders(name: str) -> tuple[Values, dict[str, tuple[str, Decoder]], dict[str, tuple[str, ...]]]:
    """Values of a blank row; of each plain column its field and how it is read; of each uncertain field its columns."""
    attributes = table_of(name).attributes
    return (
        {a.field: _blank(a) for a in attributes},
        {a.name: (a.field, _DECODERS.get(a.kind, str)) for a in attributes if not a.uncertain},
        {a.field: a.columns for a in attributes if a.uncertain},
    )


def _blank(a: Attribute) -> Any:
    if a.kind in {"texts", "refs", "claims"}:
        return ()
    if a.default and not a.is_worked_out:
        value = _DECODERS.get(a.kind, str)(a.default)
        return Range.exact(value) if a.uncertain else value
    return "" if a.kind in {"text", "edtf", "choice"} else None


_DECODERS: dict[str, Decoder] = {
    "number": float,
    "integer": lambda text: int(float(text)),
    "date": dt.date.fromisoformat,
    "yesno": lambda text: text == "yes",
    "texts": lambda text: tuple(part.strip() for part in text.split(";") if part.strip()),
    "refs": lambda text: tuple(part.strip() for part in text.split(",") if part.strip()),
    "claims": lambda text: tuple(part.strip() for part in text.split(",") if part.strip()),
}


# ---------------------------------------------------------------------------------- keys and hashes


def key_of(name: str, cells: Mapping[str, str]) -> str:
    """Key of a row: its key columns joined by ` / `, as `supports` writes the keys of a case."""
    table = table_of(name)
    return " / ".join(cells.get(k) or _default(table.attribute(k)) for k in table.key)


def _default(a: Attribute) -> str:
    return "" if a.is_worked_out else a.default


def references(name: str, cells: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Every id that a row names: the column, the table it leads to, the id."""
    return [
        (column, target, part)
        for column, target, several in referring(name)
        for part in (cells.get(column, "").split(", ") if several else [cells.get(column, "")])
        if part
    ]


@cache
def referring(name: str) -> tuple[tuple[str, str, bool], ...]:
    """Columns of a table that name rows of the ledger: the column, the table it leads to, whether it holds several."""
    return tuple(
        (a.name, a.refers[0], a.kind in {"refs", "claims"})
        for a in table_of(name).attributes
        if a.refers and a.refers[0] in evidence()
    )


def canonical(value: object) -> str:
    """Canonical JSON: keys sorted, no spaces, letters as they are. One value has one text."""
    return _JSON.encode(value)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def label_of(name: str) -> str:
    """The column that is the label of a row and says nothing else; empty where the key is made of content."""
    key = table_of(name).key
    return key[0] if len(key) == 1 and table_of(name).attribute(key[0]).kind == "id" else ""


def content_hash(name: str, cells: Mapping[str, str]) -> str:
    """Hash of what a row says: without its label; of a claim also without status and who proposed it."""
    left_out = (label_of(name), *NOT_CONTENT.get(name, ()))
    return sha256(canonical([name, {c: v for c, v in cells.items() if c not in left_out}]))


def version(name: str, cells: Mapping[str, str]) -> str:
    """Hash of all cells of a row: it changes whenever the row does."""
    return sha256(canonical([name, dict(cells)]))
