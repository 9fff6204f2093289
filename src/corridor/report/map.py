"""The map: places and routes from the coordinates of the case, on a local equirectangular projection.

No boundaries, unless the case brings a licensed file. What stands in the picture is worked out here; the
template writes it as SVG, so that text of the case is escaped in one place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from corridor.model.model import Model
from corridor.model.routes import Route
from corridor.report.access import Way
from corridor.report.palette import ORDER

WIDTH, HEIGHT, MARGIN = 440.0, 360.0, 30.0
KM_PER_DEGREE = 111.195
OFFSET = 11.0
TAG, TAG_WIDE = 8.5, 15.0
EDGE = 12.0
"""How far from the edge of the frame the mark of a place beyond it stands."""
FONT, LINE = 11.5, 13.0
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A route on the map: its number, its path, and where its tag stands."""

    number: int
    way: Way
    path: str
    tag: Point


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map and its label."""

    name: str
    kind: str
    at: Point
    label: Point
    anchor: str
    lines: tuple[str, ...]
    far: bool


@dataclass(frozen=True, slots=True)
class Map:
    """All that the picture holds, in its own units."""

    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    boundaries: tuple[str, ...]
    scale: tuple[float, int]
    unplaced: tuple[str, ...]
    height: float

    @property
    def width(self) -> float:
        """Width of the picture."""
        return WIDTH


def draw(model: Model, ways: Sequence[Way], boundary: Mapping[str, Any] | None = None) -> Map | None:
    """The map of a model, or None where fewer than two places have coordinates.

    Parameters
    ----------
    model : Model
    ways : sequence of Way
        Routes over all carriers, with their access by day.
    boundary : mapping or None
        GeoJSON of a licensed boundary file that the case brings; what lies outside the picture keeps its true
        position and is cut at the frame.
    """
    rows = [
        (p.place, p.name or p.place, p.kind) for p in model.places if p.lat is not None and p.lon is not None
    ]
    rows += [(x.crossing, x.name or x.crossing, "crossing") for x in model.crossings if x.lat is not None]
    points = {p.place: (p.lon, p.lat) for p in model.places} | {
        x.crossing: (x.lon, x.lat) for x in model.crossings
    }
    degrees = {k: (float(x), float(y)) for k, (x, y) in points.items() if x is not None and y is not None}
    if len(degrees) < 2:
        return None
    far = _far(degrees)
    frame = _Frame.around([v for k, v in degrees.items() if k not in far])
    at = {k: frame.put(*v) for k, v in degrees.items()}
    lines = _lines(ways, at, frame)
    marks = {k: _pointer(k, at, ways, frame) if k in far else v for k, v in at.items()}
    roads = [
        (x - 3, y - 3, x + 3, y + 3)
        for way in ways
        for part in frame.visible(_points(way.route, at))
        for x, y in _samples(part)
    ]
    taken = roads + [_tag_box(line.tag) for line in lines]
    dots = _dots([r for r in rows if r[0] in at], marks, far, taken, frame)
    unplaced = tuple(p.name or p.place for p in model.places if p.place not in at)
    edges = tuple(frame.path(part) for part in _parts(boundary)) if boundary else ()
    return Map(tuple(lines), tuple(dots), edges, frame.scale(), unplaced, frame.height)


def _pointer(key: str, at: Mapping[str, Point], ways: Sequence[Way], frame: _Frame) -> Point:
    """Where the open circle of a place beyond the frame stands: where a route to it leaves the frame.

    Without such a route, at the edge on the line from the middle of the frame.
    """
    middle = (WIDTH / 2, frame.height / 2)
    for way in ways:
        points = _points(way.route, at)
        for a, b in (*pairwise(points), *pairwise(points[::-1])):
            if b == at[key] and (seen := frame.clip(a, b, EDGE)):
                return seen[1]
    seen = frame.clip(middle, at[key], EDGE)
    return seen[1] if seen else middle


def _far(points: Mapping[str, Point]) -> set[str]:
    """Places so far from the others that they would crowd them together: beyond the frame, told at its edge."""
    if len(points) < 4:
        return set()
    x, y = (median(p[i] for p in points.values()) for i in (0, 1))
    away = {k: math.hypot((p[0] - x) * math.cos(math.radians(y)), p[1] - y) for k, p in points.items()}
    usual = median(away.values())
    return {k for k, d in away.items() if d > 3 * usual > 0}


@dataclass(frozen=True, slots=True)
class _Frame:
    """Degrees to units of the picture: the same number of units to a kilometre both ways."""

    west: float
    north: float
    stretch: float  # cos of the middle latitude
    unit: float  # units to a degree of latitude
    left: float
    height: float

    @classmethod
    def around(cls, points: list[Point]) -> _Frame:
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        stretch = math.cos(math.radians((min(lats) + max(lats)) / 2))
        wide, high = (max(lons) - min(lons)) * stretch, max(lats) - min(lats)
        unit = min((WIDTH - 4 * MARGIN) / max(wide, 1e-6), (HEIGHT - 3 * MARGIN) / max(high, 1e-6), 20_000.0)
        height = max(180.0, high * unit + 3 * MARGIN)
        left = (WIDTH - wide * unit) / 2
        return cls(min(lons), max(lats), stretch, unit, left, height)

    def put(self, lon: float, lat: float) -> Point:
        """Where a position lies in the units of the picture, inside the frame or outside."""
        return (
            round(self.left + (lon - self.west) * self.stretch * self.unit, 1),
            round(MARGIN + (self.north - lat) * self.unit, 1),
        )

    def clip(self, a: Point, b: Point, inset: float = 0.0) -> tuple[Point, Point] | None:
        """The part of a straight line that lies within the frame less `inset`, from a to b; None if there is none."""
        first, last = 0.0, 1.0
        for start, step, low, high in (
            (a[0], b[0] - a[0], inset, WIDTH - inset),
            (a[1], b[1] - a[1], inset, self.height - inset),
        ):
            if step == 0:
                if not low <= start <= high:
                    return None
                continue
            one, two = sorted(((low - start) / step, (high - start) / step))
            first, last = max(first, one), min(last, two)
        if first > last:
            return None
        return _between(a, b, first), _between(a, b, last)

    def visible(self, points: Sequence[Point], inset: float = 0.0) -> list[list[Point]]:
        """The parts of a path within the frame less `inset`, in order."""
        parts: list[list[Point]] = []
        for a, b in pairwise(points):
            seen = self.clip(a, b, inset)
            if seen is None:
                continue
            if parts and parts[-1][-1] == seen[0]:
                parts[-1].append(seen[1])
            else:
                parts.append(list(seen))
        return parts

    def nearest(self, point: Point) -> Point:
        """The point of the frame, less its edge, that lies nearest to a point."""
        x, y = (min(max(v, EDGE), most - EDGE) for v, most in zip(point, (WIDTH, self.height), strict=True))
        return x, y

    def path(self, points: Sequence[Sequence[float]]) -> str:
        """A line of degrees as a path in true position; the picture cuts it at its frame."""
        return _path([self.put(float(p[0]), float(p[1])) for p in points])

    def scale(self) -> tuple[float, int]:
        """Length in units and in km of the scale bar: 1, 2 or 5 times a power of ten."""
        per_km = self.unit / KM_PER_DEGREE
        wanted = WIDTH / 5 / per_km
        power = 10 ** math.floor(math.log10(max(wanted, 1.0)))
        km = max((s * power for s in (1, 2, 5) if s * power <= wanted), default=power)
        return round(km * per_km, 1), int(km)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _between(a: Point, b: Point, share: float) -> Point:
    """The point at a share of the way from one point to another."""
    return round(a[0] + (b[0] - a[0]) * share, 1), round(a[1] + (b[1] - a[1]) * share, 1)


def _lines(ways: Sequence[Way], at: Mapping[str, Point], frame: _Frame) -> list[Line]:
    """Routes as lines; those between the same two ends lie beside each other."""
    drawn = [w for w in ways if w.route.from_place in at and w.route.to_place in at]
    ends = [tuple(sorted((w.route.from_place, w.route.to_place))) for w in drawn]
    lines: list[Line] = []
    for i, way in enumerate(drawn):
        rank, count = ends[:i].count(ends[i]), ends.count(ends[i])
        side = (rank - (count - 1) / 2) * OFFSET
        turned = way.route.from_place != ends[i][0]
        points = _shifted(_points(way.route, at), -side if turned else side)
        seen = max(frame.visible(points, TAG_WIDE), key=_length, default=[])
        if seen:
            tag = _tag(seen, [line.tag for line in lines], list(at.values()))
        else:
            tag = frame.nearest(_along(points, 0.5))
        lines.append(Line(i + 1, way, _path(points), tag))
    return lines


def _tag(points: Sequence[Point], tags: Sequence[Point], marks: Sequence[Point]) -> Point:
    """Where on a path a tag stands: near its middle, away from other tags, places and gates."""

    def cost(share: float) -> float:
        x, y = _along(points, share)
        box = (x - TAG_WIDE, y - TAG, x + TAG_WIDE, y + TAG)
        others = [(a - TAG_WIDE, b - TAG, a + TAG_WIDE, b + TAG) for a, b in tags]
        others += [(a - 8, b - 8, a + 8, b + 8) for a, b in marks]
        return sum(_overlap(box, o) for o in others) + 20 * abs(share - 0.5)

    return _along(points, min((0.2 + 0.05 * k for k in range(13)), key=cost))


def _points(route: Route, at: Mapping[str, Point]) -> list[Point]:
    return [at[k] for k in (route.from_place, *route.crossings, route.to_place) if k in at]


def _samples(points: list[Point]) -> list[Point]:
    """Points along a path, for labels to keep away from."""
    return [_along(points, k / 24) for k in range(25)] if len(points) > 1 else []


def _shifted(points: list[Point], side: float) -> list[Point]:
    """A path moved to its left by `side` units between its ends, which stay where they are."""
    if abs(side) < 0.1 or len(points) < 2:
        return points
    points = [
        points[0],
        _toward(points[0], points[1]),
        *points[1:-1],
        _toward(points[-1], points[-2]),
        points[-1],
    ]
    found = [points[0]]
    for i, (x, y) in enumerate(points[1:-1], start=1):
        before, after = points[i - 1], points[i + 1]
        dx, dy = after[0] - before[0], after[1] - before[1]
        size = math.hypot(dx, dy) or 1.0
        found.append((x - side * dy / size, y + side * dx / size))
    return [*found, points[-1]]


def _toward(a: Point, b: Point, least: float = 18.0) -> Point:
    """The point a short way from one point toward another."""
    size = math.dist(a, b) or 1.0
    step = min(least, size / 3) / size
    return (a[0] + (b[0] - a[0]) * step, a[1] + (b[1] - a[1]) * step)


def _length(points: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(points))


def _along(points: Sequence[Point], share: float) -> Point:
    """The point at a share of the length of a path."""
    left = share * _length(points)
    for a, b in pairwise(points):
        length = math.dist(a, b)
        if left <= length and length > 0:
            return _between(a, b, left / length)
        left -= length
    return points[-1]


def _dots(
    rows: list[tuple[str, str, str]], at: Mapping[str, Point], far: set[str], taken: list[Box], frame: _Frame
) -> list[Dot]:
    """Places and crossings with labels where they meet nothing else, or as little as can be."""
    boxes = taken + [(x - 6, y - 6, x + 6, y + 6) for x, y in at.values()]
    found = []
    for key, name, kind in rows:
        x, y = at[key]
        lines = tuple(_wrapped(f"to {name}" if key in far else name))
        up = LINE * (len(lines) - 1)
        choices = [
            ((x + 10, y + 4 - up / 2), "start"), ((x - 10, y + 4 - up / 2), "end"),
            ((x, y - 11 - up), "middle"), ((x, y + 19), "middle"),
            ((x + 9, y - 8 - up), "start"), ((x - 9, y - 8 - up), "end"),
            ((x + 9, y + 16), "start"), ((x - 9, y + 16), "end"),
        ]  # fmt: skip
        costs = [
            (_cost(_box(label, lines, anchor), boxes, frame), i) for i, (label, anchor) in enumerate(choices)
        ]
        label, anchor = choices[min(costs)[1]]
        boxes.append(_box(label, lines, anchor))
        found.append(
            Dot(name, kind, (x, y), (round(label[0], 1), round(label[1], 1)), anchor, lines, key in far)
        )
    return found


def _tag_box(tag: Point) -> Box:
    return tag[0] - TAG_WIDE, tag[1] - TAG, tag[0] + TAG_WIDE, tag[1] + TAG


def _wrapped(name: str, most: int = 22) -> list[str]:
    """A name in lines of about `most` letters, cut at blanks."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _box(label: Point, lines: Sequence[str], anchor: str) -> Box:
    wide = max(map(len, lines)) * FONT * 0.58
    left = {"start": label[0], "end": label[0] - wide, "middle": label[0] - wide / 2}[anchor]
    return left, label[1] - FONT, left + wide, label[1] + 3 + LINE * (len(lines) - 1)


