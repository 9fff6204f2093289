"""The exception tree and the `Problem`, the unit of every complaint about data.

    CorridorError                anything the product raises on purpose
    ├── DataError                problems in a case, all of them at once         exit code 3
    ├── UsageError               a wrong option or name on the command line      exit code 2
    ├── EngineError              an engine was given what it cannot run          exit code 1
    ├── FloorError               no plan keeps the floor that was asked for      exit code 4
    ├── TimeLimitError           the time given ran out before there was a plan  exit code 5
    └── LedgerError              the evidence contradicts itself or its files    exit code 3

Lives at the bottom: it imports nothing of the product, everything may import it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """Where a value stands: file or sheet, row as the user counts it, and cell address.

    `row` counts from 1 with the heading as row 1; it is None for a row that was added by a program.
    """

    source: str
    row: int | None = None
    cell: str = ""

    def __str__(self) -> str:
        """Place in words, as in `sheet routes, cell C7` or `routes.csv row 7`."""
        if self.cell:
            return f"{self.source}, cell {self.cell}"
        return f"{self.source} row {self.row}" if self.row else self.source


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a case: code, where, what was found, what was expected, what to do.

    A `warning` does not stop a run. What is `missing` stops it, though nothing that is there is wrong.
    """

    code: str
    where: Where
    found: str
    expected: str = ""
    fix: str = ""
    warning: bool = False
    missing: bool = False

    def __str__(self) -> str:
        """The problem in two or three lines, the fix indented under it."""
        first = f"{self.code} {self.where}: {self.found}"
        rest = " ".join(part for part in (self.expected, self.fix) if part)
        return f"{first}\n     {rest}" if rest else first


def headline(problems: Collection[Problem], name: str) -> str:
    """How many problems a case has; of one in which nothing is wrong and something missing, that.

    Examples
    --------
    >>> headline([Problem("C102", Where("people.csv"), "empty", missing=True)], "hill")
    'hill is incomplete: 1 thing is missing to run'
    """
    count = len(problems)
    if count and all(p.missing for p in problems):
        told = f"{count:,} thing is" if count == 1 else f"{count:,} things are"
        return f"{name} is incomplete: {told} missing to run"
    return f"{count:,} {'problem' if count == 1 else 'problems'} in {name}"


class CorridorError(Exception):
    """Anything the product raises on purpose; `exit_code` is what the command line returns."""

    exit_code = 1


class UsageError(CorridorError):
    """A wrong option, an unknown case, a value out of range on the command line or in a call."""

    exit_code = 2


class EngineError(CorridorError):
    """An engine was given what it cannot run."""


class FloorError(CorridorError):
    """No plan keeps the floor that was asked for; `highest` is the share that can be kept, 0 to 1."""

    exit_code = 4

    def __init__(self, text: str, *, asked: float, highest: float) -> None:
        """Hold the floor asked for, and the highest that can be kept."""
        self.asked, self.highest = asked, highest
        super().__init__(text)


class TimeLimitError(CorridorError):
    """The time given ran out before there was a plan."""

    exit_code = 5


class LedgerError(CorridorError):
    """The evidence contradicts itself or its files."""

    exit_code = 3


class DataError(CorridorError):
    """All problems of a case at once; the message shows the first `SHOWN` and counts the rest."""

    exit_code = 3
    SHOWN = 50

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        """Hold every problem of the case called `name`."""
        self.name = name
        self.problems = tuple(problems)
        super().__init__(self.text())

    def text(self) -> str:
        """The whole message: a count, then each problem with its fix."""
        lines = [headline(self.problems, self.name)]
        lines += ["  " + str(p).replace("\n", "\n  ") for p in self.problems[: self.SHOWN]]
        count = len(self.problems)
        if count > self.SHOWN:
            lines.append(f"  ... and {count - self.SHOWN} more; `corridor check --json` lists them all")
        return "\n".join(lines)
