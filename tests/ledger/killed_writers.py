"""A program for a test: starts writers on a ledger one after another and kills each at a moment of its own.

Usage: killed_writers.py FOLDER COUNT SEED. Prints one JSON object: `told` lists the batches that writers said were
written, each as [name, number of rows]; `killed` counts the writers that died by the signal.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time

from corridor.ledger.store import Store
from corridor.ledger.store.layout import fingerprint, layout


def write_on(folder: str, name: str, told: int) -> None:
    """Write batches of mixed steps without end; tell of each after it was written."""
    rng = random.Random(name)  # noqa: S311
    with Store.open(folder) as store:
        for number in range(10_000):
            label, rows = f"{name}.{number}", rng.choice([1, 2, 5, 60])
            with store.write(name, f"{label} of {rows}") as batch:
                for i in range(rows):
                    row = {"claim": f"{label}.{i}", "stance": "asserted", "proposition": label}
                    batch.add("claims", {**row, "documents": "D-1", "status": "proposed"})
            os.write(told, f"{label} {rows}\n".encode())
            seen = store.get("claims", f"{label}.0")
            assert seen is not None
            with store.write(name, f"{label}.accept of 1") as batch:
                batch.accept(seen)
            os.write(told, f"{label}.accept 1\n".encode())


LONGEST_S = 20.0


def one(folder: str, name: str, wait_s: float, *, after_first: bool) -> tuple[list[list[object]], bool]:
    """Start a writer, kill it a while after its start or first batch; what it told, and if the signal ended it."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            write_on(folder, name, write)
        finally:
            os._exit(1)
    os.close(write)
    said, until = b"", time.monotonic() + (LONGEST_S if after_first else wait_s)
    while (left := until - time.monotonic()) > 0:
        if select.select([read], [], [], left)[0]:
            piece = os.read(read, 65_536)
            if after_first and not said:
                until = time.monotonic() + wait_s
            said += piece
            if not piece:
                break
    os.kill(child, signal.SIGKILL)
    while piece := os.read(read, 65_536):
        said += piece
    os.close(read)
    _, status = os.waitpid(child, 0)
    lines = [line.split() for line in said.decode().split("\n")[:-1]]
    return [[label, int(rows)] for label, rows in lines], os.WIFSIGNALED(status)


def main(folder: str, count: int, seed: int) -> None:
    """Start and kill so many writers."""
    layout()
    fingerprint()
    rng = random.Random(seed)  # noqa: S311
    told: list[list[object]] = []
    killed = 0
    for i in range(count):
        lines, by_signal = one(folder, f"w{seed}-{i}", rng.uniform(0.0, 0.1), after_first=i % 4 != 0)
        told += lines
        killed += by_signal
    sys.stdout.write(json.dumps({"told": told, "killed": killed}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
