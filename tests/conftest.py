"""Profiles of generated cases: the same ones every time, so that a check says the same on any machine; or fresh ones.

``HYPOTHESIS_PROFILE=search pytest tests/laws`` looks for new cases.
"""

import json
import os
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any
from unittest import mock

import jinja2
import pytest
import vl_convert
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


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Charts of one content are drawn once a session, and a template is compiled once: hundreds of pages are made.

    Both depend on nothing but what they are given; `afresh` draws anew.
    """
    with (
        mock.patch.object(vl_convert, "vegalite_to_svg", _Kept(vl_convert.vegalite_to_svg)),
        mock.patch.object(jinja2.Environment, "compile", _compile),
    ):
        yield


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts are drawn anew in this test."""
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", vl_convert.vegalite_to_svg.draw)


_plain_compile = jinja2.Environment.compile
_COMPILED: dict[tuple[str, str], CodeType] = {}


def _compile(
    environment: jinja2.Environment,
    source: Any,
    name: str | None = None,
    filename: str | None = None,
    *more: Any,
    **options: Any,
) -> Any:
    """A template's code: of a template in a file the first that was made of this text."""
    if filename is None or more or options or not isinstance(source, str):
        return _plain_compile(environment, source, name, filename, *more, **options)
    if (filename, source) not in _COMPILED:
        _COMPILED[filename, source] = _plain_compile(environment, source, name, filename)
    return _COMPILED[filename, source]


class _Kept:
    """A function from a chart to its SVG that remembers."""

    def __init__(self, draw: Callable[[Any], str]) -> None:
        self.draw = draw
        self.kept: dict[str, str] = {}

    def __call__(self, spec: Any) -> str:
        key = json.dumps(spec)
        if key not in self.kept:
            self.kept[key] = self.draw(spec)
        return self.kept[key]
