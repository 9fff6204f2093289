"""Weights of rival rows in a run: equal by origin, as `evidence ranges` has them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sizes import sized

from corridor.io import Case
from corridor.ledger.groups import group_of, groups_by_document, groups_of
from corridor.model.model import Model
from corridor.model.numbers import collect
from corridor.model.voices import Evidence
from corridor.study.ranges import ranges

WAYS = ("document", "passage", "column", "none")
"""How a claim tells its origin: its document, a passage of it, its own column, or not at all."""


def counts(origins: list[tuple[str, str]]) -> Model:
    """A case in which each claim counts another number of people: (how it tells its origin, group)."""
    case = Case.build(start="2026-01-01", days=20)
    for i, (way, group) in enumerate(origins, 1):
        case.add_source(f"paper {i}", independence_group=group)
        case.add_document(f"D-{i}", f"paper {i}", published="2025-12-01", published_basis="stated")
        told: dict[str, str] = {}
        if way == "document":
            told = {"documents": f"D-{i}"}
        elif way == "passage":
            case.add("passages", passage=f"P-{i}", document=f"D-{i}")
            told = {"passages": f"P-{i}"}
        elif way == "column":
            told = {"independence_group": group}
        case.add_claim(
            f"C-{i}",
            stance="asserted",
            proposition=f"{100 * i} people.",
            quantity=100 * i,
            unit="person",
            **told,
        )
    for i in range(1, len(origins) + 1):
        for j in range(i + 1, len(origins) + 1):
            case.add(
                "claim_links", a=f"C-{i}", b=f"C-{j}", kind="contradicts", independent=True, question="?"
            )
    case.add_place("Hill")
    for i in range(1, len(origins) + 1):
        case.add_people("Hill", people=100 * i, claims=f"C-{i}", rival="count", known_from="2025-12-01")
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill")
    case.add_need("energy", unit="kcal", per_person_day=2_100)
    case.add_satisfies("energy", "flour", per_unit=3_500_000)
    case.add_stock("Hill", "flour", amount=1)
    return case.check()


def weights(model: Model) -> dict[tuple[str, ...], float]:
    """Weight of each rival count in a run, by its claims."""
    return {n.claims: n.weight for n in collect(model).items if n.pick}


@pytest.mark.parametrize("way", ["document", "passage", "column"])
def test_two_counts_of_one_origin_share_one_weight(way: str) -> None:
    """Two counts of origin X and one of origin Y weigh 1/4, 1/4 and 1/2, however the origin is told."""
    found = weights(counts([(way, "X"), (way, "X"), (way, "Y")]))
    # two origins, 1/2 each; X is shared by two numbers: 1/2 / 2 = 1/4
    assert found == {("C-1",): 0.25, ("C-2",): 0.25, ("C-3",): 0.5}


def test_claims_without_an_origin_are_one_voice() -> None:
    """Two counts of which no source is known share the weight of one; a count with a source has its own."""
    found = weights(counts([("none", "X"), ("none", "Y"), ("document", "Z")]))
    assert found == {("C-1",): 0.25, ("C-2",): 0.25, ("C-3",): 0.5}


@settings(max_examples=sized(25), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WAYS), st.sampled_from("XYZ")), min_size=2, max_size=4))
def test_weights_of_a_run_are_those_of_evidence_ranges(origins: list[tuple[str, str]]) -> None:
    """Whatever the origins and however they are told, a run picks with the weights that `evidence ranges` shows."""
    model = counts(origins)
    shown = next(w for w in ranges(model, table="people") if w.column == "people").answers[0]
    assert weights(model) == pytest.approx({o.claims: o.weight for o in shown.options})
    assert sum(weights(model).values()) == pytest.approx(1)


def test_one_rule_of_groups() -> None:
    """A source without a group is its own; a claim speaks for its documents' groups, else for those it states."""
    model = counts([("document", "X"), ("column", "Y")])
    groups = groups_by_document(model.sources, model.documents)
    assert (group_of("paper", None), group_of("paper", "X")) == ("paper", "X")
    assert groups == {"D-1": "X", "D-2": "Y"}
    assert groups_of(model.claims[0], ["D-1"], groups) == {"X"}
    assert groups_of(model.claims[1], [], groups) == {"Y"}
    assert Evidence.of(model).voices["C-1"].groups == {"X"}
