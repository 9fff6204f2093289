"""The command line: quick help, exit codes, clean messages, results on stdout and the rest on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest
from tests.unit.model.small_cases import small, wide

from corridor import cases
from corridor.cli import common
from corridor.cli.main import VERBS, cli, main
from corridor.errors import EngineError
from corridor.model.checks.codes import codes

HEAVY = (
    "numpy",
    "polars",
    "xarray",
    "numba",
    "altair",
    "pint",
    "pydantic",
    "pandas",
    "scipy",
    "netCDF4",
    "rich",
)


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "corridor.cli.main", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(env or {})}, check=False
    )


@pytest.fixture
def called(capsys: pytest.CaptureFixture[str]):
    """A function that runs the command line here: exit code, stdout, stderr."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([str(a) for a in arguments])
        told = capsys.readouterr()
        return int(caught.value.code or 0), told.out, told.err

    return call


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["explain", "C211"], ["check", "--help"]])
def test_light_verbs_import_nothing_heavy(arguments: list[str]) -> None:
    """Help, the version and an explanation import none of the heavy libraries."""
    code = (
        "import sys\nfrom corridor.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as e:\n    code = e.code\n"
        f"heavy = [m for m in {HEAVY!r} if m in sys.modules]\n"
        "print('HEAVY', heavy, file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "HEAVY []" in done.stderr
    assert done.stdout


@pytest.mark.parametrize("verb", ["new", "check", "explain"])
def test_every_verb_has_help(called, verb: str) -> None:
    """Each verb of this file says what it does."""
    code, out, err = called(verb, "--help")
    assert (code, err) == (0, "")
    assert "Usage: corridor" in out


def test_verbs_are_commands_of_their_name() -> None:
    """Each registered verb is a command that can be imported, and says in the list what it does."""
    for verb, words in VERBS.items():
        command = cli.get_command(click.Context(cli), verb)
        assert isinstance(command, click.Command)
        assert words.endswith(".")
    assert cli.get_command(click.Context(cli), "frobnicate") is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["frobnicate"], 2),
        (["check"], 2),
        (["check", "nowhere"], 2),
        (["check", "--frobnicate", "x"], 2),
        (["explain", "C999"], 2),
        (["explain"], 0),
        (["--version"], 0),
    ],
)
def test_exit_codes_of_wrong_use(called, arguments: list[str], code: int) -> None:
    """Wrong use is exit code 2 with a message on stderr, nothing on stdout, and no traceback."""
    found, out, err = called(*arguments)
    assert found == code
    assert "Traceback" not in err + out
    if code == 2:
        assert err
        assert out == ""


def test_check_of_a_sound_case(called, tmp_path: Path) -> None:
    """A sound case is exit code 0, from a folder and a workbook, with its rows and digest."""
    for name in ("c", "c.xlsx"):
        code, out, err = called("check", small().save(tmp_path / name))
        assert (code, err) == (0, "")
        assert "may run" in out
        assert "2 places" in out


def test_check_of_a_faulty_case(called, tmp_path: Path) -> None:
    """A faulty case is exit code 3; its list is the result, so it stands on stdout."""
    path = small().replace("routes", "road", to_place="Hlil").save(tmp_path / "c")
    code, out, err = called("check", path)
    assert (code, err) == (3, "")
    assert 'routes.csv, cell C2: to: no place is called "Hlil". Nearest: "Hill".' in out
    assert "cannot run yet" in out


def test_check_strict(called, tmp_path: Path) -> None:
    """A number without a source is a warning, and an error when strict."""
    path = small().replace("stocks", "Hill", basis=None).save(tmp_path / "c")
    code, out, _ = called("check", path)
    assert (code, "C841" in out) == (0, True)
    code, out, _ = called("check", path, "--strict")
    assert (code, "C907" in out) == (3, True)


