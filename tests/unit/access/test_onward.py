"""The outlook after what was seen: as a later origin has it, by its closed forms, and by throwing paths away."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support import START, day, hill

from corridor.access import paths as ap
from corridor.access.onward import draw_onward, onward, standing
from corridor.access.timeline import Run
from corridor.errors import EngineError
from corridor.forecast.ensemble import prepare

M = 20_000
ORIGIN = 4


def near(share, chance, members=M):
    """Whether a share of members is within four standard errors of a chance."""
    return abs(share - chance) <= 4 * np.sqrt(max(chance * (1 - chance), 1 / members) / members)


def swinging(*later):
    """A road in three situations with an outlook; `later` are situations and first days after the origin."""
    case = hill(days=60, road={"group": "road"})
    case.add_stock("Hill", "flour", amount=100)
    for name in ("free", "slow", "shut"):
        case.add_situation(name, group="road")
    case.add_access("*", "*", status="open")
    case.add_spell("road", "free", start=day(0))
    for name, first in later:
        case.add_spell("road", name, start=day(first))
    for name, days in (("free", 20), ("slow", 6), ("shut", 10)):
        case.add_outlook(name, typical_days=days, worth_spells=2)
    for a, b, w in (("free", "slow", 2), ("free", "shut", 1), ("slow", "shut", 1), ("shut", "free", 1)):
        case.add_outlook_next(a, b, weight=w)
    return case


def at(case, number):
    """A case made ready at a day."""
    return prepare(case.check(), policy="pull", origin=START.replace(day=1 + number), hindsight=True)


def seen_path(*runs):
    """A path (T, G) of 60 days from situations by number and their first days; groups of no choice stay at 0."""
    out = np.zeros((60, 1), dtype=np.int16)
    for situation, first in runs:
        out[first:, 0] = situation
    return out


def test_what_was_seen_gives_the_outlook_of_a_later_origin():
    """Rates, weights and situation after a path are those of the case whose timeline holds it, at that day."""
    first = at(swinging(), ORIGIN)
    later = at(swinging(("slow", 7), ("shut", 9), ("free", 12)), 20)
    path = seen_path((0, 0), (1, 7), (2, 9), (0, 12))
    (found,) = onward(first.outlook, path, first=ORIGIN, day=20)
    (wanted,) = later.outlook
    for mine, theirs in zip(found.rates, wanted.rates, strict=True):
        assert (mine.spells, mine.days) == (theirs.spells, theirs.days)
    assert found.weights == wanted.weights
    assert found.past.running == wanted.past.running == (0,)
    assert not found.past.fresh


def test_on_the_origin_nothing_was_seen():
    """The outlook of the origin comes back as it is, and a morning before it is refused."""
    first = at(swinging(), ORIGIN)
    assert onward(first.outlook, seen_path((0, 0)), first=ORIGIN, day=ORIGIN) is first.outlook
    with pytest.raises(EngineError, match="lies before the origin"):
        onward(first.outlook, seen_path((0, 0)), first=ORIGIN, day=ORIGIN - 1)


def test_draws_from_a_later_morning_have_the_closed_form():
    """Shares of paths on which the running spell outlasts h days are ((B + t) / (B + t + h))^A, days run t counted."""
    first = at(swinging(), ORIGIN)
    a = first.arrays
    path = seen_path((0, 0), (2, 8))
    found = onward(first.outlook, path, first=ORIGIN, day=15)
    rate = found[0].rates[2]
    before = first.outlook[0].rates[2]
    assert (rate.spells, rate.days) == (before.spells, before.days + 7)
    drawn = draw_onward(found, a, day=15, seed=3, members=np.arange(M))
    assert (drawn[:15] == path[:15, :, None]).all()
    for h in (1, 5, 20):
        stays = (drawn[15 : 15 + h, 0] == 2).all(0).mean()
        assert near(stays, (rate.days / (rate.days + h)) ** rate.spells), h


def test_draws_after_what_was_seen_are_the_draws_that_agree_with_it():
    """Of paths drawn at the origin, those that stayed free for ten days go on as paths drawn ten days later do."""
    first = at(swinging(), ORIGIN)
    a = first.arrays
    whole = ap.draw(first.outlook, a, 1, np.arange(4 * M))
    kept = whole[:, 0, (whole[ORIGIN : ORIGIN + 10, 0] == 0).all(0)]
    drawn = draw_onward(
        onward(first.outlook, seen_path((0, 0)), first=ORIGIN, day=ORIGIN + 10),
        a,
        day=ORIGIN + 10,
        seed=2,
        members=np.arange(M),
    )[:, 0]
    for later in (12, 20, 40):
        for situation in (0, 1, 2):
            share = (kept[ORIGIN + later] == situation).mean()
            assert near((drawn[ORIGIN + later] == situation).mean(), share, kept.shape[1] // 2), (
                later,
                situation,
            )


def test_days_that_a_scenario_fixes_stay_fixed():
    """What is left of fixed days stands on every path, and what was seen of them is no longer among them."""
    first = at(swinging(), ORIGIN)
    (o,) = first.outlook
    o = replace(o, past=replace(o.past, fixed=(Run(ORIGIN, 10, (2,)), Run(10, 14, (1,)))))
    (found,) = onward((o,), seen_path((0, 0), (2, ORIGIN)), first=ORIGIN, day=8)
    assert found.past.fixed == (Run(8, 10, (2,)), Run(10, 14, (1,)))
    assert standing(found) == 2
    drawn = draw_onward((found,), first.arrays, day=8, seed=1, members=np.arange(50))
    assert (drawn[8:10, 0] == 2).all()
    assert (drawn[10:14, 0] == 1).all()
    assert len(np.unique(drawn[40, 0])) > 1
