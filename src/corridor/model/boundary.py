"""The boundary file of a case: GeoJSON in degrees, and nothing else."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LARGEST = 5_000_000
"""Most bytes of a boundary file."""
GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
)  # fmt: skip
DEGREES = ("CRS84", "4326")
"""What a coordinate system in degrees is called."""


class BoundaryError(ValueError):
    """A boundary file that cannot be drawn; the text says what it is."""


def read_boundary(path: Path) -> dict[str, Any]:
    """The GeoJSON of a boundary file.

    Raises
    ------
    BoundaryError
        When it is too large, no GeoJSON, TopoJSON, or not in degrees.
    """
    if path.stat().st_size > LARGEST:
        raise BoundaryError(f"it is over {LARGEST:,} bytes")
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error).split("\n", 1)[0]
        raise BoundaryError(f"it is no JSON ({why})") from None
    if not isinstance(found, dict):
        raise BoundaryError("it is no GeoJSON: it holds no object")
    if found.get("type") == "Topology":
        raise BoundaryError("it is TopoJSON. Save it as GeoJSON")
    system = json.dumps(found.get("crs") or "CRS84")
    if not any(name in system for name in DEGREES):
        raise BoundaryError("its coordinates are projected. Save it in degrees (WGS 84, EPSG:4326)")
    try:
        positions = list(_positions(found))
    except RecursionError:
        raise BoundaryError("it is nested too deep") from None
    if not positions:
        raise BoundaryError("it holds no coordinates")
    for x, y in positions:
        if not (abs(x) <= 180 and abs(y) <= 90):
            where = f"a coordinate is {x:g}, {y:g}, which is no longitude and latitude"
            raise BoundaryError(f"{where}. Save it in degrees (WGS 84, EPSG:4326)")
    return found


def _positions(shape: object) -> Iterator[tuple[float, float]]:
    """Every position of an object of GeoJSON.

    Raises
    ------
    BoundaryError
        When something in it is no GeoJSON.
    """
    if not isinstance(shape, dict):
        raise BoundaryError("it is no GeoJSON: something in it is no object")
    kind = shape.get("type")
    if kind == "FeatureCollection":
        for feature in _list(shape, "features"):
            yield from _positions(feature)
    elif kind == "Feature":
        if shape.get("geometry") is not None:
            yield from _positions(shape["geometry"])
    elif kind == "GeometryCollection":
        for geometry in _list(shape, "geometries"):
            yield from _positions(geometry)
    elif kind in GEOMETRIES:
        yield from _of(shape.get("coordinates"))
    else:
        raise BoundaryError(f"it is no GeoJSON: its type is {json.dumps(kind)[:40]}")


def _list(shape: dict[str, Any], key: str) -> list[Any]:
    found = shape.get(key)
    if not isinstance(found, list):
        raise BoundaryError(f"it is no GeoJSON: {key} is no list")
    return found


def _of(coordinates: object) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates, list) and coordinates and all(_is_number(c) for c in coordinates):
        if len(coordinates) < 2:
            raise BoundaryError("a position has no latitude")
        yield float(coordinates[0]), float(coordinates[1])
    elif isinstance(coordinates, list):
        for part in coordinates:
            yield from _of(part)
    else:
        raise BoundaryError("a coordinate is no number")


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < 1e300
        and math.isfinite(value)
    )
