"""The fact base and the claims read in the two founding articles, as the evidence tables of the case.

Facts are paraphrases in our own words. Where a paraphrase puts several dated statements together, only the documents
that can carry the whole of it are named, so that no claim counts as known before it could be.
"""

# ruff: noqa: E501  (a row of a table reads best on one line)

from __future__ import annotations

import calendar
import csv
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lachin import clauses, links, propositions, publishers
from lachin.people_who_speak import ACTORS, FOUNDING, MEDIA, account_and_name

Row = dict[str, Any]

# Publication dates that the notes of the fact base give in words. Coarse dates count at their end.
INFERRED = {
    "S-000": "2023-09-13",  # its Tuesday is 12 September 2023; printed that day or the next
    "S-003": "2023-01",  # after 17 January 2023
    "S-102": "2022-12",
}
STATED_COARSE = "month or year as stored"
ROLLING = "S-101"  # first entries 14 December 2022, last ones mid-2023
ROLLING_LATE = "S-101-late"
LATE_ENTRIES = {"F-069", "F-188"}
# Paraphrases that put several dated statements together: documents older than the last day named do not carry them.
COMPOSITE = {
    "F-069", "F-073", "F-089", "F-110", "F-115", "F-120", "F-123", "F-133", "F-137", "F-150", "F-156", "F-164", "F-165",
    "F-169", "F-170", "F-173", "F-176", "F-177", "F-213", "F-236", "F-244", "F-245", "F-247", "F-252", "F-257",
}  # fmt: skip
# Claims about something that still went on when the document was printed: no last day is claimed.
OPEN_END = {"F-049", "F-157", "F-158", "F-010", "F-154", "F-030", "F-091"}
LANGUAGES = {
    "Russian": "ru", "French": "fr", "Spanish": "es", "Armenian": "hy", "Arabic": "ar", "Italian": "it",
}  # fmt: skip
ONE_WORD = "".join(("en", "clave"))  # not a word of ours
OUR_WORDS = ((f"the {ONE_WORD}", "Nagorno-Karabakh"), (f"The {ONE_WORD}", "Nagorno-Karabakh"))
OUR_TOPICS = {"seed": "founding_article", "offensive": "armed_action", "exodus": "departure"}
ROUTES = {
    "Goris-Lachin-Stepanakert": "Goris-Lachin road",
    "Aghdam-Askeran-Stepanakert": "Aghdam-Askeran road",
    "Goris-Lachin-Stepanakert and Aghdam-Askeran-Stepanakert": "Goris-Lachin road; Aghdam-Askeran road",
    "contact line and Goris-Lachin-Stepanakert": "Goris-Lachin road",
}
ARTICLES = {"D1": ("S-000", "000_ab2df60685284c44.txt"), "D2": ("S-003", "003_d07583e870281218.txt")}
# What was public before the pages at hand repeated it: the original stands as a document of its own, not at hand.
ORIGINAL_SOURCES: tuple[Row, ...] = (
    {"source": "official_count", "name": "authorities in Stepanakert, official count of residents (not at hand)",
     "kind": "party", "party_to_conflict": "yes", "independence_group": "stepanakert_authorities", "reliability": "C",
     "note": "The count in use before the closure, as later pages describe it."},
    {"source": "president_of_azerbaijan_2021", "name": "president of Azerbaijan, statement of 2021 (not at hand)",
     "kind": "party", "party_to_conflict": "yes", "independence_group": "azerbaijan_state", "reliability": "C",
     "note": "Cited by a page of January 2023."},
)  # fmt: skip
ORIGINALS: tuple[Row, ...] = (
    {"document": "S-049-original", "source": "official_count", "title": "Count of residents in official use in 2022",
     "published": "2022-11", "published_basis": "inferred", "how": "excerpt", "language": "hy"},
    {"document": "S-014-original", "source": "president_of_azerbaijan_2021", "title": "Statement of 2021 on the number of residents",
     "published": "2021", "published_basis": "inferred", "how": "excerpt", "language": "az"},
)  # fmt: skip
SAID_BEFORE = {"F-049": ("S-049-original",), "F-014": ("S-014-original",)}
TIMES = {"199X": "1990/1999", "199X/..": "1990/.."}
QUALIFIERS = (("approx", "about"), ("at least", "more than"), ("upper bound", "up to"))
ABOUT = re.compile(r"\b(about|some|roughly|around|nearly|approximately|almost|or so)\b", re.IGNORECASE)


