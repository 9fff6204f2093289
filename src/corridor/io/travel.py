"""An encrypted copy of a case that holds nothing above a ceiling, and the case out of such a copy.

The copy is put together in memory and encrypted in the age format with a passphrase: no plain text touches a disk.
What cannot be made safe is left out and counted.
"""

from __future__ import annotations

import dataclasses
import io
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.errors import UsageError, Where
from corridor.io.folder import EVIDENCE, SETTINGS_FILE
from corridor.io.read import read
from corridor.io.write import csv_text, settings_text, write_folder
from corridor.ledger.cells import evidence
from corridor.ledger.names import HiddenNames, ids_in
from corridor.ledger.sensitivity import CLASSES, PLACE, private_names, rank
from corridor.ledger.sharing import Shared, share
from corridor.model.build import build
from corridor.model.model import Model
from corridor.model.tables import Cell, RawRow, RawTable, Tables, dicts, plain
from corridor.schema.load import tables as schema_tables

LEFT_OUT_OF_PUBLIC = ("stocks", "levels")
"""Tables of which a public copy holds nothing: what is in store, and what is kept of it."""
BLANK_IN_PUBLIC = {
    "crossings": ("slots_per_day", "basis", "note"),
    "fleets": ("trucks", "availability", "basis", "note"),
    "places": ("storage_t",),
}
"""Columns that are blank in a public copy, with their lower and upper ends."""
SUPPORT = ("table", "key", "claim")
LISTS = frozenset({"refs", "claims"})
TEXTS = frozenset({"text", "texts"})
WITHHELD = "withheld"
LEAST_LETTERS = 12
"""Letters and figures of the shortest passphrase."""
LARGEST = 1 << 30
"""Bytes of the largest case that is taken out of a copy."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What of a case may travel.

    Attributes
    ----------
    files : dict of str to bytes
        Path in the case to content.
    left_out : dict of str to int
        How many rows of each table, and which other things, are not in it.
    """

    files: dict[str, bytes]
    left_out: dict[str, int]


def copy_below(path: Path, ceiling: str) -> Copy:
    """The part of a case that may travel.

    Parameters
    ----------
    path : Path
        A folder or a workbook.
    ceiling : {"public", "partner", "internal"}
        Nothing above it is in the copy. Below internal, private persons stand by their role. In a public copy there
        are no stocks, fleets, levels, room in stores and slots.

    Raises
    ------
    DataError
        When the case has errors: what is wrong with it might hide what may not travel.
    UsageError
        When a name that may not travel is still in the copy.
    """
    case = read(path)
    model = build(case)
    rows = {name: getattr(model, name) for name in evidence()}
    above = [p for p in model.places if rank(p.sensitivity) > CLASSES.index(ceiling)]
    shared = share(rows, ceiling, leave_out=True, places=_names_of(above))
    sieve = _Sieve.of(model, shared, ceiling, above)
    sheets = sieve.tables({name: sheet for name, sheet in case.sheets.items() if name not in rows})
    files = {SETTINGS_FILE: settings_text(sieve.settings(case)).encode()}
    files |= {f"{name}.csv": csv_text(sheet).encode() for name, sheet in sheets.items() if sheet.rows}
    for name, cells in shared.cells.items():
        told = [dict(c) for c in cells.values()]
        if name == "supports":  # as typed: the others are worked out again from the claims of the rows
            told = sieve.supports(case.sheets.get(name), told, sheets)
        if told:
            files[f"{EVIDENCE}/{name}.csv"] = csv_text(
                _sheet(name, sieve.without_workers(name, told))
            ).encode()
    left_out = dict(Counter(shared.left_out) + sieve.left_out)
    _refuse_names(files, sieve)
    return Copy(files, left_out)


def _names_of(places: Iterable[Any]) -> list[str]:
    return [n for p in places for n in (p.place, p.name, *p.other_names) if n]


def _keys(sheet: RawTable) -> set[str]:
    """Keys of the rows of a table, as `supports` writes them."""
    key = schema_tables()[sheet.name].key
    spots = [sheet.columns.index(k) if k in sheet.columns else -1 for k in key]
    return {" / ".join(plain(r.cells[i]).strip() if i >= 0 else "" for i in spots) for r in sheet.rows}


