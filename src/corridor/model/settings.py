"""The settings of a case, from `case.toml` or the sheet `case`: checked by pydantic, then frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corridor.errors import Problem, Where
from corridor.model.boundary import BoundaryError, read_boundary
from corridor.model.cells import Fault, read_date
from corridor.model.checks.codes import nearest, problem
from corridor.model.model import Settings
from corridor.model.tables import Tables, has_control, plain

LAST_YEAR = 9000
"""Latest year in which a case may start: days are added to it."""
Sensitivity = Literal["public", "partner", "internal"]


class CaseSettings(BaseModel):
    """What a case may set. The descriptions are those of the template and of the reference."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)

    title: str = Field("", max_length=200, description="Title of the case, as printed.")
    start: dt.date = Field(description="First day of the case.")
    days: int = Field(ge=1, le=3660, description="Number of days, the first included.")
    origin: dt.date | None = Field(
        None, description="Day on which the forecast starts; blank: the first day."
    )
    seed: int = Field(1, ge=0, lt=2**63, description="Seed of all draws.")
    members: int = Field(1000, ge=1, le=1_000_000, description="Members of the ensemble.")
    sensitivity: Sensitivity = Field("public", description="Ceiling of what the case may hold.")
    audience: Sensitivity = Field("public", description="For whom reports are written.")
    languages: tuple[str, ...] = Field(("en",), description="Languages of reports.")
    decimal: Literal[".", ","] = Field(".", description="Decimal sign of numbers typed as text.")
    boundary_file: str = Field("", description="File of boundary lines in the case folder; none by default.")
    boundary_licence: str = Field("", description="Licence of that file.")
    notes: str = Field("", description="Notes for readers.")
    contact: str = Field("", description="Whom to ask for a correction or a removal.")
    question: str = Field(
        "", description="The question the report answers; blank: how long people can hold out."
    )

    scored_until: dt.date | None = Field(
        None, description="Last day on which what was seen is set beside the bands; blank: to the end."
    )
    unanchored: Literal["read", "refuse"] = Field(
        "read",
        description="Whether a claim whose words are not at hand may back a number; it is marked wherever it is used.",
    )
    proposed: Literal["leave out", "read"] = Field(
        "leave out",
        description="Whether a claim that is only proposed may back a number; a run that reads such claims says so.",
    )

    @field_validator("start", "origin", "scored_until", mode="before")
    @classmethod
    def _strict_day(cls, value: Any) -> Any:
        if value is None or value == "":
            return None
        day = read_date(value if isinstance(value, str | dt.date | float | int) else str(value))
        if isinstance(day, Fault):
            raise ValueError(f"{day.found}. {day.fix}")  # noqa: TRY004  (pydantic collects ValueError)
        return day

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.replace(";", ",").split(",") if part.strip())
        return value

    @field_validator(
        "title", "notes", "contact", "question", "boundary_file", "boundary_licence", mode="before"
    )
    @classmethod
    def _text(cls, value: Any) -> Any:
        return plain(value) if isinstance(value, float | dt.date) else value


def parse_settings(tables: Tables, problems: list[Problem]) -> Settings | None:
    """The frozen settings of a case, or None when they cannot be used; what is wrong is added to `problems`."""
    given = {k: v for k, v in tables.settings.items() if v is not None and v != ""}
    known = CaseSettings.model_fields
    for name in [n for n in given if n not in known]:
        found = f'there is no setting "{name}".{nearest(name, known)}'
        problems.append(
            problem(
                "C120",
                _name_cell(tables.setting_at(name)),
                found,
                fix="Correct the name, or delete the line.",
            )
        )
        del given[name]
    for name, value in given.items():
        if isinstance(value, str) and has_control(value):
            found = f"{name}: a control character stands in the text."
            problems.append(problem("C116", tables.setting_at(name), found, fix="Type the text again."))
    is_read = all(p.code != "C006" for p in tables.problems)
    for name in ("start", "days"):
        if name not in given and is_read:
            text = f'the setting "{name}" is missing: {known[name].description}'
            problems.append(problem("C121", tables.setting_at(""), text, fix="Add it to the case settings."))
    try:
        read = CaseSettings.model_validate(given)
    except ValidationError as error:
        for e in error.errors():
            name = str(e["loc"][0]) if e["loc"] else ""
            if e["type"] != "missing":
                found, fix = _in_words(name, _shown(given.get(name)), e)
                problems.append(problem("C122", tables.setting_at(name), found, fix=fix))
        return None
    return _checked(read, tables, problems)


