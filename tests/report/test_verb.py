"""`corridor report`: where the page lies, what it says on each stream, the boundary file it may draw."""

import dataclasses
import json

import pytest
from tests.report import synthetic

from corridor.cli.main import main
from corridor.cli.report import boundary_of, file_name
from corridor.errors import UsageError


def run(*arguments):
    """The exit code of a command line."""
    with pytest.raises(SystemExit) as exit_:
        main(["report", *arguments])
    return exit_.value.code


def test_it_prints_where_the_page_lies_and_nothing_else_on_stdout(tmp_path, capsys):
    """The path alone on stdout, progress and notes on stderr, the page on disk."""
    path = tmp_path / "page.html"
    assert run("lachin", "--members", "8", "--no-study", "--out", str(path)) == 0
    told = capsys.readouterr()
    assert told.out == f"{path}\n"
    assert "audience public" in told.err
    page = path.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert len(page) < 2_000_000


def test_json_tells_the_path_and_what_the_page_was_made_from(tmp_path, capsys):
    """With --json, one document with the schema, the path, the origin and the digest; hindsight is told."""
    path = tmp_path / "page.html"
    options = [
        "--members",
        "8",
        "--no-study",
        "--hindsight",
        "--origin",
        "2023-01-20",
        "--json",
        "--out",
        str(path),
    ]
    assert run("lachin", *options) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "corridor.report/1"
    assert (told["path"], told["origin"], told["hindsight"]) == (str(path), "2023-01-20", True)
    assert told["bytes"] == path.stat().st_size
    assert told["digest"] in path.read_text(encoding="utf-8")


def test_a_case_that_is_not_there_is_a_wrong_use(tmp_path, capsys):
    """Exit code 2, a sentence on stderr, nothing written."""
    assert run("nowhere", "--out", str(tmp_path / "a.html")) == 2
    assert "nowhere" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_named_by_case_origin_and_audience():
    """Names sort by case and origin, and say what is not public or looks back."""
    forecast = synthetic.forecast()
    assert file_name(forecast, "public") == "hill-2023-02-15.html"
    back = synthetic.forecast(forecast.model, hindsight=True)
    assert file_name(back, "partner") == "hill-2023-02-15-hindsight-partner.html"


@pytest.mark.parametrize(
    ("name", "licence", "text", "says"),
    [
        ("lines.json", "", "{}", "no boundary_licence"),
        ("../lines.json", "CC0", "{}", "not a file of the case folder"),
        ("missing.json", "CC0", "{}", "not a file of the case folder"),
        ("lines.json", "CC0", "{", "no JSON"),
        ("lines.json", "CC0", "[]", "holds no object"),
    ],
)
def test_a_boundary_file_is_refused_without_licence_or_outside_the_case(tmp_path, name, licence, text, says):
    """No licence, a path that leaves the folder, no file, or no GeoJSON: refused, with the reason."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "lines.json").write_text(text, encoding="utf-8")
    (tmp_path / "lines.json").write_text("{}", encoding="utf-8")
    model = synthetic.model()
    settings = dataclasses.replace(model.settings, boundary_file=name, boundary_licence=licence)
    with pytest.raises(UsageError, match=says):
        boundary_of(dataclasses.replace(model, settings=settings), folder)
