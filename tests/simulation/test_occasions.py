"""Provocations and coercion: what moves them, by how much, and that nothing moves at the start or elsewhere."""

import math

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.equations import coercion, provocation
from foedus.equations.effects import priors
from foedus.estimate.posterior import load_posterior
from foedus.simulation.draws import count_at, none_counted, normal, uniforms
from foedus.simulation.engine import batches
from foedus.simulation.outcomes import EVENTS, TOTALS
from foedus.simulation.parameters import SETS, draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps import provocation as provocation_step
from foedus.simulation.steps.coercion import terms
from foedus.simulation.steps.provocation import PROVOKE, occasions
from foedus.world.build import from_case
from foedus.world.case import load_case


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


@pytest.fixture(scope="module")
def parameters(world):
    return draw_parameters(world, on=("wedge",)).parameters


@pytest.fixture
def start(world, parameters):
    w = setting(world)
    return w, begun(w, parameters)[1]


@pytest.fixture
def drawn(world, parameters):
    w = setting(world)
    return w, *begun(w, parameters)


def test_a_provocation_has_the_stated_sign_and_size():
    b = provocation.Coefficients(10.0, 2.0, 0.4, -3.0, 1.0, government=0.4, election=0.5, wedge=0.1)
    still = provocation.Terms(walk=0.0, government=0.0, election=0.0, wedge=0.0)
    assert provocation.expected(b, still) == 10.0
    assert provocation.expected(b, still._replace(walk=0.7)) == pytest.approx(10.0 * math.exp(0.7))
    assert provocation.expected(b, still._replace(government=-1.0)) == pytest.approx(10.0 * math.exp(-0.4))
    assert provocation.expected(b, still._replace(election=0.75)) == pytest.approx(10.0 * math.exp(0.375))
    assert provocation.expected(b, still._replace(wedge=0.5)) == pytest.approx(10.0 * math.exp(0.05))


def test_a_level_walks_by_its_step_within_its_bounds():
    b = provocation.Coefficients(10.0, 2.0, 0.4, -3.0, 1.0, government=0.0, election=0.0, wedge=0.0)
    assert provocation.walked(b, 0.5, 1.0) == pytest.approx(0.9)
    assert provocation.walked(b, 0.5, 2.0) == 1.0
    assert provocation.walked(b, -2.9, -1.0) == -3.0
    assert provocation.walked(b._replace(step=0.0), 0.0, 5.0) == 0.0


def found(w, f, year):
    occasions(w, f, year)
    return provocation_step.terms(f, 0.0, 0)


def test_at_the_start_no_government_moves_provocations(start):
    w, f = start
    assert found(w, f, w.year + 1).government == 0.0
    f.states[w.protege].side[0] *= -1
    assert found(w, f, w.year + 1).government == -w.states[w.protege].side
    f.states[w.protege].side[0] = 0
    w.states[w.protege].side = 0
    assert found(w, f, w.year + 1).government == 0.0


def test_elections_come_by_the_calendar_and_cancel_over_a_round(start):
    w, f = start
    voting = {}
    for year in range(2024, 2032):
        if year % 4 == 0:
            f.states[w.patron].voted[0] = year
        voting[year] = found(w, f, year).election
    assert {year for year, value in voting.items() if value > 0} == {2024, 2028}
    assert sum(voting.values()) == pytest.approx(0.0)
    b = provocation.Coefficients(1.0, 2.0, 0.4, -3.0, 1.0, government=0.0, election=0.5, wedge=0.0)
    expected = [provocation.expected(b, provocation.Terms(0.0, 0.0, value, 0.0)) for value in voting.values()]
    assert math.prod(expected) == pytest.approx(1.0)


def test_what_is_stated_of_provocations_has_its_prior_and_each_type_its_own(world, parameters):
    for q, name in enumerate(world.provocations):
        if provocation.TYPES[name].stated:
            start = priors()[f"provocation-{name}.mean"]
            assert parameters.provocation["mean"][:, q].mean() == pytest.approx(start.mean, rel=0.2)
            assert (parameters.provocation["dispersion"][:, q] > 0.0).all()
        else:
            fitted = load_posterior(f"provocation-{name}").draws["terms"]
            assert all(np.isin(parameters.provocation[term][:, q], fitted).all() for term in provocation.TERMS)
        for term in provocation.STATED:
            prior = priors()[f"provocation.{term}"]
            drawn = parameters.provocation[term][:, q]
            assert drawn.mean() == pytest.approx(prior.mean, abs=4 * prior.sd / math.sqrt(SETS))
            assert drawn.std() == pytest.approx(prior.sd, rel=0.2)
    for term in provocation.STATED:
        apart = np.corrcoef(parameters.provocation[term].T)[np.triu_indices(len(world.provocations), 1)]
        assert (np.abs(apart) < 0.3).all()


