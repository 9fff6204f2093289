"""The numbers of a program: how large and small they are, where they lie outside what a solver likes, and how many.

A solver works with doubles and absolute tolerances (`corridor.plan.highs.TOLERANCE`): numbers from 1e-4 to 1e4 keep
their meaning in it. What lies outside is no error; it says where to look first when an answer is odd.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Floats
from corridor.plan.blocks import Block, Index
from corridor.plan.program import Written

SMALL, LARGE = 1e-4, 1e4
"""Range of numbers that need no second look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Numbers of one kind in one block: how many are not 0 and finite, from what to what, and how many outside.

    Attributes
    ----------
    kind : {"matrix", "cost", "bounds", "right-hand side"}
    block : str
        Rows for matrix and right-hand side, columns for costs and bounds; `*` for all together.
    count : int
        Numbers that are neither 0 nor without limit.
    smallest, largest : float
        Of their absolute values.
    below, above : int
        How many lie under `SMALL`, over `LARGE`.
    """

    kind: str
    block: str
    count: int
    smallest: float
    largest: float
    below: int
    above: int

    @property
    def is_outside(self) -> bool:
        """Whether some number lies outside `SMALL` to `LARGE`."""
        return self.below + self.above > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many columns or rows a block has."""

    kind: str
    block: str
    count: int
    nonzeros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numerics:
    """What the numbers of a program are like.

    Attributes
    ----------
    columns, rows, nonzeros : int
    spans : tuple of Span
        For each kind all together (`*`), then by block.
    sizes : tuple of Size
        Blocks of columns, then of rows, in their order; empty ones are left out.
    scale : tuple of (str, float)
        Scaled units in a unit of each need.
    """

    columns: int
    rows: int
    nonzeros: int
    spans: tuple[Span, ...]
    sizes: tuple[Size, ...]
    scale: tuple[tuple[str, float], ...]

    @property
    def outside(self) -> tuple[Span, ...]:
        """Blocks with numbers outside `SMALL` to `LARGE`."""
        return tuple(s for s in self.spans if s.is_outside and s.block != "*")

    def span(self, kind: str, block: str = "*") -> Span | None:
        """The span of a kind, of all blocks or of one; None where it has no number."""
        return next((s for s in self.spans if (s.kind, s.block) == (kind, block)), None)

    def table(self) -> list[dict[str, object]]:
        """Spans as rows of plain values: kind, block, count, smallest, largest, below, above."""
        names = ("kind", "block", "count", "smallest", "largest", "below", "above")
        return [{name: getattr(s, name) for name in names} for s in self.spans]

    def text(self) -> str:
        """The report as lines for a terminal."""
        lines = [f"{self.columns:,} columns, {self.rows:,} rows, {self.nonzeros:,} coefficients"]
        lines += [f"  {s.kind} {s.block}: {s.count:,}, {s.nonzeros:,} coefficients" for s in self.sizes]
        lines += [f"{s.kind}: {s.smallest:.3g} to {s.largest:.3g}" for s in self.spans if s.block == "*"]
        lines += [
            f"  outside {SMALL:g} to {LARGE:g}: {s.kind} of {s.block}, {s.below + s.above:,} of {s.count:,}"
            f" ({s.smallest:.3g} to {s.largest:.3g})"
            for s in self.outside
        ]
        lines += [f"scaled units in a unit of {need}: {factor:.6g}" for need, factor in self.scale]
        return "\n".join(lines)


def numerics(written: Written) -> Numerics:
    """What the numbers of a program are like.

    Parameters
    ----------
    written : Written

    Returns
    -------
    Numerics
        `columns`, `rows` and `nonzeros` are the sums of `sizes` by kind.
    """
    p = written.program
    by_row = p.matrix.tocsr()
    row_blocks, column_blocks = list(p.rows.values()), list(p.columns.values())
    right = np.stack([p.row_lower, p.row_upper], axis=1)
    right[p.row_lower == p.row_upper, 1] = 0.0  # an equation has one right-hand side
    bounds = np.stack([p.lower, p.upper], axis=1)
    spans = [
        *_spans("matrix", row_blocks, lambda b: by_row.data[slice(*_ends(by_row.indptr, b))], by_row.data),
        *_spans("cost", column_blocks, lambda b: p.cost[_cut(b)], p.cost),
        *_spans("bounds", column_blocks, lambda b: bounds[_cut(b)], bounds),
        *_spans("right-hand side", row_blocks, lambda b: right[_cut(b)], right),
    ]
    sizes = [
        Size(kind=kind, block=b.name, count=b.size, nonzeros=int(np.subtract(*_ends(pointers, b)[::-1])))
        for kind, blocks, pointers in (
            ("columns", column_blocks, p.matrix.indptr),
            ("rows", row_blocks, by_row.indptr),
        )
        for b in blocks
        if b.size
    ]
    return Numerics(
        columns=len(p.cost),
        rows=len(p.row_lower),
        nonzeros=int(p.matrix.nnz),
        spans=tuple(spans),
        sizes=tuple(sizes),
        scale=tuple(zip(written.data.arrays.labels.needs, written.scale.tolist(), strict=True)),
    )


def _cut(block: Block) -> slice:
    return slice(block.first, block.first + block.size)


def _ends(pointers: Index, block: Block) -> tuple[int, int]:
    return int(pointers[block.first]), int(pointers[block.first + block.size])


def _spans(kind: str, blocks: list[Block], of: Callable[[Block], Floats], whole: Floats) -> Iterator[Span]:
    """The span of all numbers of a kind, then those of its blocks; none where there is no number."""
    for name, numbers in (("*", whole), *((b.name, of(b)) for b in blocks)):
        x = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
        if x.size:
            yield Span(
                kind=kind,
                block=name,
                count=int(x.size),
                smallest=float(x.min()),
                largest=float(x.max()),
                below=int((x < SMALL).sum()),
                above=int((x > LARGE).sum()),
            )


__all__ = ["LARGE", "SMALL", "Numerics", "Size", "Span", "numerics"]
