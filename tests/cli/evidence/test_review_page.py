"""`corridor evidence review --page` and `--decisions`: what may be on the page, and what comes back from it."""

from __future__ import annotations

import csv
import json

import pytest
from tests.cli.evidence.desk import made_once
from tests.report.walk import read

from corridor.io.folder import protect
from corridor.ledger.decisions import columns
from corridor.ledger.store import Store


@pytest.fixture
def queue(desk, tmp_path):
    """Three proposed claims, and helpers for the page and its file of decisions."""
    made_once("queue", tmp_path, lambda: [desk.nine(key) for key in ("C1", "C2", "C3")])
    desk.out = tmp_path / "queue.html"
    desk.file = tmp_path / "decisions.csv"
    return desk


def page(desk, *words):
    """The page, as a tree, with what the command says on stderr."""
    code, out, err = desk.run("review", "--page", str(desk.out), *words)
    assert (code, out) == (0, f"{desk.out}\n"), err
    return read(desk.out.read_text(encoding="utf-8")), err


def claims_of(root):
    """The claims that the script is told of."""
    return {c["claim"]: c for c in json.loads(next(root.find("script", id="queue")).text)["claims"]}


def seen(desk, claim):
    """The hash of a claim as it is now."""
    with Store.open(desk.case, read_only=True) as store:
        found = store.get("claims", claim)
        return found.hash if found else ""


def save(desk, *rows, headings=None, **more):
    """A file of decisions; each row has the hash of its claim unless it says otherwise."""
    with desk.file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        names = headings or columns()
        writer.writerow(names)
        for row in rows:
            full = {"hash": seen(desk, row["claim"]), "who": "bo"} | more | row
            writer.writerow([protect(full.get(c, "")) for c in names])


def take(desk, *words):
    """Run the import; exit code, stdout, stderr."""
    return desk.run("review", "--decisions", str(desk.file), *words)


ACCEPT = {"claim": "C1", "decision": "accept"}
CORRECT = {"claim": "C2", "decision": "correct", "corrected": "object, quantity_low, quantity, quantity_high, note",
           "object": "=flour", "quantity": "9", "quantity_low": "8", "quantity_high": "10"}  # fmt: skip
REJECT = {"claim": "C3", "decision": "reject", "reason": "says another day"}


# ------------------------------------------------------------------------------------------------ page


def test_the_page_holds_the_queue_and_writes_nothing(queue):
    """Its claims, their hashes and their words are on it; the ledger is as it was; it says that it is internal."""
    before = queue.json("log")
    root, err = page(queue)
    assert {c: v["hash"] for c, v in claims_of(root).items()} == {
        c: seen(queue, c) for c in ("C1", "C2", "C3")
    }
    assert {m.text for m in root.find("mark", class_="w")} == {"Nine tonnes of flour are in store"}
    assert "The page is internal" in err
    assert queue.json("log") == before


def test_filters_choose_as_in_the_review(queue):
    """The filters of the review choose the claims; what is accepted is not on the page."""
    queue.ok("accept", "C2", "--who", "bo")
    assert set(claims_of(page(queue)[0])) == {"C1", "C3"}
    assert set(claims_of(page(queue, "--where", "note=C3")[0])) == {"C3"}
    assert not claims_of(page(queue, "--speaker", "nobody")[0])


def test_nothing_above_the_ceiling_is_on_it(queue):
    """Claims and documents above the ceiling leave no word, only a count; with the ceiling raised they are there."""
    queue.nine("C4", "--sensitivity", "internal", "--object", "a secret depot")
    root, err = page(queue)
    html = queue.out.read_text(encoding="utf-8")
    assert set(claims_of(root)) == {"C1", "C2", "C3"}
    assert "depot" not in html
    assert "C4" not in html
    assert "Left out: 1 claim above public." in html
    assert "Left out: 1 claim above public. With --ceiling internal they are on the page." in err
    _, err = page(queue, "--where", "sensitivity=internal")
    assert "No claim up to public answers to that: the page is empty." in err
    root, err = page(queue, "--ceiling", "internal")
    assert set(claims_of(root)) == {"C1", "C2", "C3", "C4"}
    assert "1 claim is internal: none is accepted before a second person has graded it" in err
    assert "Left out" not in queue.out.read_text(encoding="utf-8")


