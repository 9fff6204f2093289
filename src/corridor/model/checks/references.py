"""Checks that hold for every table: references exist, keys are unique, ends do not come before starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from corridor.errors import Problem, Where
from corridor.model.checks.codes import nearest, problem
from corridor.model.checks.context import Context
from corridor.model.merge import key_of_row, rank
from corridor.model.parse import Parsed, keys
from corridor.schema.load import Attribute, tables
from corridor.schema.lookalike import difference, seen

LEDGER = ("sources", "documents", "passages", "actors")
"""Tables of the ledger whose ids a case may name without having any of their rows, and is told so.

Claims are not among them: a claim that does not exist backs no number.
"""
CASE = frozenset(name for name, table in tables().items() if table.group == "case")
SPANS = (("start", "end"), ("valid_from", "valid_to"))


def references(context: Context) -> Iterator[Problem]:
    """Every id that a row names exists."""
    for name, parsed in context.parsed.items():
        for a in parsed.schema.attributes:
            if a.refers:
                yield from _references(context, name, parsed, a)


def _references(context: Context, name: str, parsed: Parsed, a: Attribute) -> Iterator[Problem]:
    targets = [t for t in a.refers if t != "*"]
    known: set[str] = set().union(*(context.ids[t] for t in targets))
    allowed = known | ({"*"} if "*" in a.refers else set())
    code = "C830" if not known and all(t in LEDGER for t in targets) else "C104"
    own = a.name == "scenario" and name == "scenarios"
    if own:
        return
    for row in parsed.rows[: len(parsed.rows) - parsed.added]:
        value = getattr(row, a.field)
        if not value or (type(value) is str and value in allowed):
            continue
        for word in value if isinstance(value, tuple) else (value,):
            if word not in allowed and not (name == "timeline" and word == "unknown"):
                yield _missing(context, name, row, a, word, known, code)


def _missing(
    context: Context, name: str, row: Any, a: Attribute, word: str, known: set[str], code: str
) -> Problem:
    targets = [t for t in a.refers if t != "*"]
    noun = " or ".join(_noun(t) for t in targets)
    if code == "C830":
        found = f'the ledger of this case has no {noun}, so "{word}" leads nowhere.'
        fix = f"Add the table {targets[0]}, with this id: a sheet, or evidence/{targets[0]}.csv of a folder."
    else:
        found = f'no {noun} is called "{word}".{nearest(word, known)}'
        fix = f"Correct the spelling, or add the {noun} to the table {' or '.join(targets)}."
    told = context.tell(code, name, row, a.name, found, fix)
    if code == "C830" and context.strict:
        return problem("C104", told.where, told.found, fix=fix)
    return told


def _noun(table: str) -> str:
    irregular = {
        "commodities": "commodity",
        "crossings": "crossing",
        "processes": "process",
        "mixes": "mix",
        "studies": "study",
    }
    return irregular.get(table, table.removesuffix("s"))


def unique_keys(context: Context) -> Iterator[Problem]:
    """No two rows of one scenario share a key, but rivals under one name, and a row that revises another."""
    for name, parsed in context.parsed.items():
        groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for row, key in keys(parsed):
            own = (None, *key) if name == "scenarios" else key_of_row(row, parsed.schema)
            groups[own].append(row)
        for rows in groups.values():
            if len(rows) > 1:
                yield from _duplicates(context, name, rows)


def look_alikes(context: Context) -> Iterator[Problem]:
    """Two ids of a table that look alike are most likely one."""
    for name, parsed in context.parsed.items():
        first, *others = parsed.schema.key
        attribute = parsed.schema.attribute(first)
        if attribute.kind != "id" or others:
            continue
        found: dict[str, str] = {}
        for row in parsed.rows[: len(parsed.rows) - parsed.added]:
            own = getattr(row, attribute.field)
            other = found.setdefault(seen(own), own)
            if other != own:
                text = f'"{own}" looks like "{other}", and differs from it in {difference(other, own)}.'
                yield problem(
                    "C305",
                    context.at(name, row, first),
                    text,
                    fix="Write both in the same way, or rename one.",
                )


def _duplicates(context: Context, name: str, rows: list[Any]) -> Iterator[Problem]:
    """Rows of one key: rivals under one word, or revisions, of which each day of publication has one."""
    rivals = {getattr(r, "rival", "") for r in rows}
    if len(rivals) == 1 and rivals != {""}:
        return
    first: dict[Any, Any] = {}
    twice = []
    for row in rows:
        other = first.setdefault(rank(row) if name in CASE and len(rivals) == 1 else None, row)
        if other is not row:
            twice.append((other, row))
    if name == "access" and twice:
        yield from _contradictions(context, [twice[0][0], *(row for _, row in twice)])
        return
    schema = tables()[name]
    parts = [(k, getattr(rows[0], schema.attribute(k).field)) for k in schema.key]
    text = ", ".join(f'{k} "{"" if v is None else v}"' for k, v in parts)
    for other, row in twice:
        at = f"row {other.where.row}" if other.where.row else str(other.where)
        if len(rivals) > 1:
            fix = "Give all of them the same word under rival, or delete all but one."
        else:
            fix = (
                "Delete one; or, if one revises the other, give it known_from, the day it was published; or, if they "
                "exclude each other, give both the same word under rival."
            )
        yield problem(
            "C301", context.at(name, row, schema.key[0]), f"{text} stands already in {at}.", fix=fix
        )
    if not twice and name in CASE:
        yield from _other_voices(context, name, sorted(rows, key=rank))


def _other_voices(context: Context, name: str, rows: list[Any]) -> Iterator[Problem]:
    """A number that somebody else revises may be a rival count."""
    said = {c.claim: c.account or c.speaker for c in context.parsed["claims"].rows}
    for before, row in pairwise(rows):
        old, new = ({w for c in r.claims if (w := said.get(c))} for r in (before, row))
        if old and new and not old & new:
            at = f"row {before.where.row}" if before.where.row else str(before.where)
            text = f"takes the place of {at} from {row.known_from} on, and {_names(new)} says it, not {_names(old)}."
            fix = "If both may be true, give both the same word under rival."
            yield context.tell("C317", name, row, tables()[name].key[0], text, fix)


def _names(who: set[str]) -> str:
    return ", ".join(f'"{w}"' for w in sorted(who))


def _contradictions(context: Context, rows: list[Any]) -> Iterator[Problem]:
    """Rows of access that are equally specific about one passage."""
    first = rows[0]
    for row in rows[1:]:
        said = f"{first.status} and {row.status}" if first.status != row.status else f"{row.status} twice"
        at = f"row {first.where.row}" if first.where.row else str(first.where)
        same = f'in situation "{row.situation}" for the same carrier and goods, here and in {at}.'
        found = f'"{row.subject}" is {said} {same}'
        where = Where(row.where.source, row.where.row) if row.where.row else row.where
        yield problem("C315", where, found, fix="Keep both as claims in the ledger, or delete one row.")


def dates(context: Context) -> Iterator[Problem]:
    """No end comes before its start."""
    for name, parsed in context.parsed.items():
        fields = {a.field for a in parsed.schema.attributes}
        for start, end in SPANS:
            if not {start, end} <= fields or parsed.schema.attribute(start).kind != "date":
                continue
            for row in parsed.rows:
                first, last = getattr(row, start), getattr(row, end)
                if first is not None and last is not None and last < first:
                    yield context.tell(
                        "C302",
                        name,
                        row,
                        end,
                        f"{last} is before {start} {first}.",
                        "Correct one of the two; both days are included.",
                    )
