import pytest
from tests.support import ENGINES


@pytest.fixture(params=ENGINES)
def engine(request):
    """Each engine in turn."""
    return request.param
