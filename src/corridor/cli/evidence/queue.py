"""The queue of a review: shows a claim, asks for a letter, writes what was decided at once.

Everything is asked and shown on stderr and read line by line from stdin, so that a program can answer, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corridor.cli.common import legible, note, styled
from corridor.cli.evidence.asking import agree, ask
from corridor.cli.evidence.deciding import accept_all
from corridor.cli.evidence.finding import row_of
from corridor.cli.evidence.legible import in_paragraph, shortened
from corridor.errors import CorridorError

if TYPE_CHECKING:
    from corridor.cli.evidence.desk import Desk
    from corridor.ledger.reading.linking import Proposed
    from corridor.ledger.store import Stored

HELP = """  a  accept it             e  edit a field        s  skip it, decide later
  r  reject it, and why    l  link it to another  q  quit; what was decided stays
  g  grade it, and why     ?  this help"""
OFFERED = (
    "Link it to which claim? A number confirms the one put forward, -number dismisses it, or name a claim:"
)
QUIET = ("claim", "status", "passages", "speaker_passage")
"""Columns that are not shown among the fields: they are seen elsewhere."""

FIXED = {"claim": "it is the label by which others name the claim", "status": "accept or reject the claim"}
"""Columns that an edit does not touch, and why."""


class Quit(Exception):
    """The reviewer stops."""


@dataclass
class Queue:
    """A review going on: who decides, and what was decided of which claim."""

    desk: Desk
    who: str
    done: dict[str, str] = field(default_factory=dict)
    is_interrupted: bool = False

    def go(self, claims: Sequence[Stored]) -> None:
        """Take the claims one after the other, until there is none left or the reviewer quits."""
        try:
            for number, claim in enumerate(claims, start=1):
                self._take(claim, f"{number:,} of {len(claims):,}")
        except Quit:
            return

    def summary(self) -> str:
        """How many were decided, and how."""
        counts = {word: list(self.done.values()).count(word) for word in dict.fromkeys(self.done.values())}
        return (
            f"{', '.join(f'{n:,} {word}' for word, n in counts.items())}." if counts else "Nothing decided."
        )

    def _take(self, listed: Stored, progress: str) -> None:
        """One claim, until it is decided or skipped; read anew each time it is shown."""
        while True:
            seen = row_of(self.desk.store, "claims", listed.row)
            if seen["status"] != listed["status"]:
                note(f"{progress}  {seen.row} is {seen['status']} by now; somebody else decided.")
                return
            self._show(seen, progress)
            if self._ask(seen):
                return

    def _ask(self, seen: Stored) -> bool:
        """Ask until a step is taken; whether the claim is done with."""
        steps: dict[str, Callable[[Stored], bool]] = {
            "a": self._accept,
            "r": self._reject,
            "e": self._edit,
            "l": self._link,
            "g": self._grade,
            "s": lambda _: True,
        }
        while True:
            letter = ask("a accept, r reject, e edit, s skip, l link, g grade, q quit, ? help:")
            if letter is None or letter.casefold() in {"q", "quit"}:
                raise Quit
            step = steps.get(letter.casefold()[:1] if letter else "")
            if step is None:
                note(HELP if letter == "?" else f'"{legible(letter)}" is none of the letters.\n{HELP}')
                continue
            try:
                return step(seen)
            except CorridorError as error:
                note(str(error))
                if self._is_changed(seen):
                    return False

    def _is_changed(self, seen: Stored) -> bool:
        now = self.desk.store.get("claims", seen.row)
        return now is None or now.version != seen.version

    # ------------------------------------------------------------------------------------ showing

    def _show(self, seen: Stored, progress: str) -> None:
        from corridor.cli.evidence import gathering as g  # noqa: PLC0415

        note("")
        heading = f"{progress}  claim {seen.row}, {seen['status']}"
        note(styled(heading, bold=True))
        for spot in g.spots(self.desk, seen["passages"]):
            note(f"  {spot['document']}, {spot['start']} to {spot['end']}: {spot['state']}")
            if spot["state"] == "fresh":
                note(_indented(in_paragraph(spot["before"], spot["words"], spot["after"])))
            else:
                note(f"    {legible(spot['why'])}")
        if not seen["passages"]:
            note("  Not anchored: no passage; it was never held against a text.")
        for column, text in seen.cells.items():
            if column not in QUIET:
                note(f"  {column}: {legible(text)}")
        for f in self.desk.findings(seen):
            note(f"  ! {f.level}: {legible(f.why)}")
        for k in g.links_of(self.desk.store, seen.row):
            note(f"  {k['kind']} {k['other']} [{k['status']}]: {shortened(k['proposition'], 90)}")
        for grade in g.grades_of(self.desk.store, seen.row):
            note(
                f"  graded {grade.get('credibility')} by {legible(grade['by_whom'])}: {legible(grade['grounds'])}"
            )
        for twin in alike(self.desk, seen):
            note(f"  much like {twin.row} [{twin['status']}]: {shortened(twin['proposition'], 90)}")

    # ----------------------------------------------------------------------------------- deciding

    def _accept(self, seen: Stored) -> bool:
        why = ""
        if seen["status"] in {"rejected", "retracted"}:
            why = _told(f"It is {seen['status']}. Why accept it?")
        accept_all(self.desk, [seen], self.who, why)
        self.done[seen.row] = "accepted"
        return True

    def _reject(self, seen: Stored) -> bool:
        why = _told("Why reject it?")
        with self.desk.store.write(self.who, why) as batch:
            batch.reject(seen)
        self.done[seen.row] = "rejected"
        return True

    def _edit(self, seen: Stored) -> bool:
        from corridor.cli.evidence.filters import attribute_of  # noqa: PLC0415

        column = _told("Which field?")
        attribute_of("claims", column)
        if column in FIXED:
            note(f"{column} is not edited here: {FIXED[column]}. Nothing was written.")
            return False
        old = seen.cells.get(column, "")
        new = ask(f'{column} is "{legible(old)}". New value (blank empties it):')
        if new is None:
            raise Quit
        note(f"  - {column}: {legible(old)}\n  + {column}: {legible(new)}")
        why = _told("Why?") if seen["status"] == "accepted" else "review"
        if not agree("Write this change?"):
            note("Nothing was written.")
            return False
        with self.desk.store.write(self.who, why) as batch:
            batch.change(seen, {column: new})
        return False

    def _link(self, seen: Stored) -> bool:
        from corridor.cli.evidence import link as links  # noqa: PLC0415
        from corridor.cli.evidence import proposed_links as put  # noqa: PLC0415

        likely = put.partners(self.desk.store, seen.row)
        for line in put.named(likely, seen.row):
            note(line)
        other = _told(OFFERED if likely else "Link it to which claim?")
        number, is_dismissed = other.removeprefix("-"), other.startswith("-")
        if number.isascii() and number.isdecimal() and 1 <= int(number) <= len(likely):
            self._settle(likely[int(number) - 1], is_dismissed=is_dismissed)
            return False
        links.pair(self.desk.store, seen.row, other)
        kind = links.kind_of(
            _told("How? same, supports, contradicts, tension, differs, answers, repeats, supersedes:")
        )
        first, second = links.pair(self.desk.store, seen.row, other)
        free = agree("Are the two independent?")
        for text in links.warnings(self.desk.store, first, second, kind, independent=free):
            note(text)
        with self.desk.store.write(self.who, "review") as batch:
            batch.link(seen.row, other, kind, independent=free)
        return False

    def _settle(self, one: Proposed, *, is_dismissed: bool) -> None:
        """Confirm a link that a rule put forward, or dismiss it."""
        from corridor.cli.evidence import proposed_links as put  # noqa: PLC0415

        store = self.desk.store
        key = (
            put.dismiss(store, one.a, one.b, who=self.who)
            if is_dismissed
            else put.confirm(store, one, who=self.who)
        )
        note(f"  {legible(key)}: written")

    def _grade(self, seen: Stored) -> bool:
        from corridor.cli.evidence.assess import GRADES, diagonal  # noqa: PLC0415

        grade = _told(f"Grade ({', '.join(f'{n} {words}' for n, words in GRADES.items())})?")
        if grade not in GRADES:
            note(f'"{legible(grade)}" is no grade. Nothing was written.')
            return False
        why = _told("On what grounds?")
        with self.desk.store.write(self.who, "review") as batch:
            batch.assess(seen.row, grade, why)
        for text in diagonal(self.desk.store, seen, grade):
            note(text)
        return False


def alike(desk: Desk, claim: Stored) -> list[Stored]:
    """Other claims that say the same, or rest on the same words."""
    rows = [r for p in claim["passages"] for r in desk.store.rows("claims", {"passages": p})]
    rows += desk.store.rows("claims", {"proposition": claim["proposition"]})
    return list({r.row: r for r in rows if r.row != claim.row}.values())


def _told(question: str) -> str:
    """An answer that may not be blank."""
    while True:
        found = ask(question)
        if found is None:
            raise Quit
        if found:
            return found
        note("Something is needed here; q at the next letter quits.")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))