def _in_words(name: str, shown: str, error: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong with the value of a setting, and what to do, in the words of the other problems."""
    kind, limits = error["type"], error.get("ctx", {})
    start = f'{name}: "{shown}" '
    if kind == "value_error":
        fault = read_date(shown)
        return (
            (f"{name}: {fault.found}.", fault.fix) if isinstance(fault, Fault) else (start + "is no day.", "")
        )
    if kind in {"int_parsing", "int_from_float", "int_type", "int_parsing_size"}:
        return start + "is not a whole number.", "Write a whole number, such as 90."
    if kind == "literal_error":
        return (
            start + "is not among the choices.",
            f"Write one of: {limits['expected'].replace(chr(39), chr(34))}.",
        )
    for word, (told, fix) in _BOUNDS.items():
        if word in limits:
            return f"{start}is {told} {limits[word]:,}.", f"Write {fix.format(limits[word])}."
    if kind == "string_too_long":
        return f"{name}: the text is longer than {limits['max_length']} characters.", "Shorten it."
    return f"{start}cannot be used: {error['msg']}.", "Correct the value."


_BOUNDS = {
    "ge": ("less than", "{:,} or more"),
    "le": ("more than", "{:,} or less"),
    "lt": ("not less than", "less than {:,}"),
}


def _name_cell(where: Where) -> Where:
    """The cell of a setting's name, left of its value in a workbook."""
    return Where(where.source, where.row, f"A{where.row}") if where.cell else where


def _shown(value: object) -> str:
    return plain(value)[:60] if isinstance(value, str | float | int | dt.date) else str(value)[:60]


def _checked(read: CaseSettings, tables: Tables, problems: list[Problem]) -> Settings | None:
    origin = read.origin or read.start
    if read.start.year > LAST_YEAR:
        text = f"start: {read.start} is beyond the year {LAST_YEAR:,}."
        problems.append(problem("C122", tables.setting_at("start"), text, fix="Correct the year."))
        return None
    last = read.start + dt.timedelta(days=read.days)
    if not read.start <= origin < last:
        text = f"origin: {origin} is not within the case, {read.start} to {last - dt.timedelta(days=1)}."
        problems.append(
            problem(
                "C123", tables.setting_at("origin"), text, fix="Move the origin, or give the case more days."
            )
        )
        return None
    _boundary(read, tables, problems)
    values = read.model_dump() | {
        "origin": origin,
        "name": _name(tables),
        "title": read.title or _name(tables),
    }
    return Settings(**values)


def _name(tables: Tables) -> str:
    return Path(tables.name).stem or "case"


def _boundary(read: CaseSettings, tables: Tables, problems: list[Problem]) -> None:
    """A boundary file lies in the case folder and has a licence."""
    if not read.boundary_file:
        return
    where = tables.setting_at("boundary_file")
    if not tables.folder:
        fix = "Keep the case as a folder, or leave it out."
        problems.append(
            problem("C124", where, f'boundary_file: "{read.boundary_file}" needs a case folder.', fix=fix)
        )
        return
    root = Path(tables.folder).resolve()
    path = root / read.boundary_file
    if not _is_inside(path, root):
        text = f'boundary_file: "{read.boundary_file}" leads out of the case folder.'
        problems.append(problem("C003", where, text, fix="Copy the file into the folder, and name it alone."))
    elif not path.is_file():
        problems.append(
            problem(
                "C124", where, f'boundary_file: there is no file "{read.boundary_file}" in the case folder.'
            )
        )
    elif (wrong := _unreadable(path)) is not None:
        text = f'boundary_file: "{read.boundary_file}" cannot be drawn: {wrong}.'
        problems.append(problem("C124", where, text, fix="Bring GeoJSON in degrees, or leave it out."))
    elif not read.boundary_licence:
        problems.append(
            problem(
                "C124",
                where,
                "boundary_file: its licence is missing.",
                fix="Write it under boundary_licence.",
            )
        )


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _unreadable(path: Path) -> str | None:
    """What is wrong with a boundary file; None if it can be drawn."""
    try:
        read_boundary(path)
    except BoundaryError as error:
        return str(error)
    return None


def setting_kinds() -> Mapping[str, str]:
    """Kind of each setting, for writers: text, integer, date, or texts."""
    kinds = {
        "start": "date",
        "origin": "date",
        "scored_until": "date",
        "days": "integer",
        "seed": "integer",
        "members": "integer",
        "languages": "texts",
    }
    return {name: kinds.get(name, "text") for name in CaseSettings.model_fields}
