"""The nearest crossing: planted surfaces whose distance is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.assessment.nearest import CAP, Model, alone, crossing, least_distance, together

FEW = st.integers(1, 6)


def plane(slopes, start):
    """A model without curvature: slopes (K, L)."""
    slopes = np.asarray(slopes, float)
    return Model(np.asarray(start, float), slopes, np.zeros_like(slopes))


@given(st.lists(st.floats(-2, 2), min_size=1, max_size=6), st.floats(0.1, 3.0))
def test_the_distance_to_a_plane_is_its_start_over_its_slope(slopes, start):
    g = np.round(slopes, 3)
    length = np.linalg.norm(g)
    if length < 0.05:
        return
    x = together(plane(g[:, None], [-start]), [0])
    assert np.linalg.norm(x) == pytest.approx(start / length, rel=1e-3)
    assert x == pytest.approx(start * g / length**2, abs=1e-3)


def test_one_belief_needs_its_own_distance():
    model = plane([[0.5], [-2.0], [0.1]], [-1.0])
    assert [alone(model, place, [0]) for place in range(3)] == [2.0, -0.5, None]


def test_a_curve_that_turns_back_is_not_crossed_at_its_end():
    model = Model(np.array([-1.0]), np.array([[2.0]]), np.array([[-0.7]]))
    assert alone(model, 0, [0]) == pytest.approx(0.65, abs=0.011)
    assert alone(Model(np.array([-2.0]), np.array([[2.0]]), np.array([[-0.7]])), 0, [0]) is None


def test_several_limits_are_crossed_at_once():
    model = plane([[1.0, 0.0], [0.0, 1.0]], [-1.0, -2.0])
    assert together(model, [0, 1]) == pytest.approx([1.0, 2.0], abs=1e-6)
    assert together(model, [1]) == pytest.approx([0.0, 2.0], abs=1e-6)
    assert alone(plane([[1.0, 0.5]], [-1.0, -1.0]), 0, [0, 1]) == 2.0
    assert alone(plane([[1.0, -0.5]], [-1.0, -1.0]), 0, [0, 1]) is None


def test_opposed_limits_have_no_crossing():
    assert together(plane([[1.0, -1.0]], [-1.0, -1.0]), [0, 1]) is None
    assert least_distance(np.array([[1.0], [-1.0]]), np.array([1.0, 1.0])) is None


def test_a_curved_limit_is_crossed_at_its_nearest_point():
    """s = x + 2 y - 0.1 y^2 - 3, by brute force."""
    model = Model(np.array([-3.0]), np.array([[1.0], [2.0]]), np.array([[0.0], [-0.1]]))
    grid = np.linspace(-3, 3, 1201)
    x, y = np.meshgrid(grid, grid)
    across = x + 2 * y - 0.1 * y**2 - 3 >= 0
    nearest = np.sqrt((x**2 + y**2)[across].min())
    assert np.linalg.norm(together(model, [0])) == pytest.approx(nearest, abs=0.01)


def test_the_model_passes_through_what_was_run_and_is_flat_where_it_is_noise():
    model = Model.through(
        np.array([-1.0]), np.array([[-2.0], [-1.1]]), np.array([[0.6], [-0.8]]), np.array([[True], [False]])
    )
    assert model.at(np.array([CAP, 0.0])) == pytest.approx(0.6)
    assert model.at(np.array([-CAP, 0.0])) == pytest.approx(-2.0)
    assert model.at(np.array([0.0, CAP])) == pytest.approx(-1.0)


@pytest.mark.parametrize("guess", [0.1, 1.0, 1.5, 2.9])
@pytest.mark.parametrize("bent", [lambda t: 2 * t - 3, lambda t: np.exp(t) - np.exp(1.5), lambda t: t**3 - 1.5**3])
def test_a_crossing_is_found_from_any_guess(bent, guess):
    runs = []

    def progress(t):
        runs.append(t)
        return bent(t)

    found = crossing(progress, bent(0.0), guess)
    assert found.length == pytest.approx(1.5, abs=0.03)
    assert bent(found.length) >= 0.0
    assert len(runs) <= 16


def test_what_does_not_cross_within_the_cap_is_not_crossed():
    assert crossing(lambda t: t - 3.1, -3.1, 2.0) is None
    assert crossing(lambda t: -1.0 - t, -1.0, 2.0) is None
