"""Escalation, joining, the end of treaties and growth: what is learnt, from when, and what is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import trapezoid
from scipy.special import expit

from foedus.equations import treaty_end
from foedus.equations.growth import SPECIFICATIONS
from foedus.estimate.samples import treaty_end as ending_sample
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.growth_mode import growth_mode
from foedus.evaluate.forecasters.own import ESCALATION, LOGITS
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.stacking import stack
from foedus.evaluate.tasks import escalation, growth, logits, treaty_ends
from foedus.evaluate.windows import HORIZONS, ORIGINS

ORIGIN, LAST = 1980, 2000


def _years(rng: np.random.Generator, rows: int) -> np.ndarray:
    return np.sort(rng.integers(1950, LAST + 1, rows))


def disputes(seed: int = 1, rows: int = 1500) -> Sample:
    rng = np.random.default_rng(seed)
    arrays = {name: rng.integers(0, 2, rows).astype(float) for name in ESCALATION["war"].predictors}
    arrays |= {"year": _years(rng, rows), "dispute": np.arange(rows), "pair": rng.integers(0, 60, rows)}
    arrays["hostility"] = rng.choice([3.0, 4.0, 5.0], rows, p=[0.3, 0.5, 0.2])
    arrays["fatal"] = rng.choice([0.0, 1.0, np.nan], rows, p=[0.6, 0.3, 0.1])
    return Sample(arrays, (1950, LAST), {}, {})


def third_states(seed: int = 2, rows: int = 6000) -> Sample:
    """Who joins rests on pacts, and on quarrels with the opponent."""
    rng = np.random.default_rng(seed)
    arrays = {name: rng.integers(0, 2, rows).astype(float) for name in LOGITS["joining"].predictors}
    arrays["bilateral_pact"] *= arrays["pact"]
    arrays |= {"year": _years(rng, rows), "dispute": np.arange(rows) // 20, "state": rng.integers(0, 90, rows)}
    arrays["dyad"] = np.where(arrays["patron"] == 1, arrays["state"] + 1, 0)
    truth = dict.fromkeys(LOGITS["joining"].terms, 0.0) | {"constant": -4.0, "pact": 1.0, "recent_opponent": 2.0}
    arrays["joined"] = (
        rng.random(rows) < expit(LOGITS["joining"].columns(arrays) @ np.array(list(truth.values())))
    ).astype(float)
    return Sample(arrays, (1950, LAST), {}, {})


def treaty_years(seed: int = 3, rows: int = 3000) -> Sample:
    rng = np.random.default_rng(seed)
    arrays = {name: rng.integers(0, 2, rows).astype(float) for name in LOGITS["treaty-end"].predictors}
    arrays |= {"year": _years(rng, rows), "atopid": rng.integers(0, 200, rows), "patron": rng.integers(0, 40, rows)}
    arrays["great"] = (arrays["patron"] < 6).astype(float)
    own = rng.standard_normal(40)[arrays["patron"]]
    arrays["ended"] = (rng.random(rows) < expit(-3.0 + arrays["change_democracy"] + own)).astype(float)
    return Sample(arrays, (1950, LAST), {}, {})


def states(seed: int = 4, count: int = 40) -> Sample:
    """Means of states .02 apart, persistence .4, scale .03 with 4 degrees of freedom, factor .02."""
    rng = np.random.default_rng(seed)
    years = np.arange(1950, LAST + 1)
    means = rng.normal(0.03, 0.02, count)
    change, previous = np.zeros((len(years), count)), np.tile(means, (len(years), 1))
    for t in range(len(years)):
        previous[t] = change[t - 1] if t else means
        shock = 0.02 * rng.standard_normal() + 0.03 * rng.standard_t(4, count)
        change[t] = means + 0.4 * (previous[t] - means) + shock
    year, state = (each.ravel() for each in np.meshgrid(years, np.arange(count), indexing="ij"))
    arrays = {"ccode": state, "year": year, "change": change.ravel(), "previous": previous.ravel()}
    return Sample(arrays, (1950, LAST), {}, {})


def held(equation: str, found: Sample) -> list[Forecasts]:
    """Learnt from the years to the origin."""
    return logits.of_rows(equation, found, found["year"] <= ORIGIN, ORIGIN, HORIZONS)


@pytest.mark.parametrize(
    ("equation", "made", "event"), [("joining", third_states, "joined"), ("treaty-end", treaty_years, "ended")]
)
def test_events_after_the_origin_teach_nothing(equation: str, made: Callable[[], Sample], event: str) -> None:
    """With every outcome after the origin turned round, forecasts are the same, and give the rest to what happened."""
    found = made()
    turned = np.where(found["year"] > ORIGIN, 1.0 - found[event], found[event])
    before, after = held(equation, found), held(equation, replace(found, arrays={**found.arrays, event: turned}))
    assert [each.horizon for each in before] == [1, 5, 10, 20]
    for one, two in zip(before, after, strict=True):
        for name in one.given:
            assert (one.forecast[name] == two.forecast[name]).all()
            assert two.given[name] == pytest.approx(1.0 - one.given[name])


def test_a_term_that_has_not_varied_is_left_out() -> None:
    """The era after the Cold War is not in a forecast made before it."""
    found = third_states()
    late = replace(found, arrays={**found.arrays, "post_cold_war": (found["year"] >= 1992).astype(float)})
    never = replace(found, arrays={**found.arrays, "post_cold_war": np.zeros(found.rows)})
    for one, two in zip(held("joining", late), held("joining", never), strict=True):
        assert (one.forecast["full"] == two.forecast["full"]).all()


def test_levels_of_escalation_after_the_origin_teach_nothing_and_sum_to_one() -> None:
    found = disputes()
    past, ahead = found["year"] <= ORIGIN, found["year"] > ORIGIN
    other = replace(found, arrays={**found.arrays, "hostility": np.where(ahead, 5.0, found["hostility"])})
    for name in escalation.SPECIFICATIONS:
        before, after = (escalation.levels(escalation.probabilities(name, s, past, ahead)) for s in (found, other))
        assert (before == after).all()
        assert before.sum(axis=1) == pytest.approx(1.0)
        assert (before > 0).all()
    rows = found.where(ahead)
    given = escalation.of_level(before, rows)
    deaths_unknown = np.isnan(rows["fatal"]) & (rows["hostility"] == 4)
    assert given[deaths_unknown] == pytest.approx(before[deaths_unknown][:, [1, 2]].sum(axis=1))
    assert given[rows["hostility"] == 5] == pytest.approx(before[rows["hostility"] == 5][:, 3])
    assert given[rows["hostility"] == 3] == pytest.approx(before[rows["hostility"] == 3][:, 0])


def test_growth_after_the_origin_teaches_nothing() -> None:
    """A change five years on moves no density of the years before it."""
    found = states()
    moved = np.where(found["year"] == ORIGIN + 5, found["change"] + 0.1, found["change"])
    first, second = (
        growth.forecasts(each, ORIGIN, (1, 4, 5))
        for each in (found, replace(found, arrays={**found.arrays, "change": moved}))
    )
    for name in SPECIFICATIONS:
        assert (first[0].given[name] == second[0].given[name]).all()
        assert (first[1].given[name] == second[1].given[name]).all()
        assert (first[2].given[name] != second[2].given[name]).any()


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_densities_of_growth_integrate_to_one(name: str) -> None:
    found = states()
    fit = growth_mode(found.where(found["year"] <= ORIGIN), SPECIFICATIONS[name].terms)
    grid = np.linspace(-3.0, 4.0, 701)
    total = np.full((len(grid), 10), np.nan)
    total[:, [0, 9]] = grid[:, None]
    same = np.zeros(len(grid), np.int64), np.full(len(grid), 0.02)
    for density, below in growth.densities(fit, 0.5, *same, total, (1, 10)):
        assert trapezoid(density, grid) == pytest.approx(1.0, abs=0.02)
        assert np.abs(np.gradient(below, grid) - density).max() < 0.05 * density.max()


def test_growth_recovers_what_made_the_data() -> None:
    fit = growth_mode(states(count=60), SPECIFICATIONS["own-mean"].terms)
    assert fit.persistence == pytest.approx(0.4, abs=0.05)
    assert fit.scale == pytest.approx(0.03, rel=0.1)
    assert fit.df == pytest.approx(4.0, rel=0.3)
    assert fit.factor_sd == pytest.approx(0.02, rel=0.35)
    assert fit.mean == pytest.approx(0.03, abs=0.01)
    assert fit.sigma == pytest.approx(0.02, rel=0.35)
    none = growth_mode(states(), SPECIFICATIONS["no-change"].terms)
    assert (none.persistence, none.mean, none.sigma) == (0.0, 0.0, 0.0)


def test_stacking_finds_the_specification_that_made_the_data() -> None:
    found = third_states(rows=20_000)
    ten = next(each for each in held("joining", found) if each.horizon == 10)
    weights = stack(ten.given)
    assert weights["full"] + weights["patrons"] > 0.9  # the second holds the first
    ten = next(each for each in growth.forecasts(states(count=150), ORIGIN, HORIZONS) if each.horizon == 10)
    assert stack(ten.given)["own-mean"] > 0.7


@pytest.mark.data
def test_every_window_ends_within_the_years_coded() -> None:
    found = ending_sample.sample()
    helds = [each for origin in ORIGINS for each in logits.forecasts("treaty-end", found, origin, HORIZONS)]
    assert {each.origin for each in helds if each.horizon == 20} == set(range(1960, 1996, 5))
    for each in helds:
        assert each.origin + each.horizon <= 2017
        assert len(each.outcome) == len(each.cluster) == len(each.given["type"])


def test_weights_of_treaty_ends_are_of_patron_years_each_forecast_once() -> None:
    found = treaty_years(rows=1500)
    some = {name: treaty_end.SPECIFICATIONS[name] for name in ("type", "patrons", "collapse")}
    made = treaty_ends.one_step(found, some, refit=5)
    assert sorted(made.row.tolist()) == np.flatnonzero(found["year"] >= made.year.min()).tolist()
    codes = found["patron"] * 10_000 + found["year"]
    assert sorted(made.group.tolist()) == np.unique(codes[made.row]).tolist()
    rows = np.where(found["ended"][made.row] > 0, made.probability["patrons"], 1.0 - made.probability["patrons"])
    assert np.log(rows).sum() == pytest.approx(made.joint["patrons"].sum())
    share = treaty_ends.weights(made, some)
    assert sum(share.values()) == pytest.approx(1.0, abs=1e-3)
    assert share["patrons"] > 0.5


def test_nested_weights_of_treaty_ends_learn_nothing_from_later_years() -> None:
    found = treaty_years(rows=1500)
    some = {name: treaty_end.SPECIFICATIONS[name] for name in ("type", "changes", "patrons")}
    late = found["year"] > 1985
    turned = replace(found, arrays={**found.arrays, "ended": np.where(late, 1.0 - found["ended"], found["ended"])})
    before, after = (treaty_ends.one_step(each, some, refit=5, first=1959) for each in (found, turned))
    known = before.year <= 1985
    scores = [treaty_ends.nested(each, some, draws=2)[0][known] for each in (before, after)]
    assert (scores[0] == scores[1]).all()
