"""Nothing above the audience is anywhere in the file."""

import dataclasses

import pytest
from tests.report.studies import found, required
from tests.report.walk import read

from corridor.ledger.records import Actor
from corridor.report import report
from corridor.report.scope import scope


def make(case, forecast, audience="public"):
    """A page of a changed case for an audience, with all that could leak."""
    shown = dataclasses.replace(forecast, model=case)
    return report(case, shown, audience=audience, found=found(), required=required(), scoring=True).html


def changed(rows, key, value, **changes):
    """Rows with one of them changed."""
    return tuple(dataclasses.replace(r, **changes) if getattr(r, key) == value else r for r in rows)


# Amounts of stores, storage, fleets, slots and levels in the invented case, each found nowhere else in it.
INTERNAL = [
    "98,765",
    "98765",
    "98,800",
    "61234",
    "4321",
    "54321",
    "54,300",
    "7777",
    "7,777",
    "7,780",
    "31337",
    "424242",
]


@pytest.fixture(scope="module")
def public(case, forecast):
    """A public page with scoring, studies and all."""
    return make(case, forecast)


@pytest.mark.parametrize("amount", INTERNAL)
def test_amounts_of_stores_and_fleets_are_not_in_a_public_page(public, amount):
    """Stock amounts, storage, trucks, slots and levels appear nowhere in a public file."""
    assert amount not in public


def test_a_partner_page_has_the_amounts(case, forecast):
    """The same amounts stand in a page for partners, so their absence above means something."""
    html = make(case, forecast, "partner")
    assert "98,800" in html
    assert "54,300" in html


@pytest.mark.parametrize("level", ["partner", "internal"])
def test_a_claim_above_the_audience_is_nowhere_and_is_counted(case, forecast, level):
    """Neither its words nor its id, in any table, chronology, conflict or embedded data."""
    claims = changed(
        case.claims, "claim", "C-001", claim="C-secret", sensitivity=level, proposition="The zebra sleeps"
    )
    rows = tuple(dataclasses.replace(a, claims=("C-secret",)) for a in case.access)
    html = make(dataclasses.replace(case, claims=claims, access=rows), forecast)
    assert "zebra" not in html
    assert "secret" not in html
    assert 'value="1" data-basis="rests-ledger">1</data> claim, ' in html
    table = next(read(html).find("table", class_="held"))
    rows = {next(r.find("th")).text: [d.text for d in r.find("td")] for r in list(table.find("tr"))[1:]}
    links = sum("C-001" in (k.a, k.b) for k in case.claim_links)
    assert rows == {
        "Claims": ["1", "0", "1", f"{len(case.claims)}"],
        "Links between claims": ["0", f"{links}", f"{links}", f"{len(case.claim_links)}"],
    }
    assert next(table.find("thead")).text.startswith(f"TableClass {level}")


@pytest.mark.parametrize("level", ["partner", "internal"])
def test_a_document_or_source_above_the_audience_takes_its_claims_along(case, forecast, level):
    """A claim that rests on a hidden document alone is hidden with it."""
    documents = changed(case.documents, "document", "D-007", sensitivity=level, title="The heron letter")
    sources = changed(case.sources, "source", "S-3", sensitivity=level, name="The otter bulletin")
    html = make(dataclasses.replace(case, documents=documents, sources=sources), forecast)
    assert [word for word in ("heron", "otter", 'id="claim-C-007"', "D-007", "D-003") if word in html] == []
    assert 'id="claim-C-008"' in html


def test_a_name_that_is_hidden_takes_along_whatever_mentions_it(case, forecast):
    """Events and assumptions that name a hidden claim or document do not carry its name out."""
    claims = changed(case.claims, "claim", "C-050", sensitivity="internal")
    events = (
        dataclasses.replace(case.events[0], words="As C-050 has it, the bridge hums."),
        *case.events[1:],
    )
    people = changed(case.people, "place", "villages", basis="assumed: half of C-050")
    hidden = dataclasses.replace(case, claims=claims, events=events, people=people)
    numbers = tuple(
        dataclasses.replace(n, basis="assumed: half of C-050")
        if n.key.startswith("villages") and n.table == "people"
        else n
        for n in forecast.numbers
    )
    html = make(hidden, dataclasses.replace(forecast, numbers=numbers))
    assert "C-050" not in html
    assert "hums" not in html
    assert "withheld from this audience" in html


@pytest.mark.parametrize("beside", [(), ("C-051",)])
def test_what_rests_on_a_hidden_claim_alone_goes_with_it(case, forecast, beside):
    """An event in the words of a claim above the audience is left out and counted, unless another claim bears it."""
    claims = changed(case.claims, "claim", "C-050", sensitivity="internal")
    event = dataclasses.replace(case.events[0], words="The bridge hums at night.", claims=("C-050", *beside))
    hidden = dataclasses.replace(case, claims=claims, events=(event, *case.events[1:]))
    assert ("hums at night" in make(hidden, forecast)) is bool(beside)
    counted = [dict(scope(c).left_out).get("event", 0) for c in (case, hidden)]
    assert counted[1] - counted[0] == (0 if beside else 1)


@pytest.mark.parametrize(("audience", "named"), [("public", False), ("partner", False), ("internal", True)])
def test_private_persons_stand_by_their_role(case, forecast, audience, named):
    """No name of a private person, nor an alias, is in a page below internal: in no claim, event, basis or speaker."""
    who = Actor(
        where=case.claims[0].where, actor="anna_q", name="Anna Quill", kind="driver", aliases=("A. Quill",),
        part_of="", account="", person="private",
    )  # fmt: skip
    claims = changed(
        case.claims, "claim", "C-050", speaker="Anna Quill", proposition="anna quill drove a truck."
    )
    event = dataclasses.replace(case.events[0], words="A. Quill was stopped.", actors=("anna_q",))
    people = changed(case.people, "place", "villages", basis="assumed: as Anna Quill says")
    numbers = tuple(
        dataclasses.replace(n, basis=n.basis and f"{n.basis}, as Anna Quill says") for n in forecast.numbers
    )
    shown = dataclasses.replace(
        case, actors=(*case.actors, who), claims=claims, events=(event, *case.events[1:]), people=people
    )
    html = make(shown, dataclasses.replace(forecast, numbers=numbers), audience).casefold()
    assert [w for w in ("quill", "anna_q") if w in html] == (["quill"] if named else [])
    assert "driver drove a truck." in html or named


def test_partner_sees_partner_and_not_internal(case):
    """Each audience sees its own class and those below."""
    claims = changed(
        changed(case.claims, "claim", "C-001", sensitivity="partner"),
        "claim",
        "C-002",
        sensitivity="internal",
    )
    case = dataclasses.replace(case, claims=claims)
    seen = {a: {c.claim for c in scope(case, a).model.claims} for a in ("public", "partner", "internal")}
    assert seen["internal"] - seen["partner"] == {"C-002"}
    assert seen["partner"] - seen["public"] == {"C-001"}
