"""Run every check, show all failures, and say at the end what failed and how long each took.

``python tools/check.py`` runs them all; ``python tools/check.py ruff mypy`` only those. A later check runs
although an earlier one failed; the exit code is 0 only if all passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
WORKERS = str(min(os.cpu_count() or 1, 4))

PYTEST = [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "worksteal"]
CHECKS: dict[str, list[str]] = {
    "ruff": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "mypy": [str(BIN / "mypy"), "--strict", "src"],
    "imports": [str(BIN / "lint-imports")],
    "codespell": [str(BIN / "codespell")],
    "browser": [sys.executable, "tools/ensure_chromium.py"],
    "pytest": [*PYTEST, "--durations", "10"],
    "shifted": [
        *(*PYTEST, "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
        *("-m", "not browser", "tests/cli", "tests/docs", "tests/ledger", "tests/report", "tests/unit/io"),
    ],
    "wheels": [sys.executable, "tools/check_wheels.py"],
    "package": [sys.executable, "tools/check_package.py"],
}
SHIFTED = {
    "PYTHONPATH": str(ROOT / "tests" / "shifted"),
    "CORRIDOR_TEST_SIZE": "small",
    "CORRIDOR_TEST_NOW": "2031-02-28T23:59:30+00:00",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "HOME": "/nonexistent",
    "USER": "someone",
    "LOGNAME": "someone",
}
"""Another day and zone, an ASCII locale, another user and no home, for tests that could see any of them.

Generated cases are fewer than in the run before: what is asked is whether a test holds there at all (tests/sizes.py).
"""
MEANING = {
    "ruff": "style and traps (ruff check)",
    "format": "layout of the source (ruff format --check)",
    "mypy": "types (mypy --strict)",
    "imports": "which room may import which (import-linter)",
    "codespell": "spelling (codespell)",
    "browser": "a Chromium for the browser tests",
    "pytest": "tests (pytest)",
    "shifted": "tests on another day, in another zone and locale, without a home",
    "wheels": "the lock installs from wheels on every supported system",
    "package": "the built wheel in an empty environment",
}


def main(wanted: list[str]) -> int:
    """Run the wanted checks, all if none is named; 0 if all passed, 1 if not, 2 for an unknown name."""
    unknown = [name for name in wanted if name not in CHECKS]
    if unknown:
        print(f"No check is called {', '.join(unknown)}. There are: {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    names = [name for name in CHECKS if not wanted or name in wanted]
    if "pytest" in names and "browser" not in names:
        names.insert(names.index("pytest"), "browser")
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # The tests start hundreds of processes: each of them would compile every module anew.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    results = {name: _run(name, env) for name in names}
    _summary(results)
    return 0 if all(passed for passed, _ in results.values()) else 1


def _run(name: str, env: dict[str, str]) -> tuple[bool, float]:
    """Run one check under a heading; whether it passed, and its seconds."""
    print(f"\n=== {name}: {MEANING[name]}", flush=True)
    command = list(CHECKS[name])
    if name == "pytest" and "CORRIDOR_CHROMIUM" not in env:
        print(
            "NOT RUN: the browser tests, for want of a browser (see above). This run has failed.", flush=True
        )
        command += ["-m", "not browser"]
    start = time.perf_counter()
    output = subprocess.PIPE if name == "browser" else None
    if name == "shifted":
        env = {**env, **SHIFTED}
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, text=True, check=False
    )
    seconds = time.perf_counter() - start
    passed = done.returncode == 0
    if name == "browser":
        _keep_browser(env, done.stdout.strip() if passed else "")
    print(
        f"--- {name}: {'passed' if passed else f'FAILED (exit {done.returncode})'} in {seconds:.1f} s",
        flush=True,
    )
    return passed, seconds


def _keep_browser(env: dict[str, str], path: str) -> None:
    """Hand the browser's path on to the tests; without one, make sure that no stale path is left."""
    env.pop("CORRIDOR_CHROMIUM", None)
    if path:
        env["CORRIDOR_CHROMIUM"] = path
        print(path, flush=True)


def _summary(results: dict[str, tuple[bool, float]]) -> None:
    print("\n=== all checks")
    for name, (passed, seconds) in results.items():
        print(f"{'passed' if passed else 'FAILED':8}{name:12}{seconds:7.1f} s")
    failed = [name for name, (passed, _) in results.items() if not passed]
    print(
        f"{len(results) - len(failed)} of {len(results)} checks passed"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
