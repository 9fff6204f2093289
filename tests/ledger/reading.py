"""Small documents of our own, the two founding articles where they are at hand, and a maker of PDF files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from corridor.ledger.documents import Reading, prepare

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
ARTICLES = HERE.parents[2] / "shared" / "documents"
FILES = {"D1": "000_ab2df60685284c44.txt", "D2": "003_d07583e870281218.txt"}
GOLD = HERE / "gold" / "seed_claims.csv"


def own(name: str) -> Reading:
    """One of our own documents, read as the ledger reads it."""
    taken = prepare(DOCUMENTS / name)
    return Reading(name, taken.sha256, taken.extract.text, "en", taken.extract.roles)


def plain_reading(text: str) -> Reading:
    """A text as a document."""
    return Reading("T", "", text)


def article(name: str) -> Reading:
    """One of the founding articles; the test is skipped, and says so, where it is not at hand."""
    path = ARTICLES / FILES[name]
    if not path.is_file():
        pytest.skip(f"NOT RUN against the founding articles: {FILES[name]} is not beside the checkout")
    taken = prepare(path)
    return Reading(name, taken.sha256, taken.extract.text)


def marked_claims(name: str) -> list[dict[str, str]]:
    """The claims marked by hand in an article."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["doc"] == name]


def pdf(*pages: str, lock: str | None = None, owner_only: bool = False, title: str = "") -> bytes:
    """A PDF with the given lines of text a page; a page without text holds a drawing only."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    cmap = _cmap("".join(pages))
    objects += [
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for text in pages:
        stream = _drawing(text)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data = _assembled(objects)
    if lock is None and not title:
        return data
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    if title:
        writer.add_metadata({"/Title": title})
    if lock is not None:
        writer.encrypt("" if owner_only else lock, owner_password=lock, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _drawing(text: str) -> str:
    shown = [f"<{_codes(line)}> Tj" if line else "() Tj" for line in text.splitlines()]
    lines = " 0 -14 Td ".join(shown)
    return f"BT /F 11 Tf 40 780 Td {lines} ET" if text else "0 0 100 100 re f"


def _codes(line: str) -> str:
    return "".join(f"{ord(c):04X}" for c in line)


def _cmap(text: str) -> str:
    used = sorted(set(text) - {"\n"})
    rows = "\n".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in used)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    )


def _assembled(objects: list[str]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, told in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{told}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (end + trailer).encode("latin-1")
