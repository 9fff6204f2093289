"""From claims to a number: what each rule gives, what it leaves out and leaves open, and the laws that hold."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.ledger.quantities import quantity
from corridor.ledger.weigh import (
    RULES,
    Voice,
    allowed_rules,
    equal_shares,
    fitting_rule,
    weigh,
    why_left_out,
)
from corridor.schema.values import Range


def voice(claim, best=None, group="g", *, low=None, high=None, unit="t", qualifier="exact", **columns):
    """A voice that states a number of tonnes, accepted, anchored, and graded 2."""
    states = any(v is not None for v in (low, best, high))
    stated = quantity(low=low, best=best, high=high, unit=unit, qualifier=qualifier) if states else None
    groups = frozenset(group.split()) if isinstance(group, str) else group
    said = {
        "grade": 2,
        "role": "for",
        "polarity": "+",
        "stance": "reported",
        "account": "",
        "is_anchored": True,
    }
    return Voice(claim=claim, quantity=stated, groups=groups, **(said | columns))


def apart(*voices):
    """The voices, each of which excludes all others."""
    ids = {v.claim for v in voices}
    return [replace(v, excludes=frozenset(ids - {v.claim})) for v in voices]


def test_range_is_what_the_claims_span():
    """Low is the smallest low, high the largest high, median that of the groups' middles; all claims are named."""
    found = weigh(
        [
            voice("C-1", 300, "agency"),
            voice("C-2", 400, "ministry"),
            voice("C-3", low=350, best=420, high=600, group="UN"),
        ],
        "range",
        unit="t",
    )
    assert found.range == Range(300, 400, 600)
    assert (found.claims, found.groups, found.left_out, found.open, found.needs) == (
        ("C-1", "C-2", "C-3"),
        3,
        (),
        (),
        "",
    )


def test_ten_copies_of_one_line_are_one_voice():
    """Nine more papers of one agency group leave the median where it was."""
    copies = [voice(f"A-{i}", 300, "agency") for i in range(10)]
    others = [voice("B-1", 400, "ministry"), voice("C-1", 500, "UN")]
    assert weigh(copies + others, "range", unit="t").range == Range(300, 400, 500)


def test_a_claim_carried_by_two_groups_is_a_voice_of_each():
    """One claim of two independent groups weighs as two groups."""
    voices = [voice("C-1", 300, "a b"), voice("C-2", 400, "c")]
    assert weigh(voices, "range", unit="t").range == Range(300, 300, 400)
    assert weigh(voices, "range", unit="t").groups == 3


def test_claims_without_a_source_are_one_voice_together():
    """Claims of which no source is known share one group."""
    voices = [voice("C-1", 300, frozenset()), voice("C-2", 500, frozenset()), voice("C-3", 600, "c")]
    found = weigh(voices, "range", unit="t")
    assert found.groups == 2
    assert found.range == Range(300, 500, 600)


@pytest.mark.parametrize("grade", [3, 4])
def test_graded_range_reads_grades_1_to_3_alone(grade):
    """A claim graded 3 enters, one graded 4 is left out with its grade."""
    voices = [voice("C-1", 300, "a"), voice("C-2", 400, "b"), voice("C-3", 900, "c", grade=grade)]
    found = weigh(voices, "graded range", unit="t")
    assert found.range == (Range(300, 400, 900) if grade == 3 else Range(300, 350, 400))
    assert found.left_out == (() if grade == 3 else (("C-3", "graded 4"),))


