"""Columns of text: nothing of them is ever cut."""

from __future__ import annotations

import pytest

from corridor.cli.columns import LEAST, table

LONG = "Cooking oil 12.2 t; Diesel 141,003 l; Medicines and medical supplies 0.72 t; Soap and other toiletries 7.6 t"
ROWS = [("date", "what"), ("2022-12-12 to 2022-12-18, each day", LONG)]


def test_without_a_terminal_a_row_is_a_line():
    """What is piped is not broken, whatever its length."""
    heads, row = table(ROWS)
    assert heads == ["date" + " " * 32 + "what"]
    assert row == [f"2022-12-12 to 2022-12-18, each day  {LONG}"]


@pytest.mark.parametrize("width", [40, 36 + LEAST - 1, 36 + LEAST, 36 + LEAST + 1, 100])
def test_on_a_terminal_what_is_too_long_goes_on_below(width):
    """No line is longer than the terminal, and every word stands there once: beside the others if there is room."""
    (row,) = table(ROWS, width=width)[1:]
    assert max(len(line) for line in row) <= width
    assert " ".join(" ".join(row).split()) == f"2022-12-12 to 2022-12-18, each day {LONG}"
    assert ("Cooking" in row[0]) == (width >= 36 + LEAST)


def test_what_fits_is_one_line():
    """A terminal that is wide enough breaks nothing."""
    whole = len(f"2022-12-12 to 2022-12-18, each day  {LONG}")
    assert [len(x) for x in table(ROWS, width=whole)] == [1, 1]
    assert len(table(ROWS, width=whole - 1)[1]) > 1
