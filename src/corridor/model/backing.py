"""What backs each row: the table `supports` and the column `claims` made one, and the day from which a row was known.

The stored truth is `supports`; the column is its view. After this, both say the same, and every row with claims has
its `known_from`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from corridor.errors import Problem
from corridor.ledger.records import Claim, Document, Support
from corridor.model.checks.codes import nearest, problem
from corridor.model.dates import edtf_end
from corridor.model.model import Settings
from corridor.model.parse import Parsed, keys
from corridor.schema.load import tables

BACKING = ("for", "bound")
"""Roles by which a claim stands behind a number; `against` and `context` do not."""
Key = tuple[str, str]
Spot = tuple[str, int]


def back(parsed: Mapping[str, Parsed], settings: Settings, problems: list[Problem]) -> None:
    """Make `supports` and the column `claims` agree and work out `known_from`, in place; contradictions are told."""
    targets = meant(parsed)
    problems += _led_astray(parsed, targets)
    problems += _contradicted(parsed, targets)
    _views(parsed, targets)
    days = publication(parsed)
    for p in parsed.values():
        if p.schema.group == "case":
            p.rows[:] = [_known(row, p, days, settings, problems) for row in p.rows]


def meant(parsed: Mapping[str, Parsed]) -> list[list[Spot]]:
    """Rows that each support speaks of.

    Where several rows share a key (rivals, a scenario's row, one that stands in), those are meant whose column `claims`
    names the claim; if none does, the one row of no scenario; if there are several of them, none.
    """
    places = _places(parsed)
    return [_meant(parsed, places.get((s.table, s.key), []), s.claim) for s in parsed["supports"].rows]


def _meant(parsed: Mapping[str, Parsed], spots: list[Spot], claim: str) -> list[Spot]:
    if len(spots) < 2:
        return spots
    naming = [(n, i) for n, i in spots if claim in parsed[n].rows[i].claims]
    base = [(n, i) for n, i in spots if not parsed[n].rows[i].scenario]
    return naming or (base if len(base) == 1 else [])


def key_text(key: tuple[Any, ...]) -> str:
    """A key as `supports` writes it: its parts joined by ` / `."""
    return " / ".join("" if part is None else str(part) for part in key)


def _places(parsed: Mapping[str, Parsed]) -> dict[Key, list[Spot]]:
    """Where the rows of each table and key stand; a key may be written without the parts that were left blank."""
    found: dict[Key, list[Spot]] = {}
    named = {s.table for s in parsed["supports"].rows}
    for name, p in parsed.items():
        if p.schema.group != "case":
            continue
        for i, (row, key) in enumerate(keys(p)):
            if name in named or row.claims:
                found.setdefault((name, key_text(key)), []).append((name, i))
    for name in named & set(parsed):
        for i, (_, key) in enumerate(keys(parsed[name])):
            for n in range(1, len(key)):
                short = (name, key_text(key[:n]))
                if key_text(key[n:]).strip(" /") and not _is_optional(name, n):
                    continue
                found.setdefault(short, []).append((name, i))
    return found


def _is_optional(name: str, first: int) -> bool:
    """Whether the key columns of a table from position `first` on may be left blank."""
    schema = tables()[name]
    return all(not schema.attribute(k).required for k in schema.key[first:])


def _led_astray(parsed: Mapping[str, Parsed], targets: list[list[Spot]]) -> Iterator[Problem]:
    """Supports that lead to no table, row or column, or to several rows at once."""
    p = parsed["supports"]
    for s, spots in zip(p.rows, targets, strict=True):
        table = tables().get(s.table)
        if table is None:
            text = f'table: no table is called "{s.table}".{nearest(s.table, tables())}'
            yield problem("C903", p.at(s, "table"), text, fix="Correct the spelling.")
            continue
        if not spots and table.group == "case" and parsed[s.table].is_whole:
            yield from _no_row(parsed, p, s)
        if s.column and s.column not in {a.name for a in table.attributes}:
            text = (
                f'column: the table {s.table} has no column "{s.column}".{nearest(s.column, table.columns)}'
            )
            yield problem(
                "C903", p.at(s, "column"), text, fix="Correct it, or leave it blank for the whole row."
            )


def _no_row(parsed: Mapping[str, Parsed], p: Parsed, s: Support) -> Iterator[Problem]:
    places = _places(parsed)
    shared = places.get((s.table, s.key), [])
    if not shared:
        known = [k for t, k in places if t == s.table]
        text = f'key: the table {s.table} has no row "{s.key}".{nearest(s.key, known)}'
        yield problem("C903", p.at(s, "key"), text, fix=f"Write {' / '.join(tables()[s.table].key)}.")
    elif s.role in BACKING:
        text = f'key: {len(shared)} rows of {s.table} are called "{s.key}"; which one the claim backs is not said.'
        yield problem(
            "C904", p.at(s, "key"), text, fix="Name the claim in the column claims of the row meant."
        )


def _contradicted(parsed: Mapping[str, Parsed], targets: list[list[Spot]]) -> Iterator[Problem]:
    """Claims that stand as backing in a row, and in supports only as something else."""
    roles: dict[tuple[Spot, str], set[str]] = {}
    for s, spots in zip(parsed["supports"].rows, targets, strict=True):
        for spot in spots:
            roles.setdefault((spot, s.claim), set()).add(s.role)
    for ((name, i), claim), said in roles.items():
        row = parsed[name].rows[i]
        if claim in row.claims and not said & set(BACKING):
            text = (
                f'claims: "{claim}" stands here as backing, and in supports as {" and ".join(sorted(said))}.'
            )
            fix = "Take it out of this column, or correct its role."
            yield problem("C902", parsed[name].at(row, "claims"), text, fix=fix)


def _views(parsed: Mapping[str, Parsed], targets: list[list[Spot]]) -> None:
    """Write each way what the other has: claims of supports into rows, claims of rows into supports."""
    supports = parsed["supports"]
    stored: dict[Spot, list[str]] = {}
    seen: set[tuple[Spot, str]] = set()
    for n, (s, spots) in enumerate(zip(supports.rows, targets, strict=True)):
        for spot in spots:
            seen.add((spot, s.claim))
            if s.role in BACKING:
                stored.setdefault(spot, []).append(s.claim)
            supports.rows[n] = replace(s, key=key_text(_key(parsed[spot[0]], spot[1])))
    typed = len(supports.rows)
    for name, p in parsed.items():
        if p.schema.group == "case":
            supports.rows += list(_from_column(name, p, seen))
    supports.added = len(supports.rows) - typed
    for (name, i), claims in stored.items():
        row = parsed[name].rows[i]
        parsed[name].rows[i] = replace(row, claims=tuple(dict.fromkeys((*row.claims, *claims))))


def _from_column(name: str, p: Parsed, seen: set[tuple[Spot, str]]) -> Iterator[Support]:
    """Supports for the claims that only stand in the column."""
    for i, row in enumerate(p.rows):
        for claim in row.claims:
            if ((name, i), claim) not in seen:
                seen.add(((name, i), claim))
                key = key_text(_key(p, i))
                yield Support(where=row.where, table=name, key=key, column="", claim=claim, role="for")


def _key(p: Parsed, i: int) -> tuple[Any, ...]:
    row = p.rows[i]
    return tuple(getattr(row, p.schema.attribute(k).field) for k in p.schema.key)


def publication(parsed: Mapping[str, Parsed]) -> dict[str, dt.date | None]:
    """Day on which each claim was first published, a coarse date at its end; None where no document tells."""
    days = {d.document: published_on(d) for d in parsed["documents"].rows}
    at = {p.passage: p.document for p in parsed["passages"].rows}
    found: dict[str, dt.date | None] = {}
    for claim in parsed["claims"].rows:
        known = [days.get(d) for d in carriers(claim, at)]
        found[claim.claim] = min((d for d in known if d is not None), default=None)
    return found


def published_on(document: Document) -> dt.date | None:
    """Day by which a document was published: the end of its date, else when it was retrieved; None if unknown."""
    return (edtf_end(document.published) if document.published else None) or document.retrieved


def carriers(claim: Claim, document_of: Mapping[str, str]) -> set[str]:
    """Documents that carry a claim, named by it or through its passages."""
    return {*claim.documents, *(document_of[p] for p in claim.passages if p in document_of)}


def _known(
    row: Any,
    p: Parsed,
    days: Mapping[str, dt.date | None],
    settings: Settings,
    problems: list[Problem],
) -> Any:
    """The row with the day from which it was known: the latest among its claims."""
    told = [c for c in row.claims if c in days]
    if not told:
        return row
    undated = [c for c in told if days[c] is None]
    dated = [d for c in told if (d := days[c]) is not None]
    if undated and row.known_from is None:
        problems.extend(_undated(undated, row, p, settings))
        return replace(row, known_from=settings.calendar.day(settings.days))
    latest = max(dated, default=None)
    if row.known_from is None or latest is None:
        return replace(row, known_from=row.known_from or latest)
    if row.known_from < latest:
        late = next(c for c in told if days[c] == latest)
        text = f'known_from: {row.known_from} is before {latest}, when its claim "{late}" was published.'
        fix = "Leave the cell blank: it is worked out from the claims."
        problems.append(problem("C905", p.at(row, "known_from"), text, fix=fix))
    return row


def _undated(undated: list[str], row: Any, p: Parsed, settings: Settings) -> Iterator[Problem]:
    text = f'claims: no document says when "{undated[0]}" was published; without hindsight the row is never used.'
    fix = "Date a document that carries it, or write known_from."
    yield problem("C845", p.at(row, "claims"), text, fix=fix)
