"""Who has read a claim, which claims ask for two readers, and what is missing before one is accepted."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.errors import Where
from corridor.ledger.cells import canonical, record_of
from corridor.ledger.log import Entry
from corridor.ledger.readers import MACHINES, is_machine, missing_reader, readers_of, unread, why_severe
from corridor.ledger.store import Store

WHO = st.sampled_from(["ana", "bo", "rule dates 2", "model small", "Model X"])


def claim(**cells):
    """A claim as a record."""
    row = {
        "claim": "C-1",
        "stance": "asserted",
        "proposition": "The road is open.",
        "status": "proposed",
        **cells,
    }
    return record_of("claims", row, Where("a test"))


def entry(seq, who, action, new, *, old=None, table="claims", row="C-1"):
    """An entry of the log; cells as the log holds them."""
    told = [None if c is None else canonical(c) for c in (old, new)]
    return Entry(
        seq=seq,
        when="2026-01-01T12:00:00.000000Z",
        who=who,
        action=action,
        table=table,
        row=row,
        old=told[0],
        new=told[1],
        reason="",
        previous_hash="",
    )


def graded(seq, who, action="assess", grounds="a count"):
    """The entry of a grade."""
    cells = {"claim": "C-1", "by_whom": who, "grounds": grounds}
    return entry(seq, who, action, cells, table="assessments", row=f"C-1 / {who}")


WORDS = {"proposition": "x", "stance": "asserted", "status": "proposed"}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({}, ()),
        ({"sensitivity": "partner"}, ()),
        ({"sensitivity": "internal"}, ("it is internal",)),
        ({"proposition": "The closure is illegal."}, ('it speaks of law ("illegal")',)),
        (
            {"proposition": "The checkpoint breached the 2020 statement."},
            ('("breached the 2020 statement")',),
        ),
        ({"proposition": "Trucks crossed the border."}, ()),
        ({"proposition": "A man aged 54 has diabetes."}, ("(age, illness)",)),
    ],
)
def test_what_asks_for_two_readers(cells, why):
    """Internal claims, those that single a person out, and those that speak of law; no others."""
    found = why_severe(claim(**cells))
    assert len(found) == len(why)
    assert all(part in told for part, told in zip(why, found, strict=True))


def test_who_proposed_it_has_read_it():
    """The proposer counts, whoever typed a machine's proposal does not, an import counts whoever proposed."""
    assert readers_of([entry(1, "ana", "add", WORDS)]) == ("ana",)
    assert readers_of([entry(1, "ana", "add", {**WORDS, "proposed_by": "model small"})]) == ()
    assert readers_of([entry(1, "ana", "add", {**WORDS, "proposed_by": "bo"})]) == ("bo",)
    assert readers_of([entry(1, "ana", "import", WORDS)]) == ()
    assert readers_of([entry(1, "ana", "import", {**WORDS, "proposed_by": "bo"})]) == ("bo",)


def test_a_change_of_its_words_makes_it_unread():
    """Who changed the words has read them, all others before have not; status and note are no words."""
    before = [entry(1, "ana", "add", WORDS), graded(2, "bo")]
    status = entry(3, "cy", "accept", {"status": "accepted"}, old={"status": "proposed"})
    assert readers_of([*before, status]) == ("ana", "bo")
    words = entry(3, "cy", "change", {"proposition": "y"}, old={"proposition": "x"})
    assert readers_of([*before, words]) == ("cy",)
    assert readers_of([*before, words, graded(4, "bo")]) == ("cy", "bo")


def test_a_grade_needs_grounds_and_may_be_taken_back():
    """Without grounds it is no reading; a grade that is given anew counts, one that was retracted does not."""
    first = entry(1, "rule x 1", "add", WORDS)
    assert readers_of([first, graded(2, "bo", grounds="")]) == ()
    again = entry(
        3, "bo", "assess", {"credibility": "2"}, old={"credibility": "3"}, table="assessments", row="C-1 / bo"
    )
    assert readers_of([first, graded(2, "bo"), again]) == ("bo",)
    gone = entry(4, "bo", "retract", None, old={"claim": "C-1"}, table="assessments", row="C-1 / bo")
    assert readers_of([first, graded(2, "bo"), gone]) == ()


@given(st.lists(WHO, max_size=6), WHO)
def test_a_machine_is_never_a_reader(graders, who):
    """Whoever grades, no machine is among the readers, and no machine accepts, severe or not."""
    entries = [entry(1, "rule x 1", "add", WORDS), *(graded(i + 2, g) for i, g in enumerate(graders))]
    found = readers_of(entries)
    assert not any(map(is_machine, found))
    if is_machine(who):
        assert missing_reader((), found, who)
    else:
        assert bool(missing_reader(("it is internal",), found, who)) == (not set(found) - {who})
        assert missing_reader((), found, who) == ""


def test_a_name_in_other_letters_is_the_same_person():
    """Capitals make no second reader; a word that begins like a machine's does not make one."""
    assert missing_reader(("it is internal",), ("Ana",), " ana ")
    assert [is_machine(w) for w in (*MACHINES, "modeller", "ruler", "")] == [True, True, False, False, False]


def test_the_rule_on_a_ledger(tmp_path):
    """Only severe claims lack a reader; the log of the ledger decides; words of a document's language count."""
    with Store.create(tmp_path, clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC)) as store:
        with store.write("ana") as batch:
            batch.propose({"claim": "C-1", "stance": "accused", "proposition": "The closure is illegal."})
            batch.propose({"claim": "C-2", "stance": "asserted", "proposition": "The road is open."})
        rows = store.rows("claims")
        assert list(unread(store, rows, "ana")) == ["C-1"]
        assert unread(store, rows, "bo") == {}
        with store.write("bo") as batch:
            batch.assess("C-1", "4", "one voice")
        assert unread(store, rows, "ana") == {}
        assert list(unread(store, rows, "model small")) == ["C-1", "C-2"]