def test_a_document_above_the_ceiling_leaves_no_word(queue):
    """The text of a partner's document, and the claims on it, are on no public page."""
    with Store.open(queue.case) as store, store.write("ana", "as agreed") as batch:
        batch.change(store.get("documents", "D1"), {"sensitivity": "partner"})
    root, _ = page(queue)
    assert not claims_of(root)
    assert "Nine tonnes" not in queue.out.read_text(encoding="utf-8")
    assert len(claims_of(page(queue, "--ceiling", "partner")[0])) == 3


def test_private_persons_are_on_no_page_below_internal(queue):
    """A claim and a paragraph that name one are left out and counted; an internal page has them."""
    with Store.open(queue.case) as store, store.write("ana", "asked for") as batch:
        batch.add("actors", {"actor": "zoe", "name": "Zoe\u0301", "kind": "driver", "person": "private"})
    queue.ok(
        "add", "claim", "--id", "C4", "--stance", "asserted", "--proposition", "Zoe\u0301 left.", "--yes"
    )
    root, err = page(queue)
    html = queue.out.read_text(encoding="utf-8")
    assert "Zoe\u0301" not in html
    assert "A paragraph that names a private person is left out." in html
    assert "1 claim naming a private person" in err
    assert set(claims_of(root)) == {"C1", "C2", "C3"}
    assert "C4" in claims_of(page(queue, "--ceiling", "internal")[0])


def test_other_claims_on_the_same_words_are_shown(queue):
    """A card says which other claims look like it, and how they are linked."""
    queue.ok("link", "C1", "C3", "contradicts", "--who", "ana")
    root, _ = page(queue)
    told = next(root.find("article", id="card-0")).text
    assert "contradicts C3 [proposed]: mayor: Nine tonnes" in told
    assert "much like C2" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--page", "q.html", "--decisions", "{file}"), "Give one"),
        (("--ceiling", "public"), "--page FILE.html"),
        (("--yes",), "--decisions FILE.csv"),
        (("--decisions", "{file}", "--speaker", "x"), "names its claims itself"),
        (("--decisions", "{file}", "--yes", "--dry-run"), "Give one of the two"),
        (("--page", "{case}/evidence/claims.csv"), "part of the case"),
        (("--page", "q.html", "--status", "accepted"), "proposed claims alone"),
    ],
)
def test_options_that_do_not_go_together_are_refused(queue, words, told):
    """Each is a wrong use that says what goes with what; nothing is written."""
    queue.file.write_text("claim,hash,decision\n")
    code, _, err = queue.run("review", *(w.format(file=queue.file, case=queue.case) for w in words))
    assert (code, told in err) == (2, True), err


# ------------------------------------------------------------------------------------------- decisions


def test_decisions_are_shown_first_then_written_then_so_already(queue):
    """A dry run writes nothing; then all is written under the name in the file; a second time there is nothing."""
    save(queue, ACCEPT, CORRECT, REJECT, when="2026-05-03T10:20:00Z")
    code, out, err = take(queue)
    assert code == 0
    assert "1 to accept, 1 to correct, 1 to reject, 0 so already, 0 refused; decided by bo" in out
    assert 'object: "" -> "=flour"' in out
    assert "A dry run" in err
    assert queue.claim("C1")["status"] == "proposed"
    assert take(queue, "--yes")[0] == 0
    assert [queue.claim(c)["status"] for c in ("C1", "C2", "C3")] == ["accepted", "accepted", "rejected"]
    changed = queue.claim("C2")
    assert (changed["object"], changed["quantity"]["low"], "note" in changed) == ("=flour", 8, False)
    last = queue.json("show", "C3")["history"][-1]
    assert (last["who"], last["reason"]) == ("bo", "says another day (review page, 2026-05-03T10:20:00Z)")
    before = queue.json("log")
    code, out, err = take(queue, "--yes")
    assert (code, "3 so already" in out, "Nothing to do" in err) == (0, True, True)
    assert queue.json("log") == before


