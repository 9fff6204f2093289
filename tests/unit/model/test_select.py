"""What may be used at an origin: nothing published later, one scenario, a timeline without gaps."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.model.small_cases import A, small, wide, with_claims

from corridor.errors import UsageError
from corridor.io import Case
from corridor.model.select import known


def day(text: str) -> dt.date:
    """The day of an ISO text."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("origin", "there"), [("2023-01-04", False), ("2023-01-05", True), ("2023-01-06", True)]
)
def test_rows_are_known_from_their_day(origin: str, *, there: bool) -> None:
    """A row is used from the day on which its claim was published, and with hindsight always."""
    case = with_claims()
    case.add_stock("Hill", "flour", amount=5, holder="farm", claims="C-1")
    model = case.check()
    assert (len(known(model, day(origin)).stocks) == 2) == there
    assert len(known(model, day(origin), hindsight=True).stocks) == 2


def test_assumed_rows_give_way() -> None:
    """An assumed row is used until one of the same key is known."""
    case = with_claims()
    case.add_stock("Hill", "flour", amount=5, claims="C-1")
    model = case.check()
    assert [s.amount.mid for s in known(model, day("2023-01-04")).stocks] == [9]
    assert [s.amount.mid for s in known(model, day("2023-01-05")).stocks] == [5]


@pytest.mark.parametrize(
    ("origin", "claims"), [("2023-01-04", 0), ("2023-01-05", 1), ("2023-02-27", 1), ("2023-02-28", 2)]
)
def test_evidence_is_known_when_published(origin: str, claims: int) -> None:
    """Documents, claims and what hangs on them are absent until published."""
    model = known(with_claims().check(), day(origin))
    assert (len(model.claims), len(model.documents)) == (claims, claims)
    assert {c.claim for c in model.claims} >= {s.claim for s in model.supports}


def test_scenario_replaces_rows_of_its_key() -> None:
    """A scenario's rows replace all base rows of the key less start; others stay; `drop` removes."""
    case = small()
    case.add_people("Hill", people=900, start="2023-01-20", basis=A)
    case.add_scenario("fewer", meaning="People leave.")
    case.add_scenario("none", meaning="No stock.")
    case.add_people("Hill", people=500, scenario="fewer", basis=A)
    case.add_stock("Hill", "flour", amount=0, scenario="none", drop=True)
    model = case.check()
    assert [p.people.mid for p in known(model, day("2023-01-01")).people] == [1000, 900]
    assert [p.people.mid for p in known(model, day("2023-01-01"), scenario="fewer").people] == [500]
    assert known(model, day("2023-01-01"), scenario="none").stocks == ()
    assert len(known(model, day("2023-01-01"), scenario="fewer").stocks) == 1


def test_unknown_names_are_wrong_use() -> None:
    """A scenario that is not there and an origin outside the case are wrong use."""
    model = wide().check()
    with pytest.raises(UsageError, match='Nearest: "worse"'):
        known(model, day("2023-01-05"), scenario="worsee")
    with pytest.raises(UsageError, match="not within the case"):
        known(model, day("2022-12-31"))


def roads(*spells: tuple[int, int | None, str, str]) -> Case:
    """The small case with two situations and spells (first day, last day, situation, claims)."""
    case = with_claims()
    for s in ("open", "shut"):
        case.add_situation(s, "road")
    first = day("2023-01-01")
    for start, end, situation, claims in spells:
        last = None if end is None else first + dt.timedelta(days=end)
        case.add_spell(
            "road", situation, start=first + dt.timedelta(days=start), end=last, claims=claims, basis=A
        )
    return case


def test_an_open_spell_reaches_to_the_eve() -> None:
    """A spell without end goes on to the eve of the origin when what follows is not yet known."""
    model = roads((0, None, "open", ""), (3, None, "shut", "C-1")).check()
    told = known(model, day("2023-01-05")).timeline
    assert [(s.situation, s.start.day, s.end and s.end.day) for s in told] == [("open", 1, 3), ("shut", 4, 4)]
    told = known(model, day("2023-01-04")).timeline
    assert [(s.situation, s.start.day, s.end and s.end.day) for s in told] == [("open", 1, 3)]


def test_days_not_yet_told_are_unknown() -> None:
    """Where a spell was over and what followed is not yet known, the situation is unknown."""
    model = roads((0, 1, "open", ""), (2, None, "shut", "C-2")).check()
    told = known(model, day("2023-01-06")).timeline
    assert [(s.situation, s.start.day, s.end and s.end.day) for s in told] == [
        ("open", 1, 2),
        ("unknown", 3, 5),
    ]


@given(st.integers(0, 59), st.booleans())
def test_timeline_is_whole_at_every_origin(offset: int, hindsight: bool) -> None:
    """Up to the eve of any origin each day is in exactly one spell, with hindsight and without."""
    model = MODEL
    origin = model.settings.start + dt.timedelta(days=offset)
    spells = known(model, origin, hindsight=hindsight).timeline
    for group in ("road", "wire"):
        own = [s for s in spells if s.group == group]
        for i in range(offset):
            at = model.settings.start + dt.timedelta(days=i)
            assert sum(s.start <= at <= (s.end or dt.date.max) for s in own) == 1


def test_known_twice_is_known_once() -> None:
    """What is known of what is known is the same; the model itself is not changed."""
    digest = MODEL.digest
    once = known(MODEL, day("2023-01-11"))
    assert known(once, day("2023-01-11")).digest == once.digest
    assert MODEL.digest == digest


MODEL = wide().check()
