"""`report(model, forecast)` gives a Report: one offline HTML file, made once, saved whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.errors import UsageError
from corridor.forecast.ensemble import EngineName
from corridor.io.given import takes_case
from corridor.model.model import Model
from corridor.report.beliefs import Beliefs, believe
from corridor.report.hangs import hangs, to_ask
from corridor.report.lasting import chances
from corridor.report.page import Options, render
from corridor.report.plan import Planned, refuse
from corridor.report.scope import Audience
from corridor.result.comparison import Comparison
from corridor.result.forecast import Forecast
from corridor.result.plan import Plan
from corridor.study.answers import days_to_stock_out, person_days_short
from corridor.study.find_out import Findings, find_out
from corridor.study.inverse import Required, would_have_to_be_true
from corridor.study.plans.ahead import HorizonCheck
from corridor.study.plans.explain import Explanation
from corridor.study.plans.make import Draft
from corridor.study.plans.worth import Criticality
from corridor.study.side_by_side import side_by_side


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """A situation report. `html` is the whole page: it asks for nothing from anywhere."""

    html: str

    def __repr__(self) -> str:
        """Its size, and how to write it."""
        return f"<Report: a page of {len(self.html) / 1e6:.1f} MB; save(path) writes it>"

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page; the file appears whole or not at all. Gives back its path."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".corridor-", suffix=".html")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(self.html)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return target


@takes_case
def report(
    model: Model,
    forecast: Forecast,
    plan: Plan | Draft | None = None,
    *,
    found: Sequence[Findings] | None = None,
    required: Sequence[Required] | None = None,
    beliefs: Beliefs | None = None,
    explained: Explanation | None = None,
    ahead: HorizonCheck | None = None,
    compared: Comparison | None = None,
    critical: Criticality | None = None,
    audience: Audience = "public",
    scoring: bool = False,
    boundary: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """A situation report of a forecast, for an audience.

    Parameters
    ----------
    model : Model
        The case as read; its observations are shown only with `scoring`.
    forecast : Forecast
        The answer; the page tells of the ledger what its run could read.
    plan : Plan, Draft or None
        Shown to the audience internal alone. A draft knows what clears a movement; of a plan alone every movement is
        stamped as not cleared.
    found : sequence of Findings or None
        What the answers hang on; worked out with the options of the run if None, left out if empty.
    required : sequence of Required or None
        What would have to be true; as `found`.
    beliefs : Beliefs or None
        The answer by account, without the claims it hangs on and under each side of a conflict; worked out with few
        members if None, unless `found` are given. If None, rivals and accounts that move the answer stand side by side.
    explained : Explanation or None
        Which limits the shortages of the plan run into.
    ahead : HorizonCheck or None
        Whether what the plan loads first hangs on where it ends.
    compared : Comparison or None
        Policies side by side on fresh paths; internal, as the plan.
    critical : Criticality or None
        What passages are worth; internal, as the plan.
    audience : 'public', 'partner' or 'internal'
        What is above it is left out, and counted.
    scoring : bool
        Show observations beside the bands, as an illustration.
    boundary : mapping or None
        GeoJSON of a licensed boundary file that the case brings.
    progress : callable (done, all) or None
        Of the studies.

    Returns
    -------
    Report
        The same bytes for the same arguments. Every figure leads to a claim or a stated basis.

    Raises
    ------
    UsageError
        When a plan is given for an audience that is not internal, or is of another case, origin or scenario.
    """
    planned = _planned(plan, explained=explained, ahead=ahead, compared=compared, critical=critical)
    if planned is not None:
        refuse(audience, planned, forecast)
    if found is None or required is None:
        engine: EngineName = "compiled" if forecast.run.engine == "compiled" else "auto"
        studied = studies(model, forecast, scoring=scoring, engine=engine, progress=progress)
        if beliefs is None and found is None:
            beliefs = believe(model, forecast, studied[0], engine=engine, progress=progress)
        found, required = (
            found if found is not None else studied[0],
            required if required is not None else studied[1],
        )
    if beliefs is None:
        beliefs = Beliefs(beside=side_by_side(model, forecast, progress=progress))
    own, needed = tuple(found), tuple(required)
    options = Options(
        audience,
        scoring,
        boundary,
        chances(model, forecast),
        found=own,
        beliefs=beliefs,
        plan=planned,
    )
    return Report(render(model, forecast, lambda teller: hangs(teller, own, needed), options))


def _planned(plan: Plan | Draft | None, **asked: Any) -> Planned | None:
    """A plan with what was asked about it.

    Raises
    ------
    UsageError
        When something about a plan is given without the plan.
    """
    given = [name for name, value in asked.items() if value is not None]
    if plan is None and given:
        raise UsageError(
            f"A report shows {', '.join(given)} with the plan alone: give the plan too, or leave it out."
        )
    return None if plan is None else Planned(made=plan, **asked)


def studies(
    model: Model,
    forecast: Forecast,
    *,
    scoring: bool,
    engine: EngineName = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[tuple[Findings, ...], tuple[Required, ...]]:
    """What a page asks of the studies, with the options of the forecast's run.

    Returns
    -------
    tuple of Findings, tuple of Required
        For the need served first, its shortfall and the days until it falls short of the ration; and the stores it
        would take for what is likely to fall short to last, or for what was observed to come about.
    """
    asked, options = to_ask(model, forecast, scoring=scoring), forecast.run.options | {"engine": engine}
    questions = [q for n in asked.needs for q in (person_days_short(need=n), days_to_stock_out(n))]
    found = find_out(model, questions, progress=progress, **options)
    return found, would_have_to_be_true(asked.model, **options)