def test_the_files_of_the_case_follow(queue):
    """The CSV files of the case are written anew after an import."""
    save(queue, ACCEPT)
    take(queue, "--yes")
    assert ",accepted,ana" in (queue.case / "evidence" / "claims.csv").read_text(encoding="utf-8")


def test_at_a_terminal_a_person_agrees(queue):
    """No leaves all as it was, yes writes it."""
    save(queue, ACCEPT)
    where = ("review", "--decisions", str(queue.file))
    assert "Nothing was written." in queue.run(*where, typed="n\n", terminal=True)[2]
    assert "Written: 1 entries" in queue.run(*where, typed="y\n", terminal=True)[2]


def test_decisions_as_json(queue):
    """A program gets what would be done, and what stands in the way, by row."""
    save(queue, ACCEPT, REJECT | {"reason": ""})
    code, out, _ = take(queue, "--json")
    found = json.loads(out)
    assert (code, found["schema"], found["done"]) == (3, "corridor.evidence.decisions/1", False)
    assert [s["claim"] for s in found["steps"]] == ["C1"]
    assert found["refused"][0]["where"] == "decisions.csv, cell D3"


BAD = [
    (REJECT | {"reason": " "}, "cell D2", "none is given"),
    (ACCEPT | {"decision": "maybe"}, "cell C2", '"maybe" is no decision'),
    (ACCEPT | {"decision": ""}, "cell C2", "nothing is decided"),
    (ACCEPT | {"hash": ""}, "cell B2", "the hash is blank"),
    (ACCEPT | {"hash": "abc"}, "cell B2", "not the one that was seen: add by ana"),
    (CORRECT | {"hash": "abc"}, "cell B2", "not the one that was seen"),
    (ACCEPT | {"claim": "C9", "hash": "x"}, "cell A2", 'no claim "C9"'),
    (CORRECT | {"corrected": ""}, "cell Q2", 'object is filled, and "corrected" does not name it'),
    (CORRECT | {"corrected": "status"}, "cell E2", "status cannot be corrected here"),
    (ACCEPT | {"corrected": "note"}, "cell C2", "note would be corrected, and the decision is accept"),
    ({"claim": "C2", "decision": "correct"}, "cell E2", "no column is named"),
    ({"claim": "C2", "decision": "correct", "corrected": "stance", "stance": "claimed"}, "stance", "not among"),
    ({"claim": "C2", "decision": "correct", "corrected": "proposition"}, "proposition", "the cell is blank"),
    ({"claim": "C2", "decision": "correct", "corrected": "quantity", "quantity": "nine"}, "quantity", "not a number"),
    ({"claim": "C2", "decision": "correct", "corrected": "stance", "stance": "denied"}, "cell E2",
     "the verifier refuses it: a denial holds its proposition false"),
    (ACCEPT | {"who": "rule reading/1"}, "cell", "is a machine"),
    (ACCEPT | {"when": "yesterday"}, "cell", "is no day and hour"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "where", "told"), BAD)
def test_a_row_that_cannot_be_taken_stops_all(queue, row, where, told):
    """Each bad row is refused with its cell and what to do, and the good row beside it is not written."""
    save(queue, row, REJECT if row["claim"] != "C3" else ACCEPT)
    before = queue.json("log")
    code, out, err = take(queue, "--yes")
    assert code == 3
    assert told in out, out
    line = next(text for text in out.splitlines() if told in text)
    assert where in line
    assert "Nothing was written" in err
    assert queue.json("log") == before


def test_a_claim_that_changed_or_was_decided_meanwhile_is_refused(queue):
    """What others did since the page was made is told with their name; the same outcome is so already."""
    save(queue, ACCEPT, CORRECT, REJECT)
    with Store.open(queue.case) as store, store.write("cy", "looked again") as batch:
        batch.change(store.get("claims", "C1"), {"object": "wheat"})
        batch.reject(store.get("claims", "C2"))
        batch.reject(store.get("claims", "C3"))
    code, out, _ = take(queue, "--yes")
    assert code == 3
    assert "the claim is not the one that was seen: change by cy" in out
    assert "it is rejected by now: reject by cy" in out
    assert "1 so already, 2 refused" in out


