"""A case with cells, rows and tables disturbed at random gives problems or a sound model, never anything else."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.sizes import sized
from tests.support import read_here
from tests.unit.model.small_cases import wide

from corridor.errors import DataError
from corridor.io import Case, read, xlsx
from corridor.io.write import write_xlsx
from corridor.model.build import check
from corridor.model.select import known
from corridor.model.tables import RawRow, RawTable, Tables

VALUES: list[Any] = [
    "", "*", "0", "-1", "1e308", "yes", "drop", "worse", "Hill", "road", "flour", "2023-01-05", "C-1", "%", "12 t",
    "5 %", "a / b", "in", "t", "trucks", "unknown", True, 5.0, float("inf"), float("nan"), dt.date(2023, 1, 1),
    dt.datetime(2023, 1, 1, 5), "assumed: x", "x=y; z", "9999-12-31", "0001-01-01",
]  # fmt: skip
PIECES = (
    b"<",
    b">",
    b'"',
    b"&#0;",
    b"99999999999",
    b"-1",
    b"<f>",
    b"XFD1048576",
    b't="e"',
    b"nan",
    b"</row>",
)


def disturbed(base: Tables, rng: random.Random) -> Tables:
    """The case with about three cells, rows or tables changed."""
    sheets = {}
    for name, table in base.sheets.items():
        rows: list[RawRow] = []
        for row in table.rows:
            cells = tuple(rng.choice(VALUES) if rng.random() < 0.0015 else c for c in row.cells)
            rows += [RawRow(row.where, cells)] * (1 if rng.random() > 0.005 else rng.choice([0, 2]))
        if rng.random() > 0.003:
            sheets[name] = RawTable(name, table.source, table.columns, table.letters, tuple(rows))
    settings = dict(base.settings)
    if rng.random() < 0.1:
        settings[rng.choice(list(settings))] = rng.choice([*VALUES, None, [], {}])
    return Tables("x", settings, sheets)


@pytest.mark.parametrize("seed", range(sized(8)))
def test_disturbed_tables(seed: int) -> None:
    """What may run can be selected at any origin, and comes back the same from a case made of it."""
    rng, base, ran = random.Random(seed), wide().tables(), 0  # noqa: S311
    for _ in range(50):
        checked = check(disturbed(base, rng))
        assert all(str(p) for p in checked.problems)
        assert (checked.model is None) == bool(checked.errors)
        if checked.model is None:
            continue
        ran += 1
        settings = checked.model.settings
        origin = settings.start + dt.timedelta(days=rng.randrange(settings.days))
        scenario = rng.choice([None, *(s.scenario for s in checked.model.scenarios)])
        known(checked.model, origin, hindsight=rng.random() < 0.5, scenario=scenario)
        assert Case.of(checked.model).check().digest == checked.model.digest
    assert ran > 5


@pytest.mark.parametrize("seed", range(sized(8)))
def test_disturbed_workbooks(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook with bytes changed, in its archive or within a part, is refused, told or read; never a crash."""
    monkeypatch.setattr(xlsx, "run", read_here)
    rng = random.Random(seed)  # noqa: S311
    whole = write_xlsx(wide().tables(), tmp_path / "w.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    path = tmp_path / "d.xlsx"
    for i in range(40):
        if i % 3 == 0:
            content = bytearray(whole)
            content[rng.randrange(len(content))] = rng.randrange(256)
            path.write_bytes(bytes(content))
        else:
            name = rng.choice(sorted(parts))
            part = parts[name]
            at = rng.randrange(len(part))
            changed = part[:at] + rng.choice(PIECES) + part[at + rng.choice([0, 0, 1, 30]) :]
            with zipfile.ZipFile(path, "w") as z:
                for other, data in (parts | {name: changed}).items():
                    z.writestr(other, data)
        try:
            checked = check(read(path))
        except DataError as error:
            assert [p.code for p in error.problems if p.code not in {"C004", "C008", "C009"}] == []  # noqa: PT017
        else:
            assert checked.model is not None or checked.errors
