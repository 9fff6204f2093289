"""The outlook: closed forms of exit rates and followers, and shares of members beside them.

Shares of members are held to four standard errors of the chance, with a fixed seed.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import START, day, hill

from corridor.access import paths as ap
from corridor.access.outlook import Rate
from corridor.forecast.ensemble import forecast, prepare
from corridor.model.uniform import uniform

M = 20_000


def near(share, chance, members=M):
    """Whether a share of members is within four standard errors of a chance."""
    return abs(share - chance) <= 4 * np.sqrt(max(chance * (1 - chance), 1 / members) / members)


@given(st.floats(0.5, 500), st.floats(0.2, 20))
def test_with_nothing_seen_a_spell_outlasts_its_typical_length_with_one_half(typical, worth):
    """(B / (B + D))^A = 1/2 with B = D / (2^(1/A) - 1), for any D and any worth."""
    rate = Rate.of(typical, worth)
    assert rate.outlasts(typical) == pytest.approx(0.5, rel=1e-9)  # powers and roots of doubles
    assert rate.median_days() == pytest.approx(typical, rel=1e-9)


def test_what_was_seen_adds_spells_and_days():
    """Typical 30, worth 1: A = 1, B = 30.

    Two spells of 10 days in all seen: A = 3, B = 40: (40 / 50)^3 beyond 10 days.
    """
    rate = Rate.of(30, 1, completed=2, seen_days=10)
    assert (rate.spells, rate.days) == pytest.approx((3, 40), rel=1e-12)
    assert rate.outlasts(10) == pytest.approx(0.512, rel=1e-12)
    # the longer a running spell has lasted, the longer it will; the more have ended, the shorter
    assert (
        Rate.of(30, 1, 0, 20).outlasts(10) > Rate.of(30, 1).outlasts(10) > Rate.of(30, 1, 1, 0).outlasts(10)
    )


@pytest.mark.parametrize("rate", [Rate.of(20, 2), Rate.of(5, 0.5, 3, 12)])
def test_rates_are_gamma(rate):
    """Mean A / B and variance A / B^2 over members, and their mixture of exponentials has the closed form."""
    lam = rate.draw(uniform(1, "rate", np.arange(M)))
    spells = -np.log(uniform(1, "dwell", np.arange(M))) / lam
    sd = np.sqrt(rate.spells) / rate.days
    assert abs(lam.mean() - rate.spells / rate.days) < 4 * sd / np.sqrt(M)
    assert lam.var() == pytest.approx(
        sd**2, rel=0.15
    )  # the fourth moment of a Gamma of shape 2 to 3.5: se below 0.03
    for days in (1, 5, 20, 100):
        assert near((spells > days).mean(), rate.outlasts(days)), days


def case(
    *,
    origin=10,
    days=60,
    past=(("open", 0), ("closed", 6)),
    nexts=(("closed", "open", 1.0),),
    typical=20.0,
    names=("open", "half", "closed"),
):
    """A road with three situations, a past and an outlook for what is closed."""
    made = hill(days=days, origin=day(origin))
    made.add_stock("Hill", "flour", amount=1)
    for name in names:
        made.add_situation(name, "road")
    for name, first in past:
        made.add_spell("road", name, start=day(first))
    made.add_outlook("closed", typical_days=typical, worth_spells=2)
    for one, other, weight in nexts:
        made.add_outlook_next(one, other, weight=weight)
    return made


def drawn(made, members=M, seed=1, **how):
    """Paths of the road (days, members) by name, and its outlook."""
    prepared = prepare(made.check(), policy="recorded", **how)
    path = ap.draw(prepared.outlook, prepared.arrays, seed, np.arange(members))[:, 0]
    return np.array(prepared.outlook[0].names)[path], prepared.outlook[0]


def test_the_running_spell_outlasts_a_date_with_the_chance_of_the_closed_form():
    """Closed since day 6, origin day 10: 4 days seen, none ended.

    (B / (B + i + 1))^2 to the close of day 10 + i.
    """
    paths, outlook = drawn(case())
    rate = outlook.rates[2]
    assert (rate.spells, rate.days) == pytest.approx((2, 20 / (np.sqrt(2) - 1) + 4), rel=1e-12)
    for i in (0, 1, 9, 29, 49):
        share = (paths[10 : 11 + i] == "closed").all(0).mean()
        assert near(share, rate.outlasts(i + 1)), i
    # and once over it stays open, for nothing is said of how open ends
    reopened = paths[-1] == "open"
    assert reopened.mean() == pytest.approx(1 - (paths[10:] == "closed").all(0).mean())


def test_a_spell_known_to_begin_on_the_origin_holds_on_it():
    """Closed from day 10 on, origin day 10: certain on day 10, (B / (B + i))^2 on day 10 + i.

    Nothing of it seen.
    """
    made = case(past=(("open", 0), ("closed", 10)))
    paths, outlook = drawn(made)
    rate = outlook.rates[2]
    assert rate.days == pytest.approx(20 / (np.sqrt(2) - 1), rel=1e-12)
    assert (paths[10] == "closed").all()
    for i in (1, 10, 40):
        assert near((paths[10 : 11 + i] == "closed").all(0).mean(), rate.outlasts(i)), i


def test_completed_spells_and_their_days_are_counted_at_the_origin():
    """Closed days 0 to 2, open 3 to 5, closed 6 to 7 (two rows), half 8, closed from 9, origin 12.

    Two spells of closed are complete, 3 + 2 + 3 days seen; open once followed closed, half once.
    """
    past = (("closed", 0), ("open", 3), ("closed", 6), ("closed", 7), ("half", 8), ("closed", 9))
    _, outlook = drawn(case(origin=12, past=past, nexts=(("closed", "open", 0.5),)), members=1)
    rate = outlook.rates[2]
    assert (rate.spells, rate.days) == pytest.approx((2 + 2, 20 / (np.sqrt(2) - 1) + 8), rel=1e-12)
    assert outlook.weights[2] == (0.5 + 1, 1.0, 0.0)


def test_unknown_spells_count_for_nothing():
    """Closed 0 to 2, then unknown to day 7, then closed.

    One spell complete (something followed), 3 + 2 days seen.
    """
    past = (("closed", 0), ("unknown", 3), ("closed", 8))
    _, outlook = drawn(case(past=past), members=1)
    rate = outlook.rates[2]
    assert rate.days == pytest.approx(20 / (np.sqrt(2) - 1) + 5, rel=1e-12)
    assert rate.spells == pytest.approx(2 + 1, rel=1e-12)


def test_followers_are_dirichlet():
    """Weights 1 (open) and 3 (half).

    After closed come open in a quarter and half in three quarters of the members.
    """
    nexts = (("closed", "open", 1.0), ("closed", "half", 3.0))
    paths, _ = drawn(case(nexts=nexts, typical=0.5))
    ended = (paths[-1] != "closed") & (paths[10] != "closed")
    assert near((paths[10][ended] == "half").mean(), 0.75, ended.sum())
    assert set(np.unique(paths[10])) <= {"open", "half", "closed"}


def test_a_dirichlet_draw_has_the_spread_of_its_weights():
    """Weights 1 and 3: the share of the first is Beta(1, 3): mean 1/4, variance 1 x 3 / (16 x 5) = 0.0375."""
    prepared = prepare(
        case(nexts=(("closed", "open", 1.0), ("closed", "half", 3.0))).check(), policy="recorded"
    )
    outlook = prepared.outlook[0]
    assert [outlook.names[s] for s in outlook.by_name] == ["closed", "half", "open"]  # closed has no weight
    share = 1 - ap._follow(outlook, 1, np.arange(M))[outlook.names.index("closed"), :, 1]
    assert abs(share.mean() - 0.25) < 4 * np.sqrt(0.0375 / M)
    assert share.var() == pytest.approx(0.0375, rel=0.05)  # its standard error is about 1.3 %


def test_without_an_outlook_the_running_situation_stays():
    """Open runs and only closed has an outlook: open to the end, in every member."""
    paths, outlook = drawn(case(past=(("closed", 0), ("open", 6))), members=50)
    assert (paths[10:] == "open").all()
    assert outlook.stays


def test_an_outlook_without_a_follower_is_refused():
    """Something must come after what ends: `check` names the situation. What the timeline shows to follow is enough."""
    made = case(past=(("open", 0), ("half", 2)), nexts=())
    (problem,) = (p for p in made.problems() if not p.warning)
    assert problem.code == "C605"
    assert '"closed"' in problem.found
    assert not [
        p for p in case(past=(("open", 0), ("closed", 2), ("half", 4)), nexts=()).problems() if not p.warning
    ]


def test_a_path_can_be_made_again_alone():
    """Members 5 and 900, alone, are those of the whole, whatever else is drawn."""
    prepared = prepare(case().check(), policy="recorded")
    whole = ap.draw(prepared.outlook, prepared.arrays, 3, np.arange(1000))
    alone = ap.draw(prepared.outlook, prepared.arrays, 3, np.array([900, 5]))
    assert np.array_equal(alone, whole[..., [900, 5]])


def test_groups_are_independent():
    """Two roads with the same outlook: the days on which each reopens are not correlated (4 / sqrt(M))."""
    made = case()
    made.add_route("other", "Plain", "Hill")
    for name in ("open b", "closed b"):
        made.add_situation(name, "other")
    made.add_spell("other", "closed b", start=START)
    made.add_outlook("closed b", typical_days=20, worth_spells=2)
    made.add_outlook_next("closed b", "open b", weight=1)
    prepared = prepare(made.check(), policy="recorded")
    path = ap.draw(prepared.outlook, prepared.arrays, 1, np.arange(M))
    names = [np.array(o.names) for o in prepared.outlook]
    days = [(names[g][path[:, g]] == c).sum(0) for g, c in ((0, "closed"), (1, "closed b"))]
    assert abs(np.corrcoef(*days)[0, 1]) < 4 / np.sqrt(M)


def test_days_that_a_scenario_leaves_open_follow_the_outlook():
    """Closed since day 6, then open; the scenario says half on days 14 and 15 and closed from day 20 on.

    To day 13 the path is that of the case without the scenario, member by member. A spell of half has no outlook, so it
    stays to the eve of day 20.
    """
    base = case(nexts=(("closed", "open", 1.0),))
    free, _ = drawn(base, members=500)
    base.add_scenario("later", meaning="half on days 14 and 15, closed from day 20 on")
    base.add_spell("road", "half", start=day(14), end=day(15), scenario="later")
    base.add_spell("road", "closed", start=day(20), scenario="later")
    assert not [p for p in base.problems() if not p.warning]
    prepared = prepare(base.check(), policy="recorded", scenario="later")
    path = ap.draw(prepared.outlook, prepared.arrays, 1, np.arange(500))[:, 0]
    names = np.array(prepared.arrays.labels.situations)[path]
    assert (names[:14] == free[:14]).all()
    assert len(np.unique(names[13])) == 2  # some have opened by then, some have not
    assert (names[14:20] == "half").all()
    assert (names[20:] == "closed").all()
    (alone,) = ap.draw(prepared.outlook, prepared.arrays, 1, np.array([77]))[:, 0].T
    assert (alone == path[:, 77]).all()


def test_a_run_names_the_days_that_its_scenario_leaves_open():
    """Origin day 10; rows from day 14 to 15 and from day 20: days 10 to 13 and 16 to 19 are named in the notes."""
    base = case(nexts=(("closed", "open", 1.0),))
    base.add_scenario("later", meaning="as above")
    base.add_spell("road", "half", start=day(14), end=day(15), scenario="later")
    base.add_spell("road", "closed", start=day(20), scenario="later")
    (note,) = (
        n for n in forecast(base.check(), members=5, scenario="later").run.notes if "no row of timeline" in n
    )
    assert f"{day(10)} to {day(13)} and {day(16)} to {day(19)}" in note


def test_the_order_of_situations_and_of_what_follows_does_not_matter():
    """Situations, outlooks and followers listed backwards: each member has the same situation on every day."""
    nexts = (("closed", "open", 1.0), ("closed", "half", 3.0), ("half", "closed", 1.0))
    past = (("unknown", 0), ("closed", 8))
    one, _ = drawn(case(nexts=nexts, past=past), members=300)
    two, _ = drawn(case(nexts=nexts[::-1], past=past, names=("closed", "half", "open")), members=300)
    assert (one == two).all()
    assert len(np.unique(one)) == 3
