"""Treaties below a pact are made by pairs that nothing binds, close triads of treaties of two, and end at their own rate."""

from __future__ import annotations

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.simulation.common import ENTENTE, NEVER
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps import bloc, entente, treaty_end
from foedus.world.build import from_case
from foedus.world.case import load_case

WORLD = from_case(load_case("us-rok"))
WIDTH, YEAR = 400, WORLD.year + 1
CODES = WORLD.codes.tolist()
CHINA, RUSSIA, DPRK = CODES.index(710), CODES.index(365), CODES.index(731)


@pytest.fixture(scope="module")
def sets():
    return draw_parameters(WORLD, sets=4, on=("ties-below",), specification={"entente": "closure"}).parameters


def start(sets, constant, closing=0.0, width=WIDTH):
    """Setting, parameters and future in which every pair makes a treaty at one rate, and third states add to it."""
    w = setting(WORLD)
    p, f = begun(w, sets, width)
    for name in p.draws[0].entente.dtype.names:
        p.draws[0].entente[name][:] = 0.0
    p.draws[0].entente.constant[:], p.draws[0].entente.log_common_ties[:] = constant, closing
    return w, p, f


def made(w, p, f, year=YEAR):
    """Whether each pair has a treaty made in the future, (pairs, futures)."""
    entente.step(w, p, f, 1, 0, year)
    return np.array([f.pairs[q].entente[: f.width] for q in range(len(w.pairs))]) > 0


def free(w, f):
    return np.array(
        [f.links[w.pairs[q].link].strength[0] == f.links[w.pairs[q].link].treaty[0] == 0.0 for q in range(len(w.pairs))]
    )


def test_only_pairs_that_nothing_binds_make_one_at_their_rate(sets):
    w, p, f = start(sets, constant=np.log(0.25 / 0.75))
    found, able = made(w, p, f), free(w, f)
    assert not found[~able].any()
    assert found[able].mean() == pytest.approx(0.25, abs=4 * np.sqrt(0.19 / (able.sum() * WIDTH)))


def test_nothing_is_made_and_treaties_end_as_pacts_do_while_it_is_off(sets):
    w, p, f = start(sets, constant=40.0, width=8)
    p.draws[0].entente_forming[:] = 0.0
    assert not made(w, p, f).any()
    p.draws[0].entente_ending.constant[:] = 40.0
    p.draws[0].ending.constant[:] = -40.0
    p.draws[0].ending_rate[:] = 0.0
    treaty_end.step(w, p, f, 1, 0, YEAR)
    below = [k for k in range(len(w.instruments)) if w.instruments[k].kind == ENTENTE]
    assert below
    assert all(f.instruments[k].exit[r] == NEVER for k in below for r in range(8))
    p.draws[0].entente_forming[:] = 1.0
    treaty_end.step(w, p, f, 1, 0, YEAR)
    assert all(f.instruments[k].exit[r] < NEVER for k in below for r in range(8))


def test_third_states_with_a_treaty_of_two_with_each_raise_the_odds(sets):
    w, p, f = start(sets, constant=-3.0, closing=2.0)
    q = next(q for q in np.flatnonzero(free(w, f)).tolist() if w.pairs[q].common_end - w.pairs[q].common_start > 1)
    i, j = w.pairs[q].first, w.pairs[q].second
    k = w.common[w.pairs[q].common_start]
    apart = [entente.made(w, p, f, q, 0.08, r) for r in range(2)]
    entente.bind(w, f)
    for n in (w.link[i, k], w.link[j, k]):
        f.links[n].paired[0], f.links[n].paired[1] = 1.0, 0.0
    assert [entente.made(w, p, f, q, 0.08, r) for r in range(2)] == [True, apart[1]]


def test_a_treaty_that_was_made_tightens_the_bloc_and_may_end(sets):
    w, p, f = start(sets, constant=-40.0, width=2)
    q = w.pair[CHINA, DPRK]
    for n in range(len(w.links)):
        f.links[n].strength[:] = 0.0
    for k in range(len(w.instruments)):
        f.instruments[k].strength[:] = 0.0
    f.pairs[q].entente[0], f.pairs[q].entente[1] = 1, 0
    bloc.measure(w, f)
    pairs = len(w.bloc) * (len(w.bloc) - 1) / 2
    assert f.whole[0].tightness[0] - f.whole[0].tightness[1] == pytest.approx(0.25 / pairs)
    p.draws[0].entente_ending.constant[:] = 40.0
    assert not made(w, p, f).any()
