"""How well the rules read: precision and recall by kind against documents marked by hand, document by document.

What counts as a hit: a mention by any overlap, a time value by the same EDTF, a unit of speech by half of the words of
a marked claim and the right speaker. Recall is of what is marked, precision of what is found.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from corridor.errors import LedgerError
from corridor.ledger.documents import Reading, prepare
from corridor.ledger.reading.names import Listed
from corridor.ledger.reading.propose import Lists, Marks, marks_of, proposals_of, read_with
from corridor.ledger.reading.speech import Unit
from corridor.ledger.verify import Proposal

Half = Literal["development", "kept_back"]
KINDS = ("quantities", "times", "time values", "names", "speech", "stance", "lines")
"""What is scored. `time values` is of the times found, `stance` of the claims hit, `lines` of the lines marked."""
Row = dict[str, str]


class GoldError(LedgerError):
    """A folder of marked documents that is not as it has to be."""


@dataclass(frozen=True, slots=True)
class Score:
    """Hits among what is marked and among what is found.

    Attributes
    ----------
    marked, marked_hit : int
        Things marked by hand, and those of them that were found.
    found, found_hit : int
        Things found, and those of them that are marked.
    """

    marked: int = 0
    marked_hit: int = 0
    found: int = 0
    found_hit: int = 0

    def __add__(self, other: Score) -> Score:
        """Both together."""
        return Score(
            self.marked + other.marked, self.marked_hit + other.marked_hit,
            self.found + other.found, self.found_hit + other.found_hit,
        )  # fmt: skip

    @property
    def precision(self) -> float | None:
        """Share of what is found that is marked; None if nothing was found."""
        return self.found_hit / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of what is marked that was found; None if nothing is marked."""
        return self.marked_hit / self.marked if self.marked else None


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with the marks made by hand."""

    name: str
    reading: Reading
    published: dt.date | None
    claims: Sequence[Row]
    mentions: Sequence[Row]
    roles: Sequence[Row] = ()
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of several documents, by document and by kind; how many proposals came out and were refused."""

    by_document: Mapping[str, Mapping[str, Score]]
    proposals: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)

    @property
    def all(self) -> dict[str, Score]:
        """All documents together, by kind."""
        found = dict.fromkeys(KINDS, Score())
        for one in self.by_document.values():
            for kind, score in one.items():
                found[kind] += score
        return found


def marked_in(folder: Path, half: Half) -> tuple[Marked, ...]:
    """Documents of a folder with `documents.csv`, `roles.csv` and the marks of a half; texts in `documents` beside it.

    Raises
    ------
    GoldError
        When a file is missing, or a document is not the one that was marked.
    """
    claims, mentions, names = (
        _rows(folder / f"{half}_{what}.csv") for what in ("claims", "mentions", "names")
    )
    roles = _rows(folder / "roles.csv")
    listed = tuple(Listed(r["name"], r["kind"], _parts(r["aliases"])) for r in names)
    found = []
    for row in _rows(folder / "documents.csv"):
        if row["half"] != half:
            continue
        taken = prepare(folder.parent / "documents" / row["file"])
        if taken.sha256 != row["sha256"]:
            raise GoldError(f"{row['file']}: it is not the document that was marked. Bring that one back.")
        doc = row["doc"]
        reading = Reading(doc, taken.sha256, taken.extract.text, row["language"], taken.extract.roles)
        own = [[r for r in many if r["doc"] == doc] for many in (claims, mentions, roles)]
        found.append(Marked(doc, reading, _day(row["published"]), own[0], own[1], own[2], listed))
    return tuple(found)


def marked_beside(
    folder: Path, texts: Mapping[str, Path], published: Mapping[str, dt.date]
) -> tuple[Marked, ...]:
    """Documents of the seed set, whose texts lie elsewhere: those at hand, without a list of names and roles."""
    claims, mentions = _rows(folder / "seed_claims.csv"), _rows(folder / "seed_mentions.csv")
    found = []
    for doc, path in texts.items():
        taken = prepare(path)
        reading = Reading(doc, taken.sha256, taken.extract.text)
        own = [[r for r in many if r["doc"] == doc] for many in (claims, mentions)]
        found.append(Marked(doc, reading, published.get(doc), own[0], own[1]))
    return tuple(found)


