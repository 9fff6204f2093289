"""A program for a test: erases from copies of one case and kills each erasure at a moment of its own.

Usage: killed_erasers.py FOLDER COUNT. Prints one JSON object: how many ledgers were `old` and how many `new`
afterwards, how many of the new were `unfinished`, and in words what was `wrong`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from tests.ledger.erasable import made, still_there

from corridor.io.erasing import erase, finish, is_unfinished
from corridor.ledger.store import Store


def erasing(folder: Path, named: set[tuple[str, str]]) -> None:
    """Erase rows from a case."""
    with Store.open(folder) as store:
        erase(store, named, "analyst", "asked for", shown=store.plan_erasure(named))


def killed(folder: Path, named: set[tuple[str, str]], wait_s: float) -> None:
    """Start an erasure, and kill it after a while."""
    child = os.fork()
    if child == 0:
        try:
            erasing(folder, named)
        finally:
            os._exit(0)
    time.sleep(wait_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(room: Path, count: int) -> None:
    """Make a case, measure how long an erasure takes, then kill that many."""
    (room / "case").mkdir()
    first = made(room / "case", 99)
    named = {at for at in list(first.marks)[:2] if at[0] == "sources"}
    with first.store as store:
        plan = store.plan_erasure(named)
        before = (store.cells(), store.log())
    marks = sorted({first.marks[at] for at in plan.gone})
    shutil.copytree(room / "case", room / "whole")
    start = time.monotonic()
    erasing(room / "whole", named)
    took = time.monotonic() - start
    told = {"old": 0, "new": 0, "unfinished": 0}
    wrong: list[str] = []
    rng = random.Random(7)  # noqa: S311
    for i in range(count):
        case = room / f"case{i}"
        shutil.copytree(room / "case", case)
        killed(case, named, rng.uniform(0.0, 1.1 * took))
        with Store.open(case) as store:
            wrong += [f"{i}: {b}" for b in store.verify()]
            if (store.cells(), store.log()) == before:
                told["old"] += 1
                wrong += [f"{i}: a file is gone"] if len(still_there(case, marks)) < len(marks) else []
                continue
            told["new"] += 1
            if is_unfinished(store):
                told["unfinished"] += 1
                finish(store)
            wrong += [f"{i}: {w} in {f}" for f, w in still_there(case, marks)]
            wrong += [f"{i}: {b}" for b in store.verify()]
        shutil.rmtree(case)
    sys.stdout.write(json.dumps({**told, "wrong": wrong}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
