"""Private persons by role: every word of a case as an audience below internal may read it. Pure functions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from corridor.ledger.records import Actor
from corridor.ledger.sensitivity import by_role, is_private_person, shown_name
from corridor.model.model import Model
from corridor.schema.load import tables

AS_WRITTEN = ("url", "sha256", "hash", "media_type", "language")
"""Columns of text that are no words."""


def private_persons(model: Model) -> tuple[Actor, ...]:
    """Actors of the case who are private persons."""
    return tuple(a for a in model.actors if is_private_person(a))


def persons_by_role(model: Model) -> Model:
    """The model with the role of a private person wherever a name of theirs stands, in any table.

    Returns
    -------
    Model
        The same where there is no private person. Keys and references stay, so that rows still find each other.
    """
    private = private_persons(model)
    if not private:
        return model
    changed: dict[str, Any] = {}
    for name, schema in tables().items():
        fields = [
            a.field for a in schema.attributes if a.kind in {"text", "texts"} and a.name not in AS_WRITTEN
        ]
        own = [f for f in fields if f not in schema.key]
        rows = getattr(model, name, ())
        if rows and own:
            changed[name] = tuple(_told(row, own, private) for row in rows)
    return dataclasses.replace(model, **changed)


def _told(row: Any, fields: Iterable[str], private: tuple[Actor, ...]) -> Any:
    if isinstance(row, Actor) and is_private_person(row):
        return dataclasses.replace(row, name=shown_name(row), aliases=())
    changes = {f: _words(getattr(row, f), private) for f in fields if getattr(row, f, None)}
    return dataclasses.replace(row, **changes) if changes else row


def _words(value: Any, private: tuple[Actor, ...]) -> Any:
    """A text, or several, with roles for names; an id that stands for a person where words are meant is one, too."""
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(_words(v, private) for v in value))
    if not isinstance(value, str):
        return value
    own = next((a for a in private if a.actor == value), None)
    return shown_name(own) if own else by_role(value, private)
