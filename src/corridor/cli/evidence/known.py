"""`corridor evidence known`: what each date knew that the one before did not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, legible, note, say, say_json, styled
from corridor.cli.forecast import Day, load

if TYPE_CHECKING:
    from corridor.study.knowing import By, News, NumberNews, Stand

SCHEMA = "corridor.evidence.known/1"
SHOWN = 12


@click.command()
@case_argument
@click.option("--from", "start", type=Day(), help="First day told; the first publication if not given.")
@click.option("--to", "end", type=Day(), help="Last day told; the last publication if not given.")
@click.option(
    "--by",
    type=click.Choice(["day", "month"]),
    help="One entry for each day of publication, or for each month. Not given: months where there are over sixty days.",
)
@json_option
def known(case: str, *, start: dt.date | None, end: dt.date | None, by: By | None, as_json: bool) -> None:
    """Tell what became known of CASE when: claims, numbers, spells of access, conflicts, clauses.

    Each entry is what comparing the case as known by its last day with the case as known before gives. --known-by of
    the other verbs goes back to any of these days.
    """
    from corridor.study.knowing import knowing  # noqa: PLC0415

    model = load(case)
    found = knowing(model, start=start, end=end, by=by)
    if as_json:
        say_json(SCHEMA, {"case": model.settings.name, "news": [content(n) for n in found]})
        return
    for news in found:
        _print(news)
    if not found:
        note("Nothing became known in these days.")


def content(news: News) -> dict[str, Any]:
    """An entry as JSON has it: schema `corridor.evidence.known/1`."""
    return {
        "from": news.start,
        "to": news.end,
        "claims": news.claims,
        "numbers": [
            {"table": n.table, "key": n.key, "column": n.column, "kind": n.kind,
             "before": [_stand(s) for s in n.before], "after": [_stand(s) for s in n.after]}
            for n in news.numbers
        ],
        "access": [
            {"group": s.group, "situation": s.situation, "from": s.start, "to": s.end, "claims": s.claims}
            for s in news.spells
        ],
        "conflicts": [{"a": k.a, "b": k.b, "kind": k.kind, "question": k.question or None} for k in news.conflicts],
        "clauses": [
            {"clause": c.clause, "test": c.test, "from": c.start, "to": c.end, "before": c.before, "after": c.after}
            for c in news.clauses
        ],
    }  # fmt: skip


def _stand(stand: Stand) -> dict[str, Any]:
    r = stand.range
    return {
        "low": r.low,
        "value": r.mid,
        "high": r.high,
        "unit": stand.unit,
        "claims": stand.claims,
        "basis": stand.basis or None,
        "rule": stand.rule,
    }


def _print(news: News) -> None:
    counts = ", ".join(f"{n:,} {_many(noun, n)}" for noun, n in news.counts)
    days = str(news.start) if news.start == news.end else f"{news.start} to {news.end}"
    say(styled(f"{days}  {counts}", bold=True))
    lines = [("claims", [" ".join(news.claims[:SHOWN]) + _more(len(news.claims))] if news.claims else [])]
    lines += [("number", [_number(n) for n in news.numbers])]
    lines += [
        ("access", [f"{s.group}: {s.situation} from {s.start} ({_listed(s.claims)})" for s in news.spells])
    ]
    lines += [
        (
            "conflict",
            [f"{k.a} {k.kind} {k.b}" + (f": {k.question}" if k.question else "") for k in news.conflicts],
        )
    ]
    lines += [
        (
            "clause",
            [f"{c.clause}, {c.test}, {c.start} to {c.end}: {c.before} -> {c.after}" for c in news.clauses],
        )
    ]
    for word, texts in lines:
        for text in texts[:SHOWN]:
            say(f"  {word:<8}  {legible(text)}")
        if len(texts) > SHOWN:
            say(f"  {word:<8} {_more(len(texts))}; --json has them all")


def _many(noun: str, count: int) -> str:
    first, _, rest = noun.partition(" of ")
    return noun if count == 1 else f"{first}s of {rest}" if rest else f"{noun}s"


def _more(count: int) -> str:
    return f" and {count - SHOWN:,} more" if count > SHOWN else ""


def _number(n: NumberNews) -> str:
    before = " or ".join(_said(s) for s in n.before) or "not known"
    after = " or ".join(_said(s) for s in n.after) or "not known"
    return f"{n.table} {n.key}, {n.column}: {before} -> {after}"


def _said(stand: Stand) -> str:
    r = stand.range
    value = f"{r.mid:,g}" if r.is_exact else f"{r.low:,g} / {r.mid:,g} / {r.high:,g}"
    return f"{value} {stand.unit}".strip() + f" ({_listed(stand.claims) or stand.rule})"


def _listed(ids: Sequence[str]) -> str:
    return " ".join(ids[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")
