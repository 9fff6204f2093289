"""A plan as `corridor plan` prints it: convoys, shortfalls, weights, what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor.cli.columns import table, terminal
from corridor.cli.common import say, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor.result.plan import Convoy
    from corridor.study.plans.ahead import HorizonCheck
    from corridor.study.plans.explain import Explanation
    from corridor.study.plans.make import Draft
    from corridor.study.plans.replay import Replay
    from corridor.study.plans.tell import Row

INTERNAL = "INTERNAL: schedules, manifests, fleets, stores and slots are not for publication."
CONVOYS = ("  date", "by", "trucks", "t", "m3", "cleared", "what")


def headline(made: Draft) -> str:
    """What was asked for, in a line."""
    run = made.plan.run
    parts = [
        f"origin {run.origin}",
        f"{run.days} {'day' if run.days == 1 else 'days'} to {made.plan.days.day(made.plan.first + run.days - 1)}",
        f"review after {run.review_days}",
        f"{run.futures} {'future' if run.futures == 1 else 'futures'}, seed {run.seed}",
    ]
    parts += [f"scenario {run.scenario}"] if run.scenario else []
    parts += ["access as at the origin"] if run.access == "frozen" else []
    parts += [f"floor {run.floor:.1%}"] if run.floor is not None else []
    parts += ["HINDSIGHT"] if run.hindsight else []
    parts += [f"KNOWN BY {run.known_by}"] if run.known_by else []
    return ", ".join(parts)


def show(
    made: Draft, ahead: HorizonCheck | None, why: Explanation | None, followed: Replay | None = None
) -> None:
    """Print a plan: convoys, what it expects to be short, weights, what it hangs on, notes."""
    settings = made.plan.model.settings
    say(styled(INTERNAL, bold=True))
    say(f"{settings.title or settings.name}\n{headline(made)}")
    _print_convoys(made)
    _print_short(made, why)
    if followed is not None:
        _print_replay(made, followed)
    _print_weights(made)
    if ahead is not None:
        from corridor.study.plans.ahead import horizon_lines  # noqa: PLC0415
        from corridor.study.plans.words import Names  # noqa: PLC0415

        say("\n" + "\n".join(horizon_lines(ahead, Names.read(made.plan.model))))
    say("")
    for text in made.plan.run.notes:
        say(f"- {text}")


def _print_convoys(made: Draft) -> None:
    """Convoys by way and day; what is not cleared once for each way."""
    from corridor.study.plans import tell  # noqa: PLC0415
    from corridor.study.plans.cleared import STAMP, clearance  # noqa: PLC0415
    from corridor.study.plans.words import Names  # noqa: PLC0415

    run, names = made.plan.run, Names.read(made.plan.model)
    last = made.plan.days.day(made.plan.first + run.review_days - 1)
    say(styled(f"\nConvoys to load until the review, to {last}", bold=True))
    rows: dict[str, list[tuple[str, ...]]] = {}
    for _, convoy in tell.numbered(made.plan):
        rows.setdefault(names("routes", convoy.route), []).append(
            (
                _when(convoy),
                names("fleets", convoy.fleet) if convoy.fleet else names("carriers", convoy.carrier),
                _few(convoy.trucks) if convoy.fleet else "",
                _few(convoy.t),
                _few(convoy.m3) if convoy.m3 else "",
                "on record" if clearance(made, convoy).is_cleared else STAMP.upper(),
                tell.goods_words(convoy, names),
            )
        )
    if not rows:
        say("Nothing is loaded until the review.")
        return
    if any(convoy.days > 1 for _, convoy in tell.numbered(made.plan)):
        say("Amounts are those of one day.")
    lines = table((CONVOYS, *(row for listed in rows.values() for row in listed)), width=terminal())
    say(lines[0][0])
    rest = iter(lines[1:])
    for route, listed in rows.items():
        say(route)
        for _ in listed:
            say("\n".join(next(rest)))
    say("")
    for line in tell.clearance_lines(made):
        say(line)


def _when(convoy: Convoy) -> str:
    """The day on which a convoy leaves, or the days on each of which it does."""
    return f"  {convoy.date}" if convoy.days == 1 else f"  {convoy.date} to {convoy.last}, each day"


def _print_short(made: Draft, why: Explanation | None) -> None:
    """What stays short, by place; which limits it runs into, where that was asked for."""
    from corridor.study.plans import tell  # noqa: PLC0415

    say(styled("\nWhat the plan itself expects to be short, over all its days", bold=True))
    rows = tell.short_rows(made)
    if not rows:
        say("Nothing, in any of its futures.")
    heads = ("  need", "tier", "person-days", "worst future", "share of need")
    cells = [
        (
            f"  {r['need']}",
            r["tier"],
            f"{r['person_days']:,.0f}",
            f"{r['person_days_worst_future']:,.0f}",
            f"{r['share_of_need']:.1%}",
        )
        for r in rows
    ]
    lines = ["\n".join(x) for x in table((heads, *cells))]
    place = None
    for i, line in enumerate(lines if rows else ()):
        if i and rows[i - 1]["place"] != place:
            place = rows[i - 1]["place"]
            say(str(place))
        say(line)
    if why is None:
        if rows:
            say("`--explain` says which limits each runs into.")
        return
    if not why.shortages:
        return
    from corridor.study.plans.explain import shortage_lines  # noqa: PLC0415
    from corridor.study.plans.words import Names  # noqa: PLC0415

    names = Names.read(made.plan.model)
    say(styled("\nWhich limits it runs into", bold=True))
    for shortage in why.shortages:
        say("\n".join(shortage_lines(shortage, names, made.plan.run.futures)))


def _print_replay(made: Draft, followed: Replay) -> None:
    """What breaks where the plan is followed to the letter."""
    from corridor.study.plans import tell  # noqa: PLC0415
    from corridor.study.plans.replay import OWN  # noqa: PLC0415
    from corridor.study.plans.words import Names  # noqa: PLC0415

    names = Names.read(made.plan.model)
    say(styled(f"\nFollowed under access: {followed.access}", bold=True))
    if followed.access == OWN:
        say(_agreement(followed))
        return
    say("To the letter, from the origin on: what cannot be done is left undone, and never made up for.")
    behind, more = tell.behind_rows(followed, names), tell.more_rows(followed, names)
    if not behind and not more:
        say("Nothing breaks: everything leaves, and nothing is short more than under its own access.")
    if behind:
        say("\nStays behind, mean of the futures:")
        rows = [
            (r["route"], r["commodity"], _few(r["t"]), _few(r["t_planned"]), _span(r), f"{r['futures']:,}")
            for r in behind
        ]
        _table(("route", "goods", "t", "of t", "from and to", "most futures"), rows)
    if more:
        say("\nShort more than under its own access, mean of the futures:")
        rows = [
            (
                r["place"],
                r["need"],
                r["tier"],
                f"{_whole(r['amount'])} {r['unit']}",
                _span(r),
                f"{r['futures']:,}",
            )
            for r in more
        ]
        _table(("place", "need", "tier", "amount", "from and to", "most futures"), rows)


def _agreement(followed: Replay) -> str:
    """How far the engine agrees with the plan under the same access."""
    days = f"{followed.days_compared} {'day' if followed.days_compared == 1 else 'days'}"
    if not followed.days_compared or followed.largest_difference is None:
        return (
            "All its steps are longer than a day: its stocks were not compared. `--by-day` plans single days."
        )
    return (
        f"On the {days} planned one by one, stocks differ by at most {followed.largest_difference:.1g} of the largest."
        + (" Nothing stays behind." if not followed.not_sent else " Something stays behind.")
    )


def _span(row: Row) -> str:
    return f"{row['first']} to {row['last']}" if row["first"] != row["last"] else str(row["first"])


def _print_weights(made: Draft) -> None:
    """The weights, needs that weigh the same together."""
    from corridor.study.plans import tell  # noqa: PLC0415

    say(styled("\nWeights", bold=True))
    alike: dict[tuple[tuple[str, str, float], ...], list[str]] = {}
    rest = []
    by_need: dict[str, list[tuple[str, str, float]]] = {}
    for row in tell.weight_rows(made):
        if row["tier"] == "*":
            rest.append(f"{row['what']} {row['weight']:g}")
        else:
            by_need.setdefault(row["need"], []).append((row["tier"], row["place"], row["weight"]))
    for need, listed in by_need.items():
        alike.setdefault(tuple(listed), []).append(need)
    for told, needs in alike.items():
        whose = "each need" if len(alike) == 1 else ", ".join(needs)
        weights = ", ".join(
            f"{tier}{'' if place == '*' else ' at ' + place} {w:g}" for tier, place, w in told
        )
        say(f"A person-day short of {whose}: {weights}.")
    say(f"{'; '.join(rest)[:1].upper()}{'; '.join(rest)[1:]}.")


def _few(x: float) -> str:
    """A number with one digit behind the point, two that count where it is small."""
    return f"{x:,.1f}" if x >= 0.1 else f"{x:.2g}"


def _whole(x: float) -> str:
    """A number without digits behind the point where it is large."""
    return f"{x:,.0f}" if x >= 100 else _few(x)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    say("\n".join(line for lines in table((heads, *rows)) for line in lines))
