"""Mechanisms inside the alliance, in the futures of a case."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus import simulate
from foedus.equations import renewal
from foedus.errors import InputError
from foedus.simulation.mechanisms import check_there, switches
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps import armament, cohesion, credibility, integrity, opinion, readiness, troops
from foedus.simulation.steps import renewal as renewing
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.world import KINDS

ON = ("renewal", "troops", "readiness", "policy-distance", "opinion", "credibility", "leverage")
WIDTH = 50


@pytest.fixture(scope="module")
def case():
    return load_case("us-rok")


@pytest.fixture(scope="module")
def world(case):
    return from_case(case)


@pytest.fixture
def drawn(world):
    w = setting(world)
    return w, *begun(w, draw_parameters(world, sets=WIDTH, on=ON).parameters, width=WIDTH)


def of_kind(world, kind):
    return int(np.flatnonzero(world.own & (world.kind == KINDS.index(kind)))[0])


def test_an_agreement_runs_to_its_end_and_is_negotiated_then(world, drawn):
    w, p, f = drawn
    k = of_kind(world, "cost-sharing")
    assert (w.instruments[k].until, w.instruments[k].years) == (2025, 5)
    assert np.flatnonzero(world.renewable).tolist() == [k]
    for year in (2024, 2025):
        renewing.step(w, p, f, 1, 0, year)
        assert not f.instruments[k].lapsed.any()
        assert f.whole[0].demand == pytest.approx(-renewal.NEGOTIATED)
    renewing.step(w, p, f, 1, 0, 2026)
    assert f.whole[0].demand == pytest.approx(1.0 - renewal.NEGOTIATED)
    lapsed = f.instruments[k].lapsed == 1
    assert 0 < lapsed.sum() < WIDTH
    assert (f.instruments[k].term[~lapsed] == 2030).all()
    assert (f.instruments[k].term[lapsed] == 2025).all()
    assert f.whole[0].lack[lapsed] == pytest.approx(1.0 - renewal.WITHOUT)
    integrity.step(w, p, f, 1, 0, 2026)
    assert (f.instruments[k].strength[lapsed] == 0.0).all()
    assert (f.instruments[k].strength[~lapsed] > 0.0).all()
    fates = [integrity.fate(w, f, k, 2026, r) for r in np.flatnonzero(lapsed)]
    assert set(fates) == {integrity.BY_ITSELF}
    for year in range(2027, 2030):
        renewing.step(w, p, f, 1, 0, year)
    assert (f.whole[0].demand[~lapsed] < 0.0).all()


def test_the_more_the_governments_are_strained_the_more_agreements_lapse(world, drawn):
    w, p, f = drawn
    k = of_kind(world, "cost-sharing")
    p.draws[0].renewal.strain[:] = 10.0
    found = []
    for strain in (0.2, 0.7):
        f.whole[0].strain[:] = strain
        f.instruments[k].term[:] = 2025
        renewing.step(w, p, f, 1, 0, 2026)
        found.append(f.instruments[k].lapsed.sum())
    assert found[0] < found[1]


def test_nothing_strains_the_alliance_beside_its_governments_at_the_start(drawn):
    w, p, f = drawn
    f.whole[0].load[:] = p.draws[0].load_usual
    cohesion.step(w, p, f)
    assert f.whole[0].tension == pytest.approx(0.0, abs=1e-12)
    f.states[w.protege].ideal[:] = f.states[w.patron].ideal
    cohesion.step(w, p, f)
    apart = np.abs(np.abs(p.ideal[w.patron] - p.ideal[w.coercer]) - np.abs(p.ideal[w.protege] - p.ideal[w.coercer]))
    assert f.whole[0].tension == pytest.approx(-p.draws[0].cohesion.distance * apart)


def test_a_busy_patron_moves_strain_and_renewals_by_leverage_alone(world, drawn):
    w, p, f = drawn
    k = of_kind(world, "cost-sharing")
    usual, h = p.draws[0].load_usual.copy(), p.draws[0].cohesion.leverage
    assert (h.min() < 0.0) & (h.max() > 0.0)
    f.whole[0].load[:] = usual
    cohesion.step(w, p, f)
    assert f.whole[0].tension == pytest.approx(0.0, abs=1e-12)
    f.whole[0].load[:] = 1.0
    cohesion.step(w, p, f)
    assert f.whole[0].tension == pytest.approx(h * (1.0 - usual))
    p.draws[0].renewal.strain[:] = 10.0
    found = []
    for leverage in (-0.5, 0.5):
        h[:] = leverage
        f.instruments[k].term[:] = 2025
        renewing.step(w, p, f, 1, 0, 2026)
        found.append(f.instruments[k].lapsed.sum())
    assert found[0] < found[1]


def test_tension_lowers_integrity_through_strain(world, drawn):
    w, p, f = drawn
    k = of_kind(world, "umbrella")
    found = []
    for tension in (0.0, 0.5):
        f.whole[0].tension[:] = tension
        f.instruments[k].integrity[:] = w.instruments[k].level
        integrity.keep_up(w, p, f, k, 1, 0, 2024)
        found.append(f.instruments[k].integrity.copy())
    assert found[1] - found[0] == pytest.approx(-0.5 * p.draws[0].integrity.strain)


def test_a_command_loses_readiness_in_years_in_which_it_is_not_kept_up(world, drawn):
    w, p, f = drawn
    k = of_kind(world, "command")
    readiness.step(w, p, f, 2024)
    assert (f.instruments[k].readiness == 1.0).all()
    f.instruments[k].integrity[:] = w.instruments[k].floor - 0.1
    for year in (2025, 2026, 2027):
        readiness.step(w, p, f, year)
    assert f.instruments[k].readiness == pytest.approx((1.0 - p.draws[0].unlearned) ** 3)
    integrity.step(w, p, f, 1, 0, 2027)
    expected = f.instruments[k].readiness / (1.0 + np.exp(-f.instruments[k].integrity))
    assert f.instruments[k].strength == pytest.approx(expected)


def test_troops_walk_from_those_of_the_case(world, drawn):
    w, p, f = drawn
    k = of_kind(world, "presence")
    troops.step(w, p, f, 1, 0, 2024)
    now = 28.5 * np.exp(f.instruments[k].posted)
    assert f.instruments[k].posted.std() == pytest.approx(0.067, rel=0.3)
    integrity.step(w, p, f, 1, 0, 2024)
    kept = 1.0 / (1.0 + np.exp(-f.instruments[k].integrity))
    assert f.instruments[k].strength == pytest.approx(kept * np.log1p(now))


def test_opinion_walks_and_pulls_the_decision_of_the_protege_alone(drawn):
    w, p, f = drawn
    other = next(i for i in range(len(w.states)) if w.states[i].candidate and i != w.protege)
    before = []
    for i in (w.protege, other):
        armament.survey_opponents(w, f, i)
        armament.pursuit(w, p, f, i, 2024)
        before.append(f.whole[0].arming.copy())
    opinion.step(w, p, f, 1, 0, 2024)
    assert f.whole[0].opinion.std() == pytest.approx(0.2, rel=0.4)
    after = []
    for i in (w.protege, other):
        armament.survey_opponents(w, f, i)
        armament.pursuit(w, p, f, i, 2024)
        after.append(f.whole[0].arming.copy())
    assert after[0] - before[0] == pytest.approx(p.draws[0].opinion_pull * f.whole[0].opinion)
    assert np.array_equal(after[1], before[1])


def test_ally_and_adversary_believe_the_umbrella_each_in_its_way(world, drawn):
    w, p, f = drawn
    k = of_kind(world, "umbrella")
    others = np.delete(np.arange(len(w.instruments)), k)
    mean = world.strain.mean()
    f.whole[0].strain[:] = mean
    f.whole[0].load[:] = p.draws[0].load_usual
    credibility.step(w, p, f, 2024)
    assert f.instruments.doubted == pytest.approx(0.0)
    f.whole[0].strain[:] = mean + 0.3
    credibility.step(w, p, f, 2024)
    ally, adversary = (f.instruments[k].doubted[who] for who in (credibility.ALLY, credibility.ADVERSARY))
    assert ally == pytest.approx(0.3 * p.draws[0].credibility.ally)
    assert adversary == pytest.approx(0.3 * p.draws[0].credibility.adversary)
    assert not f.instruments[others].doubted.any()
    f.whole[0].load[:] += 1.0
    credibility.step(w, p, f, 2024)
    assert f.instruments[k].doubted[credibility.ALLY] - 0.3 * p.draws[0].credibility.ally == pytest.approx(
        p.draws[0].credibility.will
    )
    f.instruments[k].exit[:] = 2024
    credibility.step(w, p, f, 2024)
    assert not f.instruments.doubted.any()


def test_what_is_on_runs_the_same_in_both_engines(case):
    asked = {"futures": 4, "horizon": 4, "mechanisms": [f"{name}=on" for name in ON]}
    compiled, interpreted = (simulate(case, **asked, engine=engine) for engine in ("compiled", "reference"))
    assert compiled.identical(interpreted)


def test_a_case_without_an_end_has_no_renewal(case, world):
    endless = case.model_copy(
        update={"instruments": tuple(item.model_copy(update={"until": None}) for item in case.instruments)}
    )
    assert not from_case(endless).renewable.any()
    with pytest.raises(InputError, match="mechanism 'renewal' cannot be switched on: the case lacks what it acts on"):
        simulate(endless, futures=1, horizon=1, mechanisms=["renewal=on"], engine="reference")
    treaty = dataclasses.replace(world, until=np.where(world.kind == KINDS.index("defence-pact"), 2030, 0))
    assert not treaty.renewable.any()


def test_an_alliance_without_a_patron_has_no_leverage(world):
    alone = dataclasses.replace(world, patron=-1)
    with pytest.raises(InputError, match="mechanism 'leverage' cannot be switched on: the case lacks what it acts on"):
        check_there(switches(["leverage=on"]), alone)
    check_there(switches(["leverage=on"]), world)
