"""Links that rules put forward: listed with their reasons, confirmed or dismissed by a person. Nothing is kept of them.

They are worked out from the claims each time. What a person confirms is a link as any other; what a person dismisses is
one of the kind `unrelated`, so that it stands in the log with who and why, travels with the CSV files, and can be
retracted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corridor.cli.common import legible, note, say, say_json
from corridor.cli.evidence.asking import ask
from corridor.cli.evidence.legible import isolated, shortened
from corridor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridor.cli.evidence.read_files import Read
    from corridor.ledger.reading.linking import Pool, Proposed
    from corridor.ledger.store import Store

SCHEMA = "corridor.evidence.link.proposed/1"
DECIDED = "corridor.evidence.link.decided/1"
TABLES = ("claims", "documents", "passages", "sources", "actors", "claim_links")
"""Tables of a ledger that links are worked out from."""
HELP = """  c  confirm it            d  dismiss it: the two do not bear on each other
  o  confirm another kind  s  skip it, decide later
  ?  this help             q  quit; what was decided stays"""
ASKED = "c confirm, o other kind, d dismiss, s skip, q quit, ? help:"


def pool_of(store: Store, *, ceiling: str = "internal") -> Pool:
    """The claims of a ledger that may be linked, up to a ceiling."""
    from corridor.ledger.reading.linking import Pool  # noqa: PLC0415

    return Pool.of({table: store.records(table) for table in TABLES}, ceiling=ceiling)


def of_read(store: Store, done: Sequence[Read]) -> dict[str, int]:
    """How many links rules put forward for claims just read: with claims of the ledger, and among themselves."""
    from corridor.errors import Where  # noqa: PLC0415
    from corridor.ledger.cells import cells_of, record_of  # noqa: PLC0415
    from corridor.ledger.reading.linking import Pool, propose_links  # noqa: PLC0415

    rows: dict[str, list[Any]] = {table: list(store.records(table)) for table in TABLES}
    held = {c.claim for c in rows["claims"]}
    new: set[str] = set()
    for one in done:
        read = {"documents": [one.row], "passages": one.passages, "claims": one.claims}
        for table, found in read.items():
            key = table.removesuffix("s")
            known = {getattr(r, key) for r in rows[table]}
            for n, row in enumerate(found):
                given = {key: f"{one.row['document']} {n}", "status": "proposed"} if table == "claims" else {}
                full = {**given, **row}
                new |= {full["claim"]} if table == "claims" else set()
                if full[key] not in known:
                    known.add(full[key])
                    rows[table].append(record_of(table, cells_of(table, full), Where("read")))
    told = propose_links(Pool.of(rows), among=new)
    among = sum(p.pair <= new for p in told)
    return {"with_ledger": len(told) - among, "among_new": among, "claims_of_ledger": len(held - new)}


def tell_read(links: Mapping[str, int], case: str) -> None:
    """Say how many links rules put forward for what was read."""
    count = links["with_ledger"] + links["among_new"]
    if not count:
        note("Links that rules put forward: none.")
        return
    with_ledger = f", {links['with_ledger']:,} with claims of the ledger" if links["claims_of_ledger"] else ""
    note(
        f"Links that rules put forward: {links['among_new']:,} among the new claims{with_ledger}. A person confirms "
        f"them: corridor evidence link {case} --proposed"
    )


# ------------------------------------------------------------------------------------------- choosing


def chosen(
    store: Store, *, claims: Collection[str] = (), kinds: Collection[str] = (), least: float = 0.0
) -> list[Proposed]:
    """The links put forward that answer to filters, the highest score first.

    Raises
    ------
    UsageError
        For a claim that is not there.
    """
    from corridor.cli.evidence.finding import rows_of  # noqa: PLC0415
    from corridor.ledger.reading.linking import propose_links  # noqa: PLC0415

    rows_of(store, "claims", claims)
    found = propose_links(pool_of(store), among=claims or None)
    return [p for p in found if p.score >= least and (not kinds or p.kind in kinds)]


def pair_of(store: Store, a: str, b: str) -> Proposed | None:
    """The link that rules put forward between two claims; None if there is none."""
    from corridor.ledger.reading.linking import propose_links  # noqa: PLC0415

    wanted = frozenset((a, b))
    found = propose_links(pool_of(store), among=[a], most=store.count("claims"))
    return next((p for p in found if p.pair == wanted), None)


# -------------------------------------------------------------------------------------------- showing


def tell(store: Store, found: Sequence[Proposed], *, limit: int | None, as_json: bool) -> None:
    """Print links put forward, each with its reasons and both claims; or as JSON."""
    shown = list(found[:limit])
    if as_json:
        say_json(SCHEMA, {"total": len(found), "links": [content(store, p) for p in shown]})
        return
    for p in shown:
        for line in lines(store, p):
            say(line)
    if not found:
        note("Rules put forward no link that answers to that.")
        return
    part = f"{len(shown):,} of {len(found):,}" if len(shown) < len(found) else f"{len(found):,}"
    note(f"{part} put forward by rules; nobody has confirmed them. The score is how much two claims share.")


def content(store: Store, p: Proposed) -> dict[str, Any]:
    """A link put forward as JSON has it."""
    return {
        "a": _side(store, p.a), "b": _side(store, p.b), "kind": p.kind, "score": p.score, "made_by": p.by,
        "agree": list(p.agree), "why": p.why, "question": p.question or None, "rule": p.rule,
        "one_origin": p.one_origin,
    }  # fmt: skip


def _side(store: Store, key: str) -> dict[str, Any]:
    c = store.get("claims", key)
    if c is None:
        return {"claim": key}
    fields = ("status", "account", "speaker", "stance", "polarity", "time", "proposition")
    return {"claim": key, **{f: c[f] or None for f in fields}, "documents": list(c["documents"])}


def lines(store: Store, p: Proposed) -> list[str]:
    """A link put forward in four lines: what it is, why, and both claims."""
    origin = ", one origin" if p.one_origin else ""
    return [
        legible(f"{p.a} {p.kind} {p.b}  {p.score:.2f}"),
        legible(
            f"  made by {p.by}: {p.why}; they agree in {', '.join(p.agree) or 'nothing else'}{origin} ({p.rule})"
        ),
        *(_said(store, key) for key in (p.a, p.b)),
    ]


def _said(store: Store, key: str) -> str:
    c = store.get("claims", key)
    if c is None:
        return f"  {legible(key)}"
    who = c["account"] or c["speaker"] or c["voice"]
    at = ", ".join(part for part in (c["documents"][0] if c["documents"] else "", c["time"]) if part)
    head = f"  {legible(key)} [{c['status']}] {legible(at)} {isolated(legible(who))} {c['stance']} ({c['polarity']})"
    return f"{head}: {isolated(shortened(c['proposition'], 160))}"


# -------------------------------------------------------------------------------------------- deciding


def confirm(
    store: Store, p: Proposed, *, who: str, kind: str = "", independent: bool = False, reason: str = ""
) -> str:
    """Write a link that was put forward; its key comes back. Another kind is taken as it is given."""
    from corridor.cli.evidence.finding import row_of  # noqa: PLC0415
    from corridor.cli.evidence.link import warnings  # noqa: PLC0415

    chosen_kind = kind or p.kind
    first, second = row_of(store, "claims", p.a), row_of(store, "claims", p.b)
    for text in warnings(store, first, second, chosen_kind, independent=independent):
        note(text)
    why = reason or f"put forward by {p.rule}: {p.why}"
    with store.write(who, why) as batch:
        return batch.link(p.a, p.b, chosen_kind, independent=independent, question=p.question)


def dismiss(store: Store, a: str, b: str, *, who: str, reason: str = "") -> str:
    """Write that two claims do not bear on each other, so that no rule puts them forward again; the key comes back."""
    with store.write(who, reason or "a person looked: the two do not bear on each other") as batch:
        return batch.link(a, b, "unrelated")


def decide(store: Store, found: Sequence[Proposed], *, who: str) -> dict[str, str]:
    """Go through links put forward one at a time; what was decided of which pair. Each decision is written at once."""
    done: dict[str, str] = {}
    for number, p in enumerate(found, start=1):
        note(f"\n{number:,} of {len(found):,}")
        for line in lines(store, p):
            note(line)
        word = _asked(store, p, who)
        if word == "quit":
            break
        if word:
            done[f"{p.a} / {p.b}"] = word
    return done


def _asked(store: Store, p: Proposed, who: str) -> str:
    """What a person says of one link; blank where it is skipped."""
    while True:
        letter = ask(ASKED)
        if letter is None or letter.casefold() in {"q", "quit"}:
            return "quit"
        if letter.casefold() == "s":
            return ""
        if letter.casefold() == "d":
            dismiss(store, p.a, p.b, who=who)
            return "dismissed"
        if letter.casefold() in {"c", "o"}:
            kind = _kind(p) if letter.casefold() == "o" else p.kind
            if kind:
                confirm(store, p, who=who, kind=kind)
                return kind
            continue
        note(HELP if letter == "?" else f'"{legible(letter)}" is none of the letters.\n{HELP}')


def _kind(p: Proposed) -> str:
    """Another kind, as typed; blank where it is none."""
    from corridor.cli.evidence.link import kind_of  # noqa: PLC0415

    typed = ask(
        f"{p.a} is what to {p.b}? same, supports, contradicts, tension, differs, answers, repeats, supersedes:"
    )
    try:
        return kind_of(typed or "")
    except UsageError as error:
        note(str(error))
        return ""


def partners(store: Store, claim: str) -> tuple[Proposed, ...]:
    """The likely partners of a claim, the highest score first."""
    from corridor.ledger.reading.linking import proposed_for  # noqa: PLC0415

    return proposed_for(claim, pool_of(store))


def named(found: Iterable[Proposed], claim: str) -> list[str]:
    """A line for each likely partner of a claim, numbered from 1."""
    told = []
    for n, p in enumerate(found, start=1):
        other = next(iter(p.pair - {claim}))
        word = p.kind if p.a == claim else f"{p.kind} (from there)"
        told.append(f"  {n}  {word} {legible(other)}  {p.score:.2f}: {legible(p.why)}")
    return told
