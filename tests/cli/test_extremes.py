"""Extreme cases: text, JSON and page are whole, and none of them says nan or inf."""

import json
import re

import pytest
from tests.support import hill

from corridor.cli.main import main
from corridor.io.write import write

BASIS = "assumed: a test"
NONE = re.compile(r"\b(?:nan|inf|infinity|-inf)\b", re.IGNORECASE)


def stocked(amount, **how):
    """Hill with so much flour."""
    case = hill(**({"days": 5} | how))
    case.add_stock("Hill", "flour", amount=amount, basis=BASIS)
    return case


def closed():
    """Hill with its one road shut for good."""
    case = stocked(10)
    case.add_situation("shut", group="road")
    case.add_access("shut", "road", status="closed")
    case.add_spell("road", "shut", start="2023-01-01")
    return case


EXTREMES = {
    "nobody": lambda: stocked(10, people=0),
    "nothing in store": lambda: stocked(0),
    "a store without end": lambda: stocked(1e12),
    "one day": lambda: stocked(10, days=1),
    "very many people": lambda: stocked(10, people=1e10),
    "nothing needed": lambda: stocked(10).replace("needs", "food", per_person_day=0),
    "all closed": closed,
}


def told(capsys, *arguments):
    """Exit code and standard output of a command line."""
    with pytest.raises(SystemExit) as exit_:
        main(list(arguments))
    return exit_.value.code, capsys.readouterr().out


@pytest.mark.parametrize("members", ["1", "3"])
@pytest.mark.parametrize("name", EXTREMES)
def test_forecast_and_report_of_an_extreme_case_hold_no_number_that_is_none(capsys, tmp_path, name, members):
    """`forecast` in text and JSON, and the page: each ends well, the JSON is JSON, and no nan or inf stands in any."""
    folder = write(EXTREMES[name]().tables(), tmp_path / "case")
    code, text = told(capsys, "forecast", str(folder), "--members", members)
    assert code == 0
    code, plain = told(capsys, "forecast", str(folder), "--members", members, "--json")
    assert code == 0
    json.loads(plain, parse_constant=lambda x: pytest.fail(f"{x} is no JSON"))
    page = tmp_path / "page.html"
    code, _ = told(capsys, "report", str(folder), "--members", members, "--no-study", "--out", str(page))
    assert code == 0
    html = page.read_text(encoding="utf-8")
    for out in (
        text,
        plain,
        re.sub(r"<script.*?</script>|<style.*?</style>|<svg.*?</svg>", "", html, flags=re.DOTALL),
    ):
        assert not NONE.search(out), NONE.search(out)
    assert not re.search(r'(?:d|x|y|width|height|points|transform)="[^"]*(?:NaN|Infinity)', html)
