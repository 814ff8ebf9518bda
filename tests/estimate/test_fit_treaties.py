"""Estimation of the end and the formation of treaties: recovery of known coefficients."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numpyro")

from foedus.equations import treaty_end, treaty_formation
from foedus.estimate import treaty_end as fit_end
from foedus.estimate import treaty_formation as fit_formation
from foedus.estimate.samples.sample import Sample

pytestmark = pytest.mark.fit


def _drawn(rng: np.random.Generator, odds: np.ndarray) -> np.ndarray:
    return (rng.random(len(odds)) < 1 / (1 + np.exp(-odds))).astype(float)


def test_ending_recovers_known_coefficients_and_patrons() -> None:
    rng = np.random.default_rng(11)
    rows, b = 4000, np.array([-3.0, 0.7, -0.4, 1.0, 1.5, 0.8])
    flags = [rng.integers(0, 2, rows).astype(float) for _ in range(3)]
    x = treaty_end.Terms(flags[0], rng.uniform(0, 4, rows), flags[1], flags[2], np.abs(rng.normal(0, 0.4, rows)))
    patron = rng.integers(1, 31, rows)
    intercept = rng.normal(0, 0.8, 31)
    arrays = x._asdict() | {"patron": patron}
    arrays["ended"] = _drawn(rng, treaty_end.log_odds(treaty_end.Coefficients(*b), x) + intercept[patron])
    fitted = fit_end.estimate("hierarchical", Sample(arrays, (1946, 2008), {}, {}), seed=1)
    drawn = fitted.draws["b"]
    assert (np.abs(drawn.mean(axis=0) - b) < 4 * drawn.std(axis=0)).all()
    assert fitted.draws["sigma"].mean() == pytest.approx(0.8, abs=0.35)
    assert np.corrcoef(fitted.units["patron"].mean, intercept[1:])[0, 1] > 0.8


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
    drawn = fit_formation.estimate(Sample(arrays, (1947, 2010), {}, {}), seed=1).draws["b"]
    assert (np.abs(drawn.mean(axis=0) - c) < 4 * drawn.std(axis=0)).all()
