"""Links that rules put forward: what makes each kind, what sets claims apart, and that nobody is said to be right."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sizes import sized

from corridor.errors import Where
from corridor.ledger.cells import cells_of, record_of
from corridor.ledger.reading.linking import Pool, likeness, propose_links, proposed_for

FOLDED = {"actors": "actor", "sources": "source", "documents": "document", "passages": "passage"}


def row(table, **cells):
    """A record of a table of the ledger."""
    return record_of(table, cells_of(table, {k: v for k, v in cells.items() if v != ""}), Where("test"))


def claim(key, words, **more):
    """An accepted claim."""
    return row(
        "claims", **({"claim": key, "proposition": words, "stance": "asserted", "status": "accepted"} | more)
    )


def pool(*claims, ceiling="internal", **tables):
    """A pool with two outlets, each with a document a day apart."""
    rows = {
        "sources": [row("sources", source=s, name=s, kind="media") for s in ("post", "herald")],
        "documents": [
            row("documents", document="P1", source="post", published="2026-05-04", published_basis="stated"),
            row(
                "documents", document="H1", source="herald", published="2026-05-05", published_basis="stated"
            ),
            row("documents", document="P2", source="post", published="2026-05-09", published_basis="stated"),
        ],
        "claims": list(claims),
        "claim_links": [],
    }
    return Pool.of(rows | tables, ceiling=ceiling)


FORTY = {"quantity": "40", "unit": "truck", "time": "2026-05-03", "route": "north road"}


def only(*claims, **more):
    """The one link between claims."""
    (found,) = propose_links(pool(*claims, **more))
    return found


def test_two_counts_on_one_day_and_road_are_apart():
    """The kind is contradicts, the numbers make it, day and road agree, and no number is called right."""
    a = claim("A", "40 trucks passed the north road", documents="P1", **FORTY)
    b = claim("B", "Only 25 trucks passed along the north road", documents="H1", **FORTY | {"quantity": "25"})
    found = only(a, b)
    assert (found.a, found.b, found.kind, found.by, found.rule) == (
        "A", "B", "contradicts", "quantity", "numbers-apart/1",
    )  # fmt: skip
    assert {"route", "time", "unit", "words"} <= set(found.agree)
    assert found.why == "numbers apart: 40 truck and 25 truck"
    assert (found.question, found.is_conflict, found.one_origin) == (
        "How many? truck: north road",
        True,
        False,
    )
    assert 0 < found.score <= 1


@pytest.mark.parametrize(
    "other",
    [
        {"time": "2026-05-08"},
        {"route": "south pass"},
        {"unit": "bus"},
        {"quantity": "30", "qualifier": "more than"},
        {"quantity": "44", "qualifier": "about"},
    ],
    ids=["another day", "another road", "another unit", "a bound that allows it", "about"],
)
def test_numbers_that_may_both_be_meant_are_not_apart(other):
    """Another day, road or unit, or a bound that holds the other number, exclude nothing."""
    a = claim("A", "40 trucks passed the north road", documents="P1", **FORTY)
    b = claim("B", "Trucks passed along the north road", documents="H1", **FORTY | {"quantity": "25"} | other)
    assert not [p for p in propose_links(pool(a, b)) if p.is_conflict]


def test_numbers_apart_without_a_day_differ():
    """Where a day is not known the two may speak of different ones: they differ, and nothing more is said."""
    a = claim("A", "40 trucks passed the north road", documents="P1", **FORTY | {"time": ""})
    b = claim("B", "25 trucks passed the north road", documents="H1", **FORTY | {"quantity": "25"})
    assert only(a, b).kind == "differs"


def test_the_same_words_after_two_numbers_count_one_thing():
    """Sentences with little else in common differ in a count of the same two words; other words after it do not."""
    bare = {"unit": "person", "route": "", "time": ""}
    a = claim(
        "A",
        "To guard the pass some 2,000 border guards were sent",
        documents="P1",
        **FORTY | bare | {"quantity": "2000"},
    )
    long = "What the 3,000 {} do beside the old salt mine remains unclear to many who live there"
    b = claim("B", long.format("border guards"), documents="H1", **FORTY | bare | {"quantity": "3000"})
    assert only(a, b).kind == "differs"
    c = claim("C", long.format("seasonal workers"), documents="H1", **FORTY | bare | {"quantity": "3000"})
    assert not propose_links(pool(a, c))


def test_one_number_from_two_outlets_is_the_same():
    """Two origins say the same; one origin, or one speaker heard twice, repeats."""
    a = claim("A", "40 trucks passed the north road", documents="P1", **FORTY)
    same = only(a, claim("B", "The convoy of 40 trucks took the north road", documents="H1", **FORTY))
    assert (same.kind, same.by, same.one_origin) == ("same", "quantity", False)
    again = only(a, claim("B", "The convoy of 40 trucks took the north road", documents="P2", **FORTY))
    assert (again.kind, again.a, again.one_origin) == ("repeats", "B", True)
    who = {"speaker": "Ann Ito", "voice": "attributed"}
    a = claim("A", "40 trucks passed the north road", documents="P1", **FORTY | who)
    assert (
        only(a, claim("B", "40 trucks took the north road", documents="H1", **FORTY | who)).kind == "repeats"
    )


ACCUSED = {"stance": "accused", "speaker": "Tarn Council", "actor": "Aldra", "route": "north road"}
DENIED = {"stance": "denied", "polarity": "-", "speaker": "government of Aldra", "actor": "Aldra"}


def test_a_denial_by_the_accused_answers():
    """The denial answers the accusation, made by polarity; it counts among conflicts."""
    a = claim("A", "Aldra blocks the north road", documents="P1", **ACCUSED)
    b = claim("B", "Aldra is behind the blocking of the road", documents="H1", **DENIED)
    found = only(a, b)
    assert (found.a, found.b, found.kind, found.by) == ("B", "A", "answers", "polarity")
    assert "party" in found.agree
    assert found.is_conflict
    assert found.why == "government of Aldra denies what is said of it"


def test_who_speaks_for_a_party_is_known_from_the_actors():
    """A minister who belongs to the accused answers for it; one who belongs to another does not."""
    a = claim("A", "Aldra blocks the north road", documents="P1", **ACCUSED)
    b = claim(
        "B", "Aldra is behind the blocking of the road", documents="H1", **DENIED | {"speaker": "Ada Roe"}
    )
    actors = [
        row("actors", actor="ada", name="Ada Roe", part_of="Aldra"),
        row("actors", actor="al", name="Aldra"),
    ]
    assert only(a, b, actors=actors).kind == "answers"
    actors = [
        row("actors", actor="ada", name="Ada Roe", part_of="Tarn"),
        row("actors", actor="al", name="Aldra"),
    ]
    assert [p.kind for p in propose_links(pool(a, b, actors=actors))] != ["answers"]


def test_an_answer_does_not_come_first():
    """What was published days before the accusation does not answer it."""
    a = claim("A", "Aldra blocks the north road", documents="P2", **ACCUSED)
    b = claim("B", "Aldra is behind the blocking of the road", documents="P1", **DENIED)
    assert "answers" not in {p.kind for p in propose_links(pool(a, b))}


def test_a_denial_that_names_nothing_answers_what_stands_before_it():
    """`Officials denied it` answers the last claim of somebody else before it, and no other."""
    spots = {"X": (0, 40), "A": (50, 90), "B": (92, 112)}
    passages = [
        row("passages", passage=f"p{k}", document="P1", start=a, end=b, hash="0", role="body")
        for k, (a, b) in spots.items()
    ]
    found = only(
        claim("X", "Snow fell on the pass", passages="pX", documents="P1"),
        claim("A", "40 trucks were turned back", passages="pA", documents="P1", speaker="Ann Ito"),
        claim("B", "Officials denied it", passages="pB", documents="P1", speaker="Officials",
              stance="denied", polarity="-"),
        passages=passages,
    )  # fmt: skip
    assert (found.a, found.b, found.kind, found.rule) == ("B", "A", "answers", "denial-after/1")


def test_open_and_closed_exclude_each_other_on_one_day_alone():
    """Opposite words of one road on one day contradict; a month later a road may have closed."""
    a = claim("A", "The north road is open to traffic", documents="P1", route="north road")
    b = claim("B", "The north road is closed to traffic", documents="H1", route="north road")
    found = only(a, b)
    assert (found.kind, found.by, found.why) == ("contradicts", "words", "opposite words: open and closed")
    later = claim(
        "B", "The north road is closed to traffic", documents="H1", route="north road", time="2026-06-05"
    )
    assert not [p for p in propose_links(pool(a, later)) if p.is_conflict]


def test_opposite_polarity_of_one_proposition_contradicts():
    """By the column, or by a negation in the words; the same sign twice does not."""
    words = "The clinic at Tarn received medicines"
    a = claim("A", words, documents="P1")
    assert (
        only(a, claim("B", words, documents="H1", polarity="-")).why == "one holds it to be so, the other not"
    )
    b = claim("B", "The clinic at Tarn received no medicines", documents="H1")
    assert (only(a, b).kind, only(a, b).why) == ("contradicts", "a negation stands in one of them")
    b = claim("B", "The clinic at Tarn received no medicines", documents="H1", polarity="-")
    assert not [
        p for p in propose_links(pool(claim("A", words, polarity="-", documents="P1"), b)) if p.is_conflict
    ]


def test_two_voices_on_one_matter_support():
    """Another speaker with much in common supports; the same document in its own voice does not."""
    a = claim("A", "Flour ran out in the shops of Tarn", documents="P1", place="Tarn", type="stocks")
    b = {"documents": "P1", "place": "Tarn", "type": "stocks", "speaker": "Ann Ito", "voice": "attributed"}
    found = only(
        a, claim("B", "The shops of Tarn have no more flour to sell".replace("no more ", "run out of "), **b)
    )
    assert (found.kind, found.a, found.b) == ("supports", "B", "A")
    own = claim(
        "B", "The shops of Tarn have run out of flour to sell", **b | {"speaker": "", "voice": "outlet"}
    )
    assert propose_links(pool(a, own)) == ()


def test_a_demand_and_a_fact_do_not_contradict():
    """What somebody asks for says nothing of how things are."""
    a = claim("A", "The north road is open", documents="P1", route="north road")
    b = claim(
        "B",
        "The north road shall not be open",
        documents="H1",
        route="north road",
        stance="demanded",
        polarity="-",
    )
    assert propose_links(pool(a, b)) == ()


def test_one_passage_is_not_held_against_itself():
    """Two numbers of one sentence are two claims and no conflict."""
    spot = [row("passages", passage="p", document="P1", start=0, end=50, hash="0", role="body")]
    a = claim("A", "40 trucks came and 25 left", passages="p", documents="P1", **FORTY)
    b = claim("B", "40 trucks came and 25 left", passages="p", documents="P1", **FORTY | {"quantity": "25"})
    assert propose_links(pool(a, b, passages=spot)) == ()


def test_what_a_person_settled_is_not_put_forward_again():
    """A pair that is linked, or said to be unrelated, in either order."""
    a = claim("A", "40 trucks passed the north road", documents="P1", **FORTY)
    b = claim("B", "25 trucks passed the north road", documents="H1", **FORTY | {"quantity": "25"})
    for kind in ("unrelated", "tension"):
        assert propose_links(pool(a, b, claim_links=[row("claim_links", a="B", b="A", kind=kind)])) == ()


def test_nothing_above_the_ceiling_takes_part():
    """A hidden claim, and one of a hidden document, are in no link, and do not change how others are weighed."""
    a = claim("A", "40 trucks passed the north road", documents="P1", **FORTY)
    b = claim("B", "25 trucks passed the north road", documents="H1", **FORTY | {"quantity": "25"})
    c = claim(
        "C",
        "26 trucks passed the north road",
        documents="H1",
        sensitivity="internal",
        **FORTY | {"quantity": "26"},
    )
    assert propose_links(pool(a, b, c, ceiling="public")) == propose_links(pool(a, b))
    assert len(propose_links(pool(a, b, c))) == 3
    secret = [
        row("documents", document="P1", source="post", published="2026-05-04", published_basis="stated"),
        row("documents", document="H1", source="herald", published="2026-05-05", sensitivity="partner"),
    ]
    assert propose_links(pool(a, b, documents=secret, ceiling="public")) == ()


def test_rejected_claims_take_no_part():
    """What a person rejected or retracted is not linked any more."""
    a = claim("A", "40 trucks passed the north road", documents="P1", **FORTY)
    for status in ("rejected", "retracted"):
        b = claim(
            "B",
            "25 trucks passed the north road",
            documents="H1",
            **FORTY | {"quantity": "25", "status": status},
        )
        assert propose_links(pool(a, b)) == ()


def test_new_claims_against_a_ledger():
    """With `among`, a link has one of the new claims; the partners of one claim are the same links."""
    held = [
        claim(f"H{n}", f"{n} trucks passed the north road", documents="P1", **FORTY | {"quantity": n})
        for n in (7, 9)
    ]
    new = claim("N", "8 trucks passed the north road", documents="H1", **FORTY | {"quantity": 8})
    told = propose_links(pool(*held, new), among=["N"])
    assert {p.pair for p in told} == {frozenset(("N", "H7")), frozenset(("N", "H9"))}
    assert proposed_for("N", pool(*held, new)) == told
    assert proposed_for(new, pool(*held)) == ()


WORDS = [
    "convoy",
    "bridge",
    "flour",
    "clinic",
    "gate",
    "fuel",
    "school",
    "market",
    "river",
    "tower",
    "mill",
    "harbour",
]


def many(size, planted):
    """Claims of words drawn at random, and pairs of them that count the same thing apart."""
    rng = random.Random(3)  # noqa: S311  (words of a test)
    made = [
        claim(
            f"C{i}",
            " ".join(rng.choices(WORDS, k=5)) + f" {rng.choice(WORDS)}{rng.randint(1, 60)}x",
            documents="P1",
        )
        for i in range(size)
    ]
    for n in range(planted):
        day = f"2026-{1 + n % 12:02d}-{1 + n % 28:02d}"
        for key, count, document in (("a", 40, "P1"), ("b", 25, "H1")):
            made.append(
                claim(f"{key}{n}", f"{count} trucks passed gate {WORDS[n % 12]} number{'q' * (n // 12 + 1)}",
                      documents=document, quantity=count, unit="truck", time=day)
            )  # fmt: skip
    rng.shuffle(made)
    return made


def test_a_large_pool_finds_what_a_small_one_does():
    """Where not every pair is looked at, all planted pairs are found still, whatever the order."""
    claims = many(600, 30)
    found = {p.pair: p.kind for p in propose_links(pool(*claims))}
    assert all(found.get(frozenset((f"a{n}", f"b{n}"))) == "contradicts" for n in range(30))
    assert propose_links(pool(*reversed(claims))) == propose_links(pool(*claims))


def test_copies_without_end_are_bounded():
    """Six hundred claims in the same words make at most six links each."""
    claims = [
        claim(f"C{i:03d}", "40 trucks passed the north road", documents="P1", **FORTY) for i in range(600)
    ]
    assert 0 < len(propose_links(pool(*claims))) <= 6 * 600


claims_drawn = st.lists(
    st.builds(
        dict,
        proposition=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
        stance=st.sampled_from(["asserted", "denied", "accused", "demanded", "promised"]),
        polarity=st.sampled_from("+-"),
        speaker=st.sampled_from(["", "Aldra", "Tarn Council"]),
        actor=st.sampled_from(["", "Aldra", "Tarn"]),
        time=st.sampled_from(["", "2026-05-03", "2026-05", "../2026", "2026-05-04/.."]),
        quantity=st.sampled_from(["", "3", "40"]),
        unit=st.sampled_from(["", "truck"]),
        documents=st.sampled_from(["P1", "H1", "P2"]),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=sized(60), deadline=None)
@given(claims_drawn)
def test_laws_of_links(drawn):
    """Scores lie in [0, 1], pairs are two claims and occur once, order does not matter, likeness is symmetric."""
    claims = [claim(f"C{i}", words=d.pop("proposition"), **d) for i, d in enumerate(map(dict, drawn))]
    found = propose_links(pool(*claims))
    assert found == propose_links(pool(*reversed(claims)))
    assert all(0 <= p.score <= 1 and p.a != p.b and p.why and p.rule.endswith("/1") for p in found)
    assert len({p.pair for p in found}) == len(found)
    frames = pool(*claims).frames
    for x in frames.frames:
        for y in frames.frames:
            one, other = likeness(frames, x, y), likeness(frames, y, x)
            assert one.score == pytest.approx(other.score, abs=1e-12)  # sums in another order
            assert set(one.agree) == set(other.agree)
