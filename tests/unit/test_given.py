"""A case is taken however it is given; what does not fit is an error of ours that says what would."""

import datetime as dt
import shutil

import pytest

import corridor as co
from corridor.errors import UsageError

MEASURES = [getattr(co.measure, name) for name in co.measure.__all__ if name[0].islower()]
TOY = co.cases.path("toy")


def answers(forecast):
    """What must be the same, however the case was given."""
    return forecast.run.digest, forecast.run.origin, forecast.members.first_stock_out.tolist()


@pytest.mark.parametrize(
    "given",
    [
        lambda _: "toy",
        lambda _: TOY,
        lambda _: str(TOY),
        lambda _: co.read(TOY),
        lambda _: co.Case.read(TOY),
        lambda room: co.Case.read(TOY).save(room / "toy.xlsx"),
        lambda room: shutil.copytree(TOY, room / "toy"),
    ],
    ids=["name", "path", "text", "tables", "case", "workbook", "folder"],
)
def test_a_case_is_taken_however_it_is_given(given, tmp_path):
    """The forecast is that of the checked model."""
    model = co.Case.read(TOY).check()
    assert answers(co.forecast(given(tmp_path), members=3)) == answers(co.forecast(model, members=3))


def test_every_verb_takes_a_name(tmp_path):
    """Each gives what it gives for the model."""
    model = co.Case.read(TOY).check()
    assert repr(co.plan("toy", futures_count=2)) == repr(co.plan(model, futures_count=2))
    assert len(co.inverse("toy", members=2)) == len(co.inverse(model, members=2))
    forecast = co.forecast("toy", members=3)
    assert (co.side_by_side("toy", forecast) is None) == (co.side_by_side(model, forecast) is None)
    assert "<html" in co.report("toy", forecast, found=[], required=[]).html


def test_days_are_dates_or_text():
    """Origin, day of knowledge and the day before which something is asked for."""
    day = dt.date(2024, 1, 6)
    one = co.forecast("toy", members=3, origin=day, known_by=day)
    other = co.forecast("toy", members=3, origin="2024-01-06", known_by="2024-01-06")
    assert answers(one) == answers(other)
    asked = [
        co.measure.stock_out(one, before=b)[0].chance.value for b in (dt.date(2024, 1, 20), "2024-01-20")
    ]
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: co.forecast(None), "not None"),
        (lambda: co.forecast({"places": []}), "not an object of type dict"),
        (lambda: co.forecast("toyy"), 'Nearest: "toy"'),
        (lambda: co.forecast("toy", 100), "members=..."),
        (lambda: co.forecast("toy", memberz=100), 'no option "memberz". Nearest: "members"'),
        (lambda: co.plan("toy", horizon=10), 'plan has no option "horizon"'),
        (lambda: co.forecast("toy", origin="6 January"), "origin: '6 January' is no day"),
        (lambda: co.forecast("toy", origin=20240106), "origin: 20240106 is no day"),
        (lambda: co.forecast("toy", policy="pul"), 'no policy is called "pul"'),
        (lambda: co.find_out("toy"), "questions"),
        *((lambda m=m: m(object()), "A measure takes what `forecast` gives, not object") for m in MEASURES),
    ],
)
def test_what_does_not_fit_is_an_error_of_ours(call, words):
    """A UsageError that says what would fit."""
    with pytest.raises(UsageError) as told:
        call()
    assert words in str(told.value)


def test_results_show_themselves_in_a_line():
    """Short enough for the last line of a notebook cell, with what they are of."""
    forecast = co.forecast("toy", members=3)
    shown = [
        repr(x)
        for x in (
            forecast,
            co.plan("toy", futures_count=2),
            co.report("toy", forecast, found=[], required=[]),
        )
    ]
    assert all(len(text) < 200 and "\n" not in text for text in shown)
    assert "3 members" in shown[0]
    assert "2024-01-06" in shown[0]