def test_one_decision_a_claim_and_one_person_a_file(queue):
    """A claim that is decided twice, and a second person, are refused by row."""
    save(queue, ACCEPT, ACCEPT | {"who": "cy"})
    out = take(queue)[1]
    assert '"C1" is decided already in row 2' in out
    assert '"cy" decided this row, "bo" those before' in out


def test_a_blank_name_is_that_of_whoever_imports(queue):
    """Where the page was not told who decides, --who stands in the log."""
    save(queue, ACCEPT, who="")
    assert "decided by dee" in take(queue, "--yes", "--who", "dee")[1]
    assert queue.json("show", "C1")["history"][-1]["who"] == "dee"


def test_a_severe_claim_waits_for_a_second_reader(queue):
    """Accepting it alone is refused; corrected by one it stays proposed, and another accepts it."""
    queue.ok(
        "add", "claim", "--id", "L1", "--document", "D1", "--quote", "Residents called the closure illegal",
        "--stance", "accused", "--proposition", "The closure is illegal.", "--who", "bo", "--yes",
    )  # fmt: skip
    save(queue, {"claim": "L1", "decision": "accept"})
    code, out, _ = take(queue, "--yes")
    assert (code, "nobody but bo has read it" in out) == (3, True)
    save(queue, {"claim": "L1", "decision": "correct", "corrected": "object", "object": "closure"}, who="cy")
    code, out, _ = take(queue, "--yes")
    assert (code, "stays proposed: it speaks of law" in out) == (0, True)
    assert (queue.claim("L1")["status"], queue.claim("L1")["object"]) == ("proposed", "closure")
    assert "1 so already" in take(queue, "--yes")[1]
    save(queue, {"claim": "L1", "decision": "accept"}, who="bo")
    assert take(queue, "--yes")[0] == 0
    assert queue.claim("L1")["status"] == "accepted"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("claim,decision\nC1,accept\n", 'no column "hash"'),
        ("claim,hash,decision,objct\nC1,x,accept,\n", 'Nearest: "object"'),
        ('claim,hash,decision\n"C1,x,accept\n', "quotation mark"),
    ],
)
def test_a_file_that_is_none_is_told(queue, text, told):
    """A file without rows, without columns or with ones that nobody knows is refused where it goes wrong."""
    queue.file.write_text(text, encoding="utf-8")
    code, out, _ = take(queue, "--yes")
    assert (code, told in out) == (3, True), out


def test_links_that_rules_put_forward_are_shown_as_such(queue):
    """A denial of the same proposition stands beside the claim, as a rule's word and with its reason."""
    for key, quote, more in (
        ("L1", "Residents called the closure illegal", ()),
        ("L2", "The road is not closed", ("--polarity", "-")),
    ):
        queue.ok(
            "add", "claim", "--id", key, "--document", "D1", "--quote", quote, "--stance", "asserted", "--speaker",
            key, "--proposition", "The gate at the bridge is shut for trucks.", "--who", "ana", "--yes", *more,
        )  # fmt: skip
    root, _ = page(queue)
    told = next(c.text for c in root.find("article") if "L1" in next(c.find("h3")).text)
    line = next(text for text in told.splitlines() if "by rule, to confirm" in text)
    assert "L2 [proposed]: L2: The gate at the bridge" in line
    assert line.endswith(")")


def test_a_page_is_named_as_one(queue):
    """Another ending is refused with a name that would do, and nothing is written."""
    code, out, err = queue.run("review", "--page", str(queue.out.with_suffix(".pdf")))
    assert (code, out) == (2, "")
    assert "queue.pdf" in err
    assert "such as queue.html" in err
    assert not queue.out.with_suffix(".pdf").exists()
