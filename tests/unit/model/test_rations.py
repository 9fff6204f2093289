"""What the check says of rules of rations: schedules named and whole."""

import pytest
from tests.support import hill


def told(*steps, **ration):
    """Codes of the errors of a case with these stated rations and this row of rations."""
    case = hill(days=3)
    case.add_stock("Hill", "flour", amount=100)
    for schedule, above, amounts in steps:
        case.add_ration_step(schedule, above, **amounts)
    case.add_ration("Hill", "food", **ration)
    return [p.code for p in case.problems() if p.code in ("C428", "C429")]


@pytest.mark.parametrize(
    ("steps", "ration", "codes"),
    [
        ([("w", 0, {"share": 0.2}), ("w", 5, {"share": 0.2})], {"policy": "steps", "schedule": "w"}, []),
        ([("w", 0, {"per_person_day": 0.2})], {"policy": "steps", "schedule": "w"}, []),
        ([], {"policy": "steps"}, ["C428"]),
        ([], {"policy": "steps", "schedule": "w"}, ["C428"]),
        ([("w", 0, {"share": 0.2})], {"policy": "stretch", "schedule": "w"}, ["C428"]),
        ([("w", 1, {"share": 0.2})], {"policy": "steps", "schedule": "w"}, ["C429"]),
        ([("w", 0, {})], {"policy": "steps", "schedule": "w"}, ["C429"]),
        ([("w", 0, {"share": 0.2, "per_person_day": 1})], {"policy": "steps", "schedule": "w"}, ["C429"]),
        ([("w", 0, {"share": 0.2}), ("w", 5, {"per_person_day": 1})], {"policy": "steps", "schedule": "w"}, ["C429"]),
        ([("w", 5, {"share": 0.4}), ("w", 0, {"share": 0.5})], {"policy": "steps", "schedule": "w"}, ["C429"]),
    ],
)  # fmt: skip
def test_a_schedule_is_named_and_whole(steps, ration, codes):
    """Steps name a schedule that has rows, no other rule does; each schedule starts at 0 days and does not fall."""
    assert told(*steps, **ration) == codes
