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
def before(c: Any, s: Any, o: Any, t: Any, g: Any, e: Any, first: Any) -> None:
    """What comes in, perishes and is set as ration at a stretch of places."""
    for p in range(first, first + c.stretch):
        stores.morning(c, s, t, e, p)
        stores.rations(c, s, o, t, g, e, p)


@stage
def after(c: Any, s: Any, o: Any, t: Any, g: Any, e: Any, first: Any) -> None:
    """What is handed out and asked for at a stretch of places."""
    for p in range(first, first + c.stretch):
        stores.distribute(c, s, o, t, g, e, p)
        if c.legs and t >= c.origin:
            ways.ask(c, s, e, p)


def build(stamp: int) -> Any:
    """The compiled loop; `stamp` is part of the key under which it is kept."""

    @kernel
    def advance(
        fields: Any, ints: Any, flt: Any, num: Any, own: Any,
        spots: Any, x: Any, dates: Any, path: Any, pos: Any, o: Any,
    ) -> int:  # fmt: skip
        """Run every day of every row of members; `o` takes what is asked for."""
        c = case_of(fields, ints, flt, num, own, 0)
        s = state_of(spots, x, dates, path, pos, 0)
        for g in range(c.blocks):
            c = case_of(fields, ints, flt, num, own, g)
            stores.start(c, s)
            for t in range(c.count):
                e = at(c.ints, c.epoch + t)
                if c.changes:
                    stores.changes(c, s, t)
                if c.legs and t >= c.origin:
                    ways.access(c, s, t, g)
                    ways.trucks_home(c, s, t)
                    if c.any_hold:
                        ways.hold(c, s, t, g)
                stores.not_ours(c, s, t, g, e)
                store(s.x, s.day, 0.0)
                for first in range(0, c.places, c.stretch):
                    before(c, s, o, t, g, e, first)
                    if c.steps:
                        stores.asked(c, s, t, g, e)
                        stores.produce(c, s, e)
                    after(c, s, o, t, g, e, first)
                store(o, (c.o_day + t) * c.blocks + g, load(s.x, s.day))
                if c.legs and t >= c.origin:
                    ways.divide(c, s)
                    if c.plain == 0:
                        ways.shares(c, s)
                    if c.pools:
                        ways.capped(c, s, t, g)
                    ways.road(c, s)
                    ways.spare(c, s, e)
                    ways.trucks(c, s)
                    if c.pumps:
                        ways.fuel(c, s, e)
                    ways.gates(c, s, c.queue_gates, c.gates)
                    ways.go(c, s, t, e)
                stores.close(c, s, o, t, g, e)
                if at(c.ints, c.ends + t):
                    stores.settle(c, s, o, g, t, e)
            stores.finish(c, s, o, g)
        return stamp

    return advance


advance = build(_stamp())
