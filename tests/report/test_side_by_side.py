"""Where rival counts move the answer, each has its own: on the first screen, on the line, in JSON and in Python."""

import contextlib
import io
import json
import re

import pytest
from tests.report.walk import read
from tests.unit.study.two_counts import A, two_counts

import corridor as co
from corridor.cli.main import main
from corridor.report import report

FIRST, SECOND = "1,000 people (paper A)", "500 people (paper B)"
MEMBERS = 301


def run(case):
    """The model, a run of it and its sides."""
    model = case.check()
    base = co.forecast(model, policy="recorded", members=MEMBERS)
    return model, base, co.side_by_side(model, base)


def told(case, path, *more):
    """What the command line prints of a case."""
    case.save(path)
    asked = ["forecast", str(path), "--policy", "recorded", "--members", str(MEMBERS), *more]
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        main(asked)
    return out.getvalue()


def first_screen(html):
    """The sentences of the first screen by key: what is told under each reading, else the sentence."""
    found = {}
    for item in read(html).find("li"):
        key = item.attrs.get("id", "")
        if key.startswith("sentence-"):
            sides = [n.text for ul in item.find("ul", class_="beside") for n in ul.find("li")]
            found[key.removeprefix("sentence-")] = sides or [next(item.find("p")).text]
    return found


def test_first_screen():
    """21 t, eaten from 1 January on: 1,000 people have 25 days left on 11 January, 500 people 60; no middle stands.

    On 1 March 1,000 people are 25 of 50 days without flour: 25,000 person-days. Of all members together 52 % run out.
    """
    model, base, beside = run(two_counts())
    assert beside is not None
    html = report(model, base, found=(), required=()).html
    screen = first_screen(html)
    for key, first, second in (
        ("cover", "stores last 25 days", "stores last 60 days"),
        (
            "out",
            "a chance of > 99 % to fall short of the ration",
            "Nothing that is not short already falls short",
        ),
        ("met", "and 0 % in the week to 1 March 2026", "and 100 % in the week to 1 March 2026"),
        ("short", "adds up to 25,000 person-days", "adds up to 0 person-days"),
    ):
        one, other = screen[key]
        assert (one.split(": ")[0], other.split(": ")[0]) == (FIRST, SECOND)
        assert first in one
        assert second in other
    merged = co.measure.stock_out(base)[0].chance
    assert 0.4 < merged.value < 0.6
    answer = next(n for n in read(html).find("section") if "answer" in n.classes).text
    assert "The answer depends. How many?" in answer
    assert str(merged) not in answer


def test_line_and_json(tmp_path):
    """A line and a JSON row for each count, with its own chance, and none over both."""
    line = told(two_counts(), tmp_path / "a")
    rows = [x for x in line.splitlines() if " Hill " in x]
    assert [(x.startswith(FIRST), x.startswith(SECOND)) for x in rows] == [(True, False), (False, True)]
    for row, chance, cover in zip(rows, ("> 99 %", "< 1 %"), ("25 (25 to 25)", "60 (60 to 60)"), strict=True):
        assert chance in row
        assert cover in row
    plain = json.loads(told(two_counts(), tmp_path / "b", "--json"))
    assert [s["side"] for s in plain["side_by_side"]["sides"]] == [FIRST, SECOND]
    for name in ("cover_at_origin", "rationing", "stock_out", "share_of_need_met", "person_days_short"):
        assert {r.get("side") for r in plain["measures"][name]} == {FIRST, SECOND}, name
    assert [r["chance"]["value"] for r in plain["measures"]["stock_out"]] == [1.0, 0.0]
    assert [r["cover"]["p50"] for r in plain["measures"]["cover_at_origin"]] == [25.0, 60.0]


def test_by_account_has_no_middle(tmp_path):
    """In words and in JSON, all claims together read *depends* where the counts differ."""
    assert "depends" in told(two_counts(), tmp_path / "a", "--by-account")
    plain = json.loads(told(two_counts(), tmp_path / "b", "--by-account", "--json"))
    assert plain["together"]["measures"] == [
        {"place": "Hill", "need": "energy", "depends": ["stock-out", "date", "cover", "met"]}
    ]


