"""The program of a plan: columns, then every family of rows in the order of the day, then the objective."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Floats
from corridor.plan.blocks import Builder, Index, Program
from corridor.plan.columns import Columns, columns
from corridor.plan.data import Data
from corridor.plan.rows import balance, fleet, gate, make, need, objective, ways
from corridor.plan.rows.floor import Floor, floor
from corridor.plan.rows.frame import Frame
from corridor.plan.rows.shared import shared
from corridor.plan.weights import Weights

FAMILIES: tuple[Callable[[Frame], None], ...] = (
    balance.balance,
    need.need,
    ways.load,
    ways.road,
    ways.share,
    ways.cap,
    gate.slots,
    gate.queue,
    ways.load_at_gate,
    gate.room,
    fleet.fleet,
    make.keep,
)
"""Families of rows that every plan has, each a plain function."""

PARTS: tuple[Callable[[Frame, Weights], None], ...] = (
    objective.shortfall,
    objective.moving,
    objective.fairness,
    objective.ending,
)
"""Parts of the objective, with the rows and columns that some of them need."""


KEPT = 1_000.0
"""What keeping the whole floor is worth where its highest part is sought: no small cost matters beside it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A program with what its columns are: `loads` is the list that all futures share, if there is one."""

    program: Program
    columns: Columns
    data: Data
    scale: Floats
    loads: Index | None
    kept: int = -1
    """Column of the share of the floor that is kept, where that is asked for."""


def write(
    d: Data,
    w: Weights,
    *,
    shared_steps: int = 0,
    asked: Floor | None = None,
    highest_floor: bool = False,
    scale: Floats | None = None,
) -> Written:
    """Write the program of a plan.

    Parameters
    ----------
    d : Data
    w : Weights
    shared_steps : int
        Steps before the review, in which all futures share one list of loads.
    asked : Floor, optional
        A floor to keep.
    highest_floor : bool
        Whether to find the highest part of the floor that can be kept, and nothing else.
    scale : array (N,), optional
        Scaled units in a unit of each need; by default such that a need is some thousand of them a day.
    """
    build = Builder()
    scale = scale_of(d) if scale is None else scale
    f = Frame(build, d, columns(build, d, scale=scale), scale)
    for family in FAMILIES:
        build.family = family.__name__
        family(f)
    kept: Index | None = None
    if highest_floor:
        build.family = "floor"
        kept = build.add_columns("kept", (1,), axes=("item",), upper=1.0, cost=-KEPT)
    else:
        for part in PARTS:
            build.family = part.__name__
            part(f, w)
    build.family = "shared"
    loads = shared(f, w, shared_steps)
    if asked is not None:
        build.family = "floor"
        floor(f, asked, kept=kept)
    return Written(build.program(), f.x, d, scale, loads, -1 if kept is None else int(kept[0]))


def scale_of(d: Data) -> Floats:
    """Scaled units in a unit of each need: one is what a thousand people need a day, or a day of a fixed need."""
    total = d.parts.sum(3).mean(3).sum((0, 1))
    persons = np.where(d.parts.sum(3) > 0, d.persons, 0.0).mean(3).sum((0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        by_person = np.where(total > 0, persons / np.where(total > 0, total, 1.0), 0.0)
        by_need = np.where(total > 0, d.steps.days / np.where(total > 0, total, 1.0), 1.0)
    return np.where(by_person > 0, by_person / 1_000.0, by_need)
