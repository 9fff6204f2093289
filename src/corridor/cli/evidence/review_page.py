"""The review queue gathered for its page: what may be on it up to a ceiling, and what is counted as left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.cli.common import find_case, note, say, say_json, target
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.filters import Filters, ask_rows
from corridor.cli.evidence.opening import reading
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.names import HiddenNames
    from corridor.ledger.reading.linking import Proposed
    from corridor.ledger.records import Claim, Document, Passage
    from corridor.ledger.store import Store, Stored
    from corridor.report.review import Item, Paper, ReviewQueue, Spot

SCHEMA = "corridor.evidence.review_page/1"
LARGE = 2_000
"""Claims from which a page is slow to use."""
MOST = 8
"""Lines of other claims shown beside one."""


def write_page(case: str, file: Path, filters: Filters, ceiling: str, *, as_json: bool) -> None:
    """Write the proposed claims that answer to filters as one page, and say what was left out.

    Raises
    ------
    UsageError
        When other claims than proposed ones are asked for, or the file cannot be the page.
    """
    from corridor.ledger.sensitivity import CLASSES  # noqa: PLC0415
    from corridor.report.review import render_review  # noqa: PLC0415

    if filters.where["status"] != ["proposed"]:
        raise UsageError("--page holds proposed claims alone; --status goes with the review at the terminal.")
    path = target(file, find_case(case), ".html")
    if path.suffix.lower() not in (".html", ".htm"):
        raise UsageError(
            f'"{path.name}" does not end in .html, and the page is one. Give a name such as queue.html.'
        )
    with reading(case) as store:
        queue = queue_of(Desk.of(store, case), case, filters, ceiling)
    text = render_review(queue)
    _save(path, text)
    count = len(queue.items)
    if as_json:
        told = {
            "file": str(path),
            "bytes": len(text.encode()),
            "claims": count,
            "documents": len(queue.papers),
        }
        say_json(SCHEMA, {**told, "ceiling": ceiling, "left_out": list(queue.left_out)})
    else:
        say(str(path))
    if not count:
        why = f"No claim up to {ceiling} answers to that" if queue.left_out else "No claim answers to that"
        note(f"{why}: the page is empty.")
    if count > LARGE:
        note(f"{count:,} claims make a slow page: choose some, such as --document ID.")
    if queue.left_out:
        more = "" if ceiling == CLASSES[-1] else f" With --ceiling {CLASSES[-1]} they are on the page."
        note(f"Left out: {'; '.join(queue.left_out)}.{more}")
    note("The page is internal. What is decided on it is saved as CSV and comes back with --decisions.")
    grave = sum(item.cells.get("sensitivity") == CLASSES[-1] for item in queue.items)
    if grave:
        many = "1 claim is internal" if grave == 1 else f"{grave:,} claims are internal"
        note(
            f"{many}: none is accepted before a second person has graded it "
            "(corridor evidence assess CASE CLAIM 1-6 --grounds ... --who SECOND)."
        )


def _save(path: Path, text: str) -> None:
    """Write the page whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


# ----------------------------------------------------------------------------------------- what is on it


