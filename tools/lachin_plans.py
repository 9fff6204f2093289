"""Write docs/cases/lachin_plans.md: plans and scenarios of the founding case, in sums alone.

    python tools/lachin_plans.py [--paths 200] [--out FILE]

Some five minutes on two cores; says how far it is. The page is public: nothing in it tells of a schedule, a store,
a slot, a carrier, or which passage matters most. The value of the fan is read from what `benchmarks.fan` left.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import textwrap
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from corridor.cases import path
from corridor.forecast.ensemble import prepare
from corridor.io import Case
from corridor.model.model import Model
from corridor.plan.weights import TIERS, usual
from corridor.study.plans.closures import outcome
from corridor.study.plans.decide import Setup
from corridor.study.plans.intervals import Mean
from corridor.study.plans.make import Draft, draft, horizon
from corridor.study.plans.policy import Counter, Deciders, Tried, fresh, try_policy

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cases" / "lachin_plans.md"
FIGURES = ROOT / "benchmarks" / "results_fan.json"
ORIGINS = ("2022-12-12", "2023-01-20", "2023-06-15")
FORWARD = ("corridor_open", "both_roads", "aghdam_only", "one_refused", "closed")
BACKWARD = ("corridor_open", "as_reported", "closed")
REVIEW, FUTURES = 7, 20
RIVALS = {
    "frozen": "access stays as it is",
    "expected": "one future, the mean of many",
    "closed_for_good": "all closed for good at the review",
    "pull": "every place asks for its target",
    "usual": "what usually comes, nothing of ours",
}
LEAST = 0.05
"""Tonnes below which a good is not listed."""


def main(arguments: list[str]) -> int:
    """Work it out and write the page."""
    parser = argparse.ArgumentParser(description="Write the page of plans of the founding case.")
    parser.add_argument("--paths", type=int, default=200, help="fresh paths of each scenario, numbers drawn")
    parser.add_argument("--out", type=Path, default=PAGE, help="where the page is written")
    given = parser.parse_args(arguments)
    model = Case.read(path("lachin")).check()
    lines = _opening(model, given.paths)
    for origin in ORIGINS:
        print(f"{origin}: the plan ...", file=sys.stderr, flush=True)
        lines += _plan(model, dt.date.fromisoformat(origin))
    lines += _scenarios(model, given.paths)
    lines += _fan()
    lines += CLOSING
    given.out.write_text(_wrapped(lines), encoding="utf-8")
    return 0


def _wrapped(lines: list[str]) -> str:
    """Words in even lines; tables, headings and commands as they are."""
    out: list[str] = []
    held: list[str] = []

    def flush() -> None:
        if held:
            indent = "  " if held[0].startswith("- ") else ""
            words = " ".join(x.strip() for x in held)
            out.extend(
                textwrap.wrap(
                    words, 110, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
                )
            )
            held.clear()

    for line in lines:
        if not line or line.startswith(("|", "#", "    ")):
            flush()
            out.append(line)
        else:
            if line.startswith("- "):
                flush()
            held.append(line)
    flush()
    return "\n".join(out).rstrip("\n") + "\n"


def _opening(model: Model, paths: int) -> list[str]:
    versions = ", ".join(f"{n} {version(n)}" for n in ("corridor", "highspy", "numpy"))
    return [
        "# The founding case: what should move next",
        "",
        "Plans at three origins and six scenarios, in sums alone. Generated; do not edit by hand:",
        "",
        f"    python tools/lachin_plans.py --paths {paths}",
        "",
        f"Made {dt.date.today()} with {versions}, seed {model.settings.seed}, from the shipped case of digest",
        f"`{model.digest[:12]}`. What is assumed was written down before any comparison with what was",
        "observed and is",
        "numbered in [the assumptions](lachin_assumptions.md) (A1 to A26); the weights of a plan are",
        "A26, what each",
        "situation lets pass A17 and A22 to A24, the outlook A21. Nothing was changed for anything on this page.",
        "",
        "**Read this first.** It is an illustration of a tool on a year that is over, no account of",
        "what anyone should",
        "have done, and no verdict. Most numbers of the case are assumed; no stock in tonnes and no daily need by",
        "commodity was ever published. A plan here moves goods of the model, not of anyone. Access",
        "reacts to what is",
        "sent, which no path here does. *Whose* a scenario is, is said beside it, and a party's own",
        "words for it are in",
        "the case's evidence.",
        "",
        "**What is not here.** Days, carriers, trucks, stores, slots, and which passage would be",
        "missed most: they are",
        "internal, also of a year that is over ([ETHICS](../../ETHICS.md)). See the end of the page.",
        "",
        "## Plans at three origins",
        "",
        "What a plan over 20 futures would load until the next review, a week later, and what stays",
        "short in it. Only",
        "what was published by the origin is read (`corridor plan lachin --origin ...`). *Short* is",
        "the share of a need",
        "that is not met, mean over the futures and the 10th to 90th percentile in brackets. Later",
        "days are planned as",
        "if each future knew its own, so what is short over the whole plan is too low; judge a plan",
        "by the policies",
        "below. Needs that nothing on a truck serves (gas, internet, power) are left out: no load changes them.",
        "",
    ]


def _plan(model: Model, origin: dt.date) -> list[str]:
    made = draft(model, origin=origin, futures_count=FUTURES)
    a, plan = made.plan.arrays, made.plan
    tonnes = (plan.loads * a.kg).sum((0, 1))
    names = {c.commodity: c.name or c.commodity for c in model.commodities}
    goods = [(names[c], float(t)) for c, t in zip(a.labels.commodities, tonnes, strict=True) if t >= LEAST]
    goods.sort(key=lambda x: -x[1])
    lines = [
        f"### {origin}, {plan.run.days} days",
        "",
        f"Loaded until the review: {tonnes.sum():,.0f} t.",
        "",
        "| good | t | share |",
        "|---|---:|---:|",
        *(f"| {name} | {t:,.0f} | {t / tonnes.sum():.0%} |" for name, t in goods),
        "",
        "| need | short until the review | short over the plan |",
        "|---|---:|---:|",
        *_short(made, model),
        "",
    ]
    found = outcome(made.solved).short.sum((0, 1))
    told = "; ".join(f"{TIERS[i]} {_range(found[i])}" for i in (2, 1, 0))
    return [*lines, f"Person-days short over the plan, without weights, by tier: {told}.", ""]


def _short(made: Draft, model: Model) -> list[str]:
    written = made.solved.written
    d, a = written.data, made.plan.arrays
    names = {n.need: n.name or n.need for n in model.needs}
    served = _served(made)
    parts = d.parts.sum((1, 3))  # (I, N, B)
    short = made.plan.short.sum((1, 3))  # (D, N, B)
    days = d.steps.length[:1].sum() if d.steps.length[0] > 1 else REVIEW
    steps = int((d.steps.start + d.steps.length <= days).sum())
    rows = []
    for n, need in enumerate(a.labels.needs):
        if n not in served:
            continue
        near = short[:days, n].sum(0) / np.maximum(parts[:steps, n].sum(0), 1e-12)
        whole = short[:, n].sum(0) / np.maximum(parts[:, n].sum(0), 1e-12)
        rows.append(f"| {names[need]} | {_share(near)} | {_share(whole)} |")
    return rows


def _served(made: Draft) -> set[int]:
    """Needs that goods of mass on some way serve."""
    a = made.plan.arrays
    carried = np.asarray(a.route_class.any(0))[a.klass] & a.storable & (a.kg > 0)
    of_pair = np.repeat(np.arange(len(a.labels.needs)), np.diff(a.sat_start))
    return {int(n) for n, c in zip(of_pair, a.sat_commodity, strict=True) if carried[c]}


def _share(x: Any) -> str:
    low, high = np.quantile(x, [0.1, 0.9])
    return f"{x.mean():.0%} ({low:.0%} to {high:.0%})"


def _range(x: Any) -> str:
    low, high = np.quantile(x, [0.1, 0.9])
    return f"{x.mean():,.0f} ({low:,.0f} to {high:,.0f})"


def _scenarios(model: Model, paths: int) -> list[str]:
    told = {s.scenario: s for s in model.scenarios}
    lines = [
        "## Scenarios side by side",
        "",
        "| scenario | what it says | whose |",
        "|---|---|---|",
        *(f"| {n} | {told[n].meaning} | {told[n].whose} |" for n in (*FORWARD, "as_reported")),
        "",
        "Each from its origin on, twelve weeks, under two ways of sending: *usual*, the flow that is",
        "on record or assumed",
        "for each situation (A17, A19, A24) and nothing beyond it; and *fan*, loads planned anew",
        "every week with the",
        "trucks that the case has (A23). Neither is the other's bound: what usually comes is not",
        "limited by trucks, and a",
        "plan is.",
        f"*Drawn*: means over {paths} paths, each with its own draw of the numbers, the same for all",
        "scenarios, with 95 %",
        "intervals (Student's). *Medians*: every number at its median, paths differ in gas, power",
        "and internet alone, so",
        "that a plan is made once for all; no interval is given, for it would leave out what is",
        "assumed. Thousands of",
        "person-days short, every need and place, without weights; tiers are parts, and add up.",
        "*Above*: paired, in",
        "weighted person-days (A26), over *corridor_open* in the same way of sending.",
        "",
        "*one_refused* and *closed* let the same pass by road, which is nothing, and so give the",
        "same figures: they",
        "differ in what they say, not in what arrives. *as_reported* reads what was published later",
        "and is compared **with",
        "hindsight**, apart: its rows are not read without it, and all else in that table is with hindsight, too.",
        "It alone also sets gas, power and internet as they were reported; the others leave them to the outlook. So it",
        "may be short of more than *closed*, and what lies between the two is not the road.",
        "",
    ]
    for origin in ORIGINS:
        on = dt.date.fromisoformat(origin)
        lines += [f"### From {origin}", ""]
        lines += _table(_tried(model, FORWARD, on, paths, hindsight=False))
        lines += ["", f"**With hindsight**, from {origin}:", ""]
        lines += [*_table(_tried(model, BACKWARD, on, paths, hindsight=True)), ""]
    return lines


def _tried(
    model: Model, names: tuple[str, ...], origin: dt.date, paths: int, *, hindsight: bool
) -> dict[str, dict[str, Tried]]:
    """Both ways of sending under each scenario, on the same paths and numbers."""
    found: dict[str, dict[str, Tried]] = {}
    deciders = Deciders()
    for name in names:
        print(f"{origin}: {name}{' with hindsight' if hindsight else ''} ...", file=sys.stderr, flush=True)
        prepared = prepare(model, origin=origin, scenario=name, policy="pull", hindsight=hindsight)
        found[name] = {}
        for way, (policy, is_middle) in WAYS.items():
            setup = Setup(
                prepared=prepared,
                weights=usual(prepared.model, prepared.arrays.labels),
                days=horizon(prepared, None, REVIEW).days,
                review=REVIEW,
                count=FUTURES,
                seed=model.settings.seed,
                is_middle=is_middle,
            )
            seen = fresh(setup, MIDDLE if is_middle else paths)
            found[name][way] = try_policy(policy, seen, deciders, counter=Counter(0, None))
    deciders.close()
    return found


WAYS = {"usual, drawn": ("usual", False), "usual, medians": ("usual", True), "fan, medians": ("fan", True)}
MIDDLE = 4
"""Paths where numbers stand at their medians: they differ in what no load changes."""


def _table(found: dict[str, dict[str, Tried]]) -> list[str]:
    lines = ["| scenario | sending | survival | minimum | normal | above |", "|---|---|---:|---:|---:|---:|"]
    first = next(iter(found))
    for way, (_, is_middle) in WAYS.items():
        base = found[first][way].costs.total
        for name, tried in found.items():
            costs = tried[way].costs
            tiers = " | ".join(_mean(costs.person_days[i], bare=is_middle) for i in (2, 1, 0))
            above = "-" if name == first else _mean((costs.total - base) * 1_000, sign=True, bare=is_middle)
            lines.append(f"| {name} | {way} | {tiers} | {above} |")
    return lines


def _mean(x: Any, *, sign: bool = False, bare: bool = False) -> str:
    found = Mean.of(np.asarray(x))
    middle = _thousands(found.mean, sign=sign)
    if bare or found.low is None or found.high is None:
        return middle
    return f"{middle} ({_thousands(found.low, sign=sign)} to {_thousands(found.high, sign=sign)})"


def _thousands(x: float, *, sign: bool) -> str:
    return f"{x / 1000:+,.0f}" if sign else f"{x / 1000:,.0f}"


def _fan() -> list[str]:
    """What the fan is worth, from the figures of the benchmark."""
    if not FIGURES.exists():
        return []
    found = json.loads(FIGURES.read_text(encoding="utf-8"))
    if "value" not in found:
        return []
    part = found["value"]
    lines = [
        "## What planning over many futures is worth",
        "",
        "Each policy decides anew every week from what is seen by then, on the same paths; *above*",
        "is what it costs more",
        "than the fan, thousands of weighted person-days, paired, 95 % interval. Below zero: it did",
        "better. Numbers stand at their",
        "medians, so paths differ in access alone, as the outlook (A21) has it. From `python -m benchmarks.fan`,",
        f"{part['date']}, digest `{part['case']}`.",
        "",
        "| origin | paths | against | that is | above the fan |",
        "|---|---:|---|---|---:|",
    ]
    for x in part["rows"]:
        for name, told in RIVALS.items():
            if name in x["above"]:
                d = x["above"][name]
                lines.append(
                    f"| {x['origin']} | {x['paths']} | {name} | {told} | {_thousands(d['mean'], sign=True)} "
                    f"({_thousands(d['low'], sign=True)} to {_thousands(d['high'], sign=True)}) |"
                )
    return [
        *lines,
        "",
        "*closed_for_good* is no safe choice, whatever its figure: it loads at every review as if nothing came after,",
        "and stops what can still pass once stores are full. Where it does better than the fan, loading early is worth",
        "more than the fan believes. Part of that is the law of the day, which rations as soon as cover falls under a",
        "threshold (A20) and which no plan knows: without rations, on 30 paths from 2023-01-20, it is ahead by 398",
        "thousand in place of 635. The rest may be that each future of a fan knows its own later days, and so can",
        "wait.",
        "",
    ]


CLOSING = [
    "## What each passage was worth",
    "",
    "Not on this page, and in no public report. `corridor critical lachin` answers it for those who",
    "prepare, and says",
    "*internal* above its answer. The reasons, by [ETHICS](../../ETHICS.md):",
    "",
    "- What ranks passages is internal without an exception for the past. The road is no longer in",
    "  that use, but the",
    "  way of thinking is: a worked ranking of a road that was closed teaches what to look for on the next one.",
    "- It would be read as an argument in a dispute that goes on: a figure for each road, each carrier and each",
    "  permission is a figure for whoever is held to have closed it.",
    "- Its figures would not bear it. Over eight futures most intervals reach below nothing, and",
    "  more than half of",
    "  many a figure is that of one future. Who needs them can work them out, with their words of warning.",
    "",
    "What can be said is in the scenarios above: by how much the case as it stands is short with",
    "traffic as before, with",
    "one road or the other, with both, and with neither. That is a comparison of positions that were",
    "held in public,",
    "each with its owner's name; it ranks no gate, carrier or permission, and says nothing of who",
    "should have given way.",
    "",
    "## What is doubtful",
    "",
    "- The make-up of loads, the trucks and the opening stocks are assumed (A12 to A18, A23); a plan",
    "  hangs on all three.",
    "- The counts of people exclude each other and have equal weight (A1): 120,000 and 25,000, with hindsight 101,000,",
    "  too. A mean over draws mixes those worlds. *Medians* take the one listed first, which is the highest: an order",
    "  of rows and no verdict on who counted right. Person-days there are the more for it.",
    "- By both roads and by the Aghdam road the flow is assumed (A24). Another assumption gives another order.",
    "- What is left in store at the end counts half of a day met, up to four weeks of need: a choice of ours.",
    "- Nobody in this model reacts, leaves, smuggles, protests or is afraid. Armed action is outside it.",
]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
