"""Checks of processes: what they take and give, and their order within a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corridor.errors import Problem
from corridor.model.checks.context import Context

Thing = tuple[str, str]


@dataclass(eq=False)
class _Step:
    """A line or process: what it takes and gives, where, and the order its author gave it."""

    table: str
    row: Any
    name: str
    order: int | None
    takes: set[Thing] = field(default_factory=set)
    gives: set[Thing] = field(default_factory=set)


def flows(context: Context) -> Iterator[Problem]:
    """A process has an input and an output, in quantities above 0, and stands at one place."""
    roles: dict[str, set[str]] = defaultdict(set)
    for flow in context.rows("process_flows"):
        roles[flow.process].add(flow.role)
        if flow.amount == 0:
            yield context.tell(
                "C463",
                "process_flows",
                flow,
                "amount",
                "0 of it.",
                "Write the quantity of one run, or delete the row.",
            )
        if flow.role == "output" and flow.keep > 0:
            yield context.tell(
                "C463", "process_flows", flow, "keep", "an output is not kept back.", "Leave it blank."
            )
    places: dict[str, str] = {}
    for row in context.rows("processes"):
        if places.setdefault(row.process, row.place) != row.place:
            text = f'"{row.process}" stands at "{places[row.process]}" already.'
            yield context.tell(
                "C464", "processes", row, "place", text, "Give each place a process of its own name."
            )
    if not context.is_whole("process_flows"):
        return
    told: set[str] = set()
    for row in context.rows("processes"):
        missing = [r for r in ("input", "output") if r not in roles[row.process]]
        if missing and row.process not in told:
            told.add(row.process)
            text = f'"{row.process}" has no {" and no ".join(missing)}.'
            yield context.tell("C460", "processes", row, "process", text, "Add it to process_flows.")


def order(context: Context) -> Iterator[Problem]:
    """Nothing is made out of itself, and what is listed with an order makes a thing before it is taken."""
    steps = _steps(context)
    for cycle in _cycles(steps):
        first = cycle[0]
        ring = ", ".join(f'"{s.name}"' for s in cycle)
        text = f"{ring} form a ring: what one gives comes back as its own input."
        yield context.tell(
            "C461",
            first.table,
            first.row,
            "",
            text,
            "Take one of them out, or let it start from another commodity.",
        )
    for a in steps:
        for b in steps:
            if a.order is not None and b.order is not None and a.order > b.order and a.gives & b.takes:
                good = min(c for _, c in a.gives & b.takes)
                text = f'{a.order}: "{a.name}" makes "{good}", which "{b.name}" takes with order {b.order}.'
                yield context.tell("C462", a.table, a.row, "order", text, "Who makes comes before who takes.")


def _steps(context: Context) -> list[_Step]:
    steps = []
    for r in context.rows("routes"):
        if r.mode == "line":
            takes, gives = {(r.from_place, c) for c in r.carries}, {(r.to_place, c) for c in r.carries}
            steps.append(_Step("routes", r, r.route, r.order, takes, gives))
    seen: dict[str, _Step] = {}
    for p in context.rows("processes"):
        if p.process not in seen:
            seen[p.process] = _Step("processes", p, p.process, p.order)
    for f in context.rows("process_flows"):
        step = seen.get(f.process)
        if step is not None:
            (step.takes if f.role == "input" else step.gives).add((step.row.place, f.commodity))
    return steps + list(seen.values())


def _cycles(steps: list[_Step]) -> Iterator[list[_Step]]:
    """Steps that are left when those without an unmade input are taken away again and again, ring by ring."""
    left = list(steps)
    while True:
        ready = [s for s in left if not any(o.gives & s.takes for o in left)]
        if not ready:
            break
        left = [s for s in left if s not in ready]
    while left:
        ring = _ring(left)
        yield ring
        left = [s for s in left if s not in ring and any(o.gives & s.takes for o in left if o not in ring)]


def _ring(left: list[_Step]) -> list[_Step]:
    """One ring among steps that each have a maker: walk from maker to maker until one comes again."""
    path = [left[0]]
    while True:
        maker = next(s for s in left if s.gives & path[-1].takes)
        if maker in path:
            return list(reversed(path[path.index(maker) :]))
        path.append(maker)
