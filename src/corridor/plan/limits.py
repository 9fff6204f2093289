"""What a solution runs into: from rows that hold it back to the physical limits behind them, by name and step.

Prices are followed upstream: from a row to the columns that would relieve it, from those to the rows that they take
from, until a limit stands there that no column moves: slots, trucks, a road, a cap, a stock, a way that is closed.
Rows that state one physical limit are one. The prices are a screen and no answer: whoever says a number solves again
(`corridor.study.plans.explain`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Floats
from corridor.plan.blocks import Block, Index
from corridor.plan.highs import Solution
from corridor.plan.program import Written

ROWS = {
    "slots": "slots",
    "trucks": "trucks",
    "trucks at home": "trucks",
    "loads and trucks": "trucks",
    "road": "road",
    "share": "road",
    "cap": "cap",
    "cap at the gate": "cap",
    "room": "room",
    "balance": "stock",
    "keep": "keep",
}
"""Blocks of rows that state a limit, and which: several blocks may state one."""
COLUMNS = {
    "sent": "closed",
    "passed": "closed",
    "runs": "process",
    "moved": "line",
    "given": "diet",
}
"""Blocks of columns whose upper bounds are limits."""
LEAST = 1e-7
"""Thousands of weighted person-days for a unit more below which a limit is not told; a unit may be an hour, a gram."""
NOISE = 1e-7
"""Share of what a column earns below which what it pays to a row is rounding."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One physical limit that holds a plan back.

    Attributes
    ----------
    kind : str
        `slots`, `trucks`, `road`, `cap`, `room`, `stock`, `keep`, `closed`, `process`, `line`, `cut` (a line that is
        closed), `diet`, `missing` (what is never there).
    of : tuple of str
        Labels of what it is a limit of, such as a crossing, or a place and a commodity.
    rows, columns : tuple of int
        Positions in the program where it binds.
    steps : tuple of int
        In which.
    futures : tuple of int
        In which.
    price : float
        Sum of the duals: what a unit more in every one of these steps and futures would save, at the margin.
    """

    kind: str
    of: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    steps: tuple[int, ...]
    futures: tuple[int, ...]
    price: float


@dataclass(frozen=True, slots=True)
class Reader:
    """A program and its solution, ready to be read upstream."""

    written: Written
    by_column: tuple[Index, Index, Floats]  # start, row, value
    by_row: tuple[Index, Index, Floats]  # start, column, value
    duals: Floats
    reduced: Floats

    @classmethod
    def of(cls, written: Written, found: Solution) -> Reader:
        """Of an optimal solution."""
        m = written.program.matrix
        r = m.tocsr()
        return cls(
            written,
            (m.indptr, m.indices, m.data),
            (r.indptr, r.indices, r.data),
            found.duals,
            found.reduced,
        )

    def limits(self, start: Iterable[int], *, least: float = LEAST) -> tuple[Limit, ...]:
        """Limits behind some rows, the dearest first; stocks, which always bind where a thing is short, last.

        Parameters
        ----------
        start : iterable of int
            Rows, such as those of a need in the steps in which it is short.
        least : float
            Price below which a limit is left out.
        """
        rows, columns = self._upstream(np.array(list(start), dtype=np.int64))
        found = _gather(self.written, rows, columns, self.duals, self.reduced)
        told = [x for x in found if x.price > least]
        return tuple(sorted(told, key=rank))

    def _upstream(self, rows: Index) -> tuple[Index, Index]:
        """All rows and bounded columns on which some rows hang, each met once."""
        seen_rows = np.zeros(len(self.duals), dtype=bool)
        seen_columns = np.zeros(len(self.reduced), dtype=bool)
        rows = rows[self.duals[rows] != 0]
        seen_rows[rows] = True
        while len(rows):
            at, column, value = _entries(self.by_row, rows)
            earns = value * self.duals[at]
            good = (earns > 0) & (self.reduced[column] <= NOISE * earns) & ~seen_columns[column]
            columns = np.unique(column[good])
            seen_columns[columns] = True
            best = np.zeros(len(self.reduced))
            np.maximum.at(best, column[good], earns[good])
            at, row, value = _entries(self.by_column, columns)
            pays = -value * self.duals[row]
            rows = np.unique(row[(pays > NOISE * best[at]) & ~seen_rows[row]])
            seen_rows[rows] = True
        bounded = seen_columns & (self.reduced < 0)
        return np.flatnonzero(seen_rows), np.flatnonzero(bounded)


def _entries(parts: tuple[Index, Index, Floats], wanted: Index) -> tuple[Index, Index, Floats]:
    """Of some rows (or columns): for each entry the row, its column and its value."""
    start, other, value = parts
    count = start[wanted + 1] - start[wanted]
    owner = np.repeat(wanted, count)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    spot = np.repeat(start[wanted], count) + offset
    return owner, other[spot], value[spot]


def _gather(written: Written, rows: Index, columns: Index, duals: Floats, reduced: Floats) -> list[Limit]:
    p = written.program
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, int, int, int, float]]] = {}
    for blocks, kinds, spots, price in (
        (p.rows, ROWS, rows, duals),
        (p.columns, COLUMNS, columns, reduced),
    ):
        for block in blocks.values():
            if block.name in kinds or block.name.startswith("no "):
                own = spots[(spots >= block.first) & (spots < block.first + block.size)]
                for spot in own.tolist():
                    name, step, future = _spot(written, block, spot)
                    kind = kinds.get(block.name, "missing")
                    kind = "cut" if kind == "line" and p.upper[spot] <= 0 else kind
                    side = "column" if blocks is p.columns else "row"
                    found.setdefault((kind, name), []).append((side, spot, step, future, -price[spot]))
    return [_limit(kind, of, told, written.data.steps.length) for (kind, of), told in found.items()]


def _limit(
    kind: str, of: tuple[str, ...], told: list[tuple[str, int, int, int, float]], length: Index
) -> Limit:
    worth = sum(
        price * (1 if kind in {"stock", "trucks", "room"} else int(length[step]))
        for *_, step, _, price in told
    )
    return Limit(
        kind=kind,
        of=of,
        rows=tuple(spot for side, spot, *_ in told if side == "row"),
        columns=tuple(spot for side, spot, *_ in told if side == "column"),
        steps=tuple(sorted({step for _, _, step, _, _ in told})),
        futures=tuple(sorted({future for *_, future, _ in told})),
        price=float(worth),
    )


def _spot(written: Written, block: Block, spot: int) -> tuple[tuple[str, ...], int, int]:
    """What a row or column is a limit of, its step and its future."""
    at = dict(zip(block.axes, block.at(spot), strict=True))
    item = block.items[at["item"]] if block.items and "item" in at else (block.name,)
    a = written.data.arrays
    if block.name in {"share", "sent", "passed"}:
        leg = a.labels.legs.index(item[0])
        route = a.labels.routes[a.leg_route[leg]]
        item = (route,)
    return tuple(item), at.get("step", 0), at.get("future", 0)


def union(groups: Iterable[Iterable[Limit]]) -> list[Limit]:
    """Limits found from several starts, each once, with all rows, steps and futures in which it binds."""
    merged: dict[tuple[str, tuple[str, ...]], Limit] = {}
    for x in (x for limits in groups for x in limits):
        seen = merged.get((x.kind, x.of), x)
        merged[x.kind, x.of] = Limit(
            kind=x.kind,
            of=x.of,
            rows=tuple(sorted({*seen.rows, *x.rows})),
            columns=tuple(sorted({*seen.columns, *x.columns})),
            steps=tuple(sorted({*seen.steps, *x.steps})),
            futures=tuple(sorted({*seen.futures, *x.futures})),
            price=max(seen.price, x.price),
        )
    return sorted(merged.values(), key=rank)


def rank(x: Limit) -> tuple[bool, float, str, tuple[str, ...]]:
    """The dearest first; stocks and shares of a diet, which always bind where a thing is short, last."""
    return x.kind in {"stock", "diet", "keep"}, -x.price, x.kind, x.of


__all__ = ["LEAST", "Limit", "Reader", "rank", "union"]
