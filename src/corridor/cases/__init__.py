"""The cases that ship with the package, by name. Each is a folder beside this file, with `case.toml` and a README."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from corridor.errors import UsageError


def names() -> tuple[str, ...]:
    """Names of the shipped cases, in alphabetical order."""
    root = files("corridor.cases")
    return tuple(sorted(f.name for f in root.iterdir() if f.is_dir() and f.joinpath("case.toml").is_file()))


def path(name: str) -> Path:
    """Folder of a shipped case; KeyError if there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return Path(str(files("corridor.cases").joinpath(name)))


def find(name: str | Path) -> Path:
    """Path of a case: a folder, a workbook, or a shipped name.

    Raises
    ------
    UsageError
        When there is neither; with the nearest shipped name.
    """
    there = Path(name)
    if there.is_file() or (there.is_dir() and (there / "case.toml").is_file()):
        return there
    shipped = names()
    if str(name) in shipped:
        return path(str(name))
    if there.is_dir():
        return there
    from corridor.model.checks.codes import nearest  # noqa: PLC0415  (slow to import, and for a message alone)

    raise UsageError(
        f'there is no case "{name}".{nearest(str(name), shipped)} Give a folder, a workbook or a name. '
        f"Shipped cases: {', '.join(shipped)}."
    )
