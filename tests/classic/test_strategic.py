"""Strategic probit: gradient, probabilities, recovery on simulated data, war1800, refusals with file and line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.stats import multivariate_normal

from foedus.classic.strategic import Sample, fit, log_likelihood, probabilities
from foedus.classic.strategic_file import fit_file
from foedus.data.catalog import data_root
from foedus.errors import CaseError, InputError

ERRORS = ("agent", "private")
TRUTH = np.array([-0.4, 0.6, 0.8, 0.3, -0.9, 0.2, 0.7])


def regressors(count, seed):
    draw = np.random.default_rng(seed)
    one, x = np.ones(count), draw.normal(size=(count, 4))
    return (
        np.column_stack([one, x[:, 0]]),
        np.column_stack([x[:, 1]]),
        np.column_stack([one, x[:, 2]]),
        np.column_stack([one, x[:, 3]]),
    )


def simulated(count, seed, errors, truth=TRUTH):
    empty = Sample(regressors(count, seed), np.zeros(count, dtype=np.int64))
    chances = probabilities(truth, empty, errors)
    at = np.random.default_rng(seed + 1).random(count)
    return Sample(empty.regressors, (at[:, None] > np.cumsum(chances, axis=1)).sum(axis=1))


@pytest.mark.parametrize("errors", ERRORS)
@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_the_gradient_is_that_of_the_likelihood(errors, seed):
    sample = simulated(40, seed, errors)
    at = np.random.default_rng(seed).normal(size=TRUTH.size)
    numeric = approx_fprime(at, lambda b: log_likelihood(b, sample, errors)[0], 1e-6)
    np.testing.assert_allclose(log_likelihood(at, sample, errors)[1], numeric, rtol=1e-3, atol=1e-2)


@pytest.mark.parametrize("errors", ERRORS)
@given(seed=st.integers(0, 10_000), size=st.floats(0.1, 30.0))
def test_probabilities_sum_to_one_and_give_the_likelihood(errors, seed, size):
    sample = simulated(30, seed, errors)
    at = size * np.random.default_rng(seed).normal(size=TRUTH.size)
    chances = probabilities(at, sample, errors)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    if size < 1:
        told = np.log(chances[np.arange(30), sample.outcome]).sum()
        assert log_likelihood(at, sample, errors)[0] == pytest.approx(told)


def test_private_information_is_what_it_says_by_simulation():
    """Outcomes of two players who see their own shocks on every payoff and integrate over the other's."""
    u1, u2 = (-0.3, 0.4, 0.5), 0.6
    one = np.ones((1, 1))
    sample = Sample((one, one, one, one), np.zeros(1, dtype=np.int64))
    draw = np.random.default_rng(7)
    shocks = multivariate_normal(np.zeros(3), np.eye(3)).rvs(400_000, random_state=draw)
    fights = u2 + draw.normal(size=400_000) > draw.normal(size=400_000)
    p4 = fights.mean()
    acts = (1 - p4) * (u1[1] + shocks[:, 1]) + p4 * (u1[2] + shocks[:, 2]) > u1[0] + shocks[:, 0]
    wanted = [1 - acts.mean(), (acts & ~fights).mean(), (acts & fights).mean()]
    np.testing.assert_allclose(probabilities(np.array([*u1, u2]), sample, "private")[0], wanted, atol=0.005)


@pytest.mark.parametrize("errors", ERRORS)
def test_coefficients_are_recovered_from_simulated_data(errors):
    found = fit(simulated(6000, 11, errors), errors, starts=4)
    assert not found.singular
    assert found.reached >= 3
    assert np.all(np.abs(found.coefficients - TRUTH) < 4 * found.errors)
    assert np.all(found.errors < 0.2)
    assert found.log_likelihood >= log_likelihood(TRUTH, simulated(6000, 11, errors), errors)[0]


def test_units_of_a_regressor_change_its_coefficient_alone():
    sample = simulated(800, 3, "agent")
    scaled = Sample((sample.regressors[0] * [1.0, 1000.0], *sample.regressors[1:]), sample.outcome)
    one, other = fit(sample, starts=2), fit(scaled, starts=2)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-6)
    np.testing.assert_allclose(
        other.coefficients * np.where(np.arange(7) == 1, 1000, 1), one.coefficients, rtol=1e-3, atol=1e-4
    )
    np.testing.assert_allclose(other.errors[1] * 1000, one.errors[1], rtol=1e-3)


def test_the_same_seed_finds_the_same():
    sample = simulated(300, 5, "agent")
    np.testing.assert_array_equal(
        fit(sample, starts=3, seed=4).coefficients, fit(sample, starts=3, seed=4).coefficients
    )


