"""Answers by hand: stores that several needs share, and largest shares, in days of cover and when handing out.

Hill has 100 people who need 1 kg of food a day each; 1 kg of flour serves 1 kg. Nothing comes in.
"""

import pytest
from tests.support import hill, run

import corridor

EXACT = {"rel": 1e-9, "abs": 1e-9}  # the same sums in another order


def groups(shares, *, days=30, amount=100.0, threshold=None, road=0):
    """1,000 people who eat 1 kg of flour a day each, as groups with a need each; `amount` t of flour in store."""
    case = corridor.Case.build(start="2024-01-01", days=days, title="groups")
    case.add_place("Hill", people=1000)
    case.add_commodity("flour", unit="t", kcal_per_unit=3_500_000)
    for i, share in enumerate(shares):
        case.add_need(f"n{i}", unit="kg", per_person_day=1, share=share)
        case.add_satisfies(f"n{i}", "flour", per_unit=1000)
        if threshold:
            case.add_ration("Hill", f"n{i}", policy="cover", threshold_days=threshold, floor_share=0.2)
    case.add_stock("Hill", "flour", amount=amount)
    case.add_place("Plain", kind="source")
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill", lead_days=1, per_day=road, unit="t")
    return case


@pytest.mark.parametrize("shares", [[1], [0.5, 0.5], [0.25] * 4, [0.7, 0.2, 0.1]])
def test_groups_of_one_people_have_the_days_of_cover_of_all(engine, shares):
    """100 t at 1 t a day: 100 days, however the people are divided. Under 60 days from day 41 on: 100 - 41 = 59."""
    ran = run(groups(shares, days=60, threshold=60), engine, policy="recorded")
    for i in range(len(shares)):
        assert ran.cover("Hill", f"n{i}")[0] == pytest.approx(100, **EXACT)
        assert ran.rationing("Hill", f"n{i}") == 41
        assert ran.stock_out("Hill", f"n{i}") is None


@pytest.mark.parametrize("shares", [[1], [0.5, 0.5], [0.25] * 4, [0.7, 0.2, 0.1]])
def test_contents_are_per_person_of_the_place(shares):
    """1 t a day of 3,500 kcal a kg for 1,000 people: 3,500 kcal each, and 1,000 persons, in one group or in four."""
    result = corridor.forecast(groups(shares).check(), members=4, policy="recorded")
    assert result.bands.contents[0, 0, 0, 3] == pytest.approx(3500)
    assert result.persons[0, 0, 3] == pytest.approx(1000)


@pytest.mark.parametrize("shares", [[1], [0.5, 0.5], [0.25] * 4, [0.7, 0.2, 0.1]])
def test_person_days_short_and_below_survival_agree(shares):
    """Nothing to eat for 30 days: 30,000 person-days short and as many below survival, each group its share."""
    result = corridor.forecast(groups(shares, amount=0.0).check(), members=4, policy="recorded")
    short = [x.person_days.median for x in corridor.measure.person_days_short(result) if x.tier == "survival"]
    below = [x.person_days.median for x in corridor.measure.person_days_below_survival(result)]
    assert short == pytest.approx([30_000 * share for share in shares])
    assert below == pytest.approx(short)


@pytest.mark.parametrize("shares", [[1], [0.5, 0.5], [0.25] * 4])
def test_what_enters_counts_once(shares):
    """Half a tonne enters on each of 29 days of 30 for a need of 1 t a day: 14.5 / 30 for each group."""
    result = corridor.forecast(groups(shares, amount=0.0, road=0.5).check(), members=2, policy="pull")
    entries = corridor.measure.entry_share(result)
    assert [x.share.median for x in entries] == pytest.approx([14.5 / 30] * len(shares))
    assert sum(x.per_day.median for x in entries) == pytest.approx(14_500 / 30)


