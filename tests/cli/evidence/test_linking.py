"""`corridor evidence link`, `assess`, `support`: what a careful reader is told before it is believed."""

import pytest
from tests.cli.evidence.desk import made_once


@pytest.fixture
def two(desk):
    """Two accepted claims of one source."""
    made_once("two", desk.case.parent, lambda: [desk.nine(key, "--accept") for key in ("C1", "C2")])
    return desk


def test_a_link_says_who_and_how(two):
    """The link holds kind, question and who; again it is no second link; the other way round says the same."""
    found = two.json("link", "C1", "C2", "repeats", "--question", "How much is left?", "--who", "ana")
    assert (found["row"], found["is_new"]) == ("C1 / C2 / repeats", True)
    assert (
        two.json("link", "C1", "C2", "repeats", "--question", "How much is left?", "--who", "ana")["is_new"]
        is False
    )
    two.ok("link", "C1", "C2", "tension")
    code, _, err = two.run("link", "C2", "C1", "tension")
    assert (code, "says the same" in err) == (2, True)
    assert [k["kind"] for k in two.json("show", "C2")["links"]] == ["repeats", "tension"]


def test_one_origin_is_one_voice(two):
    """Independence said of two claims of one group is questioned."""
    assert (
        "one origin is one voice" in two.json("link", "C1", "C2", "supports", "--independent")["warnings"][0]
    )
    assert two.json("link", "C2", "C1", "supports")["warnings"] == []


def test_a_contradiction_of_the_same_proposition_is_questioned(two):
    """Two claims that hold the same with the same sign contradict nothing."""
    assert "should be a denial" in two.json("link", "C1", "C2", "contradicts")["warnings"][0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("C1", "C9", "supports"), "There are: C1, C2"),
        (("C1", "C1", "supports"), "itself"),
        (("C1", "C2", "contradict"), 'Nearest: "contradicts"'),
    ],
)
def test_wrong_links(two, line, words):
    """A claim that is not there, one claim twice, a kind that is none: exit code 2."""
    code, _, err = two.run("link", *line)
    assert (code, words in err) == (2, True)


def test_a_grade_is_apart_from_the_source(two):
    """On the diagonal of the source's reliability it is questioned, beside it not; 6 never; grounds are needed."""
    assert "B2 lies on the diagonal" in two.json("assess", "C1", "2", "--grounds", "a count")["warnings"][0]
    assert two.json("assess", "C1", "3", "--grounds", "one count")["warnings"] == []
    assert two.json("show", "C1")["grades"][0]["credibility"] == "3"
    assert two.json("show", "C1")["documents"][0]["source"]["reliability"] == "B"
    two.ok("add", "source", "--id", "anon", "--name", "Unknown")
    assert two.json("assess", "C2", "6", "--grounds", "nothing to go by")["warnings"] == []
    assert two.run("assess", "C1", "2")[0] == 2
    assert two.run("assess", "C1", "7", "--grounds", "x")[0] == 2
    assert two.run("assess", "C1", "2", typed="two counts\n", terminal=True)[0] == 0


def test_a_support_leads_to_a_row_of_the_case(two):
    """The row must be there; parts of its key may be words of the line; the case then checks with it."""
    found = two.json("support", "C1", "stocks", "Hill", "flour", "", "state", "--role", "bound")
    assert (found["is_new"], found["warnings"]) == (True, [])
    numbers = two.json("show", "C1")["numbers"]
    assert [(n["table"], n["key"], n["role"]) for n in numbers] == [
        ("stocks", "Hill / flour / 2023-01-01 / state", "bound")
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("C1", "stokcs", "Hill"), 'Nearest: "stocks"'),
        (("C1", "claims", "C2"), "no table of a case"),
        (("C1", "places", "Hlil"), 'Nearest: "Hill"'),
        (("C1", "people", "Nowhere at all"), "There are"),
        (("C1", "places", "Hill", "--column", "knid"), 'Nearest: "kind"'),
        (("C3", "places", "Hill"), "no claim is called"),
        (("C1", "satisfies", "energ"), 'such as "energy / flour"'),
    ],
)
def test_wrong_supports(two, line, words):
    """A table, row, column or claim that is not there: exit code 2, with the nearest, and nothing is written."""
    code, _, err = two.run("support", *line)
    assert (code, words in err) == (2, True), err
    assert two.json("list", "supports")["total"] == 0


def test_what_no_run_may_use_is_told(desk):
    """A support of a proposed claim, and a bound without a quantity, are written and questioned."""
    desk.ok("add", "claim", "--id", "C9", "--stance", "asserted", "--proposition", "Flour is short.")
    told = desk.json("support", "C9", "places", "Hill", "--role", "bound")["warnings"]
    assert ["only accepted claims reach a run" in told[0], "states no quantity" in told[1]] == [True, True]


def test_the_end_of_a_key_may_be_left_out(two):
    """One row that begins so is meant; several are listed, and nothing is written."""
    assert (
        "stocks / Hill / flour / 2023-01-01 / state"
        in two.json("support", "C1", "stocks", "Hill / flour")["row"]
    )
    code, _, err = two.run("support", "C1", "routes", "ro")
    assert (code, 'Nearest: "road"' in err) == (2, True)
