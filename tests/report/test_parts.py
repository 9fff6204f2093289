"""Access by day, the map, drawing, and small words."""

import dataclasses
import itertools
import re

import altair as alt
import numpy as np
import pytest
from tests.report import synthetic

from corridor.report import figures, tables
from corridor.report import map as maps
from corridor.report.access import ways
from corridor.report.charts import draw
from corridor.report.charts.stockout import spread
from corridor.report.grounds import Grounds
from corridor.report.palette import STATES
from corridor.report.scope import scope
from corridor.report.sentences import Teller, main_need


@pytest.fixture(scope="module")
def access(case, forecast):
    """Access of the invented case: over all carriers, and by carrier."""
    return ways(forecast, case)


def states(way):
    """States of the recorded days, each once."""
    return [s.state for s in way.spans if not s.ahead]


def test_carriers_that_differ_have_rows_of_their_own(access):
    """On the lower road the relief agency is restricted where all others are shut out."""
    _, split = access
    rows = {w.carrier: states(w) for w in split if w.route.route == "lower"}
    assert rows == {"Relief agency": ["open", "restricted"], "all other carriers": ["open", "closed"]}


def test_over_all_carriers_a_road_open_to_some_says_so(access):
    """A road that is shut to most and restricted to one is open to some only; a refused one is refused."""
    whole, _ = access
    assert {w.route.route: states(w) for w in whole} == {
        "lower": ["open", "some"],
        "lower-out": ["open", "closed"],
        "upper": ["refused"],
        "local": ["open"],
        "wire": ["open", "closed"],
    }


def test_a_passage_no_row_covers_is_unknown(case, forecast):
    """Without a row that says the rest, access reads unknown, not open."""
    bare = dataclasses.replace(case, access=tuple(a for a in case.access if a.subject != "*"))
    whole, _ = ways(dataclasses.replace(forecast, model=bare), bare)
    assert states(next(w for w in whole if w.route.route == "local")) == ["unknown"]


def test_access_ahead_is_the_chance_by_week_and_not_the_likeliest_situation(case, forecast):
    """Most members have the lower road shut on every day; 40 % have it open: each week says 40 %, none says closed.

    The last week has the days that are left. What was known up to the origin stays as it was.
    """
    own = [i for i, s in enumerate(forecast.labels.situations) if s in ("free", "tents", "shut", "idle")]
    share = forecast.situation_share.copy()
    ahead = slice(forecast.origin + 1, None)
    share[ahead, own] = 0.0
    share[ahead, forecast.labels.situations.index("free")] = 0.4
    share[ahead, forecast.labels.situations.index("shut")] = 0.6
    whole, _ = ways(dataclasses.replace(forecast, situation_share=share), case)
    out = next(w for w in whole if w.route.route == "lower-out")
    weeks = [s for s in out.spans if s.ahead]
    assert {round(s.share, 9) for s in weeks} == {0.4}
    assert {s.state for s in weeks} == {"chance 2"}
    assert [s.days for s in weeks[:-1]] == [7] * (len(weeks) - 1)
    assert sum(s.days for s in out.spans) == forecast.horizon
    assert states(out) == ["open", "closed"]
    (table,) = [tables.access_table([out], ["lower"], "x")]
    told = [row[4].text for row in table.rows if not isinstance(row[4], str)]
    assert set(told) == {"open in 40 % of members, mean of the days"}


def test_the_chance_of_a_week_is_the_mean_of_its_days(case, forecast):
    """Three days on which no member has the road open, then four on which all do: 4 / 7 of the week."""
    share = forecast.situation_share.copy()
    first = forecast.origin + 1
    for situation, before, after in (("free", 0.0, 1.0), ("tents", 0.0, 0.0), ("shut", 1.0, 0.0)):
        s = forecast.labels.situations.index(situation)
        share[first : first + 3, s], share[first + 3 :, s] = before, after
    whole, _ = ways(dataclasses.replace(forecast, situation_share=share), case)
    week, *rest = (s for s in next(w for w in whole if w.route.route == "lower-out").spans if s.ahead)
    assert week.share == pytest.approx(4 / 7)
    assert {s.share for s in rest} == {1.0}


