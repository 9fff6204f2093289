"""`corridor explain`: what the code of a problem means."""

from __future__ import annotations

import click

from corridor.cli.common import json_option, say, say_json, styled
from corridor.errors import UsageError
from corridor.model.checks.codes import codes, nearest

SCHEMA = "corridor.explain/1"


@click.command()
@click.argument("code", required=False, metavar="[CODE]")
@json_option
def explain(code: str | None, *, as_json: bool) -> None:
    """Say what CODE means and what to do; without CODE, list all."""
    known = codes()
    if code is not None and code.upper() not in known:
        raise UsageError(
            f'no problem has the code "{code}".{nearest(code, known)} `corridor explain` lists them all.'
        )
    wanted = list(known.values()) if code is None else [known[code.upper()]]
    if as_json:
        listed = [
            {"code": c.code, "level": "warning" if c.warning else "error", "is_missing": c.missing, "title": c.title,
             "meaning": c.meaning, "to_do": c.to_do}
            for c in wanted
        ]  # fmt: skip
        say_json(SCHEMA, {"codes": listed})
    elif code is None:
        for c in wanted:
            say(f"{c.code}  {c.title}" + (" (warning)" if c.warning else ""))
    else:
        c = wanted[0]
        level = "A warning: the case may run." if c.warning else "An error: the case cannot run."
        level = "Something is missing: the case cannot run yet." if c.missing else level
        say(f"{styled(c.code, bold=True)} {c.title}\n{c.meaning}\n{level}\nWhat to do: {c.to_do}")
