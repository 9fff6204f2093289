"""Claims as lines of a terminal: one line each where there is room, else two; and as JSON. Text of cases is data.

At a terminal words are cut to its width; elsewhere every line is whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corridor.cli.common import legible, note, say, styled
from corridor.cli.evidence.legible import is_terminal, isolated

if TYPE_CHECKING:
    from corridor.cli.evidence.telling import Told
    from corridor.ledger.records import Claim, Document, Passage

ROOM = 44
"""Characters of words from which on a claim stands on one line."""
LEAST = 20
"""Characters of the narrowest line on which words are laid."""
SHOWN = 4
MOST_DOCUMENTS = 8
CAPS = {"time": 23, "known": 15, "status": 9, "where": 20, "how": 13, "who": 30, "stance": 10, "hedge": 22,
        "claim": 16, "document": 16}  # fmt: skip
"""Columns in order, and the most characters of each at a terminal."""
ELSEWHERE = "named elsewhere"
LEAD = ("who", "stance", "hedge")
"""Columns that introduce the words where a claim stands on two lines."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim to print: its columns, its words, and what stands below it."""

    cells: Mapping[str, str]
    words: str
    below: tuple[str, ...] = ()


def width() -> int | None:
    """Columns of the terminal; None where there is none."""
    return shutil.get_terminal_size().columns if is_terminal() else None


# ----------------------------------------------------------------------------------------- printing


@dataclass(frozen=True, slots=True)
class Layout:
    """How claims are laid out.

    Attributes
    ----------
    wide : int or None
        Columns of the terminal; None where nothing is cut.
    room : mapping of str to int
        Characters of each column that is filled in some claim, in order.
    is_narrow : bool
        Whether a claim takes two lines.
    """

    wide: int | None
    room: Mapping[str, int]
    is_narrow: bool

    @classmethod
    def of(cls, lines: Sequence[ClaimLine], wide: int | None, *, indent: str = "") -> Layout:
        """The layout in which all these claims are told alike."""
        names = [c for c in CAPS if any(line.cells.get(c) for line in lines)]
        room = {c: max(cells(line.cells.get(c, "")) for line in lines) for c in names}
        if wide is None:
            return cls(None, room, is_narrow=False)
        room = {c: min(n, CAPS[c]) for c, n in room.items()}
        left = wide - len(indent) - sum(n + 2 for n in room.values())
        return cls(wide, room, is_narrow=left < ROOM)


def print_lines(lines: Sequence[ClaimLine], layout: Layout, *, indent: str = "") -> None:
    """Print claims, what stands before every line first.

    Guarantee: at a terminal of twenty columns more than the indent, or more, no line is wider than it.
    """
    wide = None if layout.wide is None else layout.wide - len(indent)
    left = None if wide is None else wide - sum(n + 2 for n in layout.room.values())
    for line in lines:
        if layout.is_narrow and wide is not None:
            _print_two(line, layout.room, wide, indent)
        else:
            told = "  ".join(fitted(line.cells.get(c, ""), n) for c, n in layout.room.items())
            say(f"{indent}{told}  {cut(line.words, left)}".rstrip())
        for text in line.below:
            for part in _wrapped(text, None if wide is None else wide - 4):
                say(f"{indent}    {part}")


def _print_two(line: ClaimLine, names: Iterable[str], wide: int, indent: str) -> None:
    """A claim on a line of its time, place and ids, and one or two of who says what."""
    head = [line.cells.get(c, "") for c in names if c not in LEAD]
    told = "  ".join(isolated(legible(h)) for h in head if h)
    for part in [told] if cells(told) <= wide else _wrapped(told, wide):
        say(f"{indent}{part}")
    who, stance, hedge = (legible(line.cells.get(c, "")) for c in LEAD)
    lead = " ".join(part for part in (isolated(who), stance, f"({hedge})" if hedge else "") if part)
    words = f"{lead}: {isolated(legible(line.words))}" if lead else isolated(legible(line.words))
    for part in _wrapped(words, wide - 4, most=2):
        say(f"{indent}  {part}")


def _wrapped(text: str, wide: int | None, *, most: int = 0) -> list[str]:
    """A text on lines of a width, the last of at most so many cut; one line where there is no width."""
    if wide is None:
        return [text]
    room = max(wide, LEAST)
    found = [""]
    for word in text.split():
        for part in _parts(word, room):
            joined = f"{found[-1]} {part}".lstrip()
            if cells(joined) <= room:
                found[-1] = joined
            else:
                found.append(part)
    if most and len(found) > most:
        last = found[most - 1]
        while cells(last) > room - 2:
            last = last.rpartition(" ")[0] or cut(last, room - 2)
        found[most - 1 :] = [f"{last} …"]
    return _held_apart(found)


