"""Profiles of generated cases: the same ones every time, so that a check says the same on any machine; or fresh ones.

``HYPOTHESIS_PROFILE=search pytest tests/laws`` looks for new cases.
"""

import os

from hypothesis import HealthCheck, settings
from tests.sizes import sized

_COMMON = {
    "max_examples": sized(100),
    "deadline": None,  # the first case of an engine pays for its compilation
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("fixed", derandomize=True, database=None, **_COMMON)
settings.register_profile("search", **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