def test_medical_passage_alone_is_not_open_ahead(case, forecast):
    """All members have tents on the road, through which medicine alone may pass: a chance of 0, not of 1."""
    share = forecast.situation_share.copy()
    for situation, chance in (("free", 0.0), ("tents", 1.0), ("shut", 0.0)):
        share[forecast.origin + 1 :, forecast.labels.situations.index(situation)] = chance
    shut = next(a for a in case.access if (a.situation, a.subject) == ("tents", "lower-out"))
    medical = dataclasses.replace(shut, goods_class="medical", status="open")
    model = dataclasses.replace(case, access=(*case.access, medical))
    whole, _ = ways(dataclasses.replace(forecast, situation_share=share, model=model), model)
    out = next(w for w in whole if w.route.route == "lower-out")
    assert states(out)[-1] == "emergency"
    assert {s.share for s in out.spans if s.ahead} == {0.0}


def test_the_calendar_counts_what_is_shut_or_refused(case, forecast, access):
    """Four of six: lower (all others), lower-out, upper (refused) and wire; not lower (relief agency) and local."""
    teller = Teller(forecast, Grounds.of(forecast, scope(case)))
    chart = figures.access(teller, access[1])
    assert [part.text for part in chart.finding if not isinstance(part, str)] == ["4", "6"]


def test_the_map_keeps_the_shape_of_the_ground(case, access):
    """A kilometre is as long to the north as to the east, and the scale bar says how long."""
    picture = maps.draw(case, access[0])
    at = {d.name: d.at for d in picture.dots}
    (ax, ay), (bx, by) = at["Hilltown"], at["Plain"]
    units, km = picture.scale
    drawn = ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 * km / units
    assert drawn == pytest.approx(
        67.9, rel=0.02
    )  # great circle from 40.0 N 46.0 E to 39.6 N 45.4 E; flat to 2 %


def test_a_far_place_does_not_crowd_the_others(case, access):
    """A place ten times as far as the rest is put at the edge, named as a direction."""
    places = (
        *case.places,
        dataclasses.replace(case.places[0], place="far", name="Faraway", lat=48.0, lon=20.0),
    )
    picture = maps.draw(dataclasses.replace(case, places=places), access[0])
    far = next(d for d in picture.dots if d.name == "Faraway")
    near = [d.at[0] for d in picture.dots if not d.far]
    assert far.far
    assert far.lines == ("to Faraway",)
    assert max(near) - min(near) > maps.WIDTH / 2


def test_labels_of_the_map_stay_inside_and_apart(case, access):
    """No label leaves the frame, no two labels meet."""
    picture = maps.draw(case, access[0])
    boxes = [maps._box(d.label, d.lines, d.anchor) for d in picture.dots]
    assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= maps.WIDTH and b[3] <= picture.height for b in boxes)
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if maps._overlap(a, b) > 0]


def test_a_line_outside_the_map_is_not_bent_into_it(case, access):
    """A boundary far to the north-west and a polygon around it: no part of either lies within the frame.

    A line through the frame passes it on the straight way between its ends, at true positions on one scale.
    """
    far = {"type": "LineString", "coordinates": [[40.0, 39.0], [40.0, 43.0], [46.0, 43.0]]}
    around = {
        "type": "Polygon",
        "coordinates": [
            [[30, 30], [60, 30], [60, 50], [30, 50], [30, 30]],
            [[40, 41], [41, 42], [40, 42], [40, 41]],
        ],
    }
    through = {"type": "LineString", "coordinates": [[30.0, 39.8], [60.0, 39.8]]}
    shapes = {"type": "GeometryCollection", "geometries": [far, around, through]}
    picture = maps.draw(case, access[0], shapes)

    def points(path):
        return [tuple(map(float, p.split(","))) for p in path[1:].split("L")]

    def inside(a, b):
        shares = np.linspace(0, 1, 2001)[:, None]
        at = np.array(a) + shares * (np.array(b) - np.array(a))
        return ((at > 0) & (at < (picture.width, picture.height))).all(1).any()

    *outside, line = map(points, picture.boundaries)
    assert len(outside) == 3  # the line and two rings
    assert not [(a, b) for path in outside for a, b in itertools.pairwise(path) if inside(a, b)]
    assert line[0][0] < 0 < picture.width < line[1][0]
    assert inside(*line)
    at = {d.name: d.at for d in picture.dots}
    (ax, ay), (bx, by) = at["Hilltown"], at["Plain"]  # 40.0 N 46.0 E and 39.6 N 45.4 E
    assert line[0][1] == pytest.approx(
        (ay + by) / 2, abs=0.2
    )  # 39.8 N lies half way between, to the rounding
    assert (line[1][0] - line[0][0]) / (ax - bx) == pytest.approx(30 / 0.6, rel=2e-3)


