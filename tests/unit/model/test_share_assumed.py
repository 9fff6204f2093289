"""The one share of what is assumed: what was stated and has nothing behind it, of all that was stated."""

from types import SimpleNamespace

import pytest

from corridor.model.inputs import share_assumed


def item(backing, *, counted=True):
    """A number or a choice with its backing."""
    assumed = backing == "assumed"
    return SimpleNamespace(backing=backing, is_assumed=assumed, is_counted=counted)


def test_it_counts_numbers_and_counted_choices_and_no_default():
    """Two of three stated numbers and one of two counted choices: 3 of 5. Defaults and other choices count nowhere."""
    numbers = [item("assumed"), item("assumed"), item("claims"), *[item("default")] * 3]
    choices = [item("assumed"), item("claims"), item("assumed", counted=False)]
    assert share_assumed(numbers, choices) == pytest.approx(0.6)
    assert share_assumed([item("default")], []) == 0.0
