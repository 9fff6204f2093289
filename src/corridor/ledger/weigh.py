"""From claims to a number: what a named rule makes of the claims that state one.

Lives here: the rules, pure functions of `Voice`, which is a claim as far as it states one number. Conflicts stay as
claims; a range is worked out when somebody asks, by a rule that is written beside it. Nothing here closes an open
bound, blends claims that exclude each other, or decides which rule a number stands by. `corridor.model.voices` makes
voices of the tables of a case. The law is `docs/theory/claims_to_numbers.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from corridor.ledger.heard import (
    Heard,
    Voice,
    exclusions,
    groups_of,
    hear,
    is_one_voice,
    open_bounds,
    same,
    span,
    why_left_out,
)
from corridor.ledger.quantities import Quantity, Side
from corridor.schema.values import Range, plain_number

Rule = Literal["range", "graded range", "pick", "single, widened", "as said"]
"""How a number is made of claims. By account is a way to run, not a rule of one number."""

__all__ = [
    "RULES", "Option", "Rule", "Voice", "Weighed", "allowed_rules", "equal_shares", "fitting_rule", "weigh",
    "why_left_out",
]  # fmt: skip

RULES: tuple[Rule, ...] = get_args(Rule)
GOOD = 3
"""The worst credibility that `graded range` reads."""
ENOUGH = 2
"""Independence groups that `graded range` asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of several numbers that exclude each other: what it is, who says so, and its weight in the pick."""

    claims: tuple[str, ...]
    groups: frozenset[str]
    quantity: Quantity
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a rule makes of the voices.

    Attributes
    ----------
    rule : Rule
        The rule asked for.
    range : Range or None
        10th percentile, median, 90th, in the unit asked for; None where a person must still do something, and for
        `pick`, whose numbers are in `options`.
    claims : tuple of str
        Claims that enter, in the order of their ids.
    groups : int
        Independence groups that speak in them.
    left_out : tuple of (claim, why)
        Claims that do not enter.
    open : tuple of (claim, side)
        Open bounds that no other claim states a number beyond.
    needs : str
        What a person must still do; blank if nothing.
    stated : tuple of three floats or None
        Low, median and high as far as the claims state them.
    options : tuple of Option
        The numbers of a `pick`, from the smallest on.
    """

    rule: Rule
    range: Range | None
    claims: tuple[str, ...]
    groups: int
    left_out: tuple[tuple[str, str], ...]
    open: tuple[tuple[str, Side], ...]
    needs: str
    stated: tuple[float | None, float | None, float | None] = (None, None, None)
    options: tuple[Option, ...] = ()


def weigh(voices: Sequence[Voice], rule: Rule, *, unit: str) -> Weighed:
    r"""What a rule makes of the claims that state a number.

    Parameters
    ----------
    voices : sequence of Voice
        In any order; each claim once.
    rule : Rule
        Which rule.
    unit : str
        Unit of the number; quantities are converted to it.

    Returns
    -------
    Weighed
        Where there is a range, ``low <= middle of every group <= high``. The order of the voices does not matter;
        one more copy of a claim from the same group changes nothing but `claims`.

    Notes
    -----
    With :math:`a_i, m_i, b_i` the lowest, middle and highest value of claim :math:`i`, and :math:`M_g` the median of
    the distinct middles of group :math:`g`: low is :math:`\min_i a_i`, high :math:`\max_i b_i`, median
    :math:`\mathrm{med}_g M_g`. Theory: `docs/theory/claims_to_numbers.md`.

    Examples
    --------
    >>> from corridor.ledger.quantities import quantity
    >>> def voice(claim, best, group):
    ...     said = {"role": "for", "polarity": "+", "stance": "reported", "account": "", "is_anchored": True}
    ...     return Voice(
    ...         claim=claim,
    ...         quantity=quantity(best=best, unit="t"),
    ...         groups=frozenset({group}),
    ...         grade=2,
    ...         **said,
    ...     )
    >>> two = [voice("C-1", 380, "agency"), voice("C-2", 380, "agency"), voice("C-3", 400, "ministry")]
    >>> weigh(two, "range", unit="t").range
    Range(low=380.0, mid=390.0, high=400.0)
    """
    heard, left_out = hear(voices, unit)
    if rule == "graded range":
        left_out += [(h.voice.claim, f"graded {h.voice.grade}") for h in heard if h.voice.grade > GOOD]
        heard = [h for h in heard if h.voice.grade <= GOOD]
    left_open = open_bounds(heard, apart=rule == "pick")
    low, middle, high = span(heard)
    needs = _needs(heard, rule, unit, left_open, middle)
    found = None
    if not needs and rule != "pick" and low is not None and middle is not None and high is not None:
        found = Range(low, middle, high)
    return Weighed(
        rule=rule,
        range=found,
        claims=tuple(h.voice.claim for h in heard),
        groups=len(groups_of(heard)),
        left_out=tuple(sorted(left_out)),
        open=left_open,
        needs=needs,
        stated=(low, middle, high),
        options=_options(heard) if rule == "pick" else (),
    )


def fitting_rule(voices: Sequence[Voice], *, unit: str) -> Rule:
    """The rule that the claims call for: the first of `allowed_rules`."""
    return allowed_rules(voices, unit=unit)[0]


