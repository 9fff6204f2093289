"""A forecast as a labelled xarray Dataset, each variable with its unit and meaning.

Dimensions: day, place, need, commodity, tier, quantile, member, named (members kept in full), group,
situation, number. xarray is imported on first use only. Saving is in `corridor.result.save`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridor.errors import UsageError
from corridor.model.arrays import Labels, Number
from corridor.result.forecast import LEVELS, TIERS, Forecast

if TYPE_CHECKING:
    import xarray as xr

OWN = "own unit of the commodity"
OF_NEED = "unit of the need"
DATE = "day number, horizon if not reached"

Variable = tuple[tuple[str, ...], Any, str, str]


def _bands(forecast: Forecast) -> dict[str, Variable]:
    b = forecast.bands
    return {
        "stock": (
            ("day", "place", "commodity", "quantile"),
            b.stock,
            OWN,
            "in store at the close of the day",
        ),
        "cover": (
            ("day", "place", "need", "quantile"),
            b.cover,
            "days",
            "days of cover on the normal ration",
        ),
        "distributed": (
            ("day", "place", "need", "quantile"),
            b.distributed,
            f"{OF_NEED} a day",
            "handed out to residents",
        ),
        "short": (
            ("day", "place", "need", "tier", "quantile"),
            b.short,
            f"{OF_NEED} a day",
            "need less distributed, by tier",
        ),
        "handed": (
            ("day", "place", "commodity", "quantile"),
            b.handed,
            f"{OWN} a day",
            "handed out to residents",
        ),
        "met": (("day", "place", "need", "quantile"), b.met, "share", "share of the normal need met"),
        "contents": (
            ("day", "place", "content", "quantile"),
            b.contents,
            "kcal, g protein, g fat a person a day",
            "available to residents",
        ),
        "need_normal": (
            ("day", "place", "need", "quantile"),
            forecast.need,
            f"{OF_NEED} a day",
            "normal need",
        ),
        "persons": (("day", "place", "quantile"), forecast.persons, "persons", "people"),
    }


def _members(forecast: Forecast) -> dict[str, Variable]:
    m = forecast.members
    cell = ("member", "place", "need")
    return {
        "first_rationing": (cell, m.first_rationing, DATE, "first day with distributed < need"),
        "first_stock_out": (cell, m.first_stock_out, DATE, "first day with distributed < ration"),
        "first_empty": (
            cell,
            m.first_empty,
            DATE,
            "first day on which nothing is left in store toward an unmet need",
        ),
        "first_below_survival": (cell, m.first_below_survival, DATE, "first day below the survival tier"),
        "days_below_survival": (cell, m.days_below_survival, "days", "days below the survival tier"),
        "person_days_below_survival": (
            cell,
            m.person_days_below_survival,
            "person-days",
            "persons concerned on days below the survival tier",
        ),
        "short_total": ((*cell, "tier"), m.short, OF_NEED, "short over the horizon, by tier"),
        "person_days_short": ((*cell, "tier"), m.person_days_short, "person-days", "short over the horizon"),
        "person_days_short_daily": (
            ("member", "day"),
            m.person_days_short_daily,
            "person-days a day",
            "short, all places, needs and tiers",
        ),
        "lowest_cover": (cell, m.lowest_cover, "days", "lowest days of cover"),
        "distributed_total": (cell, m.distributed, OF_NEED, "handed out over the horizon"),
        "needed_total": (cell, m.needed, OF_NEED, "normal need over the horizon"),
        "entered": (("member", "commodity"), m.entered, OWN, "came in by routes from the origin on"),
        "lost": (("member", "commodity"), m.lost, OWN, "perished or lost, whole run"),
        "trucks_held_days": (("member",), m.trucks_held_days, "truck-days", "trucks held, added over days"),
        "trucks_held_most": (("member",), m.trucks_held_most, "trucks", "most trucks held on a day"),
        "residual": (("member",), m.residual, "1", "largest residual of the mass balance over the turnover"),
    }


def _named(forecast: Forecast) -> dict[str, Variable]:
    n = forecast.named
    cell = ("day", "place", "need", "named")
    return {
        "named_stock": (
            ("day", "place", "commodity", "named"),
            n.stock,
            OWN,
            "in store, of members kept in full",
        ),
        "named_cover": (cell, n.cover, "days", "days of cover, of members kept in full"),
        "named_distributed": (cell, n.distributed, f"{OF_NEED} a day", "handed out, of members kept in full"),
        "named_situation": (
            ("day", "group", "named"),
            n.situation,
            "index",
            "position on the dimension situation",
        ),
    }


def _others(forecast: Forecast) -> dict[str, Variable]:
    labels = forecast.labels
    share = forecast.situation_share
    return {
        "situation_share": (("day", "situation"), share, "share", "members in the situation"),
        "draws": (
            ("number", "member"),
            forecast.draws,
            "see number_unit",
            "values drawn; NaN: row not picked",
        ),
        "commodity_unit": (("commodity",), _texts(labels.commodity_units), "", "own unit"),
        "need_unit": (("need",), _texts(labels.need_units), "", "unit of the need"),
        **_numbers(forecast.numbers),
    }


def _texts(values: tuple[str, ...]) -> Any:
    return np.array(values, dtype=object)


def _numbers(numbers: tuple[Number, ...]) -> dict[str, Variable]:
    """What each number rests on, one value a number."""
    texts = {
        "number_table": tuple(n.table for n in numbers),
        "number_key": tuple(n.key for n in numbers),
        "number_column": tuple(n.column for n in numbers),
        "number_draw": tuple(n.draw for n in numbers),
        "number_unit": tuple(n.unit for n in numbers),
        "number_claims": tuple(" ".join(n.claims) for n in numbers),
        "number_basis": tuple(n.basis for n in numbers),
        "number_rule": tuple(n.rule for n in numbers),
        "number_backing": tuple(n.backing for n in numbers),
        "number_pick": tuple(n.pick for n in numbers),
    }
    floats = {
        "number_low": [n.range.low for n in numbers],
        "number_mid": [n.range.mid for n in numbers],
        "number_high": [n.range.high for n in numbers],
        "number_weight": [n.weight for n in numbers],
        "number_minimum": [np.nan if n.minimum is None else n.minimum for n in numbers],
        "number_maximum": [np.nan if n.maximum is None else n.maximum for n in numbers],
    }
    found: dict[str, Variable] = {k: (("number",), _texts(v), "", "see schema") for k, v in texts.items()}
    for key, values in floats.items():
        unit = "share" if key == "number_weight" else "see number_unit"
        found[key] = (("number",), np.array(values, dtype=np.float64), unit, "see schema")
    return found


def _coords(forecast: Forecast) -> dict[str, Any]:
    labels: Labels = forecast.labels
    days = np.array(forecast.days.dates, dtype="datetime64[ns]")
    return {
        "day": days,
        "place": _texts(labels.places),
        "need": _texts(labels.needs),
        "commodity": _texts(labels.commodities),
        "tier": _texts(TIERS),
        "content": _texts(("kcal", "protein_g", "fat_g")),
        "quantile": np.array(LEVELS),
        "member": np.arange(forecast.members.residual.shape[0]),
        "named": np.arange(forecast.named.cover.shape[-1]),
        "group": _texts(labels.groups),
        "situation": _texts(labels.situations),
        "number": _texts(tuple(n.name for n in forecast.numbers)),
    }


def _attributes(forecast: Forecast) -> dict[str, Any]:
    """What the result was made from, as attributes of the Dataset."""
    run = forecast.run
    claims = sorted({claim for number in forecast.numbers for claim in number.claims})
    return {
        "title": forecast.model.settings.title,
        "digest": run.digest,
        "seed": run.seed,
        "members": run.members,
        "origin": run.origin.isoformat(),
        "origin_day": forecast.origin,
        "horizon": forecast.horizon,
        "hindsight": int(run.hindsight),
        "known_by": run.read_by.isoformat() if run.read_by else "",
        "scenario": run.scenario or "",
        "policy": run.policy,
        "engine": run.engine,
        "versions": "; ".join(f"{name} {version}" for name, version in run.versions),
        "notes": "\n".join(run.notes),
        "claims": " ".join(claims),
        "band_error": forecast.bands.error,
    }


def xarray() -> Any:
    """The module xarray, imported on first use.

    Raises
    ------
    UsageError
        When the extra `netcdf` is not installed.
    """
    try:
        import netCDF4  # noqa: F401, PLC0415 - heavy, on first use
        import xarray as xr  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            'Labelled results and their files need two more packages: pip install "corridor[netcdf]".'
        ) from None
    return xr


def to_dataset(forecast: Forecast) -> xr.Dataset:
    """Everything of a forecast but the rows of its case, labelled.

    Parameters
    ----------
    forecast : Forecast

    Returns
    -------
    xarray.Dataset
        Bands over `quantile`, what was kept over `member`, draws over `number`; attributes hold the digest of the
        inputs, seed, origin, hindsight, the day by which what was read had been published (blank with hindsight),
        versions and the claims behind the numbers. Dates of members are day numbers: day 0 is the first `day`, the
        attribute `horizon` means not before the end of the run.

    Raises
    ------
    UsageError
        When the extra `netcdf` is not installed.
    """
    found = _bands(forecast) | _members(forecast) | _named(forecast) | _others(forecast)
    data = {
        name: (dims, values, {"long_name": meaning, **({"units": unit} if unit else {})})
        for name, (dims, values, unit, meaning) in found.items()
    }
    dataset: xr.Dataset = xarray().Dataset(data, coords=_coords(forecast), attrs=_attributes(forecast))
    return dataset