def read(path: Path) -> list[Row]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def last_day(text: str) -> str:
    """Last day of a coarse date, as ISO text; empty for an empty one."""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return f"{text}-{calendar.monthrange(year, month)[1]:02d}"
    return text


def first_day(text: str) -> str:
    """First day of a coarse date, as ISO text."""
    return text + {4: "-01-01", 7: "-01"}.get(len(text), "")


def evidence(facts: Path, gold: Path, articles: Path) -> dict[str, list[Row]]:
    """Every evidence table, from the fact base, the marked claims of the articles, and the articles' bytes."""
    sources = read(facts / "sources.csv")
    publisher = _publishers(sources)
    documents = _documents(sources, publisher, articles)
    published = {d["document"]: last_day(d["published"]) for d in documents}
    claims = [_claim(f, published) for f in read(facts / "facts.csv")]
    passages, founding = _founding(gold, articles)
    claims += founding
    groups = {s["source"]: s["independence_group"] for s in publisher.values()}
    of_document = {d["document"]: groups[d["source"]] for d in documents}
    for claim in claims:
        named = claim["documents"].split(", ")
        claim["independence_group"] = ", ".join(dict.fromkeys(of_document[d] for d in named))
    return {
        "sources": list(publisher.values()),
        "documents": documents,
        "passages": passages,
        "actors": [
            dict(zip(("actor", "name", "kind", "aliases", "part_of", "account", "person"), a, strict=True))
            for a in ACTORS
        ],
        "claims": claims,
        "claim_links": _links(read(facts / "facts.csv")),
        "studies": [links.STUDY],
        "assessments": links.ASSESSMENTS,
        "clause_supports": clauses.links(),
    }


def _publishers(sources: Iterable[Row]) -> dict[str, Row]:
    """Each publisher once, by the name in the fact base; the two founding articles have one each."""
    found: dict[str, Row] = {s["name"]: dict(s) for s in ORIGINAL_SOURCES}
    for row in sources:
        name = _publisher_name(row)
        if name in found:
            continue
        kind, party, group, grade = publishers.describe(name)
        found[name] = {
            "source": publishers.slug(name), "name": name, "kind": kind, "party_to_conflict": party,
            "independence_group": group, "reliability": grade, "note": "",
        }  # fmt: skip
        if row["source_id"] in INFERRED and row["source_id"] != "S-102":
            found[name]["note"] = (
                "Publisher not stated in the file; a rewrite of agency copy, or an outlet citing broadcasters."
            )
    return found


def _publisher_name(row: Row) -> str:
    founding = row["publisher"] == "not stated in the file"
    return f"publisher of {row['source_id']}, not stated" if founding else row["publisher"]


def _documents(sources: Iterable[Row], publisher: dict[str, Row], articles: Path) -> list[Row]:
    files = {source: articles / name for source, name in ARTICLES.values()}
    rows = [dict(d) for d in ORIGINALS]
    for row in sources:
        id_ = row["source_id"]
        published, basis = row["published_date"], "stated"
        if id_ in INFERRED:
            published, basis = INFERRED[id_], "inferred"
        elif not published:
            basis = "unknown"
        elif "inferred" in row["note"] or "dateline reads" in row["note"] or len(published) < 10:
            basis = "inferred"
        document = {
            "document": id_, "source": publisher[_publisher_name(row)]["source"], "title": _title(row),
            "sha256": "", "bytes": "", "media_type": "text/html", "url": row["url"], "published": published,
            "published_basis": basis, "how": "excerpt", "language": _language(row["note"]),
        }  # fmt: skip
        if id_ in files:
            raw = files[id_].read_bytes()
            document |= {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw), "url": "",
                         "media_type": "text/plain", "how": "whole"}  # fmt: skip
        rows.append(document)
        if id_ == ROLLING:
            late = {
                "document": ROLLING_LATE,
                "title": f"{_title(row)}, later entries",
                "published": "2023-07",
            }
            rows.append(document | late | {"published_basis": "inferred", "supersedes": ROLLING})
    return rows


