"""Coarse dates: what each form means in days, what is refused, and that they count at their end."""

import calendar
import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.model import dates
from corridor.schema.edtf import EdtfError, coarsest, edtf_end, is_edtf, parse_edtf

CLAIMS = Path(__file__).resolve().parents[2] / "src/corridor/cases/lachin/evidence/claims.csv"
DAYS = st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31))


def _iso(day):
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "form"),
    [
        ("2022-12-12", "2022-12-12", "2022-12-12", "day", "point"),
        ("2024-02", "2024-02-01", "2024-02-29", "month", "point"),
        ("2023-02", "2023-02-01", "2023-02-28", "month", "point"),
        ("2022", "2022-01-01", "2022-12-31", "year", "point"),
        ("199X", "1990-01-01", "1999-12-31", "decade", "point"),
        ("2022-12-XX", "2022-12-01", "2022-12-31", "month", "point"),
        ("2022-XX", "2022-01-01", "2022-12-31", "year", "point"),
        ("2022-XX-XX", "2022-01-01", "2022-12-31", "year", "point"),
        ("2022~", "2022-01-01", "2022-12-31", "year", "point"),
        ("2022-12/2023-01-05", "2022-12-01", "2023-01-05", "month", "interval"),
        ("2022-12/..", "2022-12-01", None, "month", "interval"),
        ("../2022-12", None, "2022-12-31", "month", "interval"),
        ("/2023-09", None, "2023-09-30", "unknown", "interval"),
        ("2023-09/", "2023-09-01", None, "unknown", "interval"),
        ("199X/2020-09", "1990-01-01", "2020-09-30", "decade", "interval"),
        ("2022-12-12/2023-01-17~", "2022-12-12", "2023-01-17", "day", "interval"),
        ("[2022-12-12,2022-12-14]", "2022-12-12", "2022-12-14", "day", "set"),
        ("[2022-12-14, 2022-12-12]", "2022-12-12", "2022-12-14", "day", "set"),
        ("[2022-12-12..2022-12-16]", "2022-12-12", "2022-12-16", "day", "set"),
        ("[2021,2022-03]", "2021-01-01", "2022-03-31", "year", "set"),
    ],
)
def test_each_form_means_these_days(text, first, last, precision, form):
    """First day, last day, precision and form of every notation the ledger reads."""
    when = parse_edtf(text)
    assert (_iso(when.first), _iso(when.last), when.precision, when.form) == (first, last, precision, form)


@pytest.mark.parametrize(
    ("text", "about", "uncertain"),
    [
        ("2022", False, False),
        ("2022~", True, False),
        ("2022-12?", False, True),
        ("2022-12-12%", True, True),
        ("2022/2023~", True, False),
        ("[2022?,2023]", False, True),
    ],
)
def test_marks_are_kept_and_move_no_day(text, about, uncertain):
    """`~`, `?` and `%` are reported, and the days are those of the text without them."""
    when = parse_edtf(text)
    bare = parse_edtf(text.replace("~", "").replace("?", "").replace("%", ""))
    assert (when.is_about, when.is_uncertain) == (about, uncertain)
    assert (when.first, when.last) == (bare.first, bare.last)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022/..", "dated", "open"),
        ("../2022", "open", "dated"),
        ("/2022", "unknown", "dated"),
        ("2022/", "dated", "unknown"),
        ("2022/2023", "dated", "dated"),
        ("2022", "dated", "dated"),
    ],
)
def test_open_and_unknown_ends_are_told_apart(text, start, end):
    """`..` goes on, a blank end is not known; neither has a day."""
    when = parse_edtf(text)
    assert (when.start, when.end, when.is_open) == (start, end, "open" in {start, end})


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "9 Sept 2024",
        "2023-02-29",
        "2022-13",
        "2022-00",
        "2022-1-5",
        "22-12-12",
        "0000",
        "2022 ",
        "2022-12-12T10",
        "2022-w50",
        "2022-12-12/2022-12-11",
        "2023/2022-12",
        "2022/2023/2024",
        "/",
        "..",
        "../..",
        "/..",
        "199X-05",
        "19XX",
        "XXXX",
        "2022-XX-05",
        "2022-21",
        "[2022",
        "2022]",
        "[]",
        "[2022,]",
        "[2022/2023]",
        "[..2022]",
        "[2022..2021]",
        "-2022",
        "2022~?",
        "~2022",
        "2022-12~-05",
        "٢٠٢٢",
        "2022\n",
        "²022",
        "[" + "2022," * 200 + "2022]",
    ],
)
def test_anything_else_is_refused(text):
    """No other text is taken for a date, and the refusal says what to write."""
    assert not is_edtf(text)
    assert edtf_end(text) is None
    with pytest.raises(EdtfError, match=r"Write|Give|needs"):
        parse_edtf(text)


def test_a_season_is_refused_with_its_months():
    """A season is a guess at months: the message asks for them."""
    with pytest.raises(EdtfError, match="season"):
        parse_edtf("2022-24")


@given(day=DAYS, marks=st.sampled_from(["", "~", "?", "%"]))
def test_every_day_reads_back(day, marks):
    """Any ISO day is a coarse date of that one day, and so is its month, of its own length."""
    assert (parse_edtf(f"{day}{marks}").first, parse_edtf(f"{day}{marks}").last) == (day, day)
    month = parse_edtf(f"{day:%Y-%m}".zfill(7))
    assert (month.last - month.first).days + 1 == calendar.monthrange(day.year, day.month)[1]
    assert month.holds(day)


@given(a=DAYS, b=DAYS, c=DAYS)
def test_an_interval_holds_what_lies_between(a, b, c):
    """An interval in order is read and holds just the days from first to last; out of order it is refused."""
    if a > b:
        assert not is_edtf(f"{a}/{b}")
    else:
        assert parse_edtf(f"{a}/{b}").holds(c) == (a <= c <= b)
        assert parse_edtf(f"{a}/..").holds(c) == (a <= c)


@given(st.text(max_size=30))
def test_no_text_brings_it_down(text):
    """Whatever is typed is read or refused."""
    assert is_edtf(text) in {True, False}


@given(days=st.lists(DAYS, min_size=1, max_size=5))
def test_one_of_several_counts_at_the_last(days):
    """Of several possible days the last one counts, in whatever order they stand."""
    when = parse_edtf("[" + ",".join(map(str, days)) + "]")
    assert (when.first, when.counts_at) == (min(days), max(days))


def test_a_coarse_date_counts_at_its_end():
    """The model's rule for what was known by a day reads the same parser."""
    assert dates.edtf_end is edtf_end
    assert [_iso(edtf_end(t)) for t in ("2022-12", "199X", "2022/..", "/2023-09")] == [
        "2022-12-31",
        "1999-12-31",
        None,
        "2023-09-30",
    ]


def test_the_coarsest_precision_is_told():
    """Unknown is coarser than a decade, a decade than a year, a year than a month, a month than a day."""
    assert coarsest("day", "month") == "month"
    assert coarsest("year", "decade", "day") == "decade"
    assert coarsest("unknown", "decade") == "unknown"


def test_every_time_of_the_founding_case_is_read():
    """No claim of the shipped case states its time in a way that cannot be read."""
    with CLAIMS.open(encoding="utf-8", newline="") as file:
        times = [row["time"] for row in csv.DictReader(file) if row["time"]]
    assert len(times) > 100
    assert [t for t in times if not is_edtf(t)] == []
