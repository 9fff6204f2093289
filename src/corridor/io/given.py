"""A case however it is given: what lets `forecast`, `plan` and the other verbs take a case, a path or a name."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from corridor import cases
from corridor.errors import UsageError
from corridor.io.read import read
from corridor.model.build import build
from corridor.model.case import Builder
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.model.tables import Tables

P = ParamSpec("P")
R = TypeVar("R")
Given = Model | Builder | Tables | str | PathLike[str]
"""A checked model, a case, tables as read, a path, or the name of a shipped case."""
DATES = ("origin", "known_by")


def model_of(case: Given) -> Model:
    """The checked model of a case, however it is given.

    Parameters
    ----------
    case : Model, Case, Tables, str or path
        A checked model, a case, what `corridor.read` gives, a folder or workbook, or the name of a shipped case.

    Raises
    ------
    DataError
        When the case has errors.
    UsageError
        When there is no such case, or something else is given.
    """
    if isinstance(case, Model):
        return case
    if isinstance(case, Builder):
        return case.check()
    if isinstance(case, Tables):
        return build(case)
    if isinstance(case, str | PathLike):
        return build(read(cases.find(Path(case))))
    raise UsageError(
        f"A case is needed first, not {_kind(case)}. Give a model, a case, a path or the name of a shipped case "
        f"({', '.join(cases.names())})."
    )


def _kind(value: object) -> str:
    return "None" if value is None else f"an object of type {type(value).__name__}"


def day_of(value: dt.date | str, name: str) -> dt.date:
    """A day, given as a date or as text such as 2023-06-15.

    Raises
    ------
    UsageError
        When it is neither.

    Examples
    --------
    >>> day_of("2023-06-15", "origin")
    datetime.date(2023, 6, 15)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"{name}: {value!r} is no day. Give a date, or text such as 2023-06-15.") from None


def _unfit(verb: str, shape: inspect.Signature, options: dict[str, Any], error: TypeError) -> str:
    """What does not fit the options of a verb, and what would."""
    named = [n for n, p in shape.parameters.items() if p.kind is p.KEYWORD_ONLY]
    unknown = [n for n in options if n not in shape.parameters]
    if unknown:
        return f'{verb} has no option "{unknown[0]}".{nearest(unknown[0], named)} It has: {", ".join(named)}.'
    return (
        f"{verb}: {error}. Options are given by name, such as {named[0]}=...; they are: {', '.join(named)}."
    )


def takes_case(verb: Callable[Concatenate[Model, P], R]) -> Callable[Concatenate[Given, P], R]:
    """A verb that takes a model, made to take a case however it is given, and days as text.

    What does not fit its options is a UsageError that names what would.
    """
    shape = inspect.signature(verb)

    @functools.wraps(verb)
    def taking(case: Given, /, *args: P.args, **options: P.kwargs) -> R:
        days: dict[str, Any] = options
        try:
            shape.bind(case, *args, **options)
        except TypeError as error:
            raise UsageError(_unfit(verb.__name__, shape, days, error)) from None
        for name in DATES:
            if days.get(name) is not None:
                days[name] = day_of(days[name], name)
        if isinstance(days.get("dates"), Sequence):
            days["dates"] = tuple(day_of(d, "dates") for d in days["dates"])
        return verb(model_of(case), *args, **options)

    return taking
