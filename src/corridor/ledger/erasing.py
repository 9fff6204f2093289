"""Rows forgotten for good: the log as it would be without them, tombstones in their place. Pure functions.

What is erased takes along what rests on it alone: a source its documents, a document its passages and studies, all
of them the claims that name nothing else, a claim its links, grades and supports. Rows that stay lose the ids of those
that go, in every old version too. An old version that rested on what goes reads as the next one that does not.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from html import escape

from corridor.ledger.cells import Cells, canonical, evidence, label_of, referring
from corridor.ledger.errors import Damaged, NotAllowed
from corridor.ledger.log import ERASE, GENESIS, TOMBSTONE, Entry, breaks, entry_hash, patch, patched
from corridor.ledger.names import HiddenNames

Place = tuple[str, str]
"""Table and row."""

ERASED = "erased"
"""Who, in a tombstone; with a number, the row."""
LOOSE = {"claims": ("speaker_passage",)}
"""Columns that name one row without which theirs can stand."""
RESTS = {"claims": ("passages", "documents")}
"""Columns of several ids: a row that named some goes when none is left."""
GROUPS = {"sources": "independence_group", "claims": "independence_group"}
"""Columns of text that may hold the id of a source, and then say who has one origin."""
SAID = {"documents": ("supersedes", "documents"), "actors": ("part_of", "actors")}
"""Columns of text that may hold the id of a row of a table."""
CALLED = ("name", "aliases")
"""Columns of what a row is called by others."""
SAYS: dict[str, tuple[str, ...]] = {
    "sources": ("name", "note"),
    "documents": ("title", "url"),
    "actors": ("name", "aliases"),
    "claims": ("proposition", "note"),
    "studies": ("sample", "method", "finding"),
    "assessments": ("grounds",),
}
"""Columns of what a row says that another is not likely to say by chance."""
SHORT = 6
"""Characters of the shortest text that is looked for elsewhere."""


@dataclass(frozen=True)
class Words:
    """What rows said, to the letter, and what they are called, however it is written."""

    texts: tuple[str, ...]
    names: HiddenNames

    def stand_in(self, text: str) -> bool:
        """Whether a text repeats what was said, or has one of the names."""
        return self.repeated_in(text) or self.names.found(text)

    def repeated_in(self, text: str) -> bool:
        """Whether a text repeats what was said, or has a name to the letter; quick in long texts."""
        return any(True for _ in self._places(text))

    def left_out_of(self, text: str) -> str:
        """A text with `(erased)` in their place."""
        out, at = [], 0
        for start, end in self._places(text):
            if start >= at:
                out += [text[at:start], f"({ERASED})"]
                at = end
        return self.names.replaced("".join((*out, text[at:])))

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the texts and names stand to the letter, the longest first at each place; not inside a longer word."""
        for i in range(len(text) - SHORT + 1):
            for t in self._by_start.get(text[i : i + SHORT], ()):
                end = i + len(t)
                if text.startswith(t, i) and not any(map(_goes_on, (text[i - 1 : i], text[end : end + 1]))):
                    yield i, end

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        texts = sorted({*self.texts, *self.names.instead}, key=len, reverse=True)
        for text in texts:
            for way in dict.fromkeys((text, json.dumps(text)[1:-1], escape(text))):
                if len(way) >= SHORT:
                    found[way[:SHORT]].append(way)
        return dict(found)


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """A log without some rows, and what that takes.

    Attributes
    ----------
    gone : mapping of (str, str) to str
        Table and row that go, to the name of their tombstones.
    entries : tuple of Entry
        The log as it would be, its chain made anew, without the entry that records the erasure.
    first : int
        Number of the first entry that differs.
    losing : tuple of (str, str)
        Rows that stay and lose an id.
    tombstones : int
        How many entries of the log lose all they said.
    head : str
        Hash of the last entry before.
    files : tuple of str
        Hashes of the files of erased documents that no other document has.
    words : Words
        What the erased rows said and are called, to be looked for elsewhere.
    """

    gone: Mapping[Place, str]
    entries: tuple[Entry, ...]
    first: int
    losing: tuple[Place, ...]
    tombstones: int
    head: str
    files: tuple[str, ...]
    words: Words

    @property
    def rows(self) -> dict[str, list[str]]:
        """Rows that go, by table."""
        found: dict[str, list[str]] = {}
        for name in evidence():
            rows = sorted(row for table, row in self.gone if table == name)
            found |= {name: rows} if rows else {}
        return found

    def speaking(self) -> list[str]:
        """Rows that stay and still speak of one that goes, and who in the log does: in words, with the column."""
        told = [
            (f'{e.table} "{e.row}", {column}', text)
            for e in self.entries
            if e.action not in {ERASE, TOMBSTONE}
            for cells in (e.before or {}, e.after or {})
            for column, text in cells.items()
        ]
        told += [(f'the log, who: "{who}"', who) for who in dict.fromkeys(e.who for e in self.entries)]
        speaks = cache(self.words.stand_in)
        return list(dict.fromkeys(where for where, text in told if speaks(text)))

    def record(self, who: str, reason: str, when: str) -> Entry:
        """The entry that records the erasure; it names no row.

        Raises
        ------
        NotAllowed
            When who or why would keep what is to be forgotten.
        """
        if not reason.strip():
            raise NotAllowed("Nothing was erased: it needs a reason. Say why, without a name.")
        for text in (who, reason):
            if self.words.stand_in(text):
                raise NotAllowed(f'Nothing was erased: the log would keep "{text}", which names what goes.')
        last = self.entries[-1]
        told = {"head_before": self.head, **{name: str(len(rows)) for name, rows in self.rows.items()}}
        told |= {"tombstones": str(self.tombstones)}
        entry = Entry(
            seq=last.seq + 1,
            when=max(when, last.when),
            who=who,
            action=ERASE,
            table="log",
            row=ERASE,
            old=None,
            new=canonical(told),
            reason=reason.strip(),
            previous_hash=last.hash,
        )
        return replace(entry, hash=entry_hash(entry))