def test_graded_range_asks_for_two_independent_groups():
    """With one group left there is no graded range, and what to do is said."""
    voices = [voice("C-1", 300, "a"), voice("C-2", 400, "a"), voice("C-3", 900, "c", grade=5)]
    found = weigh(voices, "graded range", unit="t")
    assert found.range is None
    assert "2 independence groups" in found.needs
    assert allowed_rules(voices, unit="t") == ("range",)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"polarity": "-"}, "never sets it to zero"),
        ({"stance": "denied"}, "never sets it to zero"),
        ({"stance": "promised"}, "a promise feeds scenarios only"),
        ({"stance": "warned"}, "a warning feeds scenarios only"),
        ({"stance": "predicted"}, "a prediction feeds scenarios only"),
        ({"stance": "considered"}, "a condition feeds scenarios only"),
        ({"stance": "demanded"}, "a demand feeds scenarios only"),
        ({"role": "against"}, "speaks against the number"),
        ({"role": "context"}, "is context"),
        ({"status": "proposed"}, "proposed, not accepted"),
        ({"unit": "l"}, "cannot be held against t"),
        ({"unit": "video interview"}, "cannot be held against t"),
        ({"unit": ""}, "cannot be held against t"),
    ],
)
def test_what_is_no_estimate_is_left_out_with_the_reason(columns, why):
    """Denials, what is only ahead, other units, other roles: the number is as if they were not there."""
    voices = [voice("C-1", 300, "a"), voice("C-2", 400, "b")]
    out = voice("C-9", 0, "c", **columns)
    found = weigh([*voices, out], "range", unit="t")
    assert found.range == weigh(voices, "range", unit="t").range == Range(300, 350, 400)
    assert [claim for claim, _ in found.left_out] == ["C-9"]
    assert why in found.left_out[0][1]
    assert why_left_out(out, unit="t") == found.left_out[0][1]


def test_a_claim_that_states_nothing_is_left_out():
    """A claim without a quantity is told as such; with nothing else, a person must type the number."""
    found = weigh([voice("C-1")], "range", unit="t")
    assert found.left_out == (("C-1", "states no quantity"),)
    assert found.range is None
    assert found.needs == "No claim states it in t. Type it, and say in basis why."


@pytest.mark.parametrize(
    ("best", "open_", "expected"),
    [(49, (("C-9", "above"),), None), (50, (("C-9", "above"),), None), (51, (), Range(50, 51, 51))],
)
def test_an_open_bound_is_closed_only_by_a_claim_beyond_it(best, open_, expected):
    """`More than 50` stays open beside 49 and 50, and ends at 51 where another claim says 51."""
    found = weigh(
        [voice("C-1", best, "a"), voice("C-9", low=50, group="b", qualifier="more than")], "range", unit="t"
    )
    assert found.open == open_
    assert found.range == expected
    assert ("Type a range that goes beyond" in found.needs) == (expected is None)


def test_up_to_is_open_below():
    """`Up to 25,000` says nothing of how few: no range, and what is stated is shown."""
    found = weigh([voice("C-1", high=25_000, qualifier="up to", unit="person")], "as said", unit="person")
    assert (found.range, found.open, found.stated) == (None, (("C-1", "below"),), (None, None, 25_000))


def test_bounds_close_what_is_open_and_widen_nothing():
    """A claim of role bound ends an open side; beside a closed one it changes nothing, and is named."""
    top = voice("B-1", high=80, qualifier="up to", role="bound", group="b")
    some = [voice("C-1", low=50, best=55, qualifier="more than", group="a"), voice("C-2", 50.5, "c")]
    assert weigh(some, "range", unit="t").open == (("C-1", "above"),)
    assert weigh([*some, top], "range", unit="t").range == Range(50, 52.75, 80)
    closed = [voice("C-1", 50, "a"), voice("C-2", 60, "c")]
    assert weigh([*closed, top], "range", unit="t").range == Range(50, 55, 60)


def test_claims_beyond_a_bound_give_no_range():
    """What is claimed beyond what another claim bounds is told, not cut off."""
    voices = [
        voice("C-1", 50, "a"),
        voice("C-2", 90, "c"),
        voice("B-1", high=80, qualifier="up to", role="bound"),
    ]
    found = weigh(voices, "range", unit="t")
    assert found.range is None
    assert "B-1 bounds it at 80, and what is claimed reaches 90" in found.needs


