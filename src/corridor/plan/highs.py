"""HiGHS, the solver of plans: one model, reused; the status of every call is looked at.

An option that the solver refuses is an error, never a silent change of algorithm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import highspy
import numpy as np

from corridor.errors import EngineError, UsageError
from corridor.model.arrays import Floats
from corridor.plan.blocks import Program
from corridor.plan.scaling import Scaling, scaling

Method = Literal["choose", "simplex", "ipm"]
Outcome = Literal["optimal", "infeasible", "time limit"]
TOLERANCE = 1e-7
"""Largest violation of a bound or row, absolute, in the units of the program."""

MANY_OPENED = 100
"""So many columns that were held and now are not: a start from the last answer then takes longer than none."""


class SolverError(EngineError):
    """The solver refused a call, or gave an answer that cannot be used."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found.

    Attributes
    ----------
    outcome : {"optimal", "infeasible", "time limit"}
        Values and duals are of use where it is optimal.
    values, duals, reduced : arrays
        Of columns, of rows (change of the objective by one unit more on the right), of columns.
    objective : float
    iterations : int
    """

    outcome: Outcome
    values: Floats
    duals: Floats
    reduced: Floats
    objective: float
    iterations: int


class Solver:
    """One HiGHS model. A program with the matrix of the last one changes bounds and costs alone, and starts warm."""

    def __init__(
        self, *, method: Method = "choose", time_limit: float | None = None, threads: int = 1
    ) -> None:
        """Set the options.

        Raises
        ------
        SolverError
            When the solver refuses one.
        UsageError
            When the time limit is below 0, or no number.
        """
        if time_limit is not None and not time_limit >= 0:
            raise UsageError(
                f"A time limit is a number of seconds, not below 0; {time_limit:g} was asked for."
            )
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._last: Program | None = None
        self._scaling: Scaling | None = None
        self.option("output_flag", False)
        self.option("solver", method)
        self.option("threads", threads)
        self.option("random_seed", 0)
        # Programs come scaled (`corridor.plan.scaling`); the solver's own scaling doubled the time (benchmarks).
        self.option("simplex_scale_strategy", 0)
        self.option("primal_feasibility_tolerance", TOLERANCE)
        self.option("dual_feasibility_tolerance", TOLERANCE)
        if time_limit is not None:
            self.option("time_limit", float(time_limit))

    def option(self, name: str, value: Any) -> None:
        """Set an option; SolverError if the solver refuses it or does not keep it."""
        self._ok(self._highs.setOptionValue(name, value), f'the option "{name} = {value}"')
        status, kept = self._highs.getOptionValue(name)
        self._ok(status, f'the option "{name}"')
        if kept != value:
            raise SolverError(f'The solver keeps "{name} = {kept}", not {value}.')

    def solve(self, program: Program, *, warm: bool = True) -> Solution:
        """Solve a program.

        Parameters
        ----------
        program : Program
        warm : bool
            Whether a program with the same matrix may start from the last answer. It does where few columns were
            opened since: where many were, as on other paths of access, the start would cost more than it saves.

        Raises
        ------
        SolverError
            When the solver fails, or says that the program has no bound: then the program is wrong, not the case.
        """
        if warm and self._last is not None and _same_matrix(self._last, program):
            self._change(program)
            if _opened(self._last, program) > MANY_OPENED:
                self._ok(self._highs.clearSolver(), "starting anew")
        else:
            self._pass(program)
        self._last = program
        self._ok(self._highs.run(), "solving")
        self._settle()
        return self._answer(program)

    def _settle(self) -> None:
        """Where the solver does not know what it found, once more from nothing, and then without presolving.

        A start from the last answer may end so (one in some thousand), and a floor that cannot be kept.
        """
        unknown = {highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kUnboundedOrInfeasible}
        for presolve in ("choose", "off"):
            if self._highs.getModelStatus() not in unknown:
                break
            self.option("presolve", presolve)
            self._ok(self._highs.clearSolver(), "starting anew")
            self._ok(self._highs.run(), "solving")
        self.option("presolve", "choose")

    def _pass(self, p: Program) -> None:
        # As arrays: through the attributes of a HighsLp every number is taken one by one, seven times as long.
        m, self._scaling = p.matrix, scaling(p)
        s = self._scaling
        status = self._highs.passModel(
            *(m.shape[1], m.shape[0], m.nnz),
            int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize),
            p.offset * s.cost,
            p.cost * s.columns * s.cost,
            *(p.lower / s.columns, p.upper / s.columns),
            *(p.row_lower * s.rows, p.row_upper * s.rows),
            *(m.indptr, m.indices, s.matrix(p)),
            np.zeros(m.shape[1], dtype=np.int32),  # no column is a whole number
        )
        self._ok(status, "taking the program")

    def _change(self, p: Program) -> None:
        columns = np.arange(p.matrix.shape[1], dtype=np.int32)
        rows = np.arange(p.matrix.shape[0], dtype=np.int32)
        h, s = self._highs, self._scales()
        lower, upper, cost = p.lower / s.columns, p.upper / s.columns, p.cost * s.columns * s.cost
        self._ok(h.changeColsBounds(len(columns), columns, lower, upper), "changing bounds of columns")
        self._ok(h.changeColsCost(len(columns), columns, cost), "changing costs")
        lower, upper = p.row_lower * s.rows, p.row_upper * s.rows
        self._ok(h.changeRowsBounds(len(rows), rows, lower, upper), "changing bounds of rows")

    def _scales(self) -> Scaling:
        if self._scaling is None:
            raise SolverError("The solver has no program yet.")
        return self._scaling

    def _answer(self, p: Program) -> Solution:
        h, status = self._highs, self._highs.getModelStatus()
        told: dict[Any, Outcome] = {
            highspy.HighsModelStatus.kOptimal: "optimal",
            highspy.HighsModelStatus.kModelEmpty: "optimal",
            highspy.HighsModelStatus.kInfeasible: "infeasible",
            highspy.HighsModelStatus.kTimeLimit: "time limit",
        }
        if status not in told:
            raise SolverError(f"The solver ended with: {h.modelStatusToString(status)}.")
        info, found = h.getInfo(), h.getSolution()
        iterations = max(int(info.simplex_iteration_count), 0) + max(int(info.ipm_iteration_count), 0)
        s = self._scales()
        values = (
            s.columns * np.array(found.col_value)
            if told[status] == "optimal"
            else np.full(len(p.cost), np.nan)
        )
        if told[status] == "optimal" and not np.isfinite(values).all():
            raise SolverError("The solver gave an answer with numbers that are none.")
        return Solution(
            told[status],
            np.clip(values, p.lower, p.upper) if told[status] == "optimal" else values,
            np.array(found.row_dual) * s.rows / s.cost,
            np.array(found.col_dual) / s.columns / s.cost,
            float(info.objective_function_value) / s.cost,
            iterations,
        )

    def _ok(self, status: Any, what: str) -> None:
        if status == highspy.HighsStatus.kError:
            raise SolverError(f"The solver refused {what}.")


def _opened(a: Program, b: Program) -> int:
    """Columns that were held at one value and now are not."""
    return int(np.count_nonzero((a.upper <= a.lower) & (b.upper > b.lower)))


def _same_matrix(a: Program, b: Program) -> bool:
    return (
        a.matrix.shape == b.matrix.shape
        and np.array_equal(a.matrix.indptr, b.matrix.indptr)
        and np.array_equal(a.matrix.indices, b.matrix.indices)
        and np.array_equal(a.matrix.data, b.matrix.data)
    )
