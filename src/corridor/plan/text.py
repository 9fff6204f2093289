"""The program of a plan as text that a person reads: rows and columns by place, commodity, way and date.

Close to the LP format of solvers, but written to be read and compared: no solver reads it. Names stand in brackets,
coefficients have six digits, everything within a block is sorted by name, so that order of the tables shows nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from corridor.errors import UsageError
from corridor.model.arrays import Floats
from corridor.plan.blocks import Block, Index, Program
from corridor.plan.program import FAMILIES, PARTS, Written
from corridor.plan.weights import TIERS

PRICED = {"shortfall": ("short",), "moving": ("sent", "trucks"), "shared": ("sent",)}
"""Columns to whose costs a part of the objective adds; all others are priced by who makes them."""

NAMES = ("columns", *(f.__name__ for f in FAMILIES), *(p.__name__ for p in PARTS), "shared", "floor")
"""Families of rows and parts of the objective that `text` knows by name."""


def text(written: Written, family: str | None = None) -> str:
    """The program as text, whole or one family of rows of it.

    Parameters
    ----------
    written : Written
    family : str, optional
        One of `NAMES`. `columns` gives the bounds of all columns; any other its rows, the costs it sets, and the bounds
        of the columns it makes.

    Returns
    -------
    str
        Rows as `name: + 2 column - 1 column <= 3`, one a line; rows without a column and a limit are left out.

    Raises
    ------
    UsageError
        When no family has the name.
    """
    if family is not None and family not in NAMES:
        raise UsageError(f'No family of rows is called "{family}". There are: {", ".join(NAMES)}.')
    p = written.program
    column = names(written, "columns")
    rows = [b for b in p.rows.values() if family in {None, b.family}]
    made = [b for b in p.columns.values() if family in {None, b.family}]
    priced = [b for b in made if family != "columns"]
    priced += [b for b in p.columns.values() if b.name in PRICED.get(family or "", ())]
    parts = [
        ("minimise thousands of weighted person-days", _costs(p, priced, column)),
        ("subject to", _rows(p, rows, names(written, "rows"), column)),
        ("bounds", _bounds(p, made, column)),
    ]
    if p.offset and family is None:
        parts[0][1].append(f"{p.offset:+.6g}")
    return "".join(f"{head}\n" + "".join(f"  {line}\n" for line in lines) for head, lines in parts if lines)


def names(written: Written, kind: str) -> list[str]:
    """What every column (`columns`) or row (`rows`) is called, in the order of the program."""
    blocks: dict[str, Block] = getattr(written.program, kind)
    label = _Labels.of(written)
    return [label.of_position(b, spot) for b in blocks.values() for spot in np.ndindex(b.shape)]


def name_of(written: Written, kind: str, position: int) -> str:
    """What one column (`columns`) or row (`rows`) is called.

    Raises
    ------
    EngineError
        When the program has none at the position.
    """
    block, spot = written.program.named(kind, position)
    return _Labels.of(written).of_position(getattr(written.program, kind)[block], spot)


@dataclass(frozen=True, slots=True)
class _Labels:
    """How a position along each axis is called."""

    along: dict[str, Callable[[int], str]]

    @classmethod
    def of(cls, written: Written) -> _Labels:
        d = written.data
        days, first = d.arrays.days, d.steps.first
        spans = [
            (days.day(first + int(s)), days.day(first + int(s + n) - 1))
            for s, n in zip(d.steps.start, d.steps.length, strict=True)
        ]
        dates = [f"{a}" if a == b else f"{a} to {b}" for a, b in spans]
        return cls(
            {
                "tier": lambda i: TIERS[i],
                "step": lambda i: dates[i],
                "future": lambda i: f"future {i + 1}" if d.futures > 1 else "",
            }
        )

    def of_position(self, block: Block, spot: Iterable[int]) -> str:
        """Name of a column or row, such as `balance[Hill, flour, 2023-01-01]`."""
        parts: list[str] = []
        for axis, i in zip(block.axes, spot, strict=True):
            if axis == "item":
                parts += block.items[i] if block.items else []
            else:
                parts.append(self.along[axis](i))
        inside = ", ".join(p for p in parts if p)
        return f"{block.name}[{inside}]" if inside else block.name


def _spots(block: Block, name: list[str]) -> list[int]:
    return sorted(range(block.first, block.first + block.size), key=lambda i: (name[i], i))


def _costs(p: Program, blocks: list[Block], name: list[str]) -> list[str]:
    return [f"{_number(p.cost[i])} {name[i]}" for b in blocks for i in _spots(b, name) if p.cost[i]]


def _rows(p: Program, blocks: list[Block], name: list[str], column: list[str]) -> list[str]:
    found: list[str] = []
    by_row = p.matrix.tocsr()
    for block in blocks:
        for i in _spots(block, name):
            span = slice(by_row.indptr[i], by_row.indptr[i + 1])
            terms = _terms(by_row.indices[span], by_row.data[span], column)
            limits = _limits(p.row_lower[i], p.row_upper[i])
            if limits and terms:
                found.append(f"{name[i]}: {terms} {limits}")
    return found


def _terms(at: Index, value: Floats, column: list[str]) -> str:
    listed = sorted(zip((column[i] for i in at), value.tolist(), strict=True))
    return " ".join(f"{_number(v)} {c}" for c, v in listed)


def _bounds(p: Program, blocks: list[Block], column: list[str]) -> list[str]:
    return [
        f"{column[i]} {limits}"
        for b in blocks
        for i in _spots(b, column)
        if (limits := _limits(p.lower[i], p.upper[i], least=0.0))
    ]


def _limits(lower: float, upper: float, *, least: float = -np.inf) -> str:
    """Limits of a row or column in words of arithmetic; nothing where there is none but `least`."""
    if lower == upper:
        return f"= {_plain(lower)}"
    parts = [f">= {_plain(lower)}"] if lower != least else []
    parts += [f"<= {_plain(upper)}"] if upper != np.inf else []
    return " and ".join(parts)


def _number(x: float) -> str:
    return f"{'-' if x < 0 else '+'} {_plain(abs(x))}"


def _plain(x: float) -> str:
    return f"{x + 0.0:.6g}"