def two_needs(**second):
    """Food (100 a day) and feed (60 people, 1 a day each) from one store of 80 kg of flour."""
    case = hill(days=1)
    case.add_need("feed", unit="kg", per_person_day=1, share=0.6, **second)
    case.add_satisfies("feed", "flour", per_unit=1)
    case.add_stock("Hill", "flour", amount=80)
    return case


def test_needs_of_one_rank_share_a_short_store_by_what_they_lack(engine):
    """160 asked, 80 there: half of each, 50 and 30; each has half a day of cover, not 0.8 and 1.33."""
    ran = run(two_needs(), engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([50], **EXACT)
    assert ran.given("Hill", "feed") == pytest.approx([30], **EXACT)
    assert ran.cover("Hill", "food") == pytest.approx([0.5], **EXACT)
    assert ran.cover("Hill", "feed") == pytest.approx([0.5], **EXACT)


def test_a_need_of_lower_rank_has_what_is_left(engine):
    """Feed has priority 2: food takes all 80."""
    ran = run(two_needs(priority=2), engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([80], **EXACT)
    assert ran.given("Hill", "feed") == pytest.approx([0], **EXACT)


def test_what_is_lacking_is_shared_too(engine):
    """Food lacks flour and may turn to rice, which feed uses usually, up to all of its ration.

    Food: flour (usual 1), rice (usual 0). Feed: rice. 40 flour, 90 rice. First food takes 40 flour, feed 60 rice; then
    food takes the 30 of rice that are left: 70 of 100.
    """
    case = hill(days=1)
    case.add_commodity("rice", unit="kg")
    case.add_satisfies("food", "rice", per_unit=1, usual_share=0)
    case.add_need("feed", unit="kg", per_person_day=1, share=0.6)
    case.add_satisfies("feed", "rice", per_unit=1)
    case.add_stock("Hill", "flour", amount=40)
    case.add_stock("Hill", "rice", amount=90)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([70], **EXACT)
    assert ran.given("Hill", "feed") == pytest.approx([60], **EXACT)
    # rice is used by feed alone: it counts for feed, 90 / 60; food counts its flour, 40 / 100
    assert ran.cover("Hill", "feed") == pytest.approx([1.5], **EXACT)
    assert ran.cover("Hill", "food") == pytest.approx([0.4], **EXACT)


@pytest.mark.parametrize(
    ("flour", "sugar", "days"),
    [(0, 1000, 0), (80, 1000, 1.0), (400, 20, 4.2), (1000, 250, 12.5)],
)
def test_cover_counts_no_more_of_a_commodity_than_its_largest_share(engine, flour, sugar, days):
    """Sugar may be a fifth of 100 a day.

    Alone it covers nothing. 80 of flour make one day with 20 of sugar: 0.8 d = 0.8. 20 of sugar beside 400: all counts,
    4.2. 1,000 and 250: 12.5 days of 80 and 20.
    """
    case = hill(days=1)
    case.add_commodity("sugar", unit="kg")
    case.add_satisfies("food", "sugar", per_unit=1, usual_share=0.1, max_share=0.2)
    case.add_stock("Hill", "flour", amount=flour)
    case.add_stock("Hill", "sugar", amount=sugar)
    assert run(case, engine, policy="recorded").cover("Hill", "food") == pytest.approx([days], **EXACT)


def test_a_largest_share_looks_through_processes(engine):
    """Bread may be half of a ration, wheat in store counts as bread: 1,000 of wheat and 100 of flour cover 2 days."""
    case = hill(days=1)
    case.add_commodity("wheat", unit="kg")
    case.add_commodity("bread", unit="kg")
    case.add_satisfies("food", "bread", per_unit=1, usual_share=0.5, max_share=0.5)
    case.add_process("bakery", "Hill", inputs={"wheat": 1}, outputs={"bread": 1}, per_day=1000)
    case.add_stock("Hill", "wheat", amount=1000)
    case.add_stock("Hill", "flour", amount=100)
    assert run(case, engine, policy="recorded").cover("Hill", "food") == pytest.approx([2], **EXACT)
