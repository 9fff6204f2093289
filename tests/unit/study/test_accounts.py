"""Whose accounts are sides, where they speak, what they do not believe there; conclusions at their thresholds."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.report.studies import found as findings
from tests.unit.study.two_accounts import A, two_accounts

from corridor.measure.kinds import Band, Chance, DateBand
from corridor.model.believe import believing, disbelieve
from corridor.model.numbers import rival_weights
from corridor.model.voices import Evidence
from corridor.result.forecast import LEVELS
from corridor.schema.load import tables
from corridor.study.accounts import by_account, sides, spoken
from corridor.study.conclusions import conclusions
from corridor.study.runs import Answer, Least, Line, Runs
from corridor.study.without import leading

LAST = dt.date(2023, 3, 1)
END = dt.date(2023, 3, 2)


def doubts(case, account):
    """Claims that are not believed under an account, by table and position."""
    model = case.check()
    return {spot: set(d.claims) for spot, d in spoken(model, account, sides(model)).doubts.items()}


def test_sides_are_accounts_of_actors_that_are_not_neutral():
    """Governments are sides; a newspaper, a court and accounts that nobody is given are common ground."""
    case = two_accounts()
    case.add_claim("Q-1", stance="reported", proposition="It rained.", documents="D-paper", account="nobody")
    assert sides(case.check()) == ("north", "south")


def test_an_account_of_no_actor_is_a_side_if_only_parties_carry_it():
    """Without actors, an account is a side where all of its claims stand in documents of parties to the conflict."""
    case = two_accounts()
    case._rows["actors"].clear()
    assert sides(case.check()) == ("north", "south")
    case.add_claim("N-9", stance="asserted", proposition="It rained.", documents="D-paper", account="north")
    assert sides(case.check()) == ("south",)


def test_a_claim_that_is_not_accepted_does_not_speak():
    """A rejected denial leaves the closing as it is, under every account."""
    case = two_accounts().replace("claims", "N-2", status="rejected")
    assert doubts(case, "north") == {("people", 1): {"S-1"}}


def test_a_promise_answers_nothing():
    """A promise in conflict with a claim does not make its account speak."""
    case = two_accounts().replace("claims", "N-2", stance="promised", polarity="+")
    case._rows["supports"].clear()
    assert doubts(case, "north") == {("people", 1): {"S-1"}}


@pytest.mark.parametrize(("kind", "gone"), [("contradicts", True), ("differs", True), ("tension", False)])
def test_common_ground_goes_where_it_cannot_hold_beside_a_claim_of_the_account(kind, gone):
    """What a newspaper reports is left out where it contradicts or differs, not where it only strains."""
    case = two_accounts()
    case._rows["timeline"].clear()
    case._rows["supports"].clear()
    case.add_spell("road", "open", start="2023-01-01", basis=A)
    case.add_spell("road", "shut", start="2023-01-05", claims="P-1")
    case.add("claim_links", a="N-2", b="P-1", kind=kind, independent=True)
    assert (("timeline", 1) in doubts(case, "north")) is gone


def test_naming_a_number_of_a_pick_leaves_out_the_rest_assumed_ones_too():
    """Where an account names a number of its own, an assumed rival goes as well as another side's."""
    case = two_accounts()
    case.add_people("Hill", people=750, basis=A, rival="count")
    model = case.check()
    found = disbelieve(model, spoken(model, "north", sides(model)).doubts).model
    assert [p.weight_of_rival for p in found.people] == [1.0, 0.0, 0.0]


def test_other_numbers_keep_their_draws():
    """Members draw the same values of what no claim bears on, whoever is believed: what differs is belief."""
    case = two_accounts()
    case._rows["stocks"].clear()
    case.add_stock("Hill", "flour", amount=(5, 9, 12), basis=A)
    case.add_people("Hill", people=(600, 700, 900), claims="P-1", rival="count")
    model = case.check()
    runs = Runs(model, {"members": 50})
    base, other = runs.base(), runs.of(believing(runs.readable(), without=["S-1"]))
    mine = {n.name: d for n, d in zip(other.numbers, other.draws, strict=True)}
    for number, drawn in zip(base.numbers, base.draws, strict=True):
        both = ~np.isnan(drawn) & ~np.isnan(mine[number.name])
        assert (drawn[both] == mine[number.name][both]).all(), number.name


