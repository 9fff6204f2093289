"""Decisions made away from the ledger: each held against the claim it was made of, then all of them or nothing.

A decision names its claim and the hash of the claim as it was seen. Reading a file of them is for
`corridor.io.decisions`. What a correction must answer to is what a correction at the terminal must: the table, the
strict verifier, and for a severe claim a second reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corridor.errors import LedgerError, Where
from corridor.ledger.cells import STATUS, Cells, content_hash, table_of
from corridor.ledger.errors import RowError, listed
from corridor.ledger.interchange import Refusal
from corridor.ledger.log import Entry, patched
from corridor.ledger.readers import NOT_WORDING, is_machine, unread
from corridor.ledger.store import Store, Stored
from corridor.ledger.store.batch import cells_after

WORDS = {"accept": "accepted", "correct": "accepted", "reject": "rejected"}
"""What may be decided, and the status that follows."""
NOT_CORRECTED = frozenset(
    {"claim", STATUS, "proposed_by", "passages", "documents", "speaker_passage", "credibility",
     "independence_group"}
)  # fmt: skip
"""Columns of a claim that no decision corrects: its label and status, and what it rests on."""
FOUND_ON = "review page"

Judge = Callable[[Mapping[str, str]], Sequence[str]]
"""What the strict verifier refuses of the cells of a claim, in words; nothing if it lets them pass."""


def correctable() -> tuple[str, ...]:
    """Columns of a claim that a decision may correct, in the order of the schema."""
    return tuple(c for c in table_of("claims").columns if c not in NOT_CORRECTED)


def columns() -> tuple[str, ...]:
    """Columns of a file of decisions, in order."""
    return ("claim", "hash", "decision", "reason", "corrected", *correctable(), "who", "when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision on a claim, as a file has it.

    Attributes
    ----------
    claim, hash : str
        The claim, and the hash of its content as it was seen.
    decision : str
        `accept`, `correct` (and accept) or `reject`.
    reason, who, when : str
        Why, by whom, at what hour; `who` and `when` may be blank.
    corrections : mapping of str to str
        Column to its new text; a blank one empties it.
    where : Where
        Its row in the file; `letters` are those of its columns.
    """

    claim: str
    hash: str
    decision: str
    reason: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)
    who: str = ""
    when: str = ""
    where: Where = field(default_factory=lambda: Where("decisions"))
    letters: Mapping[str, str] = field(default_factory=dict)

    def at(self, column: str) -> Where:
        """Where one of its cells stands."""
        if self.where.row is None or column not in self.letters:
            return self.where
        return Where(self.where.source, self.where.row, f"{self.letters[column]}{self.where.row}")

    @property
    def told(self) -> str:
        """The reason as the log has it: the one given, and where and when it was decided."""
        at = f"{FOUND_ON}, {self.when}" if self.when else FOUND_ON
        return f"{self.reason} ({at})" if self.reason else at


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a decision would do: the claim as it is, the cells that change, the status it ends in, and why it waits."""

    decision: Decision
    seen: Stored
    before: Cells
    after: Cells
    status: str
    waits: str = ""

    def __str__(self) -> str:
        """The step in a line."""
        moved = "".join(f'; {c}: "{self.before.get(c, "")}" -> "{t}"' for c, t in self.after.items())
        why = f"; {self.decision.reason}" if self.status == "rejected" else ""
        waits = f"; stays proposed: {self.waits}" if self.waits else ""
        return f'~ claim "{self.seen.row}" ({self.decision.where}): {self.status}{moved}{why}{waits}'


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPlan:
    """What a file of decisions would do. Making one writes nothing.

    Attributes
    ----------
    steps : tuple of Step
        What would be written.
    unchanged : int
        Decisions that the ledger holds already.
    refused : tuple of Refusal
        What stands in the way, by row.
    who : str
        Who decided; stands in the log.
    """

    steps: tuple[Step, ...] = ()
    unchanged: int = 0
    refused: tuple[Refusal, ...] = ()
    who: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many claims would be accepted, corrected, rejected."""
        found = Counter(s.decision.decision for s in self.steps)
        return {word: found[word] for word in WORDS}

    @property
    def text(self) -> str:
        """The counts, then each refusal and each step in a line."""
        told = ", ".join(f"{n:,} to {word}" for word, n in self.counts.items())
        head = f"{told}, {self.unchanged:,} so already, {len(self.refused):,} refused; decided by {self.who}"
        return "\n".join(p for p in (head, listed([str(x) for x in (*self.refused, *self.steps)])) if p)

    def as_json(self) -> dict[str, Any]:
        """The plan for a program."""
        return {
            "who": self.who,
            "steps": [
                {"claim": s.seen.row, "decision": s.decision.decision, "status": s.status, "before": s.before,
                 "after": s.after, "reason": s.decision.reason, "waits": s.waits, "where": str(s.decision.where)}
                for s in self.steps
            ],
            "unchanged": self.unchanged,
            "refused": [{"where": str(r.where), "found": r.found, "fix": r.fix} for r in self.refused],
        }  # fmt: skip