def erased(entries: Sequence[Entry], named: Collection[Place]) -> Erasure:
    """The log without the rows that are named and all that rests on them alone.

    Raises
    ------
    Damaged
        When the chain of the log does not hold: an erasure would hide that.
    """
    if any(breaks(entries)):
        raise Damaged(
            "Nothing was erased: the chain of the log does not hold. See `corridor evidence verify`."
        )
    states = _states(entries)
    gone = _numbered(_closure(states, set(named)), entries)
    words = Words(*_told(states, gone))
    left = {at: _forgetting(at, old, gone) for at, old in states.items()}
    moved = {at for at, old in states.items() if left[at] != old}
    made = tuple(_made(entries, gone, left, moved, words))
    kept_files = {c.get("sha256", "") for at in states for c in left[at] if c and at[0] == "documents"}
    files = {c.get("sha256", "") for at in moved for c in states[at] if c and at[0] == "documents"}
    first = next((a.seq for a, b in zip(entries, made, strict=True) if a != b), len(entries) + 1)
    return Erasure(
        gone=gone,
        entries=made,
        first=first,
        losing=tuple(sorted(moved - gone.keys())),
        tombstones=sum(a.action != b.action for a, b in zip(entries, made, strict=True)),
        head=entries[-1].hash if entries else GENESIS,
        files=tuple(sorted(files - kept_files - {""})),
        words=words,
    )


def places(entries: Iterable[Entry]) -> dict[Place, None]:
    """Every row that the log speaks of, also one that was taken out."""
    return {(e.table, e.row): None for e in entries if e.action not in {ERASE, TOMBSTONE}}


# ------------------------------------------------------------------------------------------ which go

States = Mapping[Place, Sequence[Cells | None]]
"""Each row after each of its entries; None where it was taken out."""


def _states(entries: Iterable[Entry]) -> dict[Place, list[Cells | None]]:
    states: dict[Place, list[Cells | None]] = defaultdict(list)
    for e in entries:
        if e.action in {ERASE, TOMBSTONE}:
            continue
        own = states[e.table, e.row]
        before = own[-1] if own else None
        after = e.after
        own.append(after if after is None or before is None else patched(before, after))
    return dict(states)


def _closure(states: States, named: set[Place]) -> set[Place]:
    """Rows that are named, and those whose last version rests on what goes."""
    last = {at: next((c for c in reversed(own) if c), None) for at, own in states.items()}
    gone = {at for at in named if at in states}
    while True:
        more = {at for at, c in last.items() if c and at not in gone and _without(at[0], c, gone) is None}
        if not more:
            return gone
        gone |= more