def test_weights_of_which_none_is_left_say_nothing():
    """Stated weights that are all 0 share equally: a run never divides by nothing."""
    model = two_accounts().check()
    nothing = [replace(r, weight_of_rival=0.0) for r in model.people]
    assert rival_weights(Evidence.of(model), tables()["people"], nothing) == [0.5, 0.5]


def test_the_same_under_any_number_of_threads():
    """An answer by account does not depend on threads."""
    model = two_accounts().check()
    one, two = by_account(model, threads=1), by_account(model, threads=3)
    assert one.answers == two.answers


def test_leading_claims_are_those_of_the_largest_share():
    """Claims come in the order of the shares of their unknowns, each once, at most so many."""
    assert leading(findings()) == ("C-003",)
    assert leading(findings(), most=0) == ()


# ---------------------------------------------------------------------------------- conclusions


def band(low, mid, high):
    """A band with these at the 10th, 50th and 90th percentile."""
    return Band(LEVELS, (low, low, low, mid, high, high, high), "share")


def line(*, out=0.0, met=(0.95, 0.95, 0.95), at_once=0.0, first=0.0, place="Hill", day=None):
    """A line of 100 members."""

    def chance(value):
        return Chance(round(100 * value), 100)

    days = tuple(None if day is None else day for _ in LEVELS)
    dates = DateBand(chance(out), LEVELS, days, LAST)
    return Line(
        place=place, need="food", cover=band(1, 2, 3), rationing=dates, stock_out=dates,
        at_once=chance(at_once), first=chance(first), met=band(*met),
    )  # fmt: skip


def told(*lines):
    """Kinds of conclusions and whether they hold, of one line an account."""
    answers = {f"side {i}": Answer((x,), ()) for i, x in enumerate(lines)}
    return {(c.kind, c.holds) for c in conclusions(answers, before=END)}


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        ((0.90, 0.95), ("falls short", True)),
        ((0.89, 0.95), None),
        ((0.95, 0.89), ("falls short", True)),
        ((0.10, 0.02), ("falls short", False)),
        ((0.06, 0.02), ("lasts", True)),
        ((0.95, 0.05), ("falls short", False)),
        ((0.50, 0.60), None),
    ],
)
def test_running_out_at_its_thresholds(chances, expected):
    """Where chances do not differ it runs out from nine in ten of the first on, and lasts up to one in ten.

    Of 100 members each: 0.89 and 0.95 differ by 0.06, within the error of the draw, 0.08. 0.02 and 0.10 differ by 0.08
    and the error is sqrt((0.070 - 0.02)^2 + (0.10 - 0.055)^2) = 0.067.
    """
    found = {x for x in told(*(line(out=c) for c in chances)) if x[0] in ("falls short", "lasts")}
    assert found == (set() if expected is None else {expected})


def test_shares_are_told_away_from_what_is_claimed():
    """At least is told downwards and at most upwards, in steps of 0.05; medians 0.1 apart depend."""
    answers = {
        "a": Answer((line(met=(0.58, 0.6, 0.61)),), ()),
        "b": Answer((line(met=(0.72, 0.75, 0.83)),), ()),
    }
    found = {c.kind: c for c in conclusions(answers, before=END)}
    assert found["met at least"].bound == pytest.approx(0.55)
    assert found["met at most"].bound == pytest.approx(0.85)
    assert not found["share met"].holds


def test_what_is_alike_at_every_place_is_told_once():
    """The figure is that of the place where the statement holds least."""
    lines = (line(out=0.99, place="Hill", day=LAST), line(out=0.92, place="Dale", day=LAST))
    found = [c for c in conclusions({"a": Answer(lines, ())}, before=END) if c.kind == "falls short"]
    assert [(c.place, c.figures) for c in found] == [("", (("a", 0.92),))]
    assert found[0].words() == "food falls short of the ration at every place before 2023-03-02"


def test_served_least():
    """A place is served least under every account in nine members of ten, or it depends."""
    at = Least("food", "Hill", Chance(95, 100))
    other = Least("food", "Hill", Chance(40, 100))
    for second, holds in ((at, True), (other, False)):
        answers = {"a": Answer((line(),), (at,)), "b": Answer((line(),), (second,))}
        (c,) = [c for c in conclusions(answers, before=END) if c.kind == "served least"]
        assert c.holds is holds
