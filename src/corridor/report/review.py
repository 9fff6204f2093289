"""The review queue as one offline page: each document with its proposals marked in place, and what may be decided.

The page holds no address and asks for nothing; it keeps what is decided in the browser and saves it as CSV, which
`corridor.io.decisions` reads. What may be on it is for the caller to choose; here it is laid out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import jinja2
from markupsafe import Markup

from corridor.ledger.cells import table_of
from corridor.ledger.decisions import columns, correctable
from corridor.ledger.documents import Reading
from corridor.report.embed import as_json, script_hash, static
from corridor.report.marked import Block, Span, blocks_of, visible
from corridor.report.said import language_tag

SCHEMA = "corridor.review_page/1"
ALWAYS = ("speaker", "stance", "hedge", "polarity", "time", "number", "unit", "place", "actor")
"""Fields that a card shows even where they are blank."""
MORE = ("account", "reported_via", "voice", "valid", "route", "recipient", "object", "topic", "sensitivity",
        "proposed_by", "note")  # fmt: skip
"""Fields that a card shows where they hold something."""
LONG = ("proposition", "note")
"""Columns that are corrected in a box of several lines."""
ROLES = {"boilerplate": "form line", "instrument": "text of an agreement"}
"""What a role is called, where its name does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where words of a claim stand, or those that name its speaker, and whether they still do."""

    document: str
    start: int
    end: int
    is_speaker: bool = False
    state: str = "fresh"
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A proposed claim on the page.

    Attributes
    ----------
    claim, hash : str
        Its label, and the hash of its content, which a decision names.
    cells : mapping of str to str
        Its columns as text, defaults filled in.
    spots : tuple of Spot
        Where it stands.
    findings : tuple of (str, str)
        Level and words of what the verifier says.
    looks_like : tuple of str
        Other claims beside it, a line each.
    """

    claim: str
    hash: str
    cells: Mapping[str, str]
    spots: tuple[Spot, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()
    looks_like: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether the verifier refuses it as it stands."""
        return any(level == "refused" for level, _ in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document on the page: what is told of it, and its text, or why that is not at hand."""

    document: str
    title: str = ""
    source: str = ""
    published: str = ""
    published_basis: str = ""
    how: str = ""
    language: str = ""
    reading: Reading | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQueue:
    """What a page is made of: the case, the ceiling, claims in their order, documents, and what was left out."""

    title: str
    case: str
    ceiling: str
    items: tuple[Item, ...]
    papers: tuple[Paper, ...] = ()
    left_out: tuple[str, ...] = ()
    entry: int = 0
    hides: Callable[[str], bool] = field(default=lambda _: False)

    @property
    def key(self) -> str:
        """Hash of the queue: decisions kept by a browser are of this one alone."""
        told = [self.case, *(f"{i.claim} {i.hash}" for i in self.items)]
        return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def render_review(queue: ReviewQueue) -> str:
    """The page as HTML, the same bytes for the same queue.

    Parameters
    ----------
    queue : ReviewQueue
        Nothing that is above its ceiling.
    """
    numbers = {item.claim: i for i, item in enumerate(queue.items)}
    home = {item.claim: _home(item, queue.papers) for item in queue.items}
    page = {
        "queue": queue,
        "papers": [_paper(p, queue, numbers, home) for p in queue.papers],
        "loose": [_card(i, numbers[i.claim]) for i in queue.items if not home[i.claim]],
        "listed": [(n + 1, i.claim, i.cells.get("speaker", ""), i.cells["proposition"]) for i, n in
                   ((i, numbers[i.claim]) for i in queue.items)],
        "data": as_json(_data(queue)),
        "style": _style(),
        "script": static("review.js"),
        "script_hash": script_hash("review.js"),
    }  # fmt: skip
    return _environment().get_template("review.html.j2").render(page=page)


def _home(item: Item, papers: Iterable[Paper]) -> str:
    """The document under which a claim is shown: the first in which its words can be read."""
    there = {p.document for p in papers if p.reading is not None}
    named = [s.document for s in item.spots if not s.is_speaker and s.state == "fresh"]
    return next((d for d in named if d in there), "")


def _paper(
    paper: Paper, queue: ReviewQueue, numbers: Mapping[str, int], home: Mapping[str, str]
) -> dict[str, Any]:
    spans = [
        Span(s.start, s.end, numbers[item.claim], s.is_speaker)
        for item in queue.items
        for s in item.spots
        if s.document == paper.document and s.state == "fresh"
    ]
    blocks: tuple[Block, ...] = ()
    rest = 0
    if paper.reading is not None:
        blocks, rest = blocks_of(paper.reading, spans, hides=queue.hides)
    own = [i for i in queue.items if home[i.claim] == paper.document]
    return {
        "of": paper,
        "blocks": blocks,
        "rest": rest,
        "skipped": rest + sum(b.skipped for b in blocks),
        "length": len(paper.reading.text) if paper.reading else 0,
        "cards": [_card(i, numbers[i.claim]) for i in own],
    }


def _card(item: Item, number: int) -> dict[str, Any]:
    fields = _fields(item.cells)
    lost = [s for s in item.spots if s.state != "fresh"]
    return {
        "number": number + 1,
        "index": number,
        "claim": item.claim,
        "proposition": item.cells["proposition"],
        "fields": [(name, fields[name]) for name in ALWAYS]
        + [(name.replace("_", " "), fields[name]) for name in MORE if fields[name]],
        "is_anchored": bool(item.spots),
        "lost": list(dict.fromkeys(f"{s.document}: {s.why or s.state}" for s in lost)),
        "findings": item.findings,
        "looks_like": item.looks_like,
        "is_refused": item.is_refused,
    }


def _fields(cells: Mapping[str, str]) -> dict[str, str]:
    """What a card says, by the name it gives to each field."""
    found = {name: cells.get(name, "") for name in (*ALWAYS, *MORE)}
    found["polarity"] = {"-": "- holds it false", "+": "+ holds it true"}.get(found["polarity"], "")
    low, best, high = (cells.get(c, "") for c in ("quantity_low", "quantity", "quantity_high"))
    number = f"{best} ({low} to {high})" if low and high else best
    found["number"] = number
    if number and cells.get("qualifier", "exact") != "exact":
        found["number"] = f"{cells['qualifier']} {number}"
    if found["time"]:
        told = [cells.get("time_precision", ""), cells.get("time_basis", "")]
        found["time"] += f" ({', '.join(t for t in told if t)})"
    days = [cells.get("valid_from", ""), cells.get("valid_to", "")]
    found["valid"] = " to ".join(d or "open" for d in days) if any(days) else ""
    found["topic"] = cells.get("type", "")
    if found["sensitivity"] == "public":
        found["sensitivity"] = ""
    return found


def _data(queue: ReviewQueue) -> dict[str, Any]:
    """What the script is told: columns, how each is corrected, and the claims."""
    schema = table_of("claims")
    fields = []
    for a in schema.attributes:
        for c in a.columns:
            if c in correctable():
                label = {"type": "topic", "quantity": "number"}.get(c, c).replace("quantity", "number")
                choices = list(a.choices) if a.choices else []
                fields.append(
                    {"c": c, "label": label.replace("_", " "), "kind": a.kind, "choices": choices,
                     "needed": a.required, "long": c in LONG, "meaning": a.meaning}
                )  # fmt: skip
    return {
        "schema": SCHEMA,
        "key": f"corridor.review.{queue.key}",
        "file": f"decisions-{queue.key[:8]}.csv",
        "columns": list(columns()),
        "fields": fields,
        "claims": [
            {"claim": i.claim, "hash": i.hash, "refused": i.is_refused,
             "values": {c: t for c in correctable() if (t := i.cells.get(c, ""))}}
            for i in queue.items
        ],
    }  # fmt: skip


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corridor.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "visible": visible,
        "tag": language_tag,
        "role": lambda role: ROLES.get(role, role),
        "numbers": lambda listed: " ".join(map(str, listed)),
        "named": _named,
    }
    return environment


def _named(listed: Sequence[int]) -> str:
    """Numbers of claims as a reader hears them."""
    return ", ".join(str(n + 1) for n in listed)


def _style() -> Markup:
    """The tokens of the report, and the layout of this page."""
    report = static("report.css")
    return Markup(report[: report.index("}") + 1] + "\n" + static("review.css"))  # noqa: S704 # our own


__all__ = ["Item", "Paper", "ReviewQueue", "Spot", "render_review"]
