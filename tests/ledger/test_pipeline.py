"""What a spaCy pipeline adds to the rules: a blank one with ruled entities and a scripted parse, made here."""

import functools
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.reading import plain_reading

from corridor.errors import UsageError
from corridor.ledger.reading import pipeline as room
from corridor.ledger.reading.names import WRITTEN, Listed
from corridor.ledger.reading.parsed import PARSED
from corridor.ledger.reading.pipeline import (
    ENTITIES,
    Added,
    open_pipeline,
    pipeline_of,
    proposed_by,
    with_pipeline,
)
from corridor.ledger.reading.propose import RULE, Lists, marks_of, proposals_of, read_with, rows_of

spacy = pytest.importorskip("spacy", reason="NOT RUN: spaCy is not installed (extra `nlp`)")

LISTS = Lists((Listed("Tarn", "place"), Listed("Hill Council", "actor")))
ENTITY = [
    ("PERSON", "Ann Ito"), ("ORG", "Tarn"), ("ORG", "northern relief desk"), ("GPE", "Ospin"), ("DATE", "May"),
    ("PERSON", "ito"), ("ORG", "40 trucks"),
]  # fmt: skip
PARSE = {
    # word: (head, relation), by the words of the sentences below
    "desk": ("conceded", "nsubj"), "relief": ("desk", "compound"), "northern": ("desk", "amod"),
    "driver": ("objected", "nsubj"), "foreman": ("added", "nsubj"),
    "added": ("conceded", "conj"), "trucks": ("halted", "nsubj"), "halted": ("conceded", "ccomp"),
    "not": ("told", "neg"), "warned": ("told", "ccomp"), "Ann": ("told", "nsubj"),
}  # fmt: skip


@spacy.Language.component("scripted_parser")
def scripted(doc):
    """Give each word the head and the relation of the script; all others hang on the first verb."""
    root = next((t for t in doc if t.text in {"conceded", "told", "denied"}), doc[0])
    by_word = {t.text: t for t in doc}
    for token in doc:
        head, relation = PARSE.get(token.text, ("", "dep"))
        token.head = by_word.get(head, root)
        token.dep_ = "ROOT" if token.i == root.i else relation
        token.pos_ = "NOUN" if relation == "nsubj" else "X"
    return doc


@functools.cache
def made(*, parser=True, lang="en"):
    """A pipeline with entities of the list above, and the scripted parse if asked for."""
    nlp = spacy.blank(lang)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": words} for label, words in ENTITY])
    if parser:
        nlp.add_pipe("scripted_parser")
    return pipeline_of(nlp)


def added(text, *, lists=LISTS, **more) -> Added:
    """Rules and pipeline on a text."""
    reading = plain_reading(text)
    return with_pipeline(made(**more), reading, lists, marks_of(reading, lists))


def test_the_list_comes_first_and_entities_are_added():
    """Tarn stays the place of the list whatever the pipeline calls it; an entity without a large letter is added."""
    found = added("The Hill Council met in Tarn. Later the northern relief desk reached Ospin in May.")
    kinds = {n.value: (n.kind, n.rule) for n in found.marks.names}
    assert kinds["Tarn"][0] == "place"
    assert kinds["Hill Council"][0] == "actor"
    assert kinds["northern relief desk"] == ("organisation", ENTITIES)
    assert kinds["Ospin"] == ("place", WRITTEN)
    assert "May" not in kinds
    assert found.names == 1


@given(st.lists(st.sampled_from(
    ["Ann Ito ", "said ", "that ", "Tarn ", "northern relief desk ", "conceded ", "trucks halted ", "“", "”", ". ",
     "\n\n", "ito ", "The Hill Council denied ", "и ", "e\u0301"]), max_size=25).map("".join))  # fmt: skip
def test_what_the_rules_found_stays(text):
    """Whatever the text, every name and unit of the rules is there with the pipeline, and units do not overlap."""
    reading = plain_reading(text)
    marks = marks_of(reading, LISTS)
    found = with_pipeline(made(), reading, LISTS, marks).marks
    assert {(n.start, n.end) for n in marks.names} <= {(n.start, n.end) for n in found.names}
    assert set(marks.units) <= set(found.units)
    for unit in found.units:
        if unit.rule == PARSED:
            assert all(u is unit or u.end <= unit.start or unit.end <= u.start for u in marks.units)
            assert text[unit.speaker_start : unit.speaker_end].strip()


