"""Saves a forecast as NetCDF4 and loads it again as a labelled Dataset.

A file is there whole or not at all: it is written beside its place and moved there when done.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from corridor.errors import EngineError
from corridor.result.dataset import to_dataset, xarray

if TYPE_CHECKING:
    import xarray as xr

    from corridor.result.forecast import Forecast


def save(forecast: Forecast, path: str | Path) -> Path:
    """The path of the NetCDF4 file that now holds the forecast.

    Parameters
    ----------
    forecast : Forecast
    path : str or Path
        A file; one that is there is replaced. Its folder must exist.

    Raises
    ------
    EngineError
        When the folder does not exist. Nothing is left behind on failure.
    """
    target = Path(path)
    if not target.parent.is_dir():
        raise EngineError(f"There is no folder {target.parent}. Make it first.")
    beside = target.with_name(f".{target.name}.{uuid4().hex}.part")
    dataset = to_dataset(forecast)
    try:
        dataset.to_netcdf(beside, format="NETCDF4", engine="netcdf4", encoding=_encoding(dataset))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def load(path: str | Path) -> xr.Dataset:
    """The Dataset of a saved forecast, equal to `to_dataset` of what was saved.

    Raises
    ------
    EngineError
        When there is no such file, or it is no NetCDF4 file.
    """
    try:
        with xarray().open_dataset(path, engine="netcdf4") as dataset:
            loaded: xr.Dataset = dataset.load()
            return loaded
    except OSError as error:
        raise EngineError(f"{path} cannot be read as a saved forecast: {error}") from error


def _encoding(dataset: xr.Dataset) -> dict[str, dict[str, Any]]:
    """Compression of every variable with numbers in it."""
    return {
        str(name): {"zlib": True, "complevel": 4}
        for name, values in dataset.data_vars.items()
        if values.dtype.kind in "fi" and values.size > 0
    }
