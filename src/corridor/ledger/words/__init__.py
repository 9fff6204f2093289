"""Words by which texts are read, one file a language: form lines, negations, hedges, numbers, months, units.

Imports nothing of the product. A language without a file has no words, and what rests on words says so.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Words", "words"]

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of a language; all empty, and `is_known` False, where there is no file."""

    language: str
    is_known: bool = False
    boilerplate: re.Pattern[str] = _NEVER
    caption: re.Pattern[str] = _NEVER
    closing: re.Pattern[str] = _NEVER
    instrument: re.Pattern[str] = _NEVER
    recitals: re.Pattern[str] = _NEVER
    operative_lead: re.Pattern[str] = _NEVER
    operative: re.Pattern[str] = _NEVER
    signed: re.Pattern[str] = _NEVER
    negation: re.Pattern[str] = _NEVER
    hedge: re.Pattern[str] = _NEVER
    legal: re.Pattern[str] = _NEVER
    common: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()
    decimal: str = ""
    not_numbers: re.Pattern[str] = _NEVER
    labels: re.Pattern[str] = _NEVER
    qualifiers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    multipliers: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    people: dict[str, re.Pattern[str]] = field(default_factory=dict)
    times: dict[str, Any] = field(default_factory=dict)
    speech: dict[str, Any] = field(default_factory=dict)


@cache
def words(language: str) -> Words:
    """The word lists of a language by its code; region and script are left out, so `en-GB` is `en`.

    Examples
    --------
    >>> words("en-GB").numbers["nine"], words("xx").is_known
    (9, False)
    """
    code = re.split(r"[-_]", language.casefold(), maxsplit=1)[0]
    path = files(__name__).joinpath(f"{code}.toml")
    if not (code.isascii() and code.isalpha() and path.is_file()):
        return Words(language)
    return _words(language, tomllib.loads(path.read_text(encoding="utf-8")))


def _words(language: str, told: dict[str, Any]) -> Words:
    return Words(
        language=language,
        is_known=True,
        boilerplate=re.compile(rf"(?:{'|'.join(told['boilerplate'])})", re.IGNORECASE),
        caption=re.compile(rf"(?:{'|'.join(told['caption'])})", re.IGNORECASE),
        closing=_whole(told.get("closing", ["(?!)"])),
        instrument=_whole(told["instrument"]),
        recitals=_whole(told.get("recitals", ["(?!)"])),
        operative_lead=_whole(told.get("operative_lead", ["(?!)"])),
        operative=_whole(told.get("operative", ["(?!)"])),
        signed=_whole(told.get("signed", ["(?!)"])),
        negation=_whole(told["negation"]),
        hedge=_whole(told["hedge"]),
        legal=_whole(told["legal"]),
        common=frozenset(told["common"]),
        stops=frozenset(told["stops"]),
        defined=frozenset(told.get("defined", ())),
        decimal=told["decimal"],
        labels=re.compile(rf"(?<!\w)(?:{'|'.join(told.get('labels', ['(?!)']))})[ \u00a0]+$", re.IGNORECASE),
        not_numbers=_whole(told["not_numbers"]),
        qualifiers={k: tuple(v) for k, v in told["qualifiers"].items()},
        numbers=told["numbers"],
        multipliers=told["multipliers"],
        months=told["months"],
        units={k: tuple(v) for k, v in told["units"].items()},
        people={k: _whole(v) for k, v in told["people"].items()},
        times=told["times"],
        speech=told.get("speech", {}),
    )


def _whole(patterns: list[str]) -> re.Pattern[str]:
    """Any of the patterns as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
