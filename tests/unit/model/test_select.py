"""What may be used at an origin: nothing published later, one scenario, a timeline without gaps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.model.small_cases import A, small, wide, with_claims

from corridor.errors import UsageError
from corridor.io import Case
from corridor.model.model import Model
from corridor.model.select import known
from corridor.schema.load import tables


def day(text: str) -> dt.date:
    """The day of an ISO text."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("origin", "there"), [("2023-01-04", False), ("2023-01-05", True), ("2023-01-06", True)]
)
def test_rows_are_known_from_their_day(origin: str, *, there: bool) -> None:
    """A row is used from the day on which its claim was published, and with hindsight always."""
    case = with_claims()
    case.add_stock("Hill", "flour", amount=9, holder="farm", claims="C-1")
    model = case.check()
    assert (len(known(model, day(origin)).stocks) == 2) == there
    assert len(known(model, day(origin), hindsight=True).stocks) == 2


def test_assumed_rows_give_way() -> None:
    """An assumed row is used until one of the same key is known."""
    case = with_claims()
    case = case.replace("stocks", "Hill", amount=5)
    case.add_stock("Hill", "flour", amount=9, claims="C-1")
    model = case.check()
    assert [s.amount.mid for s in known(model, day("2023-01-04")).stocks] == [5]
    assert [s.amount.mid for s in known(model, day("2023-01-05")).stocks] == [9]


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


def late() -> Case:
    """The wide case with a claim that a second document repeated later, and a road that a late claim backs."""
    case = wide()
    case.add_claim("C-3", stance="reported", proposition="It was said twice.", documents=["D-1", "D-2"])
    case.add("claim_links", a="C-3", b="C-2", kind="differs", independent=True)
    case.add_claim("C-4", stance="reported", proposition="A lane leads up.", documents="D-2")
    case.add_route("lane", "Plain", "Hill", group="road", km=4, per_day=2, claims="C-4")
    case.add_people("Hill", people=900, start="2023-01-20", claims="C-4")
    return case


def told_of(model: Model) -> set[tuple[str, str]]:
    """Every claim, document and passage that anything in a model names, by table."""
    found = {
        ("claims", c)
        for t in tables().values()
        if t.group == "case"
        for r in rows(model, t.name)
        for c in r.claims
    }
    for table, columns in NAMING.items():
        for row in rows(model, table):
            for column, of in columns.items():
                value = getattr(row, column)
                found |= {(of, v) for v in ((value,) if isinstance(value, str) else value or ()) if v}
    return found


def rows(model: Model, table: str) -> tuple[Any, ...]:
    """Rows of a table."""
    return tuple(getattr(model, table))


NAMING = {
    "claims": {"claim": "claims", "documents": "documents", "passages": "passages"},
    "documents": {"document": "documents"},
    "passages": {"passage": "passages", "document": "documents"},
    "claim_links": {"a": "claims", "b": "claims"},
    "assessments": {"claim": "claims"},
    "studies": {"document": "documents"},
    "supports": {"claim": "claims"},
    "clause_supports": {"claim": "claims"},
}
DATES = st.dates(dt.date(2022, 12, 25), dt.date(2023, 3, 5))


@given(st.integers(0, 59))
def test_known_by_the_origin_is_what_is_known(offset: int) -> None:
    """Naming the origin as the day by which things were known changes nothing, to the digest."""
    origin = LATE.settings.start + dt.timedelta(days=offset)
    assert known(LATE, origin, known_by=origin).digest == known(LATE, origin).digest


@given(DATES, st.integers(0, 59))
def test_what_was_known_stays_known(by: dt.date, offset: int) -> None:
    """A claim, link, document or backed row known by a day is known by the next, and by the last day all is."""
    origin = LATE.settings.start + dt.timedelta(days=offset)
    first, then = (known(LATE, origin, known_by=d) for d in (by, by + dt.timedelta(days=1)))
    for table in ("documents", "passages", "claim_links", "supports", "clause_supports", "observations"):
        assert set(rows(first, table)) <= set(rows(then, table)), table
    assert {c.claim for c in first.claims} <= {c.claim for c in then.claims}
    assert {r for r in first.people if r.claims} <= set(then.people)
    whole = known(LATE, origin, hindsight=True)
    last = known(LATE, origin, known_by=dt.date(2024, 1, 1))
    assert last.digest == whole.digest


@given(DATES, st.integers(0, 59))
def test_nothing_names_what_was_published_later(by: dt.date, offset: int) -> None:
    """No row of any table names a claim, document or passage that was published after the day."""
    origin = LATE.settings.start + dt.timedelta(days=offset)
    day_of = {"D-1": dt.date(2023, 1, 5), "D-2": dt.date(2023, 2, 28)}
    day_of |= {
        "C-1": day_of["D-1"],
        "C-2": day_of["D-2"],
        "C-4": day_of["D-2"],
        "C-3": day_of["D-1"],
        "P-1": day_of["D-1"],
    }
    named = told_of(known(LATE, origin, known_by=by))
    assert {key for _, key in named if day_of[key] > by} == set()
    assert bool(named) == (by >= day_of["D-1"])


def test_a_road_whose_backing_came_later_says_so() -> None:
    """A row that others refer to is read before its claim was published, and its basis says so instead."""
    before, after = (known(LATE, day("2023-01-11"), known_by=day(d)) for d in ("2023-02-27", "2023-02-28"))
    lane = {r.route: r for r in before.routes}["lane"]
    assert (lane.claims, "published later" in lane.basis) == ((), True)
    lane = {r.route: r for r in after.routes}["lane"]
    assert (lane.claims, lane.basis) == (("C-4",), "")


def test_past_the_day_by_which_things_were_known_the_timeline_is_unknown() -> None:
    """From that day to the origin the situation is unknown, whatever end a spell on record has."""
    model = roads((0, 1, "open", ""), (2, 20, "shut", "C-1")).check()
    told = known(model, day("2023-01-11"), known_by=day("2023-01-08")).timeline
    assert [(s.situation, s.start.day, s.end and s.end.day) for s in told] == [
        ("open", 1, 2), ("shut", 3, 7), ("unknown", 8, 10),
    ]  # fmt: skip
    told = known(model, day("2023-01-11"), known_by=day("2022-12-30")).timeline
    assert [(s.situation, s.start.day, s.end and s.end.day) for s in told] == [("unknown", 1, 10)]


def test_hindsight_and_a_day_exclude_each_other() -> None:
    """Everything and a part cannot both be asked for."""
    with pytest.raises(UsageError, match="Give one of the two"):
        known(LATE, day("2023-01-11"), known_by=day("2023-01-10"), hindsight=True)


MODEL = wide().check()
LATE = late().check()
