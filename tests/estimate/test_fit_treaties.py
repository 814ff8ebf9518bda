"""Estimation of the end and the formation of treaties: recovery of known coefficients."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numpyro")

from foedus.equations import entente, treaty_end, treaty_formation
from foedus.estimate import entente as fit_entente
from foedus.estimate import treaty_end as fit_end
from foedus.estimate import treaty_formation as fit_formation
from foedus.estimate.run import Run
from foedus.estimate.samples.sample import Sample

pytestmark = pytest.mark.fit


def _drawn(rng: np.random.Generator, odds: np.ndarray) -> np.ndarray:
    return (rng.random(len(odds)) < 1 / (1 + np.exp(-odds))).astype(float)


def _treaty_years(rng: np.random.Generator, b: np.ndarray, rate: float) -> dict[str, np.ndarray]:
    """30 years of twelve patrons, the first ten great powers, with six treaties each, and collapses of their blocs."""
    patron, year, _ = (
        each.ravel() for each in np.meshgrid(np.arange(1, 13), np.arange(30), np.arange(6), indexing="ij")
    )
    rows, great = len(patron), patron <= 10
    flags = [(rng.random(rows) < share).astype(float) for share in (0.5, 0.2, 0.1, 0.2, 0.1)]
    x = treaty_end.Terms(*flags)
    own = np.where(great, rng.normal(0, 0.8, 13)[patron], 0.0)
    collapsed = rng.random((13, 30)) < rate
    share = np.where(collapsed, rng.beta(*treaty_end.COLLAPSE_SHARE, (13, 30)), 0.0)[patron, year] * great
    alone = _drawn(rng, treaty_end.log_odds(treaty_end.Coefficients(*b), x) + own)
    ended = np.maximum(alone, rng.random(rows) < share)
    said = {"patron": patron, "year": year, "great": great, "own": own, "ended": ended}
    return x._asdict() | said | {"collapses": collapsed[1:11].ravel()}


def test_ending_recovers_known_coefficients_patrons_and_collapses() -> None:
    rng = np.random.default_rng(11)
    b = np.array([-3.5, 0.7, 0.0, 0.0, 0.2, 1.5])
    arrays = _treaty_years(rng, b, 0.12)
    collapses = arrays.pop("collapses")
    fitted = fit_end.estimate("collapse", Sample(arrays, (1946, 2008), {}, {}), seed=1, run=Run(warmup=300, draws=800))
    drawn, rate = fitted.draws["b"], fitted.draws["rate"]
    moving = drawn.std(axis=0) > 0
    assert moving.tolist() == [True, True, False, False, True, True]
    assert (np.abs(drawn.mean(axis=0) - b)[moving] < 4 * drawn.std(axis=0)[moving]).all()
    told = np.add(treaty_end.COLLAPSE_RATE, (collapses.sum(), (~collapses).sum()))
    assert abs(rate.mean() - told[0] / told.sum()) < 3 * rate.std()  # as if the collapses had been seen
    assert np.quantile(rate, 0.05) > 0.01  # the prior has a mean of .005
    truth = {int(k): v for k, v in zip(arrays["patron"], arrays["own"], strict=True) if k <= 10}
    assert fitted.units["patron"].codes.tolist() == list(truth)
    assert np.corrcoef(fitted.units["patron"].mean, list(truth.values()))[0, 1] > 0.8
    assert not fitted.draws["minor"].any()


def test_a_specification_without_patrons_or_collapses_has_none() -> None:
    arrays = _treaty_years(np.random.default_rng(12), np.array([-3.5, 0.7, 0.8, 1.2, 0.0, 0.0]), 0.0)
    del arrays["collapses"]
    fitted = fit_end.estimate("changes", Sample(arrays, (1946, 2008), {}, {}), seed=1)
    assert not fitted.draws["sigma"].any()
    assert not fitted.draws["rate"].any()
    assert not fitted.units
    assert "c = 0" in fitted.record["formula"]


def test_formation_recovers_known_coefficients() -> None:
    rng = np.random.default_rng(12)
    rows = 8000
    c = np.array([-3.0, 0.8, -0.2, 0.5, -0.3, 0.4, 0.6, -0.5, 0.3, 0.7, 0.8])
    flags = [rng.integers(0, 2, rows).astype(float) for _ in range(4)]
    x = treaty_formation.Terms(
        *(flags[0], rng.uniform(0, 9, rows), flags[1], rng.exponential(1, rows), flags[2]),
        *(rng.uniform(0, 3, rows), rng.random(rows), flags[3], rng.random(rows), rng.uniform(0, 2, rows)),
    )
    odds = treaty_formation.log_odds(treaty_formation.Coefficients(*c), x)
    arrays = x._asdict() | {"formed": _drawn(rng, odds)}
    drawn = fit_formation.estimate(Sample(arrays, (1947, 2010), {}, {}), seed=1, run=Run(draws=1000)).draws["b"]
    assert (np.abs(drawn.mean(axis=0) - c) < 4 * drawn.std(axis=0)).all()


def test_treaties_below_a_pact_recover_known_coefficients_of_their_making_and_their_end() -> None:
    rng = np.random.default_rng(13)
    rows = 8000
    b = np.array([-3.0, 0.8, -0.2, 0.5, -0.3, 0.4, 0.6, -0.5, 0.3, 0.9])
    flags = [rng.integers(0, 2, rows).astype(float) for _ in range(4)]
    x = entente.Terms(
        *(flags[0], rng.uniform(0, 9, rows), flags[1], rng.exponential(1, rows), flags[2], rng.random(rows), flags[3]),
        *(rng.random(rows), rng.uniform(0, 2, rows)),
    )
    tied = _drawn(rng, entente.log_odds(entente.Coefficients(*b), x))
    e = np.array([-4.0, 0.7, 0.0, 0.0, -0.3, 1.5])
    y = treaty_end.Terms(*((rng.random(rows) < share).astype(float) for share in (0.5, 0.2, 0.1, 0.2, 0.1)))
    ended = _drawn(rng, treaty_end.log_odds(treaty_end.Coefficients(*e), y))
    pairs = Sample(x._asdict() | {"tied": tied}, (1947, 2010), {}, {})
    years = Sample(y._asdict() | {"ended": ended}, (1946, 2008), {}, {})
    fitted = fit_entente.estimate("closure", pairs, years, seed=1)
    for key, truth in (("b", b), ("ending", e)):
        drawn = fitted.draws[key]
        moving = drawn.std(axis=0) > 0
        assert (np.abs(drawn.mean(axis=0) - truth)[moving] < 4 * drawn.std(axis=0)[moving]).all()
    assert not fitted.draws["ending"][:, 2:4].any()
    assert not fit_entente.estimate("place", pairs, years, seed=1).draws["b"][:, -1].any()
