"""The cases that ship with the package, by name. Each is a folder beside this file, with `case.toml` and a README."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def names() -> tuple[str, ...]:
    """Names of the shipped cases, in alphabetical order."""
    root = files("corridor.cases")
    return tuple(sorted(f.name for f in root.iterdir() if f.is_dir() and f.joinpath("case.toml").is_file()))


def path(name: str) -> Path:
    """Folder of a shipped case; KeyError if there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return Path(str(files("corridor.cases").joinpath(name)))
