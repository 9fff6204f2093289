"""Pure functions of a forecast: each gives a table of frozen lines, with `rows()` for JSON.

A chance carries the error of having drawn so many members; a date beyond the horizon is never a date.
Nothing is simulated here: what needs an engine is a study.
"""

from __future__ import annotations

from corridor.measure.contents import contents_available
from corridor.measure.cover import cover_at_origin, days_of_cover
from corridor.measure.dates import below_survival, rationing, stock_out, stock_out_by_day, store_empty
from corridor.measure.entry import entry_share
from corridor.measure.fairness import least_served
from corridor.measure.kinds import Band, Chance, DateBand, Table
from corridor.measure.met import share_met_by_week, share_met_now, share_of_need_met
from corridor.measure.pipeline import pipeline_break
from corridor.measure.short import person_days_below_survival, person_days_short
from corridor.measure.trucks import trucks_held

__all__ = [
    "Band",
    "Chance",
    "DateBand",
    "Table",
    "below_survival",
    "contents_available",
    "cover_at_origin",
    "days_of_cover",
    "entry_share",
    "least_served",
    "person_days_below_survival",
    "person_days_short",
    "pipeline_break",
    "rationing",
    "share_met_by_week",
    "share_met_now",
    "share_of_need_met",
    "stock_out",
    "stock_out_by_day",
    "store_empty",
    "trucks_held",
]
