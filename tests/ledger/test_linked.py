"""The ledger as linked data: every key has a meaning, every claim leads to its words, and nobody is judged."""

import json
from collections.abc import Iterator

import pytest
from tests.cli.evidence.sharing import classed
from tests.ledger.kept import QUOTE, TEXT, kept_copy

from corridor import cases
from corridor.io import Case
from corridor.ledger.cells import evidence
from corridor.ledger.linked import context, linked_text
from corridor.ledger.sharing import share


def rows_of(model):
    """Tables of the ledger of a model."""
    return {name: getattr(model, name) for name in evidence()}


@pytest.fixture(scope="module")
def lachin():
    """The founding case as linked data."""
    model = Case.read(cases.path("lachin")).check()
    return json.loads(linked_text(rows_of(model), case="lachin", ceiling="public"))


def keys(value) -> Iterator[str]:
    """Every key that a document uses, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def names(value) -> Iterator[str]:
    """Every id and type that a document uses."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"id", "type"}:
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names(inner)


def test_the_context_says_what_each_key_means(lachin):
    """Each key is in the context, each term is made of a prefix that is there, and no entry stands unused."""
    known = lachin["@context"]
    used = set(keys(lachin["@graph"]))
    assert used <= set(known)
    prefixes = {k for k, v in known.items() if isinstance(v, str) and v.endswith(("#", "/", ":"))}
    terms = [v["@id"] if isinstance(v, dict) else v for k, v in known.items() if k not in prefixes]
    named = [t for t in terms if isinstance(t, str) and not t.startswith("@")]
    assert {t.partition(":")[0] for t in (*named, *names(lachin["@graph"]))} <= prefixes


def test_every_key_of_the_context_is_used(tmp_path, lachin):
    """Between the founding case and a small one with every column, no entry of the context is idle."""
    small = Case.read(kept_copy(tmp_path / "case", claim={"proposed_by": "rule 1", "hedge": "said"}))
    small.add(
        "studies", study="S", document="D-1", sample="50", method="count", finding="-", claims_for="C-1"
    )
    small.add("claims", claim="C-2", stance="denied", proposition="x", recipient="a", actor="b", object="c",
              quantity=(1, 2, 3), documents="D-1", polarity="-")  # fmt: skip
    small.add("studies", study="T", sample="5", method="m", finding="-", claims_against="C-2")
    small.add("documents", document="D-2", source="paper", url="https://example.org/", supersedes="D-1")
    small.add_support("stocks", "Hill / flour", claim="C-1", column="amount")
    told = linked_text(rows_of(small.check()), case="small", anchors={"C-1": "anchored"})
    used = {*keys(json.loads(told)["@graph"]), *keys(lachin["@graph"])}
    prefixes = {k for k, v in context("x").items() if isinstance(v, str) and v.endswith(("#", "/", ":"))}
    assert set(context("x")) - used - prefixes - {"@version"} == set()


def test_every_claim_leads_to_its_document_and_span(lachin):
    """Each claim leads to documents that are there; each of its passages to one of them, with a position."""
    nodes = {n["id"]: n for n in lachin["@graph"]}
    claims = [n for n in nodes.values() if "oa:Annotation" in n["type"]]
    assert len(claims) == 455
    spans = 0
    for claim in claims:
        documents = [nodes[d] for d in claim["wasDerivedFrom"]]
        assert documents
        for document in documents:
            assert document["publisher"] in nodes
        for at in claim["hasTarget"]:
            target = nodes[at]
            if "oa:SpecificResource" in target["type"]:
                spans += 1
                assert target["hasSource"] in claim["wasDerivedFrom"]
                selector = target["hasSelector"]
                assert selector["type"] == "oa:TextPositionSelector"
                assert 0 <= selector["start"] < selector["end"]
            else:
                assert at in claim["wasDerivedFrom"]
    assert spans == 156


def test_the_position_is_that_of_the_words(tmp_path):
    """The selector of a claim cuts its very words out of the document, and its anchor is told."""
    case = Case.read(kept_copy(tmp_path / "case")).check()
    told = json.loads(linked_text(rows_of(case), case="c", anchors={"C-1": "anchored"}))
    nodes = {n["id"]: n for n in told["@graph"]}
    claim = nodes["case:claims/C-1"]
    span = nodes[claim["hasTarget"][0]]["hasSelector"]
    assert TEXT[span["start"] : span["end"]] == QUOTE
    assert claim["anchor"] == "anchored"
    assert nodes[claim["speakerNamedAt"]]["hasSource"] == "case:documents/D-1"
    assert claim["quantity"] == {"type": "ledger:Quantity", "best": 9, "unit": "t", "qualifier": "exact"}


def test_the_same_rows_give_the_same_bytes(tmp_path):
    """The order in which rows come does not matter."""
    rows = rows_of(Case.read(kept_copy(tmp_path / "case")).check())
    mixed = {name: tuple(reversed(rows[name])) for name in reversed(list(rows))}
    assert linked_text(mixed, case="c") == linked_text(rows, case="c")


def test_no_grade_and_no_claim_that_nobody_accepted(tmp_path):
    """Grades of claims and sources, and claims that are proposed, rejected or retracted, stay in the ledger."""
    case = Case.read(kept_copy(tmp_path / "case", used=False, claim={"credibility": "B9"}))
    case.add("assessments", claim="C-1", by_whom="me", credibility="2", grounds="unusual grounds")
    for status in ("proposed", "rejected", "retracted"):
        case.add(
            "claims",
            claim=status,
            stance="reported",
            proposition=f"x {status}",
            status=status,
            documents="D-1",
        )
    case.add("claim_links", a="C-1", b="proposed", kind="supports")
    told = linked_text(rows_of(case.check()), case="c")
    assert not any(
        word in told for word in ("B9", "unusual", "x proposed", "rejected", "retracted", "ClaimLink")
    )
    assert "rating" not in told.casefold()


def test_nothing_above_the_ceiling_is_in_it():
    """What is shared with the public holds no row above it, no id of one, and no private name or id."""
    shared = share(rows_of(classed().check()), "public", leave_out=True)
    told = linked_text(shared.rows, case="c", ceiling="public").casefold()
    hidden = ("witness", "d-3", "c-3", "c-4", "secret", "quill", "anna", '"internal"', '"partner"')
    assert [word for word in hidden if word in told] == []
    assert "private-1" in told


def test_names_of_rows_are_safe():
    """An id with blanks, slashes or letters of another script is a valid name that leads back to it."""
    case = classed()
    case.add("claims", claim="Ա b#%?", stance="reported", proposition="x", documents="D-1")
    told = json.loads(linked_text(rows_of(case.check()), case="my case", ceiling="internal"))
    node = next(n for n in told["@graph"] if n.get("identifier") == "Ա b#%?")
    assert node["id"] == "case:claims/%D4%B1%20b%23%25%3F"
    assert told["@context"]["case"] == "urn:x-corridor:case:my%20case:"


def test_a_denial_has_the_class_of_event_data(lachin):
    """Accusations and denials are classed, so that event data can take them; what is only told of has no class."""
    classes = {n["stance"]: n.get("ploverClass") for n in lachin["@graph"] if "stance" in n}
    assert classes["accused"] == "ACCUSE"
    assert classes["denied"] == "REJECT"
    assert classes["asserted"] is None
