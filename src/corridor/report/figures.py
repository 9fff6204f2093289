"""The charts of the page with their names, findings, spoken texts and tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

from corridor.measure.kinds import Band, Chance
from corridor.report import tables, words
from corridor.report.access import Way
from corridor.report.charts.calendar import calendar
from corridor.report.charts.fans import fan
from corridor.report.charts.met import met
from corridor.report.charts.stockout import curve, stockout
from corridor.report.grounds import Moment, figure
from corridor.report.palette import STATE
from corridor.report.sentences import Part, Teller, stored_needs
from corridor.report.tables import Table, band_words
from corridor.result.forecast import BAND

LOOK_BACK = 60
WIDE, NARROW = 660, 335


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as the page shows it."""

    name: str
    finding: tuple[Part, ...]
    alt: str
    svg: Markup
    tables: tuple[Table, ...]
    basis: str
    place: str = ""
    id: str = ""
    narrow: Markup | None = None


def pairs(teller: Teller) -> list[tuple[int, int]]:
    """Place and need of each pair that needs anything after the origin and that the audience may see."""
    f = teller.forecast
    wanted = f.need[f.origin :].max(axis=(0, -1)) > 0
    ps = [i for i, p in enumerate(f.labels.places) if p in teller.places]
    return [(p, n) for p in ps for n in range(len(f.labels.needs)) if wanted[p, n]]


def first_day(teller: Teller) -> int:
    """First day drawn: not more than two months before the origin."""
    return max(0, teller.forecast.origin - LOOK_BACK)


def _name(teller: Teller, p: int, n: int) -> str:
    labels = teller.forecast.labels
    return words.capital(teller.name(labels.places[p], labels.needs[n]))


def _need(teller: Teller, n: int) -> str:
    return words.capital(teller.need(teller.forecast.labels.needs[n]))


def fans(
    teller: Teller, seen: dict[tuple[str, str], tuple[tuple[dt.date, str], ...]] | None = None
) -> list[Chart]:
    """Days of cover by need and place, those that can be stored."""
    f, first, kept = teller.forecast, first_day(teller), stored_needs(teller.forecast)
    found = []
    for p, n in pairs(teller):
        place, need = f.labels.places[p], f.labels.needs[n]
        if need not in kept:
            continue
        ground = teller.grounds.need(place, need)
        now = Band.at_levels(f.bands.cover[f.origin, p, n], "days")
        week = tables.passes_below(f, p, n, 7.0)
        finding: list[Part] = [*teller.band(now, ground, "days"), " at the origin; "]
        if week is None:
            finding.append("the median stays at a week or more.")
        elif week == f.run.origin:
            finding.append("the median is under a week at the origin.")
        else:
            finding += ["the median first falls under a week on ", Moment.of(week, short=True), "."]
        end = band_words(Band.at_levels(f.bands.cover[-1, p, n], "days"), "days")
        start = band_words(now, "days")
        alt = f"Days of cover, {_name(teller, p, n)}: {start} at the origin, {end} on the last day."
        marks = (seen or {}).get((place, need), ())
        svg = fan(f, p, n, first, marks)
        table = tables.fan_table(f, p, n, first, ground.anchor)
        found.append(
            Chart(_need(teller, n), tuple(finding), alt, svg, (table,), ground.anchor, teller.place(place))
        )
    return found


def mets(teller: Teller) -> list[Chart]:
    """Need against distributed by need and place."""
    f, first = teller.forecast, first_day(teller)
    found = []
    for p, n in pairs(teller):
        ground = teller.grounds.need(f.labels.places[p], f.labels.needs[n])
        given, needed = f.members.distributed[:, p, n], f.members.needed[:, p, n]
        share = Band.of(given[needed > 0] / needed[needed > 0], "share")
        low, mid, high = (words.percent(v) for v in (share.low, share.median, share.high))
        finding: list[Part] = [
            *teller.band(share, ground, "%"),
            " of the need from the origin to the horizon.",
        ]
        alt = f"Need against distributed, {_name(teller, p, n)}: {mid} met by the horizon ({BAND}: {low} to {high})."
        svg = met(f, p, n, first)
        both = (
            tables.share_table(f, p, n, first, ground.anchor),
            tables.met_table(f, p, n, first, ground.anchor),
        )
        found.append(
            Chart(
                _need(teller, n),
                tuple(finding),
                alt,
                svg,
                both,
                ground.anchor,
                teller.place(f.labels.places[p]),
            )
        )
    return found


def outs(teller: Teller) -> list[Chart]:
    """Chance of falling short of the ration by date, a chart a place."""
    f = teller.forecast
    found = []
    for p in dict.fromkeys(p for p, _ in pairs(teller)):
        place = f.labels.places[p]
        ns = [n for q, n in pairs(teller) if q == p]
        names = [teller.grounds.names.needs.get(f.labels.needs[n], f.labels.needs[n]) for n in ns]
        ground = teller.grounds.need(place, "*")
        at_end = [Chance.of(f.members.first_stock_out[:, p, n] < f.horizon) for n in ns]
        top = max(range(len(ns)), key=lambda i: (curve(f, p, ns[i]).sum(), -i))
        finding: list[Part] = [
            f"Earliest and likeliest: {words.lower_first(names[top])}, ",
            figure(str(at_end[top]), at_end[top].value, ground),
            " by the horizon.",
        ]
        alt = f"Chance of falling short of the ration by the horizon in {teller.place(place)}: " + "; ".join(
            f"{name} {chance}" for name, chance in zip(names, at_end, strict=True)
        )
        svg = stockout(f, p, ns, names)
        both = (
            tables.dates_table(f, place, teller.grounds.names.needs, ground.anchor),
            tables.out_table(f, p, ns, names, ground.anchor),
        )
        found.append(Chart(teller.place(place), tuple(finding), alt, svg, both, ground.anchor))
    return found


def pairs_of(ways: list[Way]) -> list[tuple[str, str]]:
    """Route and carrier of each way, in words."""
    return [(w.route.name or w.route.route, w.carrier) for w in ways]


def access(teller: Teller, ways: list[Way]) -> Chart:
    """The access calendar, wide and narrow."""
    f = teller.forecast
    names = [f"{w.route.name or w.route.route}: {w.carrier}" for w in ways]
    now = [STATE[w.at(f.run.origin).state].word for w in ways]
    grounds = [teller.grounds.access(w.route.route) for w in ways]
    anchor = grounds[0].anchor if grounds else teller.grounds.run().anchor
    shut = sum(1 for w in ways if w.at(f.run.origin).state in ("closed", "refused"))
    count = figure(str(shut), shut, teller.grounds.ledger())
    total = figure(str(len(ways)), len(ways), teller.grounds.ledger())
    finding: tuple[Part, ...] = (
        count,
        " of ",
        total,
        " combinations of route and carrier are shut or refused on the day of the origin.",
    )
    alt = "Access calendar. On the day of the origin: " + "; ".join(
        f"{n} {s}" for n, s in zip(names, now, strict=True)
    )
    table = tables.access_table(ways, names, anchor)
    wide, narrow = (calendar(f, ways, pairs_of(ways), w) for w in (WIDE, NARROW))
    return Chart("Access by day", finding, alt, wide, (table,), anchor, narrow=narrow)
