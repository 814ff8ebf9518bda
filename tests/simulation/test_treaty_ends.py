"""Treaties end alone or together in a collapse; strain, adherence and cost-sharing press on those of the alliance alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta
from tests.simulation.begun import begun

from foedus.equations.treaty_end import COLLAPSE_SHARE
from foedus.simulation.common import DEFENCE_PACT, NEVER
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import Policy, setting
from foedus.simulation.steps import treaty_end, treaty_formation
from foedus.simulation.steps.integrity import begin as begin_integrity
from foedus.world.build import from_case
from foedus.world.case import load_case

WORLD = from_case(load_case("us-rok"))
WIDTH, YEAR = 800, WORLD.year + 1
CODES = WORLD.codes.tolist()
USA, RUSSIA = CODES.index(2), CODES.index(365)
SHARE = beta(*COLLAPSE_SHARE)


@pytest.fixture(scope="module")
def sets():
    return draw_parameters(WORLD, sets=4, specification={"treaty-end": "collapse"}).parameters


def start(sets, *, constant=None, rate=0.0, policy=None, width=WIDTH):
    """Setting, parameters and future with no pressure, chosen hazard and chosen rate of collapses."""
    w = setting(WORLD, policy=policy)
    p, f = begun(w, sets, width)
    p.draws[0].ending_rate[:] = rate
    for name in p.draws[0].ending_pressure.dtype.names:
        p.draws[0].ending_pressure[name][:] = 0.0
    p.effect[:, treaty_end.CHANNEL] = 0.0
    if constant is not None:
        p.draws[0].ending.constant[:] = constant
    return w, p, f


def ended(w, p, f, year=YEAR):
    """Whether each defence pact is denounced in the year, by its name."""
    treaty_end.step(w, p, f, 1, 0, year)
    pacts = [k for k in range(len(w.instruments)) if w.instruments[k].kind == DEFENCE_PACT]
    return {WORLD.instruments[k]: np.array(f.instruments[k].exit[: f.width]) < NEVER for k in pacts}


def led_by(state):
    return [name for k, name in enumerate(WORLD.instruments) if WORLD.kind[k] == DEFENCE_PACT and WORLD.party[k][state]]


def test_the_treaties_of_a_patron_end_together_at_the_share_drawn(sets):
    w, p, f = start(sets, constant=-40.0, rate=1.0)
    gone = ended(w, p, f)
    ours = [gone[name] for name in led_by(USA)]
    assert len(ours) >= 3
    for each in ours:
        assert each.mean() == pytest.approx(SHARE.mean(), abs=4 * np.sqrt(0.25 / WIDTH))
    both = np.mean([(a & b).mean() for n, a in enumerate(ours) for b in ours[:n]])
    assert both == pytest.approx(SHARE.moment(2), abs=0.03)
    share = SHARE.ppf(np.array(f.states[USA].collapse[:WIDTH]))
    high = share > np.median(share)
    assert np.mean([each[high].mean() for each in ours]) == pytest.approx(share[high].mean(), abs=0.03)
    assert np.mean([each[~high].mean() for each in ours]) == pytest.approx(share[~high].mean(), abs=0.03)


def test_blocs_collapse_apart_and_at_their_rate(sets):
    w, p, f = start(sets, constant=-40.0, rate=0.3)
    ended(w, p, f)
    one, other = (np.array(f.states[i].collapse[:WIDTH]) > 0.0 for i in (USA, RUSSIA))
    assert one.mean() == pytest.approx(0.3, abs=0.05)
    assert (one & other).mean() == pytest.approx(0.09, abs=0.03)
    minor = next(i for i in range(len(CODES)) if not w.states[i].major)
    assert not np.array(f.states[minor].collapse[:WIDTH]).any()


def test_without_hazard_and_collapse_nothing_ends(sets):
    w, p, f = start(sets, constant=-40.0)
    assert not any(each.any() for each in ended(w, p, f).values())


def test_an_own_pact_of_two_states_ends_in_a_collapse_of_the_stronger(sets):
    w, p, f = start(sets, constant=-40.0, width=2)
    f.states[USA].collapse[0], f.states[USA].collapse[1] = 0.999999, 0.0
    other = CODES.index(732)
    assert treaty_formation._ends(w, p, f, 0.5, USA, other, YEAR, 0)
    assert not treaty_formation._ends(w, p, f, 0.5, USA, other, YEAR, 1)


@pytest.mark.parametrize("adherence", [-1.0, 0.0, 1.0])
def test_pressure_that_is_off_is_exactly_nothing(sets, adherence):
    w, p, f = start(sets, policy=Policy(adherence=adherence), width=50)
    f.whole[0].strain[:] = 0.9
    gone = ended(w, p, f)
    assert (np.array(f.whole[0].pressure[:50]) == 0.0).all()
    plain = ended(*start(sets, width=50))
    assert all((gone[name] == plain[name]).all() for name in plain)


def test_pressure_is_strain_above_its_mean_and_adherence(sets):
    w, p, f = start(sets, policy=Policy(adherence=0.5), width=2)
    p.draws[0].ending_pressure.strain[:] = 0.4
    p.draws[0].ending_pressure.adherence[:] = -0.2
    f.whole[0].strain[0], f.whole[0].strain[1] = 0.7, WORLD.strain.mean()
    treaty_end.press(w, p, f, YEAR)
    assert f.whole[0].pressure[0] == pytest.approx(0.4 * (0.7 - WORLD.strain.mean()) - 0.1)
    assert f.whole[0].pressure[1] == pytest.approx(-0.1)


def test_a_lapse_of_cost_sharing_presses_by_what_it_was_worth(sets):
    w, p, f = start(sets, policy=Policy(without=("cost-sharing",)), width=2)
    k = WORLD.instruments.index("cost-sharing")
    begin_integrity(w, f)
    p.effect[k, treaty_end.CHANNEL] = -0.1
    treaty_end.press(w, p, f, YEAR)
    assert f.whole[0].pressure[0] == pytest.approx(0.1 * WORLD.integrity[k])
    w, p, f = start(sets, width=2)
    p.effect[k, treaty_end.CHANNEL] = -0.1
    treaty_end.press(w, p, f, YEAR)
    assert f.whole[0].pressure[0] == pytest.approx(0.0)


def test_pressure_reaches_the_treaties_of_the_alliance_alone(sets):
    plain = ended(*start(sets, constant=-2.0))
    w, p, f = start(sets, constant=-2.0)
    p.draws[0].ending_pressure.strain[:] = 2.0
    f.whole[0].strain[:] = 1.0
    pressed = ended(w, p, f)
    own = "mutual-defense-treaty"
    assert pressed[own].mean() > 1.5 * plain[own].mean()
    assert (pressed[own] >= plain[own]).all()
    assert all((pressed[name] == plain[name]).all() for name in plain if name != own)


def test_only_great_powers_have_intercepts_where_the_specification_says_so():
    drawn = {
        name: draw_parameters(WORLD, sets=4, specification={"treaty-end": name}).parameters.ending_patron
        for name in ("patrons", "great-powers", "split")
    }
    assert drawn["patrons"].all()
    assert (drawn["great-powers"] != 0.0).all(axis=0).tolist() == WORLD.major.tolist()
    assert not drawn["split"].any()
