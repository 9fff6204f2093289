"""The founding case: every conflict of the articles under one question, and eight clauses followed by day."""

import collections
import datetime as dt

import pytest
from tests.docs.conftest import ROOT
from tests.ledger.gold_case import rows

from corridor.io.read import read
from corridor.model.build import build
from corridor.model.dates import edtf_end
from corridor.study.clauses import follow
from corridor.study.conflicts import CONFLICTS, NO_SIDE, conflicts

CASE = ROOT / "src" / "corridor" / "cases" / "lachin"
AGREE, ALONE = "G15", "G17"  # claims that bear each other out; a claim that no other meets

# Group of the marked set -> the neutral question under which its claims are linked.
QUESTIONS = {
    "G01": "How many peacekeepers were there?",
    "G02": "Who stopped traffic on the road?",
    "G03": "Why was traffic stopped?",
    "G04": "Is the corridor the only road?",
    "G05": "Who were the protesters?",
    "G06": "Did the peacekeepers do what the statement asks?",
    "G07": "Did one truck end the closure?",
    "G08": "Did Moscow speak out?",
    "G09": "Who belongs to the CSTO?",
    "G10": "Was Armenia turning away from its alliance?",
    "G11": "Who controls the corridor?",
    "G12": "Whose was Nagorno-Karabakh, in law and in fact?",
    "G13": "Was another war intended?",
    "G14": "Did the CSTO answer?",
    "G15": "When did traffic stop, and for how long?",
    "G16": "Was the Russian truck tied to the corridor?",
    "G18": "What is the role of the peacekeepers at the ends of the corridor?",
}


@pytest.fixture(scope="module")
def model():
    """The founding case."""
    return build(read(CASE), strict=True)


@pytest.fixture(scope="module")
def groups():
    """Claims of each conflict group of the marked set."""
    found = collections.defaultdict(set)
    for row in rows("seed_claims.csv"):
        for group in filter(None, row["conflict_group"].split(";")):
            found[group].add(row["claim_id"])
    return found


def test_every_group_has_a_question(groups):
    """The marked set has eighteen groups; all but the claim that stands alone have a question."""
    assert sorted(groups) == sorted({*QUESTIONS, ALONE})


@pytest.mark.parametrize("group", QUESTIONS)
def test_the_claims_of_a_group_are_linked_under_its_question(model, groups, group):
    """Links with the question of a group join all its claims, one to another; they conflict, or agree in one group."""
    links = [k for k in model.claim_links if k.question == QUESTIONS[group] and {k.a, k.b} <= groups[group]]
    reached, more = set(), {min(groups[group])}
    while more:
        reached |= more
        more = {c for k in links for c in (k.a, k.b) if {k.a, k.b} & reached} - reached
    assert reached == groups[group]
    kinds = {k.kind for k in links}
    assert kinds == {"supports"} if group == AGREE else kinds & set(CONFLICTS)


@pytest.mark.parametrize("group", [g for g in QUESTIONS if g != AGREE])
def test_each_conflict_is_shown_as_such(model, groups, group):
    """Side by side under the question: each claim of the group that another excludes or strains, under its account."""
    (shown,) = [c for c in conflicts(model) if c.question == QUESTIONS[group]]
    links = [k for k in model.claim_links if k.question == QUESTIONS[group] and k.kind in CONFLICTS]
    strained = {c for k in links for c in (k.a, k.b)} & groups[group]
    claims = {k.claim for column in shown.columns for k in column.claims}
    assert len(strained) >= 2
    assert strained <= claims
    accounts = {c.claim: c.account for c in model.claims}
    told = {k.claim: column.account for column in shown.columns for k in column.claims}
    assert {c: told[c] for c in strained} == {c: accounts[c] or NO_SIDE for c in strained}
    assert sum(n for _, n in shown.kinds) > 0