def _without(name: str, cells: Cells, gone: Collection[Place]) -> Cells | None:
    """A version of a row without the ids of rows that go; None if it cannot stand without them."""
    left = dict(cells)
    for column, target, several in referring(name):
        ids = cells[column].split(", ") if cells.get(column) else []
        kept = [i for i in ids if (target, i) not in gone]
        if kept == ids:
            continue
        if not several and column not in LOOSE.get(name, ()):
            return None
        left[column] = ", ".join(kept)
    rests = RESTS.get(name, ())
    if any(cells.get(c) for c in rests) and not any(left.get(c) for c in rests):
        return None
    said, target = SAID.get(name, ("", ""))
    if (target, left.get(said)) in gone:
        left[said] = ""
    return {c: v for c, v in left.items() if v}


def _forgetting(at: Place, states: Sequence[Cells | None], gone: Mapping[Place, str]) -> list[Cells | None]:
    """A row after each of its entries, once others are gone."""
    left: list[Cells | None] = []
    following: Cells | None = None
    for cells in reversed(states):
        if at in gone or cells is None:
            following = None
        else:
            without = _without(at[0], cells, gone)
            group = GROUPS.get(at[0], "")
            if without and ("sources", without.get(group, "")) in gone:
                without[group] = gone["sources", without[group]]
            following = without or following
        left.append(following)
    return left[::-1]


def _numbered(gone: Collection[Place], entries: Iterable[Entry]) -> dict[Place, str]:
    """A name for each row that goes, which says nothing of it: erased-1, erased-2, in the order of the log."""
    taken = {e.row for e in entries}
    numbers = (name for i in range(1, 10**9) if (name := f"{ERASED}-{i}") not in taken)
    return {at: next(numbers) for at in places(entries) if at in gone}


# --------------------------------------------------------------------------------------- what is left


def _told(states: States, gone: Collection[Place]) -> tuple[tuple[str, ...], HiddenNames]:
    """What the rows that go said, and what they are called."""
    texts: dict[str, None] = {}
    called: dict[str, str] = {}
    for name, row in gone:
        if label_of(name) and len(row) >= SHORT and any(c.isdigit() for c in row):
            texts[row] = None  # to the letter: C-1003 is not a name of which C-10030 is another form
        elif label_of(name):
            called[row] = f"({ERASED})"
        for cells in filter(None, states[name, row]):
            for column in SAYS.get(name, ()):
                text = cells.get(column, "")
                if column in CALLED:
                    called |= {part.strip(): f"({ERASED})" for part in text.split(";") if part.strip()}
                elif len(text) >= SHORT:
                    texts[text] = None
    return tuple(texts), HiddenNames(called)


def _goes_on(letter: str) -> bool:
    """Whether a word goes on at a letter; only where that is sure: other scripts decline, or have no blanks."""
    return letter.isascii() and letter.isalnum()


def _made(
    entries: Sequence[Entry],
    gone: Mapping[Place, str],
    left: States,
    moved: Collection[Place],
    words: Words,
) -> Iterator[Entry]:
    """The log anew: tombstones, old and new without what goes, reasons without its names, the chain of hashes."""
    done: Counter[Place] = Counter()
    previous = GENESIS
    silent = cache(words.left_out_of)
    for e in entries:
        at = (e.table, e.row)
        new = e
        if e.action not in {ERASE, TOMBSTONE}:
            i = done[at]
            done[at] += 1
            if at in moved:
                new = _entry(e, left[at][i - 1] if i else None, left[at][i], gone)
            new = replace(new, reason=silent(new.reason))
        new = replace(new, previous_hash=previous)
        new = replace(new, hash=e.hash if new == e else entry_hash(new))
        previous = new.hash
        yield new


def _entry(e: Entry, old: Cells | None, new: Cells | None, gone: Mapping[Place, str]) -> Entry:
    """An entry between two versions of its row; a tombstone where they do not differ."""
    if old == new:
        row = gone.get((e.table, e.row), ERASED)
        return replace(e, who=ERASED, action=TOMBSTONE, row=row, old=None, new=None, reason="")
    if old is not None and new is not None:
        old, new = patch(old, new)
    return replace(e, old=_text(old), new=_text(new))


def _text(cells: Cells | None) -> str | None:
    return None if cells is None else canonical(cells)
