"""The rule by which a number of a case stands: what its claims give, held against what is typed.

A rule is written in the column `rule`, or worked out here: a number that equals what a rule makes of its claims stands
by that rule; one that does not is derived, assumed or typed. Open bounds are found here too. What the rules themselves
mean is in `corridor.ledger.weigh`; `docs/theory/claims_to_numbers.md` is the law.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from corridor.ledger.heard import ROUNDING, Heard, hear
from corridor.ledger.quantities import Side
from corridor.ledger.weigh import Rule, Voice, allowed_rules, weigh
from corridor.schema.values import Range

TOLERANCE = ROUNDING
"""Relative difference up to which what is typed is what the claims give."""
DECLARED: dict[str, Rule] = {
    "range": "range",
    "graded range": "graded range",
    "pick": "pick",
    "single": "single, widened",
    "as said": "as said",
}
"""Words of the column `rule`, and the rules they name. A cell of choices holds no comma."""
STANDINGS = (*get_args(Rule), "typed", "assumed", "derived")
"""By what a number stands: a rule, or none of them."""


def standing(
    value: Range,
    voices: Sequence[Voice],
    *,
    unit: str,
    basis: str = "",
    declared: str = "",
    rival: str = "",
    is_grounded: bool = True,
) -> str:
    """By what a number stands.

    Parameters
    ----------
    value : Range
        What is typed.
    voices : sequence of Voice
        Claims behind this number.
    unit : str
        Its unit.
    basis, declared, rival : str
        The columns `basis`, `rule` and `rival` of its row.
    is_grounded : bool
        Whether what a derived basis names is backed; if not, the number is assumed.

    Returns
    -------
    str
        One of `STANDINGS`: the rule declared; `pick` for one of several rivals; the rule whose range it is, within
        `TOLERANCE`; else `derived` or `assumed` as the basis says, or `typed`.
    """
    if declared:
        return DECLARED[declared]
    if rival:
        return "pick"
    heard, _ = hear(voices, unit)
    return (rule_giving(value, voices, unit, basis) if heard else "") or _without(
        basis, is_grounded=is_grounded
    )


def rule_giving(value: Range, voices: Sequence[Voice], unit: str, basis: str) -> str:
    """The rule that gives what is typed; blank if none does."""
    allowed = allowed_rules(voices, unit=unit)
    for rule in reversed(allowed) if "as said" in allowed else allowed:
        found = weigh(voices, rule, unit=unit).range
        if found is not None and are_close(value, found):
            return rule
    return (
        "single, widened"
        if allowed[0] == "single, widened" and is_widened(value, voices, unit, basis)
        else ""
    )


def _without(basis: str, *, is_grounded: bool) -> str:
    if basis.startswith("derived") and is_grounded:
        return "derived"
    return "assumed" if basis.startswith(("assumed", "derived")) else "typed"


def are_close(a: Range, b: Range) -> bool:
    """Whether two ranges are the same but for rounding."""
    return all(
        abs(x - y) <= TOLERANCE * abs(y) for x, y in ((a.low, b.low), (a.mid, b.mid), (a.high, b.high))
    )


def is_widened(value: Range, voices: Sequence[Voice], unit: str, basis: str) -> bool:
    """Whether a range with a reason was typed around what the one claim states."""
    found = weigh(voices, "single, widened", unit=unit)
    low, _, high = found.stated
    holds = (low is None or value.low <= low) and (high is None or value.high >= high)
    return (
        bool(basis) and not value.is_exact and holds and not open_sides(value, voices, unit=unit, basis=basis)
    )


def contains(value: Range, low: float | None, high: float | None) -> bool:
    """Whether a range reaches as far as what is claimed, but for rounding."""
    enough = low is None or value.low <= low + TOLERANCE * abs(low)
    return enough and (high is None or value.high >= high - TOLERANCE * abs(high))


def open_sides(
    value: Range, voices: Sequence[Voice], *, unit: str, basis: str = ""
) -> tuple[tuple[str, Side], ...]:
    """Open bounds that a typed number takes as its value without a reason.

    A side is open where every claim for the number leaves it open and none bounds it. A range that reaches beyond what
    is stated closes it, and so does a basis that names the bound: `bound`, or its words, as in `up to`.

    Returns
    -------
    tuple of (claim, side)
        The claims, by id; empty where nothing is left open.
    """
    heard, _ = hear(voices, unit)
    estimates = [h for h in heard if not h.is_bound]
    found: list[tuple[str, Side]] = []
    for side in get_args(Side):
        if estimates and all(side in h.quantity.open_sides for h in estimates) and not _bounded(heard, side):
            found += [
                (h.voice.claim, side)
                for h in estimates
                if not _reaches(value, h, side) and not _is_named(h, basis)
            ]
    return tuple(found)


def _bounded(heard: Sequence[Heard], side: Side) -> bool:
    """Whether a claim bounds the number on that side."""
    return any(h.is_bound and h.limits[side == "above"] is not None for h in heard)


def _reaches(value: Range, h: Heard, side: Side) -> bool:
    """Whether a range reaches beyond all that the claim states."""
    given = [v for v in (h.quantity.low, h.quantity.best, h.quantity.high) if v is not None]
    beyond = value.low < min(given) if side == "below" else value.high > max(given)
    return beyond and not value.is_exact


def _is_named(h: Heard, basis: str) -> bool:
    told = basis.casefold()
    return "bound" in told or h.quantity.qualifier in told
