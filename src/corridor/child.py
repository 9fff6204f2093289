"""Runs the readers of strangers' files in a process of their own, with limits of memory, time and output.

The one module that starts a process. What goes over its pipes is bytes and JSON. Whatever happens to the child, the
caller gets a value, or `ChildFailed` with the limit that was met.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import IO, Any

_BOOT = (
    "import json, sys; told = json.loads(sys.argv[1]); sys.path[:] = told['path']; "
    "from corridor.child import serve; serve(told)"
)
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
"""Variables of the environment that a child gets; it needs no other, and no secret."""
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use.

    Attributes
    ----------
    memory_mb : int
        Address space, on systems that can bound it.
    cpu_s : int
        Seconds of processor time, on systems that can bound it.
    wall_s : int
        Seconds on the clock.
    output_mb : int
        Size of what it gives back.
    """

    memory_mb: int = 900
    cpu_s: int = 3
    wall_s: int = 20
    output_mb: int = 64

    @classmethod
    def for_size(cls, size: int) -> Limits:
        """Limits for a file of so many bytes. A large file may take longer; memory and output stay bounded.

        `CORRIDOR_READ_MEMORY_MB` raises the memory for whoever trusts a very large file.
        """
        more = 6 * size // MEGABYTE
        memory = os.environ.get("CORRIDOR_READ_MEMORY_MB", "")
        own = int(memory) if memory.isdecimal() and len(memory) < 8 else cls().memory_mb
        return cls(max(own, cls().memory_mb), 3 + more, 20 + 4 * more)


class ChildFailed(Exception):
    """A child gave nothing back. `limit` says in words which limit it met; blank where it met none."""

    def __init__(self, why: str, limit: str = "") -> None:
        self.limit = limit
        super().__init__(why)


def run(task: str, data: bytes, options: Mapping[str, Any] | None = None) -> Any:
    """What a task makes of the bytes of a file, in a process of its own.

    Parameters
    ----------
    task : str
        `module:function` of the product. It takes the bytes and the options and gives back what JSON can hold.
    data : bytes
        The file.
    options : mapping, optional
        What JSON can hold.

    Raises
    ------
    ChildFailed
        When the task raised, was ended by a limit, or died.
    """
    limits = Limits.for_size(len(data))
    told = {"path": sys.path, "task": task, "options": dict(options or {}), "limits": asdict(limits)}
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        file.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", _BOOT, json.dumps(told)],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={k: os.environ[k] for k in _KEPT if k in os.environ},
            close_fds=True,
        )
        late = threading.Event()
        timer = threading.Timer(limits.wall_s, _kill, (child, late))
        timer.start()
        try:
            out = _read(child, limits)
            code = child.wait()
        finally:
            timer.cancel()
            child.kill()
            child.wait()
    return _answer(out, code, limits, late=late.is_set())


def _kill(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _read(child: subprocess.Popen[bytes], limits: Limits) -> bytes | None:
    """What the child writes; None if that is more than it may."""
    pipe: IO[bytes] = child.stdout  # type: ignore[assignment]
    with pipe:
        most = limits.output_mb * MEGABYTE
        out = pipe.read(most + 1)
    if len(out) > most:
        child.kill()
        return None
    return out


def _answer(out: bytes | None, code: int, limits: Limits, *, late: bool) -> Any:
    memory = f"{limits.memory_mb:,} MB"
    if out is None:
        raise ChildFailed("it holds too much", f"{limits.output_mb} MB of content")
    if late:
        raise ChildFailed("it takes too long", f"{limits.wall_s} seconds")
    try:
        told = json.loads(out)
    except ValueError:
        told = {}
    if "value" in told:
        return told["value"]
    if code == -24:  # SIGXCPU
        raise ChildFailed("it takes too long", f"{limits.cpu_s} seconds of processor time")
    if told.get("raised") == "MemoryError" or code in {-6, -9, -11, -7}:
        raise ChildFailed("it needs too much memory", memory)
    raise ChildFailed(f"its reader failed ({told.get('raised') or f'code {code}'})")


def serve(told: Mapping[str, Any]) -> None:
    """Be the child: set the limits, read the file from stdin, do the task, write JSON to stdout."""
    limits = Limits(**told["limits"])
    _bound(limits)
    pipe = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a reader prints is no part of the answer
    module, _, name = told["task"].partition(":")
    try:
        value = getattr(import_module(module), name)(sys.stdin.buffer.read(), told["options"])
        text = json.dumps({"value": value}).encode("ascii")
    except BaseException as error:  # noqa: BLE001  (of a child of a stranger's file every fault is told, none is passed on)
        text = json.dumps({"raised": type(error).__name__}).encode("ascii")
    pipe.write(text)
    pipe.flush()


def _bound(limits: Limits) -> None:
    """Set the limits of this process, where the system has them."""
    try:
        import resource  # noqa: PLC0415  (there is none on Windows)
    except ImportError:
        return
    memory = limits.memory_mb * MEGABYTE
    # Past the soft limit of time comes SIGXCPU, which tells why; past the hard one SIGKILL, which does not.
    bounds = {
        "RLIMIT_AS": (memory, memory),
        "RLIMIT_CPU": (limits.cpu_s, limits.cpu_s + 1),
        "RLIMIT_CORE": (0, 0),
    }
    for kind, bound in bounds.items():
        with contextlib.suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, kind), bound)