def _sheet(name: str, rows: Iterable[Any]) -> RawTable:
    """Rows of an evidence table as a sheet."""
    columns = tuple(a.name for a in schema_tables()[name].attributes)
    told = RawTable(name, name, columns)
    return dataclasses.replace(
        told, rows=tuple(RawRow(Where(""), tuple(r.get(c, "") for c in columns)) for r in rows)
    )


@dataclass(slots=True)
class _Sieve:
    """Takes rows and words out of the tables of a case."""

    ceiling: str
    gone: frozenset[str]
    """Ids of claims, documents, sources and places above the ceiling."""
    places: HiddenNames
    persons: HiddenNames
    in_ids: HiddenNames
    left_out: Counter[str]
    dropped: dict[str, set[str]]
    """Ids of rows that were left out, by table: what refers to them goes, too."""

    @classmethod
    def of(cls, model: Model, shared: Shared, ceiling: str, above: Iterable[Any]) -> _Sieve:
        """The sieve of a case."""
        kept = {key for cells in shared.cells.values() for key in cells}
        ids = {
            getattr(r, field)
            for table, field in (("claims", "claim"), ("documents", "document"), ("sources", "source"))
            for r in getattr(model, table)
        }
        gone = {i for i in ids if i not in kept and shared.names.replaced(i) not in kept}
        places = HiddenNames(dict.fromkeys(_names_of(above), PLACE))
        persons = HiddenNames(private_names(model.actors).instead if ceiling != CLASSES[-1] else {})
        above_ids = {p.place for p in above}
        return cls(
            ceiling,
            frozenset(gone | above_ids),
            places,
            persons,
            shared.names,
            Counter(),
            {"places": above_ids},
        )

    def settings(self, case: Tables) -> dict[str, object]:
        """Settings without names; the boundary file stays at home, which other people's names may be in."""
        kept: dict[str, object] = {}
        for name, value in case.settings.items():
            text = isinstance(value, str)
            if name == "boundary_file" or (text and self._says_hidden(str(value))):
                self.left_out[f"setting {name}"] += 1
            else:
                kept[name] = self.persons.replaced(str(value)) if text else value
        return kept

    def tables(self, sheets: dict[str, RawTable]) -> dict[str, RawTable]:
        """The tables with what may travel of them; rows that refer to a row left out are left out, too."""
        while True:
            before = {name: set(ids) for name, ids in self.dropped.items()}
            self.left_out.clear()
            told = {name: self._table(sheet) for name, sheet in sheets.items()}
            if before == self.dropped:
                return told

    def _table(self, sheet: RawTable) -> RawTable:
        public = self.ceiling == CLASSES[0]
        if public and sheet.name in LEFT_OUT_OF_PUBLIC:
            self.left_out[sheet.name] += len(sheet.rows)
            return dataclasses.replace(sheet, rows=())
        blank = BLANK_IN_PUBLIC.get(sheet.name, ()) if public else ()
        key = schema_tables()[sheet.name].key
        kept = []
        for row in sheet.rows:
            cells = dict(zip(sheet.columns, row.cells, strict=False))
            told = self._row(
                sheet.name, {c: "" if re.sub("_(low|high)$", "", c) in blank else v for c, v in cells.items()}
            )
            if told is not None:
                kept.append(row._replace(cells=tuple(told.values())))
                continue
            self.left_out[sheet.name] += 1
            if len(key) == 1:
                self.dropped.setdefault(sheet.name, set()).add(plain(cells.get(key[0], "")).strip())
        return dataclasses.replace(sheet, rows=tuple(kept))

    def _row(self, table: str, cells: dict[str, Cell]) -> dict[str, Cell] | None:
        """A row that may travel; None where it may not."""
        own = plain(cells.get("sensitivity", "")).strip()
        if own and rank(own) > CLASSES.index(self.ceiling):
            return None
        told: dict[str, Cell] = {}
        known = {a.name: a for a in schema_tables()[table].attributes}
        for column, value in cells.items():
            kind = known.get(column)
            if kind is None or not isinstance(value, str) or not value:
                told[column] = value
            elif kind.kind in LISTS:
                gone = self.gone.union(*(self.dropped.get(t, ()) for t in kind.refers))
                parts = [c.strip() for c in re.split(r"[;,]", value) if c.strip()]
                rest = [self.in_ids.replaced(c) for c in parts if c not in gone]
                if not rest:
                    return None
                told[column] = "; ".join(rest)
            elif kind.kind == "ref" and any(value.strip() in self.dropped.get(t, ()) for t in kind.refers):
                return None
            else:
                names = self.persons if kind.kind in TEXTS else self.in_ids
                told[column] = names.replaced(value) if not self.places.found(value) else value
        return None if any(self._says_hidden(plain(v)) for v in told.values()) else told

    def supports(
        self, typed: RawTable | None, rows: list[dict[str, str]], sheets: dict[str, RawTable]
    ) -> list[dict[str, str]]:
        """What supports rows that travel, of what the case states itself."""
        stated = {
            tuple(plain(cells.get(c, "")).strip() for c in SUPPORT)
            for _, cells in (dicts(typed) if typed else ())
        }
        there = {(name, key) for name, sheet in sheets.items() for key in _keys(sheet)}
        whole = {name for name in sheets if not self.left_out[name]}
        return [
            r
            for r in rows
            if tuple(r[c] for c in SUPPORT) in stated
            and (r["table"] in whole or (r["table"], r["key"]) in there)
        ]

    def without_workers(self, table: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        """Rows of an evidence table, below internal without who worked on them."""
        required = {a.name for a in schema_tables()[table].attributes if a.required}
        instead = WITHHELD if "by_whom" in required else ""
        internal = self.ceiling == CLASSES[-1]
        return [r if internal or not r.get("by_whom") else {**r, "by_whom": instead} for r in rows]

    def _says_hidden(self, text: str) -> bool:
        return self.places.found(text) or ids_in(self.gone, (text,))


def _refuse_names(files: dict[str, bytes], sieve: _Sieve) -> None:
    """Nothing, if no name that may not travel stands in a file: the last look before anything is written."""
    for name, content in files.items():
        text = content.decode()
        if sieve.places.found(text) or sieve.persons.found(text):
            raise UsageError(
                f"Nothing was written: {name} would still hold the name of a private person or of a place above "
                f"{sieve.ceiling}. Look where it stands, and take it out or choose another ceiling."
            )


# ------------------------------------------------------------------------------------------- encryption


def lock(copy: Copy, passphrase: str) -> bytes:
    """A copy as an encrypted file in the age format.

    Raises
    ------
    UsageError
        When the passphrase is weak, or the extra `travel` is not installed.
    """
    if len(re.findall(r"\w", passphrase)) < LEAST_LETTERS or len(set(passphrase)) < LEAST_LETTERS // 2:
        raise UsageError(
            f"The passphrase is weak: give at least {LEAST_LETTERS} letters and figures, such as five words that have "
            "nothing to do with each other."
        )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(copy.files.items()):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    encrypted: bytes = _age().encrypt(held.getvalue(), passphrase)
    return encrypted


def unlock(file: Path, passphrase: str, out: Path) -> Path:
    """The folder of the case in an encrypted copy.

    Raises
    ------
    UsageError
        When the passphrase is wrong, the file is damaged or no such copy, or something stands at `out`.
    """
    try:
        packed: bytes = _age().decrypt(file.read_bytes(), passphrase)
    except OSError:
        raise
    except Exception as error:  # (the library has an error of its own for each version)
        raise UsageError(
            f"{file.name} was not opened: the passphrase is wrong, or the file is damaged or no such copy."
        ) from error
    with zipfile.ZipFile(io.BytesIO(packed)) as held:
        names = held.namelist()
        wrong = [n for n in names if not re.fullmatch(rf"({EVIDENCE}/)?[a-z_]+\.csv|{SETTINGS_FILE}", n)]
        if wrong or sum(i.file_size for i in held.infolist()) > LARGEST:
            raise UsageError(f"{file.name} holds what no copy of a case holds. Nothing was written.")
        files = {n: held.read(n) for n in names}
    return _written(files, out)


def _written(files: dict[str, bytes], out: Path) -> Path:
    """The case in a folder of its own: whole or not at all."""
    with tempfile.TemporaryDirectory(prefix=".corridor-", dir=_parent(out)) as room:
        folder = Path(room) / "case"
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return write_folder(read(folder), out)


def _parent(out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    return out.parent


def _age() -> Any:
    """The cipher of the extra `travel`."""
    try:
        from pyrage import passphrase  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            'An encrypted copy needs one more package: pip install "corridor[travel]".'
        ) from None
    return passphrase
