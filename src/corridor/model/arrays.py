"""Frozen numpy arrays of a case at an origin: no labels inside, no NaN, documented shapes.

Dimensions: P places, C commodities, N needs, E epochs (runs of days with the same parameters), R routes with legs,
L legs, W lines, X crossings, F fleets, Q processes, G groups, S situations (of all groups, one after another),
Z situations of one group (its own numbering, as long as the largest group needs), J goods classes, K pairs of need and
commodity, O cap pools, V moves on record between stores, Y entries of usual inflow, B members of a block (or 1 where
all members are alike).

Units: own unit of each commodity, unit of each need, tonnes for ways and stores, trucks, days; `BIG` is unlimited.
A path of situations is an integer array (T, G, B) in each group's own numbering.
Built by `corridor.model.lower`; read by every engine. The law is `docs/theory/day.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corridor.calendar import Days
from corridor.schema.values import Range

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Policy = Literal["recorded", "usual", "pull"]
Backing = Literal["claims", "derived", "assumed", "default"]
"""What backs an input of a case. The law is in `docs/theory/claims_to_numbers.md`."""

BIG = 1e300
FULL, COVER, FIXED, STRETCH, STEPS = range(5)
LINE, PROCESS = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Names along each dimension, and the units of commodities and needs."""

    places: tuple[str, ...]
    commodities: tuple[str, ...]
    commodity_units: tuple[str, ...]
    needs: tuple[str, ...]
    need_units: tuple[str, ...]
    routes: tuple[str, ...]
    legs: tuple[str, ...]
    lines: tuple[str, ...]
    crossings: tuple[str, ...]
    fleets: tuple[str, ...]
    processes: tuple[str, ...]
    groups: tuple[str, ...]
    situations: tuple[str, ...]
    classes: tuple[str, ...]
    moves: tuple[tuple[str, str], ...] = ()
    """Route and commodity of what recorded deliveries and usual inflow take out of the store of a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One uncertain or backed number of the case: its range, its bounds, its draw and what it rests on.

    `draw` names the uniform it uses; numbers with one draw move together. `rival` is set for rows of which each member
    picks one: then `pick` is the name of that pick and `weight` this row's share of it. `rule` says by what the number
    stands: a rule of `docs/theory/claims_to_numbers.md`, or `derived`, `assumed`, `typed`.
    """

    name: str
    table: str
    key: str
    column: str
    range: Range
    minimum: float | None
    maximum: float | None
    draw: str
    unit: str
    claims: tuple[str, ...]
    basis: str
    pick: str = ""
    weight: float = 1.0
    rule: str = "typed"
    backing: Backing = "assumed"
    """What backs it: `claims` that agree with it, what it is `derived` from, nothing (`assumed`); `default`: nobody
    stated it, it is what a blank cell means."""
    differs: str = ""
    """Claims of its row that state another number, in words; blank if there are none."""

    @property
    def is_assumed(self) -> bool:
        """Whether somebody stated it and nothing backs it."""
        return self.backing == "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """What does not differ between members. See the module docstring for dimensions and units."""

    labels: Labels
    days: Days
    origin: int
    policy: Policy
    epoch: Ints  # (T,) epoch of each day
    # goods
    kg: Floats  # (C,) t a unit
    m3: Floats  # (C,) m3 a unit
    storable: Bools  # (C,)
    klass: Ints  # (C,) goods class
    contents: Floats  # (C, 3) kcal, g protein, g fat a unit
    rank: Ints  # (C,) 0 is loaded first: the best rank of the needs that a commodity serves
    # needs
    serve_order: (
        Ints  # (N,) needs in the order in which they are served; needs of one `together` stand together
    )
    together: Ints  # (N,) by place in serve_order: needs of one number have one rank, share stores, and share shortage
    sat_start: Ints  # (N + 1,) pairs of need n are sat_start[n]:sat_start[n + 1], in listed order
    sat_commodity: Ints  # (K,)
    sat_value: Floats  # (K,) content of a unit
    sat_max: Floats  # (K,) middle of the largest share: for what is said of a case, never for engines
    sat_whole: Bools  # (K,) whether it may stand for the whole ration, in every member
    worth_place: Ints  # (M,) sparse content of a unit in store, looking through processes
    worth_commodity: Ints  # (M,)
    worth_need: Ints  # (M,)
    worth: Floats  # (M,)
    via_entry: Ints  # (V,) entry of `worth` that a pair has a part in, in order of entries
    via_pair: Ints  # (V,) pair of need and commodity through which it serves
    via_share: Floats  # (V,) part of the entry's content that serves through the pair
    policy_kind: Ints  # (E, P, N) FULL, COVER, FIXED, STRETCH, STEPS
    ration_since: Ints  # (E, P, N) first day on which the rule of rations is in force without a break
    ration_review: Ints  # (E, P, N) days from one review of a schedule to the next
    ration_schedule: Ints  # (E, P, N) schedule of stated rations, where policy is STEPS
    stated_start: (
        Ints  # (H + 1,) rows of schedule h are stated_start[h]:stated_start[h + 1], by days of cover
    )
    stated_above: Floats  # (S,) days of cover from which a stated ration holds
    # stores
    storage: Floats  # (P,) t, BIG if unlimited
    unlimited: Bools  # (E, P, C)
    # lines and processes in listed order
    step_kind: Ints  # (steps,) LINE or PROCESS
    step_index: Ints  # (steps,)
    line_from: Ints  # (W,)
    line_to: Ints  # (W,)
    line_commodity: Ints  # (W,)
    line_group: Ints  # (W,)
    proc_place: Ints  # (Q,)
    in_start: Ints  # (Q + 1,)
    in_commodity: Ints
    in_amount: Floats
    in_keep: Floats
    out_start: Ints  # (Q + 1,)
    out_commodity: Ints
    out_amount: Floats
    # recorded deliveries and usual inflow
    move_from: Ints  # (V,) moves out of a store on record, by rank, then by store
    move_to: Ints  # (V,)
    move_good: Ints  # (V,) commodity
    move_rank: Ints  # (V,) moves of one rank are made at once, after those of lower rank
    entry_group: Ints  # (Y,) group whose situation lets the entry come
    entry_state: Ints  # (Y,) that situation, in the group's own numbering
    entry_to: Ints  # (Y,)
    entry_good: Ints  # (Y,) commodity
    entry_move: Ints  # (Y,) the move it is a part of, -1: it enters from outside
    entry_on: Bools  # (E, Y) whether it comes in an epoch
    # ways
    route_from: Ints  # (R,)
    route_to: Ints  # (R,)
    route_group: Ints  # (R,)
    route_class: Bools  # (R, J) whether it carries goods of the class
    route_passes: (
        Bools  # (R,) whether what its end asks for is asked for by its start, where the start passes it on
    )
    route_asked: (
        Bools  # (R,) whether `pull` asks over it: not where it leads back to a place that passes demand on
    )
    beyond: Ints  # (n, 3) place that passes on, commodity, and a place beyond that asks for it
    pass_order: Ints  # places that pass something on, those farthest from the starts first
    leg_route: Ints  # (L,) legs of a route stand together, in route order
    leg_fleet: Ints  # (L,) -1: trucks without limit
    leg_from: Ints  # (L,)
    leg_to: Ints  # (L,)
    leg_group: Ints  # (L,)
    leg_usual: (
        Ints  # (L,) middle lead in days, at least 1: for the steps and the dates of plans, never for engines
    )
    leg_payload: Floats  # (L,) t a truck, BIG without fleet
    leg_load: Floats  # (L,) m3 a truck, BIG if mass alone limits
    leg_fuel: Ints  # (L,) commodity burnt, -1 none
    leg_fuel_per_truck: Floats  # (L,) own units both ways
    leg_hold: Bools  # (L,) whether arrivals may be held: a crossing with a queue, or a limited store
    leg_return_access: Bools  # (L,)
    cross_start: Ints  # (L + 1,) crossings of a leg, in listed order of the way
    cross: Ints
    crossing_queue: Bools  # (X,)
    fleet_base: Ints  # (F,)
    # situations
    group_first: Ints  # (G + 1,) situations of group g are group_first[g]:group_first[g + 1]
    pool_of: Ints  # (Z, D, L, J) cap pool of a leg and class, -1 none; D levels (the way itself, then its crossings)
    pool_trucks: Bools  # (O,) whether the cap counts trucks
    # uncertain numbers
    numbers: tuple[Number, ...]

    @property
    def count(self) -> int:
        """Days of the run."""
        return self.days.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A count of stock on a morning (`reset`), or a reserve released on it."""

    day: int
    reset: bool
    place: Ints  # (n,)
    commodity: Ints  # (n,)
    amount: Floats  # (n, B)


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What differs between members, for one block; the last axis is B, or 1 where all are alike."""

    need: Floats  # (E, P, N, B) normal need of the place a day
    minimum: Floats  # (E, P, N, B)
    survival: Floats  # (E, P, N, B)
    people: Floats  # (E, P, B) people of the place
    persons: Floats  # (E, P, N, B) people concerned
    fixed: Floats  # (E, P, N, B) fixed ration of the place, where policy is FIXED
    threshold: (
        Floats  # (E, P, N, B) days of cover under which a ration is cut, where policy is COVER or STRETCH
    )
    floor: Floats  # (E, P, N, B) share of need under which it is not cut
    lookback: Floats  # (E, P, N, B) days over which what came in counts as lately, at least 1, where policy is STRETCH
    stated_share: Floats  # (S, B) stated ration, as a share of the need
    stated_person: Floats  # (S, B) stated ration of one person, beside it
    perish: Floats  # (C, B) share of a stock lost a day
    share: Floats  # (K, B) usual share, sums to 1 over a need
    most: Floats  # (K, B) largest share
    counted: (
        Floats  # (E, M, B) content of a unit in store toward a need, by its part of a store that needs share
    )
    use: Floats  # (E, P, C, B) usual daily use
    supply: Floats  # (E, P, C, B)
    recorded: Floats  # (E, P, C, B) recorded deliveries a day that enter from outside, what reaches residents
    moved: Floats  # (E, V, 2, B) recorded deliveries a day out of stores: what leaves, what reaches residents
    inflow: Floats  # (Y, 2, B) entries of usual inflow a day: what leaves, what reaches residents
    opening: Floats  # (P, C, B)
    changes: tuple[Change, ...]
    target: Floats  # (E, P, C, B)
    working: Floats  # (E, P, C, B) at most the target: what is used while goods are on their way, and some days more
    keep: Floats  # (E, P, C, B)
    route_cap: Floats  # (R, B) t a day
    leg_lead: Ints  # (L, B) days, at least 1
    leg_home: Ints  # (L, B) lead + turnaround: days from release at the far end to home
    leg_loss: Floats  # (L, B) share lost on the way
    line_cap: Floats  # (W, B) own unit a day
    line_loss: Floats  # (W, B) share lost, below 1
    proc_cap: Floats  # (E, Q, B) runs a day
    proc_target: Floats  # (Q, B) days, at least 1
    slots: Floats  # (X, B) loaded trucks a day
    pool_limit: Floats  # (O, B) t or trucks a day
    access: Floats  # (Z, L, J, B) 0 closed .. 1 open
    line_access: Floats  # (Z, W, B)
    trucks: Floats  # (F, B)
    availability: Floats  # (F, B)
    return_share: Floats  # (F, B)