class DecisionsRefused(LedgerError):
    """Decisions that were not carried out; `plan` says why."""

    def __init__(self, plan: DecisionPlan) -> None:
        self.plan = plan
        count = len(plan.refused)
        noun = "row stands" if count == 1 else "rows stand"
        super().__init__(
            f"Nothing was written: {count:,} {noun} in the way.\n" + listed([str(r) for r in plan.refused])
        )


class _Refused(Exception):
    """A decision that cannot be taken: the column it fails at, what was found, what to do."""

    def __init__(self, column: str, found: str, fix: str) -> None:
        super().__init__(found)
        self.column, self.found, self.fix = column, found, fix


# ------------------------------------------------------------------------------------------- planning


def plan_decisions(
    store: Store,
    decisions: Sequence[Decision],
    who: str,
    judge: Judge,
    *,
    refused: Iterable[Refusal] = (),
) -> DecisionPlan:
    """What a file of decisions would do to a ledger; nothing is written.

    Parameters
    ----------
    store : Store
        The ledger.
    decisions : sequence of Decision
        One a claim.
    who : str
        Who decided, where the file does not say.
    judge : callable
        The strict verifier.
    refused : iterable of Refusal
        What was seen on reading the file.

    Returns
    -------
    DecisionPlan
        ``len(plan.steps) + plan.unchanged`` is the number of decisions that are not refused. A decision that the
        ledger holds already is no step, so a second time there is nothing to do.
    """
    problems = list(refused)
    names = list(dict.fromkeys(d.who.strip() or who.strip() for d in decisions)) or [who.strip()]
    problems += _of_one(decisions, who, names)
    steps: list[Step] = []
    unchanged = 0
    first: dict[str, Decision] = {}
    for d in decisions:
        try:
            _check_once(d, first.setdefault(d.claim, d))
            step = _step(store, d, names[0], judge)
        except _Refused as error:
            problems.append(Refusal(d.at(error.column), error.found, error.fix))
            continue
        steps += [step] if step else []
        unchanged += step is None
    return DecisionPlan(steps=tuple(steps), unchanged=unchanged, refused=tuple(problems), who=names[0])


def _check_once(d: Decision, first: Decision) -> None:
    if d is not first:
        found = f'"{d.claim}" is decided already in row {first.where.row}.'
        raise _Refused("claim", found, "Delete one of the two.")


def _of_one(decisions: Iterable[Decision], who: str, names: Sequence[str]) -> Iterator[Refusal]:
    """Refusals where a file is of several persons, of nobody, or of a machine."""
    if not names[0]:
        yield Refusal(Where("decisions"), "it is not said who decided.", "Give --who, a name or a role.")
    for d in decisions:
        name = d.who.strip() or who.strip()
        if name != names[0]:
            found = f'"{name}" decided this row, "{names[0]}" those before.'
            yield Refusal(d.at("who"), found, "Import a file for each person.")
        elif is_machine(name):
            found = f'"{name}" is a machine: it may propose, and a person decides.'
            yield Refusal(d.at("who"), found, "Write the name of the person who decided.")


def _step(store: Store, d: Decision, who: str, judge: Judge) -> Step | None:
    """What a decision would do; None where the ledger holds it already.

    Raises
    ------
    _Refused
    """
    seen = store.get("claims", d.claim)
    _check_form(d, seen)
    if seen is None:
        raise _Refused("claim", f'the ledger has no claim "{d.claim}".', "Correct the spelling.")
    if d.decision == "correct":
        return _corrected(store, d, seen, who, judge)
    if seen.hash != d.hash:
        raise _changed(store, d)
    if seen["status"] == WORDS[d.decision]:
        return None
    _check_open(store, d, seen)
    if d.decision == "accept":
        _check_words(judge, d, seen.cells)
        lack = unread(store, [seen], who).get(seen.row, "")
        if lack:
            raise _Refused("decision", f"{lack}.", "Leave the row out; it stays proposed.")
    return Step(decision=d, seen=seen, before={}, after={}, status=WORDS[d.decision])


def _check_form(d: Decision, seen: Stored | None) -> None:
    """Refuse what a row may not say, whatever the ledger holds."""
    if d.decision not in WORDS:
        found = f'"{d.decision}" is no decision.' if d.decision else "nothing is decided."
        raise _Refused("decision", found, f"Write one of: {', '.join(WORDS)}; or delete the row.")
    if seen is not None and not d.hash:
        fix = "Decide on a page made anew: the hash says which claim was seen."
        raise _Refused("hash", "the hash is blank.", fix)
    if d.decision == "reject" and not d.reason:
        raise _Refused("reason", "a claim is rejected for a reason, and none is given.", "Say why.")
    if d.decision == "correct" and not d.corrections:
        fix = "Name the columns in `corrected`, or write accept."
        raise _Refused("corrected", "it is to be corrected, and no column is named.", fix)
    if d.decision != "correct" and d.corrections:
        found = f"{', '.join(d.corrections)} would be corrected, and the decision is {d.decision}."
        raise _Refused("decision", found, "Write correct, or empty the column `corrected`.")


