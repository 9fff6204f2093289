"""A reader's desk: the ledger, its documents read once and checked, and what the verifier says of a claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.cli.common import find_case
from corridor.cli.evidence.finding import row_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridor.ledger.documents import DocumentError, Reading
    from corridor.ledger.passages import Custody, Standing
    from corridor.ledger.records import Passage
    from corridor.ledger.store import Store, Stored
    from corridor.ledger.verify import Finding


@dataclass
class Desk:
    """The ledger of a case and the folder with its documents; each document is read when it is first asked for."""

    store: Store
    folder: Path
    _read: dict[str, Reading | DocumentError] = field(default_factory=dict)
    _aliases: dict[str, tuple[str, ...]] | None = None

    @classmethod
    def of(cls, store: Store, case: str) -> Desk:
        """The desk of a case: a workbook has no folder of documents, so the ledger's own is taken."""
        path = find_case(case)
        return cls(store, path if path.is_dir() else store.path.parent.parent)

    def reading(self, document: str) -> Reading:
        """The text of a document.

        Raises
        ------
        DocumentError
            When it is not at hand, or not the file that was entered.
        """
        from corridor.ledger.documents import DocumentError, read_document  # noqa: PLC0415

        if document not in self._read:
            row = row_of(self.store, "documents", document)
            try:
                self._read[document] = read_document(row.record, self.folder)  # type: ignore[arg-type]
            except DocumentError as error:
                self._read[document] = error
        found = self._read[document]
        if isinstance(found, DocumentError):
            raise found
        return found

    def at_hand(self, document: str) -> Reading | None:
        """The text of a document; None where it cannot be read."""
        from corridor.ledger.documents import DocumentError  # noqa: PLC0415

        try:
            return self.reading(document)
        except DocumentError:
            return None

    @property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Other names of each actor, by its name."""
        if self._aliases is None:
            actors = self.store.rows("actors")
            self._aliases = {str(a["name"]): (a.row, *a["aliases"]) for a in actors}
        return self._aliases

    def passage(self, key: str) -> Passage:
        """The record of a passage."""
        return row_of(self.store, "passages", key).record  # type: ignore[return-value]

    def standing(self, passage: Passage) -> Standing:
        """Whether a passage still stands."""
        from corridor.ledger.documents import Changed, DocumentError  # noqa: PLC0415
        from corridor.ledger.passages import Standing, standing  # noqa: PLC0415

        try:
            return standing(passage, self.reading(passage.document))
        except Changed as error:
            return Standing(passage.passage, passage.document, "stale", error.found)
        except DocumentError as error:
            return standing(passage, None, error.found)

    def anchor(self, claim: Stored) -> str:
        """What a claim rests on: anchored, stale or unanchored."""
        from corridor.ledger.passages import anchor  # noqa: PLC0415

        found = {p: self.standing(self.passage(p)) for p in claim["passages"]}
        return anchor(claim.record, found)  # type: ignore[arg-type]

    def findings(self, claim: Stored) -> tuple[Finding, ...]:
        """What the verifier says of a claim when it is held against its passages again, a person reading."""
        return self.findings_of(claim.cells, by_person=True)

    def findings_of(self, cells: Mapping[str, str], *, by_person: bool) -> tuple[Finding, ...]:
        """What the verifier says of the cells of a claim, held against the passages that they name."""
        from corridor.ledger.reading_claims import reread  # noqa: PLC0415
        from corridor.ledger.verify import Finding  # noqa: PLC0415

        passages = [self.passage(p) for p in cells.get("passages", "").split(", ") if p]
        stale = [
            Finding("refused", "stale", f"{s.passage} is stale: {s.why}")
            for p in passages
            if (s := self.standing(p)).state == "stale" and self.at_hand(p.document) is None
        ]
        named = cells.get("speaker_passage", "")
        speaker = None if not named else (spot := self.passage(named), self.at_hand(spot.document))
        placed = [(p, self.at_hand(p.document)) for p in passages]
        return (*stale, *reread(cells, placed, speaker=speaker, aliases=self.aliases, by_person=by_person))

    def words_of(self, passage: Passage) -> str | None:
        """The exact words of a passage; None where they cannot be read."""
        if self.standing(passage).state != "fresh":
            return None
        return self.reading(passage.document).text[passage.start : passage.end]

    def custody(self) -> Custody:
        """A check of every document and passage: each file is hashed anew."""
        from corridor.ledger.passages import check_custody  # noqa: PLC0415

        read: Any = self.store.records
        return check_custody(read("documents"), read("passages"), read("claims"), self.folder)