def allowed_rules(voices: Sequence[Voice], *, unit: str) -> tuple[Rule, ...]:
    """Rules that the claims allow, the one they call for first.

    Claims that exclude each other allow `pick` alone. One claim, or copies of one from a single group, calls for
    `single, widened`; it stands `as said` if the number is taken over. All else is a `range`, and a `graded range`
    where enough independent groups are left.
    """
    heard, _ = hear(voices, unit)
    estimates = [h for h in heard if not h.is_bound]
    if exclusions(estimates):
        return ("pick",)
    if not estimates or is_one_voice(estimates):
        return ("single, widened", "as said") if estimates else ("single, widened",)
    graded = [h for h in estimates if h.voice.grade <= GOOD]
    return ("range", "graded range") if len(groups_of(graded)) >= ENOUGH else ("range",)


def equal_shares(behind: Sequence[frozenset[str]]) -> tuple[float, ...]:
    """Weights of numbers that exclude each other, equal for each set of independence groups that speaks for one.

    Parameters
    ----------
    behind : sequence of frozenset of str
        Groups behind each number.

    Returns
    -------
    tuple of float
        They sum to 1. Numbers with the same groups behind them share one weight.

    Examples
    --------
    >>> equal_shares([frozenset("a"), frozenset("b"), frozenset("b")])
    (0.5, 0.25, 0.25)
    """
    count = {b: behind.count(b) for b in behind}
    return tuple(1 / (len(count) * count[b]) for b in behind)


def _options(heard: Sequence[Heard]) -> tuple[Option, ...]:
    """The different numbers that are stated, from the smallest on, with their weights."""
    by_number: dict[tuple[object, ...], list[Heard]] = {}
    for h in heard:
        if not h.is_bound:
            by_number.setdefault(same(h.quantity), []).append(h)
    listed = sorted(by_number.values(), key=lambda own: (own[0].quantity.point, own[0].voice.claim))
    weights = equal_shares([groups_of(own) for own in listed])
    return tuple(
        Option(
            claims=tuple(h.voice.claim for h in own),
            groups=groups_of(own),
            quantity=own[0].quantity,
            weight=weight,
        )
        for own, weight in zip(listed, weights, strict=True)
    )


def _needs(
    heard: Sequence[Heard],
    rule: Rule,
    unit: str,
    left_open: Sequence[tuple[str, Side]],
    middle: float | None,
) -> str:
    """What a person must still do before the rule gives a number; blank if nothing."""
    estimates = [h for h in heard if not h.is_bound]
    if not heard and rule != "graded range":
        return f"No claim states it{f' in {unit}' if unit else ''}. Type it, and say in basis why."
    return (
        _misfit(estimates, rule)
        or _close(heard, left_open)
        or _beyond(heard)
        or ("" if middle is not None else "No claim states a middle. Type one, and say in basis why.")
    )


def _misfit(estimates: Sequence[Heard], rule: Rule) -> str:
    """Why the rule does not fit the claims, and what to do; blank if it does."""
    pairs = exclusions(estimates)
    numbers = {same(h.quantity) for h in estimates}
    if pairs and rule not in ("pick", "single, widened", "as said"):
        a, b = pairs[0]
        return f"{a} and {b} exclude each other. Write a row for each number, with the same word under rival."
    if rule == "graded range" and len(groups_of(estimates)) < ENOUGH:
        few = len(groups_of(estimates))
        return f"Of {ENOUGH} independence groups graded 1 to {GOOD} that it needs there are {few}. Take another rule."
    if rule == "pick" and len(numbers) < ENOUGH:
        return "There is one number only, and nothing to pick from. Take another rule."
    if rule == "single, widened":
        return _widen(estimates)
    if rule == "as said" and len(numbers) > 1:
        return f"{len(numbers)} different numbers are stated. Take another rule."
    return ""


def _widen(estimates: Sequence[Heard]) -> str:
    if not is_one_voice(estimates):
        return "More than one claim states it. Take another rule." if estimates else ""
    only = estimates[0]
    return (
        f"{only.voice.claim} alone states it: {only.quantity}. Type a range around it, and say in basis why."
    )


def _close(heard: Sequence[Heard], left_open: Sequence[tuple[str, Side]]) -> str:
    if not left_open:
        return ""
    said = {h.voice.claim: str(h.quantity) for h in heard}
    told = "; ".join(f"{claim} says {said[claim]}, open {side}" for claim, side in left_open)
    return f"{told}. Type a range that goes beyond, and say in basis why."


def _beyond(heard: Sequence[Heard]) -> str:
    """What is claimed beyond a bound, and what to do; blank if nothing."""
    low, _, high = span([h for h in heard if not h.is_bound])
    for h in heard:
        bottom, top = h.limits
        for limit, reached, side in ((bottom, low, -1), (top, high, 1)):
            if limit is not None and reached is not None and (reached - limit) * side > 0:
                told = f"{h.voice.claim} bounds it at {plain_number(limit)}, and what is claimed reaches "
                return f"{told}{plain_number(reached)}. Correct a role, or leave one of them out."
    return ""
