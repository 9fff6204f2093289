"""Ten clauses over 1,000 days with 100,000 claims: how long the daily view takes.

    python -m benchmarks.clauses [--claims 100000] [--repeat 5]

Claims are made here, not read: each is linked to one test of one clause for some days. Two shapes are timed: every
claim covers a few days (many short runs), and every claim covers up to a year (few long ones).
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from dataclasses import replace
from typing import Any

import numpy as np

from corridor.errors import Where
from corridor.io import Case
from corridor.ledger.records import Claim, ClauseSupport, Document, Source
from corridor.model.model import Model
from corridor.model.seen import Clause
from corridor.study.clauses import follow

START = dt.date(2021, 1, 1)
DAYS = 1_000
CLAUSES = 10
TESTS = ("outcome", "responsibility")
GROUPS = 40
DOCUMENTS = 2_000
HERE = Where("benchmark")


def base() -> Model:
    """The smallest case, over the days of the benchmark."""
    case = Case.build(start=START.isoformat(), days=DAYS)
    case.add_place("Hill", people=1_000)
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t")
    case.add_need("energy", unit="kcal", per_person_day=2_100)
    case.add_satisfies("energy", "flour", per_unit=3_500_000)
    case.add_stock("Hill", "flour", amount=9)
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill")
    case.add_source("s")
    case.add_document("d", "s", published="2021-01-01", published_basis="stated")
    case.add_claim("c", stance="asserted", proposition="It is so.", documents="d")
    case.add(
        "clauses", clause="K", agreement="statement", obligor="a", object="an open road",
        outcome_test="Did it happen?", responsibility_test="Is it laid at the obligor's door?",
    )  # fmt: skip
    case.add("clause_supports", clause="K", test="outcome", claim="c", role="for", valid_from="2021-01-01")
    return case.check()


def large(claims: int, longest: int, seed: int = 1) -> Model:
    """The case with so many claims, each linked to one test for 1 to `longest` days."""
    model, draw = base(), np.random.default_rng(seed)
    source: Source = model.sources[0]
    document: Document = model.documents[0]
    claim: Claim = model.claims[0]
    clause: Clause = model.clauses[0]
    link: ClauseSupport = model.clause_supports[0]
    day = [START + dt.timedelta(days=i) for i in range(DAYS + longest)]
    first = draw.integers(0, DAYS, claims).tolist()
    length = draw.integers(0, longest, claims).tolist()
    carried = draw.integers(0, DOCUMENTS, claims).tolist()
    against = (draw.random(claims) < 0.5).tolist()
    return replace(
        model,
        sources=tuple(replace(source, source=f"s{i}", independence_group=f"g{i}") for i in range(GROUPS)),
        documents=tuple(
            replace(document, document=f"d{i}", source=f"s{i % GROUPS}", published=day[i % DAYS].isoformat())
            for i in range(DOCUMENTS)
        ),
        claims=tuple(
            replace(claim, claim=f"c{i}", documents=(f"d{carried[i]}",), valid_from=day[first[i]])
            for i in range(claims)
        ),
        clauses=tuple(replace(clause, clause=f"K{i}") for i in range(CLAUSES)),
        clause_supports=tuple(
            replace(
                link, clause=f"K{i % CLAUSES}", test=TESTS[i // CLAUSES % 2], claim=f"c{i}",
                role="against" if against[i] else "for",
                valid_from=day[first[i]], valid_to=day[first[i] + length[i]],
            )
            for i in range(claims)
        ),
    )  # fmt: skip


def seconds(model: Model, repeat: int, **how: Any) -> tuple[float, float, int]:
    """Least seconds of the view, by the clock and of the processor, and the number of its runs."""
    taken, used, runs = [], [], 0
    for _ in range(repeat):
        start, begun = time.perf_counter(), time.process_time()
        views = follow(model, start=START, end=START + dt.timedelta(days=DAYS - 1), **how)
        taken.append(time.perf_counter() - start)
        used.append(time.process_time() - begun)
        runs = sum(len(s.runs) for v in views for s in v.strips)
    return min(taken), min(used), runs


def main() -> None:
    """Print one line a shape."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    for longest in (3, 30, 365):
        model = large(given.claims, longest)
        taken, used, runs = seconds(model, given.repeat)
        late, late_used, _ = seconds(model, given.repeat, known_by=START + dt.timedelta(days=DAYS - 1))
        print(
            f"{given.claims:,} claims of up to {longest} days, {CLAUSES} clauses, {DAYS:,} days, {runs:,} runs: "
            f"{taken:.2f} s ({used:.2f} s of the processor); known by the last day: {late:.2f} s ({late_used:.2f} s)"
        )


if __name__ == "__main__":
    main()
