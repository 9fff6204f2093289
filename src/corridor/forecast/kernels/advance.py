"""The loop over rows of members and days: the order of the day, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corridor.forecast.kernels import stores, ways
from corridor.forecast.kernels.handles import case_of, state_of
from corridor.forecast.kernels.lanes import at, kernel, load, stage, store


def _stamp() -> int:
    """A number that changes with the source of any part, so that compiled code kept on disk is never stale."""
    import hashlib  # noqa: PLC0415

    here = Path(__file__).parent
    text = b"".join(p.read_bytes() for p in sorted(here.glob("*.py")))
    return int.from_bytes(hashlib.sha256(text).digest()[:7], "big")


@stage
def before(c: Any, s: Any, t: Any, e: Any, first: Any) -> None:
    """What comes in, perishes and is set as ration at a stretch of places."""
    for p in range(first, first + c.stretch):
        stores.morning(c, s, t, e, p)
        stores.rations(c, s, t, e, p)


@stage
def after(c: Any, s: Any, t: Any, e: Any, first: Any) -> None:
    """What is handed out and asked for at a stretch of places."""
    for p in range(first, first + c.stretch):
        stores.distribute(c, s, t, e, p)
        if c.legs and t >= c.origin and c.rounds == 1:
            ways.ask(c, s, e, p, 0)


@stage
def ask(c: Any, s: Any, e: Any, k: Any) -> None:
    """What every place asks for in a round of the day."""
    for p in range(c.places):
        ways.ask(c, s, e, p, k)


@stage
def pull(c: Any, s: Any, t: Any, e: Any) -> None:
    """Ask, divide, limit, load what is left, round by round; then send."""
    ways.limits(c, s)
    for k in range(c.rounds):
        if c.rounds > 1:
            ask(c, s, e, k)
        if c.passers:
            ways.pass_on(c, s, e, k)
        ways.divide(c, s)
        if c.plain == 0:
            ways.shares(c, s)
        if c.pools:
            ways.capped(c, s, t)
        if c.plain == 0:
            ways.road(c, s)
        ways.spare(c, s, e)
        ways.trucks(c, s)
        if c.pumps:
            ways.fuel(c, s, e)
        ways.gates(c, s, c.queue_gates, c.gates)
        ways.send(c, s, t, e)
        ways.fill(c, s, t, e)
    ways.depart(c, s, t, e)


def build(stamp: int) -> Any:
    """The compiled loop; `stamp` is part of the key under which it is kept."""

    @kernel
    def advance(cases: Any, states: Any, count: int) -> int:
        """Run every day of every row of members; lists of addresses lead to tables, state and results."""
        s = state_of(states, 0)
        for g in range(count):
            c = case_of(cases, g)
            stores.start(c, s)
            for t in range(c.count):
                e = at(c.epoch, t)
                if c.changes:
                    stores.changes(c, s, t)
                if c.ruled:
                    stores.before_arrivals(c, s)
                if c.legs and t >= c.origin:
                    ways.access(c, s, t)
                    ways.trucks_home(c, s, t)
                    if c.any_hold:
                        ways.hold(c, s, t)
                stores.from_outside(c, s, t, e)
                if c.moves:
                    stores.moves(c, s, t, e)
                store(s.day, 0, 0.0)
                for first in range(0, c.places, c.stretch):
                    before(c, s, t, e, first)
                    if c.steps:
                        stores.asked(c, s, t, e)
                        stores.produce(c, s, e)
                    after(c, s, t, e, first)
                store(c.o_day, t * c.blocks, load(s.day, 0))
                if c.legs and t >= c.origin:
                    pull(c, s, t, e)
                stores.close(c, s, t, e)
                if at(c.ends, t):
                    stores.settle(c, s, t, e)
            stores.finish(c, s)
        return stamp

    return advance


advance = build(_stamp())
