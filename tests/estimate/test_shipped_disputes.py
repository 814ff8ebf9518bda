"""The posteriors of disputes that come with the package: complete, converged, and of years that may be used."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.equations import escalation, initiation, joining
from foedus.equations.registry import CHOICES, RIVALS, posterior_name, weighed
from foedus.estimate.posterior import Posterior, load_posterior
from foedus.evaluate.held_out import contest_of
from foedus.evaluate.registry import EQUATIONS, OWN_WEIGHTS
from foedus.evaluate.weights import stacked

SETS = 500
NAMES = [posterior_name(name, each) for name in ("initiation", "escalation", "joining") for each in RIVALS[name]]


@pytest.fixture(params=NAMES)
def posterior(request: pytest.FixtureRequest) -> Posterior:
    return load_posterior(request.param)


def test_converged_and_finite(posterior: Posterior) -> None:
    found = posterior.record["diagnostics"]
    assert found["max_rhat"] <= 1.01
    assert found["divergences"] <= 0.001
    assert found.get("min_ess_bulk", np.inf) >= 400
    assert posterior.size == SETS
    assert all(np.isfinite(draws).all() for draws in posterior.draws.values())


def test_record_is_complete_and_within_the_day_of_record(posterior: Posterior) -> None:
    record = posterior.record
    first, last = record["years"]
    assert 1946 <= first < last <= 2014
    assert record["as_of"] == "2023-11-07"
    assert {"gml-disputes", "gml-directed"} & set(record["sources"])
    assert all(len(value) == 64 for value in record["sources"].values())
    assert record["sample"]["rows"] > 1000
    assert record["priors"]
    assert record["formula"]


@pytest.mark.parametrize("name", list(initiation.SPECIFICATIONS))
def test_initiation_has_the_shapes_the_simulator_reads(name: str) -> None:
    posterior = load_posterior(f"initiation-{name}")
    b = posterior.draws["b"]
    assert b.shape == (SETS, len(initiation.TERMS))
    active = initiation.active(name)
    assert (b[:, active].std(axis=0) > 0).all()
    assert (np.delete(b, active, axis=1) == 0).all()
    for key in ("year_persistence", "year_scale", "sigma"):
        assert posterior.draws[key].shape == (SETS,)
    first, last = posterior.record["years"]
    assert posterior.draws["year_level"].shape == (SETS, last - first + 1)
    assert ((posterior.draws["year_persistence"] > 0) & (posterior.draws["year_persistence"] < 1)).all()
    assert ("dyad" in posterior.units) == initiation.SPECIFICATIONS[name].units


def test_the_risk_of_a_dispute_falls_with_the_first_decades_of_peace() -> None:
    for name in initiation.SPECIFICATIONS:
        b = load_posterior(f"initiation-{name}").draws["b"].mean(axis=0)
        years = (0, 10, 20, 30)
        odds = [
            initiation.moving(initiation.Coefficients(*b), initiation.Moving(y / 10.0, 0.0, 0.0, 0.0)) for y in years
        ]
        assert odds == sorted(odds, reverse=True)


def test_north_korea_towards_south_korea_stands_out() -> None:
    units = load_posterior("initiation-hierarchical").units["dyad"]
    assert (np.diff(units.codes) > 0).all()
    assert (units.sd > 0).all()
    assert units.mean[units.codes == 731_732][0] > 0.3


def test_escalation_and_joining_have_the_shapes_the_simulator_reads() -> None:
    posterior = load_posterior("escalation-hierarchical")
    assert posterior.draws["b"].shape == (SETS, len(escalation.STAGES), len(escalation.TERMS))
    assert posterior.draws["sigma"].shape == (SETS, len(escalation.STAGES))
    assert set(posterior.units) == set(escalation.STAGES)
    for units in posterior.units.values():
        assert (units.codes // 1000 < units.codes % 1000).all()
    for name in joining.SPECIFICATIONS:
        assert load_posterior(posterior_name("joining", name)).draws["b"].shape == (SETS, len(joining.TERMS))


def test_joining_agrees_with_the_record_on_allies_by_a_bilateral_pact_in_war() -> None:
    record = load_posterior("joining-full").record
    said, seen = record["scores"]["implied rates of joining"], record["sample"]["rates of joining"]
    for group in ("allies by a bilateral pact, war", "allies by multilateral pacts only, war"):
        assert said[group]["rate"] == pytest.approx(seen[group]["rate"], abs=0.02)


def test_held_out_scores_are_below_the_ceiling_and_above_the_floor() -> None:
    found = contest_of("initiation")
    assert found is not None
    for cell in found.cells:
        for name in initiation.SPECIFICATIONS:
            assert 0.7 < cell.scores[name]["auc"][0] < 0.96
            assert -0.02 < cell.scores[name]["brier_skill"][0] < 0.21
    first = found.cells[0]
    for name in ("liberal", "hierarchical", "rich"):
        assert 0.9 < first.scores[name]["calibration_slope"][0] < 1.1


@pytest.mark.parametrize("choice", CHOICES)
def test_weights_are_a_mixture_of_the_rivals_that_take_weight(choice: str) -> None:
    weights = stacked(choice)
    assert set(weights) == set(weighed(choice))
    assert sum(weights.values()) == pytest.approx(1.0, abs=2e-3)
    assert min(weights.values()) >= 0.0


def test_skill_decides_at_force_and_deaths_and_not_at_war() -> None:
    rivals = RIVALS["escalation"]
    assert all("defended" in rivals[name].terms for name in weighed("escalation-war"))
    for stage in ("force", "fatal"):
        assert set(weighed(f"escalation-{stage}")) == set(rivals)


def test_the_weights_of_treaty_ends_are_made_by_their_own_rule() -> None:
    assert OWN_WEIGHTS["treaty-end"] in EQUATIONS["treaty-end"].notes
