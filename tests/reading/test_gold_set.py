"""The documents marked by hand are what their marks say: spans, hashes, lists, numbers, dates, speakers."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from corridor.ledger.extract import extract
from corridor.schema.edtf import parse_edtf

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
GOLD = HERE / "gold"
HALVES = ("development", "kept_back")
ARTICLES = HERE.parents[2] / "shared" / "documents"
SEED = HERE.parent / "ledger" / "gold" / "seed_claims.csv"

STANCES = (
    "asserted denied accused promised demanded warned reported opined considered predicted committed ordered"
)
LISTS = {
    "voice": "outlet attributed instrument caption",
    "speech": "none direct mixed indirect",
    "modality": STANCES,
    "polarity": "+ -",
    "type": "access_commitment access_event access_state acceptance accusation agreement agreement_clause condition"
    " control demand event force humanitarian_state legal_status media network_fact order political population"
    " purpose responsibility risk role service_outage speech_event",
    "q_qualifier": "exact;approx;at least;at most",
    "time_precision": "day week month year decade unknown",
    "sensitivity": "public restricted",
}
KINDS = {"actor", "country", "place", "quantity", "quantity_soft", "time"}
ROLES = {"body", "heading", "caption", "quote", "instrument", "boilerplate"}
LINKS = {
    "contradicts", "tension", "supports", "differs", "answers", "answered_by", "undermines", "repeats",
}  # fmt: skip
DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?)([HDWMY])")
RUN = 6
"""Words in a row that no document shares with the founding articles."""
ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
WORDS = {w: n for n, w in enumerate(ONES)} | TENS
WORDS |= {
    "a": 1,
    "no": 0,
    "none": 0,
    "not one": 0,
    "neither": 0,
    "both": 2,
    "further": 1,
    "half": 0.5,
    "twice": 2,
}
TIMES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12}


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a file of the gold set."""
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def documents() -> dict[str, dict[str, str]]:
    """What is said of each document, by its id."""
    return {row["doc"]: row for row in rows("documents.csv")}


@cache
def text(doc: str) -> str:
    """The text that the ledger makes of a document."""
    path = DOCUMENTS / documents()[doc]["file"]
    return extract(path.read_bytes(), path.name).text


def claims() -> list[dict[str, str]]:
    """The claims of both halves."""
    return [row for half in HALVES for row in rows(f"{half}_claims.csv")]


def mentions() -> list[dict[str, str]]:
    """The mentions of both halves."""
    return [row for half in HALVES for row in rows(f"{half}_mentions.csv")]


def para_of(doc: str, at: int) -> int:
    """Number of the line, blank ones not counted, in which an offset lies."""
    before = text(doc)[:at].split("\n")
    return sum(1 for line in before[:-1] if line.strip()) + 1


def numbers(words: str) -> set[float]:
    """Every number in words or digits, as written: *more than*, units and signs are passed over."""
    told = re.sub(r"(?<=\d)[\u00a0\u202f,](?=\d{3}(?!\d))", "", words.casefold())
    found: set[float] = set()
    for piece in re.findall(r"\d+(?:\.\d+)?(?: million)?", told):
        digits, _, million = piece.partition(" ")
        found.add(float(digits) * (TIMES["million"] if million else 1))
    run: list[float] = []
    for word in [*re.findall(r"[a-z]+", told), ""]:
        if word in TIMES and run:
            run[-1] *= TIMES[word]
        elif word in WORDS and run and run[-1] in TENS.values() and 0 < WORDS[word] < 10:
            run[-1] += WORDS[word]
        elif word in WORDS:
            run.append(WORDS[word])
        elif word == "of" or not word:
            pass
    found.update(run)
    if "half a" in told:
        found.update({run[0] * last for last in run} | {6.0} if "dozen" in told else {0.5})
    if "not one" in told:
        return {0.0}
    return found


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("41\u00a0t", 41), ("15\u202f000", 15_000), ("1,140", 1_140), ("2.4 million tal", 2_400_000), ("96.5", 96.5),
        ("thirty-five lorries", 35), ("twenty-six", 26), ("two hundred tonnes", 200), ("Six hundred", 600),
        ("half a dozen soldiers", 6), ("half a litre", 0.5), ("Not one of our people", 0), ("NINE", 9), ("A driver", 1),
    ],
)  # fmt: skip
def test_the_reader_of_numbers_reads_words_and_digits(words, number):
    """The small reader that holds the quantities finds the number of each way of writing one."""
    assert number in numbers(words)
    assert number + 1 not in numbers(words)


