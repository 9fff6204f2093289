"""Rows from outside held against the ledger: first the difference, then all of it or nothing.

No files here: `corridor.io.ledger` reads and writes them. Rows come as canonical cells, each with its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corridor.errors import LedgerError, Where
from corridor.ledger.cells import STATUS, Cells, evidence, key_of, references
from corridor.ledger.errors import listed
from corridor.ledger.log import patch
from corridor.ledger.store import Store, Stored

ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A row from outside: its cells, where it stands, and under which letter of a sheet each column does."""

    table: str
    cells: Cells
    where: Where
    letters: Mapping[str, str] = field(default_factory=dict)

    @property
    def row(self) -> str:
        """Its key."""
        return key_of(self.table, self.cells)

    def at(self, column: str) -> Where:
        """Where one of its cells stands."""
        if self.where.row is None or column not in self.letters:
            return self.where
        return Where(self.where.source, self.where.row, f"{self.letters[column]}{self.where.row}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that an import would add or change: the cells before and after, as far as they differ."""

    table: str
    row: str
    where: Where
    before: Cells
    after: Cells
    incoming: Incoming
    seen: Stored | None = None
    """The row of the ledger; None where it is to be added."""

    def __str__(self) -> str:
        """The difference in a line."""
        if self.seen is None:
            return f'+ {self.table} "{self.row}" ({self.where})'
        moved = ", ".join(f'{c}: "{self.before[c]}" -> "{self.after[c]}"' for c in self.after)
        return f'~ {self.table} "{self.row}" ({self.where}): {moved}'


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an import cannot be carried out: where, what was found, what to do."""

    where: Where
    found: str
    fix: str = ""

    def __str__(self) -> str:
        """The refusal in a line."""
        return f"! {self.where}: {self.found} {self.fix}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do. Making one writes nothing."""

    added: tuple[Difference, ...] = ()
    changed: tuple[Difference, ...] = ()
    unchanged: int = 0
    absent: tuple[Stored, ...] = ()
    """Rows that the ledger has and the import, in a table it brings, has not. They stay, unless asked otherwise."""
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader should know, such as numbers that were converted."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.added or self.changed or self.refused)

    def is_to_do(self, *, retract_absent: bool = False) -> bool:
        """Whether an import would write anything, if nothing stands in its way."""
        return bool(self.added or self.changed or (retract_absent and self.retracted))

    @property
    def retracted(self) -> tuple[Stored, ...]:
        """Rows only in the ledger that an import may retract: all but accepted claims."""
        return tuple(s for s in self.absent if s.cells.get(STATUS) != ACCEPTED)

    @property
    def summary(self) -> str:
        """The counts in a line."""
        return (
            f"{len(self.added):,} to add, {len(self.changed):,} to change, {self.unchanged:,} unchanged, "
            f"{len(self.refused):,} refused, {len(self.absent):,} only in the ledger"
        )

    def text(self, *, retract_absent: bool = False) -> str:
        """The counts, then what would be done, refusals first."""
        groups: tuple[Iterable[object], ...] = (self.refused, self.changed, self.added)
        lines = [str(x) for group in groups for x in group]
        going = {(s.table, s.row) for s in self.retracted} if retract_absent else set()
        lines += [
            f'- {s.table} "{s.row}" is only in the ledger, and is retracted'
            if (s.table, s.row) in going
            else f'. {s.table} "{s.row}" is only in the ledger, and stays'
            for s in self.absent
        ]
        return "\n".join(part for part in (self.summary, listed(lines), *self.notes) if part)

    def as_json(self) -> dict[str, Any]:
        """The plan for a program."""
        return {
            "added": [_as_json(d) for d in self.added],
            "changed": [_as_json(d) for d in self.changed],
            "unchanged": self.unchanged,
            "only_in_ledger": [{"table": s.table, "row": s.row} for s in self.absent],
            "refused": [{"where": str(r.where), "found": r.found, "fix": r.fix} for r in self.refused],
            "notes": list(self.notes),
        }


def _as_json(d: Difference) -> dict[str, Any]:
    return {"table": d.table, "row": d.row, "where": str(d.where), "before": d.before, "after": d.after}


class ImportRefused(LedgerError):
    """An import that was not carried out; `plan` says why, and what else it would have done."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        count = len(plan.refused)
        noun = "row or file stands" if count == 1 else "rows or files stand"
        super().__init__(
            f"Nothing was imported: {count:,} {noun} in the way.\n" + listed([str(r) for r in plan.refused])
        )


def compare(
    store: Store,
    rows: Iterable[Incoming],
    *,
    allow: Collection[str] = (),
    refused: Iterable[Refusal] = (),
    notes: Iterable[str] = (),
) -> Plan:
    """What it would take for the ledger to hold these rows.

    Parameters
    ----------
    store : Store
        The ledger.
    rows : iterable of Incoming
        Rows from outside, whole.
    allow : collection of str
        Accepted claims that may be changed, each by its id.
    refused, notes : iterable
        What was seen on reading the rows.

    Returns
    -------
    Plan
        ``plan.unchanged + len(plan.added) + len(plan.changed)`` is the number of rows that are not refused.
    """
    given, problems = _once(rows)
    problems = [*refused, *problems]
    there = {
        name: {s.row: s for s in store.rows(name)} for name in dict.fromkeys(i.table for i in given.values())
    }
    added: list[Difference] = []
    changed: list[Difference] = []
    unchanged = 0
    for (name, row), incoming in given.items():
        seen = there[name].get(row)
        if seen is not None and seen.cells == incoming.cells:
            unchanged += 1
            continue
        before, after = patch(seen.cells if seen else {}, incoming.cells)
        found = Difference(
            table=name,
            row=row,
            where=incoming.where,
            before=before,
            after=after,
            incoming=incoming,
            seen=seen,
        )
        (added if seen is None else changed).append(found)
    problems += _accepted(changed, allow)
    problems += _beneath(store, changed, allow)
    problems += _unknown(store, [*added, *changed], given)
    absent = [s for name, known in there.items() for row, s in known.items() if (name, row) not in given]
    return Plan(
        added=tuple(added),
        changed=tuple(changed),
        unchanged=unchanged,
        absent=tuple(s for s in absent if s.cells.get(STATUS) != "retracted"),
        refused=tuple(problems),
        notes=tuple(notes),
    )


def _once(rows: Iterable[Incoming]) -> tuple[dict[tuple[str, str], Incoming], list[Refusal]]:
    """Each row by its key; a key that stands twice is refused."""
    found: dict[tuple[str, str], Incoming] = {}
    problems = []
    for incoming in rows:
        at = (incoming.table, incoming.row)
        other = found.setdefault(at, incoming)
        if other is not incoming:
            text = f'"{incoming.row}" stands already in row {other.where.row}.'
            problems.append(Refusal(incoming.at(_first_key(incoming)), text, "Delete one of the two."))
    return found, problems


def _first_key(incoming: Incoming) -> str:
    return evidence()[incoming.table].key[0]


def _accepted(changed: Iterable[Difference], allow: Collection[str]) -> Iterator[Refusal]:
    """Accepted claims are changed only where that was asked for, claim by claim."""
    for d in changed:
        if (
            d.table == "claims"
            and d.seen is not None
            and d.seen.cells[STATUS] == ACCEPTED
            and d.row not in allow
        ):
            column = next(iter(d.after))
            text = f'"{d.row}" is accepted, and {", ".join(d.after)} would change: {_shown(d, column)}.'
            yield Refusal(
                d.incoming.at(column),
                text,
                "Leave it as the ledger has it, or allow the change of this claim by name.",
            )


STANDS = {"passages": ("document", "start", "end", "hash"), "documents": ("sha256",)}
"""Columns that say on which words a claim rests: who changes them changes the claim."""


def _beneath(store: Store, changed: Iterable[Difference], allow: Collection[str]) -> Iterator[Refusal]:
    """The words beneath an accepted claim are changed only where that was asked for, as the claim itself."""
    moved = [d for d in changed if d.seen is not None and set(STANDS.get(d.table, ())) & set(d.after)]
    if not moved:
        return
    resting = _resting(store)
    for d in moved:
        named = sorted(resting.get((d.table, d.row), set()) - set(allow))
        if named:
            column = next(c for c in STANDS[d.table] if c in d.after)
            more = f" and {len(named) - 1:,} more" if len(named) > 1 else ""
            text = f'"{named[0]}"{more}, accepted, rests on it, and it would change: {_shown(d, column)}.'
            fix = "Leave it as the ledger has it, or allow the change of these claims by name."
            yield Refusal(d.incoming.at(column), text, fix)


def _resting(store: Store) -> dict[tuple[str, str], set[str]]:
    """Accepted claims that rest on each passage, and through it on each document."""
    holder = {p.row: str(p["document"]) for p in store.rows("passages")}
    found: dict[tuple[str, str], set[str]] = {}
    for claim in store.rows("claims", {STATUS: ACCEPTED}):
        spots = [p for p in (*claim["passages"], claim["speaker_passage"]) if p]
        for at in [("passages", p) for p in spots] + [("documents", holder[p]) for p in spots]:
            found.setdefault(at, set()).add(claim.row)
    return found


def _shown(d: Difference, column: str) -> str:
    return f'{column} from "{d.before[column]}" to "{d.after[column]}"'


def _unknown(
    store: Store, differences: Iterable[Difference], given: Mapping[tuple[str, str], Incoming]
) -> Iterator[Refusal]:
    """Ids that neither the ledger nor the import has."""
    asked: dict[str, dict[str, list[tuple[Difference, str]]]] = {}
    for d in differences:
        for column, target, i in references(d.table, d.incoming.cells):
            if (target, i) not in given:
                asked.setdefault(target, {}).setdefault(i, []).append((d, column))
    for target, ids in asked.items():
        for i in sorted(store.missing(target, ids)):
            for d, column in ids[i]:
                text = f'no row of {target} is called "{i}".'
                yield Refusal(d.incoming.at(column), text, f"Correct the spelling, or add it to {target}.")


def carry_out(
    store: Store, plan: Plan, who: str, reason: str, *, retract_absent: bool = False
) -> tuple[int, ...]:
    """Do what a plan says, in one batch; the numbers of the entries of the log.

    Parameters
    ----------
    store : Store
        The ledger that the plan was made for. A row that has moved since is a Conflict.
    plan : Plan
        Made by `compare`, with nothing refused.
    who, reason : str
        Stand in the log. The reason is needed where something changes.
    retract_absent : bool
        Whether rows that only the ledger has are retracted. Accepted claims never are by an import.

    Raises
    ------
    ImportRefused
        When the plan has refusals.
    LedgerError
        For whatever the ledger refuses; nothing was written then.
    """
    if plan.refused:
        raise ImportRefused(plan)
    with store.write(who, reason) as batch:
        for d in plan.added:
            batch.bring_in(d.table, d.incoming.cells)
        for d in plan.changed:
            if d.seen is not None:
                batch.revise(d.seen, d.after, reason=reason)
        for seen in plan.retracted if retract_absent else ():
            batch.retract(seen, reason=reason)
    return batch.entries


def counts(entries: Iterable[Difference]) -> dict[str, int]:
    """How many rows of each table."""
    return dict(Counter(d.table for d in entries))
