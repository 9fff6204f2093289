"""Runs of one case under different beliefs, paired: the same seed, draws and paths, so that what differs is belief.

Used by `corridor.study.accounts` and `corridor.study.without`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict

import numpy as np

from corridor.forecast.ensemble import EngineName, forecast
from corridor.measure import cover_at_origin, rationing, share_of_need_met, stock_out
from corridor.measure.kinds import Band, Chance, DateBand
from corridor.model.arrays import Policy
from corridor.model.believe import Believed
from corridor.model.model import Model
from corridor.model.row import Row
from corridor.model.select import STRUCTURE, claim_days, is_known
from corridor.model.unbelieved import Change
from corridor.result.forecast import Forecast
from corridor.schema.load import tables

Progress = Callable[[int, int], None]
MATERIAL = 0.01
"""Difference between shares of a need met that counts."""
TOGETHER = "all claims together"
"""Name of the run that every other is held against."""


class RunOptions(TypedDict, total=False):
    """Options of a forecast, as `corridor.forecast.ensemble.forecast` has them."""

    members: int | None
    seed: int | None
    origin: dt.date | None
    scenario: str | None
    policy: Policy | None
    hindsight: bool
    known_by: dt.date | None
    engine: EngineName
    threads: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The main measures of one need at one place.

    `cover` is days of cover on the first day; `rationing` and `stock_out` hold the chance before the horizon and the
    dates; `at_once` is the chance that it is rationed on the first day, `first` that of the needs which are not, it is
    rationed before any other (or on the same day); `met` is the share of need met over the whole horizon.
    """

    place: str
    need: str
    cover: Band
    rationing: DateBand
    stock_out: DateBand
    at_once: Chance
    first: Chance
    met: Band


@dataclass(frozen=True, slots=True)
class Least:
    """How often a place is served least with a need: by more than one part in a hundred less than any other."""

    need: str
    place: str
    chance: Chance


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run says, place by place and need by need, and which place is served least."""

    lines: tuple[Line, ...]
    least: tuple[Least, ...]

    def at(self, place: str, need: str) -> Line | None:
        """The line of a need at a place; None if nothing is needed there."""
        return next((x for x in self.lines if (x.place, x.need) == (place, need)), None)


def answer_of(result: Forecast) -> Answer:
    """The main measures of a forecast."""
    first = result.members.first_rationing
    later = np.where(first > result.origin, first, result.horizon)
    soonest = later.min(axis=2)
    place = {p: i for i, p in enumerate(result.labels.places)}
    need = {n: i for i, n in enumerate(result.labels.needs)}
    lines = []
    for cover, rationed, out, met in zip(
        cover_at_origin(result), rationing(result), stock_out(result), share_of_need_met(result), strict=True
    ):
        p, n = place[cover.place], need[cover.need]
        leads = (later[:, p, n] <= soonest[:, p]) & (later[:, p, n] < result.horizon)
        lines.append(
            Line(
                place=cover.place, need=cover.need, cover=cover.cover, rationing=rationed.dates,
                stock_out=out.dates, at_once=Chance.of(first[:, p, n] <= result.origin), first=Chance.of(leads),
                met=met.share,
            )
        )  # fmt: skip
    return Answer(tuple(lines), tuple(_least(result, [(x.place, x.need) for x in lines])))


def _least(result: Forecast, pairs: Sequence[tuple[str, str]]) -> Iterator[Least]:
    """How often each place is served least, needs in order."""
    place = {p: i for i, p in enumerate(result.labels.places)}
    for n, need in enumerate(result.labels.needs):
        there = [p for p, m in pairs if m == need]
        at = [place[p] for p in there]
        wanted, given = result.members.needed[:, at, n], result.members.distributed[:, at, n]
        share = np.divide(given, wanted, out=np.ones_like(given), where=wanted > 0)
        for i, p in enumerate(there if len(there) > 1 else ()):
            others = np.delete(share, i, axis=1).min(axis=1)
            yield Least(need, p, Chance.of(share[:, i] < others - MATERIAL))


@dataclass(slots=True)
class Runs:
    """The base run of a case, and runs of what is believed of it, with one set of options."""

    model: Model
    options: RunOptions
    count: int = 0
    whole: int = 1
    progress: Progress | None = None

    def by(self) -> dt.date | None:
        """Day by which what is read was published; None reads everything."""
        o = self.options
        return (
            None if o.get("hindsight") else o.get("known_by") or o.get("origin") or self.model.settings.origin
        )

    def readable(self) -> Model:
        """The model less what was not published by then: rows keep their order, and so their draws.

        Structure and timeline stay whole: a run closes their gaps by itself.
        """
        by = self.by()
        if by is None:
            return self.model
        days = claim_days(self.model)
        rows: dict[str, Any] = {
            name: tuple(r for r in getattr(self.model, name) if is_known(r, by))
            for name, schema in tables().items()
            if schema.group == "case" and name not in STRUCTURE and name != "timeline"
        }
        claims = {c.claim for c in self.model.claims if c.claim in days and days[c.claim] <= by}
        rows["claims"] = tuple(c for c in self.model.claims if c.claim in claims)
        rows["claim_links"] = tuple(k for k in self.model.claim_links if k.a in claims and k.b in claims)
        return replace(self.model, **rows)

    def reads(self, row: Row) -> bool:
        """Whether the run reads a row, as far as its day and its scenario say."""
        return row.scenario in (None, self.options.get("scenario")) and is_known(row, self.by())

    def read(self, changes: Iterable[Change], base: Forecast) -> tuple[Change, ...]:
        """Changes of rows that the run reads; of what only follows, those that bear on it.

        Deliveries from the origin on are no input, and an assumed row that gives way is not read.
        """
        there = {
            name: set(getattr(base.model, name)) for name in ("deliveries", "inflow", "supply", "stocks")
        }

        def bears(c: Change) -> bool:
            if c.kind != "follows":
                return True
            start = getattr(c.row, "start", None)
            late = c.table == "deliveries" and start is not None and start >= base.run.origin
            return not late and c.row in there.get(c.table, {c.row})

        return tuple(c for c in changes if self.reads(c.row) and bears(c))

    def base(self) -> Forecast:
        """The run with all claims together."""
        return self._run(self.model)

    def of(self, believed: Believed) -> Forecast:
        """The run of what is believed."""
        return self._run(believed.model)

    def _run(self, model: Model) -> Forecast:
        done = self.count
        self.count += 1

        def tell(part: int, whole: int) -> None:
            if self.progress is not None:
                self.progress(done * whole + part, self.whole * whole)

        return forecast(model, progress=tell, **self.options)
