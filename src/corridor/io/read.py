"""A case from a path, whatever its form."""

from __future__ import annotations

from pathlib import Path

from corridor.errors import DataError, Where
from corridor.model.checks.codes import problem
from corridor.model.tables import Tables


def read(path: str | Path) -> Tables:
    """Everything a case holds, as typed: a folder, its `case.toml`, or a workbook.

    Parameters
    ----------
    path : str or Path
        A folder with `case.toml`, or a workbook `.xlsx`.

    Returns
    -------
    Tables
        The same for a folder and for the workbook written from it.

    Raises
    ------
    DataError
        When there is no such case, or what is there cannot be read at all.
    """
    path = Path(path)
    if path.name == "case.toml" and path.is_file():
        path = path.parent
    if path.is_dir():
        from corridor.io.folder import read_folder  # noqa: PLC0415

        return read_folder(path)
    if path.is_file():
        from corridor.io.xlsx import read_xlsx  # noqa: PLC0415

        return read_xlsx(path)
    raise DataError(
        path.name or str(path),
        [
            problem(
                "C001",
                Where(str(path)),
                "there is no such folder or file.",
                fix="Check the path; `corridor new NAME` writes a first case.",
            )
        ],
    )
