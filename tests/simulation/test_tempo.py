"""Where provocations and opinion start: a case that says nothing is as before; else counts move, and odds where asked."""

from __future__ import annotations

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus import simulate
from foedus.report.case import case_text
from foedus.simulation.mechanisms import switches
from foedus.simulation.outcomes import TOTALS
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps import armament
from foedus.simulation.steps import provocation as step
from foedus.simulation.study import Study
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.schema import Moved, Tempo

CASE = load_case("us-rok")
RISE = 0.4
WIDTH = 64


def risen(change, opinion=None):
    tempo = () if change is None else (Tempo(provocation="missile-launches", change=change, source="kinu"),)
    stated = None if opinion is None else Moved(change=opinion, source="kinu")
    return CASE.model_copy(update={"tempo": tempo, "opinion": stated})


def after_a_year(case):
    """The state of some futures after the step of the first year."""
    world = from_case(case)
    w, p = setting(world), draw_parameters(world, on=("alarm", "provoked-escalation")).parameters
    p, f = begun(w, p, WIDTH)
    step.step(w, p, f, 1, 0, w.year + 1)
    return w, p, f


@pytest.fixture(scope="module")
def years():
    return after_a_year(risen(None)), after_a_year(risen(RISE))


def test_a_case_that_is_shown_tells_where_futures_start():
    said = case_text(risen(RISE, -0.5))
    assert "- missile-launches: 1.49 times the level of the last year on record (kinu)" in said
    assert "- support for own nuclear weapons: -0.5 logits from what the polls say (kinu)" in said
    assert "Where futures start" not in case_text(risen(None))


def rows(case, *mechanisms, futures=200):
    return Study(case, seed=3, horizon=3, switches=switches(mechanisms)).question().rows(0, futures)


def test_to_say_that_nothing_moved_is_to_say_nothing():
    for one, other in zip(rows(risen(None), "alarm=on"), rows(risen(0.0, 0.0), "alarm=on"), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_level_of_the_type_starts_there_within_its_bounds(years):
    (_, p, plain), (w, _, moved) = years
    assert w.tempo.tolist() == [RISE * (q == [*sorted(CASE.provocations)].index("missile-launches")) for q in range(7)]
    q = int(np.flatnonzero(w.tempo)[0])
    b = p.provocation[q]
    walk, free = moved.walks[q], moved.walks[q] < b.high
    np.testing.assert_allclose(walk[free], (plain.walks[q] + RISE)[free])
    np.testing.assert_array_equal(walk[~free], b.high[~free])
    assert free.mean() > 0.7
    others = np.arange(len(w.tempo)) != q
    np.testing.assert_array_equal(moved.walks[others], plain.walks[others])


def test_what_reads_the_level_above_the_record_reads_it_in_the_first_year(years):
    (_, _, plain), (w, _, moved) = years
    q = int(np.flatnonzero(w.tempo)[0])
    change = moved.walks[q] - plain.walks[q]
    np.testing.assert_allclose(moved.whole[0].alarm - plain.whole[0].alarm, change / len(w.tempo), atol=1e-12)
    for n in range(len(w.pairs)):
        found = moved.pairs[n].provoked - plain.pairs[n].provoked
        np.testing.assert_allclose(found, w.provoking[q, n] * change, atol=1e-12)
    assert (w.provoking[q] > 0.0).sum() == 2


def test_counts_rise_by_the_factor_and_nothing_else_moves_where_nothing_reads_them():
    plain, moved = rows(risen(None), futures=2000), rows(risen(RISE), futures=2000)
    np.testing.assert_array_equal(plain[0], moved[0])
    others = np.arange(plain[1].shape[1]) != len(TOTALS) + sorted(CASE.provocations).index("missile-launches")
    np.testing.assert_array_equal(plain[1][:, others], moved[1][:, others])
    ratio = moved[1][:, ~others].mean() / plain[1][:, ~others].mean()
    assert np.exp(0.6 * RISE) < ratio < np.exp(RISE)  # short of the factor by the level's upper bound


def test_opinion_moves_the_decision_by_its_pull_and_nothing_where_it_is_off():
    for one, other in zip(rows(risen(None)), rows(risen(None, 0.5)), strict=True):
        np.testing.assert_array_equal(one, other)
    found = []
    for case in (risen(None), risen(None, 0.5)):
        world = from_case(case)
        w = setting(world)
        p, f = begun(w, draw_parameters(world, on=("opinion",)).parameters, WIDTH)
        armament.pursuit(w, p, f, w.protege, w.year + 1)
        found.append(f.whole[0].arming.copy())
    np.testing.assert_allclose(found[1] - found[0], 0.5 * p.draws[0].opinion_pull)


def test_a_case_that_starts_elsewhere_runs_the_same_in_both_engines():
    asked = {"futures": 4, "horizon": 3, "mechanisms": ["alarm=on", "provoked-escalation=on", "opinion=on"]}
    compiled, interpreted = (simulate(risen(1.5, -0.7), **asked, engine=engine) for engine in ("compiled", "reference"))
    assert compiled.identical(interpreted)
    assert not compiled.identical(simulate(CASE, **asked))
