"""Promises of SECURITY.md and ETHICS.md: each names the test that holds it, and that test exists."""

import ast
import re
from pathlib import Path

import corridor
from corridor import measure
from corridor.schema.load import tables

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:tests/[\w/]+\.py)?(?:::\w+)?)`")
SOURCES = sorted(Path(corridor.__file__).parent.rglob("*.py"))
NO_DATA = {"pickle", "marshal", "shelve", "dill", "joblib"}
NO_NETWORK = {"socket", "ssl", "ftplib", "smtplib", "telnetlib", "requests", "aiohttp", "urllib3", "http"}
NO_NETWORK |= {"urllib.request"}
ENDPOINT = {"endpoint.py", "language_model.py"}
"""Modules of the one exception that has to be asked for."""


def named_tests(text: str) -> list[tuple[str, str]]:
    """File and function of each test that a text names; `::name` stands for the file before it."""
    found, file = [], ""
    for hit in NAMED.finditer(text):
        path, _, name = hit[1].partition("::")
        file = path or file
        if path or name:
            found.append((file, name))
    return found


def test_every_test_that_is_named_exists():
    """Files, and functions in them."""
    named = [
        x for page in ("SECURITY.md", "ETHICS.md") for x in named_tests((ROOT / page).read_text("utf-8"))
    ]
    assert len(named) > 30
    for file, name in named:
        text = (ROOT / file).read_text("utf-8")
        assert not name or f"def {name}(" in text, f"{file}::{name}"


def test_every_defence_names_its_test():
    """Each row of the table of defences has one."""
    rows = [r for r in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if r.startswith("| ")][2:]
    assert len(rows) > 15
    assert [r[:60] for r in rows if not named_tests(r)] == []


def imported(tree: ast.AST) -> set[str]:
    """Modules that a file imports, whole and by their first part."""
    names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    names += [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    return {part for name in names for part in (name, name.split(".")[0])}


def test_no_code_comes_out_of_data_and_nothing_opens_a_connection():
    """No module imports what unpickles or connects, and none calls `eval` or `exec`."""
    assert len(SOURCES) > 300
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        banned = NO_DATA if path.name in ENDPOINT else NO_DATA | NO_NETWORK
        assert not imported(tree) & banned, path
        calls = {
            n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        assert not calls & {"eval", "exec"}, path


def test_deaths_are_never_modelled():
    """No column of a case and no measure counts them."""
    dead = re.compile(r"death|dead|died|killed|mortal|fatal|surviv(?!al\b|al_|al$)", re.IGNORECASE)
    columns = [a.name for t in tables().values() if t.group == "case" for a in t.attributes]
    assert [name for name in (*columns, *measure.__all__) if dead.search(name)] == []
