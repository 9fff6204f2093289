"""The daily view of two clauses, from the marked claims of two articles alone, against the table made by hand."""

import datetime as dt
import json

import pytest
from tests.ledger.gold_case import gold_case, rows

from corridor.cli.main import main
from corridor.io.write import write_folder
from corridor.study.clauses import follow

FIRST, LAST = dt.date(2020, 11, 9), dt.date(2023, 9, 12)

# clause -> (days, outcome, groups on a day for and against, responsibility, groups for and against), by hand.
TABLE = {
    "C2": [
        (763, "no report", (0, 0), "no report", (0, 0)),
        (37, "reported not met", (0, 2), "reports conflict", (1, 2)),
        (238, "reported not met", (0, 1), "reported not met", (0, 1)),
    ],
    "C1": [
        (763, "no report", (0, 0), "no report", (0, 0)),
        (275, "reports conflict", (1, 2), "reports conflict", (1, 2)),
    ],
}
# clause, test, days since the start -> claims for and against.
SPEAKING = {
    ("C2", "outcome", 763): ((), ("D2-010", "D1-012")),
    ("C2", "responsibility", 763): (("D2-014", "D2-005"), ("D2-015", "D2-055", "D1-027")),
    ("C2", "outcome", 800): ((), ("D1-012",)),
    ("C2", "responsibility", 800): ((), ("D1-027",)),
    ("C1", "outcome", 763): (("D2-042", "D2-025"), ("D2-036", "D2-037", "D1-038", "D1-027")),
}


@pytest.fixture(scope="module")
def model():
    """The marked claims and the two clauses, checked."""
    return gold_case().check()


@pytest.fixture(scope="module")
def views(model):
    """Both clauses over the days of the table."""
    return {v.clause.clause: v for v in follow(model, start=FIRST, end=LAST)}


def test_nothing_else_is_loaded(model):
    """The case holds the 156 claims and the 19 links of the gold set, and no test but linked claims."""
    assert len(model.claims) == 156
    assert len(model.clause_supports) == len(rows("clause_supports.csv")) == 19
    assert model.clause_tests == model.timeline == model.events == model.consignments == ()


@pytest.mark.parametrize("clause", TABLE)
def test_the_table_comes_out_exactly(views, clause):
    """Each run of days of a clause has the length, the statuses and the numbers of groups of the table."""
    view = views[clause]
    outcome, responsibility = view.of("outcome"), view.of("responsibility")
    found = []
    for run in view.together:
        a = view.days.number(run.start)
        status = dict(run.status)
        groups = [(int(s.groups_for[a]), int(s.groups_against[a])) for s in (outcome, responsibility)]
        found.append((run.days, status["outcome"], groups[0], status["responsibility"], groups[1]))
    assert found == TABLE[clause]
    assert sum(run.days for run in view.together) == (LAST - FIRST).days + 1 == 1038


@pytest.mark.parametrize(("clause", "test", "day"), SPEAKING)
def test_the_claims_of_a_run_are_those_of_the_table(views, clause, test, day):
    """The run that holds a day names exactly the claims for and against."""
    run = views[clause].of(test).on(FIRST + dt.timedelta(days=day))
    assert (run.claims_for, run.claims_against) == SPEAKING[clause, test, day]


def test_a_group_counts_once(views):
    """Four claims against C1 come from two articles, hence two groups, on each of the days."""
    run = views["C1"].of("outcome").runs[-1]
    assert (len(run.claims_against), run.groups_against, run.groups_for) == (4, 2, 1)


def test_before_the_second_article_only_the_first_speaks(model):
    """By the end of January 2023 the article of September is not known, and the view ends on that day."""
    (view,) = follow(model, ["C2"], start=FIRST, known_by=dt.date(2023, 1, 31))
    assert [(r.days, dict(r.status)["outcome"]) for r in view.together] == [
        (763, "no report"),
        (37, "reported not met"),
        (14, "no report"),
    ]
    assert {c for s in view.strips for r in s.runs for c in r.claims_against} == {
        "D2-010",
        "D2-015",
        "D2-055",
    }


def test_before_any_article_no_clause_is_known(model):
    """A coarse publication date counts at its end: on 30 January 2023 nothing was published."""
    assert follow(model, start=FIRST, known_by=dt.date(2023, 1, 30)) == ()


def test_the_command_line_gives_the_same(tmp_path, capsys):
    """From a folder on disk, `corridor clauses --json` gives the table, and the text says it in words."""
    path = write_folder(gold_case().tables(), tmp_path / "gold")
    arguments = ["clauses", str(path), "--from", FIRST.isoformat(), "--to", LAST.isoformat()]
    with pytest.raises(SystemExit) as done:
        main([*arguments, "--json"])
    assert done.value.code == 0
    told = json.loads(capsys.readouterr().out)
    found = {
        c["clause"]: [
            (r["days"], r["status"]["outcome"], r["status"]["responsibility"]) for r in c["together"]
        ]
        for c in told["clauses"]
    }
    assert found == {k: [(r[0], r[1], r[3]) for r in v] for k, v in TABLE.items()}
    with pytest.raises(SystemExit):
        main([*arguments, "--clause", "C2"])
    text = capsys.readouterr().out
    assert "no contrary claim in this ledger" in text
    assert "238 days" in text
