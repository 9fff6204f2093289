"""Without numba the numpy engine runs, and says so."""

import pytest
from tests.unit.model.small_cases import small

import corridor as co
from corridor.errors import EngineError
from corridor.forecast import ensemble


@pytest.fixture
def no_numba(monkeypatch):
    """A machine without numba, on which any run is large enough for the compiled engine."""
    monkeypatch.setattr(ensemble, "find_spec", lambda name: None)
    monkeypatch.setattr(ensemble, "COMPILED_PAYS", 0.0)


def test_auto_takes_the_numpy_engine_and_says_so(no_numba):
    """The run names its engine, and a note says what is missing and that the numbers are the same."""
    run = co.forecast(small().check(), members=2).run
    assert run.engine == "numpy"
    assert [n for n in run.notes if "numba" in n and "same numbers" in n]


def test_the_compiled_engine_by_name_is_an_error(no_numba):
    """Who asks for the compiled engine is told that it needs numba."""
    with pytest.raises(EngineError, match="needs numba"):
        co.forecast(small().check(), members=2, engine="compiled")


def test_a_small_run_is_no_case_for_a_note(monkeypatch):
    """Where the numpy engine would have run in any case, nothing is said."""
    monkeypatch.setattr(ensemble, "find_spec", lambda name: None)
    assert not [n for n in co.forecast(small().check(), members=2).run.notes if "numba" in n]