@pytest.mark.parametrize("accounts", [False, True])
def test_counts_that_move_nothing_stand_together(tmp_path, accounts):
    """1,000 and 1,010 people have 25.0 and 24.7 days of cover: less than half a day, so one answer stands."""
    case = two_counts(1_000, 1_010, accounts=accounts)
    model, base, beside = run(case)
    assert beside is None
    assert [len(x) for x in first_screen(report(model, base, found=(), required=()).html).values()] == [1] * 5
    plain = json.loads(told(case, tmp_path / "a", "--json"))
    assert plain["side_by_side"] is None
    assert all("side" not in r for rows in plain["measures"].values() for r in rows)


def test_of_two_groups_the_one_that_moves_most_stands_and_the_other_is_named():
    """People, 1,000 or 500, run out or not; the store, 21 or 30 t, moves 1,000 from 25 days of cover to 40."""
    case = two_counts(stock=21.0)
    case._rows["stocks"].clear()
    for amount in (21, 30):
        case.add_stock("Hill", "flour", amount=amount, rival="store", basis=A)
    _, _, beside = run(case)
    assert [s.label for s in beside.sides] == [FIRST, SECOND]
    assert beside.others == ('Which row of "store" is right (stocks, Hill / flour / 2026-01-01 / state)?',)


def test_the_weight_of_a_reading_stands_beside_its_number():
    """1,000 people, whom a fifth of the members draw, and 500, whom the others do: 20 % and 80 %."""
    case = two_counts()
    case._rows["people"].clear()
    for people, weight, claim in ((1_000, 0.2, "C-A"), (500, 0.8, "C-B")):
        case.add_people("Hill", people=people, rival="count", weight_of_rival=weight, claims=[claim])
    model, base, _ = run(case)
    rows = [r.text for r in read(report(model, base, found=(), required=()).html).find("tr")]
    picked = [re.search(r"2026-01-01([\d,]+) person.*pick, (\d+) % of members", text) for text in rows]
    assert [p.groups() for p in picked if p] == [("1,000", "20"), ("500", "80")]


def test_two_ledgers_of_the_same_trucks(tmp_path):
    """Nine loads by the red ledger or by the blue one, picked together: 5 t each last, 0.7 t each do not.

    1,000 people eat 0.6 t a day. On 11 January there are 6 + 45 - 6 = 45 t or 6 + 6.3 - 6 = 6.3 t or so left.
    """
    case = two_counts(1_000, 1_000, linked=False, stock=6.0)
    case._rows["people"].clear()
    case.add_people("Hill", people=1_000, basis=A)
    for day in range(1, 10):
        for ledger, amount in (("red", 5.0), ("blue", 0.7)):
            case.add_delivery(
                "road", "flour", start=f"2026-01-{day:02}", end=f"2026-01-{day:02}", amount=amount,
                rival="ledger", moves_with="rival=ledger", basis=f"assumed: the {ledger} ledger",
            )  # fmt: skip
    _, _, beside = run(case)
    told_by = {s.label: s.answer.at("Hill", "energy").stock_out.chance.value for s in beside.sides}
    assert told_by == {"5 t (assumed: the red ledger)": 0.0, "0.7 t (assumed: the blue ledger)": 1.0}


def test_a_need_that_no_count_moves_stands_once(tmp_path):
    """Lamps of 9,000 h burn 50 h a day whoever is counted: their line stands once, beside two for flour."""
    case = two_counts()
    case.add_commodity("lamps", unit="h", kg_per_unit=0)
    case.add_need("light", unit="h", per_person_day=0, basis=A)
    case.add_fixed_need("light", "Hill", per_day=50, basis=A)
    case.add_satisfies("light", "lamps", per_unit=1, basis=A)
    case.add_stock("Hill", "lamps", amount=9_000, basis=A)
    rows = [x.split()[0] for x in told(case, tmp_path / "a").splitlines() if " Hill " in x]
    assert rows == ["1,000", "500", "all"]


def test_what_an_audience_may_not_read_is_numbered():
    """Amounts of a store are internal: on a public page two counts of it are reading 1 and reading 2."""
    case = two_counts(1_000, 1_000, linked=False)
    case._rows["stocks"].clear()
    for amount in (21, 37):
        case.add_stock("Hill", "flour", amount=amount, rival="store", basis=A)
    model, base, beside = run(case)
    assert beside is not None
    names = {audience: first_screen(report(model, base, found=(), required=(), audience=audience).html)["cover"]
             for audience in ("public", "internal")}  # fmt: skip
    assert [x.split(":")[0] for x in names["internal"]] == ["21 t (assumed", "37 t (assumed"]
    assert [x.split(":")[0] for x in names["public"]] == ["Reading 1", "Reading 2"]
