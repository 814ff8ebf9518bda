"""Fits of the equations of disputes recover the parameters that made the data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("numpyro")

from foedus.equations import escalation as escalation_equation
from foedus.equations import initiation, joining
from foedus.equations.escalation import TERMS as ESCALATION_TERMS
from foedus.equations.registry import RIVALS, posterior_name
from foedus.errors import ModelError
from foedus.estimate import duration, escalation, registry
from foedus.estimate import initiation as fit_initiation
from foedus.estimate import joining as fit_joining
from foedus.estimate.design import design_matrix
from foedus.estimate.posterior import load_posterior
from foedus.estimate.run import Run
from foedus.estimate.samples.sample import Sample

pytestmark = pytest.mark.fit

SHORT: dict[str, Any] = {"warmup": 150, "draws": 250, "strict": False}
"""Chains long enough to find what made the data, and too short to ship."""

MADE = ("contiguous", "major_initiator", "major_target", "log_distance", "peace", "capability_ratio")
UNUSED = tuple(name for name in (*initiation.Still._fields, *initiation.Moving._fields) if name not in MADE)
TRUTH = np.zeros(len(initiation.TERMS))
TRUTH[[initiation.TERMS.index(term) for term in (*initiation.HISTORY, *initiation.STRUCTURE)]] = (
    *(-2.0, -1.5, 0.3, -0.02),
    *(0.8, -0.2, 0.5, 0.3, 0.1),
)


def made(specification: str, dyads: int = 150, years: int = 30, sigma: float = 0.0, seed: int = 0) -> Sample:
    """Initiations drawn from TRUTH, with a level of years (persistence 0.6, scale 0.3) and intercepts of dyads."""
    rng = np.random.default_rng(seed)
    dyad, year = (grid.ravel() for grid in np.meshgrid(np.arange(dyads), np.arange(years), indexing="ij"))
    level = np.zeros(years)
    for t in range(1, years):
        level[t] = 0.6 * level[t - 1] + 0.3 * rng.normal()
    flags = {name: rng.integers(0, 2, dyads)[dyad].astype(float) for name in MADE[:3]}
    zeros = {name: np.zeros(len(dyad)) for name in UNUSED}
    arrays = {
        "dyad": 2000 + dyad,
        "pair": 2000 + dyad,
        "year": 1971 + year,
        "log_distance": rng.uniform(0.0, 9.0, dyads)[dyad],
        "peace": rng.integers(0, 50, len(dyad)) / 10.0,
        "capability_ratio": rng.normal(0.0, 2.0, len(dyad)),
        **flags,
        **zeros,
    }
    active = np.zeros(len(initiation.TERMS))
    active[initiation.active(specification)] = 1.0
    odds = design_matrix(initiation, arrays) @ (TRUTH * active) + level[year]
    odds = odds + (sigma * rng.normal(size=dyads))[dyad]
    arrays["initiated"] = (rng.random(len(odds)) < 1.0 / (1.0 + np.exp(-odds))).astype(float)
    arrays["onset"] = arrays["initiated"]
    return Sample(arrays, (1971, 1970 + years), {}, {"rows": len(odds)})


def test_initiation_recovers_what_made_the_data() -> None:
    found = made("capability", dyads=80, years=15)
    posterior = fit_initiation.estimate("capability", found, **SHORT)
    b = posterior.draws["b"]
    active = initiation.active("capability")
    assert b.shape == (500, len(TRUTH))
    assert (np.delete(b, active, axis=1) == 0).all()
    standard = (b[:, active].mean(axis=0) - TRUTH[active]) / b[:, active].std(axis=0)
    assert np.abs(standard).max() < 3.5
    assert (posterior.draws["sigma"] == 0).all()
    assert 0.1 < posterior.draws["year_scale"].mean() < 0.6
    assert posterior.draws["year_level"].shape == (len(b), 15)
    assert "year_level, last year" in posterior.record["summary"]


def test_duration_is_the_share_that_lasted() -> None:
    stage = np.repeat([0, 1, 2], 400)
    lasted = np.concatenate([np.arange(400) < count for count in (40, 160, 280)]).astype(float)
    fitted = duration.estimate(Sample({"stage": stage, "lasted": lasted}, (1947, 1950), {}, {}))
    assert fitted.draws["terms"].mean(axis=0) == pytest.approx([0.1, 0.4, 0.7], abs=0.01)
    with pytest.raises(ModelError, match="no row in 1947:1950"):
        duration.estimate(Sample({"stage": stage[:0], "lasted": lasted[:0]}, (1947, 1950), {}, {}))


@pytest.mark.data
def test_duration_refits_as_shipped() -> None:
    again, shipped = registry.fit("duration"), load_posterior("duration")
    assert again.draws["terms"] == pytest.approx(shipped.draws["terms"], rel=1e-6)
    assert again.record["sources"] == shipped.record["sources"]


def test_rows_counted_together_have_the_same_likelihood() -> None:
    found = made("history", dyads=40, years=10)
    data, _ = fit_initiation.prepared(found, "history")
    assert data["trials"].sum() == found.rows
    assert data["events"].sum() == found["initiated"].sum()
    assert len(data["trials"]) < found.rows
    b = TRUTH[initiation.active("history")]
    each = design_matrix(initiation, found.arrays)[:, data["active"]] @ b
    together = np.asarray(data["design"]) @ b
    alone = np.sum(found["initiated"] * each - np.log1p(np.exp(each)))
    counted = np.sum(np.asarray(data["events"]) * together - np.asarray(data["trials"]) * np.log1p(np.exp(together)))
    assert counted == pytest.approx(alone, rel=1e-4)


def test_hierarchy_recovers_the_spread_of_dyads() -> None:
    found = made("hierarchical", dyads=80, years=15, sigma=1.0, seed=4)
    posterior = fit_initiation.estimate("hierarchical", found, **SHORT)
    low, high = np.quantile(posterior.draws["sigma"], [0.005, 0.995])
    assert low < 1.0 < high
    assert len(posterior.units["dyad"].codes) == 80


def test_escalation_recovers_what_made_the_data() -> None:
    rng = np.random.default_rng(5)
    rows, pairs = 1600, 60
    truth = {"force": [0.5, 0.3], "war": [-2.0, -1.0], "fatal": [-0.5, 0.4]}
    arrays = {name: rng.integers(0, 2, rows).astype(float) for name in escalation_equation.Terms._fields}
    arrays["pair"] = rng.integers(0, pairs, rows)
    reached = {}
    for stage, (constant, defended) in truth.items():
        odds = constant + defended * arrays["defended"] + rng.normal(size=pairs)[arrays["pair"].astype(int)]
        reached[stage] = rng.random(rows) < 1.0 / (1.0 + np.exp(-odds))
    arrays["hostility"] = np.where(reached["force"], np.where(reached["war"], 5.0, 4.0), 3.0)
    arrays["fatal"] = reached["fatal"].astype(float)
    found = Sample(arrays, (1946, 2010), {}, {"rows": rows})
    posterior = escalation.estimate("hierarchical", found, **SHORT)
    assert posterior.draws["b"].shape == (500, 3, len(ESCALATION_TERMS))
    assert set(posterior.units) == {"force", "war", "fatal"}
    assert np.abs(posterior.draws["sigma"].mean(axis=0) - 1.0).max() < 0.45
    for stage, (constant, defended) in enumerate(truth.values()):
        b = posterior.draws["b"][:, stage]
        for column, value in ((0, constant), (ESCALATION_TERMS.index("defended"), defended)):
            assert abs(b[:, column].mean() - value) < 3.5 * b[:, column].std()


def test_what_a_specification_leaves_out_is_zero() -> None:
    rng = np.random.default_rng(9)
    rows = 800
    arrays = {name: rng.integers(0, 2, rows).astype(float) for name in escalation_equation.Terms._fields}
    arrays |= {"pair": rng.integers(0, 40, rows), "hostility": rng.integers(3, 6, rows).astype(float)}
    arrays["fatal"] = rng.integers(0, 2, rows).astype(float)
    posterior = escalation.estimate("rates", Sample(arrays, (1946, 2010), {}, {}), **SHORT)
    active = escalation_equation.SPECIFICATIONS["rates"].active(ESCALATION_TERMS)
    b = posterior.draws["b"]
    assert (np.delete(b, active, axis=2) == 0).all()
    assert (b[:, :, active].std(axis=0) > 0).all()
    assert (posterior.draws["sigma"] == 0).all()
    assert posterior.units == {}
    assert "v_d = 0" in posterior.record["formula"]


def test_joining_recovers_what_made_the_data() -> None:
    rng = np.random.default_rng(6)
    rows = 6_000
    arrays = {name: rng.integers(0, 2, rows).astype(float) for name in joining.Terms._fields}
    arrays["bilateral_pact"] *= arrays["pact"]
    arrays["dyad"] = np.zeros(rows, np.int64)
    truth = np.array([-5.0, 1.5, 0.2, 1.0, 0.5, 0.5, -0.8, 0.3, 0.2, 0.4, 0.6, -0.3, 0.0])
    odds = design_matrix(joining, arrays) @ truth
    arrays["joined"] = (rng.random(rows) < 1.0 / (1.0 + np.exp(-odds))).astype(float)
    posterior = fit_joining.estimate("full", Sample(arrays, (1946, 2010), {}, {}))
    b = posterior.draws["b"]
    assert b.shape == (500, len(joining.TERMS))
    active = joining.SPECIFICATIONS["full"].active(joining.TERMS)
    assert np.abs((b.mean(axis=0) - truth)[active] / b.std(axis=0)[active]).max() < 3.5
    implied = posterior.record["scores"]["implied rates of joining"]["allies"]
    assert implied["joined"] == pytest.approx(arrays["joined"][arrays["pact"] == 1].sum(), rel=0.1)


def test_joining_recovers_the_class_and_the_pairs_of_patrons() -> None:
    rng = np.random.default_rng(8)
    rows, pairs = 6_000, 80
    arrays = {name: rng.integers(0, 2, rows).astype(float) for name in joining.Terms._fields}
    arrays["patron"] = (rng.random(rows) < 0.4).astype(float)
    arrays["dyad"] = np.where(arrays["patron"] == 1, 2000 + rng.integers(1, pairs + 1, rows), 0)
    own = 1.2 * rng.normal(size=pairs)
    own -= own.mean()
    truth = dict.fromkeys(joining.TERMS, 0.0) | {"constant": -4.2, "pact": 0.6, "patron": 0.8}
    odds = design_matrix(joining, arrays) @ np.array(list(truth.values()))
    odds += np.where(arrays["dyad"] > 0, own[(arrays["dyad"] - 2001) % pairs], 0.0)
    arrays["joined"] = (rng.random(rows) < 1.0 / (1.0 + np.exp(-odds))).astype(float)
    found = Sample(arrays, (1946, 2010), {}, {})
    posterior = fit_joining.estimate("patrons", found)
    patron, sigma = posterior.draws["b"][:, joining.TERMS.index("patron")], posterior.draws["sigma"]
    assert abs(patron.mean() - 0.8) < 3.0 * patron.std()
    assert abs(sigma.mean() - own.std()) < 3.0 * sigma.std()
    units = posterior.units["dyad"]
    assert list(units.codes) == sorted(set(arrays["dyad"]) - {0})
    assert np.abs((units.mean - own) / units.sd).mean() < 1.5
    assert np.corrcoef(units.mean, own)[0, 1] > 0.5


def test_registry_holds_every_fit_of_disputes() -> None:
    named = {"initiation", "escalation", "joining"}
    rivals = {posterior_name(name, each) for name in named for each in RIVALS[name]}
    assert rivals | {"duration"} <= set(registry.names())


@pytest.mark.data
def test_a_refit_agrees_with_the_shipped_posterior() -> None:
    shipped = load_posterior("joining-full").draws["b"]
    again = registry.fit("joining-full", seed=11, run=Run(warmup=200, draws=700)).draws["b"]
    active = joining.SPECIFICATIONS["full"].active(joining.TERMS)
    shipped, again = shipped[:, active], again[:, active]
    assert np.abs((again.mean(axis=0) - shipped.mean(axis=0)) / shipped.std(axis=0)).max() < 0.3
    assert again.std(axis=0) == pytest.approx(shipped.std(axis=0), rel=0.25)
