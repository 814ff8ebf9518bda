"""What a hindcast keeps of futures: the same in both engines, in step with the yearly counts, and no change of them."""

import numpy as np
import pytest

from foedus.simulation.engine import batches, chronicles
from foedus.simulation.outcomes import YEARLY
from foedus.simulation.setting import setting
from foedus.simulation.study import Study
from foedus.world.case import load_case

FUTURES, YEARS = 30, 10


@pytest.fixture(scope="module")
def study():
    return Study(load_case("us-rok"), horizon=YEARS)


def kept(study, futures=FUTURES, **changes):
    options = {"seed": 1, "futures": futures, "horizon": YEARS, "size": 1000} | changes
    runs = list(chronicles(setting(study.world), study.parameters().parameters, **options))
    yearly = np.concatenate([yearly for yearly, _ in runs])
    return yearly, [np.concatenate(parts) for parts in zip(*(chronicle for _, chronicle in runs), strict=True)]


def same(a, b):
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_noting_changes_no_future(study):
    runs = list(batches(setting(study.world), study.parameters().parameters, seed=1, futures=FUTURES, horizon=YEARS))
    assert np.array_equal(np.concatenate([run[3] for run in runs]), kept(study)[0], equal_nan=True)


def test_both_engines_and_any_batch_note_the_same(study):
    whole = kept(study, 8)[1]
    assert same(whole, kept(study, 8, engine="reference")[1])
    assert same(whole, kept(study, 8, size=3, threads=2)[1])


def test_notes_agree_with_the_yearly_counts(study):
    yearly, (pairs, levels, allies, alliances, held, bound, ever) = kept(study, 200)
    assert np.array_equal(levels.sum(axis=2), yearly[:, :, YEARLY.index("disputes")])
    assert np.array_equal(levels[:, :, 3], yearly[:, :, YEARLY.index("wars")])
    assert np.array_equal(pairs.sum(axis=1), levels.sum(axis=(1, 2)))
    assert (allies[:, :, 1] <= allies[:, :, 0]).all()
    assert (alliances[:, 1] <= alliances[:, 0]).all()
    assert allies[:, 0, 0].sum() > 0
    assert np.array_equal(held, held.transpose(0, 2, 1))
    assert (held <= bound).all()
    assert (bound <= ever).all()
    assert (held.sum(), bound.sum()) != (bound.sum(), ever.sum())


def test_a_longer_horizon_holds_fewer_pacts_and_begins_with_the_shorter(study):
    short, long = kept(study)[1], kept(study, horizon=2 * YEARS)[1]
    assert np.array_equal(long[1][:, :YEARS], short[1])
    assert (long[4] <= short[4]).all()
