"""Checks of scenarios: what their rows replace, and that the case still holds together in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from corridor.errors import Problem
from corridor.model.checks.context import Context
from corridor.model.merge import in_force

Check = Callable[[Context], Iterable[Problem]]


def drops(context: Context) -> Iterator[Problem]:
    """A row that removes others belongs to a scenario, and there is something to remove."""
    for name, parsed in context.parsed.items():
        if parsed.schema.group == "evidence" or name == "scenarios":
            continue
        fields = [parsed.schema.attribute(k).field for k in parsed.schema.key if k not in {"start", "date"}]
        base = {tuple(getattr(r, f) for f in fields) for r in parsed.rows if not r.scenario and not r.drop}
        for row in parsed.rows:
            if not row.drop:
                continue
            if not row.scenario:
                yield context.tell(
                    "C701",
                    name,
                    row,
                    "drop",
                    "yes, and the row belongs to no scenario.",
                    "Delete the row it would remove, or name a scenario.",
                )
            elif tuple(getattr(row, f) for f in fields) not in base and parsed.is_whole:
                key = " / ".join(str(getattr(row, f)) for f in fields)
                yield context.tell(
                    "C702", name, row, "drop", f'there is no row "{key}" to remove.', "Correct its key."
                )


def in_each(context: Context, checks: Iterable[Check], told: Iterable[Problem]) -> Iterator[Problem]:
    """Problems that a scenario has and the case without it has not."""
    checks = tuple(checks)
    known = {(p.code, p.where, p.found) for p in told}
    for scenario in context.parsed["scenarios"].rows:
        inner = Context(
            context.settings,
            context.parsed,
            context.strict,
            str(scenario.scenario),
            _merged(context, scenario.scenario),
        )
        for check in checks:
            for p in check(inner):
                if (p.code, p.where, p.found.removesuffix(inner.named)) not in known:
                    yield p


def _merged(context: Context, scenario: str) -> dict[str, list[Any]]:
    """Rows in force in a scenario. It does not change the past, so its spells stand beside those of the case."""
    found: dict[str, list[Any]] = {}
    for name, p in context.parsed.items():
        if p.schema.group == "evidence" or name == "scenarios":
            found[name] = p.rows
        elif name == "timeline":
            ahead = [r for r in p.rows if r.scenario == scenario and not r.drop]
            found[name] = context.rows(name) + ahead
        else:
            found[name] = in_force(p.rows, p.schema, scenario)
    return found
