"""Checks of the timeline of situations, and of what follows them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from corridor.errors import Problem, Where
from corridor.model.checks.access import groups_of_situations
from corridor.model.checks.codes import nearest, problem
from corridor.model.checks.context import Context

DAY = dt.timedelta(days=1)
UNKNOWN = "unknown"


def spells(context: Context) -> Iterator[Problem]:
    """Spells name situations of their own group; `unknown` may name the ones it is drawn from."""
    of = groups_of_situations(context)
    groups = {r.group for r in context.rows("routes")}
    for row in context.rows("timeline"):
        if row.group not in groups and context.is_whole("routes"):
            text = f'no route is of the group "{row.group}".{nearest(row.group, groups)}'
            yield context.tell(
                "C104", "timeline", row, "group", text, "Correct it, or write the group under routes."
            )
            continue
        own = [s for s, g in of.items() if g == row.group]
        if row.situation != UNKNOWN and row.situation not in own and context.is_whole("situations"):
            near = nearest(row.situation, [*own, UNKNOWN])
            found = f'"{row.situation}" is no situation of the group "{row.group}".{near}'
            yield context.tell(
                "C601", "timeline", row, "situation", found, "Correct it, or add it to situations."
            )
        strangers = [s for s in row.among if s in of and s not in own]
        if strangers:
            text = f'"{strangers[0]}" is of the group "{of[strangers[0]]}".'
            yield context.tell("C601", "timeline", row, "among", text, f'Name situations of "{row.group}".')
        if row.among and row.situation != UNKNOWN:
            text = f'situations are named to draw from, and "{row.situation}" is not unknown.'
            yield context.tell(
                "C602", "timeline", row, "among", text, "Write unknown under situation, or leave this blank."
            )
        if row.situation == UNKNOWN and not own and context.is_whole("situations"):
            text = f'unknown, and the group "{row.group}" has no situations to draw from.'
            yield context.tell("C602", "timeline", row, "situation", text, "Add its situations.")


def gaps(context: Context) -> Iterator[Problem]:
    """The spells of a group follow each other from the first day to the eve of the origin, without gap or overlap."""
    if not context.is_whole("timeline"):
        return
    by_group: dict[str, list[Any]] = defaultdict(list)
    ahead: dict[str, list[Any]] = defaultdict(list)
    for row in context.rows("timeline"):
        (ahead if row.scenario else by_group)[row.group].append(row)
    for rows in by_group.values():
        yield from _gaps(context, sorted(rows, key=lambda r: r.start))
    for rows in ahead.values():
        for before, row in pairwise(sorted(rows, key=lambda r: r.start)):
            yield from _overlap(context, before, row)
    eve = context.settings.origin - DAY
    for group in dict.fromkeys(s.group for s in context.rows("situations")):
        if group not in by_group:
            yield _no_timeline(context, group, eve)


def _no_timeline(context: Context, group: str, eve: dt.date) -> Problem:
    where = Where(context.parsed["timeline"].raw.source)
    text = f'the group "{group}" has situations, and no spell says in which it is'
    text += f" up to {eve}." if eve >= context.settings.start else " on the first day."
    text += context.named
    return problem("C603", where, text, fix="Add its spells to timeline; the last may be open.")


def _gaps(context: Context, rows: list[Any]) -> Iterator[Problem]:
    eve, first = context.settings.origin - DAY, rows[0]
    if first.start > context.settings.start and context.settings.start <= eve:
        text = f"{context.settings.start} to {first.start - DAY} are without a situation."
        yield context.tell(
            "C603",
            "timeline",
            first,
            "start",
            text,
            "Start at the first day; write unknown where nothing is known.",
        )
    for before, row in pairwise(rows):
        end = before.end or row.start - DAY
        yield from _overlap(context, before, row)
        if end < row.start - DAY and end < eve:
            text = f"{end + DAY} to {row.start - DAY} are without a situation."
            yield context.tell(
                "C603", "timeline", row, "start", text, "Close the gap; write unknown where nothing is known."
            )
    last = rows[-1]
    if last.end is not None and last.end < eve:
        text = f"{last.end + DAY} to {eve}, the eve of the origin, are without a situation."
        yield context.tell(
            "C603", "timeline", last, "end", text, "Leave it blank if it still was so, or add the next spell."
        )


def _overlap(context: Context, before: Any, row: Any) -> Iterator[Problem]:
    if before.end is not None and before.end >= row.start:
        text = f'{row.start} lies within the spell of "{before.situation}", {before.start} to {before.end}.'
        fix = "A group is in one situation at a time; both days are included."
        yield context.tell("C604", "timeline", row, "start", text, fix)


def outlook(context: Context) -> Iterator[Problem]:
    """What follows a situation has a weight, and something follows where the outlook says how long it lasts."""
    by_situation: dict[str, list[Any]] = defaultdict(list)
    for row in context.rows("outlook_next"):
        by_situation[row.situation].append(row)
    for rows in by_situation.values():
        if sum(r.weight for r in rows) == 0:
            text = f'the weights of what follows "{rows[0].situation}" sum to 0.'
            yield context.tell(
                "C605", "outlook_next", rows[0], "weight", text, "Give at least one of them a weight."
            )
    seen = _followed(context)
    for row in context.rows("outlook"):
        if row.situation not in {*by_situation, *seen} and context.is_whole("outlook_next", "timeline"):
            text = f'nothing says what follows "{row.situation}".'
            yield context.tell(
                "C605", "outlook", row, "situation", text, "Add a row of outlook_next with a weight."
            )


def _followed(context: Context) -> set[str]:
    """Situations that the timeline shows to have ended: another one comes after them."""
    by_group: dict[str, list[Any]] = defaultdict(list)
    for row in sorted(context.rows("timeline"), key=lambda r: r.start):
        if not row.scenario and row.start <= context.settings.origin:
            by_group[row.group].append(row)
    return {
        before.situation
        for rows in by_group.values()
        for before, row in pairwise(rows)
        if UNKNOWN not in (before.situation, row.situation) and before.situation != row.situation
    }
