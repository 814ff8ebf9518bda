"""Scores with intervals, against scikit-learn, simulation and their own definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from foedus.errors import InputError
from foedus.evaluate import counts, score
from foedus.evaluate.cells import Scored, cell
from foedus.evaluate.forecasters.history import LONGEST, decayed, recent, since, total
from foedus.evaluate.ranks import Ranked
from foedus.evaluate.resample import drawn_weights, scored
from foedus.evaluate.result import Result
from foedus.report.backtest import NO_SKILL, backtest_text, rows, verdict


@given(
    st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 3)), min_size=4, max_size=60).filter(
        lambda rows: sum(w for _, y, w in rows if y) > 0 and sum(w for _, y, w in rows if not y) > 0
    )
)
@settings(deadline=None)
def test_weighted_ranks_are_those_of_scikit_learn(lines):
    p, y, w = (np.array(each, dtype=float) for each in zip(*lines, strict=True))
    ranked = Ranked(p / 7, y)
    auc, precision = ranked.scores(w[ranked.order])
    assert auc == pytest.approx(roc_auc_score(y, p, sample_weight=w))
    assert precision == pytest.approx(average_precision_score(y, p, sample_weight=w))


@given(st.lists(st.integers(0, 1), min_size=3, max_size=40), st.integers(1, 8), st.floats(0.5, 20))
def test_history_counts_only_the_years_before(events, width, half_life):
    grid = np.array([events], dtype=float)
    t = len(events) - 1
    past = np.array(events[:t], dtype=float)
    assert total(grid)[0, t] == past.sum()
    assert recent(grid, width)[0, t] == past[-width:].sum()
    weight = 0.5 ** (np.arange(len(past))[::-1] / half_life)
    assert decayed(grid, half_life)[0, t] == pytest.approx(float(weight @ past))
    fought = np.flatnonzero(past)
    assert since(grid)[0, t] == (t - 1 - fought[-1] if len(fought) else min(t + LONGEST, LONGEST))


@pytest.mark.parametrize(("mean", "phi"), [(3.0, 0.2), (24.0, 0.08), (24.0, 1e-6)])
def test_crps_of_counts_is_that_of_a_large_sample(mean, phi):
    rng = np.random.default_rng(4)
    factor = rng.gamma(1 / phi, phi, 40_000) if phi > 1e-5 else np.ones(40_000)
    sample = rng.poisson(mean * factor)
    y = np.array([mean // 2, mean, 2 * mean])
    exact = counts.crps(np.full(3, mean), np.full(3, phi), y)
    spread = np.abs(sample[:20_000] - sample[20_000:]).mean() / 2
    by_sample = np.abs(sample[:, None] - y[None]).mean(axis=0) - spread
    np.testing.assert_allclose(exact, by_sample, rtol=0.03, atol=0.03)


def test_intervals_of_counts_hold_what_they_should_and_the_spread_is_recovered():
    rng = np.random.default_rng(8)
    year = np.repeat(np.arange(1900, 2000), 400)
    level = rng.gamma(1 / 0.1, 0.1, 100)
    y = (rng.random(len(year)) < 0.06 * level[year - 1900]).astype(float)
    phi = counts.spread(year, y, 1999, 1)
    assert phi == pytest.approx(0.1, rel=0.5)
    happened = np.bincount(year - 1900, y)
    held = counts.inside(np.full(100, 24.0), np.full(100, phi), happened, 0.9)
    assert 0.8 <= held.mean() <= 1.0
    assert counts.spread(year, y * 0, 1999, 1) == counts.SMALLEST


def forecasts(n=4000, seed=1):
    rng = np.random.default_rng(seed)
    p = rng.beta(1.0, 20.0, n)
    y = (rng.random(n) < p).astype(float)
    flat = np.full(n, y.mean())
    return Scored({"climatology": flat, "history-only": rng.permutation(p), "right": p}, y, np.arange(n) // 20)


def test_scores_are_those_of_the_module_of_scores_and_intervals_hold_them():
    s = forecasts()
    made = scored(s.forecasts, s.y, s.groups, 200, 1)["right"]
    base = float(s.y.mean())
    for name, value in {
        "brier": score.brier(s.forecasts["right"], s.y),
        "brier_skill": score.brier_skill(s.forecasts["right"], s.y, base),
        "log_score": score.log_score(s.forecasts["right"], s.y),
        "auc": score.auc(s.forecasts["right"], s.y),
        "average_precision": score.average_precision(s.forecasts["right"], s.y),
        "calibration_slope": score.calibration_slope(s.forecasts["right"], s.y),
    }.items():
        assert made[name][0] == pytest.approx(value), name
        assert np.quantile(made[name][1:], 0.05) < value < np.quantile(made[name][1:], 0.95), name


def test_one_newton_step_spreads_the_slope_as_refitting_does():
    s = forecasts()
    p, y = s.forecasts["right"], s.y
    quick = scored(s.forecasts, y, s.groups, 60, 1)["right"]["calibration_slope"][1:]
    weight, place = drawn_weights(s.groups, 60, 1)
    whole = []
    for each in weight[1:]:
        rows_drawn = np.repeat(np.arange(len(y)), each[place].astype(int))
        whole.append(score.calibration_slope(p[rows_drawn], y[rows_drawn]))
    assert np.corrcoef(quick, whole)[0, 1] > 0.95
    assert np.std(quick) == pytest.approx(np.std(whole), rel=0.25)


def test_a_difference_has_a_narrower_interval_than_its_parts():
    s = forecasts()
    s.forecasts["right again"] = np.clip(s.forecasts["right"] * 1.02, 0, 1)
    made = cell(s, horizon=1, target="t", subset="all", draws=200, seed=1, curve=True)
    close = made.gain("right", "right again", "brier_skill")
    alone = made.scores["right"]["brier_skill"]
    assert close[2] - close[1] < 0.2 * (alone[2] - alone[1])
    assert made.gain("right again", "right", "brier_skill")[0] == -close[0]
    curve = [line for line in made.curve if line.model == "right"]
    assert sum(line.rows for line in curve) == len(s.y)
    assert sum(line.happened[1] <= line.forecast <= line.happened[2] for line in curve) >= len(curve) - 2
    assert all(line.happened[2] > 0 for line in curve)


def test_without_events_there_is_nothing_to_score():
    s = forecasts()
    with pytest.raises(InputError, match=r"no event among the 4,000 forecasts \(all, 5 years\)"):
        cell(Scored(s.forecasts, s.y * 0, s.groups), horizon=5, target="t", subset="all", draws=10, seed=1)


def test_words_say_when_no_skill_is_shown():
    assert verdict((0.1, 0.05, 0.2)) == ""
    assert verdict((0.1, -0.05, 0.2)) == NO_SKILL
    assert verdict((-0.1, -0.2, -0.01)) == "worse than climatology"
    made = cell(forecasts(), horizon=1, target="an event", subset="all", draws=100, seed=1)
    lines = {line[0]: line[-1] for line in rows(made)[1]}
    assert lines == {"climatology": "reference", "history-only": "worse than climatology", "right": ""}
    found = Result(
        outcome="made", unit="row", origins=[1990], horizons=[1], last_year=2000, models={"right": "the truth"},
        capabilities=None, method="Made up.", draws=100, seed=1, notes=[], cells=[made], sources={},
    )  # fmt: skip
    text = backtest_text(found)
    assert "One step ahead: right has the surest skill" in text
    assert "No capability data were used." in text
    assert max(map(len, text.splitlines())) <= 160
