"""Named blocks and the program they make."""

import numpy as np
import pytest

from corridor.errors import EngineError
from corridor.model.arrays import BIG
from corridor.plan.blocks import Builder


def built():
    """Two columns by three steps, one row a step; coefficients 1, 2 and, put twice, 3 + 4."""
    build = Builder()
    x = build.add_columns("x", (2, 3, 1), items=[("a",), ("b",)], upper=np.full((2, 1, 1), 5.0), cost=1.0)
    rows = build.add_rows("r", (1, 3, 1), lower=-1.0, upper=BIG)
    build.put(rows, x[:1], 1.0)
    build.put(rows, x[1:], [[[2.0], [0.0], [3.0]]])
    build.put(rows[:, 2:], x[1:, 2:], 4.0)
    build.cost(x[0], [[10.0], [20.0], [30.0]])
    return build, x, rows


def test_a_program_has_what_was_put_into_it():
    """Bounds and costs are broadcast, coefficients at one place add up, zeros are left out, BIG is no limit."""
    build, *_ = built()
    p = build.program()
    assert p.matrix.toarray().tolist() == [[1, 0, 0, 2, 0, 0], [0, 1, 0, 0, 0, 0], [0, 0, 1, 0, 0, 7]]
    assert p.matrix.nnz == 5
    assert p.cost.tolist() == [11, 21, 31, 1, 1, 1]
    assert p.upper.tolist() == [5] * 6
    assert p.row_upper.tolist() == [np.inf] * 3
    assert p.row_lower.tolist() == [-1] * 3


def test_the_matrix_is_sorted_by_column_and_row():
    """CSC with sorted indices, as the solver takes it."""
    build = Builder()
    x, rows = build.add_columns("x", (2, 1, 1)), build.add_rows("r", (3, 1, 1))
    for r in (2, 0, 1):
        build.put(rows[r], x[1], float(r + 1))
    p = build.program()
    assert p.matrix.has_sorted_indices
    assert p.matrix.indices.tolist() == [0, 1, 2]
    assert p.matrix.data.tolist() == [1, 2, 3]


def test_positions_are_found_again_by_block():
    """`named` gives the block and the place in it; `of` cuts a flat array; a position beyond is refused."""
    build, x, _ = built()
    y = build.add_columns("y", (2,), axes=("item",))
    p = build.program()
    assert y.tolist() == [6, 7]
    assert p.named("columns", int(x[1, 2, 0])) == ("x", (1, 2, 0))
    assert p.named("columns", 7) == ("y", (1,))
    assert p.named("rows", 2) == ("r", (0, 2, 0))
    assert p.columns["x"].of(np.arange(8.0))[1, :, 0].tolist() == [3, 4, 5]
    with pytest.raises(EngineError, match="no columns 8"):
        p.named("columns", 8)


def test_what_is_stopped_cannot_be_used():
    """Columns are held at 0 where a mask says so."""
    build, x, _ = built()
    build.stop(x, np.array([[[True], [False], [False]], [[False], [False], [True]]]))
    assert build.program().upper.tolist() == [0, 5, 5, 5, 5, 0]


def test_a_block_stands_once():
    """A second block of the same name is refused."""
    build, *_ = built()
    with pytest.raises(EngineError, match='"x" stands twice'):
        build.add_columns("x", (1, 1, 1))


def test_names_fit_the_shape():
    """As many names as items, as many axes as dimensions."""
    with pytest.raises(EngineError, match="names of the block"):
        Builder().add_columns("x", (2, 1, 1), items=[("a",)])
    with pytest.raises(EngineError, match="names of the block"):
        Builder().add_rows("r", (2, 1))


@pytest.mark.parametrize("where", ["cost", "upper", "row", "coefficient"])
def test_what_is_not_a_number_never_reaches_the_solver(where):
    """NaN in a cost, a bound, a right-hand side or a coefficient is an error."""
    build = Builder()
    x = build.add_columns("x", (1, 1, 1), **{where: np.nan} if where in {"cost", "upper"} else {})
    rows = build.add_rows("r", (1, 1, 1), upper=np.nan if where == "row" else 1.0)
    build.put(rows, x, np.nan if where == "coefficient" else 1.0)
    with pytest.raises(EngineError, match="not a number"):
        build.program()


def test_bounds_that_cross_are_an_error():
    """A lower bound above the upper one is a fault of the program, not of the case."""
    build = Builder()
    build.add_columns("x", (1, 1, 1), lower=2.0, upper=1.0)
    with pytest.raises(EngineError, match="above another"):
        build.program()


def test_a_program_without_rows_has_an_empty_matrix():
    """Columns alone are a program, too."""
    build = Builder()
    build.add_columns("x", (2, 1, 1))
    assert build.program().matrix.shape == (0, 2)
