"""The ensemble: members in blocks over threads, the same numbers whatever the blocks and threads.

`forecast` answers for a case; `simulate` runs given draws and paths for studies. Which engine runs is decided here:
compiled code pays once the work is large enough to outlast its start.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Literal

import numpy as np

from corridor.access import paths as ap
from corridor.errors import EngineError, UsageError
from corridor.forecast.bands import Reducer
from corridor.forecast.block import ROUNDING, Block, Engine, Path, join
from corridor.forecast.day import NumpyEngine
from corridor.io.given import takes_case
from corridor.model.arrays import Arrays, Floats, Ints, Params, Policy
from corridor.model.footing import footing_notes
from corridor.model.lower import Lowered, lower
from corridor.model.model import Model
from corridor.model.numbers import draw_values
from corridor.model.passing import unreachable
from corridor.model.select import is_known, known
from corridor.model.unrecorded import merged
from corridor.result.forecast import NAMED, Forecast, Run
from corridor.result.record import Dates, Filled, NotRecorded, Record, Short

EngineName = Literal["auto", "numpy", "compiled"]
Progress = Callable[[int, int], None]

COMPILED_PAYS = 1e7
"""Members times days times places times (commodities + needs) from which `auto` takes the compiled engine.

Measured on two cores: the plain engine needs 2.4 s for so much; the compiled one 0.2 s and a second to start. The
first start after installation takes some ten seconds more, which five times as much work repays at once.
"""
NO_NUMBA = "The compiled engine needs numba, which is not installed."
BLOCK = 64
MOST_MEMBERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case made ready to run at an origin: rows known then, or by `known_by`; arrays, recipe, outlook.

    `unread` are groups whose rows under the scenario were published later and are not read.
    """

    model: Model
    lowered: Lowered
    outlook: tuple[ap.Outlook, ...]
    hindsight: bool
    scenario: str | None
    unknown: tuple[str, ...] = ()
    known_by: dt.date | None = None
    unread: tuple[str, ...] = ()

    @property
    def not_read(self) -> tuple[str, ...]:
        """What is said of a scenario whose own timeline was not known: a run of it is not what its name says."""
        if not self.unread:
            return ()
        return (
            f"Scenario {self.scenario}: rows of {', '.join(self.unread)} were published after the origin and are not "
            "read, so the outlook stands there. --hindsight reads them.",
        )

    @property
    def record(self) -> Record:
        """Deliveries from stocks that are not on record, and days without a record, before anything is run."""
        start = {r.route: r.from_place for r in self.model.routes}
        return Record(
            not_recorded=tuple(
                NotRecorded(route=route, commodity=good, place=start[route], dates=_dates(self.arrays, spans))
                for route, good, spans in self.lowered.recipe.arrivals.not_recorded
            ),
            filled=tuple(
                Filled(
                    route=g.route, carrier=g.carrier, contents=g.contents, situation=g.situation, drawn=g.drawn,
                    by=g.by, words=g.filled, dates=_dates(self.arrays, g.spans),
                )
                for g in self.lowered.gaps
            ),
        )  # fmt: skip

    @property
    def arrays(self) -> Arrays:
        """What does not differ between members."""
        return self.lowered.arrays


def prepare(
    model: Model,
    *,
    origin: dt.date | None = None,
    scenario: str | None = None,
    policy: Policy | None = None,
    hindsight: bool = False,
    known_by: dt.date | None = None,
) -> Prepared:
    """Select the rows known at the origin or by a day, merge the scenario, lower to arrays, read the outlook."""
    origin = origin or model.settings.origin
    if scenario is not None and scenario not in {s.scenario for s in model.scenarios}:
        names = ", ".join(f'"{s.scenario}"' for s in model.scenarios) or "none"
        raise UsageError(f'No scenario is called "{scenario}". This case has: {names}.')
    rows = known(model, origin, known_by=known_by, hindsight=hindsight, scenario=scenario)
    lowered = lower(rows, origin=origin, policy=policy)
    counted = {r.place for r in rows.people}
    unknown = tuple(p.name or p.place for p in rows.places if p.place in _peopled(model) - counted)
    by = None if known_by == origin else known_by
    until = None if hindsight else known_by or origin
    later = {
        r.group for r in model.timeline if scenario and r.scenario == scenario and not is_known(r, until)
    }
    return Prepared(
        rows,
        lowered,
        ap.plan(rows, lowered.arrays),
        hindsight,
        scenario,
        unknown,
        by,
        unread=tuple(sorted(later)),
    )