def test_separation_leaves_no_standard_errors():
    sample = simulated(200, 8, "agent")
    told = np.where(sample.outcome == 2, 1.0, 0.0)[:, None]
    apart = Sample((*sample.regressors[:3], np.column_stack([sample.regressors[3], told])), sample.outcome)
    found = fit(apart, starts=3)
    assert found.singular
    assert np.isnan(found.errors).all()


WAR = """outcome: [sq, capit, war]
u1_sq: [const, s_wt_re1, revis1]
u1_war: [const, regime1=dem, regime1=mixed]
u2_war: [const, balanc, regime2=dem, regime2=mixed]
"""


@pytest.mark.data
def test_war1800_is_matched_from_random_starts(tmp_path):
    spec = tmp_path / "spec.yaml"
    spec.write_text(WAR, encoding="utf-8")
    found = fit_file(data_root() / "formal" / "war1800.csv", spec)
    assert (found.rows, round(found.log_likelihood, 4)) == (282, -286.1238)
    wanted = [-0.4954, -0.7400, 0.4272, 0.2219, -1.9022, -0.5841, 0.4991, -0.0420, -1.5436, -0.6168]
    np.testing.assert_allclose([line.value for line in found.coefficients], wanted, atol=1.5e-4)
    assert found.reached >= 2
    assert all(line.error is not None for line in found.coefficients)
    assert found.warnings == []


ROWS = ["y,a,b,kind", *(f"{i % 3},{(i * 7) % 11},{(i * 5) % 7},{'xyz'[i % 3 - (i % 5 == 0)]}" for i in range(60))]
SPEC = "outcome: y\nu1_sq: [const, a]\nu1_war: [b]\nu2_war: [const, b]\n"


def files(tmp_path, rows=ROWS, spec=SPEC):
    data, specification = tmp_path / "data.csv", tmp_path / "spec.yaml"
    data.write_text("\n".join(rows) + "\n", encoding="utf-8")
    specification.write_text(spec, encoding="utf-8")
    return data, specification


def test_a_row_with_a_missing_value_is_left_out_and_counted(tmp_path):
    found = fit_file(*files(tmp_path, [*ROWS, "1,NA,2,x", "2,3,,y", "0,1,.,z"]), starts=3)
    assert (found.rows, found.dropped) == (60, 3)
    assert sum(line.observed for line in found.outcomes) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("rows", "spec", "said"),
    [
        (ROWS, SPEC.replace("[b]", "[c]"), r"data\.csv:1: missing column c"),
        ([*ROWS, "3,1,2,x"], SPEC, r"data\.csv:62: y: 3 is not an outcome; allowed: 0 status quo"),
        ([*ROWS, "1,one,2,x"], SPEC, r"data\.csv:62: a: 'one' is not a number"),
        ([*ROWS, "1,1,2"], SPEC, r"data\.csv:62: 3 cells where the heading has 4"),
        ([row.replace("2,", "1,", 1) if row.startswith("2,") else row for row in ROWS], SPEC, "no row ends in war"),
        (
            [",".join([*row.split(",")[:2], "4", "x"]) if i else row for i, row in enumerate(ROWS)],
            SPEC,
            "u2_war: a regressor",
        ),
        (ROWS[:4], SPEC, "3 complete rows are too few for 5 coefficients"),
        (ROWS, SPEC.replace("[b]", "[kind=q]"), r"unknown value of kind 'q' \(known: x, y, z\)"),
        (ROWS, SPEC.replace("outcome: y", "outcome: [a, b, y]"), r"is not an outcome; exactly one of the three"),
    ],
)
def test_bad_data_are_refused_in_one_line(tmp_path, rows, spec, said):
    with pytest.raises(InputError, match=said) as refused:
        fit_file(*files(tmp_path, rows, spec))
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (SPEC.replace("u2_war: [const, b]", "u2_war: []"), r"spec\.yaml:4: u2_war: is empty"),
        ("outcome: y\nu2_war: [const]\n", "u1_sq: is empty, and so are u1_cap and u1_war"),
        ("outcome: y\nu1_sq: [a]\nu1_cap: [a]\nu1_war: [a]\nu2_war: [b]\n", "'a' stands in all three utilities"),
        (SPEC.replace("[const, a]", "[a, a]"), "names 'a' twice"),
        (SPEC + "errors: both\n", r"spec\.yaml:5: errors"),
        (SPEC + "u3: [a]\n", "unknown field 'u3'"),
    ],
)
def test_a_bad_specification_is_refused_with_its_line(tmp_path, spec, said):
    with pytest.raises(CaseError, match=said):
        fit_file(*files(tmp_path, spec=spec))