def _parts(word: str, room: int) -> list[str]:
    """A word in parts that fit a width."""
    if cells(word) <= room:
        return [word]
    from rich.cells import chop_cells  # noqa: PLC0415

    return list(chop_cells(word, room))


def _held_apart(parts: Iterable[str]) -> list[str]:
    """Lines on each of which what is held apart ends, to begin again on the next."""
    found, still = [], 0
    for part in parts:
        whole = "\u2068" * still + part
        still = max(0, whole.count("\u2068") - whole.count("\u2069"))
        found.append(whole + "\u2069" * still)
    return found


def fitted(text: str, room: int) -> str:
    """A legible text of just so many columns: cut, or with blanks after it."""
    shown = cut(text, room)
    return shown + " " * (room - cells(shown))


def cut(text: str, room: int | None) -> str:
    """A text of at most so many columns, legible, and held apart where it is written from right to left."""
    from rich.cells import set_cell_size  # noqa: PLC0415

    flat = legible(text)
    if room is not None and cells(flat) > room:
        flat = set_cell_size(flat, max(room - 1, 0)).rstrip() + "…"
    return isolated(flat)


def cells(text: str) -> int:
    """Columns that a text takes at a terminal."""
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(legible(text).replace("\u2068", "").replace("\u2069", ""))


# ------------------------------------------------------------------------------------- what is said