def _peopled(model: Model) -> set[str]:
    """Places of which the case holds a count of people, known at the origin or not."""
    return {r.place for r in model.people}


def has_numba() -> bool:
    """Whether the compiled engine can run here; numba has no wheels for some machines."""
    return find_spec("numba") is not None


def engine_for(name: EngineName, work: float) -> Engine:
    """The engine asked for; `auto` takes the compiled one where the work outlasts its start."""
    if name not in ("auto", "numpy", "compiled"):
        raise UsageError(f'No engine is called "{name}". There are: auto, numpy, compiled.')
    if name == "numpy" or (name == "auto" and (work < COMPILED_PAYS or not has_numba())):
        return NumpyEngine()
    if not has_numba():
        raise EngineError(f"{NO_NUMBA} Leave the engine to auto, or ask for numpy.")
    from corridor.forecast.kernel import CompiledEngine  # noqa: PLC0415  (numba is slow to start)

    return CompiledEngine()


def work_of(a: Arrays, members: int) -> float:
    """Size of a run: member-days times places times commodities and needs."""
    size = len(a.labels.places) * (len(a.labels.commodities) + len(a.labels.needs))
    return float(members) * a.count * size


def blocks_of(members: int, size: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of members, in order."""
    for first in range(0, members, size):
        yield first, min(members, first + size)


def _threads(asked: int | None) -> int:
    return max(1, asked or min(os.cpu_count() or 1, 8))


def simulate(
    prepared: Prepared,
    values: Floats,
    paths: Path,
    *,
    engine: EngineName = "auto",
    threads: int | None = None,
    keep_daily: bool = False,
    opening_scale: Floats | None = None,
    progress: Progress | None = None,
) -> Block:
    """Run given draws and paths.

    Parameters
    ----------
    prepared : Prepared
        A case at an origin.
    values : array (U, M)
        Drawn values of `prepared.arrays.numbers`.
    paths : array (T, G, M)
        Situations in each group's own numbering.
    opening_scale : array (P, C) or (P, C, M), optional
        Factor on the opening stocks and on later counts.

    Returns
    -------
    Block
        Members last, in the order of `values`.

    Raises
    ------
    EngineError
        If the shapes do not agree.
    """
    a = prepared.arrays
    members = paths.shape[-1]
    if values.shape != (len(a.numbers), members) or paths.shape[:2] != (a.count, len(a.labels.groups)):
        raise EngineError(f"Draws {values.shape} and paths {paths.shape} do not fit the case.")
    runner = engine_for(engine, work_of(a, members))

    def one(span: tuple[int, int]) -> Block:
        first, last = span
        p = prepared.lowered.params(values[:, first:last])
        if opening_scale is not None:
            p = scale_opening(p, opening_scale if opening_scale.ndim == 2 else opening_scale[..., first:last])
        return runner.run(a, p, paths[..., first:last], keep_daily=keep_daily)

    return join(list(_in_order(one, members, threads, progress)))


def scale_opening(p: Params, scale: Floats) -> Params:
    """Parameters with opening stocks and later counts multiplied, by place and commodity."""
    factor = scale[..., None] if scale.ndim == 2 else scale
    changes = tuple(
        replace(c, amount=c.amount * factor[c.place, c.commodity]) if c.reset else c for c in p.changes
    )
    return replace(p, opening=p.opening * factor, changes=changes)


def _in_order(
    one: Callable[[tuple[int, int]], Block], members: int, threads: int | None, progress: Progress | None
) -> Iterator[Block]:
    """Blocks in the order of members, run by a pool; at most a few wait at a time."""
    spans = list(blocks_of(members, BLOCK))
    done = 0
    with ThreadPoolExecutor(_threads(threads)) as pool:
        ahead = 2 * _threads(threads)
        waiting = [pool.submit(one, s) for s in spans[:ahead]]
        for i, span in enumerate(spans):
            block = waiting[i].result()
            waiting[i] = None  # type: ignore[call-overload]
            if i + ahead < len(spans):
                waiting.append(pool.submit(one, spans[i + ahead]))
            done += span[1] - span[0]
            if progress:
                progress(done, members)
            yield block


@takes_case
def forecast(
    model: Model,
    *,
    members: int | None = None,
    seed: int | None = None,
    origin: dt.date | None = None,
    scenario: str | None = None,
    policy: Policy | None = None,
    hindsight: bool = False,
    known_by: dt.date | None = None,
    engine: EngineName = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Run an ensemble of a case and say what may come, day by day.

    Parameters
    ----------
    model : Model
        A checked case.
    members : int, 1 to 1,000,000, optional
        Draws; the case's own number by default.
    seed : int, optional
        The same seed gives the same numbers, on any number of threads.
    origin : date, optional
        First day of the forecast; rows not known by then are not read unless `hindsight` or `known_by` say so.
    scenario : str, optional
        A named set of assumptions of the case.
    policy : 'recorded', 'usual', 'pull', optional
        What is sent from the origin on.
    hindsight : bool
        Read rows that were not published by the origin; every page says so.
    known_by : date, optional
        Read what was published by this day: earlier than the origin, or later, which is hindsight in part; every
        page says so. The origin gives what not giving it does.
    engine : 'auto', 'numpy', 'compiled'
        Both give the same to 1e-9.
    threads : int, optional
    progress : callable (done, all), optional

    Returns
    -------
    Forecast
        Frozen. Bands are exact quantiles up to 2,000 members; above that from counts in cells, exact on shared values.

    Raises
    ------
    UsageError, EngineError
        When an option or the case cannot be run.
    """
    prepared = prepare(
        model, origin=origin, scenario=scenario, policy=policy, hindsight=hindsight, known_by=known_by
    )
    count = model.settings.members if members is None else members
    seed = model.settings.seed if seed is None else seed
    if not 1 <= count <= MOST_MEMBERS:
        raise UsageError(f"Members must be 1 to {MOST_MEMBERS:,}, not {count:,}.")
    if seed < 0 or (threads is not None and threads < 1):
        raise UsageError(
            f"A seed is 0 or more and threads are 1 or more; got seed {seed} and {threads} threads."
        )
    a = prepared.arrays
    runner = engine_for(engine, work_of(a, count))

    def one(span: tuple[int, int]) -> tuple[Block, Params, Path, Floats]:
        ids: Ints = np.arange(*span)
        values = draw_values(a.numbers, seed, ids)
        path = ap.draw(prepared.outlook, a, seed, ids)
        p = prepared.lowered.params(values)
        return runner.run(a, p, path, keep_daily=True), p, path, values

    highest = np.array([[n.range.high] for n in a.numbers]).reshape(len(a.numbers), 1)
    reducer = Reducer(a, count, named=min(count, NAMED), most=prepared.lowered.params(highest))
    spans = list(blocks_of(count, BLOCK))
    done = 0
    with ThreadPoolExecutor(_threads(threads)) as pool:
        ahead = _threads(threads) + 1
        waiting = [pool.submit(one, s) for s in spans[:ahead]]
        for i, span in enumerate(spans):
            block, p, path, values = waiting[i].result()
            waiting[i] = None  # type: ignore[call-overload]
            if i + ahead < len(spans):
                waiting.append(pool.submit(one, spans[i + ahead]))
            reducer.add(span, block, p, path, values)
            done = span[1]
            if progress:
                progress(done, count)
    record = replace(prepared.record, short=_short(prepared, reducer.asked, reducer.without_stock))
    return Forecast(
        run=Run(
            digest=model.digest,
            origin=a.days.day(a.origin),
            hindsight=hindsight,
            scenario=scenario,
            policy=a.policy,
            members=count,
            seed=seed,
            engine=runner.name,
            versions=_versions(),
            notes=(*_notes(prepared), *record.notes, *_without_numba(engine, work_of(a, count))),
            known_by=prepared.known_by,
        ),
        model=prepared.model,
        labels=a.labels,
        days=a.days,
        origin=a.origin,
        numbers=a.numbers,
        record=record,
        **reducer.result(),
    )


def _short(prepared: Prepared, asked: Floats, without_stock: Floats) -> tuple[Short, ...]:
    """What of the record and of usual inflow had no stock behind it, from means over the members (T, V)."""
    a = prepared.arrays
    start = {r.route: r.from_place for r in prepared.model.routes}
    unit = dict(zip(a.labels.commodities, a.labels.commodity_units, strict=True))
    missing = without_stock > ROUNDING * np.maximum(1.0, asked)
    return tuple(
        Short(
            route=route,
            commodity=good,
            place=start[route],
            unit=unit[good],
            asked=float(asked[:, i].sum()),
            without_stock=float(without_stock[:, i].sum()),
            dates=_dates(a, merged(int(t) for t in np.flatnonzero(missing[:, i]))),
        )
        for i, (route, good) in enumerate(a.labels.moves)
        if missing[:, i].any()
    )


def _dates(a: Arrays, spans: Iterable[tuple[int, int]]) -> Dates:
    return tuple((a.days.day(first), a.days.day(last - 1)) for first, last in spans)


def _versions() -> tuple[tuple[str, str], ...]:
    found = []
    for name in ("corridor", "numpy", "numba", "scipy"):
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, "not installed"))
    return tuple(found)


