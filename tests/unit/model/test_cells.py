"""One cell to one value: what is clear is read, what could be read in two ways is refused with both readings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.model.cells import (
    Fault,
    Quantity,
    read_date,
    read_number,
    read_refs,
    read_texts,
    read_yesno,
    reader,
)
from corridor.model.dates import edtf_end, is_edtf, readings
from corridor.model.tables import letter, plain, plain_number
from corridor.schema.load import tables


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("12.5", 12.5), (" 7 ", 7), ("1e3", 1000), (".5", 0.5), ("0", 0), ("-4", -4), ("+3", 3)],
)
def test_plain_numbers(text: str, value: float) -> None:
    """A plain number is read."""
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("12,5", "C211", "12.5 or 125"),
        ("1,200", "C211", "1.200 or 1200"),
        ("1 200", "C212", "thousands"),
        ("1,200,000", "C212", "thousands"),
        ("1'200", "C212", "thousands"),
        ("5-9", "C213", "range"),
        ("5 to 9", "C213", "range"),
        ("n/a", "C214", "not a number"),
        ("-", "C214", "not a number"),
        ("unknown", "C214", "not a number"),
        ("~5", "C217", "bound"),
        (">5", "C217", "bound"),
        ("about 5", "C217", "bound"),
        ("five", "C210", "not a number"),
        ("nan", "C214", "not a number"),
        ("1e999", "C210", "too large"),
        ("0x10", "C210", ""),
        ("\uff11\uff12", "C210", ""),
    ],
)
def test_odd_numbers(text: str, code: str, words: str) -> None:
    """Each odd number is refused under its own code, with what it may mean."""
    fault = read_number(text)
    if text == "0x10":
        assert isinstance(fault, Fault | Quantity)
        return
    assert isinstance(fault, Fault)
    assert fault.code == code
    assert words in fault.found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("12 t", 12, "t"), ("3.5kg", 3.5, "kg"), ("5%", 5, "%"), ("7 t/day", 7, "t/day")],
)
def test_numbers_with_units(text: str, value: float, unit: str) -> None:
    """A number with a unit is a quantity, to be converted where the unit of the row is known."""
    assert read_number(text) == Quantity(value, unit, text)


@pytest.mark.parametrize(
    ("text", "result"), [("12,5", 12.5), ("12", 12), ("12.5", "C211"), ("1.200", "C211")]
)
def test_decimal_comma(text: str, result: Any) -> None:
    """With a decimal comma a comma is read, and a point in text is refused."""
    found = read_number(text, ",")
    assert (found.code if isinstance(found, Fault) else found) == result


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive_as_text(value: float) -> None:
    """The text of a number reads back as the same number, to the last bit."""
    assert read_number(plain_number(value)) == value


@pytest.mark.parametrize(
    ("share", "ok"),
    [("-0.01", False), ("0", True), ("0.5", True), ("1", True), ("1.01", False), ("5", False)],
)
def test_range_of_a_share(share: str, *, ok: bool) -> None:
    """A share is between 0 and 1, both included."""
    found = reader(tables()["routes"].attribute("loss_share"))(share)
    assert isinstance(found, float) == ok


@pytest.mark.parametrize(
    ("days", "ok"), [("-1", False), ("0", True), ("60", True), ("61", False), ("1.5", False), (2.0, True)]
)
def test_range_of_an_integer(days: Any, *, ok: bool) -> None:
    """A lead time is a whole number of days between 0 and 60."""
    found = reader(tables()["routes"].attribute("lead_days"))(days)
    assert (type(found) is int) == ok


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2023-01-20", "2023-01-20"),
        (dt.date(2023, 1, 20), "2023-01-20"),
        (dt.datetime(2023, 1, 20), "2023-01-20"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_days(cell: Any, day: str) -> None:
    """An ISO day is read, and so is a true date of a spreadsheet."""
    assert read_date(cell) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("9 Sept 2024", "C221", "probably means 2024-09-09"),
        ("September 9, 2024", "C221", "2024-09-09"),
        ("Mon, 9 September 2024", "C221", "2024-09-09"),
        ("31/12/2022", "C221", "2022-12-31"),
        ("03/04/2023", "C222", "2023-04-03 or 2023-03-04"),
        ("3.4.23", "C222", "2023-04-03 or 2023-03-04"),
        ("2023/01/20", "C221", "2023-01-20"),
        ("2023-02-29", "C223", "no day"),
        ("2023-02", "C225", "no single day"),
        ("soon", "C221", "not a day"),
        (44927.0, "C224", "2023-01-01"),
        (5.0, "C224", "number"),
        (True, "C224", "number"),
        ("2023-1-5", "C222", "2023-01-05 or 2023-05-01"),
    ],
)
def test_odd_days(cell: Any, code: str, words: str) -> None:
    """Any other spelling of a day is refused with the ISO spelling it probably means, or both."""
    fault = read_date(cell)
    assert isinstance(fault, Fault)
    assert (fault.code, words in fault.found) == (code, True), fault


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
    st.sampled_from(["%d %B %Y", "%d %b %Y", "%B %d, %Y", "%d/%m/%Y", "%Y/%m/%d"]),
)
def test_worded_days_are_among_the_readings(day: dt.date, form: str) -> None:
    """Whatever the spelling, the day meant is among the readings offered."""
    assert day in readings(day.strftime(form))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2022", "2022-12-31"),
        ("2023-02", "2023-02-28"),
        ("2024-02", "2024-02-29"),
        ("2022-12-12", "2022-12-12"),
        ("2022~", "2022-12-31"),
        ("2022-12/2023-01-05", "2023-01-05"),
        ("2022/..", None),
        ("", None),
        ("2022-13", None),
    ],
)
def test_coarse_dates_count_at_their_end(text: str, end: str | None) -> None:
    """A coarse date counts at its last day; an open end has none."""
    found = edtf_end(text)
    assert (found.isoformat() if found else None) == end


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("2022", True),
        ("2022/..", True),
        ("../2022", True),
        ("2023/2022", False),
        ("..", False),
        ("x", False),
        ("1/2/3", False),
    ],
)
def test_coarse_dates(text: str, *, ok: bool) -> None:
    """What a coarse date may look like."""
    assert is_edtf(text) == ok


@pytest.mark.parametrize(
    ("cell", "result"), [("yes", True), ("No", False), (True, True), ("true", "C231"), ("1", "C231")]
)
def test_yes_and_no(cell: Any, result: Any) -> None:
    """Yes and no are read, in any case; other words for them are refused with what they probably mean."""
    found = read_yesno(cell)
    assert (found.code if isinstance(found, Fault) else found) == result


def test_lists() -> None:
    """Ids are separated by commas or semicolons, texts by semicolons; each id counts once."""
    assert read_refs("C-1, C-2;C-1,") == ("C-1", "C-2")
    assert read_texts("Stepanakert, the town; Xankəndi;") == ("Stepanakert, the town", "Xankəndi")


@pytest.mark.parametrize("kind", sorted({a.kind for t in tables().values() for a in t.attributes}))
@given(st.text(max_size=20))
def test_no_cell_breaks_a_reader(kind: str, text: str) -> None:
    """Whatever a cell holds, a reader gives a value or a fault."""
    attribute = next(a for t in tables().values() for a in t.attributes if a.kind == kind)
    if text.strip():
        found = reader(attribute)(text)
        if isinstance(found, Fault):
            assert found.code.startswith("C2")


@pytest.mark.parametrize(
    ("index", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters(index: int, text: str) -> None:
    """Columns are lettered as spreadsheets do."""
    assert letter(index) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [(3.0, "3"), (0.1, "0.1"), (1e20, "1e+20"), (False, "no"), (dt.date(2023, 1, 2), "2023-01-02")],
)
def test_plain_text(cell: Any, text: str) -> None:
    """The text of a cell is the shortest that reads back the same."""
    assert plain(cell) == text
