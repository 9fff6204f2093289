import datetime as dt
import json

import numpy as np
import pytest
from tests.unit.measure.tiny import model, number
from tests.unit.study import small

from corridor.errors import UsageError
from corridor.schema.values import Range
from corridor.study import answers as ask
from corridor.study.asking import ask as put
from corridor.study.factors import factors
from corridor.study.find_out import find_out, findings


@pytest.fixture(scope="module")
def found():
    """Findings on the small case with an uncertain stock, an uncertain count of people and an outlook."""
    case = small.case(stock=Range(6, 12, 24), people=Range(990, 1000, 1010), outlook=True)
    questions = (
        ask.person_days_short(),
        ask.days_to_stock_out("energy"),
        ask.stock_out_before(dt.date(2023, 1, 15), "energy"),
        ask.days_to_rationing("energy", place="Hill"),
    )
    return find_out(case, questions, draws=500, paths=4, policy="pull", engine="compiled")


def test_the_stock_is_what_to_find_out(found):
    """Days to stock-out hang on the stock; a larger stock lasts longer; the count of people is hidden."""
    result = found[1]
    assert result.unknowns[0].numbers == ("stocks/Hill / flour / 2023-01-01 / state/amount",)
    unknown = result.unknowns[0]
    assert unknown.answer_low < 15 < unknown.answer_high
    assert unknown.value_low < 12 < unknown.value_high
    assert unknown.ask == "How much was in store on 2023-01-01: flour at Hill, state?"
    assert unknown.who == "the office that keeps public stores"
    assert unknown.narrows > 0.3
    assert result.hidden == 1


def test_number_and_path_shares_add_up(found):
    """With an outlook that may open the road, the path carries some of every answer."""
    for result in found:
        assert result.split.numbers + result.split.path == pytest.approx(1)
        assert 0 < result.split.path < 1
        assert sum(u.share for u in result.unknowns) < result.split.numbers + 0.1


def test_what_rests_on_assumptions_says_so(found):
    """The stock is assumed, so the answer is mostly assumed."""
    assert found[0].assumed == 1
    assert found[0].is_mostly_assumed


def test_findings_are_plain_values(found):
    """JSON takes them."""
    for result in found:
        json.dumps(result.plain(), allow_nan=False)
        assert result.question.words.endswith("?")


def test_the_same_seed_gives_the_same_findings(found):
    """Draws, paths and permutations are keyed; threads do not matter."""
    case = small.case(stock=Range(6, 12, 24), people=Range(990, 1000, 1010), outlook=True)
    again = find_out(
        case, (ask.person_days_short(),), draws=500, paths=4, policy="pull", engine="compiled", threads=1
    )
    assert again[0].plain() == found[0].plain()


@pytest.mark.parametrize(("draws", "paths"), [(499, 8), (500, 1)])
def test_too_few_draws_or_paths_are_refused(draws, paths):
    """Under 500 draws or 2 paths the shares would be noise."""
    with pytest.raises(UsageError, match="500 draws and 2 paths"):
        find_out(small.case(), (), draws=draws, paths=paths)


def test_assumed_share_by_hand():
    """Y = 2 a + b with a assumed and b backed: 4/5 of the answer rests on what is assumed."""
    numbers = (
        number("a", claims=(), basis="assumed: a guess"),
        number("b", claims=("C-1",), backing="claims"),
    )
    u = (np.random.default_rng(3).permuted(np.tile(np.arange(1000) / 1000, (2, 1)), axis=1)).astype(float)
    y = np.repeat((2 * u[0] + u[1])[:, None], 2, axis=1)
    result = findings(model(), numbers, u, factors(numbers, u), ask.person_days_short(), y, seed=1)
    assert result.assumed == pytest.approx(0.8, abs=0.02)
    assert [n.numbers[0] for n in result.unknowns] == ["a", "b"]
    assert result.is_mostly_assumed


def test_nothing_shown_is_nothing_said_of_assumptions():
    """Where no number stands out, the part assumed is unknown, not nothing."""
    numbers = (number("a"),)
    u = np.arange(100.0)[None, :]
    y = np.ones((100, 2))
    result = findings(model(), numbers, u, factors(numbers, u), ask.person_days_short(), y, seed=1)
    assert (result.assumed, result.is_mostly_assumed, result.hidden) == (None, False, 1)


def test_an_answer_is_counted_from_the_origin_and_capped(found):
    """No answer is before the origin or beyond the horizon."""
    assert 0 <= found[1].answer.values[0] <= found[1].answer.values[-1] <= 40


def test_a_wrong_need_is_named():
    """A misspelt need is answered with the nearest."""
    with pytest.raises(UsageError, match='Nearest: "energy"'):
        find_out(small.case(), (ask.days_to_stock_out("enrgy"),), draws=500, paths=2, engine="compiled")


def test_moving_together_and_unknown_columns_are_put_into_words():
    """More numbers of one draw are counted; a column without a wording of its own is still asked."""
    asked = put(model(), (number("a"), number("b")))
    assert asked.ask.endswith("(and 1 more that move with it)")
    odd = put(model(), (number("a", table="process_flows", key="mill / flour / input", column="keep"),))
    assert odd.ask == "What is the keep of mill / flour / input (process_flows)?"