def _without_numba(engine: EngineName, work: float) -> tuple[str, ...]:
    """What is said of a run that the compiled engine would have done sooner."""
    if engine != "auto" or work < COMPILED_PAYS or has_numba():
        return ()
    return (f"{NO_NUMBA} The numpy engine ran in its place: the same numbers, several times slower.",)


def _notes(prepared: Prepared) -> tuple[str, ...]:
    """What a reader of the result has to know of how it was made."""
    origin = prepared.arrays.days.day(prepared.arrays.origin)
    notes = [
        f"No count of the people of {name} was known by {prepared.known_by or origin}: {name} is not in this answer."
        for name in prepared.unknown
    ]
    notes += prepared.not_read
    if prepared.known_by is not None and prepared.known_by < origin:
        notes.append(
            f"Read as known by {prepared.known_by}: from then to the origin, {origin}, the situation is unknown and "
            "drawn, and with it what came in. To forecast as of that day, set the origin to it too."
        )
    if prepared.arrays.policy == "usual":
        notes.append(
            "Policy usual: what usually comes in under each situation, and nothing of ours. It is a flow on record or "
            "assumed, which access, capacities, gates and trucks do not limit."
        )
    a = prepared.arrays
    if a.policy == "pull":
        names = {p.place: p.name or p.place for p in prepared.model.places}
        missed: dict[str, list[str]] = {}
        ways = prepared.lowered.recipe.ways
        for place, need in unreachable(prepared.model, ways, a.labels.places, a.labels.commodities):
            missed.setdefault(place, []).append(need)
        notes += [
            f"Policy pull can bring nothing to {names[place]} for {' and '.join(needs)}: no way with trucks "
            "leads there from where there is any of what serves it."
            for place, needs in missed.items()
        ]
    for outlook in prepared.outlook:
        open_days = outlook.past.left_open(a.origin)
        if open_days:
            spans = " and ".join(
                f"{a.days.day(first)} to {a.days.day(last - 1)}" for first, last in open_days
            )
            notes.append(
                f'Scenario {prepared.scenario}: no row of timeline holds group "{outlook.group}" from {spans}, so the '
                "outlook stands there."
            )
        if outlook.stays and len(outlook.names) > 1 and (open_days or not outlook.past.fixed):
            now = " or ".join(outlook.names[s] for s in outlook.past.running)
            notes.append(f'No outlook is given for "{now}" of group "{outlook.group}": it stays as it is.')
    return (*notes, *footing_notes(prepared.model))
