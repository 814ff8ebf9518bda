"""What priors imply: right where it can be worked out, honest where they miss, stated once."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import norm

from foedus.equations import joining, treaty_end
from foedus.equations.prior import Prior
from foedus.errors import ModelError
from foedus.estimate import prior_predictive
from foedus.estimate.equations import JOBS, equations
from foedus.estimate.posterior import load_posterior
from foedus.estimate.prior_checks.check import check
from foedus.estimate.prior_checks.draws import PriorDraws, levels, rates
from foedus.estimate.prior_predictive import Implied, implied, load, save
from foedus.report.cards import card


def priors(draws: int = 2000) -> PriorDraws:
    return PriorDraws(np.random.default_rng(1), draws)


def test_a_constant_implies_the_logit_normal_rate():
    drawn = rates(priors(), np.ones((3, 1)), Prior(np.array([-3.0]), np.array([1.0])))
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx(expit(-3.0 + norm.ppf([0.05, 0.5, 0.95])), rel=0.12)


def test_intercepts_of_units_widen_the_rate_of_one_row_and_average_out_over_many():
    belief = Prior(np.array([-3.0]), np.array([0.01]))
    one = rates(priors(), np.ones((1, 1)), belief, unit=np.zeros(1, np.int64))
    many = rates(priors(200), np.ones((4000, 1)), belief, unit=np.arange(4000))
    assert one.std() > 3 * many.std()
    assert many.mean() > expit(-3.0)


def test_yearly_levels_are_stationary():
    found = levels(np.random.default_rng(1), 40, np.full(4000, 0.8), np.full(4000, 0.5))
    assert found[[0, 39]].std(axis=1) == pytest.approx(0.5 / np.sqrt(1 - 0.64), rel=0.05)
    assert np.corrcoef(found[20], found[21])[0, 1] == pytest.approx(0.8, abs=0.03)


def test_a_prior_that_rules_out_what_happened_does_not_cover():
    drawn = np.random.default_rng(1).uniform(0.1, 0.2, 1000)
    assert implied("x", drawn, 0.15).covers
    assert not implied("x", drawn, 0.25).covers
    assert implied("x", drawn, 0.25).words.endswith("observed 0.25: does not cover")


def test_results_are_kept_side_by_side_and_come_back(tmp_path):
    one, other = Implied("a", 0.1, 0.2, 0.3, 0.25), Implied("b", 1.0, 2.0, 3.0, 4.0)
    save({"x": [one]}, tmp_path)
    path = save({"y": [other], "none": []}, tmp_path)
    assert load(path) == {"none": [], "x": [one], "y": [other]}
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="is no result of 'foedus fit --prior'"):
        load(path)


def test_every_equation_has_a_check_and_a_result_that_ships():
    assert set(JOBS) == set(equations())
    shipped = {name: prior_predictive.checked(name) for name in JOBS}
    assert [name for name, found in shipped.items() if not found] == ["trade"]


@pytest.mark.parametrize("name", ["joining-full", "government", "growth-gdp-own-mean"])
def test_cards_say_what_the_priors_imply(name):
    found = prior_predictive.checked(name)
    text = card(load_posterior(name))
    assert found
    assert all(f"- {each.words}" in text for each in found)


def test_priors_in_words_are_those_that_the_posteriors_record():
    assert joining.PRIOR.words(joining.TERMS) == load_posterior("joining-full").record["priors"]["b"]
    said = load_posterior("treaty-end-patrons").record["priors"]["b"]
    assert treaty_end.PRIOR.words(treaty_end.TERMS) == said


@pytest.mark.data
def test_the_check_of_a_small_equation_is_the_one_that_ships():
    assert check("government") == prior_predictive.checked("government")


@pytest.mark.data
def test_a_check_reads_nothing_later_than_asked_for():
    one, other = (
        check("provocation-missile-launches", (2012, 2018), draws=50, as_of=day)
        for day in (date(2018, 12, 31), date(2023, 11, 7))
    )
    assert one == other
