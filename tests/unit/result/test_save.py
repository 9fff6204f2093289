import dataclasses
import sys

import numpy as np
import pytest
from tests.unit.measure import tiny

from corridor.errors import EngineError, UsageError
from corridor.result import save as saving
from corridor.result.dataset import to_dataset
from corridor.result.save import load, save


def test_dataset_holds_every_array_of_the_result():
    """Each array field of bands and members is a variable with the same values."""
    forecast = tiny.forecast()
    dataset = to_dataset(forecast)
    renamed = {"short": "short_total", "distributed": "distributed_total", "needed": "needed_total"}
    for field in dataclasses.fields(forecast.bands):
        if field.name != "error":
            assert np.array_equal(dataset[field.name], getattr(forecast.bands, field.name))
    for field in dataclasses.fields(forecast.members):
        name = renamed.get(field.name, field.name)
        assert np.array_equal(dataset[name], getattr(forecast.members, field.name)), name
    for field in dataclasses.fields(forecast.named):
        assert np.array_equal(dataset[f"named_{field.name}"], getattr(forecast.named, field.name))


def test_dataset_names_dimensions_units_and_origin():
    """A number can be asked for by its labels, knows its unit, and the run is in the attributes."""
    dataset = to_dataset(tiny.forecast())
    first = dataset["first_stock_out"].sel(place="Hill", need="bread")
    assert list(first.values) == [3, 5, 5, 10]
    assert dataset["cover"].attrs["units"] == "days"
    assert dataset["commodity_unit"].sel(commodity="flour").item() == "t"
    assert str(dataset["day"].values[dataset.attrs["origin_day"]])[:10] == "2023-01-27"
    assert dataset.attrs["digest"] == "d1"
    assert dataset.attrs["claims"] == "C-1"
    assert dataset["number_basis"].dims == ("number",)


def test_saved_and_loaded_is_the_same(tmp_path):
    """Round trip through NetCDF4 loses nothing, missing and unlimited values included."""
    bands = tiny.bands()
    bands.cover[0, 0, 0, :] = np.inf
    forecast = tiny.forecast(bands=bands)
    path = save(forecast, tmp_path / "run.nc")
    dataset = load(path)
    assert dataset.identical(to_dataset(forecast))
    assert [p.name for p in tmp_path.iterdir()] == ["run.nc"]


def test_a_case_without_groups_or_numbers_is_saved(tmp_path):
    """Empty dimensions survive the round trip."""
    labels = dataclasses.replace(tiny.LABELS, groups=(), situations=())
    forecast = tiny.forecast(
        labels=labels,
        numbers=(),
        draws=np.zeros((0, tiny.M)),
        situation_share=np.zeros((tiny.T, 0)),
        named=dataclasses.replace(
            tiny.forecast().named, situation=np.zeros((tiny.T, 0, tiny.M), dtype=np.int64)
        ),
    )
    dataset = load(save(forecast, tmp_path / "run.nc"))
    assert dataset.sizes["number"] == 0
    assert np.array_equal(dataset["stock"], forecast.bands.stock)


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    """When writing fails, what was there stays and nothing else is left."""
    path = save(tiny.forecast(), tmp_path / "run.nc")
    before = path.read_bytes()

    class Broken:
        def to_netcdf(self, beside, **_):
            beside.write_bytes(b"half")
            raise OSError("disk full")

    monkeypatch.setattr(saving, "to_dataset", lambda _: Broken())
    monkeypatch.setattr(saving, "_encoding", lambda _: {})
    with pytest.raises(OSError, match="disk full"):
        save(tiny.forecast(), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["run.nc"]


def test_wrong_paths_say_so(tmp_path):
    """A folder that is not there and a file that is no NetCDF4 are named."""
    with pytest.raises(EngineError, match="no folder"):
        save(tiny.forecast(), tmp_path / "nowhere" / "run.nc")
    other = tmp_path / "other.nc"
    other.write_text("no such format", encoding="utf-8")
    with pytest.raises(EngineError, match="cannot be read"):
        load(other)


@pytest.mark.parametrize("missing", ["xarray", "netCDF4"])
def test_without_the_extra_the_message_says_what_to_install(missing, monkeypatch, tmp_path):
    """Labelled results and their files need the extra `netcdf`; without it the error names it."""
    monkeypatch.setitem(sys.modules, missing, None)
    for call in (
        lambda: to_dataset(tiny.forecast()),
        lambda: save(tiny.forecast(), tmp_path / "f.nc"),
        lambda: load(tmp_path / "f.nc"),
    ):
        with pytest.raises(UsageError, match=r"corridor\[netcdf\]"):
            call()
    assert not list(tmp_path.iterdir())
