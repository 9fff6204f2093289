"""The register of problem codes (`codes.csv`), and the one way to make a `Problem`.

Imports nothing heavy: `corridor explain CODE` reads it.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corridor.errors import Problem, Where


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means: a title, the reason for the rule, what to do.

    A warning does not stop a run. What is missing stops it too, though nothing that is there is wrong.
    """

    code: str
    warning: bool
    missing: bool
    title: str
    meaning: str
    to_do: str


@cache
def codes() -> dict[str, Code]:
    """Every code by its name, in order."""
    text = files("corridor.model.checks").joinpath("codes.csv").read_text(encoding="utf-8")
    return {
        r["code"]: Code(
            r["code"], r["level"] == "warning", r["level"] == "missing", r["title"], r["meaning"], r["to_do"]
        )
        for r in csv.DictReader(text.splitlines())
    }


def problem(
    code: str, where: Where, found: str, expected: str = "", fix: str = "", *, missing: bool = False
) -> Problem:
    """A problem of a registered code; whether it is a warning, or something missing, stands in the register.

    `missing` says so of one problem whose code may also be an error. KeyError for an unknown code.
    """
    known = codes()[code]
    return Problem(code, where, found, expected, fix, known.warning, missing or known.missing)


def nearest(word: str, known: Iterable[str]) -> str:
    """` Nearest: "Hill".` for the known word closest to `word`, or nothing if none is close."""
    candidates = list(known)
    folded = {c.casefold(): c for c in candidates}
    found = difflib.get_close_matches(word.strip().casefold(), list(folded), 1, 0.6)
    return f' Nearest: "{folded[found[0]]}".' if found else ""
