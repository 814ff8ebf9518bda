"""Judged fields may be left out: the world takes neutral values, and the case says which."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from foedus.report.case import case_text
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.schema import JUDGED, Case
from foedus.world.unknown import REST, unknown_figures

US_ROK = load_case("us-rok")
CODES = {"tolerances": "tolerances", "strain": "strain", "bloc": "bloc", "cannot_say": "cannot-say"}


def without(*fields: str, integrity: bool = True, sides: bool = True, challengers: bool = True) -> Case:
    data: dict[str, Any] = US_ROK.model_dump()
    for field in fields:
        del data[field]
    for item in () if integrity else data["instruments"]:
        del item["integrity"]
    for state in () if sides else data["states"]:
        state["government"] = None
    for state in () if challengers else data["states"]:
        state["role"] = "system" if state["role"] == "challenger" else state["role"]
    return Case.model_validate(data)


@pytest.mark.parametrize("field", CODES)
def test_a_judgement_may_be_left_out(field: str) -> None:
    assert without(field).not_judged == (CODES[field],)


def test_a_case_without_any_judgement_is_a_case() -> None:
    case = without(*CODES, integrity=False, sides=False, challengers=False)
    world = from_case(case)
    assert case.not_judged == tuple(JUDGED)
    assert not world.judged
    assert not world.strain.any()
    assert not world.side.any()
    assert set(world.integrity.tolist()) == {0.9}
    assert len(world.bloc) == 0
    assert all(text.split(":")[0] in " ".join(case_text(case).split()) for text in JUDGED.values())


def test_an_adversary_is_a_challenger_or_a_bloc() -> None:
    assert "challengers" not in without("bloc").not_judged
    assert "challengers" not in without(challengers=False).not_judged
    assert "challengers" in without("bloc", challengers=False).not_judged


def test_what_is_judged_is_not_said_to_be_taken_by_default() -> None:
    assert US_ROK.not_judged == ()
    assert from_case(US_ROK).judged
    assert "Not judged" not in case_text(US_ROK)


def test_an_integrity_that_was_stated_counts_as_judged_even_if_it_is_the_default_value() -> None:
    data = US_ROK.model_dump()
    data["instruments"][0]["integrity"] = {"value": 0.9, "reason": "as good as any"}
    assert "integrity" not in Case.model_validate(data).not_judged


def test_strain_of_pairs_not_stated_is_none() -> None:
    data = US_ROK.model_dump()
    data["strain"] = data["strain"][:1]
    case = Case.model_validate(data)
    assert case.not_judged == ("strain",)
    np.testing.assert_array_equal(from_case(case).strain, [[0.0, 0.0], [0.7, 0.0]])


def test_two_states_are_a_case() -> None:
    data = US_ROK.model_dump()
    data["states"] = data["states"][:2]
    data["relations"] = data["relations"][:1]
    data["instruments"] = [data["instruments"][0]]
    del data["bloc"], data["coercion"], data["tolerances"]
    assert from_case(Case.model_validate(data)).states == 2


def test_unknown_figures_are_named_with_how_they_enter() -> None:
    found = {(one.state, one.figure): one.enters for one in unknown_figures(US_ROK)}
    assert found == {
        ("North Korea", "gdp"): "drawn",
        ("North Korea", "milex"): "drawn",
        ("Taiwan", "ideal_point"): "drawn",
    }
    assert "UN ideal point of Taiwan: drawn anew in each parameter set" in " ".join(case_text(US_ROK).split())


def test_an_unknown_figure_of_a_great_power_is_drawn_and_totals_of_the_rest_are_not_read() -> None:
    data = US_ROK.model_dump()
    null = {"value": None, "unit": "billion current USD", "reason": "nobody knows"}
    data["states"][0]["figures"]["gdp"] = data["rest"]["gdp"] = null
    found = {(one.state, one.figure): one.enters for one in unknown_figures(Case.model_validate(data))}
    assert found[data["states"][0]["name"], "gdp"] == "drawn"
    assert found[REST, "gdp"] == "unused"