def queue_of(desk: Desk, case: str, filters: Filters, ceiling: str) -> ReviewQueue:
    """The queue up to a ceiling; below internal, nothing on it names a private person."""
    from corridor.ledger.cells import cells_of, evidence  # noqa: PLC0415
    from corridor.ledger.reading.linking import Pool, propose_links  # noqa: PLC0415
    from corridor.ledger.sensitivity import withhold  # noqa: PLC0415
    from corridor.report.review import ReviewQueue  # noqa: PLC0415

    store = desk.store
    asked = ask_rows(desk, "claims", filters)
    kept: Any = withhold({name: store.records(name) for name in evidence()}, ceiling).rows
    names = _Private.of(store, ceiling)
    open_ones: dict[str, Claim] = {c.claim: c for c in kept["claims"]}
    below = [s for s in asked if s.row in open_ones]
    passages = {p.passage: p for p in kept["passages"]}
    spots = {s.row: _spots(desk, open_ones[s.row], passages) for s in below}
    told = [s for s in below if not _names_any(desk, s, spots[s.row], names)]
    bare = {k: c for k, c in open_ones.items() if not names.found(*cells_of("claims", c).values())}
    pool = Pool.of({**kept, "claims": list(bare.values())}, ceiling=ceiling)
    around = _Around(store, bare, propose_links(pool, among=[s.row for s in told]))
    told.sort(key=lambda s: _place(spots[s.row]))
    items = tuple(_item(desk, s, open_ones[s.row], spots[s.row], around) for s in told)
    head = store.head()
    left = [
        (len(asked) - len(below), f"above {ceiling}"),
        (len(below) - len(told), "naming a private person"),
    ]
    return ReviewQueue(
        title=names.names.replaced(_title(case)),
        case=names.names.replaced(find_case(case).name),
        ceiling=ceiling,
        items=items,
        papers=tuple(_papers(desk, items, kept["documents"], kept["sources"], names)),
        left_out=tuple(f"{n:,} {'claim' if n == 1 else 'claims'} {why}" for n, why in left if n),
        entry=head.seq if head else 0,
        hides=names.found,
    )


def _title(case: str) -> str:
    """The title of a case, as far as it can be read; else its name."""
    import tomllib  # noqa: PLC0415

    path = find_case(case)
    try:
        title = tomllib.loads((path / "case.toml").read_text(encoding="utf-8")).get("title", "")
    except (OSError, ValueError, RecursionError):
        title = ""
    return str(title or path.stem)


@dataclass(frozen=True, slots=True)
class _Private:
    """Names and ids of private persons that a page may not hold; none where it may hold all."""

    names: HiddenNames
    ids: frozenset[str]

    @classmethod
    def of(cls, store: Store, ceiling: str) -> _Private:
        from corridor.ledger.names import HiddenNames  # noqa: PLC0415
        from corridor.ledger.records import Actor  # noqa: PLC0415
        from corridor.ledger.sensitivity import CLASSES, is_private_person, private_names  # noqa: PLC0415

        if ceiling == CLASSES[-1]:
            return cls(HiddenNames({}), frozenset())
        actors = [a for a in store.records("actors") if isinstance(a, Actor)]
        return cls(private_names(actors), frozenset(a.actor for a in actors if is_private_person(a)))

    def found(self, *texts: str) -> bool:
        """Whether one of the texts names a private person."""
        return any(t in self.ids for t in texts) or self.names.found(*texts)


def _names_any(desk: Desk, seen: Stored, spots: Sequence[Spot], names: _Private) -> bool:
    """Whether a claim, or a paragraph that it stands in, names a private person."""
    if names.found(*seen.cells.values()):
        return True
    return any(
        names.found(desk.reading(s.document).text[a:b])
        for s in spots
        if s.state == "fresh"
        for a, b in desk.reading(s.document).paragraphs
        if a < s.end and s.start < b
    )


# --------------------------------------------------------------------------------------------- its parts


def _spots(desk: Desk, claim: Claim, passages: Mapping[str, Passage]) -> tuple[Spot, ...]:
    """Where the words of a claim stand, and those that name its speaker."""
    from corridor.report.review import Spot  # noqa: PLC0415

    named = [(p, False) for p in claim.passages]
    named += [(claim.speaker_passage, True)] if claim.speaker_passage else []
    found = []
    for key, is_speaker in named:
        p = passages[key]
        standing = desk.standing(p)
        spot = Spot(
            document=p.document, start=p.start or 0, end=p.end or 0, is_speaker=is_speaker,
            state=standing.state, why=standing.why,
        )  # fmt: skip
        found.append(spot)
    return tuple(found)


