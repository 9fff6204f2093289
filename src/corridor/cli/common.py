"""What all verbs share: finding the case, exit codes, printing. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import io
import json
import math
import os
import re
import secrets
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
        shown = io.StringIO()
        error.show(shown)
        note(shown.getvalue().rstrip("\n"))
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
    if isinstance(error, RuntimeError) and str(error).startswith("Symlink loop"):
        note("Failure: a link on this path leads to itself. Replace it by the file that is meant.")
        return 1
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


_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_UNSEEN = {0xAD, 0x34F, 0x115F, 0x1160, 0x180E, 0x200B, *range(0x2060, 0x2065), 0x3164, 0xFEFF, 0xFFA0}
_OWN = secrets.token_hex(4)
"""Marks our own styles, so that no text of others can set one."""
_STYLE = re.compile(rf"\x02{_OWN}:([0-9;]*)\x03")


def legible(text: str, *, lines: bool = False) -> str:
    r"""A text with what cannot be seen made visible: control characters, signs that turn the direction, no-width signs.

    Letters of every script, accents and joiners of letters stay as they are.

    Parameters
    ----------
    text : str
        The text.
    lines : bool
        Whether line breaks stay; else each is a space.

    Examples
    --------
    >>> legible("a\x1b[2Jb\nc"), legible("\u202eabc"), legible("a\u200bb")
    ('a<U+001B>[2Jb c', '<U+202E>abc', 'a<U+200B>b')
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(c, lines=lines) for c in text)


def _shown(character: str, *, lines: bool) -> str:
    number = ord(character)
    if character.isprintable() and number not in _UNSEEN:
        return character
    if character in "\n\r\t\f\v" or character in "\u2028\u2029\x85":
        return "\n" if lines and character not in "\t\r" else " "
    is_control = (
        number < 32 or 127 <= number < 160 or 0xD800 <= number < 0xE000 or 0xE0000 <= number < 0xE0100
    )
    return f"<U+{number:04X}>" if is_control or number in _TURNING or number in _UNSEEN else character


def styled(text: str, *, bold: bool = False, underline: bool = False, fg: str = "") -> str:
    """A text with a style, for `say` and `note` alone."""
    codes = [c for c, on in (("1", bold), ("4", underline)) if on]
    codes += [{"red": "31", "yellow": "33"}[fg]] if fg else []
    return f"\x02{_OWN}:{';'.join(codes)}\x03{text}\x02{_OWN}:0\x03"


def _shown_text(text: str) -> str:
    """What is sent to a terminal: lines, tabs and our own styles as they are, everything else made visible."""
    parts = _STYLE.split(text)
    for i in range(0, len(parts), 2):
        parts[i] = "\n".join("\t".join(map(_cell, line.split("\t"))) for line in parts[i].split("\n"))
    for i in range(1, len(parts), 2):
        parts[i] = f"\x1b[{parts[i]}m"
    return "".join(parts)


def _cell(text: str) -> str:
    """A piece of a line; a text that we hold apart for its direction stays so, where its signs are in pairs."""
    pieces = re.split("([\u2068\u2069])", text)
    depth = 0
    for sign in pieces[1::2]:
        depth += 1 if sign == "\u2068" else -1
        if depth < 0:
            return legible(text)
    if depth:
        return legible(text)
    return "".join(p if i % 2 else legible(p) for i, p in enumerate(pieces))


def use_colour() -> bool | None:
    """Whether to colour: NO_COLOR says no, FORCE_COLOR yes; None leaves it to the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def say(text: str = "") -> None:
    """Print a part of the result on stdout."""
    click.echo(_shown_text(text), color=use_colour())


def note(text: str) -> None:
    """Print progress or a message on stderr."""
    click.echo(_shown_text(text), err=True, color=use_colour())


def say_json(schema: str, content: Mapping[str, Any]) -> None:
    """Print a result as JSON on stdout, its schema and version first; a number without limit reads null."""
    content = {"schema": schema, **finite(content)}
    say_json_text(json.dumps(content, ensure_ascii=False, indent=2, default=str, allow_nan=False))


def say_json_text(text: str) -> None:
    """Print JSON on stdout: what a terminal would act on, or what its code page lacks, as an escape of JSON."""
    narrow = (sys.stdout.encoding or "ascii").replace("-", "").lower() not in {"utf8", "utf16", "utf32"}
    unsafe = _NOT_ASCII if narrow else _ACTING
    click.echo(unsafe.sub(lambda hit: json.dumps(hit[0])[1:-1], text))


_NOT_ASCII = re.compile(r"[^\x20-\x7e\n]")
_ACTING = re.compile(f"[\x7f-\x9f\ud800-\udfff{''.join(map(chr, sorted(_TURNING | _UNSEEN)))}]")


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
    """Path of a case; see `corridor.cases.find`."""
    from corridor.cases import find  # noqa: PLC0415

    return find(name)


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
