import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from foedus.elementary import exp
from foedus.simulation import draws
from foedus.simulation.draws import PARAMETER, uniforms
from foedus.simulation.steps.treaty_formation import PAIR
from foedus.simulation.year import STEPS

PROCESSES = [PARAMETER, *(number for step in STEPS for number in step.OWNS.processes)]

WORD = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_vectors(counter, key, expected):
    words = draws.philox(*(np.uint64(k) for k in key), *(np.uint64(c) for c in counter))
    assert tuple(int(word) for word in words) == expected


@given(WORD, WORD, WORD, st.integers(0, 3000), st.sampled_from(PROCESSES))
def test_uniforms_lie_strictly_inside(seed, run, entity, year, process):
    assert all(0.0 < u < 1.0 for u in uniforms(seed, run, entity, year, process))


def test_every_part_of_the_address_matters():
    address = (1, 2, 3, 2024, PAIR)
    changed = [tuple(x + (i == part) for i, x in enumerate(address)) for part in range(5)]
    assert len({uniforms(*address), *(uniforms(*other) for other in changed)}) == 6


def sample(transform, size=4000):
    return np.array([transform(*uniforms(7, run, 11, 2024, 3)[:2]) for run in range(size)])


def test_uniforms_are_uniform_and_uncorrelated():
    words = np.array([uniforms(7, run, 11, 2024, 3) for run in range(4000)])
    assert all(stats.kstest(words[:, k], "uniform").pvalue > 1e-3 for k in range(4))
    assert np.abs(np.corrcoef(words.T) - np.eye(4)).max() < 0.06


def test_normal_is_normal():
    assert stats.kstest(sample(draws.normal), "norm").pvalue > 1e-3


@pytest.mark.parametrize("df", [1.6, 2.0, 5.0])
def test_student_is_student(df):
    assert stats.kstest(sample(lambda u, v: draws.student(u, v, df)), stats.t(df).cdf).pvalue > 1e-3


def test_normals_are_the_normals_of_their_addresses():
    one = [draws.normal(*uniforms(3, run, 42, 0, PARAMETER)[:2]) for run in range(50)]
    np.testing.assert_allclose(draws.normals(3, 50, 42, PARAMETER), one, rtol=1e-12)
    np.testing.assert_allclose(draws.normals(3, 40, 42, PARAMETER, 10), one[10:], rtol=1e-12)


@given(st.floats(1e-6, 1 - 1e-6), st.floats(0.05, 60.0), st.floats(0.2, 30.0))
def test_a_count_inverts_the_negative_binomial(u, mean, dispersion):
    ratio = mean / (mean + dispersion)
    k = draws.count_at(u, draws.none_counted(ratio, dispersion), ratio, dispersion)
    law = stats.nbinom(dispersion, dispersion / (dispersion + mean))
    assert law.cdf(k) >= u - 1e-9
    assert k == 0 or law.cdf(k - 1) <= u + 1e-9


@given(st.floats(1e-9, 1 - 1e-9), st.floats(-12, 12), st.floats(-2, 2))
def test_happens_takes_no_short_cut_that_shows(u, x, shift):
    assert draws.happens(u, x, shift) == (u < draws.logistic(x) * exp(shift))


@given(st.floats(0.0, 1.0, exclude_min=True, exclude_max=True), st.floats(-720, 720), st.floats(-20, 20))
def test_what_happens_may_happen(u, x, shift):
    assert draws.may_happen(u, x + shift) or not draws.happens(u, x, shift)


@given(st.floats(-30, 30), st.floats(-2, 2), st.floats(-1e-9, 1e-9))
def test_what_happens_may_happen_at_the_bound_itself(x, shift, near):
    u = min(max(draws.logistic(x) * math.exp(shift) * (1.0 + near), 1e-300), 1.0 - 1e-16)
    assert draws.may_happen(u, x + shift) or not draws.happens(u, x, shift)


def test_most_of_what_does_not_happen_may_not():
    """At the mean log-odds of a dispute, and uniforms one after the other."""
    u = np.linspace(0.0005, 0.9995, 1000)
    assert sum(draws.may_happen(each, -6.0) for each in u) < 20


@given(st.floats(-700, 700))
def test_logistic_is_a_probability_and_symmetric(x):
    assert 0.0 <= draws.logistic(x) <= 1.0
    assert draws.logistic(x) + draws.logistic(-x) == pytest.approx(1.0)