def test_relations_of_the_marked_set_are_links(model, groups):
    """Every pair that the marked set says contradicts, within one group, is linked as a conflict."""
    joined = {frozenset((k.a, k.b)) for k in model.claim_links if k.kind in CONFLICTS}
    missing = []
    for row in rows("seed_claims.csv"):
        for relation in filter(None, row["relations"].split(";")):
            kind, other = relation.split(":")
            pair = {row["claim_id"], other}
            if kind == "contradicts" and any(pair <= g for g in groups.values()):
                missing += [pair] if frozenset(pair) not in joined else []
    assert missing == []


def test_the_claim_that_stands_alone_is_graded(model, groups):
    """A name that looks wrong is kept as written, with an assessment that says why."""
    (alone,) = groups[ALONE]
    assert [(a.claim, bool(a.grounds)) for a in model.assessments] == [(alone, True)]


def test_every_clause_is_followed(model):
    """Eight clauses: each test that is asked in words has a strip, and its runs cover the days of the view."""
    views = follow(model)
    assert [v.clause.clause for v in views] == [f"C{n}" for n in range(1, 9)]
    for view in views:
        asked = [t for t in ("trigger", "outcome", "responsibility") if getattr(view.clause, f"{t}_test")]
        assert [s.test for s in view.strips] == asked
        for strip in view.strips:
            assert sum(r.days for r in strip.runs) == view.days.count
            assert any(r.status != "no report" for r in strip.runs), (view.clause.clause, strip.test)


def test_both_accounts_are_heard_on_who_stopped_traffic(model):
    """On the first day of the stop, the door at which it is laid is contested, each account with its own claims."""
    (view,) = follow(model, ["C2"])
    run = view.of("responsibility").on(dt.date(2022, 12, 12))
    account = {c.claim: c.account for c in model.claims}
    assert run.status == "reports conflict"
    assert "government of Azerbaijan" in {account[c] for c in run.claims_for}
    assert "government of Armenia" in {account[c] for c in run.claims_against}


def test_a_denial_covers_its_day(model):
    """What was denied on 18 January 2023 is not carried to a day after the counts it rests on."""
    (view,) = follow(model, ["C2"])
    assert "F-126" in view.of("outcome").on(dt.date(2023, 1, 18)).claims_for
    later = view.of("outcome").on(dt.date(2023, 3, 1))
    assert (later.claims_for, later.is_one_sided) == ((), True)


def test_a_clause_of_the_alliance_depends_on_an_attack(model):
    """Only in September 2022 is the trigger reported met; whether members helped is contested then."""
    (view,) = follow(model, ["C7"])
    met = [r for r in view.of("trigger").runs if r.status == "reported met"]
    assert [(r.start, r.end) for r in met] == [(dt.date(2022, 9, 1), dt.date(2022, 9, 30))]
    assert view.of("outcome").on(dt.date(2022, 9, 15)).status == "reports conflict"


def test_orders_are_known_from_their_day(model):
    """In January 2023 the order of February is not followed; the statement of 2020 and the interim measure are."""
    known = [v.clause.clause for v in follow(model, known_by=dt.date(2023, 1, 20))]
    assert "C6" not in known
    assert {"C2", "C5"} <= set(known)
    assert "C6" in [v.clause.clause for v in follow(model, known_by=dt.date(2023, 2, 22))]


def test_no_link_reaches_past_the_publication_of_its_claim(model):
    """No claim is taken to cover days after the last document that carries it was published."""
    out = {d.document: edtf_end(d.published) for d in model.documents if d.published}
    carried = {
        c.claim: max((out[d] for d in c.documents if d in out), default=dt.date.max) for c in model.claims
    }
    assert [
        s.claim for s in model.clause_supports if s.role != "context" and s.valid_to > carried[s.claim]
    ] == []


def test_every_link_says_why(model):
    """Each linked claim has its reason, its days, and who linked it."""
    assert all(s.reason and s.by_whom and s.valid_from and s.valid_to for s in model.clause_supports)
