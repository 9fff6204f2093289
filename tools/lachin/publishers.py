"""Publishers of the fact base: kind, whether of a party to the conflict, group of one origin, reliability.

Copies of one agency share a group and count as one voice. Grades are our judgement of the publisher, not of a claim.
"""


# fmt: off

from __future__ import annotations

import re

# word in the publisher's name -> (kind, party to the conflict, group, reliability); the first that fits is taken.
RULES: tuple[tuple[str, str, str, str, str], ...] = (
    ("ICRC", "Red Cross", "no", "icrc", "A"),
    ("UN OCHA", "UN", "no", "ocha", "A"),
    ("UNHCR", "UN", "no", "unhcr", "A"),
    ("International Court", "state", "no", "icj", "A"),
    ("Prime Minister of Armenia", "party", "yes", "armenia_government", "A"),
    ("Government of Armenia", "party", "yes", "armenia_government", "B"),
    ("uprootedpalestinians", "unknown", "no", "trilateral_text_copy", "D"),
    ("Azerbaijan economic reforms", "party", "yes", "azerbaijan_state", "C"),
    ("Artsakhpress (Armenpress)", "party", "yes", "armenpress", "C"),
    ("Artsakhpress", "party", "yes", "artsakhpress", "C"),
    ("Armenpress", "party", "yes", "armenpress", "C"),
    ("Public Radio of Armenia", "party", "yes", "armradio", "C"),
    ("Armradio", "party", "yes", "armradio", "C"),
    ("1lurer", "party", "yes", "public_tv_armenia", "C"),
    ("Western Armenia TV", "media", "yes", "western_armenia_tv", "D"),
    ("Trend", "party", "yes", "trend", "C"),
    ("Azernews", "party", "yes", "azernews", "C"),
    ("News.az", "party", "yes", "news_az", "C"),
    ("Today.az", "party", "yes", "today_az", "C"),
    ("Axar.az", "party", "yes", "axar_az", "C"),
    ("TurkicWorld", "media", "yes", "kommersant", "C"),
    ("citing APA", "media", "yes", "apa", "C"),
    ("Turan", "media", "no", "turan", "B"),
    ("Azatutyun", "media", "no", "rferl", "B"),
    ("RFE/RL", "media", "no", "rferl", "B"),
    ("MassisPost (Azat", "media", "no", "rferl", "B"),
    ("Reuters", "media", "no", "reuters", "A"),
    ("AFP", "media", "no", "afp", "A"),
    ("AP via", "media", "no", "ap", "A"),
    ("DW (", "media", "no", "dw", "B"),
    ("EFE copy", "media", "no", "efe", "C"),
    ("TASS", "state", "no", "tass", "B"),
    ("citing RIA", "state", "no", "ria", "B"),
    ("RIA", "state", "no", "ria", "B"),
    ("Sputnik", "state", "no", "sputnik", "C"),
    ("ru24", "media", "no", "ria", "D"),
    ("Interfax-Ukraine", "media", "no", "interfax_ukraine", "B"),
    ("Interfax", "media", "no", "interfax", "B"),
    ("Mail.ru", "media", "no", "mail_ru", "C"),
    ("Agency for Social Information", "media", "no", "asi", "B"),
    ("OC Media", "media", "no", "oc_media", "B"),
    ("JAMnews", "media", "no", "jamnews", "B"),
    ("Eurasianet", "media", "no", "eurasianet", "B"),
    ("EVN Report", "media", "no", "evn_report", "B"),
    ("CivilNet", "media", "no", "civilnet", "B"),
    ("citing Hetq", "media", "no", "hetq", "C"),
    ("Hetq", "media", "no", "hetq", "B"),
    ("commonspace", "media", "no", "commonspace", "B"),
    ("Caucasian Knot", "media", "no", "caucasian_knot", "B"),
    ("bne IntelliNews", "media", "no", "bne", "B"),
    ("Babel", "media", "no", "babel", "B"),
    ("Mirror-Spectator", "media", "no", "mirror_spectator", "C"),
    ("MassisPost", "media", "no", "massispost", "C"),
    ("Asbarez", "media", "no", "asbarez", "C"),
    ("NEWS.am", "media", "no", "news_am", "C"),
    ("Mediamax", "media", "no", "mediamax", "B"),
    ("ARKA", "media", "no", "arka", "B"),
    ("Christian Solidarity", "NGO", "no", "csi", "D"),
    ("SOS Chretiens", "NGO", "no", "sos_chretiens", "D"),
    ("Miaseen", "NGO", "no", "miaseen", "D"),
    ("diasporarm", "NGO", "no", "diasporarm", "D"),
    ("gagrule", "unknown", "no", "gagrule", "D"),
    ("armenian-geno", "NGO", "no", "ang_collection", "D"),
    ("ilovekyiv", "unknown", "no", "ilovekyiv", "E"),
    ("news-pravda", "media", "no", "news_pravda", "E"),
    ("not stated", "unknown", "no", "", "F"),
)


def slug(name: str) -> str:
    """A short name made of a publisher's name."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40].strip("_")


def describe(name: str) -> tuple[str, str, str, str]:
    """Kind, party to the conflict, independence group and reliability of a publisher."""
    for word, kind, party, group, grade in RULES:
        if word in name:
            return kind, party, group or slug(name), grade
    return "media", "no", slug(name), "C"
