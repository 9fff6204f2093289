"""The scripts behind `make test`: a missing browser and a failing check must be loud."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def _run(script, *args, **env):
    """Run a tool with a changed environment; its exit code, output and errors."""
    kept = {name: value for name, value in os.environ.items() if name != "CORRIDOR_CHROMIUM"}
    command = [sys.executable, str(TOOLS / script), *args]
    done = subprocess.run(command, env={**kept, **env}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def check():
    """The module tools/check.py."""
    spec = importlib.util.spec_from_file_location("check", TOOLS / "check.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_named_browser_that_is_none_is_an_error(tmp_path):
    """A wrong CORRIDOR_CHROMIUM is not replaced by another browser in silence."""
    code, out, err = _run("ensure_chromium.py", CORRIDOR_CHROMIUM=str(tmp_path / "none"))
    assert (code, out) == (1, "")
    assert "CORRIDOR_CHROMIUM" in err


def test_a_browser_that_only_pretends_is_passed_over(tmp_path):
    """A stub that fails on --version does not count; without leave to install, the way to get one is told."""
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    stub.chmod(0o755)
    code, out, err = _run("ensure_chromium.py", PATH=str(tmp_path), CORRIDOR_INSTALL_BROWSER="no")
    assert (code, out) == (1, "")
    assert "apt-get install chromium" in err


def test_a_browser_on_the_path_is_found(tmp_path):
    """The first browser that tells its version is printed, and nothing else."""
    good = tmp_path / "chromium"
    good.write_text("#!/bin/sh\necho Chromium 1\n", encoding="utf-8")
    good.chmod(0o755)
    assert _run("ensure_chromium.py", PATH=str(tmp_path)) == (0, f"{good}\n", "")


def test_an_unknown_check_is_wrong_use():
    """A check that does not exist is named, with those that do; exit code 2."""
    code, _, err = _run("check.py", "rufff")
    assert code == 2
    assert "rufff" in err
    assert "codespell" in err


def test_a_failing_check_fails_the_run_and_hides_no_other(check, monkeypatch, capfd):
    """A check after a failed one still runs; the summary names what failed; the exit code is 1."""
    fail, succeed = ([sys.executable, "-c", f"raise SystemExit({code})"] for code in (3, 0))
    monkeypatch.setattr(check, "CHECKS", {"ruff": fail, "mypy": succeed})
    assert check.main([]) == 1
    out = capfd.readouterr().out
    assert "ruff: FAILED (exit 3)" in out
    assert "mypy: passed" in out
    assert out.endswith("1 of 2 checks passed; failed: ruff\n")


def test_without_a_browser_the_other_tests_run_and_the_run_fails(check, monkeypatch, capfd):
    """A missing browser leaves the browser tests out, says so, and the whole has failed."""
    monkeypatch.delenv("CORRIDOR_CHROMIUM", raising=False)
    missing = [sys.executable, "-c", "raise SystemExit(1)"]
    echo = [sys.executable, "-c", "import sys; print(sys.argv[1:])"]
    monkeypatch.setattr(check, "CHECKS", {"browser": missing, "pytest": echo})
    assert check.main([]) == 1
    out = capfd.readouterr().out
    assert "NOT RUN: the browser tests" in out
    assert "['-m', 'not browser']" in out


def test_pytest_alone_still_looks_for_the_browser(check, monkeypatch, capfd):
    """Asking for pytest only brings the browser check along, and hands its path on."""
    found = [sys.executable, "-c", "print('/a/browser')"]
    echo = [sys.executable, "-c", "import os; print('got', os.environ['CORRIDOR_CHROMIUM'])"]
    monkeypatch.setattr(check, "CHECKS", {"browser": found, "pytest": echo})
    assert check.main(["pytest"]) == 0
    assert "got /a/browser" in capfd.readouterr().out
