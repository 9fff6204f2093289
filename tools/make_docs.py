"""Write the pages of `docs/reference`: tables, settings, command line, problems, results, public names.

``python tools/make_docs.py`` writes them; ``--check`` says which are out of date and writes nothing.
Each page comes from what the product itself reads, so that none can say something else.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click

import corridor
from corridor.cli.main import VERBS, cli
from corridor.model.checks.codes import codes
from corridor.model.settings import CaseSettings
from corridor.schema.load import Attribute, Table, tables

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Written by tools/make_docs.py. Change what it is made from, not this page. -->"

CHAPTERS: dict[str, tuple[str, ...]] = {
    "People and places": ("scenarios", "places", "people", "control"),
    "Ways": ("routes", "crossings", "fleets"),
    "Goods and needs": (
        "commodities", "needs", "fixed_needs", "satisfies", "rations", "stocks", "supply", "processes",
        "process_flows", "levels", "mixes",
    ),
    "Access and time": (
        "situations", "access", "timeline", "outlook", "outlook_next", "inflow", "deliveries", "consignments",
    ),
    "What was seen and said": ("observations", "events", "clauses", "clause_tests", "weights"),
}  # fmt: skip
FAMILIES = {
    "C0": "Files and settings as files",
    "C1": "Tables, names, headings, settings",
    "C2": "Cells: numbers, units, days",
    "C3": "Rows against rows",
    "C4": "People, goods, ways, processes",
    "C5": "Clauses",
    "C6": "Timeline, outlook, deliveries",
    "C7": "Scenarios",
    "C8": "Warnings: the case may run",
    "C9": "Evidence",
}
KINDS = {
    "id": "short name", "ref": "name of", "refs": "names of", "text": "text", "texts": "texts, `;` between",
    "number": "number", "integer": "whole number", "date": "day", "edtf": "time (EDTF)", "yesno": "yes or no",
    "choice": "one of", "claims": "claim ids, `,` between",
}  # fmt: skip
ROOMS = {
    "corridor.measure": "Measures: pure functions of a forecast, each a table of frozen lines.",
    "corridor.study.answers": "Questions for `find_out`: each gives one number a run.",
    "corridor.cases": "The shipped cases.",
}


def pages() -> dict[str, str]:
    """Text of every page of the reference, by file name."""
    made = {
        "tables.md": _tables_page(),
        "evidence.md": _evidence_page(),
        "command_line.md": _command_line(),
        "problems.md": _problems(),
        "results.md": _results(),
        "python.md": _python(),
    }
    return {"index.md": _index(made), **made}


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` only compare; 0 if nothing was out of date, else 1 for a check."""
    made = pages()
    stale = [name for name, text in made.items() if _there(TARGET / name) != text]
    left = sorted({p.name for p in TARGET.glob("*.md")} - set(made))
    if "--check" in arguments:
        for name in (*stale, *left):
            print(f"out of date: docs/reference/{name}; run python tools/make_docs.py")
        return 1 if stale or left else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (TARGET / name).write_text(made[name], encoding="utf-8", newline="\n")
    for name in left:
        (TARGET / name).unlink()
    print(f"{len(stale)} written, {len(left)} removed, {len(made) - len(stale)} as they were")
    return 0


