"""The script that says what moved between the two cases of Korea changes every input that differs, and a group at a time."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

import foedus
from foedus.assessment.diff_runs import Runs
from foedus.world.schema import Case

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "examples" / "us_rok_2026.py"))
GROUPS, inputs, mixed = (SCRIPT[name] for name in ("GROUPS", "inputs", "mixed"))

PROSE = {
    "id",
    "title",
    "sources",
    "base_rates",
    "outside_views",
    "polls",
    "tolerances",
    "strain",
    "cannot_say",
    "notes",
}
"""What no future reads here; the reasons of tolerances and of strain differ, their values do not."""

BEFORE, AFTER = (foedus.load_case(name).model_dump(mode="json") for name in ("us-rok", "us-rok-2026"))


def read(case: dict[str, object]) -> dict[str, object]:
    whole = Case.model_validate_json(json.dumps(case)).model_dump()
    return {field: value for field, value in whole.items() if field not in PROSE}


def test_all_groups_make_the_later_case_and_none_the_earlier() -> None:
    assert read(mixed(BEFORE, AFTER, set(GROUPS))) == read(AFTER)
    assert read(mixed(BEFORE, AFTER, set())) == read(BEFORE)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_is_another_question(group: str) -> None:
    runs = Runs((), 1)
    together = runs.key(inputs(mixed(BEFORE, AFTER, {"the day"})))
    moved = runs.key(inputs(mixed(BEFORE, AFTER, {"the day", group})))
    assert (moved == together) == (group == "the day")


def test_values_of_limits_and_strain_are_those_of_the_earlier_case() -> None:
    """So that no verdict differs by another limit."""
    for field in ("tolerances", "strain"):
        bare = [[{key: row[key] for key in row if key != "reason"} for row in case[field]] for case in (BEFORE, AFTER)]
        assert bare[0] == bare[1]
