"""Whether the evidence of a ledger still stands: every document, every passage, the words behind each accepted claim.

What is *broken* wants mending before the ledger is used; what is *asked* wants a reader's eye. Whether the file of the
ledger is whole is for `Store.verify`. Nothing is written, and whether a claim is true is nobody's question here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corridor.ledger.cells import Cells, cells_of
from corridor.ledger.documents import NotAtHand, Reading
from corridor.ledger.passages import Custody, check_custody
from corridor.ledger.reading_claims import reread
from corridor.ledger.records import Actor, Claim, Document, Passage

Held = tuple[Passage, Reading | None]
_MARK = "Mark the passage anew in the document, give it to the claims that rest on it, and accept those."
_CLAIM = "Correct the claim, or mark other words for it."


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that was found: what it is about, what is wrong, what to do."""

    about: str
    row: str
    found: str
    fix: str = ""

    def __str__(self) -> str:
        """The fault in a line."""
        return f'{self.about} "{self.row}": {self.found}{"" if self.found.endswith(".") else "."} {self.fix}'.rstrip()


@dataclass(frozen=True, slots=True)
class Audit:
    """What a look at all the evidence found.

    Attributes
    ----------
    broken : tuple of Fault
        Documents that changed or cannot be read, passages that are stale, accepted claims that the verifier refuses.
    asked : tuple of Fault
        What a reader should look at in accepted claims.
    custody : Custody
        State of every document, passage and claim.
    accepted, held : int
        Accepted claims, and how many of them were held against their words.
    """

    broken: tuple[Fault, ...]
    asked: tuple[Fault, ...]
    custody: Custody
    accepted: int
    held: int

    @property
    def counts(self) -> dict[str, int]:
        """How many documents, passages and claims are in which state."""
        away = sum(isinstance(e, NotAtHand) for e in self.custody.faults.values())
        states = [s.state for s in self.custody.passages.values()]
        return {
            "documents": len(self.custody.readings) + len(self.custody.faults),
            "documents_at_hand": len(self.custody.readings),
            "documents_not_at_hand": away,
            "documents_broken": len(self.custody.faults) - away,
            "passages": len(states),
            "passages_fresh": states.count("fresh"),
            "passages_stale": states.count("stale"),
            "passages_not_at_hand": states.count("not at hand"),
            "claims": len(self.custody.claims),
            "claims_anchored": len(self.custody.of("anchored")),
            "claims_stale": len(self.custody.of("stale")),
            "claims_unanchored": len(self.custody.of("unanchored")),
            "claims_accepted": self.accepted,
            "claims_held_against_their_words": self.held,
        }


def audit(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    claims: Sequence[Claim],
    actors: Sequence[Actor],
    case_folder: Path,
    also: Sequence[Path] = (),
) -> Audit:
    """Look at all the evidence of a ledger.

    Parameters
    ----------
    documents, passages, claims, actors : sequences of records
        Tables of the ledger.
    case_folder : Path
        Folder of the case, with its copies.
    also : sequence of Path
        Files that may be documents without a copy.

    Returns
    -------
    Audit
        Each accepted claim with an anchored passage was held against the strict verifier, a person having read it.
    """
    custody = check_custody(documents, passages, claims, case_folder, also)
    broken = [*_documents(custody), *_passages(custody)]
    asked: list[Fault] = []
    at = {p.passage: (p, custody.readings.get(p.document)) for p in passages}
    aliases = {a.name: (a.actor, *a.aliases) for a in actors}
    accepted = [c for c in claims if c.status == "accepted"]
    held = [c for c in accepted if custody.claims[c.claim] == "anchored"]
    for claim in held:
        refused, questions = _claim(claim, at, aliases)
        broken += refused
        asked += questions
    return Audit(tuple(broken), tuple(asked), custody, len(accepted), len(held))


def _documents(custody: Custody) -> Iterator[Fault]:
    """Documents that changed or cannot be read, each with the number of its passages that are stale for it."""
    resting = Counter(s.document for s in custody.stale)
    for name, error in custody.faults.items():
        if not isinstance(error, NotAtHand):
            count = resting[name]
            told = f"{count:,} {'passage of it is' if count == 1 else 'passages of it are'} stale"
            yield Fault("document", name, f"{error.found}; {told}" if count else error.found, error.fix)


def _passages(custody: Custody) -> Iterator[Fault]:
    """Stale passages of documents that can be read; those of others are counted with the document."""
    for s in custody.stale:
        if s.document not in custody.faults:
            yield Fault("passage", s.passage, f'it is stale in the document "{s.document}": {s.why}', _MARK)


def _claim(
    claim: Claim, at: Mapping[str, Held], aliases: Mapping[str, Sequence[str]]
) -> tuple[list[Fault], list[Fault]]:
    """What the verifier refuses of a claim and what it asks, each in a line."""
    cells: Cells = cells_of("claims", claim)
    found = reread(
        cells,
        [at[p] for p in claim.passages if p in at],
        speaker=at.get(claim.speaker_passage or ""),
        aliases=aliases,
    )
    levels: dict[str, list[str]] = {"refused": [], "ask": []}
    for finding in found:
        levels[finding.level].append(finding.why)
    made = {
        level: [Fault("claim", claim.claim, "; ".join(whys), _CLAIM if level == "refused" else "")]
        if whys
        else []
        for level, whys in levels.items()
    }
    return made["refused"], made["ask"]
