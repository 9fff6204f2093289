"""A case checked as it was known by a day: what there was of it then, and what was wrong with that."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from corridor.errors import Problem
from corridor.model.build import Checked, examine, in_order
from corridor.model.checks.context import Context
from corridor.model.checks.register import check_whole
from corridor.model.model import Model
from corridor.model.select import known
from corridor.model.tables import Tables
from corridor.schema.load import tables as schema_tables


def check_known(tables: Tables, known_by: dt.date, *, strict: bool = False) -> Checked:
    """What a check of a case would have found by a day, at the case's origin and without scenario.

    Parameters
    ----------
    tables : Tables
        The case as typed.
    known_by : date
        Day by which what is read was published.
    strict : bool
        Whether a number without claim or basis is an error.

    Returns
    -------
    Checked
        `model` holds the rows known by the day, under the digest of the whole case, also where they would not have
        made a whole case: its problems say so. A case that cannot run today has no model, and the problems of today.
    """
    now, context = examine(tables, strict=strict)
    if now.model is None or context is None:
        return now
    then = known(now.model, now.model.settings.origin, known_by=known_by)
    gone = _places(now.model) - _places(then)
    problems = [p for p in now.problems if (p.where.source, p.where.row) not in gone]
    problems += [p for p in _whole(then, context) if p not in problems]
    return Checked(now.name, replace(then, digest=now.model.digest), in_order(tables, problems))


def _whole(then: Model, context: Context) -> list[Problem]:
    """Problems of the case as it would have run."""
    rows = {name: list(getattr(then, name)) for name in schema_tables()}
    view = Context(
        then.settings, context.parsed, context.strict, standing=context.standing, _rows=rows,
        unread=then.unread_deliveries,
    )  # fmt: skip
    return list(check_whole(view))


def _places(model: Model) -> set[tuple[str, int | None]]:
    """Where each row of a model stands."""
    rows = (row for name in schema_tables() for row in getattr(model, name))
    return {(row.where.source, row.where.row) for row in rows}
