"""The report: one offline HTML file for an audience; every figure leads to a claim or a stated basis.

Pure functions of a model and a forecast. The command line and programs use it; nothing below does.
"""

from __future__ import annotations

from corridor.report.make import Report, report

__all__ = ["Report", "report"]