def test_the_documents_are_those_listed():
    """Every file of both halves is listed once, with its hash and the length of its text, and no other."""
    there = {p.relative_to(DOCUMENTS).as_posix() for p in DOCUMENTS.rglob("*") if p.is_file()}
    assert sorted(row["file"] for row in documents().values()) == sorted(there)
    for doc, row in documents().items():
        data = (DOCUMENTS / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"], row["file"]
        assert len(text(doc)) == int(row["characters"]), row["file"]
        assert row["file"].partition("/")[0] == row["half"], row["file"]


def test_each_half_is_large_enough():
    """Six documents or more a half, each of 150 to 450 words in a register of its own, well marked."""
    halves = Counter(row["half"] for row in documents().values())
    assert set(halves) == set(HALVES)
    assert min(halves.values()) >= 6
    assert len({row["register"] for row in documents().values()}) == len(documents()) >= 12
    of_claims, of_mentions = (Counter(r["doc"] for r in found) for found in (claims(), mentions()))
    for doc in documents():
        assert 150 <= len(text(doc).split()) <= 450, doc
        assert of_claims[doc] >= 12, doc
        assert of_mentions[doc] >= 15, doc


def test_marks_stand_in_the_file_of_their_half():
    """No claim or mention of a document of one half stands in a file of the other."""
    for half in HALVES:
        for name in ("claims", "mentions"):
            assert {documents()[r["doc"]]["half"] for r in rows(f"{half}_{name}.csv")} == {half}


@pytest.mark.parametrize("which", ["", "speaker_", "q_", "t_"])
def test_spans_of_claims_are_their_surfaces(which):
    """Each span of a claim lies in the text of its document and is what the column beside it says."""
    held = 0
    for row in claims():
        start, end, surface = (row[which + name] for name in ("start", "end", "surface"))
        assert bool(start) == bool(end) == bool(surface), row["claim_id"]
        if start:
            held += 1
            assert text(row["doc"])[int(start) : int(end)] == surface != "", row["claim_id"]
    assert held > 100


def test_spans_of_mentions_are_their_surfaces():
    """Each mention lies in the text of its document, is what its surface says, and is marked once."""
    for row in mentions():
        assert text(row["doc"])[int(row["start"]) : int(row["end"])] == row["surface"] != "", row
        assert row["surface"].strip() == row["surface"], row
        assert row["kind"] == "time" or row["normal_form"], row
        assert "|" not in row["normal_form"] + row["note"], row
    keys = Counter((r["doc"], r["kind"], r["start"], r["end"]) for r in mentions())
    assert [key for key, count in keys.items() if count > 1] == []


def test_paragraphs_and_lines_are_those_of_the_spans():
    """A mark stands within the one line it names, counted with blank lines and without."""
    for row in [*claims(), *mentions()]:
        first, last = int(row["start"]), int(row["end"]) - 1
        assert para_of(row["doc"], first) == para_of(row["doc"], last) == int(row["para"]), row
        assert text(row["doc"])[:first].count("\n") + 1 == int(row["line"]), row


def test_claims_use_the_words_of_the_lists():
    """Voice, speech, stance, polarity, type, qualifier, precision and class are of the lists; columns as the seed."""
    with SEED.open(encoding="utf-8", newline="") as file:
        seed = csv.DictReader(file).fieldnames
    assert set(seed) < set(claims()[0])
    optional = {"q_qualifier", "time_precision"}
    for column, listed in LISTS.items():
        allowed = set(listed.split(";" if ";" in listed else None)) | ({""} if column in optional else set())
        assert {row[column] for row in claims()} <= allowed, column
    assert {row["kind"] for row in mentions()} == KINDS
    ids = [row["claim_id"] for row in claims()]
    assert len(set(ids)) == len(ids)
    assert [row["claim_id"] for row in claims() if not row["claim"].strip()] == []


def test_a_denial_holds_something_false():
    """What is denied has the polarity -: the claim is the positive proposition."""
    assert {row["polarity"] for row in claims() if row["modality"] == "denied"} == {"-"}


def test_voices_fit_their_speakers_and_roles():
    """Attributed claims name a speaker; the outlet's own have none; an instrument's stand in its lines."""
    role = {(r["doc"], r["para"]): r["role"] for r in rows("roles.csv")}
    for row in claims():
        here = role[row["doc"], row["para"]]
        told = bool(row["speaker"]), row["speech"] == "none"
        assert told == {"outlet": (False, True), "caption": (False, True)}.get(row["voice"], (True, False)), (
            row
        )
        assert here != "boilerplate", row["claim_id"]
        assert (row["voice"] != "instrument") or here == "instrument", row["claim_id"]
        assert (
            (row["modality"] not in {"committed", "ordered"})
            or row["voice"] == "instrument"
            or row["speaker"]
        )
    assert [m for m in mentions() if role[m["doc"], m["para"]] == "boilerplate"] == []


def test_speakers_stand_in_the_same_or_an_earlier_paragraph():
    """A speaker's span never lies in a paragraph after the claim; where it would, there is none and a flag says so."""
    for row in claims():
        if row["speaker_start"]:
            assert para_of(row["doc"], int(row["speaker_start"])) <= int(row["para"]), row["claim_id"]
        elif row["voice"] == "attributed":
            assert "speaker" in row["flags"], row["claim_id"]


def test_quantities_of_claims_occur_in_their_spans():
    """Each number of a claim stands in its words, these in its passage; bounds rise and fit the qualifier."""
    shapes = {
        "exact": {(True, True, True), (True, False, True)},
        "approx": {(False, True, False)},
        "at least": {(True, False, False)},
        "at most": {(False, False, True), (True, False, True)},
    }
    held = 0
    for row in claims():
        given = [row[f"q_{end}"] for end in ("low", "best", "high")]
        assert any(given) == bool(row["q_unit"]) == bool(row["q_qualifier"]) == bool(row["q_surface"]), row
        if not any(given):
            continue
        held += 1
        assert int(row["start"]) <= int(row["q_start"]) < int(row["q_end"]) <= int(row["end"]), row[
            "claim_id"
        ]
        values = [float(v) for v in given if v]
        assert set(values) <= numbers(row["q_surface"]), row["claim_id"]
        assert values == sorted(values), row["claim_id"]
        assert tuple(map(bool, given)) in shapes[row["q_qualifier"]], row["claim_id"]
    assert held > 100


def test_quantities_of_mentions_occur_in_their_spans():
    """The number of a quantity's normal form, or both ends of a range, stands in its words; a unit follows."""
    form = re.compile(r"(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))? (\S.*?)(?: (approx|at_least|at_most))?")
    for row in mentions():
        if row["kind"].startswith("quantity"):
            told = form.fullmatch(row["normal_form"])
            assert told, row
            assert {float(v) for v in told.groups()[:2] if v} <= numbers(row["surface"]), row


def test_times_of_claims_are_dates():
    """A claim's time is EDTF whose first and last day stand beside it; an open end stops at publication or is blank."""
    for row in claims():
        published = documents()[row["doc"]]["published"]
        if not row["time_edtf"]:
            assert row["time_start"] == row["time_end"] == "", row["claim_id"]
            continue
        when = parse_edtf(row["time_edtf"])
        last = when.last
        if last is None and row["voice"] != "instrument" and when.first <= dt.date.fromisoformat(published):
            last = dt.date.fromisoformat(published)
        assert (row["time_start"], row["time_end"]) == (str(when.first or ""), str(last or "")), row[
            "claim_id"
        ]
        assert row["time_basis"], row["claim_id"]


def test_times_of_mentions_are_dates_or_durations():
    """A time's normal form is EDTF or a duration; a blank one says why, and no document without a date has one."""
    for row in mentions():
        if row["kind"] != "time":
            continue
        if not row["normal_form"]:
            assert row["note"], row
        elif not DURATION.fullmatch(row["normal_form"]):
            assert documents()[row["doc"]]["published"], row
            parse_edtf(row["normal_form"])


def test_relations_lead_to_claims_of_the_same_half():
    """Each relation is a listed kind and another claim of its half; a group of conflict has two claims or more."""
    half = {row["claim_id"]: documents()[row["doc"]]["half"] for row in claims()}
    for row in claims():
        for told in filter(None, row["relations"].split(";")):
            kind, _, other = told.partition(":")
            assert kind in LINKS, told
            assert other != row["claim_id"], told
            assert half[other] == half[row["claim_id"]], told
    groups = Counter(row["conflict_group"] for row in claims())
    assert [name for name, count in groups.items() if count < 2] == []


def test_every_line_has_a_role():
    """Each line that is not blank has one role of the list, at the offsets of its text."""
    held = {(r["doc"], int(r["start"]), int(r["end"])): r for r in rows("roles.csv")}
    assert len(held) == len(rows("roles.csv"))
    assert {r["role"] for r in held.values()} == ROLES
    for doc in documents():
        at, para = 0, 0
        for number, line in enumerate(text(doc).split("\n"), start=1):
            if line.strip():
                para += 1
                row = held.pop((doc, at, at + len(line)))
                assert (int(row["line"]), int(row["para"])) == (number, para), row
            at += len(line) + 1
    assert not held


@pytest.mark.parametrize("half", HALVES)
def test_names_of_the_list_are_normal_forms(half):
    """Each name that a case would list is the normal form of a mention of its half, of the same kind."""
    marked = {(r["kind"], r["normal_form"]) for r in rows(f"{half}_mentions.csv")}
    listed = {(r["kind"], r["name"]) for r in rows(f"{half}_names.csv")}
    assert listed <= marked, listed - marked
    assert len(listed) > 10


def test_traps_are_there():
    """Both halves hold right-to-left names, odd spaces, combining marks, pronoun speakers, irony and hearsay."""
    for half in HALVES:
        joined = "".join(text(doc) for doc, row in documents().items() if row["half"] == half)
        assert re.search("[\u0590-\u06ff]", joined)
        assert re.search("[\u00a0\u202f]", joined)
        assert re.search("[\u0300-\u036f\u064b-\u0652]", joined)
        assert set("–“%") <= set(joined)
        told = " ".join(row["flags"] for row in rows(f"{half}_claims.csv"))
        for trap in (
            "pronoun speaker",
            "nominal speech",
            "presupposed",
            "table row",
            "hearsay",
            "irony",
            "unit",
        ):
            assert trap in told, (half, trap)
    unclosed = [d for d in documents() if text(d).count("“") != text(d).count("”")]
    assert unclosed == ["R11"]


def test_no_words_of_the_founding_articles():
    """No document, claim or note shares six words in a row with the articles, where these are beside the checkout."""
    if not ARTICLES.is_dir():
        pytest.skip(f"NOT RUN against the founding articles: {ARTICLES} is not beside the checkout")
    foreign = {run for path in ARTICLES.glob("*.txt") for run in _runs(path.read_text(encoding="utf-8"))}
    assert len(foreign) > 1_000
    for doc in documents():
        assert foreign.isdisjoint(_runs(text(doc))), doc
    for row in claims():
        assert foreign.isdisjoint(_runs(row["claim"])), row["claim_id"]


def _runs(words: str) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", words.casefold())
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}
