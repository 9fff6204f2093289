"""The rule of each number on the page and in the record of a run."""

from __future__ import annotations

import json

import pytest
from tests.report.walk import read
from tests.unit.model.test_rules import heard

from corridor.cli.main import main
from corridor.forecast.ensemble import forecast
from corridor.io.write import write_folder
from corridor.model.rules import STANDINGS
from corridor.report.grounds import Grounds
from corridor.report.numbers import Names, backed
from corridor.report.scope import WITHHELD, scope


def case():
    """A case whose people stand as said and whose stock by a range."""
    made = heard().replace("people", "Hill", claims="C-people", basis="")
    return made.replace("stocks", "Hill", claims="C-8, C-12", amount_low=8, amount=10, amount_high=12)


def test_each_number_on_claims_is_shown_with_its_rule(page):
    """The table has a row a number, each with one of the rules and its claims or why none is shown."""
    table = next(n for n in read(page).find("section") if n.attrs.get("aria-labelledby") == "backed")
    rows = [n for n in table.find("tr") if n.attrs.get("id", "").startswith("number-")]
    assert rows
    for row in rows:
        _, rule, claims, _ = row.find("td")
        assert rule.text.split(", ")[0] in {*STANDINGS, "single"}
        assert list(claims.find("a")) or "above this audience" in claims.text


@pytest.mark.parametrize(("audience", "value"), [("internal", "10 t (8 to 12)"), ("public", WITHHELD)])
def test_the_run_keeps_the_rule_and_the_page_tells_it(audience, value):
    """A forecast's numbers name their rule; the page gives it beside the value this audience may see."""
    result = forecast(case().check(), members=4, engine="numpy")
    assert {n.column: n.rule for n in result.numbers if n.claims and n.column in ("people", "amount")} == {
        "people": "as said",
        "amount": "range",
    }
    view = scope(result.model, audience)
    told = {b.what.split()[0]: b for b in backed(result.numbers, view, Names.of(view.model))}
    assert (told["People"].rule, told["Stock"].rule) == ("as said", "range")
    assert told["Stock"].value == value
    assert Grounds.of(result, view).stated


def test_json_of_a_forecast_lists_every_number(capsys, tmp_path):
    """`corridor forecast --json` has name, rule, range, unit, claims and basis of each number of the run."""
    folder = write_folder(case().tables(), tmp_path / "case")
    with pytest.raises(SystemExit) as done:
        main(["forecast", str(folder), "--members", "4", "--engine", "numpy", "--json"])
    assert done.value.code == 0
    told = {n["name"]: n for n in json.loads(capsys.readouterr().out)["numbers"]}
    assert {n["rule"] for n in told.values()} <= set(STANDINGS)
    stock = told["stocks/Hill / flour / 2023-01-01 / state/amount"]
    assert stock == {
        "name": "stocks/Hill / flour / 2023-01-01 / state/amount",
        "table": "stocks",
        "key": "Hill / flour / 2023-01-01 / state",
        "column": "amount",
        "backing": "claims",
        "differs": "",
        "rule": "range",
        "range": [8, 10, 12],
        "unit": "t",
        "claims": ["C-8", "C-12"],
        "basis": "assumed: for a test",
        "weight": None,
    }
