"""Named blocks of columns and rows, and the linear program they make: index arithmetic in numpy, nothing more.

A block is a slice of columns or rows with a shape, so that a value or a dual is found again by its name and position.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from corridor.errors import EngineError
from corridor.model.arrays import BIG, Floats, Ints

INF = np.inf
Index = NDArray[np.integer[Any]]
Items = Iterable[tuple[str, ...]]
AXES = ("item", "step", "future")


@dataclass(frozen=True, slots=True)
class Block:
    """Where a block of columns or rows stands, its shape, and what its positions are called.

    Attributes
    ----------
    name : str
        Of the block.
    first : int
        Position of its first column or row in the program.
    shape : tuple of int
    axes : tuple of str
        What each axis counts: `item`, `tier`, `step`, `future`.
    items : tuple of tuple of str
        Labels of each item (place, commodity, leg, ...).
    family : str
        The family of rows, or part of the objective, that wrote it.
    """

    name: str
    first: int
    shape: tuple[int, ...]
    axes: tuple[str, ...] = AXES
    items: tuple[tuple[str, ...], ...] = ()
    family: str = ""

    @property
    def size(self) -> int:
        """Number of columns or rows."""
        return int(np.prod(self.shape))

    def of(self, flat: Floats) -> Floats:
        """The part of a flat array that is this block's, in its shape."""
        return flat[self.first : self.first + self.size].reshape(self.shape)

    def at(self, position: int) -> tuple[int, ...]:
        """Position within the block of a column or row of the whole program."""
        return tuple(int(i) for i in np.unravel_index(position - self.first, self.shape))


