"""Profiles of generated cases: the same ones each time in continuous integration, fresh ones at a desk."""

import os

from hypothesis import HealthCheck, settings

_COMMON = {
    "deadline": None,  # the first case of an engine pays for its compilation
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("desk", **_COMMON)
settings.register_profile("ci", derandomize=True, **_COMMON)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