def test_a_parse_finds_a_speaker_that_no_rule_finds():
    """A common noun far from its verb speaks; the unit has the stance of the word list, and passes the verifier."""
    text = (
        "The northern relief desk, which nobody had expected to answer before the week was out, "
        "conceded that trucks halted."
    )
    reading = plain_reading(text)
    rules = marks_of(reading, Lists())
    assert rules.units == ()
    found = with_pipeline(made(), reading, Lists(), rules)
    (unit,) = found.marks.units
    assert (unit.speaker, unit.stance, unit.rule) == ("northern relief desk", "asserted", PARSED)
    accepted = read_with(lambda r, ls: proposals_of(r, ls, found.marks), reading, Lists()).accepted
    (one,) = (a for a in accepted if a.proposal.voice == "attributed")
    by = proposed_by(one, found.marks, made(), RULE)
    row, spots = rows_of(one, reading, Lists(), by=by)
    assert row["proposed_by"] == "model en_pipeline 0.0.0, pipeline/1"
    assert [text[s["start"] : s["end"]] for s in spots][1] == "northern relief desk"


def test_what_is_said_within_speech_makes_no_unit_of_its_own():
    """A verb of speech in the complement of another is part of it."""
    found = added("Ann Ito told that the weather had warned all of them about it.", lists=Lists())
    assert [u.speaker for u in found.marks.units] == ["Ann Ito"]


def test_what_was_not_said_makes_no_unit():
    """A verb of speech that the parse shows as negated says nothing."""
    text = "Ann Ito, whom all of them had asked about it since the first of the month, would not told that it came."
    assert added(text, lists=Lists()).units == 0
    assert added(text.replace(" not", " yes"), lists=Lists()).units == 1


def test_without_a_parser_speech_is_by_rules_alone_and_that_is_told():
    """A pipeline that only marks entities says so, and adds no unit."""
    found = added("Ann Ito said that 40 trucks came.", parser=False)
    assert (found.has_names, found.has_parse, found.units) == (True, False, 0)
    assert len(found.marks.units) == 1


def test_a_number_or_a_day_is_no_name():
    """What the rules take for a quantity stays one, whatever the pipeline calls it."""
    found = added("Then 40 trucks came on 3 May 2026.")
    assert found.names == 0
    assert [a.value for a in found.marks.amounts] == [40]


def test_forms_are_not_shown_to_the_pipeline():
    """A line of a form is blank for it: an entity there is not found."""
    found = added("The road is open again.\n\nPlease enter your comment, Ospin!\n")
    assert "Ospin" not in {n.value for n in found.marks.names}


def test_a_pipeline_for_another_language_is_refused():
    """It is told which language it is for; one for many languages passes."""
    with pytest.raises(UsageError, match='is for "de", and the document is "en"'):
        added("Ann Ito came.", lang="de", parser=False)
    assert added("Ann Ito came.", lang="xx", parser=False).marks.names


def test_a_pipeline_that_fails_is_told_in_a_line():
    """What a component raises becomes one message with its name, no traceback."""

    class Broken:
        meta = {"lang": "en", "name": "odd", "version": "1"}  # noqa: RUF012

        def pipe(self, texts):
            raise RuntimeError("out of order")

    reading = plain_reading("Ann Ito came here.")
    with pytest.raises(UsageError, match=r"en_odd: it failed on the text \(RuntimeError: out of order\)"):
        with_pipeline(pipeline_of(Broken()), reading, LISTS, marks_of(reading, LISTS))


def test_a_pipeline_is_opened_from_its_folder(tmp_path):
    """One that was saved opens by its folder; a name that is nowhere, an empty folder and no pipeline are told."""
    nlp = spacy.blank("en")
    nlp.to_disk(tmp_path / "own")
    assert open_pipeline(str(tmp_path / "own")).language == "en"
    (tmp_path / "empty").mkdir()
    for name in ("no_such_pipeline", str(tmp_path / "empty")):
        with pytest.raises(UsageError, match=r"no such pipeline here.*leave --pipeline out"):
            open_pipeline(name)
    with pytest.raises(UsageError, match="does not open as a spaCy pipeline"):
        open_pipeline("numpy")


def test_without_spacy_the_message_says_what_to_install(monkeypatch):
    """Where the extra is missing the message names it, and the way without."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match=r"spaCy is not installed\. Install corridor\[nlp\]"):
        room.open_pipeline("en_core_web_sm")
