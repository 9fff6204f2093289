"""`corridor evidence add CASE claim`: one assertion with the exact words it rests on, held against them first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import legible, note
from corridor.cli.evidence.adding import add_options, placed_error, rows_from, told
from corridor.cli.evidence.asking import confirm
from corridor.cli.evidence.columns import column_options, given, needed
from corridor.cli.evidence.deciding import accept_all
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.finding import check_named, row_of
from corridor.cli.evidence.opening import writing
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.verify import Finding

WORDS = ("quote", "at", "speaker_quote", "speaker_at")
"""What a row may say beyond the columns: the words that are to be found."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim to be added: its row, the rows of its passages, and what the verifier says."""

    row: dict[str, Any]
    passages: list[dict[str, Any]] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.row.get("claim") or f'"{legible(str(self.row.get("proposition", "")))[:50]}"')


@click.command()
@column_options("claims", without=("status", "credibility"))
@click.option("--quote", help="The exact words it rests on, in the first --document.")
@click.option("--at", type=click.IntRange(0), help="Where they begin, if they stand there twice.")
@click.option("--speaker-quote", help="The exact words that name the speaker, in the same document.")
@click.option("--speaker-at", type=click.IntRange(0), help="Where those begin, if they stand there twice.")
@click.option("--accept", is_flag=True, help="Accept it at once, where the ledger lets you.")
@add_options
@click.pass_obj
def claim(
    case: str,
    /,
    *,
    from_json: str | None,
    accept: bool,
    who: str,
    reason: str,
    yes: bool,
    exports: bool,
    as_json: bool,
    **columns: Any,
) -> None:
    """Add a claim: who said what, how, and in which words. It is proposed until somebody accepts it.

    Either --passage names where it stands, or --document and --quote do. What the passage does not say is refused;
    what needs a reader's eye is asked.
    """
    row = given(columns)
    if from_json is None:
        needed("claims", row)
    rows = [row] if from_json is None else [{**r, **row} for r in rows_from(from_json)]
    with writing(case, exports=exports, create=True) as store:
        desk = Desk.of(store, case)
        drafts = []
        for number, one in enumerate(rows, start=1):
            drafts.append(_draft(desk, dict(one), who, number, len(rows)))
        judge(drafts, yes=yes)
        with store.write(who, reason) as batch:
            for spot in (p for d in drafts for p in d.passages):
                batch.add("passages", spot)
            keys = [batch.propose(d.row) for d in drafts]
        if accept:
            accept_all(desk, [row_of(store, "claims", k) for k in dict.fromkeys(keys)], who, reason)
        told(store, "claims", keys, _since(store, batch.entries), as_json=as_json, more=_more(drafts))


def _since(store: Any, entries: Sequence[int]) -> list[int]:
    """Entries from the first of a batch on: an acceptance that followed is among them."""
    return [e.seq for e in store.log(since=min(entries) - 1)] if entries else []


def _more(drafts: Sequence[Draft]) -> dict[str, Any]:
    return {
        "findings": [
            {"claim": d.name, "level": f.level, "code": f.code, "why": f.why}
            for d in drafts
            for f in d.findings
        ],
        "notes": [d.note for d in drafts if d.note],
    }


def judge(drafts: Sequence[Draft], *, yes: bool) -> None:
    """Stop at what is refused; ask about the rest.

    Raises
    ------
    NotAllowed
        With every refusal.
    Unanswered, Declined
        When a question is open, or answered no.
    """
    from corridor.ledger.errors import NotAllowed, listed  # noqa: PLC0415

    refused = [f"{d.name}: {legible(f.why)}" for d in drafts for f in d.findings if f.level == "refused"]
    if refused:
        raise NotAllowed(
            "Nothing was written: the verifier refuses.\n"
            + listed(refused)
            + "\nCorrect the claim, or the words it rests on."
        )
    for d in drafts:
        if d.note:
            note(f"{d.name}: {d.note}")
        for f in d.findings:
            note(f"{d.name}: {legible(f.why)}.")
    asked = sum(len(d.findings) for d in drafts)
    if asked:
        things = "this" if asked == 1 else f"these {asked}"
        confirm(f"A reader looks at {things}. Add the claim all the same?", yes=yes)


def _draft(desk: Desk, row: dict[str, Any], who: str, number: int, count: int) -> Draft:
    """A row of claims, placed in its document and held against it."""
    from corridor.ledger.cells import cells_of  # noqa: PLC0415
    from corridor.ledger.errors import RowError  # noqa: PLC0415

    words = {name: row.pop(name, None) for name in WORDS}
    row.pop("status", None)
    row.setdefault("proposed_by", who)
    try:
        label = {} if row.get("claim") else {"claim": "new"}
        cells = cells_of("claims", {**row, **label})
    except RowError as error:
        raise placed_error(error, number, count) from None
    check_named(desk.store, "claims", cells)
    if words["quote"]:
        return _quoted(desk, row, cells, words)
    if words["speaker_quote"]:
        raise UsageError("--speaker-quote goes with --quote. For a passage that is there: --speaker-passage.")
    if cells.get("passages"):
        return _on_passages(desk, row, cells)
    return Draft(row, note="it is not anchored to a passage, so nothing was held against a text")


def _quoted(desk: Desk, row: dict[str, Any], cells: Mapping[str, str], words: Mapping[str, Any]) -> Draft:
    """A claim by the words it rests on."""
    from corridor.ledger.readers import is_machine  # noqa: PLC0415
    from corridor.ledger.reading_claims import place  # noqa: PLC0415

    document = cells.get("documents", "").partition(", ")[0]
    if not document:
        raise UsageError("--quote needs --document: in which one do the words stand?")
    found = place(
        cells,
        desk.reading(document),
        str(words["quote"]),
        at=words["at"],
        speaker_quote=str(words["speaker_quote"] or ""),
        speaker_at=words["speaker_at"],
        aliases=desk.aliases,
        by_person=not is_machine(cells.get("proposed_by", "")),
    )
    spots = [_known(desk, p) for p in (found.passage, found.speaker_passage) if p is not None]
    if found.passage is not None:
        row["passages"] = [spots[0]["passage"], *filter(None, cells.get("passages", "").split(", "))]
    if found.speaker_passage is not None and spots:
        row["speaker_passage"] = spots[-1]["passage"]
    return Draft(row, spots, found.verdict.findings)


def _known(desk: Desk, spot: dict[str, Any]) -> dict[str, Any]:
    """The row of a span: that of the passage which marks it already, if there is one."""
    same = desk.store.rows("passages", {c: spot[c] for c in ("document", "start", "end")}, limit=1)
    return dict(same[0].cells) if same else spot


def _on_passages(desk: Desk, row: dict[str, Any], cells: Mapping[str, str]) -> Draft:
    """A claim on passages that are marked already."""
    from corridor.ledger.readers import is_machine  # noqa: PLC0415

    by_person = not is_machine(cells.get("proposed_by", ""))
    findings = desk.findings_of(cells, by_person=by_person)
    standing = [desk.standing(desk.passage(p)) for p in cells["passages"].split(", ")]
    away = [s for s in standing if s.state == "not at hand"]
    text = f"passage {away[0].passage} was not read again: {away[0].why}" if away else ""
    return Draft(row, findings=findings, note=text)
