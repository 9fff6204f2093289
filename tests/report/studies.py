"""Invented findings, so that no engine runs for the tests of the page."""

import datetime as dt

from corridor.measure.kinds import Band, Chance
from corridor.result.forecast import LEVELS
from corridor.study.answers import person_days_short
from corridor.study.find_out import Findings, Unknown
from corridor.study.inverse import Required
from corridor.study.shares import Split


def _band(middle, unit):
    return Band(LEVELS, tuple(middle * f for f in (0.2, 0.4, 0.7, 1.0, 1.5, 2.0, 3.0)), unit)


def _filled(record, **given):
    """A record with what is not given left empty."""
    return record(**dict.fromkeys(record.__slots__) | given)


def found(assumed=0.8):
    """One answer that hangs on the flour of Hilltown, and a little on its people."""
    one = _filled(
        Unknown,
        numbers=("stocks/hill / flour /  / state/amount",),
        ask="How much flour was in store in Hilltown?",
        who="the office that keeps public stores",
        spoken=(),
        share=0.41,
        answer_low=3.1e6,
        answer_high=0.4e6,
        value_low=45678.0,
        value_high=156789.0,
        unit="t",
        is_pick=False,
        after=False,
        narrows=0.33,
        assumed=assumed,
        claims=(),
        basis=("assumed: 98765 t, as 61234 days of usual use were spoken of",),
    )
    other = Unknown(
        **{name: getattr(one, name) for name in one.__slots__}
        | {
            "ask": "How many people live in Hilltown?",
            "share": 0.1,
            "assumed": 0.0,
            "claims": ("C-003",),
            "basis": (),
        }
    )
    return (
        _filled(
            Findings,
            question=person_days_short(need="food"),
            answer=_band(2e6, "person-days"),
            draws=512,
            paths=8,
            seed=1,
            split=Split(1.0, 0.7, 0.3),
            threshold=0.02,
            unknowns=(one, other),
            hidden=9,
        ),
    )


def required():
    """What would have to be in store for food to last to the end of June."""
    unit = "days of usual use"
    return (
        _filled(
            Required,
            observation="to the horizon: food",
            kind="stock_out",
            maps_to="food",
            place="hill",
            start=dt.date(2023, 6, 29),
            end=dt.date(2023, 6, 29),
            commodities=("flour", "oil"),
            held=_band(104.0, unit),
            at_least=_band(133.0, unit),
            less_than=None,
            factor=1.3,
            too_early=Chance(3, 100),
            too_late=Chance(0, 100),
            jumps=Chance(7, 100),
            claims=(),
        ),
    )
