"""Simulate and assess work on every kind of case: shipped, made up, filled in by a person, and with nothing judged."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.assessment.one_candidate import ASKED
from tests.cases.filled import filled

import foedus
from foedus.report.case import case_text
from foedus.world.schema import Case

FUTURES, YEARS = 200, 5
KINDS = (*foedus.case_names(), "filled", "synthetic", "two states")


def synthetic(template: Case) -> Case:
    """Three states without a judgement, a base rate, coercion or any instrument but the alliance."""
    data: dict[str, Any] = copy.deepcopy(template.model_dump())
    for field in ("bloc", "tolerances", "strain", "cannot_say", "base_rates", "coercion"):
        del data[field]
    for state in data["states"]:
        state.update(government=None, elections=None)
    data["instruments"] = data["instruments"][:1]
    del data["instruments"][0]["integrity"]
    return Case.model_validate(data)


def two_states(case: Case) -> Case:
    """The alliance alone: patron and protege."""
    data: dict[str, Any] = copy.deepcopy(case.model_dump())
    data.update(states=data["states"][:2], relations=data["relations"][:1])
    return Case.model_validate(data)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    template = foedus.load_case(filled(tmp_path_factory.mktemp("filled")))
    shipped = {name: foedus.load_case(name) for name in foedus.case_names()}
    made_up = synthetic(template)
    return shipped | {"filled": template, "synthetic": made_up, "two states": two_states(made_up)}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_simulated(cases: dict[str, Case], kind: str) -> None:
    found = foedus.simulate(cases[kind], futures=FUTURES, horizon=YEARS)
    assert found.events.shape[0] == FUTURES
    assert np.isfinite(found.totals.values).all()
    for column in ("poles_cinc", "disputes", "wars", "pacts", "expected_war", "expected_deaths"):
        assert np.isfinite(found.yearly.sel(column=column).values).all(), column
    assert 0 < float(found.events.sel(event="pact_in_force").isel(year=-1).mean()) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_assessed(cases: dict[str, Case], kind: str) -> None:
    case = cases[kind]
    answer = foedus.assess(case, futures=FUTURES, horizon=YEARS, orders=["as-measured"])
    probabilities = [line.estimate.value for line in answer.outcomes if line.unit == "probability"]
    assert all(value is None or 0 <= value <= 1 for value in probabilities)
    assert len(answer.governments) == (0 if "sides" in case.not_judged else 4)
    assert answer.question == case.title


def test_without_limits_there_is_no_verdict(cases: dict[str, Case]) -> None:
    answer = foedus.assess(cases["synthetic"], futures=FUTURES, orders=["as-measured"], specification=ASKED)
    assert answer.verdict.value == "cannot tell"
    assert "no-limits" in str(answer.verdict.reasons)
    assert all(order.within is None for order in answer.orders)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_shown(cases: dict[str, Case], kind: str) -> None:
    text = case_text(cases[kind])
    assert cases[kind].title in text
    assert ("Not judged" in text) == bool(cases[kind].not_judged)


def test_the_template_filled_in_is_read_by_its_path(tmp_path: Path) -> None:
    assert foedus.load_case(filled(tmp_path)).id == "my-case"
