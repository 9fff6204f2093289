"""The invented case and a page of it, made once a run."""

import pytest
from tests.report import synthetic
from tests.report.studies import found, required

from corridor.report import report


@pytest.fixture(scope="session")
def case():
    """The invented case."""
    return synthetic.model()


@pytest.fixture(scope="session")
def forecast(case):
    """The invented ensemble."""
    return synthetic.forecast(case)


@pytest.fixture(scope="session")
def page(case, forecast):
    """A public page with all its sections."""
    return report(case, forecast, found=found(), required=required()).html
