"""One cell to one typed value, by the kind that the schema names. Strict: what can be read in two ways is refused.

A reader gives the value, or a `Fault` that says what is wrong, or a `Quantity` whose unit is converted later, where the
unit of the row is known. No row and no table is known here.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corridor.model.checks.codes import nearest
from corridor.model.dates import edtf_end, excel_day, is_edtf, iso, looks_iso, readings
from corridor.model.tables import Cell, plain, plain_number
from corridor.schema.load import Attribute


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, less where it stands."""

    code: str
    found: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit beside it, as in `12 t`."""

    value: float
    unit: str
    text: str


Reader = Callable[[Cell], Any]

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_OPEN = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""Digits that are thousands where a point parts them, and a fraction where it marks one."""
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)? ?(Z|[+-]\d\d(:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
"""A moment of a day, as programs write it; the day counts."""
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([ '’   ,.]\d{3})+(?:[.,]\d+)?")
_WITH_UNIT = re.compile(r"([+-]?\d[\d.,]*(?:[eE][+-]?\d+)?)\s*([A-Za-zµ%°][\w%°³²/ .^*-]*)")
_SPREAD = re.compile(r"(\d[\d.,]*)\s*(?:-|–|—|to|…|\.\.\.?)\s*(\d[\d.,]*)")
_ERRORS = {"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA"}
_NOTHING = {"-", "–", "—", "?", "n/a", "na", "nan", "none", "null", "unknown", "tbd", "tbc", "..", "..."}
_YES = {"yes": True, "no": False}
_OTHER_YES = {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"}
_ID_BAD = re.compile(r"[,;\n\t]| / |^\*$|^=")


def reader(attribute: Attribute, decimal: str = ".") -> Reader:
    """The reader for cells of an attribute; it is never called with a blank cell.

    Parameters
    ----------
    attribute : Attribute
        The column's attribute.
    decimal : str
        `.` or `,`: what the case says about decimal signs in text; blank if it says nothing.
    """
    makers: dict[str, Callable[[], Reader]] = {
        "number": lambda: _number_reader(attribute, decimal),
        "integer": lambda: _number_reader(attribute, decimal),
        "date": lambda: read_date,
        "yesno": lambda: read_yesno,
        "choice": lambda: _choice_reader(attribute.choices),
        "id": lambda: _id_reader(attribute.default == "*"),
        "ref": lambda: _id_reader("*" in attribute.refers),
        "refs": lambda: read_refs,
        "claims": lambda: read_refs,
        "texts": lambda: read_texts,
        "text": lambda: read_text,
        "edtf": lambda: read_edtf,
    }
    inner = makers[attribute.kind]()

    def read(cell: Cell) -> Any:
        if isinstance(cell, str) and cell.strip().upper() in _ERRORS:
            return Fault(
                "C215",
                f"the spreadsheet shows the error {cell.strip()}",
                "Correct the formula, and paste its value.",
            )
        return inner(cell)

    return read


def read_text(cell: Cell) -> str:
    """The text of a cell, spaces around it taken off."""
    return plain(cell).strip()


def read_texts(cell: Cell) -> tuple[str, ...]:
    """The texts of a cell, separated by semicolons."""
    return tuple(part.strip() for part in plain(cell).split(";") if part.strip())


def read_refs(cell: Cell) -> tuple[str, ...]:
    """The ids of a cell, separated by commas or semicolons; each once."""
    parts = re.split(r"[,;\n]", plain(cell))
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _id_reader(star: bool) -> Reader:  # noqa: FBT001
    def read(cell: Cell) -> str | Fault:
        text = plain(cell).strip()
        if text == "*" and star:
            return text
        if _ID_BAD.search(text):
            return Fault(
                "C230",
                f'"{text}" cannot be a short name',
                'Use a name without commas, semicolons, " / " or line breaks.',
            )
        return text

    return read


def read_yesno(cell: Cell) -> bool | Fault:
    """Whether a cell says yes."""
    if isinstance(cell, bool):
        return cell
    text = plain(cell).strip().casefold()
    if text in _YES:
        return _YES[text]
    hint = f" It probably means {_OTHER_YES[text]}." if text in _OTHER_YES else ""
    return Fault("C231", f'"{plain(cell).strip()}" is neither yes nor no.{hint}', "Write yes or no.")


def _choice_reader(choices: tuple[str, ...]) -> Reader:
    allowed = frozenset(choices)

    def read(cell: Cell) -> str | Fault:
        text = plain(cell).strip()
        if text in allowed:
            return text
        return Fault(
            "C232",
            f'"{text}" is not among the choices.{nearest(text, choices)}',
            f"Write one of: {', '.join(choices)}.",
        )

    return read


def read_date(cell: Cell) -> dt.date | Fault:
    """The day of a cell: an ISO text, or a true date of a spreadsheet."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if not isinstance(cell, str):
        return _date_from_number(cell)
    text = cell.strip()
    moment = _MOMENT.fullmatch(text)
    day = iso(moment[1] if moment else text)
    if day is not None:
        return day
    if looks_iso(text):
        return Fault("C223", f'there is no day "{text}"', "Write a day of the calendar, year-month-day.")
    return _date_from_words(text)


def _date_from_number(value: float) -> Fault:
    day = None if isinstance(value, bool) else excel_day(value)
    hint = f' As a spreadsheet counts days it would be "{day.isoformat()}".' if day else ""
    return Fault(
        "C224",
        f'"{plain(value)}" is a number, not a day.{hint}',
        "Write the day as year-month-day, such as 2023-01-20.",
    )


def _date_from_words(text: str) -> Fault:
    days = readings(text)
    if len(days) == 2:
        a, b = days
        return Fault("C222", f'"{text}" could be {a} or {b}', f"Write {a}, or {b}.")
    if days:
        return Fault("C221", f'"{text}" is not an ISO day; it probably means {days[0]}', f"Write {days[0]}.")
    end = edtf_end(text)
    if end is not None:
        return Fault(
            "C225",
            f'"{text}" names no single day',
            f"Write a day, such as {end}, and say in the note how coarse it is.",
        )
    return Fault("C221", f'"{text}" is not a day', "Write year-month-day, such as 2023-01-20.")


def read_edtf(cell: Cell) -> str | Fault:
    """The text of a coarse date."""
    text = plain(cell).strip()
    if is_edtf(text):
        return text
    return Fault(
        "C226",
        f'"{text}" is not a date',
        "Write 2022, 2022-12, 2022-12-12, 2022~ (about), or two of them with a slash.",
    )


def _number_reader(attribute: Attribute, decimal: str) -> Reader:
    whole = attribute.kind == "integer"

    def read(cell: Cell) -> Any:
        value = read_number(cell, decimal)
        if isinstance(value, float):
            fault = outside(attribute, value, plain(cell))
            if fault is not None:
                return fault
            return int(value) if whole else value
        return value

    return read


def outside(attribute: Attribute, value: float, text: str) -> Fault | None:
    """The fault of a number outside the attribute's range, or that should be whole; None if it may stand."""
    low, high = attribute.minimum, attribute.maximum
    text = text.strip()
    if attribute.kind == "integer" and value != int(value):
        return Fault("C218", f'"{text}" is not a whole number', "Write a whole number.")
    if low is not None and value < low:
        fix = (
            "Blank is missing, 0 is none. Direction is from and to; nothing is negative." if value < 0 else ""
        )
        return Fault("C220", f'"{text}" is less than {plain_number(low)}', fix)
    if high is not None and value > high:
        fix = "A share is between 0 and 1: 5 % is 0.05."
        if high != 1:
            fix = (
                f"Write a number from {plain_number(low)} to {plain_number(high)}."
                if low is not None
                else f"Write {plain_number(high)} at most."
            )
        return Fault("C220", f'"{text}" is more than {plain_number(high)}', fix)
    return None


def read_number(cell: Cell, decimal: str = ".") -> float | Quantity | Fault:
    """The number of a cell; a `Quantity` if a unit stands beside it; a `Fault` if it could be two numbers or none."""
    if isinstance(cell, bool | dt.date):
        what = "yes or no" if isinstance(cell, bool) else f"a day ({plain(cell)})"
        return Fault(
            "C216",
            f"{what} stands where a number is expected",
            "Spreadsheets turn some numbers into dates: type it again as a number.",
        )
    if not isinstance(cell, str):
        return (
            float(cell)
            if abs(cell) < sys.float_info.max
            else Fault("C210", f'"{plain(cell)}" is not a number', "Write a number.")
        )
    return _number_from_text(cell.strip(), decimal)


def _number_from_text(text: str, decimal: str) -> float | Quantity | Fault:
    if decimal != ",":
        if not decimal and _OPEN.fullmatch(text):
            return _two_readings(text, ".", decimal)
        if _PLAIN.fullmatch(text):
            return _finite(text)
    elif _PLAIN.fullmatch(text) and "." not in text:
        return _finite(text)
    elif _PLAIN.fullmatch(text):
        return _two_readings(text, ".", decimal)
    elif _COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return _odd_number(text, decimal)


def _finite(text: str) -> float | Fault:
    value = float(text)
    return (
        value
        if abs(value) < float("inf")
        else Fault("C210", f'"{text[:40]}" is too large', "Write a smaller number.")
    )


def _two_readings(text: str, sign: str, decimal: str) -> Fault:
    fraction, joined = text.replace(",", "."), text.replace(sign, "")
    other = sign
    shown = fraction if decimal != "," else fraction.replace(".", ",")
    is_open = (
        len(text.rsplit(sign, 1)[1]) == 3
    )  # three digits may as well be thousands: neither reading is proposed
    first = (
        f"Write {joined} or {shown.rstrip('0').rstrip('.,')}, whichever is meant"
        if is_open
        else f"Write {shown}"
    )
    return Fault(
        "C211",
        f'"{text}" could be {shown} or {joined}',
        f'{first}, or set decimal = "{other}" in the case settings.',
    )


def _odd_number(text: str, decimal: str) -> Quantity | Fault:
    if decimal != "," and _COMMA.fullmatch(text):
        return _two_readings(text, ",", decimal)
    if text.casefold() in _NOTHING:
        return Fault(
            "C214",
            f'"{text}" is not a number',
            "Leave the cell blank for what is missing; write 0 only for none.",
        )
    if _GROUPED.fullmatch(text):
        is_clear = not re.search(r"[.,]", text)
        digits = re.sub(r"[^0-9+-]", "", text) if is_clear else "the digits alone, a point before decimals"
        return Fault("C212", f'"{text}" has signs between its thousands', f"Write {digits}.")
    spread = _SPREAD.fullmatch(text)
    if spread:
        return Fault(
            "C213",
            f'"{text}" is a range in one cell',
            f"Put {spread[1]} under _low, {spread[2]} under _high, and the best value between them.",
        )
    unit = _WITH_UNIT.fullmatch(text)
    if unit:
        value = _number_from_text(unit[1], decimal)
        return Quantity(value, unit[2].strip(), text) if isinstance(value, float) else value
    if re.match(r"[~≈<>≤≥]|about|over|under|more|less|up to|some|c\.", text, re.IGNORECASE):
        return Fault(
            "C217",
            f'"{text}" is a bound or a guess, not a number',
            "Write the best value, and its range under _low and _high.",
        )
    return Fault("C210", f'"{text[:60]}" is not a number', "Write a number such as 12.5.")
