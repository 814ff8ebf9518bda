"""Posteriors at the mode are near those of the sampler, and are made anew only where files differ."""

from datetime import date

import numpy as np
import pytest

from foedus.equations import escalation, initiation
from foedus.estimate import at_mode
from foedus.estimate.posterior import save_posterior
from foedus.estimate.samples.sample import Sample

ROWS = 6000


@pytest.fixture
def invented():
    """Rows of initiation in which only peace matters, with a level of years, and two hundred dyads."""
    rng = np.random.default_rng(3)
    terms = (*initiation.Still._fields, *initiation.Moving._fields)
    arrays = {name: rng.normal(size=ROWS) for name in terms}
    arrays |= {"peace": rng.uniform(0.0, 3.0, ROWS), "post_cold_war": np.ones(ROWS)}
    arrays |= {"year": rng.integers(1990, 2000, ROWS), "dyad": rng.integers(0, 200, ROWS)}
    level = np.linspace(-0.4, 0.4, 10)[arrays["year"] - 1990]
    odds = -1.0 - 0.8 * arrays["peace"] + level
    arrays["initiated"] = (rng.uniform(size=ROWS) < 1.0 / (1.0 + np.exp(-odds))).astype(float)
    return Sample(arrays, (1990, 1999), {}, {}, date(1999, 12, 31))


def test_known_coefficients_are_recovered(invented):
    found = at_mode.of_initiation("liberal", invented)
    b = found.draws["b"]
    place = initiation.TERMS.index("capability_ratio")
    assert b.shape == (at_mode.DRAWS, len(initiation.TERMS))
    assert abs(b[:, place].mean()) < 3.0 * b[:, place].std()
    assert not b[:, initiation.TERMS.index("rivalry")].any()
    assert np.corrcoef(found.draws["year_level"].mean(axis=0), np.arange(10))[0, 1] > 0.7
    assert not found.units


def test_dyads_have_intercepts_where_the_specification_has_them(invented):
    found = at_mode.of_initiation("rich", invented)
    assert found.units["dyad"].codes.tolist() == sorted(set(invented["dyad"].tolist()))
    assert 0.0 < found.draws["sigma"][0] < 0.4


def test_a_posterior_of_other_files_is_not_current(invented, tmp_path):
    made = at_mode.of_initiation("liberal", invented)
    save_posterior(made, tmp_path)
    assert at_mode._current(made.name, tmp_path)
    made.record["sources"]["no-such-source"] = "0"
    save_posterior(made, tmp_path)
    assert not at_mode._current(made.name, tmp_path)
    assert not at_mode._current("initiation-rich", tmp_path)


@pytest.mark.data
@pytest.mark.parametrize("specification", ["alliances", "hierarchical"])
def test_escalation_at_the_mode_is_near_the_sampled_one(specification):
    from foedus.estimate.posterior import load_posterior
    from foedus.estimate.samples import escalation as samples

    found = at_mode.of_escalation(specification, samples.sample(None, date(2010, 12, 31)))
    shipped = load_posterior(f"escalation-{specification}")
    apart = (found.draws["b"].mean(axis=0) - shipped.draws["b"].mean(axis=0)) / shipped.draws["b"].std(axis=0).clip(
        1e-9
    )
    assert np.abs(apart).max() < 1.0
    assert np.median(np.abs(apart)) < 0.25
    assert found.draws["b"].shape[1:] == (len(escalation.STAGES), len(escalation.TERMS))
