"""A reader in a process of its own: whatever happens to it is one answer, with the limit that it met."""

import importlib
import json
import os
import sys
import time

import pytest

from corridor import child
from corridor.child import ChildFailed, Limits, run

HERE = "tests.unit.test_child"
POSIX = pytest.mark.skipif(os.name != "posix", reason="NOT RUN: this system has no limits for a process")


def answer(data, options):
    """What came in, and what the child is."""
    print("noise on stdout")  # noqa: T201
    return {
        "size": len(data),
        "options": options,
        "pid": os.getpid(),
        "variables": sorted(os.environ),
        "loaded": "numpy" in sys.modules,
    }


def loads(data, options):
    """What of the heavy packages a reader loads."""
    importlib.import_module(options["module"])
    return [name for name in ("numpy", "pydantic", "scipy", "sqlalchemy") if name in sys.modules]


def take_memory(data, options):
    """More memory than any machine has to spare."""
    return len(bytearray(options["bytes"]))


def grow(data, options):
    """Memory without end, bit by bit."""
    kept = []
    while True:
        kept.append("x" * 2**20 + str(len(kept)))


def spin(data, options):
    """Time without end."""
    while True:
        pass


def sleep(data, options):
    """Time on the clock alone."""
    time.sleep(60)


def flood(data, options):
    """More output than may come back."""
    return "x" * options["characters"]


def die(data, options):
    """The end of a native reader that gives up."""
    os.abort()


def leave(data, options):
    """An exit without an answer."""
    os._exit(0)


def complain(data, options):
    """A fault of any class."""
    raise {"value": ValueError, "recursion": RecursionError, "interrupt": KeyboardInterrupt}[options["kind"]]


def no_json(data, options):
    """A value that JSON cannot hold."""
    return {1, 2}


@pytest.fixture
def tight(monkeypatch):
    """Limits that are met soon."""
    monkeypatch.setattr(Limits, "for_size", classmethod(lambda cls, size: cls(300, 1, 5, 1)))


def test_bytes_go_in_and_json_comes_back_from_another_process():
    """Prints are no part of the answer; the child gets no secret of the environment, and loads nothing heavy."""
    os.environ["CORRIDOR_TEST_SECRET"] = "x"  # noqa: S105
    told = run(f"{HERE}:answer", b"\x00\xff" * 500_000, {"a": [1, "é\ud800"]})
    del os.environ["CORRIDOR_TEST_SECRET"]
    assert (told["size"], told["options"]) == (1_000_000, {"a": [1, "é\ud800"]})
    assert told["pid"] != os.getpid()
    assert not told["loaded"]
    assert not [v for v in told["variables"] if v.startswith(("CORRIDOR", "HOME", "USER"))]


@pytest.mark.parametrize("module", ["corridor.io.xlsx", "corridor.ledger.extract"])
def test_a_reader_starts_light(module):
    """Each workbook and document pays for the start of its reader: it loads none of the heavy packages."""
    assert run(f"{HERE}:loads", b"", {"module": module}) == []


@pytest.mark.parametrize(
    ("task", "options", "limit"),
    [
        pytest.param("take_memory", {"bytes": 97 * 2**30}, "300 MB", marks=POSIX),
        pytest.param("grow", {}, "300 MB", marks=POSIX),
        pytest.param("spin", {}, "1 seconds of processor time", marks=POSIX),
        ("sleep", {}, "5 seconds"),
        ("flood", {"characters": 3 * 2**20}, "1 MB of content"),
    ],
)
def test_each_limit_that_is_met_is_named(task, options, limit, tight):
    """Memory, time of the processor, time on the clock, output."""
    with pytest.raises(ChildFailed) as caught:
        run(f"{HERE}:{task}", b"x", options)
    assert caught.value.limit == limit


@pytest.mark.parametrize(
    ("task", "options"),
    [("complain", {"kind": k}) for k in ("value", "recursion", "interrupt")]
    + [(t, {}) for t in ("die", "leave", "no_json", "not_there")],
)
def test_any_other_end_is_a_failure_too(task, options, tight):
    """Faults of any class, a crash, an exit, no answer: never a traceback, never a wait."""
    with pytest.raises(ChildFailed):
        run(f"{HERE}:{task}", b"x", options)


def test_a_large_file_may_take_longer_but_no_more_memory(monkeypatch):
    """Time grows with the size of the file; memory is raised only by who trusts it."""
    monkeypatch.delenv("CORRIDOR_READ_MEMORY_MB", raising=False)
    small, large = Limits.for_size(15_000), Limits.for_size(50 * 2**20)
    assert (small.cpu_s, large.cpu_s) == (3, 303)
    assert small.memory_mb == large.memory_mb == 900
    monkeypatch.setenv("CORRIDOR_READ_MEMORY_MB", "4000")
    assert Limits.for_size(1).memory_mb == 4000
    monkeypatch.setenv("CORRIDOR_READ_MEMORY_MB", "no number")
    assert Limits.for_size(1).memory_mb == 900


def test_only_one_module_starts_processes():
    """No other module of the package imports what starts one."""
    root = child.__file__.rpartition("child.py")[0]
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(folder, name)  # noqa: PTH118
                with open(path, encoding="utf-8") as file:  # noqa: PTH123
                    if any(
                        w in file.read()
                        for w in ("subprocess", "multiprocessing", "os.system", "os.popen", "os.fork")
                    ):
                        found.append(path.removeprefix(root))
    assert found == ["child.py"]


def test_what_crosses_is_json():
    """The answer is parsed as JSON, never revived as objects."""
    assert json.loads(json.dumps(run(f"{HERE}:answer", b"", {})))["size"] == 0
