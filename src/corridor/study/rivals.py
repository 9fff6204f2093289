"""What cannot be true together in a case: rival rows of one pick, and claims that exclude each other.

Each is a group of options with what is not believed under each. `corridor.study.accounts` and
`corridor.study.side_by_side` run them. The law is `docs/theory/beliefs.md`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corridor.model.backing import Spot
from corridor.model.believe import doubts_about
from corridor.model.model import Model
from corridor.model.numbers import RIVALS, key_of, pick_of
from corridor.model.reweigh import told
from corridor.model.row import Row
from corridor.model.unbelieved import READ, Doubt
from corridor.schema.load import tables
from corridor.study.conflicts import camps, conflicts

TOLD, SHORT = 3, 60
"""Of the rows of an option, how many are told; the longest basis, in characters, that names one without a claim."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of some rivals: its name, the claims behind it, what is not believed under it, and the table of a row."""

    label: str
    claims: tuple[str, ...]
    doubts: Mapping[Spot, Doubt]
    table: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of which a member of a run picks one, claims that exclude each other, or accounts."""

    question: str
    options: tuple[Option, ...]
    is_pick: bool = False


def groups(model: Model, reads: Callable[[Row], bool]) -> tuple[Group, ...]:
    """What cannot be true together in a case: rows of which a member picks one, then conflicts of claims.

    Parameters
    ----------
    model : Model
        Only what was published by the day of the run.
    reads : callable
        Whether a run reads a row.

    Returns
    -------
    tuple of Group
        Rows of one pick in several places go together: option *i* believes the *i*-th row of every place. A conflict
        is left out if its claims all stand behind the rows of one pick, or if no row that the run reads depends on it.
    """
    found = list(_picks(model, reads))
    behind = [{c for o in g.options for c in o.claims} for g in found]
    for conflict in conflicts(model):
        sides = camps(model, conflict)
        inside = {c for column in conflict.columns for c in column.claims}
        if any({c.claim for c in inside} <= claims for claims in behind):
            continue
        options = tuple(
            Option(_label(model, ", ".join(x.claims), x.claims), x.claims, doubts_about(model, x.left_out))
            for x in sides
        )
        touched = [getattr(model, name)[i] for o in options for name, i in o.doubts if name in READ]
        if len(options) > 1 and any(reads(row) for row in touched):
            found.append(Group(conflict.question, options))
    return tuple(found)


def _picks(model: Model, reads: Callable[[Row], bool]) -> Iterator[Group]:
    picks: dict[tuple[str, str | None], list[tuple[str, list[int]]]] = defaultdict(list)
    for name in RIVALS:
        rows = getattr(model, name)
        own: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            if row.rival and reads(row):
                own[row.scenario, key_of(tables()[name], row), row.rival].append(i)
        for places in own.values():
            if len(places) > 1:
                first = rows[places[0]]
                picks[pick_of(tables()[name], first), first.scenario].append((name, places))
    for members in picks.values():
        alike = len({len(places) for _, places in members}) == 1
        for part in [members] if alike else [[m] for m in members]:
            yield _group(model, part)


def _group(model: Model, members: Sequence[tuple[str, list[int]]]) -> Group:
    """The rows of one pick as options, named by what they say and who says it."""
    options = []
    for k in range(len(members[0][1])):
        rows = [(name, getattr(model, name)[places[k]]) for name, places in members]
        doubts = {
            (name, i): Doubt(claims=frozenset(getattr(model, name)[i].claims), goes=True)
            for name, places in members for i in places if i != places[k]
        }  # fmt: skip
        claims = tuple(dict.fromkeys(c for _, row in rows for c in row.claims))
        cells = list(dict.fromkeys(told(model, tables()[name], row) for name, row in rows))
        said = "; ".join(cells[:TOLD]) + (f" and {len(cells) - TOLD} more" if len(cells) > TOLD else "")
        said = re.sub(r"(?<=\d) person(?![\w-])", " people", said)
        basis = rows[0][1].basis if len(rows[0][1].basis) <= SHORT else ""
        options.append(
            Option(
                _label(model, said, claims) if claims else _who(said, basis), claims, doubts, members[0][0]
            )
        )
    labels = [o.label for o in options]
    options = [
        replace(o, label=f"{o.label}, row {k + 1}") if labels.count(o.label) > 1 else o
        for k, o in enumerate(options)
    ]
    name, places = members[0]
    row = getattr(model, name)[places[0]]
    question = _question(model, {c for o in options for c in o.claims})
    key = key_of(tables()[name], row)
    return Group(
        question or f'Which row of "{row.rival}" is right ({name}, {key})?', tuple(options), is_pick=True
    )


def _label(model: Model, said: str, claims: Sequence[str]) -> str:
    """What an option says and, in brackets, whose number it is: accounts, else sources of the documents."""
    source = {d.document: d.source for d in model.documents}
    name = {s.source: s.name or s.source for s in model.sources}
    found: list[str] = []
    for c in model.claims:
        if c.claim in claims:
            published = [source.get(d, "") for d in c.documents]
            found += [c.account] if c.account else [name.get(s, s) for s in published]
    return _who(said, ", ".join(dict.fromkeys(x for x in found if x)))


def _who(said: str, who: str) -> str:
    return f"{said} ({who})" if who else said


def _question(model: Model, claims: Collection[str]) -> str:
    """The question under which links set the claims against each other; blank if none has one."""
    return next((k.question for k in model.claim_links if k.question and {k.a, k.b} <= set(claims)), "")
