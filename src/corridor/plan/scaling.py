"""Units in which a program is handed to the solver: powers of two by item, so that coefficients lie around 1.

The solver's tolerances are absolute: the cost of moving a litre is below them, beside that of a day without food.
Powers of two change no digit; values, duals and the objective come back in the units of the program.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Floats, Ints
from corridor.plan.blocks import Block, Program

PASSES = 4
SAMPLE = 200_000
"""Coefficients that are looked at, evenly over the matrix: those of an item are alike in every step and future."""
LARGEST_COST = 1_024.0
"""The largest cost is put about there: small ones then lie above the tolerance of 1e-7. More makes the solver slow."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """Factors: a row is multiplied by its own, a column is counted in units of its own, the objective is multiplied.

    Attributes
    ----------
    rows, columns : arrays
        Powers of two.
    cost : float
        A power of two.
    """

    rows: Floats
    columns: Floats
    cost: float

    def matrix(self, p: Program) -> Floats:
        """The coefficients as the solver sees them, in the order of the matrix."""
        m = p.matrix
        out: Floats = self.rows[m.indices]
        out *= m.data
        out *= np.repeat(self.columns, np.diff(m.indptr))
        return out


def scaling(p: Program) -> Scaling:
    """Factors for a program: geometric means of the coefficients of each item of rows and of columns, in turn.

    Parameters
    ----------
    p : Program
        Its blocks say which rows and columns are of one item.
    """
    m = p.matrix
    row_item, column_item = _items(p.rows, m.shape[0]), _items(p.columns, m.shape[1])
    spots = np.arange(0, m.nnz, max(1, m.nnz // SAMPLE))
    r = row_item[m.indices[spots]]
    c = column_item[np.searchsorted(m.indptr, spots, side="right") - 1]
    size = np.log2(np.abs(m.data[spots]))
    rows, columns = np.zeros(_count(row_item)), np.zeros(_count(column_item))
    row_count = np.maximum(1, np.bincount(r, minlength=len(rows)))
    column_count = np.maximum(1, np.bincount(c, minlength=len(columns)))
    for _ in range(PASSES):
        rows = -np.bincount(r, size + columns[c], len(rows)) / row_count
        columns = -np.bincount(c, size + rows[r], len(columns)) / column_count
    by_column = np.exp2(np.round(columns))[column_item]
    return Scaling(np.exp2(np.round(rows))[row_item], by_column, _factor(p.cost * by_column))


def _factor(cost: Floats) -> float:
    """The power of two that puts the largest cost in its place."""
    largest = np.abs(cost).max(initial=0.0)
    return float(np.exp2(np.round(np.log2(LARGEST_COST / largest)))) if largest else 1.0


def _items(blocks: dict[str, Block], count: int) -> Ints:
    """Number of the item to which each row or column belongs, over all blocks."""
    out, first = np.zeros(count, dtype=np.int64), 0
    for block in blocks.values():
        many = block.shape[0] if block.axes[0] == "item" else 1
        if block.size:
            each = np.repeat(np.arange(many), block.size // many)
            out[block.first : block.first + block.size] = first + each
        first += many
    return out


def _count(items: Ints) -> int:
    return int(items.max(initial=-1)) + 1


__all__ = ["Scaling", "scaling"]