def test_claims_that_exclude_each_other_are_picked_never_blended():
    """Each number keeps its claims and its weight, equal for each set of groups; no range in between."""
    voices = apart(
        voice("C-1", 120_000, "a b", unit="persons"),
        voice("C-2", 25_000, "c", unit="persons"),
        voice("C-3", 101_000, "d", unit="persons"),
    )
    voices.append(replace(voices[0], claim="C-4", groups=frozenset("a")))
    assert allowed_rules(voices, unit="person") == ("pick",)
    assert "exclude each other" in weigh(voices, "range", unit="person").needs
    found = weigh(voices, "pick", unit="person")
    assert found.range is None
    assert found.needs == ""
    assert [(o.quantity.point, o.claims) for o in found.options] == [
        (25_000, ("C-2",)),
        (101_000, ("C-3",)),
        (120_000, ("C-1", "C-4")),
    ]
    assert [o.weight for o in found.options] == pytest.approx([1 / 3] * 3)


def test_an_open_number_among_picks_stays_open():
    """In a pick no claim closes the bound of another: they exclude each other."""
    voices = apart(voice("C-1", high=25_000, qualifier="up to"), voice("C-2", 120, "b"))
    assert weigh(voices, "pick", unit="t").open == (("C-1", "below"),)


def test_claims_that_exclude_each_other_and_say_the_same_number_agree_on_it():
    """A contradiction on something else does not make one number two."""
    voices = apart(voice("C-1", 300, "a"), voice("C-2", 0.3, "b", unit="kt"), voice("C-3", 300, "c"))
    assert allowed_rules(voices[::2], unit="t")[0] == "range"


@pytest.mark.parametrize(
    ("voices", "rule"),
    [
        ([voice("C-1", 17)], "single, widened"),
        ([voice("C-1", 17, "a b c")], "single, widened"),
        ([voice("C-1", 17, "a b"), voice("C-2", 17, "a")], "single, widened"),
        ([voice("C-1", 17, "a"), voice("C-2", 17, "b")], "range"),
        ([voice("C-1", 17, "a"), voice("C-2", 18, "a")], "range"),
        ([voice("C-1", 17, "a"), voice("C-2", 18, "b", polarity="-")], "single, widened"),
        ([], "single, widened"),
    ],
)
def test_the_rule_follows_from_the_claims(voices, rule):
    """One claim and its copies must be widened by hand; two claims span a range; denials do not count."""
    assert fitting_rule(voices, unit="t") == rule


def test_one_claim_needs_an_analyst():
    """A single claim gives no range by itself, and says so; as said, it is the number it states."""
    only = [voice("C-1", 17)]
    found = weigh(only, "single, widened", unit="t")
    assert found.range is None
    assert found.needs == "C-1 alone states it: 17 t. Type a range around it, and say in basis why."
    assert weigh(only, "as said", unit="t").range == Range.exact(17)


def test_as_said_is_no_choice_among_several():
    """Two numbers cannot both be taken as said."""
    found = weigh([voice("C-1", 17), voice("C-2", 18)], "as said", unit="t")
    assert found.range is None
    assert found.needs == "2 different numbers are stated. Take another rule."


def test_shares_are_equal_for_each_set_of_groups():
    """Two rows that one set of groups speaks for share one weight."""
    assert equal_shares([frozenset("a"), frozenset("ab"), frozenset("ab")]) == (0.5, 0.25, 0.25)


# ------------------------------------------------------------------------------------------------- laws
numbers = st.floats(0.001, 1e9, allow_nan=False)


@st.composite
def heard(draw, *, closed=False):
    """One to eight claims of five groups, some open, some of role bound, in t or kg."""
    voices = []
    for i in range(draw(st.integers(1, 8))):
        qualifier = draw(
            st.sampled_from(["exact", "about"] + [] * closed + ["more than", "up to"] * (not closed))
        )
        three = sorted(draw(st.lists(numbers, min_size=3, max_size=3)))
        kind = draw(st.sampled_from(["one", "three"]))
        side = {"more than": "low", "up to": "high"}.get(qualifier, "best")
        given_ = {side: three[1]} if kind == "one" else dict(zip(("low", "best", "high"), three, strict=True))
        groups = frozenset(draw(st.sets(st.sampled_from("abcde"), max_size=3)))
        role = "for" if closed else draw(st.sampled_from(["for", "for", "for", "bound"]))
        unit = draw(st.sampled_from(["t", "kg"]))
        grade = draw(st.integers(1, 6))
        voices.append(
            voice(f"C-{i}", group=groups, qualifier=qualifier, unit=unit, role=role, grade=grade, **given_)
        )
    return voices


