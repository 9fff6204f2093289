"""Clauses day by day: what each kind of test lets speak, intervals, groups, triggers, and what was known when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.model.small_cases import A, small

from corridor.calendar import Days
from corridor.errors import UsageError
from corridor.io import Case
from corridor.model.model import Model
from corridor.model.seen import ClauseTest
from corridor.study.clauses import NO_CONTRARY, STATUSES, Followed, follow
from corridor.study.clauses.days import Reports, status_of, strip
from corridor.study.clauses.kinds import (
    AccessTest,
    ClaimsTest,
    ConsignmentsTest,
    DeliveriesTest,
    EventsTest,
    columns_of,
    of_row,
)
from corridor.study.clauses.spoken import AGAINST, FOR, Spoken
from corridor.study.clauses.voices import UNANCHORED, Voices

FIRST = dt.date(2023, 1, 1)


def day(number: int) -> str:
    """ISO day of January 2023, counted from 1."""
    return (FIRST + dt.timedelta(days=number - 1)).isoformat()


def case(*, clause_start: str = "2023-01-01", **words: str) -> Case:
    """Two papers and a copy of the first; claims A1 and A2 of the first, B1 of the second, C1 of the copy."""
    made = small()
    made.add_source("paper", independence_group="agency")
    made.add_source("copy", independence_group="agency")
    made.add_source("other")
    for document, source, published in (
        ("DA", "paper", day(5)),
        ("DC", "copy", day(6)),
        ("DB", "other", day(20)),
    ):
        made.add_document(document, source, published=published, published_basis="stated")
    for claim, document, account in (
        ("A1", "DA", "a"),
        ("A2", "DA", "b"),
        ("B1", "DB", "b"),
        ("C1", "DC", "a"),
    ):
        made.add_claim(
            claim,
            stance="asserted",
            proposition="It is so.",
            documents=document,
            account=account,
            valid_from=day(2),
        )
    made.add(
        "clauses", clause="K", agreement="statement", obligor="a", object="an open road", start=clause_start, **words
    )  # fmt: skip
    return made


def link(
    made: Case, claim: str, role: str, first: int | None, last: int | None = None, test: str = "outcome"
) -> None:
    """A claim linked to a test for some days of January."""
    made.add(
        "clause_supports", clause="K", test=test, claim=claim, role=role,
        valid_from=day(first) if first else "", valid_to=day(last) if last else "",
    )  # fmt: skip


def only(made: Case | Model, **how: object) -> Followed:
    """The one clause, from 1 to 31 January unless asked otherwise."""
    model = made.check() if isinstance(made, Case) else made
    (found,) = follow(model, **{"end": dt.date(2023, 1, 31), **how})  # type: ignore[arg-type]
    return found


def told(view: Followed, test: str = "outcome") -> list[tuple[int, str, int, int]]:
    """Runs of a test: days, status, groups for and against."""
    return [(r.days, r.status, r.groups_for, r.groups_against) for r in view.of(test).runs]


# -------------------------------------------------------------------------------------- linked claims


def test_no_report_is_the_default() -> None:
    """A clause of which nobody speaks has one run of no report."""
    view = only(case(outcome_test="Did it happen?"))
    assert told(view) == [(31, "no report", 0, 0)]


def test_a_denial_covers_only_the_days_it_names() -> None:
    """Before and after the days of the one claim that speaks for, the one against stands alone."""
    made = case()
    link(made, "A1", "against", 3, 20)
    link(made, "B1", "for", 8, 10)
    assert told(only(made)) == [
        (2, "no report", 0, 0),
        (5, "reported not met", 0, 1),
        (3, "reports conflict", 1, 1),
        (10, "reported not met", 0, 1),
        (11, "no report", 0, 0),
    ]


def test_without_a_last_day_a_link_covers_its_first_alone() -> None:
    """A link with a first day and no last day covers one day, though the claim is about others."""
    made = case()
    link(made, "A1", "for", 9)
    assert [r.days for r in only(made).of("outcome").runs] == [8, 1, 22]


def test_without_days_a_link_covers_those_of_its_claim() -> None:
    """A link without days takes those the claim is about, here 2 January."""
    made = case()
    link(made, "A1", "for", None)
    assert told(only(made))[:2] == [(1, "no report", 0, 0), (1, "reported met", 1, 0)]


def test_a_copy_is_no_second_voice() -> None:
    """Two claims carried by one agency and its copy are one group; a third source is the second."""
    made = case()
    link(made, "A1", "for", 1, 31)
    link(made, "C1", "for", 1, 31)
    link(made, "B1", "for", 11, 31)
    assert told(only(made)) == [(10, "reported met", 1, 0), (21, "reported met", 2, 0)]


def test_one_group_may_stand_on_both_sides() -> None:
    """A source that reports both accounts counts once on each side."""
    made = case()
    link(made, "A1", "for", 1, 31)
    link(made, "A2", "against", 1, 31)
    assert told(only(made)) == [(31, "reports conflict", 1, 1)]


def test_context_is_listed_and_not_counted() -> None:
    """A claim in the role context stands beside the run and changes no status."""
    made = case()
    link(made, "A1", "context", 4, 6)
    view = only(made)
    assert told(view) == [(31, "no report", 0, 0)]
    assert view.of("outcome").runs[0].context == ("A1",)


def test_only_accepted_claims_speak() -> None:
    """A claim that is proposed says nothing, whatever is linked to it."""
    made = case()
    link(made, "A1", "for", 1, 31)
    model = made.check()
    claims = tuple(replace(c, status="proposed") if c.claim == "A1" else c for c in model.claims)
    assert told(only(replace(model, claims=claims))) == [(31, "no report", 0, 0)]


def test_claims_without_document_are_one_voice() -> None:
    """Claims that no document carries, and that name no group, count as one voice together."""
    made = case()
    for claim in ("N1", "N2"):
        made.add_claim(claim, stance="asserted", proposition="It is so.")
        link(made, claim, "for", 1, 31)
    view = only(made)
    assert told(view) == [(31, "reported met", 1, 0)]
    assert {v.groups for v in view.speaking} == {(UNANCHORED,)}
    assert not any(v.is_anchored for v in view.speaking)


def test_one_side_is_marked_never_called_undisputed() -> None:
    """A run with claims on one side says that no contrary claim is in this ledger; a run of two sides does not."""
    made = case()
    link(made, "A1", "against", 1, 31)
    link(made, "B1", "for", 11, 31)
    first, second = only(made).of("outcome").runs
    assert (first.is_one_sided, second.is_one_sided) == (True, False)
    assert NO_CONTRARY == "no contrary claim in this ledger"


# --------------------------------------------------------------------------------------- what was known


def test_only_what_was_published_by_the_day_speaks() -> None:
    """By 10 January the second paper is not known, and the view ends on that day."""
    made = case()
    link(made, "A1", "against", 1, 31)
    link(made, "B1", "for", 1, 31)
    assert told(only(made)) == [(31, "reports conflict", 1, 1)]
    early = only(made, known_by=dt.date(2023, 1, 10))
    assert told(early) == [(10, "reported not met", 0, 1)]


def test_groups_are_those_whose_documents_were_out() -> None:
    """A claim carried by two papers counts one group until the second has printed it."""
    made = case()
    made.add_claim("X", stance="asserted", proposition="It is so.", documents=["DA", "DB"], valid_from=day(1))
    link(made, "X", "for", 1, 31)
    assert told(only(made)) == [(31, "reported met", 2, 0)]
    assert told(only(made, known_by=dt.date(2023, 1, 19))) == [(19, "reported met", 1, 0)]
    assert told(only(made, known_by=dt.date(2023, 1, 20))) == [(20, "reported met", 2, 0)]


def test_a_clause_is_known_when_its_text_is() -> None:
    """Before any claim that holds its text is out, a clause is not followed."""
    made = case(text_claim="A1")
    model = made.check()
    assert follow(model, known_by=dt.date(2023, 1, 4)) == ()
    assert len(follow(model, known_by=dt.date(2023, 1, 5))) == 1


# ------------------------------------------------------------------------------------- trigger and dates


def test_a_trigger_not_met_puts_the_clause_out_of_force() -> None:
    """On days on which its trigger is reported not met, nothing is asked of the obligor."""
    made = case(trigger_test="Was it asked for?", outcome_test="Did it happen?")
    link(made, "A1", "for", 1, 10, test="trigger")
    link(made, "A2", "against", 11, 20, test="trigger")
    link(made, "B1", "against", 1, 31)
    assert told(only(made), "outcome") == [
        (10, "reported not met", 0, 1),
        (10, "not in force", 0, 1),
        (11, "reported not met", 0, 1),
    ]
    assert told(only(made), "trigger") == [
        (10, "reported met", 1, 0),
        (10, "reported not met", 0, 1),
        (11, "no report", 0, 0),
    ]


def test_a_disputed_trigger_does_not_end_the_asking() -> None:
    """Where reports of the trigger conflict, the outcome is still followed."""
    made = case(trigger_test="Was it asked for?")
    link(made, "A1", "for", 1, 31, test="trigger")
    link(made, "B1", "against", 1, 31, test="trigger")
    link(made, "A2", "against", 1, 31)
    assert told(only(made)) == [(31, "reported not met", 0, 1)]


def test_outside_its_days_a_clause_is_not_in_force() -> None:
    """Days before the first and after the last day of a clause are shown as such when they are asked for."""
    made = case(clause_start="2023-01-11", end="2023-01-20", outcome_test="Did it happen?")
    view = only(made, start=FIRST)
    assert told(view) == [(10, "not in force", 0, 0), (10, "no report", 0, 0), (11, "not in force", 0, 0)]
    (own,) = follow(made.check())
    assert (own.days.start, own.days.count) == (dt.date(2023, 1, 11), 10)


def test_a_clause_without_a_first_day_begins_where_somebody_speaks() -> None:
    """Without a first day, the view reaches back to the first day spoken of, and not past the start of the case."""
    made = case(clause_start="", outcome_test="Did it happen?")
    assert only(made).days.start == FIRST
    made.add("clause_supports", clause="K", test="outcome", claim="A1", role="for", valid_from="2022-12-20")
    assert only(made).days.start == dt.date(2022, 12, 20)


def test_wrong_use_is_told() -> None:
    """An unknown clause is named with the nearest, and a view cannot end before it starts."""
    model = case().check()
    with pytest.raises(UsageError, match="no clause"):
        follow(model, ["L"])
    with pytest.raises(UsageError, match="before the first"):
        follow(model, start=dt.date(2023, 1, 2), end=FIRST)


# ------------------------------------------------------------------------------------ the kinds of test


def roads() -> Case:
    """The case with a road open, then shut to trade from 11 January, in spells backed by A1 and B1."""
    made = case(outcome_test="Did it happen?")
    made.add_fleet("lorries", "Plain", trucks=5, payload_t=10, carrier="trade", basis=A)
    for name in ("calm", "shut"):
        made.add_situation(name, "road")
    made.add_access("*", "*", status="open")
    made.add_access("shut", "road", status="closed", carrier="trade")
    made = made.with_settings(origin="2023-01-31")
    made.add_spell("road", "calm", start=day(1), end=day(5), claims="A1")
    made.add_spell("road", "calm", start=day(6), end=day(10), basis=A)
    made.add_spell("road", "shut", start=day(11), claims=["A1", "B1"])
    return made


def test_access_speaks_with_the_claims_behind_the_spell() -> None:
    """Closed days count against with both claims; an assumed spell is silent; the last spell lasts."""
    made = roads()
    made.add(
        "clause_tests",
        clause="K",
        test="outcome",
        kind="access",
        subject="road",
        carrier="trade",
        finds="open",
    )
    shut = {"kind": "access", "subject": "road", "carrier": "trade", "finds": "closed", "says": "against"}
    made.add("clause_tests", clause="K", test="outcome", **shut)
    assert told(only(made)) == [
        (5, "reported met", 1, 0),
        (5, "no report", 0, 0),
        (21, "reported not met", 0, 2),
    ]


def test_other_carriers_pass_where_no_row_names_them() -> None:
    """A test without a carrier looks at those that no row of access names: here they pass on all days."""
    made = roads()
    made.add("clause_tests", clause="K", test="outcome", kind="access", subject="road", finds="open")
    assert [s for _, s, _, _ in told(only(made))] == ["reported met", "no report", "reported met"]


def test_a_test_may_name_which_of_the_claims_speak() -> None:
    """Of two claims behind a spell, only the one that the test names is heard."""
    made = roads()
    shut = {"kind": "access", "subject": "road", "carrier": "trade", "finds": "closed", "says": "against"}
    made.add("clause_tests", clause="K", test="outcome", claims="B1", **shut)
    run = only(made).of("outcome").runs[-1]
    assert (run.claims_against, run.groups_against) == (("B1",), 1)


def test_a_test_counts_on_its_own_days() -> None:
    """A row of tests with days is used on these alone."""
    made = roads()
    shut = {"kind": "access", "subject": "road", "carrier": "trade", "finds": "closed", "says": "against"}
    made.add("clause_tests", clause="K", test="outcome", start=day(15), end=day(16), **shut)
    assert [r.days for r in only(made).of("outcome").runs] == [14, 2, 15]


def test_deliveries_speak_above_a_quantity_a_day() -> None:
    """10 t over 5 days are more than 1 t a day and not more than 2."""
    for above, wanted in ((1, "reported met"), (2, "reported not met")):
        made = case().with_settings(origin="2023-01-31")
        made.add_delivery("road", "flour", start=day(1), end=day(5), amount=10, claims="A1")
        made.add_delivery("road", "flour", start=day(6), end=day(30), amount=0, basis=A)
        common = {"clause": "K", "test": "outcome", "kind": "deliveries", "subject": "road", "above": above}
        made.add("clause_tests", finds="some", **common)
        made.add("clause_tests", finds="none", says="against", goods="flour", **common)
        assert [(d, s) for d, s, _, _ in told(only(made))] == [(5, wanted), (26, "no report")]


def test_consignments_speak_while_they_wait() -> None:
    """A load without a last day waits as long as its claims name; one that nobody refused is not refused."""
    made = case()
    made.add_claim(
        "W", stance="asserted", proposition="It waits.", documents="DB", valid_from=day(3), valid_to=day(12)
    )
    made.add_consignment(
        "Q1", contents="aid", waiting_at="gate", start=day(3), claims="W", refused_by="guards"
    )
    made.add_consignment("Q2", contents="aid", waiting_at="gate", start=day(20), end=day(22), claims="A1")
    made.add("clause_tests", clause="K", test="outcome", kind="consignments", finds="waits", says="against")
    assert [r.days for r in only(made).of("outcome").runs] == [2, 10, 7, 3, 9]
    refused = case()
    refused._rows.update({k: v for k, v in made._rows.items() if k != "clause_tests"})
    refused.add(
        "clause_tests", clause="K", test="outcome", kind="consignments", finds="refused", says="against"
    )
    assert [r.days for r in only(refused).of("outcome").runs] == [2, 10, 19]


def test_events_speak_by_kind_and_by_name() -> None:
    """Events of a kind speak on their days; one that is named speaks alone."""
    made = case()
    made.add_event("E1", start=day(2), kind="order", words="An order.", claims="A1")
    made.add_event("E2", start=day(4), end=day(6), kind="order", words="An order.", claims="B1")
    made.add_event("E3", start=day(8), kind="session", words="A session.", claims="B1")
    made.add("clause_tests", clause="K", test="trigger", kind="events", finds="order")
    made.add("clause_tests", clause="K", test="outcome", kind="events", subject="E3")
    assert [r.days for r in only(made).of("trigger").runs] == [1, 1, 1, 3, 25]
    assert [r.days for r in only(made).of("outcome").runs] == [7, 1, 23]


def test_linked_claims_may_be_narrowed_to_an_account() -> None:
    """A test on the claims of one account leaves the others out, and cuts the days."""
    made = case()
    link(made, "A1", "for", 1, 31)
    link(made, "B1", "against", 1, 31)
    made.add("clause_tests", clause="K", test="outcome", kind="claims", account="b", end=day(10))
    assert told(only(made)) == [(10, "reported not met", 0, 1), (21, "no report", 0, 0)]


@pytest.mark.parametrize(
    "test",
    [
        ClaimsTest(clause="K", test="outcome", account="a"),
        AccessTest(
            clause="K", test="trigger", route="road", carrier="trade", goods="fuel",
            finds=frozenset({"open", "closed"}), says="against",
        ),
        DeliveriesTest(clause="K", test="outcome", route="road", goods="flour", finds=frozenset({"some"}), above=2.5),
        ConsignmentsTest(clause="K", test="responsibility", consignment="Q", carrier="a", finds=frozenset({"waits"})),
        EventsTest(clause="K", test="outcome", finds=frozenset({"order"}), start=FIRST, end=FIRST, claims=("A1",)),
    ],
    ids=lambda t: type(t).__name__,
)  # fmt: skip
def test_a_typed_test_and_its_columns_say_the_same(test: object) -> None:
    """Written as a row, read back and typed again, a test is the same."""
    made = case()
    made.add("clause_tests", **columns_of(test))  # type: ignore[arg-type]
    assert of_row(row_of(made)) == test


def row_of(made: Case) -> ClauseTest:
    """The one row of tests, once what it looks at is in the case."""
    made.add_event("E", start=day(1), kind="order", words="An order.")
    made.add_consignment("Q", contents="aid", waiting_at="gate", start=day(3))
    return made.check().clause_tests[0]


# ------------------------------------------------------------------------------- against a plain count

WHO, ROLES = st.sampled_from(["A1", "A2", "B1", "C1"]), st.sampled_from([FOR, AGAINST])
SPANS = st.lists(st.tuples(WHO, ROLES, st.integers(-3, 14), st.integers(0, 9)), max_size=12)
MODEL = case().check()


@given(SPANS)
def test_days_and_groups_are_those_of_a_plain_count(spans: list[tuple[str, str, int, int]]) -> None:
    """Status, groups and claims of each day are what a loop over days and claims gives; runs cover all days."""
    voices, days = Voices(MODEL), Days(FIRST, 12)
    said = [Spoken(c, r, days.day(a), days.day(a + n)) for c, r, a, n in spans]
    made = strip("K", "outcome", "", Reports(said, voices, days), np.ones(12, dtype=bool))
    for t in range(12):
        on = {
            r: [s for s in said if s.role == r and s.first <= days.day(t) <= s.last] for r in (FOR, AGAINST)
        }
        groups = {r: {g for s in on[r] for g in voices[s.claim].groups} for r in on}
        assert (made.groups_for[t], made.groups_against[t]) == (len(groups[FOR]), len(groups[AGAINST]))
        status = {(0, 0): 0, (1, 0): 1, (0, 1): 2, (1, 1): 3}[bool(on[FOR]), bool(on[AGAINST])]
        assert made.status[t] == status
        run = made.on(days.day(t))
        assert {s.claim for s in on[FOR]} <= set(run.claims_for)
        assert run.status == STATUSES[status]
    assert sum(r.days for r in made.runs) == 12
    for run in made.runs:
        heard = {s.claim for s in said if s.role == AGAINST and s.first <= run.end and s.last >= run.start}
        assert set(run.claims_against) == heard


def test_status_counts_sides() -> None:
    """Nobody, one side, the other, both."""
    found = status_of(np.array([0, 2, 0, 1], dtype=np.int32), np.array([0, 0, 3, 1], dtype=np.int32))
    assert [STATUSES[i] for i in found] == [
        "no report",
        "reported met",
        "reported not met",
        "reports conflict",
    ]
