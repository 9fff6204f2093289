"""Every family of rows of a plan, and every part of its objective, against a file worked out by hand.

A golden file begins with the reasoning, in lines that start with a backslash; then come the rows as
`corridor.plan.text` writes them.
"""

from pathlib import Path

import pytest
from tests.golden.plan_cases import CASES, balance

from corridor.errors import UsageError
from corridor.plan.program import FAMILIES, PARTS
from corridor.plan.text import NAMES, name_of, names, text

FILES = Path(__file__).parent / "plan"


def family_of(name: str) -> str:
    """What stands before a comma in the name of a file."""
    return name.split(",", maxsplit=1)[0]


@pytest.mark.parametrize("name", CASES)
def test_rows_are_those_worked_out_by_hand(name):
    """The text of a tiny case is that of its golden file, to six digits, and the file says why."""
    lines = (FILES / f"{name}.lp").read_text().splitlines(keepends=True)
    why = [line for line in lines if line.startswith("\\")]
    assert len("".join(why)) > 80
    body = "".join(line for line in lines if not line.startswith("\\")).lstrip("\n")
    assert body == text(CASES[name](), family_of(name))


def test_every_family_has_a_golden_file():
    """Fails where a family of rows, or a part of the objective, has no case and file, or a file has no case."""
    wanted = {f.__name__ for f in (*FAMILIES, *PARTS)} | {"columns", "shared", "floor"}
    assert set(NAMES) == wanted
    assert {family_of(name) for name in CASES} == wanted
    assert {f.stem for f in FILES.glob("*.lp")} == set(CASES)


def test_every_file_has_rows_or_costs_or_bounds_of_its_family():
    """No golden file is empty: each family writes something in its case."""
    for name, case in CASES.items():
        assert text(case(), family_of(name)).count("\n") > 1, name


def test_the_whole_text_holds_every_family():
    """Without a family the text holds the rows of all of them, once."""
    written = balance()
    whole = text(written)
    for family in NAMES:
        for line in text(written, family).splitlines():
            assert line in whole
    assert whole.count("balance[Hill, flour, 2023-01-01]:") == 1


def test_a_name_is_found_by_position_too():
    """`name_of` gives what `names` lists, and names are told apart."""
    written = balance()
    for kind in ("columns", "rows"):
        listed = names(written, kind)
        assert len(set(listed)) == len(listed)
        assert [name_of(written, kind, i) for i in range(len(listed))] == listed


def test_an_unknown_family_is_named_with_those_there_are():
    """The error says what was asked for and lists the families."""
    with pytest.raises(UsageError, match=r'called "balanse".*balance'):
        text(balance(), "balanse")