rules = st.sampled_from(RULES)


@given(voices=heard(), rule=rules, seed=st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(voices, rule, seed):
    """A shuffled list gives the same answer, word for word."""
    shuffled = list(voices)
    seed.shuffle(shuffled)
    assert weigh(shuffled, rule, unit="t") == weigh(voices, rule, unit="t")
    assert allowed_rules(shuffled, unit="t") == allowed_rules(voices, unit="t")


@given(voices=heard(), rule=rules, pick=st.integers(0, 7))
def test_a_copy_from_the_same_group_changes_no_number(voices, rule, pick):
    """One more claim with the same number from the same groups moves neither range, rule, weights nor what is open."""
    copied = voices[pick % len(voices)]
    more = weigh([*voices, replace(copied, claim="Z-1")], rule, unit="t")
    once = weigh(voices, rule, unit="t")
    assert (more.range, more.stated, more.groups) == (once.range, once.stated, once.groups)
    assert [o.weight for o in more.options] == [o.weight for o in once.options]
    assert bool(more.open) == bool(once.open)
    assert fitting_rule([*voices, replace(copied, claim="Z-1")], unit="t") == fitting_rule(voices, unit="t")


@given(voices=heard())
def test_a_range_contains_the_middle_of_every_group(voices):
    """Where there is a range it rises, and holds the middle of each group and every number that is stated."""
    found = weigh(voices, "range", unit="t").range
    if found is None:
        return
    tonnes = [v for v in voices if v.role == "for"]
    assert found.low <= found.mid <= found.high
    for group in frozenset().union(*(v.voices for v in tonnes)):
        own = {v.quantity.to("t").point for v in tonnes if group in v.voices and _has_middle(v)}
        assert not own or found.low <= median(own) <= found.high
    for v in tonnes:
        low, high = v.quantity.to("t").bounds()
        assert low is None or found.low <= low
        assert high is None or found.high >= high


def _has_middle(v):
    return v.quantity.best is not None or not v.quantity.is_open


@given(voices=heard(), rule=rules)
def test_units_do_not_matter(voices, rule):
    """Asked for in kg, a number is a thousand times that in t, and nothing else changes."""
    t, kg = (weigh(voices, rule, unit=unit) for unit in ("t", "kg"))
    assert (t.claims, t.groups, t.left_out, t.open) == (kg.claims, kg.groups, kg.left_out, kg.open)
    assert (t.range is None) == (kg.range is None)
    for a, b in zip(t.stated, kg.stated, strict=True):
        assert (a is None and b is None) or math.isclose(a * 1000, b, rel_tol=1e-9)  # conversion both ways


@given(voices=heard(closed=True))
def test_denials_never_move_a_number(voices):
    """Whatever is denied, and by whomever, the range of what is claimed stays."""
    denied = [replace(v, claim=f"N-{v.claim}", polarity="-") for v in voices]
    with_, without = weigh([*voices, *denied], "range", unit="t"), weigh(voices, "range", unit="t")
    assert (with_.range, with_.groups) == (without.range, without.groups)
    assert {c for c, _ in with_.left_out} == {v.claim for v in denied}


@given(voices=heard())
def test_no_open_bound_is_ever_closed_by_the_rule(voices):
    """A range never ends at the stated bound of a claim that leaves that side open."""
    found = weigh(voices, "range", unit="t").range
    if found is None:
        return
    for v in voices:
        q = v.quantity.to("t")
        if v.role == "for" and "above" in q.open_sides:
            assert found.high > max(x for x in (q.low, q.best, q.high) if x is not None)
        if v.role == "for" and "below" in q.open_sides:
            assert found.low < min(x for x in (q.low, q.best, q.high) if x is not None)