@pytest.mark.parametrize(("amount", "code"), [(9, 0), ("12,5", 3)])
def test_check_json(called, tmp_path: Path, amount: object, code: int) -> None:
    """JSON has its schema and version, and every problem with its code, place, words and level."""
    path = small().replace("stocks", "Hill", amount=amount).save(tmp_path / "c.xlsx")
    found, out, _ = called("check", path, "--json")
    content = json.loads(out)
    assert found == code
    assert content["schema"] == "corridor.check/1"
    assert content["may_run"] == (code == 0)
    assert bool(content["digest"]) == (code == 0)
    assert [p["code"] for p in content["problems"]] == ([] if code == 0 else ["C211"])
    for p in content["problems"]:
        assert set(p) == {"code", "level", "is_missing", "source", "row", "cell", "found", "expected", "fix"}
        assert (p["source"], p["level"]) == ("sheet stocks", "error")
        assert p["cell"][1:] == str(p["row"]) == "2"


def test_check_json_lists_all(called, tmp_path: Path) -> None:
    """The text shows fifty problems and counts the others by code; JSON lists all."""
    case = small()
    for i in range(80):
        case.add_ration("Hlil", "energy", start=f"2023-01-{i % 30 + 1:02d}")
    path = case.save(tmp_path / "c")
    _, out, _ = called("check", path)
    assert "more (" in out
    _, out, _ = called("check", path, "--json")
    assert json.loads(out)["errors"] >= 80


def test_not_a_workbook(called, tmp_path: Path) -> None:
    """A file that is no workbook gets one message."""
    (tmp_path / "x.xlsx").write_bytes(b"x" * 1000)
    code, out, err = called("check", tmp_path / "x.xlsx")
    assert (code, err) == (3, "")
    assert out.count("C008") == 1


def test_explain(called) -> None:
    """A code is explained with its title, whether it stops a run, and what to do; in any case."""
    code, out, _ = called("explain", "c211")
    assert code == 0
    assert out.startswith("C211 Number with two readings")
    assert "What to do:" in out
    _, out, _ = called("explain", "--json")
    assert [c["code"] for c in json.loads(out)["codes"]] == list(codes())


def test_new(called, tmp_path: Path) -> None:
    """A first case passes the strict check, as folder and workbook; neither is written over."""
    for arguments, path in (
        (["mine"], "mine"),
        (["mine", "--xlsx"], "mine.xlsx"),
        (["other.xlsx"], "other.xlsx"),
    ):
        target = tmp_path / arguments[0]
        code, out, err = called("new", target, *arguments[1:])
        assert (code, err) == (0, "")
        assert (tmp_path / path).exists()
        assert str(tmp_path / path) in out
        assert called("check", tmp_path / path, "--strict")[0] == 0
        before = (tmp_path / path).stat().st_mtime_ns
        code, out, err = called("new", target, *arguments[1:])
        assert (code, out) == (2, "")
        assert "exists already" in err
        assert (tmp_path / path).stat().st_mtime_ns == before


@pytest.mark.parametrize("name", cases.names())
def test_shipped_cases(called, tmp_path: Path, name: str) -> None:
    """A shipped case passes the strict check by its name; a copy of it, as workbook, is the same case."""
    code, out, _ = called("check", name, "--json", "--strict")
    assert code == 0, out
    digest = json.loads(out)["digest"]
    assert called("new", tmp_path / "copy.xlsx", "--from", name)[0] == 0
    _, out, _ = called("check", tmp_path / "copy.xlsx", "--json", "--strict")
    assert json.loads(out)["digest"] == digest


