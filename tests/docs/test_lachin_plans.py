"""The page of plans of the founding case: public, so it holds sums alone, and says how and from what it was made."""

import re
from pathlib import Path

import pytest

from corridor.cases import path
from corridor.io import Case

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cases" / "lachin_plans.md"
ORIGINS = {"2022-12-12", "2023-01-20", "2023-06-15"}


@pytest.fixture(scope="module")
def text():
    """The page."""
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def model():
    """The case."""
    return Case.read(path("lachin")).check()


def test_it_says_how_it_was_made(text):
    """Command, date, seed and digest of the case stand on it."""
    assert "python tools/lachin_plans.py --paths" in text
    assert re.search(r"^Made \d{4}-\d\d-\d\d with corridor", text, re.MULTILINE)
    assert re.search(r"`[0-9a-f]{12}`", text)
    assert "assumptions](lachin_assumptions.md)" in text


def test_nothing_internal_stands_on_it(text, model):
    """No way, crossing or fleet of the case by id, nor a ranking of them; no carrier in a table."""
    ids = {r.route for r in model.routes} | {c.crossing for c in model.crossings}
    ids |= {f.fleet for f in model.fleets if "_" in f.fleet}
    words = set(re.findall(r"[a-z0-9_]+", text.lower()))
    assert not ids & words
    rows = [line for line in text.splitlines() if line.startswith("|") and "F-" not in line]
    carriers = {f.carrier.replace("_", " ").lower() for f in model.fleets} - {"trade"}
    assert carriers
    assert not [line for line in rows for carrier in carriers if carrier in line.lower()]
    assert "criticality" not in text.lower()


def test_no_day_stands_on_it_but_origins_and_dates_of_making(text):
    """A schedule has days; this page has origins, and the dates on which figures were made."""
    found = set(re.findall(r"\b\d{4}-\d\d-\d\d\b", text)) - ORIGINS
    made = set(re.findall(r"Made (\S+) with|benchmarks\.fan`,\s+(\S+),", text))
    assert found <= {day for pair in made for day in pair}


def test_hindsight_is_stamped(text):
    """What reads later publications stands under a heading that says so, and nowhere else."""
    for part in re.split(r"^(?=\*\*With hindsight\*\*|### |## )", text, flags=re.MULTILINE):
        if re.search(r"^\| as_reported \| (usual|fan)", part, re.MULTILINE):
            assert part.startswith("**With hindsight**")
