"""Analysts: reweighting against draws from the moved prior, gradients against known slopes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.assessment import analysts
from foedus.assessment.analysts import Probability, flip, gradient, joint, moved, predictive, settling, steep, view
from foedus.assessment.lattice import Rate
from foedus.assessment.outcomes import BySet
from foedus.simulation.study import Study
from foedus.world.views import Tolerance

AT_MOST = Tolerance(outcome="war_on_protege", at_most=0.05, reason="a reason")
AT_LEAST = Tolerance(outcome="pact_in_force", at_least=0.9, reason="a reason")


def sets(values, counted=50.0):
    return BySet(values, np.full(len(values), counted), np.arange(len(values)))


def test_reweighting_is_the_mean_under_the_moved_prior():
    z = np.random.default_rng(1).standard_normal(200_000)
    for by in (1.0, -1.0, 0.5):
        found = predictive(sets(0.3 + 0.1 * np.tanh(z)), moved(z, by))
        assert found.value == pytest.approx((0.3 + 0.1 * np.tanh(z + by)).mean(), abs=0.001)
        assert found.effective == pytest.approx(200_000 * np.exp(-(by**2)), rel=0.1)


def test_a_unit_move_leaves_a_third_of_the_sets_on_average():
    rng = np.random.default_rng(2)
    effective = [
        predictive(sets(np.full(200, 0.2)), moved(rng.standard_normal(200), 1.0)).effective for _ in range(400)
    ]
    assert 0.35 < np.mean(effective) / 200 < 0.45
    assert np.mean(np.array(effective) < analysts.LEAST_EFFECTIVE * 200) < 0.1


def test_the_error_is_that_of_repeated_draws():
    rng = np.random.default_rng(3)
    found = []
    for _ in range(500):
        p = rng.beta(2.0, 8.0, 200)
        found.append(predictive(sets(rng.binomial(50, p) / 50)))
    assert np.std([one.value for one in found]) == pytest.approx(np.mean([one.error for one in found]), rel=0.1)


def test_what_never_happened_is_not_known_without_error():
    found = predictive(sets(np.zeros(200)))
    assert found.value == 0.0
    assert 0.0 < found.error < 1e-3
    assert predictive(BySet(np.empty(0), np.empty(0), np.empty(0, int))) is None


def test_the_gradient_is_the_slope_and_noise_is_left_out():
    rng = np.random.default_rng(4)
    normals = {name: rng.standard_normal(4000) for name in ("up", "down", "none")}
    values = 0.4 + 0.05 * normals["up"] - 0.02 * normals["down"] + 0.05 * rng.standard_normal(4000)
    slopes = gradient(sets(values), normals)
    assert slopes["up"].value == pytest.approx(0.05, abs=0.004)
    assert slopes["down"].value == pytest.approx(-0.02, abs=0.004)
    clear = steep(slopes)
    assert set(clear) == {"up", "down"}
    move = joint(clear, upwards=True)
    assert sum(x**2 for x in move.values()) == pytest.approx(1.0)
    assert move["up"] > 0.0 > move["down"]
    assert joint(clear, upwards=False) == {name: -x for name, x in move.items()}
    assert joint({}, upwards=True) == {}


def test_the_nearest_analyst_beyond_the_set_is_that_of_the_steepest_prior():
    found = flip(0.10, 0.05, {"a": 0.03, "b": -0.04})
    assert (found.prior, found.sd, found.joint) == ("b", pytest.approx(1.25), pytest.approx(1.0))
    assert flip(0.1, 0.05, {}) is None
    assert flip(0.1, 0.05, {"a": 0.009}) is None


@settings(max_examples=50, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(0.0, 0.1), st.booleans())
def test_sides_are_told_by_two_errors(value, error, upper):
    limit = AT_MOST if upper else AT_LEAST
    edge = 0.05 if upper else 0.9
    one = view(limit, "a", "prior", "reweighted", Probability(value, error, 50.0))
    if abs(value - edge) <= 2 * error:
        assert one.side == "astride"
    else:
        assert one.side == ("keeps" if (value < edge) == upper else "fails")
    assert view(limit, "a", "prior", "run", None).side == "unknown"


def test_what_would_settle_a_class_is_years_without_an_event():
    rate = Rate(0.5, 100.0, "events")
    class_view = view(AT_MOST, "class", "class", "counted", Probability(rate.probability(20).value, 0.0, 0.0))
    others = [view(AT_MOST, f"a{i}", "prior", "reweighted", Probability(0.01, 0.001, 60.0)) for i in range(3)]
    (found,) = settling(AT_MOST, [*others, class_view], rate, 20)
    assert (found.kind, found.analysts) == ("class", ["class"])
    assert Rate(0.5, 100.0 + found.quiet, "events").probability(20).value == pytest.approx(0.05)
    assert settling(AT_MOST, others, rate, 20) == []


def test_an_elicited_prior_is_moved_by_its_own_address_and_nothing_else_is():
    study = Study(foedus.load_case("us-rok"), horizon=5)
    plain, shifted = study.parameters(), study.parameters(shift={"integrity.strain": 2.0})
    assert {"integrity.strain", "joining.load"} <= set(plain.elicited)
    z = plain.elicited["integrity.strain"]
    before, after = (one.parameters.draws.integrity for one in (plain, shifted))
    assert np.allclose((after.strain - before.strain) / 0.15, 2.0)
    assert np.corrcoef(z, before.strain)[0, 1] == pytest.approx(1.0)
    assert all(np.array_equal(before[name], after[name]) for name in before.dtype.names if name != "strain")
    assert all(np.array_equal(a, b) for a, b in zip(plain.parameters[1:], shifted.parameters[1:], strict=True))


def test_priors_on_what_a_case_has_not_are_none_of_its_analysts():
    with_coercer = foedus.load_case("us-rok")
    without = with_coercer.model_copy(update={"coercion": None})
    found = [
        {name for name in Study(case, horizon=5).parameters().elicited if name.startswith("coercion.")}
        for case in (with_coercer, without)
    ]
    assert found[0]
    assert not found[1]