def test_a_case_folder_wins_over_a_shipped_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the working directory is meant before a shipped case of that name, if it holds a case."""
    name = cases.names()[0]
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).mkdir()
    assert common.find_case(name) == cases.path(name)
    (tmp_path / name).rmdir()
    small().save(tmp_path / name)
    assert common.find_case(name) == Path(name)


def test_nearest_shipped_name(called) -> None:
    """A name that is nearly a shipped one is told so."""
    name = cases.names()[0]
    _, _, err = called("check", name[:-1])
    assert f'Nearest: "{name}"' in err


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """A function that makes the verb `check` fail with an exception."""

    def make(error: BaseException) -> None:
        @click.command()
        @click.argument("case")
        def check(case: str) -> None:
            del case
            raise error

        module = ModuleType("corridor.cli.check")
        module.check = check  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "corridor.cli.check", module)

    return make


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "Interrupted"),
        (click.Abort(), 130, "Interrupted"),
        (EngineError("cannot run that"), 1, "EngineError: cannot run that"),
        (ZeroDivisionError("oops"), 1, "--debug"),
        (PermissionError(13, "Permission denied", "x"), 1, "Permission denied: x"),
    ],
)
def test_failures(called, failing, error: BaseException, code: int, words: str) -> None:
    """Each kind of failure has its exit code and plain words on stderr; the traceback only with --debug."""
    failing(error)
    found, out, err = called("check", "x")
    assert (found, out) == (code, "")
    assert words in err
    assert "Traceback" not in err
    if code == 1:
        assert "Traceback" in called("check", "x", "--debug")[2]


def test_interrupt_of_a_process(tmp_path: Path) -> None:
    """A real interrupt of a real process is exit code 130, without a traceback."""
    path = small().save(tmp_path / "c")
    code = (
        "import sys, signal, corridor.io\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "sys.modules['corridor.io.read'].read = lambda p: signal.raise_signal(signal.SIGINT)\n"
        f"from corridor.cli.main import main\nmain(['check', {str(path)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (130, False)


def test_an_interrupt_while_the_command_line_is_loaded() -> None:
    """It is exit code 130 and one word, whatever is being imported at that moment."""
    code = (
        "import sys, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click': signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from corridor.__main__ import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour(tmp_path: Path, env: dict[str, str], *, coloured: bool) -> None:
    """Colour only on a terminal or when forced; NO_COLOR always wins."""
    path = small().replace("stocks", "Hill", amount="x").save(tmp_path / "c")
    clean = {"NO_COLOR": "", "FORCE_COLOR": ""} | env
    done = run("check", path, env=clean)
    assert done.returncode == 3
    assert ("\x1b[" in done.stdout) == coloured


def test_reader_that_leaves(tmp_path: Path) -> None:
    """When the reader of the output goes away, as `| head` does, there is no traceback."""
    path = wide().save(tmp_path / "c")
    command = [sys.executable, "-m", "corridor.cli.main", "check", str(path), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_text_of_a_case_is_data(called, tmp_path: Path) -> None:
    """Markup and escape sequences in a cell come out as text."""
    case = small()
    case.add_ration("[red]Hlil[/red]<b>", "energy")
    _, out, _ = called("check", case.save(tmp_path / "c"))
    assert '"[red]Hlil[/red]<b>"' in out


def test_what_is_missing_stands_apart_from_what_is_wrong(called, tmp_path: Path) -> None:
    """A case in which nothing is wrong is incomplete, not faulty; with a fault in it both lists are told."""
    path = small().save(tmp_path / "hill")
    (path / "stocks.csv").unlink()
    code, out, _ = called("check", path)
    assert (code, "hill is incomplete: 1 thing is missing to run" in out) == (3, True)
    assert "Nothing that is there is wrong." in out
    content = json.loads(called("check", path, "--json")[1])
    assert (content["may_run"], content["errors"], content["missing"]) == (False, 1, 1)
    text = (path / "places.csv").read_text(encoding="utf-8")
    (path / "places.csv").write_text(text.replace("source", "sauce"), encoding="utf-8")
    code, out, _ = called("check", path)
    assert (code, "1 problem in hill" in out, "1 thing is missing" in out) == (3, True, True)
    assert "Nothing that is there is wrong." not in out
    code, _, err = called("forecast", path)
    assert (code, "C102" in err) == (3, True)