def _place(spots: Sequence[Spot]) -> tuple[bool, str, int, int]:
    """Where a claim comes in the queue: by document and place; last what has no text at hand."""
    first = next((s for s in spots if s.state == "fresh" and not s.is_speaker), None)
    return (True, "", 0, 0) if first is None else (False, first.document, first.start, first.end)


def _item(desk: Desk, seen: Stored, shown: Claim, spots: tuple[Spot, ...], around: _Around) -> Item:
    from corridor.ledger.cells import cells_of, table_of  # noqa: PLC0415
    from corridor.report.review import Item  # noqa: PLC0415

    cells = cells_of("claims", shown)
    defaults = {a.name: a.default for a in table_of("claims").attributes if a.default and not a.is_worked_out}
    return Item(
        claim=seen.row,
        hash=seen.hash,
        cells={**defaults, **cells},
        spots=spots,
        findings=tuple((f.level, f.why) for f in desk.findings_of(cells, by_person=True)),
        looks_like=tuple(around.lines(shown)),
    )


class _Around:
    """Claims that stand beside others: by their links, by links that rules put forward, by the same words."""

    def __init__(self, store: Store, claims: Mapping[str, Claim], proposed: Iterable[Proposed]) -> None:
        self.claims = claims
        self.links: dict[str, list[tuple[str, str, str]]] = {}
        for link in store.rows("claim_links"):
            self._put(str(link["a"]), str(link["b"]), str(link["kind"]), "")
        for p in proposed:
            self._put(p.a, p.b, f"by rule, to confirm: {p.kind}", p.why)
        self.same: dict[str, list[str]] = {}
        for key, c in claims.items():
            for mark in (*c.passages, c.proposition):
                self.same.setdefault(mark, []).append(key)

    def _put(self, a: str, b: str, kind: str, why: str) -> None:
        self.links.setdefault(a, []).append((kind, b, why))
        self.links.setdefault(b, []).append((f"{kind} (from there)", a, why))

    def lines(self, claim: Claim) -> list[str]:
        """A line for each claim beside one: how, which, its status, its words, and why a rule says so."""
        found = [k for k in self.links.get(claim.claim, ()) if k[1] in self.claims]
        known = {other for _, other, _ in found} | {claim.claim}
        twins = [o for mark in (*claim.passages, claim.proposition) for o in self.same.get(mark, ())]
        found += [("much like", o, "") for o in dict.fromkeys(twins) if o not in known]
        lines = [f"{kind} {self._told(o)}{f' ({why})' if why else ''}" for kind, o, why in found[:MOST]]
        return lines + ([f"and {len(found) - MOST:,} more"] if len(found) > MOST else [])

    def _told(self, other: str) -> str:
        c = self.claims[other]
        said = f"{c.speaker}: " if c.speaker else ""
        flat = " ".join(f"{said}{c.proposition}".split())
        return f"{other} [{c.status}]: {flat if len(flat) <= 140 else flat[:139] + '…'}"


def _papers(
    desk: Desk, items: Iterable[Item], documents: Iterable[Document], sources: Iterable[Any], names: _Private
) -> Iterable[Paper]:
    """The documents that the claims stand in, in the order of the claims."""
    from corridor.ledger.documents import DocumentError  # noqa: PLC0415
    from corridor.report.review import Paper  # noqa: PLC0415

    known = {d.document: d for d in documents}
    called = {s.source: s.name or s.source for s in sources}
    wanted = dict.fromkeys(s.document for i in items for s in i.spots if not s.is_speaker)
    for key in wanted:
        d = known.get(key)
        if d is None:
            continue
        text, why = None, ""
        try:
            text = desk.reading(key)
        except DocumentError as error:
            why = error.found
        yield Paper(
            document=key, title="" if names.found(d.title) else d.title, source=called.get(d.source, d.source),
            published=d.published, published_basis=d.published_basis, how=d.how, language=d.language, reading=text,
            why=why,
        )  # fmt: skip