def _there(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _page(title: str, lead: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", MADE, lead, *parts)) + "\n"


def _grid(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


# ------------------------------------------------------------------------------------------ tables


def _tables_page() -> str:
    all_tables = tables()
    listed = [name for names in CHAPTERS.values() for name in names if name in all_tables]
    others = tuple(t.name for t in all_tables.values() if t.group == "case" and t.name not in listed)
    chapters = {**CHAPTERS, "Others": others} if others else CHAPTERS
    listed += others
    parts = [_settings(), _shared()]
    for chapter, names in chapters.items():
        parts.append(f"## {chapter}")
        parts += [_table(all_tables[name]) for name in names if name in all_tables]
    contents = " · ".join(f"[{name}](#{name})" for name in listed)
    lead = (
        "A case is a folder (`case.toml` and one CSV a table) or one workbook (the same tables, one a "
        "sheet, the settings on the sheet `case`). A table that a case does not need is absent; a column "
        "that is not needed may be left out. Blank is never zero.\n\n**Needed in every case:** "
        + ", ".join(f"`{t.name}`" for t in all_tables.values() if t.needed)
        + f", and one of `supply`, `inflow`, `deliveries`.\n\n{contents}"
    )
    return _page("Tables of a case", lead, *parts)


def _evidence_page() -> str:
    evidence = [t for t in tables().values() if t.group == "evidence"]
    contents = " · ".join(f"[{t.name}](#{t.name})" for t in evidence)
    lead = (
        "The ledger of a case: the folder `evidence/`, one CSV a table, or sheets of the same names. "
        f"What stands behind a number, who said it, and where.\n\n{contents}"
    )
    return _page("Tables of the evidence", lead, *(_table(t) for t in evidence))


def _settings() -> str:
    rows = []
    for name, field in CaseSettings.model_fields.items():
        default = "required" if field.is_required() else _shown(field.default)
        rows.append((f"`{name}`", default, field.description or ""))
    return "## Settings\n\nIn `case.toml`, or on the sheet `case` of a workbook.\n\n" + _grid(
        ("setting", "default", "meaning"), rows
    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        value = ", ".join(str(v) for v in value)
    return "blank" if value in {None, ""} else f"`{value}`"


def _shared() -> str:
    """Columns that every table of a case has beside its own."""
    return (
        "## Columns of every table\n\nNot repeated below. A number marked *range* may have two more "
        "columns, `_low` and `_high`: the 10th percentile and the 90th, with the median between them.\n\n"
        + _grid(_HEADING, (_attribute(a) for a in _common()))
    )


def _common() -> tuple[Attribute, ...]:
    """Columns that all tables of a case but that of scenarios share, in order."""
    case = [t for t in tables().values() if t.group == "case" and t.name != "scenarios"]
    return tuple(a for a in case[0].attributes if all(a in t.attributes for t in case))


_HEADING = ("column", "type", "unit", "default", "range", "symbol", "meaning", "source of the term")


def _table(table: Table) -> str:
    own = [a for a in table.attributes if table.group == "evidence" or a not in _common()]
    needed = " Needed in every case." if table.needed else ""
    key = ", ".join(f"`{k}`" for k in table.key)
    return f"### {table.name}\n\n{table.meaning}{needed} Key: {key}.\n\n" + _grid(
        _HEADING, (_attribute(a) for a in own)
    )


def _attribute(a: Attribute) -> tuple[str, ...]:
    kind = KINDS[a.kind]
    if a.kind in {"ref", "refs"}:
        kind += " " + " or ".join("`*`" if r == "*" else f"[{r}]({_home(r)}#{r})" for r in a.refers)
    elif a.kind == "choice":
        kind += " " + ", ".join(f"`{c}`" for c in a.choices)
    if a.uncertain:
        kind += ", *range*"
    default = "**required**" if a.required else _default(a)
    bounds = _bounds(a.minimum, a.maximum)
    return (f"`{a.name}`", kind, a.unit, default, bounds, a.symbol, a.meaning, a.source)


def _home(name: str) -> str:
    table = tables().get(name)
    return "" if table is None else ("evidence.md" if table.group == "evidence" else "tables.md")


def _default(a: Attribute) -> str:
    if not a.default:
        return "blank"
    return a.default.strip("()") if a.is_worked_out else f"`{a.default}`"


def _bounds(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"≥ {low:g}"
    return f"≤ {high:g}" if low is None else f"{low:g} to {high:g}"


# ------------------------------------------------------------------------- command line, problems


def _command_line() -> str:
    lead = (
        "CASE is a folder with `case.toml`, a workbook, or the name of a shipped case: "
        + ", ".join(f"`{name}`" for name in importlib.import_module("corridor.cases").names())
        + ". Results go to stdout, progress and messages to stderr.\n\n"
        + _grid(("exit code", "means"), _EXIT_CODES)
    )
    top = click.Context(cli, info_name="corridor", **_WIDTH)
    parts = [_help(top)]
    for verb in VERBS:
        command = cli.get_command(top, verb)
        if command is not None:
            parts += _help_of(command, verb, top)
    return _page("Command line", lead, *parts)


def _help_of(command: click.Command, verb: str, parent: click.Context) -> list[str]:
    """Help of a command, and of each of its own where it is a group."""
    context = click.Context(command, info_name=verb, parent=parent, **_WIDTH)
    parts = [_help(context)]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            parts += [] if below is None else _help_of(below, name, context)
    return parts


_EXIT_CODES = (
    ("0", "done"),
    ("1", "failure"),
    ("2", "wrong use"),
    ("3", "data problems"),
    ("4", "no plan keeps the floor asked for"),
    ("5", "time limit"),
    ("130", "interrupted"),
)


_WIDTH: dict[str, Any] = {
    "terminal_width": 100,
    "max_content_width": 100,
    "help_option_names": ["-h", "--help"],
}


def _help(context: click.Context) -> str:
    return f"## {context.command_path}\n\n```text\n{context.get_help().rstrip()}\n```"


def _problems() -> str:
    known = codes()
    parts = []
    for family, title in FAMILIES.items():
        rows = [
            (
                f'<a id="{c.code.lower()}"></a>{c.code}',
                "warning" if c.warning else "missing" if c.missing else "error",
                c.title,
                c.meaning,
                c.to_do,
            )
            for c in known.values()
            if c.code.startswith(family)
        ]
        if rows:
            parts.append(f"## {title}\n\n" + _grid(("code", "level", "title", "meaning", "what to do"), rows))
    lost = [code for code in known if code[:2] not in FAMILIES]
    if lost:
        raise SystemExit(f"tools/make_docs.py: no family for {lost}")
    lead = (
        "A case is checked whole, and every problem comes at once with the place of its cell. "
        f"There are {len(known)} codes; `corridor explain CODE` says the same as this page. "
        "An error stops a run, a warning does not. What is missing stops it too: nothing that is there is wrong."
    )
    return _page("Problems of a case", lead, *parts)


# ------------------------------------------------------------------------------ results and names


def _results() -> str:
    """Variables of a saved forecast, read off a small one."""
    dataset = corridor.to_dataset(corridor.forecast(_smallest(), members=20, seed=1))
    rows = [
        (
            f"`{name}`",
            ", ".join(str(d) for d in v.dims),
            v.attrs.get("units", ""),
            v.attrs.get("long_name", ""),
        )
        for name, v in dataset.data_vars.items()
    ]
    coords = [(f"`{name}`", ", ".join(_examples(c.values))) for name, c in dataset.coords.items()]
    attributes = ", ".join(f"`{name}`" for name in dataset.attrs)
    lead = (
        "`corridor.to_dataset(forecast)` gives an xarray Dataset, `corridor.save(forecast, path)` writes it "
        "as NetCDF4, and `corridor.load(path)` reads it again. Bands lose what hangs together in time: "
        "dates, durations and totals stand by member."
    )
    return _page(
        "Saved results",
        lead,
        "## Dimensions\n\nWith the values of a small case as examples.\n\n"
        + _grid(("dimension", "values"), coords),
        "## Variables\n\n" + _grid(("variable", "dimensions", "unit", "meaning"), rows),
        f"## What it was made from\n\nAttributes of the Dataset: {attributes}.",
    )


def _examples(values: Any) -> list[str]:
    shown = [str(v)[:10] if "datetime" in str(values.dtype) else str(v) for v in values]
    return shown if len(shown) <= 7 else [*shown[:3], "…", shown[-1]]


def _smallest() -> Any:
    case = corridor.Case.build(start="2023-01-01", days=10)
    case.add_place("Hill", people=1_000)
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    case.add_need("energy", unit="kcal", per_person_day=2_100)
    case.add_satisfies("energy", "flour", per_unit=3_500_000)
    case.add_stock("Hill", "flour", amount=(4, 9, 16), basis="assumed: an example")
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill", lead_days=1, per_day=0.5, unit="t")
    return case.check()


def _python() -> str:
    public = [name for name in corridor.__all__ if _named("corridor", name) is not None]
    parts = ["## `corridor`\n\n" + "\n\n".join(_entry("corridor", name) for name in public)]
    for room, lead in ROOMS.items():
        module = importlib.import_module(room)
        names = getattr(module, "__all__", None) or [
            name
            for name, thing in vars(module).items()
            if inspect.isfunction(thing) and thing.__module__ == room and not name.startswith("_")
        ]
        parts.append(f"## `{room}`\n\n{lead}\n\n" + "\n\n".join(_entry(room, name) for name in names))
    lead = (
        "Everything a program needs stands in `corridor` itself and is imported on first use. The first "
        "line of each docstring is given here; `help(name)` shows the rest. Arguments after a `*` are named."
    )
    return _page("Public names", lead, *parts)


def _named(room: str, name: str) -> Any:
    """The thing of a public name, found at home: a room of the same name would stand in front of it."""
    if room != "corridor":
        return getattr(importlib.import_module(room), name)
    home = corridor._HOME.get(name)
    return importlib.import_module(f"corridor.{name}") if home is None else vars(_module(home)).get(name)


def _module(name: str) -> ModuleType:
    return importlib.import_module(name)


def _entry(room: str, name: str) -> str:
    thing = _named(room, name)
    if inspect.ismodule(thing):
        return f"**`{name}`** (module) {_first_line(thing)}"
    if not inspect.isclass(thing):
        return f"**`{name}{_signature(thing)}`**  \n{_first_line(thing)}"
    lines = [f"**`{name}`** (class)  \n{_first_line(thing)}"]
    lines += [f"- `{called}`: {said}" for called, said in _members(thing)]
    return "\n".join([lines[0], "", *lines[1:]]) if len(lines) > 1 else lines[0]


def _members(kind: type) -> Iterator[tuple[str, str]]:
    """Public methods and properties that a class of the product has, with their first lines."""
    for name in sorted(n for n in dir(kind) if not n.startswith("_")):
        found = inspect.getattr_static(kind, name)
        bare = found.__func__ if isinstance(found, classmethod | staticmethod) else found
        if inspect.isfunction(bare) and (bare.__module__ or "").startswith("corridor"):
            yield f"{name}{_signature(bare)}", _first_line(bare)
        elif isinstance(found, property) and found.fget is not None:
            yield name, _first_line(found)


def _first_line(thing: Any) -> str:
    said = inspect.getdoc(thing) or ""
    if not said:
        raise SystemExit(f"tools/make_docs.py: no docstring: {thing!r}")
    return said.splitlines()[0]


def _signature(thing: Any) -> str:
    """Names and defaults of the arguments, without types."""
    told, barred = [], False
    for p in inspect.signature(thing).parameters.values():
        if p.name in {"self", "cls"}:
            continue
        if p.kind is p.KEYWORD_ONLY and not barred:
            told, barred = [*told, "*"], True
        if p.kind is p.VAR_KEYWORD:
            told.append(f"**{p.name}")
        elif p.kind is p.VAR_POSITIONAL:
            told, barred = [*told, f"*{p.name}"], True
        else:
            told.append(p.name if p.default is p.empty else f"{p.name}={p.default!r}")
    return f"({', '.join(told)})"


def _index(made: dict[str, str]) -> str:
    lines = []
    for name, text in made.items():
        said = text.split("\n\n")
        lines.append(f"- [{said[0].removeprefix('# ')}]({name})")
    return _page(
        "Reference",
        "To look things up. These pages are made from what the product itself reads; the law they serve is "
        "told in [the day](../theory/day.md), the words in the [glossary](../glossary.md).",
        "\n".join(lines),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
