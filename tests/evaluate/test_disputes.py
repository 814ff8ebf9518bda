"""Backtests of disputes: no forecast knows the future, and what is asked for wrongly is refused in one line."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.errors import InputError, ModelError
from foedus.evaluate.forecasters import dyads
from foedus.evaluate.forecasters import models as specifications
from foedus.evaluate.forecasters.blocks import BLOCKS, Block, check_no_leak, predictors
from foedus.evaluate.score import auc
from foedus.evaluate.tasks import rolling
from foedus.evaluate.tasks.record import dispute_record, from_tables

LOGITS = ["history-only", "capability", "peace", "shrunken"]
ORIGIN = 1990


@pytest.fixture(scope="module")
def found(record):
    return rolling.rolled(record, [1980, ORIGIN], [1, 10], LOGITS)


def planted(value, name="planted"):
    """The usual blocks, with one more column in the block of the years of peace."""

    def build(record, history):
        return BLOCKS["peace"].build(record, history) | {name: value(record)}

    return {**BLOCKS, "peace": Block(build, BLOCKS["peace"].needs)}


def test_what_happens_after_the_origin_moves_no_frozen_forecast(record, found):
    late = record.rows.with_columns(
        onset=pl.when(pl.col("year") > ORIGIN).then(1 - pl.col("onset")).otherwise("onset").cast(pl.Int8),
        cinc2=pl.when(pl.col("year") > ORIGIN + 1).then(0.9).otherwise("cinc2"),
    )
    events = record.events.filter(pl.col("year") <= ORIGIN)
    other = rolling.rolled(from_tables(late, events), [ORIGIN], [10], LOGITS)[0]
    same = next(w for w in found if (w.origin, w.horizon) == (ORIGIN, 10))
    for name in LOGITS:
        np.testing.assert_allclose(other.forecasts[name], same.forecasts[name], rtol=1e-6)


def test_a_column_informative_only_after_the_origin_goes_unused(record, found):
    # what will happen, from the origin on; noise in the years there are to learn from
    noise = np.random.default_rng(5).permutation(record.onset)
    column = np.where(record.year > ORIGIN, record.onset, noise)
    rows = record.rows.with_columns(planted=pl.Series(column))
    blocks = planted(lambda known: known.rows["planted"].fill_null(0.0).to_numpy())
    future = from_tables(rows, record.events)
    window = rolling.rolled(future, [ORIGIN], [1], ["history-only"], blocks=blocks)[0]
    usual = next(w for w in found if (w.origin, w.horizon) == (ORIGIN, 1))
    y = record.onset[window.row]
    assert auc(column[window.row], y) == 1.0
    assert auc(window.forecasts["history-only"], y) < auc(usual.forecasts["history-only"], y) + 0.05


def test_a_predictor_computed_with_test_years_is_refused_by_name(record):
    def mean_of_all_years(known):
        _, place = np.unique(known.pair, return_inverse=True)
        return (np.bincount(place, known.onset) / np.bincount(place))[place]

    with pytest.raises(ModelError, match=r"predictor 'target_mean' of block 'peace' uses years after 1990"):
        rolling.rolled(record, [ORIGIN], [1], ["history-only"], blocks=planted(mean_of_all_years, "target_mean"))


def test_every_block_of_predictors_passes_the_check_at_every_tenth_year(record):
    made_of_all = predictors(record, BLOCKS)
    for origin in range(1956, 2005, 10):
        check_no_leak(record, origin, made_of_all)


def test_retrospective_codings_are_left_out_unless_asked_for():
    assert BLOCKS["rivalry"].retrospective
    assert not any(BLOCKS[block].retrospective for block in specifications.blocks_of(specifications.DEFAULT))
    assert "rivalry" in specifications.chosen(["rivalry"])
    assert "rivalry" not in specifications.chosen(None)


def test_frozen_rows_are_those_of_the_first_year_and_one_step_meets_every_year_once(record, found):
    for window in found:
        year, source = record.year[window.row], record.year[window.source]
        assert (record.pair[window.row] == record.pair[window.source]).all()
        if window.horizon == 1:
            assert (window.row == window.source).all()
        else:
            assert (source == window.origin + 1).all()
            assert year.max() == window.origin + window.horizon
    once = np.concatenate([w.row for w in found if w.horizon == 1])
    assert len(once) == len(np.unique(once)) == (record.year > 1980).sum()


def test_the_history_of_quarrels_is_found_and_capability_is_not_needed(record, found):
    window = next(w for w in found if (w.origin, w.horizon) == (ORIGIN, 1))
    y = record.onset[window.row]
    truth = auc(record.rows["rivalry_tss"].to_numpy()[window.row] * 1.0, y)
    assert auc(window.forecasts["shrunken"], y) > truth - 0.05
    assert auc(window.forecasts["capability"], y) < truth - 0.1
    assert window.forecasts["climatology"].mean() == pytest.approx(record.onset[record.year <= ORIGIN].mean())


def test_the_effect_of_a_dyad_is_shrunk_by_its_record_and_uses_no_later_year():
    rng = np.random.default_rng(2)
    pair, year = np.repeat(np.arange(60), 40), np.tile(np.arange(1950, 1990), 60)
    factor = rng.gamma(0.3, 1 / 0.3, 60)
    y = (rng.random(len(pair)) < np.minimum(0.05 * factor[pair], 0.9)).astype(float)
    expected = np.full(len(pair), 0.05)
    effect = dyads.effects(y, expected, pair, year, year < 1980)
    assert (effect[year == 1950] == 0).all()
    last = effect[year == 1989]
    assert np.corrcoef(last, np.log(factor + 0.05))[0, 1] > 0.8
    assert (last[factor > 2] > 0).mean() > 0.8
    changed = np.where(year >= 1980, 1 - y, y)
    again = dyads.effects(changed, expected, pair, year, year < 1980)
    np.testing.assert_allclose(again[year <= 1980], effect[year <= 1980])


def test_weights_come_from_windows_that_had_ended(record, found):
    members = [*specifications.MEMBERS]
    for window in found:
        window.forecasts.update({name: window.forecasts["peace"] for name in members if name not in window.forecasts})
    equal = rolling.weights(record, found, 1985, 10)
    assert set(equal.values()) == {1 / len(members)}
    later = rolling.weights(record, found, 1990, 10)
    assert sum(later.values()) == pytest.approx(1.0, abs=1e-3)
    assert "direct" not in rolling.weights(record, found, 1990, 1)


REFUSED = [
    (lambda r: rolling.rolled(r, [1990], [1], ["poisson"]), r"unknown model of disputes 'poisson'"),
    (
        lambda r: rolling.rolled(r, [2005], [1], LOGITS),
        r"origin 2005 is outside the data: .* 1955 to 2004 are allowed",
    ),
    (lambda r: rolling.rolled(r, [1990], [20], LOGITS), r"horizon 20: no origin has 20 years after it on record"),
    (lambda r: rolling.rolled(r, [1990], [0], LOGITS), r"unknown horizon 0: a whole number of years from 1 to 40"),
    (lambda r: from_tables(r.rows.drop("onset"), r.events), r"the panel lacks onset, which every backtest"),
    (
        lambda r: rolling.rolled(from_tables(r.rows.drop("cinc1"), r.events), [1990], [1], ["capability"]),
        r"the panel lacks cinc1, which the block 'capability' needs",
    ),
    (lambda r: from_tables(r.rows.with_columns(onset=pl.lit(0)), r.events), r"no onset of a dispute in the 5,400 rows"),
    (lambda r: from_tables(pl.concat([r.rows, r.rows]), r.events), r"the panel has a dyad-year twice"),
]


@pytest.mark.parametrize(("ask", "says"), REFUSED)
def test_refusals_are_one_line(record, ask, says):
    with pytest.raises(InputError, match=says) as refused:
        ask(record)
    assert "\n" not in str(refused.value)


@pytest.mark.data
def test_the_benchmark_has_its_rows_and_onsets():
    record = dispute_record()
    assert (record.rows.height, int(record.onset.sum())) == (81_582, 1_800)
    assert record.notes["capabilities"] == "NMC 6.0"
    assert "cow-nmc-6" in record.sources
    assert "cow-nmc" not in record.sources
    check_no_leak(record, 2000, predictors(record, BLOCKS))
