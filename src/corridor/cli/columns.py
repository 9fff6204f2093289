"""Columns of text: as wide as what they hold; on a terminal what is too long for the last of them goes on below it."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence

LEAST = 28
"""Letters that the last column needs to go on beside the others; with less room it goes on below them."""
INDENT = 4


def terminal() -> int | None:
    """Letters in a line of the terminal that stdout is; None where it is none, and nothing needs to be cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(rows: Sequence[Sequence[str]], *, width: int | None = None) -> list[list[str]]:
    """Lines of each row.

    Parameters
    ----------
    rows : sequence of sequences of str
        The heads first, all of one length.
    width : int, optional
        Letters in a line. Without it every row is one line, whatever its length.

    Returns
    -------
    list of lists of str
        Nothing is cut: every word of a row stands in its lines.

    Examples
    --------
    >>> table([("a", "b"), ("one", "two")])
    [['a    b'], ['one  two']]
    """
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    return [_lines(row, widths, width) for row in rows]


def _lines(row: Sequence[str], widths: list[int], width: int | None) -> list[str]:
    cells = [cell.ljust(w) for cell, w in zip(row, widths, strict=True)]
    line = "  ".join(cells).rstrip()
    if width is None or len(line) <= width:
        return [line]
    front = "".join(c + "  " for c in cells[:-1])
    if width - len(front) >= LEAST:
        beside = textwrap.wrap(row[-1], width - len(front), break_on_hyphens=False)
        return [front + beside[0], *(" " * len(front) + more for more in beside[1:])]
    pad = " " * INDENT
    below = textwrap.wrap(row[-1], max(width - INDENT, LEAST), break_on_hyphens=False)
    return [front.rstrip(), *(pad + more for more in below)]


__all__ = ["table", "terminal"]
