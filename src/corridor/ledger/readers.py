"""Who has read a claim as it stands, and whether that is enough to accept it. Pure functions of records and the log.

A severe claim is accepted only when a person other than the one who accepts has read it: one who proposed or worded
it as it stands, or one who graded it since, with grounds. A machine is never a reader.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from corridor.ledger.cells import STATUS
from corridor.ledger.interchange import Difference, Plan, Refusal
from corridor.ledger.log import Entry
from corridor.ledger.records import Actor, Claim
from corridor.ledger.sensitivity import rank, singles_out
from corridor.ledger.store import Store, Stored
from corridor.ledger.words import words

MACHINES = ("rule", "model")
"""First words by which a machine is named."""
NOT_WORDING = frozenset({STATUS, "proposed_by", "credibility", "sensitivity", "note"})
"""Columns whose change leaves what was read as it was."""


def is_machine(who: str) -> bool:
    """Whether a name is that of a rule or a model, and so of no reader.

    Examples
    --------
    >>> is_machine("model local-7b"), is_machine("rule dates 2"), is_machine("Ruler")
    (True, True, False)
    """
    return (who.split() or [""])[0].casefold() in MACHINES


def why_severe(
    claim: Claim, actors: Iterable[Actor] = (), *, languages: Iterable[str] = ()
) -> tuple[str, ...]:
    """Why a claim asks for two readers; nothing if it does not.

    Parameters
    ----------
    claim : Claim
        The claim; its class, proposition and object are read.
    actors : iterable of Actor
        For the names of private persons.
    languages : iterable of str
        Languages of its documents; English is always among those looked at.

    Returns
    -------
    tuple of str
        Reasons in words: it is internal, it may single a person out, it speaks of law.
    """
    found = ["it is internal"] if rank(claim.sensitivity) == rank("internal") else []
    text = f"{claim.proposition} {claim.object}"
    listed = tuple(actors)
    for language in dict.fromkeys(("en", *languages)):
        flag = singles_out(claim, listed, language=language)
        if flag is not None:
            found.append(f"it may single a person out ({', '.join(flag.found)})")
        law = words(language).legal.search(text)
        if law is not None:
            found.append(f'it speaks of law ("{law[0]}")')
    return tuple(dict.fromkeys(found))


def readers_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Persons who have read a claim as it stands, in the order in which they did.

    Parameters
    ----------
    entries : sequence of Entry
        Entries of the log on the claim and on its assessments, in their order.

    Returns
    -------
    tuple of str
        Who proposed it or changed its words last, and who graded it with grounds since. A change of its words makes
        what was read before unread; so does taking a grade back.
    """
    found: dict[str, None] = {}
    for entry in entries:
        if entry.table == "claims":
            if _is_worded(entry):
                found = {}
                author = _author(entry)
                if author:
                    found[author] = None
        elif entry.after is None:
            found.pop(_grader(entry), None)
        elif entry.after.get("grounds", "").strip() or entry.before is not None:
            found[_grader(entry)] = None
    return tuple(who for who in found if who and not is_machine(who))


def _is_worded(entry: Entry) -> bool:
    """Whether an entry gives the claim words, or other ones."""
    return entry.after is not None and not set(entry.after) <= NOT_WORDING


def _author(entry: Entry) -> str:
    """Who stands behind the words that an entry writes: of a proposal whoever proposed it, else who wrote it."""
    if entry.before is not None:
        return "" if entry.action == "import" else entry.who
    proposed_by = (entry.after or {}).get("proposed_by", "")
    return proposed_by if proposed_by or entry.action == "import" else entry.who


def _grader(entry: Entry) -> str:
    return entry.row.rpartition(" / ")[2]


def missing_reader(why: Sequence[str], readers: Iterable[str], who: str) -> str:
    """What is missing before somebody may accept a claim, in words; blank if nothing is.

    Parameters
    ----------
    why : sequence of str
        Why it is severe; see `why_severe`.
    readers : iterable of str
        Who has read it; see `readers_of`.
    who : str
        Who would accept it.
    """
    if is_machine(who):
        return f'"{who}" is a machine: it may propose, and a person accepts'
    others = [r for r in readers if r.casefold() != who.strip().casefold()]
    if not why or others:
        return ""
    return f"{' and '.join(why)}: nobody but {who} has read it as it stands. A second person grades it, with grounds"


def unread(store: Store, claims: Iterable[Stored], who: str, *, worded: bool = False) -> dict[str, str]:
    """What is missing before somebody may accept claims of a ledger: claim to words, where something is.

    With `worded`, who would accept them has just given them these words, so that nobody else has read them.
    """
    listed = list(claims)
    actors: tuple[Actor, ...] = store.records("actors")  # type: ignore[assignment]
    severe = {
        c.row: why for c in listed if (why := why_severe(_record(c), actors, languages=_languages(store, c)))
    }
    graded = _by_claim(store.log("assessments")) if severe else {}
    found: dict[str, str] = {}
    for claim in listed:
        why = severe.get(claim.row, ())
        asks = why and not worded
        entries = [*store.log("claims", claim.row), *graded.get(claim.row, ())] if asks else []
        lack = missing_reader(why, readers_of(sorted(entries, key=lambda e: e.seq)), who)
        if lack:
            found[claim.row] = lack
    return found


def unread_if_imported(
    store: Store, plan: Plan, who: str, *, allow: Collection[str] = ()
) -> tuple[Refusal, ...]:
    """What a person may not accept by way of a file: claims that need two readers and have not got them.

    Parameters
    ----------
    store : Store
        The ledger that the plan was made for.
    plan : Plan
        What the import would do; grades with grounds that it brings are readings.
    who : str
        Who imports, and so accepts.
    allow : collection of str
        Claims that are allowed by name.
    """
    rising = {d.row: d for d in plan.changed if d.table == "claims" and _rises(d) and d.row not in allow}
    graded = {
        d.incoming.cells["claim"]
        for d in plan.added
        if d.table == "assessments" and d.incoming.cells.get("grounds") and _is_other(d, who)
    }
    seen = [d.seen for d in rising.values() if d.seen is not None]
    return tuple(
        Refusal(
            rising[claim].incoming.at(STATUS),
            f'"{claim}" would be accepted, and {lack}.',
            "Or allow it by name, with the reason.",
        )
        for claim, lack in (unread(store, seen, who) if seen else {}).items()
        if claim not in graded
    )


def _rises(d: Difference) -> bool:
    return d.after.get(STATUS) == "accepted" and d.seen is not None


def _is_other(d: Difference, who: str) -> bool:
    by = d.incoming.cells.get("by_whom", "")
    return bool(by) and not is_machine(by) and by.casefold() != who.strip().casefold()


def _by_claim(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.row.partition(" / ")[0], []).append(entry)
    return found


def _languages(store: Store, claim: Stored) -> list[str]:
    """Languages of the documents that carry a claim."""
    passages = [store.get("passages", p) for p in claim["passages"]]
    names = [*claim["documents"], *(p["document"] for p in passages if p is not None)]
    rows = [store.get("documents", name) for name in dict.fromkeys(names)]
    return [row["language"] for row in rows if row is not None]


def _record(claim: Stored) -> Claim:
    record = claim.record
    if not isinstance(record, Claim):
        raise TypeError(f"{claim.table} holds no claims")
    return record
