"""corridor compare: the table, differences in words, JSON with its schema, and wrong use in one message."""

import json

import pytest

from corridor.cli.main import main


def run(capsys, *arguments):
    """Exit code, what was printed, what was told on stderr."""
    with pytest.raises(SystemExit) as ended:
        main(["compare", *arguments])
    out, err = capsys.readouterr()
    return ended.value.code, out, err


def test_policies_side_by_side(capsys):
    """A row a policy, internal, and each difference against the fan with its interval and what it tells."""
    code, out, err = run(capsys, "toy", "fan", "recorded", "perfect", "--paths", "8", "--futures", "3")
    assert code == 0
    assert "INTERNAL" in out
    assert "recorded against fan: +" in out
    assert "on 8 paths: costs more." in out
    assert "perfect (no policy)" in out
    assert "can be followed by nobody" in err


def test_an_interval_that_holds_zero_is_said_to_tell_nothing(capsys):
    """A policy under one path has no interval; two that load the same differ by nothing that can be told."""
    _, out, _ = run(capsys, "toy", "fan", "pull", "--paths", "1", "--futures", "2")
    assert "on one path, of which no interval can be given" in out
    _, out, _ = run(capsys, "toy", "recorded", "recorded", "pull", "--paths", "2", "--scenario", "reopening")
    assert out.count("recorded") == 2  # its row, and what pull stands against: asked for twice, told once


def test_json_has_a_schema_and_every_row(capsys):
    """The schema comes first; policies, differences and the run are there, marked internal."""
    code, out, _ = run(capsys, "toy", "outlook", "reopening", "--paths", "3", "--futures", "2", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["schema"] == "corridor.compare/1"
    assert found["use"] == "internal"
    assert [p["scenario"] for p in found["policies"]] == [None, None, "reopening", "reopening"]
    assert {d["against_scenario"] for d in found["differences"]} == {None}
    assert found["run"]["paths"] == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("fann",), 'Nearest: "fan"'),
        (("fan", "reopening"), "policies with policies"),
        (("fan", "--review", "99"), "99"),
    ],
)
def test_wrong_use_ends_with_two(capsys, arguments, told):
    """One message and exit code 2, never a traceback."""
    code, _, err = run(capsys, "toy", *arguments, "--paths", "1")
    assert code == 2
    assert told in err
    assert "Traceback" not in err