def _title(row: Row) -> str:
    founding = {
        "S-000": "Article of September 2023 on the truck of the Russian Red Cross",
        "S-003": "Article of January 2023 on the Lachin corridor",
    }
    return founding.get(row["source_id"], row["title"])


def _language(note: str) -> str:
    return next((code for word, code in LANGUAGES.items() if re.search(rf"\b{word}\b", note)), "en")


# ------------------------------------------------------------------------------------------------ claims


def _claim(fact: Row, published: dict[str, str]) -> Row:
    """One fact as a claim, under its own id."""
    id_ = fact["fact_id"]
    start, end = fact["start"], fact["end"] if id_ not in OPEN_END else ""
    account, speaker = account_and_name(fact["speaker"])
    stance, polarity, text = propositions.of(id_, fact["modality"], ours(fact["paraphrase"]))
    claim = {
        "claim": id_,
        "documents": ", ".join(_carrying(fact, published)),
        "voice": "instrument" if account.startswith("parties") else "outlet" if account == MEDIA else "attributed",
        "speaker": speaker, "account": account, "reported_via": _via(fact["speaker"]),
        "stance": stance, "proposition": text, "polarity": polarity,
        "type": OUR_TOPICS.get(fact["topic"], fact["topic"]),
        "place": "" if fact["place_or_route"] in ROUTES else fact["place_or_route"],
        "route": ROUTES.get(fact["place_or_route"], ""),
        "place_precision": "" if fact["place_or_route"] in ROUTES else _precision(fact["place_or_route"]),
        "time": f"{start}/{end}" if end else start,
        "time_precision": {4: "year", 7: "month"}.get(len(start), "day"),
        "valid_from": first_day(start), "valid_to": last_day(end) or ("" if len(start) == 10 else last_day(start)),
        "credibility": fact["confidence"],
    }  # fmt: skip
    return claim | _quantity(fact) | propositions.COARSER.get(id_, {})


def _precision(place: str) -> str:
    """How close a place in words is to where it was."""
    if place == "Nagorno-Karabakh":
        return "area"
    kinds = {"near ": "near", "dirt road": "near"}
    return next(
        (k for word, k in kinds.items() if place.startswith(word)),
        "district" if "district" in place else "place",
    )


def ours(text: str) -> str:
    """A paraphrase with a neutral name in place of one word."""
    for old, new in OUR_WORDS:
        text = text.replace(old, new)
    return text


def _via(speaker: str) -> str:
    found = re.search(r" via (.+)$", speaker)
    return found[1].replace("founding document", "a founding article") if found else ""


def _carrying(fact: Row, published: dict[str, str]) -> list[str]:
    """Documents that carry the whole of a fact; all of them unless it puts several dated statements together."""
    named = [*SAID_BEFORE.get(fact["fact_id"], ()), *fact["source_ids"].split()]
    if fact["fact_id"] in LATE_ENTRIES:
        named = [ROLLING_LATE if s == ROLLING else s for s in named]
    if fact["fact_id"] not in COMPOSITE:
        return named
    about = last_day(fact["end"] or fact["start"])
    dated = [s for s in named if published[s]]
    whole = [s for s in dated if published[s] >= about]
    return whole or [max(dated, key=lambda s: published[s])]


