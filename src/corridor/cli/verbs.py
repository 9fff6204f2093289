"""`Verbs`: a group of commands, each imported only when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Verbs(click.Group):
    """Commands by name, imported on first use; help is printed without importing any."""

    def __init__(
        self, *args: Any, package: str = "", verbs: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """Take the package whose modules hold the commands, and each verb with what it does."""
        super().__init__(*args, **kwargs)
        self.package, self.verbs = package, dict(verbs or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order in which a case meets them."""
        del ctx
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb; None if there is no such verb."""
        del ctx
        if cmd_name not in self.verbs:
            return None
        name = f"{cmd_name}_" if cmd_name == "import" else cmd_name
        command = getattr(importlib.import_module(f"{self.package}.{name}"), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.package}.{name} has no command of that name")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs with what they do, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(self.verbs.items()))
