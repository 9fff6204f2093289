"""Losses, leads, spoilage, largest shares, targets and reserves as ranges: read, listed, drawn, ranked, shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support import hill
from tests.unit.study.two_accounts import two_accounts

import corridor as co
from corridor.errors import DataError
from corridor.io import read
from corridor.io.write import write
from corridor.model.believe import disbelieve
from corridor.model.build import build
from corridor.model.case import Builder
from corridor.model.numbers import USED, collect, draw_values, is_default
from corridor.report.numbers import OF_COLUMN, Names, title
from corridor.schema.load import tables
from corridor.schema.values import Range
from corridor.study import answers as ask
from corridor.study.accounts import sides, spoken
from corridor.study.asking import ASK
from corridor.study.find_out import find_out
from corridor.study.ranges import ranges

COLUMNS: dict[tuple[str, str], tuple[float, tuple[float, float, float]]] = {
    ("routes", "lead_days"): (1, (1, 2, 4)),
    ("routes", "loss_share"): (0, (0.01, 0.1, 0.3)),
    ("commodities", "perish_per_day"): (0, (0.01, 0.02, 0.1)),
    ("satisfies", "max_share"): (1, (0.4, 0.6, 0.9)),
    ("processes", "target_days"): (1, (1, 2, 5)),
    ("rations", "threshold_days"): (14, (5, 10, 30)),
    ("rations", "floor_share"): (0.4, (0.1, 0.3, 0.6)),
    ("rations", "lookback_days"): (7, (2, 5, 9)),
    ("levels", "target_days"): (30, (10, 20, 40)),
    ("levels", "reserve_days"): (0, (1, 2, 5)),
    ("fleets", "turnaround_days"): (0, (0, 1, 3)),
}
"""Each column, what a blank stands for, and a range of it."""
ROWS = {
    "routes": "road", "commodities": "flour", "satisfies": "food", "processes": "mill", "levels": "Hill",
    "rations": "Hill",
    "fleets": "trucks",
}  # fmt: skip
BASIS = "assumed: an example"


def case(**road: Any) -> Builder:
    """Hill with a row in every table of this page; 100 people, 3,000 kg of flour, a mill that makes flour of grain."""
    made = hill(days=30, road=road)
    made = made.replace("satisfies", "food", usual_share=0.4)
    made.add_stock("Hill", "flour", amount=3000)
    made.add_commodity("grain", unit="kg")
    made.add_process("mill", "Hill", inputs={"grain": 1}, outputs={"flour": 1})
    made.add_level("Hill", "flour")
    made.add_ration("Hill", "food", policy="cover")
    made.add_fleet("trucks", "Plain", trucks=10, payload_t=1)
    return made


def values(model: Any, seed: int = 1) -> dict[str, np.ndarray]:
    """Draws of 20 members by the name of the number."""
    items = collect(model).items
    return {n.name: v for n, v in zip(items, draw_values(items, seed, np.arange(20)), strict=True)}


@pytest.mark.parametrize(("spot", "given"), COLUMNS.items(), ids=lambda x: "/".join(map(str, x)) if x else "")
def test_a_blank_a_number_and_a_range_are_read_from_folder_and_workbook(
    tmp_path: Path, spot: tuple[str, str], given: tuple[float, tuple[float, float, float]]
) -> None:
    """Absent is the default, a number is exact, three are a range; a folder and a workbook say the same."""
    (table, column), (default, three) = spot, given
    for i, (cells, meant) in enumerate(
        (
            ({}, Range.exact(default)),
            ({column: default}, Range.exact(default)),
            ({column: three[1]}, Range.exact(three[1])),
            ({column: three}, Range(*three)),
        )
    ):
        made = case().replace(table, ROWS[table], **cells) if cells else case()
        for where in (
            write(made.tables(), tmp_path / f"c{i}"),
            write(made.tables(), tmp_path / f"c{i}.xlsx"),
        ):
            row = getattr(build(read(where)), table)[0]
            assert getattr(row, column) == meant
    assert column in USED[table]
    assert tables()[table].attribute(column).uncertain


@pytest.mark.parametrize("spot", COLUMNS, ids="/".join)
def test_a_range_in_one_cell_leaves_all_other_draws_as_they_were(spot: tuple[str, str]) -> None:
    """Draws are keyed by table, row and column: every other number of the case keeps its value in every member."""
    table, column = spot
    before = case().replace("stocks", "Hill", amount=(1000, 3000, 9000))
    after = before.replace(table, ROWS[table], **{column: COLUMNS[spot][1]})
    one, other = values(before.check()), values(after.check())
    assert one.keys() == other.keys()
    changed = {name for name in one if not np.array_equal(one[name], other[name])}
    assert {name.split("/")[-1] for name in changed} == {column}
    assert len(changed) == 1


def test_a_default_lead_is_no_number_that_somebody_gave() -> None:
    """A road of one day and a blank one are alike: neither counts as assumed; a road of two days does."""
    for lead, is_blank in ((None, True), (1, True), (2, False), ((1, 1, 2), False)):
        found = next(n for n in collect(case(lead_days=lead).check()).items if n.column == "lead_days")
        assert is_default(found) == is_blank


def test_a_road_that_may_take_no_day_and_a_line_that_may_take_one_are_refused() -> None:
    """The low end of a road's lead is at least 1, the high end of a line's is 0."""
    with pytest.raises(DataError, match="C441"):
        case(lead_days=(0, 1, 2)).check()
    made = case()
    made.add_commodity("power", unit="MWh", storable=False)
    made.add_route("wire", "Plain", "Hill", mode="line", carries="power", per_day=5, lead_days=(0, 0, 1))
    with pytest.raises(DataError, match="C441"):
        made.check()


def test_every_such_number_has_a_question_and_a_title_of_its_own() -> None:
    """None falls back on the name of its column, and none is told under the title of another number of its row."""
    names = Names.of(case().check())
    for n in collect(case().check()).items:
        if (n.table, n.column) in COLUMNS:
            assert (n.table, n.column) in ASK
            assert (n.table, n.column) in OF_COLUMN
            assert title(n.table, n.key, names, n.column) != title(n.table, n.key, names)


def test_what_to_find_out_ranks_a_loss_and_a_lead() -> None:
    """A place that lives off one road: its loss and its lead are what the person-days short hang on, nothing else."""
    made = hill(days=30, road={"per_day": 0.12, "lead_days": (1, 4, 12), "loss_share": (0.05, 0.4, 0.7),
                               "basis": BASIS})  # fmt: skip
    made.add_stock("Hill", "flour", amount=100)
    (found,) = find_out(
        made.check(), (ask.person_days_short(),), draws=500, paths=2, policy="pull", engine="compiled"
    )
    assert {u.numbers[0] for u in found.unknowns} == {"routes/road/loss_share", "routes/road/lead_days"}
    told = {u.ask for u in found.unknowns}
    assert "How many days is it from dispatch to arrival by road?" in told
    assert "What part of what is sent by road is lost on the way?" in told


def test_claims_behind_a_loss_are_weighed_and_shown() -> None:
    """Two claims of 0.1 and 0.3 on the loss of a road: ranges lists the number with both ends and what is typed."""
    made = case(loss_share=(0.1, 0.2, 0.3), claims=["L-1", "L-3"])
    for i, (claim, share) in enumerate((("L-1", 0.1), ("L-3", 0.3))):
        made.add("sources", source=f"s{i}", name=f"Office {i}")
        made.add_document(f"D{i}", f"s{i}", published="2022-12-05", published_basis="stated")
        made.add_claim(claim, stance="reported", proposition="Lost on the way.", documents=f"D{i}", quantity=share,
                       unit="share")  # fmt: skip
    found = [w for w in ranges(made.check(), table="routes") if w.column == "loss_share"]
    assert len(found) == 1
    assert not found[0].is_flagged


def test_the_page_lists_the_range_with_its_basis() -> None:
    """An assumed loss stands on the page with its middle, its ends and its basis, under a title of its own."""
    made = case(loss_share=(0.05, 0.1, 0.3), basis="assumed: as on the other road")
    model = made.check()
    run = co.forecast(model, members=40, seed=1)
    text = co.report(model, run, found=(), required=()).html
    assert "Share lost on the way by road" in text
    assert "as on the other road" in text
    assert "0.1 (0.05 to 0.3)" in text


def test_a_loss_that_two_sides_claim_is_what_each_says_to_who_believes_it() -> None:
    """South says that a tenth is lost, North four tenths; typed is both. Who believes one reads that one alone."""
    made = two_accounts()
    for claim, side, lost in (("S-9", "south", 0.1), ("N-9", "north", 0.4)):
        made.add_claim(claim, stance="asserted", proposition="Lost on the road.", documents=f"D-{side}",
                       account=side, quantity=lost, unit="share")  # fmt: skip
    model = made.replace("routes", "road", loss_share=(0.1, 0.25, 0.4), claims=["S-9", "N-9"]).check()
    for side, lost in (("south", 0.1), ("north", 0.4)):
        believed = disbelieve(model, spoken(model, side, sides(model)).doubts).model
        assert believed.routes[0].loss_share == Range.exact(lost)
