"""Text of cases and documents as a terminal may show it: whole, in order, and never a command to the terminal."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence

from corridor.cli.common import legible, say, use_colour

OPEN, CLOSE = "⟦", "⟧"
"""Marks around a passage in its paragraph."""


def is_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, on one line."""
    flat = legible(text)
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def isolated(text: str) -> str:
    r"""A legible text, held apart from what stands beside it on the line where it is written from right to left.

    Examples
    --------
    >>> isolated("Hill"), isolated("\u05d7\u05d9\u05e4\u05d4") == "\u2068\u05d7\u05d9\u05e4\u05d4\u2069"
    ('Hill', True)
    """
    if text.isascii() or not any(unicodedata.bidirectional(c) in {"R", "AL", "AN"} for c in text):
        return text
    return f"\u2068{text}\u2069"


def print_table(
    columns: Sequence[str], rows: Sequence[Mapping[str, str]], *, wide: Sequence[str] = ()
) -> None:
    """Print rows: a table as wide as the terminal, or, where there is none, a line a row with tabs between.

    Parameters
    ----------
    columns : sequence of str
        Columns, in order.
    rows : sequence of mappings
        Text of each cell by column; a missing one is blank.
    wide : sequence of str
        Columns that keep some room, however narrow the terminal is.
    """
    texts = [[legible(row.get(c, "")) for c in columns] for row in rows]
    if not is_terminal():
        say("\t".join(columns))
        for line in texts:
            say("\t".join(line))
        return
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        room = 16 if column in wide else None
        name = column.replace("_", " ")
        table.add_column(name, min_width=room, no_wrap=column in columns[:1], overflow="fold")
    for line in texts:
        table.add_row(*(Text(cell) for cell in line))
    Console(file=sys.stdout, no_color=use_colour() is False, width=shutil.get_terminal_size().columns).print(
        table
    )


def print_fields(fields: Mapping[str, str], *, indent: str = "  ") -> None:
    """Print names and texts, one a line, the texts below one another."""
    room = max((len(name) for name in fields), default=0)
    for name, text in fields.items():
        first, *rest = legible(text, lines=True).split("\n")
        say(f"{indent}{name:<{room}}  {first}")
        for line in rest:
            say(f"{indent}{'':<{room}}  {line}")


def in_paragraph(before: str, passage: str, after: str) -> str:
    """A passage in its paragraph, marked; letters untouched, in the order in which they are stored."""
    marked = f"{before}{OPEN}{passage}{CLOSE}{after}"
    return legible(marked, lines=True)
