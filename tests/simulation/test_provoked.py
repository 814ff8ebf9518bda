"""What provocations and a ceasefire move: whom, by how much, from the start on, and only where they are switched on."""

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.simulation.block import blank_record
from foedus.simulation.chronicle import blank_chronicle
from foedus.simulation.common import FORCE
from foedus.simulation.mechanisms import switches
from foedus.simulation.outcomes import total
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import Policy, setting
from foedus.simulation.steps import armament, commitments, escalation, integrity
from foedus.simulation.steps import provocation as step
from foedus.simulation.study import Study
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.outcomes import outcomes_of

ON = ("alarm", "provoked-escalation", "armistice")


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


@pytest.fixture
def at_start(world):
    w = setting(world)
    return w, *begun(w, draw_parameters(world, on=ON).parameters)


def pair(w, first, second):
    """The place of the pair of two states, by code."""
    code = w.states.code.tolist()
    return int(w.pair[code.index(first), code.index(second)])


def test_a_type_is_of_the_pairs_of_its_states_with_protege_and_patron(at_start, world):
    w = at_start[0]
    shares = dict(zip(world.provocations, w.provoking, strict=True))
    for ours in (2, 732):
        assert shares["missile-launches"][pair(w, 731, ours)] == pytest.approx(1 / 4)
        assert shares["joint-air-patrols"][pair(w, 710, ours)] == shares["joint-air-patrols"][pair(w, 365, ours)] == 0.5
        assert (
            shares["chinese-zone-entries"][pair(w, 710, ours)]
            == shares["russian-zone-entries"][pair(w, 365, ours)]
            == 0.5
        )
        assert shares["missile-launches"][pair(w, 710, ours)] == 0.0
    assert not any(share[pair(w, 2, 732)] or share[pair(w, 731, 710)] for share in shares.values())


def test_nobody_is_provoked_at_the_start_and_then_by_the_mean_of_the_levels(at_start, world):
    w, p, f = at_start
    assert f.whole[0].alarm[0] == 0.0
    assert not any(f.pairs[q].provoked[0] for q in range(len(w.pairs)))
    p.provocation.government[:] = p.provocation.election[:] = p.provocation.wedge[:] = 0.0
    step.step(w, p, f, 1, 0, w.year + 1)
    walks = dict(zip(world.provocations, f.walks[:, 0], strict=True))
    north = [walks[name] for name in ("missile-launches", "nuclear-tests", "other-provocations", "warheads-added")]
    assert f.pairs[pair(w, 731, 732)].provoked[0] == pytest.approx(np.mean(north))
    china = [walks[name] for name in ("joint-air-patrols", "chinese-zone-entries")]
    assert f.pairs[pair(w, 710, 732)].provoked[0] == pytest.approx(np.mean(china))
    assert f.whole[0].alarm[0] == pytest.approx(np.mean(list(walks.values())))


def test_what_is_provoked_moves_force_and_the_alarm_pursuit_by_their_coefficients(at_start):
    w, p, f = at_start
    integrity.step(w, p, f, 1, 0, w.year + 1)
    q = pair(w, 731, 732)
    f.pairs[q].shift[:] = 0.0
    p.draws[0].provoked[0], p.draws[0].alarming[0] = 0.5, 0.4

    def found():
        escalation.ladder(w, p, f, 2 * q, w.year + 1)
        armament.pursuit(w, p, f, w.protege, w.year + 1)
        force, war = f.whole[0].force[0], f.whole[0].war[0]
        return np.log(force / (1.0 - force)), war, f.whole[0].arming[0]

    before = found()
    f.pairs[q].provoked[0], f.whole[0].alarm[0] = 0.6, 0.3
    after = found()
    assert after[0] - before[0] == pytest.approx(0.3)
    assert after[1] == before[1]
    assert after[2] - before[2] == pytest.approx(0.12)
    f.pairs[q].shift[2, :, 0] = 0.2
    assert found()[0] - after[0] == pytest.approx(0.2)


@pytest.mark.parametrize("without", [(), ("armistice",)])
def test_the_ceasefire_is_between_the_same_pairs_in_force_or_removed(world, without):
    w = setting(world, policy=Policy(without=without))
    assert {q for q in range(len(w.pairs)) if w.pairs[q].truce} == {pair(w, 731, 732), pair(w, 2, 731)}


def test_a_violation_is_a_new_dispute_at_force_across_the_ceasefire(at_start):
    w, p, f = at_start
    out = blank_record(w, 1, blank_chronicle(w, 0, 1), 1)
    for other, level in ((731, FORCE), (731, FORCE - 1), (710, FORCE)):
        commitments.register(w, p, f, out, 2 * pair(w, other, 732), level, 1, 0, w.year + 1, 0)
    assert out.totals[total("ceasefire_violations"), 0] == 1.0


def test_without_the_armistice_there_are_more_violations_where_it_is_believed_to_restrain():
    def violations(mechanisms, without):
        study = Study(load_case("us-rok"), seed=3, horizon=8, switches=switches(mechanisms))
        rows = study.question(policy=Policy(without=without)).rows(0, 400)
        return rows[1][:, total("ceasefire_violations")].mean()

    plain, gone = (violations(["armistice=on"], without) for without in ((), ("armistice",)))
    assert gone > plain + 0.02
    idle, idle_gone = (violations([], without) for without in ((), ("armistice",)))
    assert abs(idle_gone - idle) < (gone - plain) / 2


def test_a_case_without_a_ceasefire_has_no_line_of_violations():
    names = [one.name for one in outcomes_of(load_case("us-philippines"))]
    assert "ceasefire_violations" not in names
    assert "ceasefire_violations" in [one.name for one in outcomes_of(load_case("us-rok"))]