def test_held_at_their_means_the_stated_terms_leave_the_counts_as_fitted(world, start):
    held = draw_parameters(world, frozen=frozenset({"elicited", "literature"})).parameters
    w = start[0]
    p, f = begun(w, held, width=20)
    f.states[w.protege].side[:] *= -1
    provocation_step.step(w, p, f, 5, 0, 2024)
    for g in range(20):
        for q in range(len(world.provocations)):
            b = held.provocation[g, q]
            u, a, c, _ = uniforms(5, g, w.provocations[q], 2024, PROVOKE)
            walk = min(max(b["step"] * normal(a, c), b.low), b.high)
            assert f.walks[q, g] == walk
            mean = b["mean"] * math.exp(walk)
            ratio = mean / (mean + b.dispersion)
            assert f.provocations[q, g] == count_at(u, none_counted(ratio, b.dispersion), ratio, b.dispersion)


def test_coercion_has_the_stated_sign_and_size():
    b = coercion.Coefficients(rate=0.05, loss=0.35, discord=0.6, exposure=0.3, asymmetry=-0.2, wedge=0.1)
    start = coercion.Terms(discord=0.0, exposure=0.0, asymmetry=0.0, wedge=0.0)
    halved = start._replace(exposure=math.log(0.5))
    assert coercion.shift(b, start) == 0.0
    assert coercion.shift(b, start._replace(discord=1.0)) == pytest.approx(0.6)
    assert coercion.shift(b, halved) == pytest.approx(-0.3 * math.log(2.0))
    assert coercion.shift(b, start._replace(asymmetry=1.0)) == pytest.approx(-0.2)
    assert coercion.shift(b, start._replace(wedge=0.5)) == pytest.approx(0.05)
    assert coercion.probability(b, 0.0) == pytest.approx(1.0 - math.exp(-0.05))
    assert coercion.probability(b, 0.6) > coercion.probability(b, 0.0)
    assert coercion.cost(b, halved) == pytest.approx(0.175)


def test_at_the_start_discord_and_asymmetry_are_those_of_the_start(drawn):
    w, p, f = drawn
    assert terms(w, p, f, 0) == coercion.Terms(discord=0.0, exposure=0.0, asymmetry=0.0, wedge=0.0)
    near, far = f.states[w.protege].ideal[0], f.states[w.coercer].ideal[0]
    f.states[w.protege].ideal[0] += math.copysign(0.5, near - far)
    f.states[w.coercer].capability[1, 0] += 0.3
    f.states[w.protege].capability[1, 0] += 0.1
    assert terms(w, p, f, 0) == pytest.approx((0.5, 0.0, 0.2, 0.0))


def test_gdp_that_is_known_of_no_state_moves_no_coercion(drawn):
    w, p, f = drawn
    p.capability[1, :, :] = np.nan
    assert terms(w, p, f, 0) == (0.0, 0.0, 0.0, 0.0)


def test_what_is_stated_of_coercion_has_its_prior(parameters):
    for term in coercion.Terms._fields:
        prior = priors()[f"coercion.{term}"]
        drawn = parameters.draws.coercion[term]
        assert drawn.mean() == pytest.approx(prior.mean, abs=4 * prior.sd / math.sqrt(SETS))
        assert drawn.std() == pytest.approx(prior.sd, rel=0.2)


def test_the_terms_of_coercion_and_provocation_move_their_own_outcomes_alone(world, parameters):
    without = parameters._replace(draws=parameters.draws.copy(), provocation=parameters.provocation.copy())
    for term in coercion.Terms._fields:
        without.draws.coercion[term] = 0.0
    for term in provocation.STATED:
        without.provocation[term] = 0.0
    runs = [
        [np.concatenate([batch[part] for batch in run]) for part in (1, 2, 3)]
        for each in (parameters, without)
        for run in [list(batches(setting(world), each, seed=1, futures=400, horizon=12))]
    ]
    (events, totals, yearly), (plain, plain_totals, plain_yearly) = runs
    others = [k for k, name in enumerate(EVENTS) if name != "coercion"]
    assert np.array_equal(events[:, others], plain[:, others])
    assert np.array_equal(yearly, plain_yearly, equal_nan=True)
    kept = TOTALS.index("coercion_cost")
    assert np.array_equal(totals[:, :kept], plain_totals[:, :kept])
    assert (events[:, EVENTS.index("coercion")] != plain[:, EVENTS.index("coercion")]).any()
    assert (totals[:, len(TOTALS) :] != plain_totals[:, len(TOTALS) :]).any()