def _cost(box: Box, others: Sequence[Box], frame: _Frame) -> float:
    """How much of a label meets other things or leaves the frame."""
    meets = sum(_overlap(box, o) for o in others)
    outside = (
        max(0.0, 2 - box[0])
        + max(0.0, box[2] - WIDTH + 2)
        + max(0.0, 2 - box[1])
        + max(0.0, box[3] - frame.height + 24)
    )
    return meets + 50 * outside


def _overlap(a: Box, b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def _parts(boundary: Mapping[str, Any]) -> list[list[list[float]]]:
    """Lines and rings of a GeoJSON, whatever holds them."""
    kind = boundary.get("type")
    if kind == "FeatureCollection":
        return [part for f in boundary.get("features", ()) for part in _parts(f)]
    if kind == "Feature":
        return _parts(boundary.get("geometry") or {})
    if kind == "GeometryCollection":
        return [part for g in boundary.get("geometries", ()) for part in _parts(g)]
    shape = boundary.get("coordinates", [])
    depth = {"LineString": 0, "Polygon": 1, "MultiLineString": 1, "MultiPolygon": 2}.get(str(kind), -1)
    for _ in range(max(0, depth - 1)):
        shape = [inner for outer in shape for inner in outer]
    return [shape] if depth == 0 else list(shape) if depth > 0 else []


def days_data(lines: Sequence[Line], first: int, count: int) -> dict[str, Any]:
    """What the day slider needs: runs as [days, state, ahead, per cent]: of members in it, or for which it is open."""
    return {
        "first": first,
        "count": count,
        "routes": [
            [[s.days, ORDER.index(s.state), int(s.ahead), round(100 * s.share)] for s in line.way.spans]
            for line in lines
        ],
    }
