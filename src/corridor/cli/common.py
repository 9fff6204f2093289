"""What all verbs share: finding the case, exit codes, printing. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import json
import math
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from corridor.errors import CorridorError, DataError, FloorError, UsageError

DEBUG = "--debug"
INTERRUPTED = 130


ERROR_SCHEMA = "corridor.error/1"


def guarded(run: Callable[[], Any], *, debug: bool = False, as_json: bool = False) -> int:
    """The exit code of a run. Failures are told in plain words on stderr; a traceback only when asked for.

    With `as_json`, a failure of ours is also the JSON on stdout, schema `corridor.error/1`: a program that waits for it
    gets some.
    """
    try:
        result = run()
    except click.exceptions.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        note("Interrupted.")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        _quiet_stdout()
        return 0
    except Exception as error:  # noqa: BLE001  (the last line of defence: no traceback reaches a user)
        if as_json and isinstance(error, CorridorError):
            say_json(ERROR_SCHEMA, _error(error))
        return _told(error, debug=debug)
    return result if isinstance(result, int) else 0


def _error(error: CorridorError) -> dict[str, Any]:
    """A failure as JSON has it; of faulty data every problem by itself."""
    from corridor.cli.check import as_dict  # noqa: PLC0415

    return {
        "error": type(error).__name__,
        "message": str(error),
        "exit_code": error.exit_code,
        "problems": [as_dict(p) for p in error.problems] if isinstance(error, DataError) else [],
        **({"floor": error.asked, "highest": error.highest} if isinstance(error, FloorError) else {}),
    }


def _told(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, CorridorError):
        note(f"{type(error).__name__}: {error}")
        return error.exit_code
    if isinstance(error, OSError):
        note(f"Failure: {error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
        return 1
    note(f"Failure: {type(error).__name__}: {error}")
    if not debug:
        note("This should not happen. Run the command again with --debug, and report what it shows.")
    return 1


def _quiet_stdout() -> None:
    """Let the interpreter close a broken stdout without complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def use_colour() -> bool | None:
    """Whether to colour: NO_COLOR says no, FORCE_COLOR yes; None leaves it to the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def say(text: str = "") -> None:
    """Print a part of the result on stdout."""
    click.echo(text, color=use_colour())


def note(text: str) -> None:
    """Print progress or a message on stderr."""
    click.echo(text, err=True, color=use_colour())


def say_json(schema: str, content: Mapping[str, Any]) -> None:
    """Print a result as JSON on stdout, its schema and version first; a number without limit reads null."""
    content = {"schema": schema, **finite(content)}
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str, allow_nan=False))


def finite(value: Any) -> Any:
    """A value as JSON can hold it: what is no finite number is None, at any depth."""
    if isinstance(value, Mapping):
        return {k: finite(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [finite(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def find_case(name: str) -> Path:
    """Path of a case: a folder, a workbook, or a shipped name.

    Raises
    ------
    UsageError
        When there is neither; with the nearest shipped name.
    """
    from corridor import cases  # noqa: PLC0415

    path = Path(name)
    if path.is_file() or (path.is_dir() and (path / "case.toml").is_file()):
        return path
    shipped = cases.names()
    if name in shipped:
        return cases.path(name)
    if path.is_dir():
        return path
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    there = f" Shipped cases: {', '.join(shipped)}." if shipped else ""
    raise UsageError(
        f'there is no case "{name}".{nearest(name, shipped)} Give a folder, a workbook or a name.{there}'
    )


def target(name: str | Path, case: Path, suffix: str) -> Path:
    """The file to write a result to; never the case itself, a folder or a device.

    Raises
    ------
    UsageError
        When the name is blank, leads to the case, or something other than a file stands there.
    """
    path = Path(name)
    if not path.name:
        raise UsageError(f'"{name}" is no name for a file. Write one such as sitrep{suffix}.')
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is not a file. Give the name of a file, such as sitrep{suffix}.")
    whole, own = path.resolve(), case.resolve()
    kept = own.is_dir() and whole.is_relative_to(own) and whole.suffix.lower() in {".csv", ".toml", ".db"}
    if whole == own or kept:
        raise UsageError(f"{path} is part of the case, and would be written over. Give another name.")
    for folder in path.parents:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file, not a folder. Give another name.")
    return path


case_argument = click.argument("case", metavar="CASE")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON with a versioned schema.")
