"""The command line: a list of verbs, each imported only when it is called. `main` is the entry point.

A verb is one line in `VERBS` and one module with a click command of that name. Imports nothing heavy, so that
`corridor --help` is quick.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import click

from corridor.cli.common import DEBUG, guarded
from corridor.cli.verbs import Verbs

VERBS: dict[str, str] = {
    "new": "Write a first case, or a copy of a shipped one.",
    "check": "List every problem of a case.",
    "forecast": "Run a case as an ensemble: how long people can hold out.",
    "plan": "Plan what should move next, over many futures of access.",
    "compare": "Hold policies or scenarios against each other on paths that no plan has seen.",
    "critical": "Say what each passage is worth, by surprise and announced. Internal.",
    "report": "Write a situation report: one offline page that leads from each figure to its source.",
    "clauses": "Follow the clauses of a case day by day: what the ledger says of each.",
    "travel": "Write an encrypted copy of a case that holds nothing above a ceiling.",
    "evidence": "Keep the ledger: who said what, in which words, and what rests on it.",
    "explain": "Say what the code of a problem means.",
}
"""Each verb, and what it does; the command stands in `corridor.cli.<verb>` under the same name."""


@click.group(
    cls=Verbs, package="corridor.cli", verbs=VERBS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="corridor")
@click.option(DEBUG, is_flag=True, help="Show the traceback of a failure. May stand anywhere on the line.")
def cli(*, debug: bool) -> None:
    """Answer how long people can hold out when their road closes, and who says so.

    CASE is a folder with case.toml, a workbook (.xlsx), or the name of a shipped case.
    """
    del debug  # taken off the line by `main`, wherever it stands


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code.

    0 done, 1 failure, 2 wrong use, 3 data problems, 4 no plan keeps the floor asked for, 5 time limit, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a code page that lacks a letter is no reason to fail
    given = list(sys.argv[1:] if arguments is None else arguments)
    rest = [a for a in given if a != DEBUG]
    sys.exit(
        guarded(
            lambda: cli.main(args=rest, prog_name="corridor", standalone_mode=False),
            debug=DEBUG in given,
            as_json="--json" in rest,
        )
    )


if __name__ == "__main__":
    main()
