"""Build the founding case `lachin` from its fact base and the hand-written tables of `tools/lachin`.

    python tools/build_lachin.py                     all tables, fact base beside the checkout
    python tools/build_lachin.py --facts FOLDER      the same, fact base elsewhere
    python tools/build_lachin.py --model-only        model tables alone; the evidence stays as it is

The fact base holds `facts.csv`, `sources.csv` and `outcomes.csv`; the articles and their marked
claims are needed for the hashes of passages alone. Neither enters the repository.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corridor.io.folder import protect
from corridor.schema.load import tables as schema
from lachin import clauses, evidence, story, tables, ways

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "src" / "corridor" / "cases" / "lachin"
BESIDE = ROOT.parent / "shared"
Row = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Write the case; 0 if it was written."""
    parser = argparse.ArgumentParser(description="Build the founding case.")
    parser.add_argument(
        "--facts", type=Path, default=BESIDE / "cases" / "lachin", help="folder of the fact base"
    )
    parser.add_argument("--gold", type=Path, default=BESIDE / "gold", help="folder of the marked claims")
    parser.add_argument(
        "--articles", type=Path, default=BESIDE / "documents", help="folder of the two articles"
    )
    parser.add_argument(
        "--model-only", action="store_true", help="leave evidence, events and observations as they are"
    )
    given = parser.parse_args(arguments)
    found = model()
    if not given.model_only:
        found |= from_facts(given.facts, given.gold, given.articles)
    for name, rows in found.items():
        write(name, rows)
        print(f"{name}: {len(rows)} rows")
    return 0


def model() -> dict[str, list[Row]]:
    """Tables written by hand."""
    runs, flows = tables.processes()
    return {
        "scenarios": ways.scenarios(), "places": tables.places(), "people": tables.people(),
        "control": tables.control(), "routes": tables.routes(), "crossings": tables.crossings(),
        "commodities": tables.commodities(), "needs": tables.needs(), "satisfies": tables.satisfies(),
        "stocks": tables.stocks(), "supply": tables.supply(), "processes": runs, "process_flows": flows,
        "fleets": tables.fleets(), "situations": ways.situations(), "access": ways.access(),
        "mixes": tables.mixes(), "inflow": ways.inflow(), "timeline": ways.timeline(),
        "outlook": ways.outlook(), "outlook_next": ways.outlook_next(), "deliveries": ways.deliveries(),
        "consignments": story.consignments(), "rations": tables.rations(), "weights": tables.weights(),
        "clauses": clauses.clauses(), "clause_tests": clauses.tests(),
    }  # fmt: skip


def from_facts(facts: Path, gold: Path, articles: Path) -> dict[str, list[Row]]:
    """Evidence, chronology and observations, from the fact base."""
    found = evidence.evidence(facts, gold, articles)
    claims = {c["claim"]: c for c in found["claims"]}
    observations = story.observations(evidence.read(facts / "outcomes.csv"))
    seen = {c for o in observations for c in o["claims"].split(", ")}
    found["events"] = story.events(evidence.read(facts / "facts.csv"), claims, seen)
    found["observations"] = observations
    return found


def write(name: str, rows: Iterable[Row]) -> None:
    """Write one table with the columns that any of its rows fills, in the order of the schema."""
    table = schema()[name]
    rows = list(rows)
    filled = {c for r in rows for c, v in r.items() if v not in ("", None)}
    unknown = filled - set(table.columns)
    if unknown:
        raise SystemExit(f"{name}: no such column: {', '.join(sorted(unknown))}")
    columns = [c for c in table.columns if c in filled]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([protect(text(r.get(c, ""))) for c in columns] for r in rows)
    folder = CASE / "evidence" if table.group == "evidence" else CASE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text(out.getvalue(), encoding="utf-8")


def text(value: object) -> str:
    """A cell as text; whole numbers without a point."""
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
