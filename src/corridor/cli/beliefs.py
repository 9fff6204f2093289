"""What `corridor forecast` says under different beliefs: by account, without a claim, under each side of a conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import say, say_json, styled
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.model.model import Model
    from corridor.model.unbelieved import Change
    from corridor.result.forecast import Forecast
    from corridor.study.accounts import Accounts
    from corridor.study.conclusions import Conclusion
    from corridor.study.runs import Answer, Line
    from corridor.study.without import Sides, Without

BY_ACCOUNT = "corridor.by_account/1"
WITHOUT = "corridor.without/1"
SIDES = "corridor.sides/1"
PAIRED = "Every run has the same seed, draws and paths: what differs is belief. It does not say who is right."
OPTIONS = ("by_account", "accounts", "without_claims", "by_side")
Names = Callable[[str], str]
Head = Callable[["Forecast"], None]


def belief_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a forecast under different beliefs."""
    options = (
        click.option(
            "--by-account",
            is_flag=True,
            help="The answer under each side's account, side by side, and what holds whoever is believed.",
        ),
        click.option(
            "--account",
            "accounts",
            multiple=True,
            metavar="NAME",
            help="With --by-account: this account, in place of the sides of the case; may be repeated.",
        ),
        click.option(
            "--without",
            "without_claims",
            multiple=True,
            metavar="CLAIM",
            help="The answer if this claim is not believed, beside that of all claims; may be repeated.",
        ),
        click.option(
            "--sides",
            "by_side",
            is_flag=True,
            help="The answer under each side of each conflict that touches a number of the run.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def taken(options: dict[str, Any], *, saves: bool) -> dict[str, Any]:
    """The options on beliefs, taken out of those of a run; empty if none is given.

    Raises
    ------
    UsageError
        When they do not go together, or one run was to be saved.
    """
    given = {name: options.pop(name, None) for name in OPTIONS}
    if given["accounts"] and not given["by_account"]:
        raise UsageError("--account goes with --by-account. Give both.")
    asked = [o for o, name in (("--by-account", "by_account"), ("--without", "without_claims"), ("--sides", "by_side"))
             if given[name]]  # fmt: skip
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} are different questions. Ask one at a time.")
    if asked and saves:
        raise UsageError(f"--save keeps one run, and {asked[0]} makes several. Leave one of them out.")
    return given if asked else {}


def answer(model: Model, asked: Mapping[str, Any], head: Head, *, as_json: bool, **options: Any) -> None:
    """Run what is asked, and print it."""
    from corridor.cli.forecast import Progress  # noqa: PLC0415

    progress = Progress("members, all runs")
    if asked["by_account"]:
        from corridor.study.accounts import by_account  # noqa: PLC0415

        found = by_account(model, accounts=asked["accounts"], progress=progress, **options)
        _out(BY_ACCOUNT, found, lambda: _print_accounts(found, head), as_json=as_json)
    elif asked["without_claims"]:
        from corridor.study.without import without  # noqa: PLC0415

        left = without(model, asked["without_claims"], progress=progress, **options)
        _out(WITHOUT, left, lambda: _print_without(left, head), as_json=as_json)
    else:
        from corridor.study.without import sides  # noqa: PLC0415

        told = sides(model, progress=progress, **options)
        _out(SIDES, told, lambda: _print_sides(told, head), as_json=as_json)


def _out(schema: str, found: Accounts | Without | Sides, show: Callable[[], None], *, as_json: bool) -> None:
    if not as_json:
        show()
        return
    from corridor.cli.forecast import content  # noqa: PLC0415

    run = {k: v for k, v in content(found.base).items() if k != "measures"}
    say_json(schema, {**run, "paired": PAIRED, **found.plain()})


def _print_accounts(found: Accounts, head: Head) -> None:
    head(found.base)
    names = names_of(found.base.model)
    say(f"{PAIRED}\n")
    if not found.accounts:
        say("No account speaks on a number of this answer: it is the same whoever is believed.")
    else:
        _print_answers(found.answers, found.base, names)
        for account in found.accounts:
            under = "Under the account of" if account.is_account else "Believing"
            _print_changes(f"{under} {account.name}", account.changes, is_run=account.is_run)
    if found.accounts and not found.differs:
        say("\nThe accounts do not differ on any number that this answer reads: it is the same under each.")
    _print_conclusions(found.conclusions, found.base.run.members, names)
    if found.silent:
        say(
            f"\nSpeaking on no number of this answer, so that all claims together stand: {', '.join(found.silent)}."
        )
    if found.common:
        say(f"Common ground, of no side: {', '.join(found.common)}; and claims without an account.")


def _print_conclusions(found: Sequence[Conclusion], members: int, names: Names) -> None:
    from corridor.study.conclusions import DEPENDS, HOLDS  # noqa: PLC0415

    for holds, title in ((True, HOLDS), (False, DEPENDS)):
        own = [c for c in found if c.holds is holds]
        say(f"\n{styled(title[0].upper() + title[1:], bold=True)}")
        for c in own:
            words = c.words(lambda key: plain_text(names(key)))
            figures = "; ".join(f"{plain_text(account)} {_figure(c, v, members)}" for account, v in c.figures)
            say(f"- {words[0].upper() + words[1:]}: {figures}.")
        if not own:
            say("- Nothing that is looked at.")


def _figure(c: Conclusion, value: float, members: int) -> str:
    from corridor.measure.kinds import amount_words, chance_words  # noqa: PLC0415

    if c.is_amount:
        return amount_words(value)
    return chance_words(value, members) if c.is_chance else f"{100 * value:.0f} %"


def _print_without(found: Without, head: Head) -> None:
    head(found.base)
    names = names_of(found.base.model)
    say(f"{PAIRED}\n")
    answers = {"all claims": found.together} | {f"without {x.label}": x.answer for x in found.claims}
    _print_answers(answers, found.base, names, are_sides=False)
    for x in found.claims:
        _print_changes(f"Without {x.label}", x.changes, is_run=x.is_run, is_known=x.is_known)


def _print_sides(found: Sides, head: Head) -> None:
    head(found.base)
    names = names_of(found.base.model)
    say(f"{PAIRED}\n")
    if not found.conflicts:
        say("No conflict of the ledger touches a row that this run reads.")
    for conflict in found.conflicts:
        say(styled(plain_text(conflict.question), bold=True))
        if not conflict.differs:
            say("The sides do not differ on any number that this answer reads.\n")
            continue
        answers = {"all claims": found.together} | {x.label: x.answer for x in conflict.sides}
        _print_answers(answers, found.base, names)
        for x in conflict.sides:
            _print_changes(f"Side of {x.label}, without {', '.join(x.claims)}", x.changes, is_run=x.is_run)
        say()


def _print_answers(
    answers: Mapping[str, Answer], base: Forecast, names: Names, *, are_sides: bool = True
) -> None:
    """Three tables, an answer a column: days of cover, chance and date of falling short, share of need met.

    Of sides that differ, no middle is told: all claims together then read *depends*.
    """
    from corridor.result.forecast import MIDDLE  # noqa: PLC0415
    from corridor.study.apart import apart  # noqa: PLC0415

    last = base.days.day(base.horizon - 1)
    blocks: tuple[tuple[str, set[str], Callable[[Line], str]], ...] = (
        ("Days of cover on the first day", {"cover"}, lambda x: str(x.cover).replace(" days", "")),
        (f"Chance of falling short of the ration by {last}, and its middle date", {"stock-out", "date"},
         lambda x: f"{x.stock_out.chance}, {x.stock_out.text(MIDDLE)}"),
        ("Share of need met", {"met"}, lambda x: str(x.met).replace(" share", "")),
    )  # fmt: skip
    first = next(iter(answers.values()))
    for title, measures, cell in blocks:
        say(title)
        rows = [("place", "need", *(plain_text(a) for a in answers))]
        for line in first.lines:
            lines = [a.at(line.place, line.need) for a in answers.values()]
            cells = ["-" if x is None else cell(x) for x in lines]
            if are_sides and measures & apart(x for x in lines[1:] if x is not None).keys():
                cells[0] = "depends"
            rows.append((plain_text(names(line.place)), plain_text(names(line.need)), *cells))
        _print_columns(rows)
        say()


def _print_columns(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    for row in rows:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _print_changes(
    title: str,
    changes: Sequence[Change],
    *,
    is_run: bool,
    is_known: bool = True,
) -> None:
    """Rows that differ, then those that stay but are marked."""
    say(styled(plain_text(title), bold=True))
    if not is_known:
        say("- It was not published by the day of the run: nothing changes.")
    elif not changes:
        say("- No number of this run rests on it: nothing changes.")
    elif not is_run:
        say("- No number that this run reads differs.")
    for change in sorted(changes, key=lambda c: not c.changes_number):
        without = f", without {', '.join(change.claims)}" if change.claims else ""
        now = f" -> {change.now}" if change.now != change.was else " stays"
        say(plain_text(f"- {change.table} {change.key}{without}: {change.was}{now}. {change.why}"))


def plain_text(text: str) -> str:
    """Text of a case as a terminal may show it."""
    from corridor.cli.common import legible  # noqa: PLC0415

    return legible(text)


def names_of(model: Model) -> Names:
    """Names of places and needs by id; an id without a name names itself."""
    found = {p.place: p.name or p.place for p in model.places}
    found |= {n.need: n.name or n.need for n in model.needs}
    return lambda key: found.get(key, key)
