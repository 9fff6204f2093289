"""What a newcomer's slips lead to: nothing of theirs is written over, and each message says what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.model.small_cases import small

from corridor import forecast
from corridor.cli.common import target
from corridor.cli.main import main
from corridor.errors import DataError, UsageError
from corridor.io import Case
from corridor.io.read import read
from corridor.model.cells import Fault, read_number


@pytest.fixture
def called(capsys: pytest.CaptureFixture[str]):
    """A function that runs the command line here: exit code, stdout, stderr."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([str(a) for a in arguments])
        told = capsys.readouterr()
        return int(caught.value.code or 0), told.out, told.err

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound case as a folder."""
    path = tmp_path / "case"
    small().save(path)
    return path


def codes_of(path: Path) -> dict[str, str]:
    """Code and text of each problem of a case; warnings too."""
    return {p.code: f"{p.where}: {p.found} {p.fix}" for p in Case.read(path).problems()}


def test_a_result_is_never_written_over_the_case(tmp_path: Path, folder: Path) -> None:
    """Nor over a table of it, onto a device, or to no name at all; beside the tables it may lie."""
    book = tmp_path / "case.xlsx"
    small().save(book)
    for name, case in ((book, book), (folder / "stocks.csv", folder), ("/dev/null", book), ("", book)):
        with pytest.raises(UsageError, match=r"part of the case|not a file|no name"):
            target(name, case, ".html")
    with pytest.raises(UsageError, match="is a file, not a folder"):
        target(book / "x.html", folder, ".html")
    assert target(folder / "sitrep.html", folder, ".html") == folder / "sitrep.html"


@pytest.mark.parametrize("verb", [["report", "--no-study", "--out"], ["forecast", "--save"]])
def test_verbs_refuse_to_write_over_the_case(called, tmp_path: Path, verb: list[str]) -> None:
    """The workbook is as it was, and the exit code says wrong use."""
    book = tmp_path / "case.xlsx"
    small().save(book)
    before = book.read_bytes()
    code, _, error = called(verb[0], book, *verb[1:], book)
    assert code == 2
    assert "Give another name" in error
    assert book.read_bytes() == before


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".csv"])
def test_new_says_which_forms_there_are(called, tmp_path: Path, suffix: str) -> None:
    """No folder called `mycase.xls`."""
    code, _, error = called("new", tmp_path / f"mycase{suffix}")
    assert code == 2
    assert "folder or a workbook .xlsx" in error


def test_new_quotes_a_name_with_spaces(called, tmp_path: Path) -> None:
    """The command it proposes can be copied."""
    _, out, _ = called("new", tmp_path / "my case")
    assert f"corridor check '{tmp_path / 'my case'}'" in out


def test_a_folder_without_a_name_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`corridor check .` names the folder."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError) as caught:
        read(".")
    assert caught.value.name == tmp_path.name


def test_what_is_no_file_is_a_problem(folder: Path) -> None:
    """A folder or a pipe in the place of a table is told, not waited for."""
    (folder / "stocks.csv").unlink()
    (folder / "stocks.csv").mkdir()
    assert "it is not a file" in codes_of(folder)["C005"]


def test_a_table_in_capitals_is_told(folder: Path) -> None:
    """Nothing that looks like a table is passed by in silence; lock files of spreadsheet programs are."""
    (folder / "stocks.csv").rename(folder / "Stocks.CSV")
    (folder / "~$places.csv").write_text("x")
    found = codes_of(folder)
    assert "Stocks.CSV" in found["C101"]
    assert "C801" not in found


def test_a_broken_settings_file_is_one_problem(folder: Path) -> None:
    """What stands in it is not also said to be missing."""
    with (folder / "case.toml").open("a") as out:
        out.write("title = \n")
    found = codes_of(folder)
    assert "C006" in found
    assert "C121" not in found


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("days", 0, '"0" is less than 1. Write 1 or more.'),
        ("days", 100_000, "is more than 3,660. Write 3,660 or less."),
        ("days", 90.5, "is not a whole number. Write a whole number"),
        ("members", "many", "is not a whole number. Write a whole number"),
        (
            "audience",
            "everyone",
            'is not among the choices. Write one of: "public", "partner" or "internal".',
        ),
        ("start", "9999-11-05", "is beyond the year 9,000"),
        ("origin", "soon", 'origin: "soon" is not a day. Write year-month-day'),
    ],
)
def test_settings_in_plain_words(tmp_path: Path, name: str, value: object, words: str) -> None:
    """Each says what is wrong and what to write."""
    book = change(tmp_path, name, value)
    assert words in codes_of(book)["C122"]


def test_a_setting_twice_is_told(tmp_path: Path) -> None:
    """Neither of the two values is taken in silence."""
    book = change(tmp_path, "days", 5, twice=True)
    assert "the setting stands twice" in codes_of(book)["C122"]


def test_an_unknown_setting_is_told_at_its_name(tmp_path: Path) -> None:
    """The cell to correct is that of the name."""
    assert "cell A" in codes_of(change(tmp_path, "beginning", "2023-01-05"))["C120"]


def change(folder: Path, name: str, value: object, *, twice: bool = False) -> Path:
    """A workbook of the small case with a setting changed, or added."""
    openpyxl = pytest.importorskip("openpyxl")
    path = folder / "case.xlsx"
    small().save(path)
    book = openpyxl.load_workbook(path)
    sheet = book["case"]
    rows = [row for row in sheet.iter_rows(min_row=2) if row[0].value == name]
    if rows and not twice:
        rows[0][1].value = value
    else:
        sheet.append([name, value])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "decimal", "fix"),
    [
        ("1,250", ".", "Write 1250 or 1.25, whichever is meant"),
        ("1.250", ",", "Write 1250 or 1,25, whichever is meant"),
        ("12,5", ".", "Write 12.5, or set decimal"),
    ],
)
def test_thousands_are_not_proposed_as_decimals(text: str, decimal: str, fix: str) -> None:
    """Three digits behind a comma may be thousands: to follow the message blindly must not divide by a thousand."""
    fault = read_number(text, decimal)
    assert isinstance(fault, Fault)
    assert fault.fix.startswith(fix)


@pytest.mark.parametrize("sign", ["\\u001b[2J", "\\u009b2J", "\\u202e"])
def test_what_would_turn_a_screen_or_a_line_is_told(folder: Path, sign: str) -> None:
    """Neither an escape to a terminal nor a turn of direction passes, in settings or in cells."""
    (folder / "case.toml").write_text(
        f'title = "a{sign}b"\nstart = 2023-01-01\ndays = 60\n', encoding="utf-8"
    )
    assert codes_of(folder)["C116"].startswith("case.toml: title")
    char = sign.encode().decode("unicode_escape")
    (folder / "case.toml").write_text("start = 2023-01-01\ndays = 60\n", encoding="utf-8")
    (folder / "scenarios.csv").write_text(f"scenario,meaning\nx,a{char}b\n", encoding="utf-8")
    assert "scenarios.csv" in codes_of(folder)["C116"]


def test_a_policy_that_does_not_exist_is_refused() -> None:
    """It is not run as if nothing were sent."""
    with pytest.raises(UsageError, match="There are: recorded, usual, pull"):
        forecast(small().check(), members=2, policy="push")  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", ["forecast", "report", "clauses"])
def test_a_program_that_waits_for_json_gets_the_problems(called, tmp_path: Path, verb: str) -> None:
    """Faulty data: exit code 3, the problems as JSON on stdout and in words on stderr."""
    book = change(tmp_path, "days", -5)
    code, out, err = called(verb, book, "--json")
    told = json.loads(out)
    assert code == told["exit_code"] == 3
    assert told["schema"] == "corridor.error/1"
    assert "C122" in {p["code"] for p in told["problems"]}
    assert "C122" in err


def test_a_seed_below_zero_and_no_threads_are_told() -> None:
    """From Python as well as from the command line."""
    with pytest.raises(UsageError, match="seed -1"):
        forecast(small().check(), seed=-1, members=1)
    with pytest.raises(UsageError, match="0 threads"):
        forecast(small().check(), threads=0, members=1)


@pytest.mark.parametrize("key", ["days", "seed", "members", "title"])
@pytest.mark.parametrize("digits", [20, 400, 4_000])
def test_a_setting_with_very_many_digits_is_one_message(tmp_path, capsys, key, digits):
    """A whole number that no double holds is refused as a setting, and nothing fails that should not happen."""
    path = small().save(tmp_path / "case")
    toml = path / "case.toml"
    lines = [x for x in toml.read_text(encoding="utf-8").splitlines() if not x.startswith(f"{key} ")]
    toml.write_text("\n".join([f"{key} = 1{'0' * digits}", *lines]), encoding="utf-8")
    with pytest.raises(SystemExit) as exit_:
        main(["check", str(path)])
    told = capsys.readouterr()
    assert exit_.value.code in (0, 3)
    assert "should not happen" not in told.err + told.out
