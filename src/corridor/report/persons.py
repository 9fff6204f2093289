"""Every word of a case as an audience below internal may read it: no name of a private person or a hidden place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from corridor.ledger.names import HiddenNames
from corridor.ledger.records import Actor
from corridor.ledger.sensitivity import is_private_person, shown_name
from corridor.model.model import Model
from corridor.schema.load import tables

AS_WRITTEN = ("sha256", "hash", "media_type", "language")
"""Columns of text that are no words."""


def without_names(model: Model, names: HiddenNames) -> Model:
    """The model with other words wherever a name stands that its readers may not see, in any table.

    Returns
    -------
    Model
        The same where nothing is hidden. Keys and references stay, so that rows still find each other: the finished
        page is looked at once more. An address that holds a name is left out.
    """
    if not names:
        return model
    roles = {a.actor: shown_name(a) for a in model.actors if is_private_person(a)}
    changed: dict[str, Any] = {}
    for name, schema in tables().items():
        fields = [
            a.field for a in schema.attributes if a.kind in {"text", "texts"} and a.name not in AS_WRITTEN
        ]
        own = [f for f in fields if f not in schema.key]
        rows = getattr(model, name, ())
        if rows and own:
            changed[name] = tuple(_told(row, own, names, roles) for row in rows)
    return dataclasses.replace(model, **changed)


def _told(row: Any, fields: Iterable[str], names: HiddenNames, roles: dict[str, str]) -> Any:
    if isinstance(row, Actor) and row.actor in roles:
        return dataclasses.replace(row, name=shown_name(row), aliases=())
    changes = {f: _words(getattr(row, f), names, roles) for f in fields if getattr(row, f, None)}
    if changes.get("url") and names.found(row.url):
        changes["url"] = ""
    return dataclasses.replace(row, **changes) if changes else row


def _words(value: Any, names: HiddenNames, roles: dict[str, str]) -> Any:
    """A text, or several, without names; an id that stands for a person where words are meant is one, too."""
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(_words(v, names, roles) for v in value))
    return roles.get(value) or names.replaced(value) if isinstance(value, str) else value
