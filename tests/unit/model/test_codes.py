"""Every code of the register is provoked here, and nothing is told without a code of the register."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from tests.ledger.kept import kept_copy
from tests.unit.model.small_cases import A, small, wide, with_claims

from corridor.cli.check import check_path
from corridor.errors import Problem
from corridor.io import Case
from corridor.io.ledger import import_csv
from corridor.io.write import write_folder, write_xlsx
from corridor.ledger.store import Store, ledger_file
from corridor.model.build import check
from corridor.model.checks import draws
from corridor.model.checks.codes import codes
from corridor.model.numbers import RIVALS

Provoke = Callable[[Path], "Case | Path"]
PROVOKED: dict[str, Provoke] = {}


def provokes(code: str) -> Callable[[Provoke], Provoke]:
    """Register a faulty case under the code it must give."""

    def add(make: Provoke) -> Provoke:
        assert code not in PROVOKED
        PROVOKED[code] = make
        return make

    return add


def problems_of(made: Case | Path, *, strict: bool = False) -> tuple[Problem, ...]:
    """Problems of a case from a program or of a path."""
    if isinstance(made, Path):
        return check_path(made, strict=strict).problems
    return check(made.tables(), strict=strict).problems


STRICT = {"C907"}


@pytest.mark.parametrize("code", sorted(PROVOKED_NAMES := codes()))
def test_each_code_is_provoked(code: str, tmp_path: Path) -> None:
    """A case with one fault gets the code of that fault, with words, a place, and what to do."""
    assert code in PROVOKED, f"no test provokes {code}"
    found = [p for p in problems_of(PROVOKED[code](tmp_path), strict=code in STRICT) if p.code == code]
    assert found, f"{code} was not told"
    for p in found:
        assert p.where.source
        assert len(p.found) > 8
        assert p.warning == PROVOKED_NAMES[code].warning


def test_no_code_without_entry() -> None:
    """Every provoked code stands in the register, with a title, a meaning and something to do."""
    assert set(PROVOKED) == set(codes())
    for c in codes().values():
        assert c.title
        assert c.meaning.endswith(".")
        assert c.to_do


def test_codes_in_the_source_are_registered() -> None:
    """Every code written in the source stands in the register, and every registered code is written somewhere."""
    root = Path(__file__).parents[3] / "src" / "corridor"
    text = "\n".join(f.read_text(encoding="utf-8") for r in ("io", "model") for f in (root / r).rglob("*.py"))
    assert {c for c in codes() if f'"{c}"' not in text} == set()


@pytest.mark.parametrize("make", [small, with_claims, wide])
def test_sound_cases_have_no_errors(make: Callable[[], Case]) -> None:
    """A sound case has no problem that stops it, also when a source is asked for behind every number."""
    assert [str(p) for p in problems_of(make(), strict=True) if not p.warning] == []


def test_rivals_stand_where_engines_pick() -> None:
    """Rows may be rivals exactly in the tables in which the engines pick."""
    assert set(draws.RIVALS) == set(RIVALS)


# --------------------------------------------------------------------------------------------- files


def folder(tmp: Path, **files: str) -> Path:
    """The small case as a folder, with some files replaced."""
    path = write_folder(small().tables(), tmp / "case")
    for name, text in files.items():
        target = path / (name.replace("__", "/") + (".toml" if name == "case" else ".csv"))
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return path


def book(tmp: Path, fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
    """A workbook filled by a function, settings given."""
    path = tmp / "case.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as b:
        sheet = b.add_worksheet("case")
        for i, row in enumerate((("setting", "value"), ("start", "2023-01-01"), ("days", 60))):
            sheet.write_row(i, 0, row)
        fill(b)
    return path


@provokes("C001")
def _(tmp: Path) -> Path:
    return tmp / "nowhere"


@provokes("C002")
def _(tmp: Path) -> Path:
    return tmp


@provokes("C003")
def _(tmp: Path) -> Path:
    path = folder(tmp)
    (tmp / "outside.csv").write_text("place\n", encoding="utf-8")
    (path / "levels.csv").symlink_to(tmp / "outside.csv")
    return path


@provokes("C004")
def _(tmp: Path) -> Path:
    path = folder(tmp)
    with (path / "levels.csv").open("wb") as f:
        f.truncate(201 * 1024 * 1024)
    return path


@provokes("C005")
def _(tmp: Path) -> Path:
    path = folder(tmp)
    (path / "levels.csv").write_bytes("place,commodity\nHill,f\xe9".encode("latin-1"))
    return path


@provokes("C006")
def _(tmp: Path) -> Path:
    return folder(tmp, case="title = My case\n")


@provokes("C007")
def _(tmp: Path) -> Path:
    return folder(tmp, levels='place,commodity\n"Hill,flour\n')


@provokes("C008")
def _(tmp: Path) -> Path:
    path = tmp / "case.xlsx"
    path.write_bytes(b"no workbook at all" * 100)
    return path


@provokes("C009")
def _(tmp: Path) -> Path:
    path = tmp / "case.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", b"\0" * 20_000_000)
    return path


@provokes("C101")
def _(tmp: Path) -> Path:
    return folder(tmp, stock="place\nHill\n")


def _workbook(tmp: Path, part: str, old: bytes, new: bytes) -> Path:
    """A sound workbook with a piece of a part replaced."""
    sound = write_xlsx(small().tables(), tmp / "sound.xlsx")
    path = tmp / "case.xlsx"
    with zipfile.ZipFile(sound) as whole, zipfile.ZipFile(path, "w") as z:
        for name in whole.namelist():
            data = whole.read(name)
            z.writestr(name, data.replace(old, new) if name == part else data)
    return path


@provokes("C010")
def _(tmp: Path) -> Path:
    return _workbook(tmp, "xl/sharedStrings.xml", b"uniqueCount=", b'uniqueCount="4000000000" was=')


@provokes("C802")
def _(tmp: Path) -> Path:
    return _workbook(tmp, "xl/workbook.xml", b'name="people"', b'name="people" state="veryHidden"')


@provokes("C305")
def _(tmp: Path) -> Case:
    case = small()
    case.add_place("hill", kind="source")
    return case


@provokes("C801")
def _(tmp: Path) -> Path:
    return folder(tmp, zebra="place\nHill\n")


@provokes("C102")
def _(tmp: Path) -> Path:
    path = folder(tmp)
    (path / "needs.csv").unlink()
    return path


@provokes("C103")
def _(tmp: Path) -> Path:
    path = folder(tmp)
    (path / "supply.csv").unlink()
    return path


@provokes("C105")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,comodity\nHill,flour\n")


@provokes("C106")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,commodity,place\nHill,flour,Hill\n")


@provokes("C107")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,target_days\nHill,3\n")


@provokes("C109")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,commodity,target_days\nplace,commodity,target_days\nHill,flour,3\n")


def _merged(b: xlsxwriter.Workbook) -> None:
    b.add_worksheet("levels").merge_range(1, 0, 2, 0, "Hill")


def _formula(b: xlsxwriter.Workbook) -> None:
    sheet = b.add_worksheet("levels")
    sheet.write_row(0, 0, ["place", "commodity", "target_days"])
    sheet.write_row(1, 0, ["Hill", "flour"])
    sheet.write_formula(1, 2, "=1+2", None, 3)


@provokes("C110")
def _(tmp: Path) -> Path:
    return book(tmp, _merged)


@provokes("C111")
def _(tmp: Path) -> Path:
    return book(tmp, _formula)


@provokes("C112")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,commodity\n\nHill,flour\n")


@provokes("C113")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,commodity\nHill,flour,7\n")


@provokes("C114")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,commodity\n" + "Hill,flour\n" * 200_001)


@provokes("C115")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,commodity,note\nHill,flour," + "x" * 32_768 + "\n")


@provokes("C116")
def _(tmp: Path) -> Path:
    return folder(tmp, levels="place,commodity,note\nHill,flour,a\x07b\n")


@provokes("C120")
def _(tmp: Path) -> Path:
    return folder(tmp, case="start = 2023-01-01\ndays = 60\nmember = 5\n")


@provokes("C121")
def _(tmp: Path) -> Path:
    return folder(tmp, case="days = 60\n")


@provokes("C122")
def _(tmp: Path) -> Path:
    return folder(tmp, case="start = 2023-01-01\ndays = -3\n")


@provokes("C123")
def _(tmp: Path) -> Path:
    return folder(tmp, case="start = 2023-01-01\ndays = 60\norigin = 2024-01-01\n")


@provokes("C124")
def _(tmp: Path) -> Path:
    return folder(tmp, case='start = 2023-01-01\ndays = 60\nboundary_file = "b.geojson"\n')


# --------------------------------------------------------------------------------------------- cells

CELLS: dict[str, dict[str, object]] = {
    "C204": {"amount_low": 1, "amount_high": 3, "amount": ""},
    "C205": {"amount": 2, "amount_low": 1},
    "C206": {"amount": (3, 2, 4)},
    "C210": {"amount": "nine"},
    "C211": {"amount": "12,5"},
    "C212": {"amount": "1 200"},
    "C213": {"amount": "5-9"},
    "C214": {"amount": "n/a"},
    "C215": {"amount": "#N/A"},
    "C216": {"amount": True},
    "C217": {"amount": "~5"},
    "C219": {"amount": "12 bags"},
    "C220": {"amount": -4},
    "C820": {"amount": "9000 kg"},
    "C221": {"date": "9 Sept 2024"},
    "C222": {"date": "03/04/2023"},
    "C223": {"date": "2023-02-30"},
    "C224": {"date": 44927},
    "C225": {"date": "2023-02"},
    "C232": {"holder": "stat"},
    "C231": {"drop": "maybe"},
    "C455": {"date": "2024-01-01"},
    "C451": {"unit": "kWh"},
    "C450": {"unit": "% of usual"},
    "C302": {"release_date": "2022-12-01"},
    "C906": {"basis": "because"},
    "C322": {"weight_of_rival": 1},
    "C321": {"rival": "count"},
    "C324": {"moves_with": "amuntx=harvest"},
    "C840": {"amount": (1, 1.01, 90)},
    "C701": {"drop": True},
    "C104": {"place": "Hlil"},
}


def _cell(code: str) -> None:
    @provokes(code)
    def _(tmp: Path) -> Case:
        del tmp
        return small().replace("stocks", "Hill", **CELLS[code])


for _code in CELLS:
    _cell(_code)


@provokes("C830")
def _(tmp: Path) -> Case:
    del tmp
    case = small()
    case.add_claim("C-1", stance="reported", proposition="Flour is left.", documents="D-9")
    return case


def case_of(code: str, change: Callable[[Case], Case | None], start: Callable[[], Case] = small) -> None:
    """Register a case changed by a function."""

    @provokes(code)
    def _(tmp: Path) -> Case:
        del tmp
        case = start()
        return change(case) or case


case_of("C203", lambda c: c.add_stock("Hill", "flour", amount="", holder="farm"))  # type: ignore[arg-type]
case_of("C218", lambda c: c.replace("routes", "road", lead_days="1.5"))
case_of("C226", lambda c: c.replace("documents", "D-1", published="spring"), with_claims)
case_of("C230", lambda c: c.add_place("Hill, upper"))
case_of("C301", lambda c: c.add_stock("Hill", "flour", amount=3, basis=A))


def _two_speakers(case: Case) -> None:
    """9 t by one speaker on 5 January, 8 t by another in February."""
    for i, who in ((1, "the council"), (2, "the agency")):
        case.add_claim(
            f"C-{i}0",
            stance="asserted",
            proposition="Tonnes.",
            documents=f"D-{i}",
            speaker=who,
            quantity=10 - i,
            unit="t",
        )
        case.add_stock("Hill", "flour", amount=10 - i, holder="farm", claims=f"C-{i}0")


case_of("C317", _two_speakers, with_claims)
case_of(
    "C616",
    lambda c: (
        c.add_delivery("road", "flour", since="2022-12-20", end="2022-12-22", amount=5, basis=A),
        c.add_delivery("road", "flour", since="2022-12-20", end="2022-12-24", amount=4, basis=A),
    )[1],
)
case_of("C617", lambda c: c.add_delivery("road", "flour", end="2022-12-24", amount=4, basis=A))
case_of("C303", lambda c: c.add_crossing("road"))


def _situations(c: Case) -> Case:
    c.add_situation("shut", "road")
    c.add_spell("road", "shut", start="2023-01-01")
    return c


def _access(c: Case, **columns: object) -> Case:
    _situations(c).add("access", **{"situation": "shut", "subject": "road", **columns})
    return c


def _lined(c: Case) -> Case:
    c.add_commodity("power", unit="kWh", kg_per_unit=0, storable=False)
    c.add_route("wire", "Plain", "Hill", mode="line", carries="power", per_day=3)
    return _access(c, subject="wire", status="restricted", cap=2, unit="t/day")


case_of("C310", lambda c: _access(c, status="restricted"))
case_of("C311", lambda c: _access(c, status="restricted", cap=2))
case_of("C314", lambda c: _access(c, status="open", goods_class="fuel"))
case_of("C315", lambda c: _access(_access(c, status="open"), status="closed"))
case_of("C316", _lined)
case_of("C431", lambda c: _access(c, status="open", carrier="trde"))


@provokes("C312")
def _(tmp: Path) -> Case:
    del tmp
    c = _situations(small())
    c.add_route("other", "Plain", "Hill")
    c.add_inflow("shut", "other", contents="flour", per_day=1)
    return c


case_of("C313", lambda c: _situations(c).add_outlook_next("shut", "shut", weight=1))
case_of("C605", lambda c: _situations(c).add_outlook_next("shut", "shut", weight=0))
case_of("C320", lambda c: c.replace("routes", "road", rival="x"))


@provokes("C323")
def _(tmp: Path) -> Case:
    del tmp
    c = small().replace("people", "Hill", rival="count", weight_of_rival=1)
    c.add_people("Hill", people=500, rival="count")
    return c


case_of("C401", lambda c: c.add_place("Vale"))
case_of("C402", lambda c: c.add_people("Plain", people=3))
case_of("C403", lambda c: c.replace("people", "Hill", start="2023-01-05"))
case_of("C404", lambda c: c.replace("places", "Hill", lat=39.5))
case_of("C405", lambda c: c.replace("people", "Hill", people=0))
case_of("C410", lambda c: c.add_commodity("soap", unit="kit"))
case_of("C420", lambda c: c.replace("needs", "energy", per_person_day_minimum=3000))
case_of("C421", lambda c: c.replace("satisfies", "energy", usual_share=0.8, max_share=0.5))
case_of("C422", lambda c: c.add_need("light", unit="kWh", per_person_day=1))
case_of("C423", lambda c: c.replace("satisfies", "energy", usual_share=0))
case_of("C424", lambda c: c.replace("satisfies", "energy", per_unit=0))
case_of("C425", lambda c: c.add_mix("food", "flour", share=0))
case_of("C426", lambda c: c.add_ration("Hill", "energy", policy="fixed"))
case_of("C428", lambda c: c.add_ration("Hill", "energy", policy="steps"))
case_of("C429", lambda c: c.add_ration_step("winter", 3, share=0.5))
case_of("C427", lambda c: c.add_ration("Hill", "energy", per_person_day=5))
case_of("C430", lambda c: c.add_commodity("salt", unit="t"))
case_of("C440", lambda c: c.replace("routes", "road", to_place="Plain"))
case_of("C441", lambda c: c.replace("routes", "road", lead_days=0))
case_of("C442", lambda c: c.add_route("wire", "Plain", "Hill", mode="line"))
case_of("C443", lambda c: c.add_route("wire", "Plain", "Hill", mode="line", carries="flour"))
case_of("C444", lambda c: c.replace("routes", "road", unit="trucks"))
case_of("C445", lambda c: c.add_fleet("f", "Hill", trucks=1, payload_t=5))


def _fuel(c: Case, unit: str) -> None:
    c.add_commodity("diesel", unit=unit, kg_per_unit=1)
    c.add_fleet("f", "Plain", trucks=1, payload_t=5, fuel="diesel", l_per_km=0.4)


case_of("C446", lambda c: _fuel(c, "t"))
case_of("C447", lambda c: _fuel(c, "l"))
case_of("C448", lambda c: c.replace("routes", "road", unit="kWh"))
case_of("C452", lambda c: c.replace("supply", "Plain", per_day=5))
case_of("C453", lambda c: c.add_supply("Hill", "flour", unlimited=True))
case_of("C454", lambda c: c.add_level("Hill", "flour", target_days=3, reserve_days=5))


def _bread(c: Case) -> Case:
    c.add_commodity("bread", unit="kg")
    c.add_process("bakery", "Hill", inputs={"flour": 1}, outputs={"bread": 1}, order=2)
    return c


def _back(c: Case, order: int | None) -> Case:
    c.add_process(
        "crumbs", "Hill", inputs={"bread": 1}, outputs={"feed" if order else "flour": 1}, order=order
    )
    if order:
        c.add_commodity("feed", unit="kg")
    return c


case_of("C460", lambda c: c.add_process("mill", "Hill", inputs={"flour": 1}))
case_of("C461", lambda c: _back(_bread(c), None))
case_of("C462", lambda c: _back(_bread(c), 1))
case_of("C463", lambda c: c.add_process("mill", "Hill", inputs={"flour": 0}))
case_of("C470", lambda c: c.add_weight("energy", "survival", weight=0.5))
case_of("C471", lambda c: c.add_weight("energy", "minimum", weight=0.5))
case_of("C464", lambda c: _bread(c).add_process("bakery", "Plain", start="2023-02-01"))


def _road(c: Case, *spells: tuple[str, str | None], situation: str = "shut", among: str = "") -> Case:
    c = c.with_settings(origin="2023-01-11")
    c.add_situation("shut", "road")
    for start, end in spells:
        c.add_spell("road", situation, start=start, end=end, among=among)
    return c


case_of("C601", lambda c: _road(c, ("2023-01-01", None), situation="shtu"))
case_of("C602", lambda c: _road(c, ("2023-01-01", None), among="shut"))
case_of("C603", lambda c: _road(c, ("2023-01-01", "2023-01-03"), ("2023-01-05", None)))
case_of("C604", lambda c: _road(c, ("2023-01-01", "2023-01-05"), ("2023-01-05", None)))


def _delivered(c: Case, *periods: tuple[str, str]) -> Case:
    c = c.with_settings(origin="2023-01-11")
    for start, end in periods:
        c.add_delivery("road", "flour", start=start, end=end, amount=3)
    return c


case_of("C610", lambda c: _delivered(c, ("2023-01-01", "2023-01-05"), ("2023-01-05", "2023-01-10")))
case_of("C612", lambda c: _delivered(c, ("2023-01-01", "2023-01-09")))


def _shut(c: Case, *periods: tuple[str, str], access: bool = False) -> Case:
    c = _delivered(c, *periods)
    for situation, start in (("free", "2023-01-01"), ("shut", "2023-01-06")):
        c.add_situation(situation, "road")
        c.add_spell("road", situation, start=start)
        if access:
            c.add_access(situation, "*", status="open" if situation == "free" else "closed")
    return c


def _onward(c: Case, stock: float | None) -> Case:
    c = c.with_settings(origin="2023-01-11")
    c.add_place("Yard", kind="hub")
    c.add_route("last", "Yard", "Hill")
    c.add_delivery("last", "flour", start="2023-01-01", end="2023-01-10", amount=3)
    if stock is not None:
        c.add_stock("Yard", "flour", amount=stock)
    return c


case_of("C611", lambda c: _shut(c, ("2023-01-01", "2023-01-05")))
case_of("C613", lambda c: _shut(c, ("2023-01-01", "2023-01-05"), ("2023-01-06", "2023-01-10"), access=True))
case_of("C614", lambda c: _onward(c, 1.0))
case_of("C615", lambda c: _onward(c, None))


@provokes("C702")
def _(tmp: Path) -> Case:
    del tmp
    c = small()
    c.add_scenario("worse", meaning="worse")
    c.add_ration("Hill", "energy", scenario="worse", drop=True)
    return c


case_of("C841", lambda c: c.replace("stocks", "Hill", basis=None))
case_of("C907", lambda c: c.replace("stocks", "Hill", basis=None))
case_of(
    "C918", lambda c: c.add_support("stocks", "Hill / flour", claim="C-9", role="bound"), lambda: _nine("kWh")
)
case_of("C847", lambda c: c.replace("stocks", "Hill", basis="derived: my head"))
case_of("C908", lambda c: c.replace("stocks", "Hill", basis="derived: from people/Nowhere; so much each"))
case_of("C917", lambda c: c.replace("stocks", "Hill", claims="C-9", amount=90), lambda: _nine("t"))
case_of(
    "C919",
    lambda c: c.replace("stocks", "Hill", claims="C-9"),
    lambda: _nine("t", polarity="-"),
)
case_of("C843", lambda c: c.add_claim("C-3", stance="asserted", proposition="x"), with_claims)
case_of(
    "C845",
    lambda c: c.replace("documents", "D-1", published=None).replace("stocks", "Hill", claims="C-1"),
    with_claims,
)


def _nine(unit: str, quantity: float | None = 9, **columns: object) -> Case:
    c = with_claims()
    c.add_claim(
        "C-9", stance="asserted", proposition="x", documents="D-1", quantity=quantity, unit=unit, **columns
    )
    return c


def _observed(c: Case) -> Case:
    c.add_observation("O-1", start="2023-02-01", kind="stock", claims="C-1")
    return c.replace("stocks", "Hill", claims="C-1")


case_of("C901", _observed, with_claims)


def _against(c: Case) -> Case:
    c.add_support("stocks", "Hill / flour", claim="C-1", role="against")
    return c.replace("stocks", "Hill", claims="C-1")


case_of("C902", _against, with_claims)
case_of("C903", lambda c: c.add_support("stocks", "Hill / flourr", claim="C-1"), with_claims)


@provokes("C904")
def _(tmp: Path) -> Case:
    del tmp
    c = with_claims().replace("people", "Hill", rival="count")
    c.add_people("Hill", people=500, rival="count", basis=A)
    c.add_support("people", "Hill", claim="C-1")
    return c


case_of("C905", lambda c: c.replace("stocks", "Hill", claims="C-1", known_from="2023-01-01"), with_claims)
case_of(
    "C910",
    lambda c: c.add_support("stocks", "Hill / flour", claim="C-9", role="bound"),
    lambda: _nine("t", 90),
)
case_of("C911", lambda c: c.replace("stocks", "Hill", claims="C-9"), lambda: _nine("t", status="rejected"))
case_of(
    "C912",
    lambda c: c.add_support("stocks", "Hill / flour", claim="C-9", role="bound"),
    lambda: _nine("", None),
)


case_of(
    "C915",
    lambda c: c.replace("stocks", "Hill", claims="C-9"),
    lambda: _nine("t", qualifier="more than"),
)
case_of(
    "C916",
    lambda c: c.replace("stocks", "Hill", claims="C-9", amount=12, rule="as said"),
    lambda: _nine("t"),
)


def _clause(case: Case, **test: object) -> Case:
    """A clause, and a test of it where one is given."""
    case.add("clauses", clause="L-1", agreement="statement", obligor="a", object="keeps the road open")
    if test:
        case.add("clause_tests", clause="L-1", test="outcome", **test)
    return case


def _linked(case: Case, **columns: object) -> Case:
    """The clause, with a claim linked to its outcome."""
    _clause(case).add("clause_supports", clause="L-1", test="outcome", **columns)
    return case


case_of("C501", lambda c: _clause(c, kind="access", subject="road", finds="open", account="a"))
case_of("C502", lambda c: _clause(c, kind="access", subject="road", finds="opeen"))
case_of("C503", lambda c: _clause(c, kind="access", finds="open"))
case_of("C504", lambda c: _linked(c, claim="C-2"), with_claims)
case_of(
    "C505", lambda c: _linked(c, claim="C-1", valid_from="2023-01-02", valid_to="2023-01-06"), with_claims
)


def _with_ledger(tmp: Path) -> Path:
    """A case folder with a ledger that agrees with its CSV files."""
    folder = write_folder(with_claims().tables(), tmp / "case")
    with Store.create(folder) as store:
        import_csv(store, folder, "test")
    assert not any(p.code in {"C920", "C921"} for p in problems_of(folder))
    return folder


def _with_copy(tmp: Path, *, used: bool = True) -> Path:
    """A case folder with a document at hand, a passage of it, a claim on that; the file is then changed."""
    folder = kept_copy(tmp / "case", used=used)
    assert not any(p.code in {"C846", "C913"} for p in problems_of(folder))
    next((folder / "documents").iterdir()).write_text("Eight tonnes are in store.", encoding="utf-8")
    return folder


@provokes("C913")
def _(tmp: Path) -> Path:
    return _with_copy(tmp)


@provokes("C846")
def _(tmp: Path) -> Path:
    return _with_copy(tmp, used=False)


case_of(
    "C914",
    lambda c: c.replace("stocks", "Hill", claims="C-1"),
    lambda: with_claims().with_settings(unanchored="refuse"),
)


@provokes("C920")
def _(tmp: Path) -> Path:
    folder = _with_ledger(tmp)
    with Store.open(folder) as store, store.write("test") as batch:
        batch.add("sources", {"source": "radio", "name": "A radio"})
    return folder


@provokes("C921")
def _(tmp: Path) -> Path:
    folder = _with_ledger(tmp)
    ledger_file(folder).write_bytes(b"no ledger")
    return folder