def _quantity(fact: Row) -> Row:
    """Quantity columns: the best value, its range where one was given, and how the bound is meant."""
    low, best, high = fact["quantity_low"], fact["quantity_best"], fact["quantity_high"]
    middle = best or low or high
    if not middle:
        return {}
    row = {
        "quantity": middle,
        "unit": fact["unit"],
        "qualifier": "about" if ABOUT.search(fact["paraphrase"]) else "exact",
    }
    if low and high and low != high:
        row |= {"quantity_low": low, "quantity_high": high}
    elif low and not high:
        row["qualifier"] = "more than"
    elif high and not low:
        row["qualifier"] = "up to"
    return row


def _founding(gold: Path, articles: Path) -> tuple[list[Row], list[Row]]:
    """Passages and claims of the two articles, anchored by offsets and hashes; the text itself stays out."""
    text = {d: (articles / name).read_bytes().decode("utf-8") for d, (_, name) in ARTICLES.items()}
    passages, claims = [], []
    for row in read(gold / "seed_claims.csv"):
        document, start, end = ARTICLES[row["doc"]][0], int(row["start"]), int(row["end"])
        quoted = text[row["doc"]][start:end]
        passages.append({
            "passage": f"P-{row['claim_id']}", "document": document, "start": start, "end": end,
            "hash": _hash(quoted),
            "role": {"caption": "caption", "instrument": "instrument"}.get(row["voice"], "body"),
        })  # fmt: skip
        speaker = _speaker_passage(row, document, text[row["doc"]])
        passages += [speaker] if speaker and speaker not in passages else []
        claims.append(_founding_claim(row, document) | {"speaker_passage": speaker.get("passage", "")})
    return passages, claims


def _speaker_passage(row: Row, document: str, text: str) -> Row:
    """The words that name the speaker of a claim, once for all claims that share them; nothing where none do."""
    if not row["speaker_start"]:
        return {}
    start, end = int(row["speaker_start"]), int(row["speaker_end"])
    name = f"P-{row['doc']}-speaker-{start}"
    spot = {"passage": name, "document": document, "start": start, "end": end}
    return spot | {"hash": _hash(text[start:end]), "role": "body"}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _founding_claim(row: Row, document: str) -> Row:
    time = row["time_edtf"]
    claim = {
        "claim": row["claim_id"], "passages": f"P-{row['claim_id']}", "documents": document, "voice": row["voice"],
        "speaker": row["speaker"] or "the outlet", "account": FOUNDING[row["speaker"]],
        "reported_via": row["reported_via"], "stance": row["modality"], "hedge": row["hedge"],
        "proposition": ours(row["claim"]), "polarity": row["polarity"], "type": "founding_article",
        "time": TIMES.get(time, time),
        "time_precision": row["time_precision"] or "unknown", "time_basis": _basis(row["time_basis"]),
        "valid_from": first_day(row["time_start"]), "valid_to": last_day(row["time_end"]),
        "credibility": "B6" if document == "S-003" else "C6",
        "note": propositions.READ_WITH.get(row["claim_id"], row["flags"]),
    }  # fmt: skip
    low, best, high = row["q_low"], row["q_best"], row["q_high"]
    if best or low or high:
        qualifier = next((q for word, q in QUALIFIERS if row["q_qualifier"].startswith(word)), "exact")
        claim |= {"quantity": best or high or low, "unit": row["q_unit"], "qualifier": qualifier}
    return claim


def _basis(text: str) -> str:
    """How the time of a claim is known, in one of three words."""
    return (
        "stated"
        if text.startswith(("stated", "date of"))
        else "relative"
        if text.startswith(("rel", "anch"))
        else "inferred"
    )


def _links(facts: Iterable[Row]) -> list[Row]:
    """Pairs of claims that meet on one question, each once."""
    pairs = sorted(
        {tuple(sorted((f["fact_id"], other))) for f in facts for other in f["conflicts_with"].split()}
    )
    rows = []
    for a, b in pairs:
        kind, question = links.PAIRS[f"{a} {b}"]
        rows.append(
            {"a": a, "b": b, "kind": kind, "question": question, "by_whom": "compiler of the fact base"}
        )
    return rows + links.MORE
