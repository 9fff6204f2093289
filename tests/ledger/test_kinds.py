"""What names are, by the words around them, and the ways between them: invented sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.ledger.documents import Reading
from corridor.ledger.reading.cues import cues
from corridor.ledger.reading.kinds import listed, name_kinds
from corridor.ledger.reading.propose import Lists, marks_of
from corridor.ledger.reading.ways import named_ends, ways_in


def kinds(text: str) -> dict[str, list[str]]:
    """Each name of a text with its kinds."""
    reading = Reading("D", "", text)
    return {n.name: sorted(n.kinds) for n in name_kinds([(reading, marks_of(reading, Lists()))])}


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("The village of Tarn is cut off.", "Tarn", ["place"]),
        ("Snow fell in Tarn, and it was cold.", "Tarn", ["place"]),
        ("Prices rose in the Tarn region again.", "Tarn", ["place"]),
        ("A convoy to Tarn turned back.", "Tarn", ["place"]),
        ("They spoke of Tarn again.", "Tarn", []),
        ("They trust in Tarn officials.", "Tarn", []),
        ("Guards met the Upper Council there.", "Upper Council", ["actor"]),
        ("The Ministry of Roads met.", "Ministry of Roads", ["actor"]),
        ("They met Mr Ito there.", "Ito", ["person"]),
        ("Its mayor, Ann Ito, left.", "Ann Ito", ["person"]),
        ("Ann Ito said it was cold.", "Ann Ito", ["person"]),
        ("Tarn said it was cold in Tarn.", "Tarn", ["actor", "place"]),
        ("The Lake road was shut.", "Lake road", ["route"]),
        ("The Dunlow checkpoint was shut.", "Dunlow checkpoint", ["crossing"]),
    ],
)
def test_cue_words_decide(text, name, found):
    """Each kind by its cue; without one a name is undecided."""
    assert kinds(text)[name] == found


def test_short_forms_go_into_the_longer_name():
    """A surname is its person's, a way without its noun the way's; two who share a surname stay apart."""
    found = kinds("Ann Ito said so. Ito said more. They left Marrow Pass. The Marrow Pass road is shut.")
    assert found == {"Ann Ito": ["person"], "Marrow Pass road": ["route"]}
    assert "Ito" in kinds("Ann Ito said so. Ben Ito said that he left. Ito said that it was cold.")


def test_peoples_adjectives_and_headlines_are_no_names_of_the_case():
    """A word made of another name is left out, and so is a line written large."""
    found = kinds(
        "Great Tarn Gate Shut Down Again\n\nPeople in Velland met Vellandian guards and the Vellandi."
    )
    assert found == {"Velland": ["place"]}
    assert set(kinds("They spoke of Rumestan again. They spoke of Yeravan and of Belaris.")) == {
        "Rumestan", "Yeravan", "Belaris",
    }  # fmt: skip


def test_an_office_is_what_makes_a_person_public():
    """Whoever is named with an office is a public person; whoever only speaks is not."""
    reading = Reading("D", "", "President Ada Rum said that it was cold. Ben Ito said that he left.")
    found = {n.name: n.is_public for n in name_kinds([(reading, marks_of(reading, Lists()))])}
    assert found == {"Ada Rum": True, "Ben Ito": False}


def test_names_that_were_told_apart_become_a_list():
    """A name that acts and is a place is read as a country; an undecided one is not listed."""
    reading = Reading("D", "", "Tarn said it was cold in Tarn. Mr Ito saw Ro. The Lake road is shut.")
    found = {one.name: one.kind for one in listed(name_kinds([(reading, marks_of(reading, Lists()))]))}
    assert found == {"Tarn": "country", "Ito": "actor", "Lake road": "route"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The road linking Ro to Tarn is shut.", [("", ("Ro", "Tarn"))]),
        ("The only road between Ro and Tarn is shut.", [("", ("Ro", "Tarn"))]),
        ("The Lake Road connects Ro with the Tarn valley.", [("Lake Road", ("Ro", "Tarn"))]),
        ("The Lake road to Tarn is shut.", [("Lake road", ("Tarn",))]),
        ("The Ro-Tarn road is shut.", [("Ro-Tarn road", ("Ro", "Tarn"))]),
        ("The road is shut. Ro is linked to nobody, and Tarn waits.", []),
        ("The road linking Ro to Ro is shut.", []),
    ],
)
def test_ways_have_the_ends_that_are_named(text, found):
    """Two ends, one, or none; an end is a name that stands there."""
    reading = Reading("D", "", text)
    marks = marks_of(reading, Lists())
    names = name_kinds([(reading, marks)])
    ways = ways_in(reading, marks, names)
    assert [(w.name, w.ends) for w in ways] == found
    ends = {e for w in ways if w.name != "Ro-Tarn road" for e in w.ends}
    assert all("place" in n.kinds for n in named_ends([(reading, marks)], names) if n.name in ends)


def test_a_language_without_cues_tells_nothing_apart():
    """Names of it stay undecided, whatever stands around them."""
    reading = Reading("D", "", "The village of Tarn is shut.", "xx")
    assert not cues("xx").is_known
    assert {n.kinds for n in name_kinds([(reading, marks_of(reading, Lists()))])} <= {frozenset()}


WORDS = st.sampled_from(
    ["Tarn", "Ro", "the", "road", "to", "in", "linking", "Mr", "Council", "said", ".", ",", "\n\n", "Dr", "of", "É"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=30))
def test_every_name_stands_where_it_says(words):
    """Whatever the text: spans hold, no two names share a spelling, and no way has one end twice."""
    reading = Reading("D", "", " ".join(words))
    marks = marks_of(reading, Lists())
    names = name_kinds([(reading, marks)])
    spellings = [s.casefold() for n in names for s in set(map(str.casefold, n.spellings))]
    assert len(spellings) == len(set(spellings))
    for one in names:
        for _, start, end in one.where:
            assert 0 <= start < end <= len(reading.text)
            assert (
                " ".join(reading.text[start:end].split())
                .casefold()
                .startswith(tuple(s.casefold()[:2] for s in one.spellings))
            )
    for way in ways_in(reading, marks, names):
        assert len(set(way.ends)) == len(way.ends)
