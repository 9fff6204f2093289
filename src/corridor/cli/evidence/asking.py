"""Asking a person: lines read from stdin, questions on stderr, so that what is printed stays the result."""

from __future__ import annotations

import sys

import click

from corridor.cli.common import legible, note
from corridor.errors import LedgerError


class Unanswered(LedgerError):
    """Something needs an answer, and nobody is there to give it."""


class Declined(LedgerError):
    """A person answered no."""

    exit_code = 1


def can_ask() -> bool:
    """Whether a person sits at the terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(question: str) -> str | None:
    """A line of answer, without blanks around it; None at the end of the input."""
    click.echo(f"{legible(question)} ", nl=False, err=True)
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        note("")
        return None
    if not can_ask():
        note(line.rstrip("\n"))
    return line.strip()


def agree(question: str) -> bool:
    """Whether a person answers yes; anything else, or no answer, is no."""
    return (ask(f"{question} [y/N]") or "").casefold() in {"y", "yes"}


def confirm(question: str, *, yes: bool) -> None:
    """Go on only if a person says so, or said so on the line.

    Raises
    ------
    Unanswered
        When nobody can be asked.
    Declined
        When the answer is no.
    """
    if yes:
        return
    if not can_ask():
        raise Unanswered(f"Nothing was written: {question} Answer with --yes, or run this at a terminal.")
    if not agree(question):
        raise Declined("Nothing was written.")
