"""Conflicts that nobody confirmed: a count on an internal page, and nothing elsewhere; accepted claims alone."""

import dataclasses

from tests.report.studies import found, required

from corridor.report import report
from corridor.report.accounts import conflicts, unconfirmed

WORDS = "Wagons passed the Sella gate on the third"


def counted(case, **second):
    """The invented case with two accepted claims that count apart, and no link between them."""
    base = dataclasses.replace(
        case.claims[0], passages=(), polarity="+", stance="asserted", hedge="", proposition=WORDS, unit="wagon",
        qualifier="exact", time="", valid_from=None, valid_to=None, sensitivity="public", status="accepted", speaker="",
        place="", route="", type="", object="",
    )  # fmt: skip
    kind = type(case.stocks[0].amount)
    one = dataclasses.replace(
        base, claim="K-1", quantity=kind.exact(417), documents=case.claims[0].documents[:1]
    )
    other = {"claim": "K-2", "quantity": kind.exact(233), "proposition": f"{WORDS} again"} | second
    return dataclasses.replace(case, claims=(*case.claims, one, dataclasses.replace(one, **other)))


def page(case, forecast, audience):
    """A page of a changed case."""
    shown = dataclasses.replace(forecast, model=case)
    return report(case, shown, audience=audience, found=found(), required=required()).html


def test_an_internal_page_has_their_number_alone(case, forecast):
    """The sentence with the count stands there; the reason, the rule and the question do not; others have nothing."""
    changed = counted(case)
    assert unconfirmed(changed) == unconfirmed(case) + 1
    internal, public = page(changed, forecast, "internal"), page(changed, forecast, "public")
    told = "that rules put forward and nobody has confirmed"
    assert told in internal
    assert told not in public
    assert told not in page(changed, forecast, "partner")
    for words in ("numbers apart", "numbers-apart", "How many?", "417 wagon and 233"):
        assert words not in internal


def test_what_is_not_accepted_is_in_no_conflict_of_a_page(case):
    """A linked conflict with a claim that is only proposed is not told, and not counted."""
    changed = counted(case, status="proposed")
    assert unconfirmed(changed) == unconfirmed(case)
    link = dataclasses.replace(
        case.claim_links[0], a="K-1", b="K-2", kind="contradicts", question="How many wagons?"
    )
    linked = dataclasses.replace(changed, claim_links=(*case.claim_links, link))
    assert "How many wagons?" not in {c.question for c in conflicts(linked)}
    both = dataclasses.replace(counted(case), claim_links=(*case.claim_links, link))
    assert "How many wagons?" in {c.question for c in conflicts(both)}
