"""What `corridor report --plan` works out for its page: a plan, what it runs into, policies compared, passages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridor.cli.common import note
from corridor.cli.forecast import Progress
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.model.model import Model
    from corridor.study.plans.make import Draft

PATHS = 20
"""Fresh paths on which policies are compared for a page: `corridor compare` takes more."""
SAME = ("origin", "scenario", "seed", "hindsight", "known_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of the plan of a page; what is None was not said."""

    futures: int | None
    review: int | None
    compared: bool | None
    critical: bool | None
    is_quick: bool
    """Whether studies are left out unless asked for by name."""

    @property
    def is_any(self) -> bool:
        """Whether anything was said that makes sense with a plan alone."""
        return any(x is not None for x in (self.futures, self.review)) or bool(self.compared or self.critical)


def may_plan(audience: str, asked: Asked, *, planned: bool) -> None:
    """Refuse a plan for an audience that may not see it, before anything is worked out.

    Raises
    ------
    UsageError
    """
    if asked.is_any and not planned:
        raise UsageError(
            "--plan-futures, --review, --compare and --critical are of a plan: add --plan, or leave them out."
        )
    if planned and audience != "internal":
        raise UsageError(
            f"A plan is internal: schedules, manifests and fleets are in no {audience} report. "
            "Leave --plan out, or add --audience internal."
        )


def plan_for(model: Model, options: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """A plan for the page, and what was asked about it, under the names of `corridor.report`.

    What it runs into and whether it hangs on its end unless studies are left out; policies compared and what passages
    are worth where asked for, and of a small case unless left out. What takes time is said.
    """
    from corridor.study.plans.make import FUTURES, draft  # noqa: PLC0415

    same = {name: options[name] for name in SAME}
    made = draft(model, futures_count=asked.futures or FUTURES, review=asked.review, **same)
    found: dict[str, Any] = {"plan": made}
    if not asked.is_quick:
        found |= _explained(made)
    usual = not asked.is_quick and not _is_large(made)
    wanted = (
        ("compared", "compare", asked.compared, lambda: _compared(model, made, same, asked)),
        ("critical", "critical", asked.critical, lambda: _critical(model, same)),
    )
    for name, option, said, work in wanted:
        if usual if said is None else said:
            found |= _worked(name, option, work, is_asked=said is True)
        elif said is None and not asked.is_quick:
            note(f"The plan is large: --{option} is left out. Add it if you have minutes.")
    return found


def _is_large(made: Draft) -> bool:
    from corridor.study.plans.make import FUTURES  # noqa: PLC0415
    from corridor.study.plans.touched import is_large  # noqa: PLC0415

    run = made.plan.run
    return is_large(made.plan.arrays, review=run.review_days, futures=max(run.futures, FUTURES))


def _explained(made: Draft) -> dict[str, Any]:
    from corridor.errors import FloorError, TimeLimitError  # noqa: PLC0415
    from corridor.study.plans.ahead import check_horizon  # noqa: PLC0415
    from corridor.study.plans.explain import explain  # noqa: PLC0415

    found: dict[str, Any] = {"explained": explain(made, progress=Progress("limits tried"))}
    try:
        found["ahead"] = check_horizon(made)
    except (TimeLimitError, FloorError) as error:
        note(f"Whether the first loads hang on the horizon is not known: {error}")
    return found


def _worked(name: str, option: str, work: Callable[[], Any], *, is_asked: bool) -> dict[str, Any]:
    """What a study found, and what it took; where nobody asked for it, a note in place of a failure."""
    start = time.perf_counter()
    try:
        found = work()
    except UsageError as error:
        if is_asked:
            raise
        note(f"--{option} is left out: {error}")
        return {}
    note(f"--{option} took {time.perf_counter() - start:.0f} s; --no-{option} leaves it out.")
    return {name: found}


def _compared(model: Model, made: Draft, same: dict[str, Any], asked: Asked) -> Any:
    from corridor.study.plans.compare import compare  # noqa: PLC0415
    from corridor.study.plans.make import FUTURES  # noqa: PLC0415

    return compare(
        model,
        paths=PATHS,
        numbers="middle",
        review=made.plan.run.review_days,
        futures_count=asked.futures or FUTURES,
        progress=Progress("paths and decisions"),
        **same,
    )


def _critical(model: Model, same: dict[str, Any]) -> Any:
    from corridor.cli.critical import Told  # noqa: PLC0415
    from corridor.study.plans.critical import critical  # noqa: PLC0415

    return critical(model, progress=Told(), **same)