@dataclass(frozen=True, slots=True)
class Program:
    """A linear program: minimise `cost` x, `lower <= x <= upper`, `row_lower <= matrix x <= row_upper`.

    `matrix` is CSC with sorted indices; `columns` and `rows` name the blocks in their order.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    matrix: sparse.csc_matrix
    row_lower: Floats
    row_upper: Floats
    columns: dict[str, Block]
    rows: dict[str, Block]
    offset: float = 0.0

    def named(self, kind: str, position: int) -> tuple[str, tuple[int, ...]]:
        """Block and position of a column (`columns`) or row (`rows`)."""
        blocks: dict[str, Block] = getattr(self, kind)
        for block in blocks.values():
            if block.first <= position < block.first + block.size:
                return block.name, block.at(position)
        raise EngineError(f"The program has no {kind} {position}.")


@dataclass(slots=True)
class Builder:
    """Gathers columns, rows and coefficients; `program` puts them together once."""

    columns: dict[str, Block] = field(default_factory=dict)
    rows: dict[str, Block] = field(default_factory=dict)
    _columns: list[tuple[Block, tuple[ArrayLike, ...]]] = field(default_factory=list)
    _rows: list[tuple[Block, tuple[ArrayLike, ...]]] = field(default_factory=list)
    _parts: list[tuple[Index, Index, Floats]] = field(default_factory=list)
    _costs: list[tuple[Index, Floats]] = field(default_factory=list)
    _stopped: list[Index] = field(default_factory=list)
    offset: float = 0.0
    family: str = "columns"
    """Who writes now."""

    def add_columns(
        self,
        name: str,
        shape: tuple[int, ...],
        *,
        items: Items = (),
        axes: tuple[str, ...] = AXES,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = INF,
        cost: ArrayLike = 0.0,
    ) -> Index:
        """Columns of a shape; their positions come back in it."""
        block = self._place(self.columns, Block(name, 0, shape, axes, tuple(items), self.family))
        self._columns.append((block, (lower, upper, cost)))
        return _positions(block)

    def add_rows(
        self,
        name: str,
        shape: tuple[int, ...],
        *,
        items: Items = (),
        axes: tuple[str, ...] = AXES,
        lower: ArrayLike = -INF,
        upper: ArrayLike = INF,
    ) -> Index:
        """Rows of a shape; their positions come back in it."""
        block = self._place(self.rows, Block(name, 0, shape, axes, tuple(items), self.family))
        self._rows.append((block, (lower, upper)))
        return _positions(block)

    @staticmethod
    def _place(blocks: dict[str, Block], block: Block) -> Block:
        if block.name in blocks:
            raise EngineError(f'The block "{block.name}" stands twice in the plan.')
        named = len(block.items) if "item" in block.axes else 0
        if len(block.axes) != len(block.shape) or (named and named != block.shape[block.axes.index("item")]):
            raise EngineError(f'The names of the block "{block.name}" do not fit its shape {block.shape}.')
        blocks[block.name] = replace(block, first=_count(blocks))
        return blocks[block.name]

    def put(self, row: Index, column: Index, value: ArrayLike) -> None:
        """Coefficients: row, column and value are broadcast against each other; several at one place add up."""
        values = np.asarray(value, dtype=np.float64)
        if not values.any():
            return
        whole = np.broadcast_arrays(row, column, values)
        if values.all():
            rows, columns, flat = (x.ravel() for x in whole)
        else:
            here = whole[2] != 0
            rows, columns, flat = (x[here] for x in whole)
        self._parts.append((rows, columns, flat))

    def cost(self, column: Index, value: ArrayLike) -> None:
        """Add to the cost of columns, broadcast to their shape."""
        self._costs.append((column.ravel(), _flat(value, column.shape)))

    def stop(self, column: Index, where: NDArray[np.bool_]) -> None:
        """Hold columns at 0 where a mask of their shape says so."""
        self._stopped.append(column[where].ravel())

    def program(self) -> Program:
        """The program, frozen.

        Raises
        ------
        EngineError
            When a number is NaN, or a lower bound lies above an upper one by more than rounding.
        """
        lower, upper, cost = _filled(self._columns, 3, _count(self.columns))
        row_lower, row_upper = _filled(self._rows, 2, _count(self.rows))
        _unlimited(upper)
        _unlimited(row_upper)
        for at, value in self._costs:
            cost[at] += value
        for stopped in self._stopped:
            upper[stopped] = 0.0
        if any(np.isnan(x).any() for x in (lower, upper, cost, row_lower, row_upper)):
            raise EngineError("A bound or a cost of the plan is not a number.")
        matrix = self._matrix((len(row_lower), len(lower)))
        if np.isnan(matrix.data).any() or (lower > upper).any():
            raise EngineError("A coefficient of the plan is not a number, or a bound lies above another.")
        return Program(
            cost, lower, upper, matrix, row_lower, row_upper, dict(self.columns), dict(self.rows), self.offset
        )

    def _matrix(self, shape: tuple[int, int]) -> sparse.csc_matrix:
        """The coefficients as CSC; what was gathered is given up on the way, so that it is not held twice."""
        if not self._parts:
            return sparse.csc_matrix(shape)
        rows, columns, values = (np.concatenate(p) for p in zip(*self._parts, strict=True))
        self._parts.clear()
        return sparse.csc_matrix((values, (rows, columns)), shape=shape)


def _count(blocks: dict[str, Block]) -> int:
    """Columns or rows so far."""
    last = next(reversed(blocks.values()), None)
    return 0 if last is None else last.first + last.size


def _positions(block: Block) -> Index:
    return np.arange(block.first, block.first + block.size, dtype=np.int32).reshape(block.shape)


def _filled(parts: list[tuple[Block, tuple[ArrayLike, ...]]], kinds: int, count: int) -> tuple[Floats, ...]:
    """What was told of each block, as flat arrays over all of them."""
    out = tuple(np.empty(count) for _ in range(kinds))
    for block, told in parts:
        for flat, value in zip(out, told, strict=True):
            block.of(flat)[...] = value
    return out


def _flat(value: ArrayLike, shape: tuple[int, ...]) -> Floats:
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), shape)).ravel()


def _unlimited(x: Floats) -> None:
    x[x >= BIG / 10] = INF


def pairs(mask: NDArray[np.bool_]) -> Iterator[tuple[int, ...]]:
    """Positions where a mask holds, in order."""
    for spot in np.argwhere(mask):
        yield tuple(int(i) for i in spot)


__all__ = ["AXES", "INF", "Block", "Builder", "Index", "Ints", "Items", "Program", "pairs"]