def _check_open(store: Store, d: Decision, seen: Stored) -> None:
    if seen["status"] != "proposed":
        found = f"it is {seen['status']} by now: {_last(store, d.claim)}."
        raise _Refused("decision", found, "Leave the row out, or take it up with whoever decided.")


def _check_words(judge: Judge, d: Decision, cells: Mapping[str, str]) -> None:
    told = judge(cells)
    if told:
        column = "corrected" if d.decision == "correct" else "decision"
        raise _Refused(column, f"the verifier refuses it: {'; '.join(told)}.", "Correct it, or reject it.")


def _changed(store: Store, d: Decision) -> _Refused:
    found = f"the claim is not the one that was seen: {_last(store, d.claim)}."
    return _Refused("hash", found, "Make the page anew, and decide on what stands there now.")


def _last(store: Store, claim: str) -> str:
    entries = store.log("claims", claim)
    return f"{entries[-1].action} by {entries[-1].by}" if entries else "nothing in the log says why"


def _corrected(store: Store, d: Decision, seen: Stored, who: str, judge: Judge) -> Step | None:
    """A correction: written and accepted; if it lacks a second reader, written and left proposed."""
    if seen.hash == d.hash and seen["status"] == "proposed":
        cells = _after(d, seen.cells)
    else:
        _check_done(store, d, seen)
        if seen["status"] == "accepted":
            return None
        _check_open(store, d, seen)
        cells = dict(seen.cells)
    _check_words(judge, d, cells)
    waits = _waits(store, seen, cells, who)
    changed = {c: cells.get(c, "") for c in (*seen.cells, *cells) if cells.get(c) != seen.cells.get(c)}
    if waits and not changed:
        return None
    before = {c: seen.cells.get(c, "") for c in changed}
    status = "proposed" if waits else "accepted"
    return Step(decision=d, seen=seen, before=before, after=changed, status=status, waits=waits)


def _after(d: Decision, cells: Mapping[str, str]) -> Cells:
    """The cells of a claim once it is corrected."""
    odd = [c for c in d.corrections if c not in correctable()]
    if odd:
        found = f"{', '.join(odd)} cannot be corrected here."
        raise _Refused("corrected", found, f"There are: {', '.join(correctable())}.")
    try:
        return cells_after("claims", cells, d.corrections)
    except RowError as error:
        column = error.where.rpartition(", ")[2]
        raise _Refused(column, f"{column}: {error.found}.", error.expected) from None


def _check_done(store: Store, d: Decision, seen: Stored) -> None:
    """Refuse a correction of a claim that has moved, unless just this correction moved it."""
    base = _as_seen(store.log("claims", d.claim), d.hash)
    if base is None or content_hash("claims", _after(d, base)) != seen.hash:
        if seen.hash == d.hash:
            _check_open(store, d, seen)
        raise _changed(store, d)


def _as_seen(entries: Iterable[Entry], wanted: str) -> Cells | None:
    """The cells of a claim when its content had a hash, by the log; None if it never had."""
    cells: Cells = {}
    for entry in entries:
        if entry.after is not None:
            cells = patched(cells, entry.after)
            if content_hash("claims", cells) == wanted:
                return cells
    return None


def _waits(store: Store, seen: Stored, cells: Cells, who: str) -> str:
    """What is missing before a corrected claim may be accepted; new words are read by nobody but who wrote them."""
    new = replace(seen, cells=cells)
    moved = {c for c in (*seen.cells, *cells) if cells.get(c) != seen.cells.get(c)}
    return unread(store, [new], who, worded=not moved <= NOT_WORDING).get(seen.row, "")


# ---------------------------------------------------------------------------------------- carrying out


def carry_out_decisions(store: Store, plan: DecisionPlan) -> tuple[int, ...]:
    """Do what a plan says, in one batch; the numbers of the entries of the log.

    Raises
    ------
    DecisionsRefused
        When the plan has refusals.
    Conflict
        When a claim has moved since the plan was made; nothing was written then.
    """
    if plan.refused:
        raise DecisionsRefused(plan)
    with store.write(plan.who, FOUND_ON) as batch:
        for step in plan.steps:
            why = step.decision.told
            if step.after:
                batch.change(step.seen, step.after, reason=why)
            if step.status == "accepted":
                batch.accept(step.seen, reason=why)
            elif step.status == "rejected":
                batch.reject(step.seen, reason=why)
    return batch.entries