def score(documents: Iterable[Marked], *, marks: Callable[[Reading, Lists], Marks] = marks_of) -> Scores:
    """Scores of the rules on marked documents, or of the rules with a helper such as a pipeline."""
    by_document: dict[str, dict[str, Score]] = {}
    proposals: dict[str, int] = {}
    refused: dict[str, int] = {}
    for one in documents:
        lists = Lists(one.listed, one.published)
        found = marks(one.reading, lists)
        by_document[one.name] = _scored(one, found)
        outcome = read_with(partial(_proposed, found), one.reading, lists)
        proposals[one.name] = len(outcome.accepted)
        refused[one.name] = sum(outcome.refused.values())
    return Scores(by_document, proposals, refused)


# ------------------------------------------------------------------------------------------------ kinds


def _proposed(found: Marks, reading: Reading, lists: Lists) -> Iterator[Proposal]:
    return proposals_of(reading, lists, found)


def _scored(one: Marked, marks: Marks) -> dict[str, Score]:
    times = [(s.start, s.end) for s in marks.times]
    values = {(s.start, s.end): s.value for s in marks.times}
    meant = [r for r in one.mentions if r["kind"] == "time"]
    valued = [r for r in meant if r["normal_form"]]
    hits = [next((values[t] for t in times if _meet(t, _span(r))), None) for r in valued]
    same = sum(h == r["normal_form"] for h, r in zip(hits, valued, strict=True))
    told = sum(h is not None for h in hits)
    speech, stance = _speech(one, marks.units)
    return {
        "quantities": _spans(one, {"quantity"}, [(a.start, a.end) for a in marks.amounts]),
        "times": _spans(one, {"time"}, times),
        "time values": Score(len(valued), same, told, same),
        "names": _spans(one, {"actor", "country", "place"}, [(s.start, s.end) for s in marks.names]),
        "speech": speech,
        "stance": stance,
        "lines": _lines(one),
    }


def _spans(one: Marked, kinds: set[str], found: Sequence[tuple[int, int]]) -> Score:
    meant = [_span(r) for r in one.mentions if r["kind"] in kinds]
    return Score(
        len(meant), sum(any(_meet(m, f) for f in found) for m in meant),
        len(found), sum(any(_meet(m, f) for m in meant) for f in found),
    )  # fmt: skip


def _speech(one: Marked, units: Sequence[Unit]) -> tuple[Score, Score]:
    """Units with their speaker against attributed claims, and the stance of the claims that are hit."""
    claims = [r for r in one.claims if r["voice"] == "attributed"]
    hits = [[u for u in units if _is_hit(u, r)] for r in claims]
    good = sum(any(_is_hit(u, r) for r in claims) for u in units)
    heard = [(h, r) for h, r in zip(hits, claims, strict=True) if h]
    right = sum(any(u.stance == r["modality"] for u in h) for h, r in heard)
    return Score(len(claims), len(heard), len(units), good), Score(len(heard), right, len(heard), right)


def _is_hit(unit: Unit, claim: Row) -> bool:
    start, end = _span(claim)
    shared = min(unit.end, end) - max(unit.start, start)
    return shared * 2 >= end - start and _is_speaker(unit, claim)


def _is_speaker(unit: Unit, claim: Row) -> bool:
    """Whether the words next to the verb are those marked, or the name ends as the marked one does."""
    if claim["speaker_start"] and _meet(
        (unit.near_start, unit.near_end), (int(claim["speaker_start"]), int(claim["speaker_end"]))
    ):
        return True
    marked = re.sub(r"\(.*?\)", "", claim["speaker"]).casefold().split()
    told = unit.speaker.casefold().split()
    return bool(marked and told) and marked[-1] == told[-1]


def _lines(one: Marked) -> Score:
    """Lines whose role is the marked one."""
    roles = {line.start: line.role for line in one.reading.lines}
    same = sum(_role_at(one.reading, roles, int(r["start"])) == r["role"] for r in one.roles)
    return Score(len(one.roles), same, len(one.roles), same)


def _role_at(reading: Reading, roles: Mapping[int, str], at: int) -> str:
    if at in roles:
        return roles[at]
    return next((line.role for line in reading.lines if line.start <= at < line.end), "")


def lost_lines(one: Marked) -> int:
    """Lines of the text that are taken for lines of a form: by the marks of their roles, else by the claims on them."""
    bad = [(line.start, line.end) for line in one.reading.lines if line.role == "boilerplate"]
    kept = [_span(r) for r in one.roles if r["role"] != "boilerplate"] or [_span(r) for r in one.claims]
    return sum(any(_meet(b, k) for k in kept) for b in bad)


# ------------------------------------------------------------------------------------------------ parts


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _span(row: Row) -> tuple[int, int]:
    return int(row["start"]), int(row["end"])


def _parts(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in text.split(";") if p.strip())


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _rows(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError):
        raise GoldError(f"{path}: it is not there, or cannot be read. A folder of marks has it.") from None