def test_a_route_to_a_far_place_keeps_its_direction(case, access):
    """A route drawn to a place beyond the frame ends at its true position; its circle stands on it, at the edge."""
    places = tuple(
        dataclasses.replace(p, lat=48.0, lon=20.0) if p.place == "plain" else p for p in case.places
    )
    picture = maps.draw(dataclasses.replace(case, places=places), access[0])
    far = next(d for d in picture.dots if d.name == "Plain")
    assert far.far
    assert 0 < far.at[0] < picture.width
    assert 0 < far.at[1] < picture.height
    ends = [
        [tuple(map(float, p.split(","))) for p in line.path[1:].split("L")]
        for line in picture.lines
        if "plain" in (line.way.route.from_place, line.way.route.to_place)
    ]
    assert ends
    for path in ends:
        beyond = [p for p in path if not (0 <= p[0] <= picture.width and 0 <= p[1] <= picture.height)]
        assert beyond
    for line in picture.lines:
        assert 0 < line.tag[0] < picture.width
        assert 0 < line.tag[1] < picture.height


def test_a_boundary_is_drawn_only_where_one_is_given(case, access):
    """Lines of a GeoJSON are drawn; without one there is none."""
    line = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[45, 40], [46, 41]]}}
        ],
    }
    assert maps.draw(case, access[0]).boundaries == ()
    assert len(maps.draw(case, access[0], line).boundaries) == 1


def test_a_case_without_coordinates_has_no_map(case, access):
    """Fewer than two places with coordinates make no map."""
    places = tuple(dataclasses.replace(p, lat=None, lon=None) for p in case.places)
    assert maps.draw(dataclasses.replace(case, places=places, crossings=()), access[0]) is None


def test_states_differ_in_letter_dash_and_colour():
    """Each state is told by letter, dash and colour, and no pair is red against green."""
    for what in ("letter", "dash", "colour", "word"):
        assert len({getattr(s, what) for s in STATES}) == len(STATES)
    for s in STATES:
        red, green, blue = (int(s.colour[i : i + 2], 16) for i in (1, 3, 5))
        assert not (green > red + 40 and green > blue + 40), s


@pytest.mark.parametrize("text", ['"><script>x</script>', "a & b", '" onload="x', "</text>"])
def test_text_of_a_chart_is_escaped(text):
    """What a case says inside a chart comes out as text."""
    mark = alt.Chart(draw.values([{"x": 1, "t": text}])).mark_text().encode(x="x:Q", text="t:N")
    svg = draw.svg(mark)
    assert "<script" not in svg
    assert not re.search(r"<[^>]* onload=", svg)
    assert svg.count("<svg") == 1
    assert svg.count("</svg>") == 1


def test_rounding_of_drawings_leaves_text_alone():
    """Coordinates lose digits, numbers on scales do not."""
    assert draw.slim('<g d="M0.123,4.567"/><text transform="translate(1.26,2)">0.25</text>') == (
        '<g d="M0.1,4.6"/><text transform="translate(1.3,2)">0.25</text>'
    )


def test_labels_of_lines_keep_their_order_and_distance():
    """Names at line ends never sit on each other, and the higher line keeps the higher name."""
    at = spread([0.99, 0.98, 0.97, 0.1], 0.08)
    assert at[0] > at[1] > at[2] > at[3]
    assert min(at[i] - at[i + 1] for i in range(3)) >= 0.08 - 1e-6


def test_the_synthetic_case_is_the_same_each_time():
    """The tests of the page do not depend on chance."""
    assert synthetic.forecast().members.short.sum() == synthetic.forecast().members.short.sum()


def test_the_main_need_is_that_of_most_people(case, forecast):
    """A critical need of a few does not lead the page over one that concerns all."""
    needs = tuple(dataclasses.replace(n, critical=n.need == "insulin") for n in case.needs)
    model = dataclasses.replace(case, needs=needs)
    assert main_need(dataclasses.replace(forecast, model=model)) == "food"