@dataclass
class Speaking:
    """Says of claims who speaks, and where; knows the documents and their sources."""

    told: Told

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Documents by id."""
        return {d.document: d for d in self.told.model.documents}

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Names of sources by id."""
        return {s.source: s.name or s.source for s in self.told.model.sources}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Every claim that may be told, by id."""
        return {c.claim: c for c in self.told.model.claims}

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return {p.passage: p for p in self.told.model.passages}

    def apart(self, claim: Claim) -> str:
        """That a rule took the speaker of a proposal from another place of the text; blank where it did not."""
        from corridor.study.positions import is_named_apart  # noqa: PLC0415

        is_read = claim.status == "proposed" and is_named_apart(claim, self.passages)
        return ELSEWHERE if is_read else ""

    def publisher(self, claim: Claim) -> str:
        """Who published the first document that carries a claim; blank if that is not known."""
        found = [self.documents[d].source for d in claim.documents if d in self.documents]
        return self.sources.get(found[0], found[0]) if found else ""

    def who(self, claim: Claim) -> str:
        """Who says a claim: the publisher itself, or the speaker as written, with the account and the chain."""
        if claim.voice in {"outlet", "caption"}:
            name = self.publisher(claim) or claim.speaker or "a publisher not named"
            return f"{name}, {'a caption' if claim.voice == 'caption' else 'own voice'}"
        name = claim.speaker or ("the text itself" if claim.voice == "instrument" else "speaker not named")
        account = f" ({claim.account})" if claim.account and claim.account != claim.speaker else ""
        via = f" via {claim.reported_via}" if claim.reported_via else ""
        return f"{name}{account}{via}" + (f" ({apart})" if (apart := self.apart(claim)) else "")

    def short(self, key: str) -> str:
        """A claim as another one mentions it: its id and who says it."""
        claim = self.claims.get(key)
        name = "" if claim is None else claim.account or claim.speaker
        if claim is not None and claim.voice == "outlet":
            name = self.publisher(claim)
        return f"{legible(key)} ({isolated(legible(name))})" if name else legible(key)

    def cells(self, claim: Claim) -> dict[str, str]:
        """The columns of a claim."""
        from corridor.study.chronology import dated  # noqa: PLC0415

        more = len(claim.documents) - 1
        return {
            "time": when(claim),
            "known": dated(claim),
            "status": claim.status if set(self.told.statuses) != {claim.status} else "",
            "where": ", ".join(part for part in (claim.place, claim.route) if part),
            "who": self.who(claim),
            "stance": claim.stance,
            "hedge": f"hedged: {claim.hedge}" if claim.hedge else "",
            "claim": claim.claim,
            "document": (claim.documents[0] if claim.documents else "") + (f" +{more}" if more > 0 else ""),
        }


def words_of(claim: Claim) -> str:
    """The words of a claim, with what a speaker holds false marked."""
    false = " (held to be false)" if claim.polarity == "-" and claim.stance != "denied" else ""
    return f"{claim.proposition}{false}"


def when(claim: Claim) -> str:
    """The time of a claim as written, else the days it holds; blank if it gives none."""
    if claim.time:
        return claim.time
    days = [str(d) for d in (claim.valid_from, claim.valid_to) if d is not None]
    return "/".join(dict.fromkeys(days))


def listed(parts: Sequence[str]) -> str:
    """The first of some texts, and how many more there are."""
    more = f" and {len(parts) - SHOWN:,} more" if len(parts) > SHOWN else ""
    return ", ".join(parts[:SHOWN]) + more


# ------------------------------------------------------------------------- headings, notes and JSON


def print_heading(title: str, told: Told) -> None:
    """Print the heading: what is told, that proposals are no more than that, by when it was known, and documents."""
    say(styled(title, bold=True))
    total, proposed = len(told.claims), told.statuses.get("proposed", 0)
    if total and proposed == total:
        whole = "This claim is" if total == 1 else f"All {total:,} claims are"
        say(styled(f"PROPOSED, NOT ACCEPTED. {whole} only proposed; no person has accepted any.", bold=True))
    elif proposed:
        say(styled(f"{proposed:,} of {total:,} claims are only PROPOSED; each is marked.", bold=True))
    for status in ("rejected", "retracted"):
        if total and told.statuses.get(status) == total:
            say(styled(f"{status.upper()}. No claim here stands.", bold=True))
    if told.known_by:
        say(f"As published by {told.known_by}.")
    _print_documents(told)


def _print_documents(told: Told) -> None:
    """Which documents carry what is told, where they are few."""
    names = {s.source: s.name or s.source for s in told.model.sources}
    carrying = {d for c in told.claims for d in c.documents}
    found = [d for d in told.model.documents if d.document in carrying]
    for d in found if len(found) <= MOST_DOCUMENTS else ():
        day = f"published {d.published}" if d.published else "day of publication not known"
        basis = f" ({d.published_basis})" if d.published and d.published_basis else ""
        say(
            f"  {legible(d.document)}  {isolated(legible(names.get(d.source, d.source)))}, {legible(day)}{basis}"
        )


def print_notes(told: Told) -> None:
    """Say what is not told, and why."""
    if told.waiting:
        many = "claim waits" if told.waiting == 1 else "claims wait"
        note(f"{told.waiting:,} proposed {many} for review and are not told; --proposed tells them.")
    if told.left_out:
        parts = ", ".join(f"{h.rows:,} {h.noun if h.rows == 1 else h.many}" for h in told.left_out)
        note(f"Above {told.ceiling}, and left out: {parts}.")
    if told.unread:
        note(f"Not told, since they cannot be read: {told.unread}. See `corridor check`.")


def claim_content(claim: Claim, speaking: Speaking) -> dict[str, Any]:
    """A claim as JSON has it."""
    quantity = claim.quantity
    return {
        "claim": claim.claim,
        "status": claim.status,
        "time": claim.time or None,
        "time_precision": claim.time_precision if claim.time else None,
        "time_basis": claim.time_basis if claim.time else None,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "place": claim.place or None,
        "route": claim.route or None,
        "account": claim.account or None,
        "speaker": claim.speaker or None,
        "reported_via": claim.reported_via or None,
        "speaker_named_elsewhere": bool(speaking.apart(claim)),
        "voice": claim.voice,
        "words_are": speaking.told.how.get(claim.claim),
        "stance": claim.stance,
        "hedge": claim.hedge or None,
        "polarity": claim.polarity,
        "type": claim.type or None,
        "proposition": claim.proposition,
        "quantity": None if quantity is None else {
            "low": None if quantity.is_exact else quantity.low, "best": quantity.mid,
            "high": None if quantity.is_exact else quantity.high, "unit": claim.unit, "qualifier": claim.qualifier,
        },
        "documents": list(claim.documents),
    }  # fmt: skip


def told_content(told: Told) -> dict[str, Any]:
    """What JSON says of all that is told: the case, statuses, what was left out."""
    return {
        "case": told.case,
        "statuses": told.statuses,
        "known_by": told.known_by,
        "ceiling": told.ceiling,
        "left_out": {h.many: h.rows for h in told.left_out},
        "proposed_not_told": told.waiting,
        "not_read": told.unread or None,
    }
