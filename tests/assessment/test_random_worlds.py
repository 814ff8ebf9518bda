"""Answers about random valid worlds keep the promise of their lines; an unknown figure gives what those it may have give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.assessment.one_candidate import ASKED
from tests.assessment.test_whole_answer import broken
from tests.simulation.random_worlds import cases

import foedus
from foedus.assessment.answer import Answer
from foedus.estimate.unknown import quantile
from foedus.simulation.imputed import partners
from foedus.world.build import from_case
from foedus.world.schema import Case

RURITANIA = Path(__file__).parent / "ruritania.yaml"
LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
ROW = 2
"""The challenger, whose figures are unknown."""
NEEDS_LEAST = ("history", *ASKED[1:-1])
"""Candidates that need nothing a case may leave unknown."""


@settings(max_examples=4, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_every_estimate_lies_in_its_interval_and_every_probability_in_0_to_1(case: Case) -> None:
    answer = foedus.assess(case, futures=20, horizon=2, orders=["as-measured"], specification=NEEDS_LEAST, threads=1)
    assert list(broken(answer, {line.name: line.unit for line in answer.outcomes})) == []


def with_figure(name: str, value: float | None) -> Case:
    """The made-up case with a figure of its challenger."""
    data = foedus.load_case(RURITANIA).model_dump()
    figure = data["states"][ROW]["figures"][name]
    figure |= {"value": value} if value is not None else {"value": None, "reason": "not known", "source": None}
    return Case.model_validate(data)


def assumed(name: str) -> list[float]:
    """What the figure of the challenger is assumed to be where it is unknown, at LEVELS."""
    world = from_case(with_figure(name, None))
    if name == "polyarchy":
        return quantile(name, "other", LEVELS).tolist()
    if name == "ideal_point":
        assert np.isnan(partners(world, world.ideal)[ROW])
        return quantile("ideal_alone", "other", LEVELS).tolist()
    index = {"gdp": 1, "milex": 2}[name]
    known = [row for row in range(world.states) if row != ROW]
    per_cinc = world.capability[index, known].sum() / world.capability[0, known].sum()
    return (per_cinc * world.capability[0, ROW] * np.exp(quantile(name, "other", LEVELS))).tolist()


def estimates(case: Case) -> dict[str, tuple[float, float, float]]:
    """Of every outcome: low, estimate, high."""
    asked: dict[str, Any] = {"orders": ["as-measured"], "specification": ASKED, "threads": 1}
    answer: Answer = foedus.assess(case, futures=300, horizon=5, **asked)
    return {
        line.name: (line.estimate.low, line.estimate.value, line.estimate.high)
        for line in answer.outcomes
        if None not in (line.estimate.low, line.estimate.value, line.estimate.high)
    }


@pytest.mark.parametrize("name", ["polyarchy", "ideal_point", "gdp", "milex"])
def test_an_unknown_figure_gives_estimates_within_those_of_the_figures_it_may_have(name: str) -> None:
    unknown = estimates(with_figure(name, None))
    stated = [estimates(with_figure(name, value)) for value in assumed(name)]
    assert unknown
    for outcome, (_, value, _) in unknown.items():
        lows, _, highs = zip(*(one[outcome] for one in stated), strict=True)
        assert min(lows) <= value <= max(highs), outcome
