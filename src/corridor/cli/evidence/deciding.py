"""What accept, reject, retract and review share: which claims are meant, and whether they may be accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corridor.cli.common import legible, note, say, say_json
from corridor.cli.evidence.finding import one, row_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor.cli.evidence.desk import Desk
    from corridor.ledger.store import Batch, Store, Stored

_SECOND = "\n`corridor evidence assess CASE CLAIM 1-6 --grounds ... --who SECOND` is a second reading."
DONE = {"accept": "accepted", "reject": "rejected", "retract": "retracted"}


def obstacles(desk: Desk, claims: Sequence[Stored], who: str) -> dict[str, list[str]]:
    """Why claims may not be accepted, in words, by claim: a second reader is missing, or the verifier refuses."""
    from corridor.ledger.readers import unread  # noqa: PLC0415

    open_ones = [c for c in claims if c["status"] != "accepted"]
    found: dict[str, list[str]] = {}
    missing = unread(desk.store, open_ones, who)
    for claim in open_ones:
        told = [missing[claim.row]] if claim.row in missing else []
        told += [f.why for f in desk.findings(claim) if f.level == "refused"]
        if told:
            found[claim.row] = told
    return found


def accept_all(desk: Desk, claims: Sequence[Stored], who: str, reason: str) -> list[int]:
    """Accept claims, all or none; the entries of the log.

    Raises
    ------
    NotAllowed
        With everything that stands in the way, and what to do.
    """
    from corridor.ledger.errors import NotAllowed, listed  # noqa: PLC0415

    found = obstacles(desk, claims, who)
    if found:
        lines = [f"{claim}: {legible(why)}" for claim, told in found.items() for why in told]
        which = "1 claim cannot be accepted as it stands" if len(found) == 1 else _several(len(found))
        raise NotAllowed(
            f"Nothing was accepted: {which}.\n"
            + listed(lines)
            + (_SECOND if any("second person" in why for told in found.values() for why in told) else "")
        )
    loose = [c.row for c in claims if desk.anchor(c) == "unanchored" and c["status"] != "accepted"]
    if loose:
        note(f"Not held against a text, because no passage is at hand: {_few(loose)}.")
    with desk.store.write(who, reason) as batch:
        for claim in claims:
            batch.accept(claim)
    return list(batch.entries)


def _several(count: int) -> str:
    return f"{count:,} claims cannot be accepted as they stand"


def decide(
    store: Store,
    claims: Sequence[Stored],
    *,
    who: str,
    reason: str,
    step: Callable[[Batch, Stored], None],
) -> list[int]:
    """Take one step on each row, all or none; the entries of the log."""
    with store.write(who, reason) as batch:
        for claim in claims:
            step(batch, claim)
    return list(batch.entries)


def tell(
    store: Store,
    verb: str,
    rows: Sequence[Stored],
    entries: Sequence[int],
    *,
    as_json: bool,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Say what was decided, and of what it was so already."""
    touched = (
        {e.row for e in store.log(since=min(entries) - 1) if e.seq in set(entries)} if entries else set()
    )
    changed = [r.row for r in rows if r.row in touched]
    same = [r.row for r in rows if r.row not in touched]
    if as_json:
        table = rows[0].table if rows else "claims"
        say_json(
            f"corridor.evidence.{verb}/1",
            {"table": table, "rows": changed, "unchanged": same, "entries": list(entries), **(more or {})},
        )
        return
    for row in rows:
        if row.row in touched:
            say(f"{one(row.table)} {row.row} {DONE[verb]}")
    if same:
        note(f"So already, and nothing was written: {_few(same)}.")


def backed(store: Store, rows: Sequence[Stored]) -> list[str]:
    """Rows of the case that stand on these claims, in words, as the table of supports has them."""
    keys = [r.row for r in rows if r.table == "claims"]
    found = store.rows("supports", {"claim": keys}) if keys else ()
    return [f"{s['table']} {s['key']} ({s['claim']}, {s['role']})" for s in found]


def warn_backed(store: Store, rows: Sequence[Stored]) -> None:
    """Say which numbers rested on claims that no run may use any more."""
    found = backed(store, rows)
    if found:
        note(f"{len(found):,} rows of the case name what is no longer accepted: {_few(found)}.")
        note("`corridor check` lists them. Take the claims out there, or retract the supports.")


def again(store: Store, claim: Stored) -> Stored:
    """A row as it is now."""
    return row_of(store, claim.table, claim.row)


def _few(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - 8:,} more" if len(texts) > 8 else ""
    return ", ".join(legible(t) for t in texts[:8]) + more
