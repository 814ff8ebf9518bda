"""An ablation adds up, gives nothing to what does nothing, and is the counterfactual of an assessment."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import altair as alt
import numpy as np
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment import additive
from foedus.assessment.ablation import pairs
from foedus.assessment.ablation_lines import Ablation
from foedus.assessment.contribution import contributions
from foedus.assessment.outcomes import paired
from foedus.assessment.ranks import ranked
from foedus.assessment.removals import NOTHING, Removals
from foedus.cli import app
from foedus.errors import InputError
from foedus.report.ablation import ablation_text
from foedus.report.figures import ablation as tornado
from foedus.simulation.setting import setting
from foedus.simulation.store import Store
from foedus.world.build import from_case
from foedus.world.outcomes import outcome

RURITANIA = Path(__file__).parent / "ruritania.yaml"
FUTURES, HORIZON = 80, 6


@pytest.fixture(scope="module")
def case():
    return foedus.load_case("us-philippines")


@pytest.fixture(scope="module")
def found(case):
    return foedus.ablate(case, futures=FUTURES, horizon=HORIZON)


def values(lines):
    return {line.outcome: line.estimate.value for line in lines}


def test_every_legal_set_is_there_once(found):
    sets = [frozenset(each.instruments) for each in found.removed]
    assert len(sets) == len(set(sets)) == found.legal - 1
    rests = {line.instrument: set(line.also_lapse) for line in found.instruments}
    assert all(rests[name] <= each for each in sets for name in each)
    assert found.subsets == 2 ** len(rests)


def test_values_add_up_to_none_minus_all(found):
    for place, one in enumerate(found.outcomes):
        parts = [line.shapley[place].estimate.value for line in found.instruments]
        whole = one.difference.estimate.value
        if None in parts or whole is None:
            assert one.given, one.name
        else:
            assert sum(parts) == pytest.approx(whole, abs=1e-12), one.name


def test_data_literature_and_judgement_add_up_to_what_is_removed(found):
    for line in found.instruments:
        for removed, *parts in zip(
            line.removed, line.parts.data, line.parts.literature, line.parts.judgement, strict=True
        ):
            if removed.estimate.value is not None:
                assert sum(part.estimate.value for part in parts) == pytest.approx(removed.estimate.value, abs=1e-12)


def test_the_change_is_that_of_futures_simulated_without_the_instrument(case, found):
    line = next(each for each in found.instruments if not each.also_lapse)
    runs = [
        foedus.simulate(case, futures=FUTURES, horizon=HORIZON, policy=foedus.Policy(without))
        for without in ((), (line.instrument,))
    ]
    for name in ("bloc_pacts", "war_inside", "pact_in_force"):
        if name not in values(line.removed):
            continue
        kind = outcome(name).kind
        before, after = (
            run.events.sel(event=name).any("year") if kind == "event" else run.events.sel(event=name).isel(year=-1)
            for run in runs
        )
        assert values(line.removed)[name] == pytest.approx(float(after.mean()) - float(before.mean()), abs=1e-12)
    disputes = [float(run.totals.sel(total="disputes_protege").mean()) for run in runs]
    assert values(line.removed)["disputes_protege"] == pytest.approx(disputes[1] - disputes[0], abs=1e-9)


def test_a_treaty_of_three_parties_has_shares_and_a_ratio_and_its_mechanisms_are_told():
    case = foedus.load_case("us-rok")
    parties = {"parties": ("USA", "ROK", "JPN"), "protects": ("USA", "ROK", "JPN")}
    instruments = tuple(
        item.model_copy(update=parties) if item.id == "mutual-defense-treaty" else item
        for item in case.instruments
        if item.id != "us-japan-treaty"
    )
    wide = case.model_copy(update={"instruments": instruments})
    asked = {"futures": 60, "horizon": 10}
    found = foedus.ablate(wide, sets="single", outcomes=["parties_fight", "all_fight", "invoked"], **asked)
    run = foedus.simulate(wide, **asked).totals
    fighting, called = (float(run.sel(total=name).sum()) for name in ("parties_fighting", "parties_called"))
    ratio = next(one for one in found.outcomes if one.name == "parties_fight")
    assert ratio.with_all.value == pytest.approx(fighting / called)
    treaty = next(line for line in found.instruments if line.instrument == "mutual-defense-treaty")
    assert values(treaty.removed)["parties_fight"] is None  # without it nobody is called
    [line] = contributions(wide, ["integrity.strain"], **asked).mechanisms
    assert not {"parties_fight", "all_fight"} & {each.outcome for each in line.differences}


def test_what_an_instrument_cannot_touch_is_exactly_zero():
    lone = foedus.ablate("us-rok", futures=40, horizon=3, outcomes=["war_outside", "protege_nuclear"], sets="single")
    idle = next(line for line in lone.instruments if line.instrument == "non-proliferation-treaty")
    change = idle.removed[0].estimate
    assert idle.removed[0].outcome == "war_outside"
    assert change.value == change.low == change.high == 0.0
    assert not idle.removed[0].clear


def test_a_set_is_as_weak_as_its_weakest_member(found):
    grades = {line.instrument: line.evidence.grade for line in found.instruments}
    for each in found.removed:
        assert each.grade == max(grades[name] for name in each.instruments)
        assert bool(each.parts) == any(
            set(each.instruments) == {x.instrument, *x.also_lapse} for x in found.instruments
        )


def test_an_instrument_on_which_another_rests_is_not_removed_alone(found):
    for line in found.instruments:
        assert bool(line.alone) == (not line.also_lapse)
        assert not line.alone or line.alone == line.removed


def test_an_outcome_that_needs_the_treaty_is_told_so_and_its_pairs_are_not_named(found):
    defined = {one.name: set(one.by_definition) for one in found.outcomes}
    treaty = next(line.instrument for line in found.instruments if line.kind == "defence-pact")
    assert treaty in defined["pact_in_force"]
    assert defined["integrity_kept"] == {line.instrument for line in found.instruments}
    assert not any(pair.relation for pair in found.pairs if defined[pair.outcome] & {pair.first, pair.second})


def test_fewer_sets_are_run_where_fewer_are_asked_for(case, found):
    asked = {"futures": FUTURES, "horizon": HORIZON}
    pairs, single = (foedus.ablate(case, sets=sets, **asked) for sets in ("pairs", "single"))
    assert [line.removed for line in single.instruments] == [line.removed for line in found.instruments]
    assert pairs.pairs == found.pairs
    assert not single.pairs
    assert (single.orders, pairs.orders) == (None, None)
    assert not any(line.shapley for line in (*pairs.instruments, *single.instruments))


def test_a_named_set_is_the_same_as_among_all(case, found):
    each = next(one for one in found.removed if len(one.instruments) > 1)
    named = foedus.ablate(case, remove=",".join(each.instruments), futures=FUTURES, horizon=HORIZON)
    assert [one.instruments for one in named.removed] == [each.instruments]
    assert named.removed[0].grade == "D"
    assert "judgement" in ablation_text(named)
    still = named.model_copy(update={"removed": [], "shown": ["war_outside", "coercion"]})
    said = "; ".join(one.label for one in named.outcomes if one.name in still.shown)
    assert f"No set changes, or it cannot be told: {said}." in " ".join(ablation_text(still).split())
    counted = [one.name for one in found.outcomes if not outcome(one.name).yearly]  # the control variate is another
    assert {name: values(named.removed[0].differences)[name] for name in counted} == {
        name: values(each.differences)[name] for name in counted
    }


def test_chunks_are_taken_from_a_store(case, tmp_path, monkeypatch):
    store = Store(tmp_path, 10**9)
    asked = {"sets": "single", "futures": 30, "horizon": 2, "store": store}
    first = foedus.ablate(case, **asked)
    monkeypatch.setattr("foedus.simulation.chunks.counted", lambda one: pytest.fail("simulated again"))
    assert foedus.ablate(case, **asked) == first


def test_progress_ends_where_it_says(case):
    seen = []
    foedus.ablate(
        case, sets="single", futures=4, horizon=1, progress=lambda done, total, what: seen.append((done, total))
    )
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert {total for _, total in seen} == {len(seen)}


def test_a_degraded_instrument_lapses_with_nothing_and_every_set_may_be(case):
    own = [item.id for item in case.instruments if item.own]
    half = foedus.ablate(case, sets="single", degrade=True, futures=FUTURES, horizon=HORIZON)
    assert half.legal == half.subsets == 2 ** len(own)
    assert [each.instruments for each in half.removed] == [[name] for name in own]
    assert not any(line.also_lapse for line in half.instruments)
    defined = {one.name: one.by_definition for one in half.outcomes}
    assert defined["integrity_kept"] == defined["upkeep"] == own
    assert not defined["pact_in_force"]
    treaty = next(line for line in half.instruments if line.kind == "defence-pact")
    assert values(treaty.removed)["integrity_kept"] < 0.0
    text = " ".join(ablation_text(half).split())
    assert "degraded minus as it is" in text
    assert "without" not in text


def test_to_degrade_moves_where_integrity_is_kept_and_nothing_it_is_measured_by(case):
    world = from_case(case)
    name = world.instruments[int(np.flatnonzero(world.own)[0])]
    here = np.array([each == name for each in world.instruments])
    before, after = setting(world).instruments, setting(world, policy=foedus.Policy(degraded=(name,))).instruments
    kept = 1.0 / (1.0 + np.exp(-after.level[here])) / world.integrity[here]
    assert kept == pytest.approx([0.5])
    assert (after.level[~here] == before.level[~here]).all()
    assert (after.floor == before.floor).all()
    assert (after.reference == before.reference).all()
    with pytest.raises(InputError, match="unknown instrument 'nato'"):
        setting(world, policy=foedus.Policy(degraded=("nato",)))


def test_another_case_is_told_about_itself():
    answer = foedus.ablate(RURITANIA, futures=40, horizon=3)
    text = ablation_text(answer)
    assert answer.case in text
    assert Ablation.model_validate_json(answer.model_dump_json()) == answer


def test_the_text_has_every_instrument_that_moves_an_outcome(found):
    text = "".join(ablation_text(found).split())  # a name may be broken at a hyphen
    assert f"{found.legal:,}of{found.subsets:,}sets" in text
    for line in found.instruments:
        assert "".join(line.instrument.split()) in text or "".join(line.name.split()) in text
    assert "intheJSON:" in text


@pytest.mark.parametrize("sets", ["all", "single"])
def test_the_chart_is_sorted_and_valid(case, found, sets):
    answer = found if sets == "all" else foedus.ablate(case, sets=sets, futures=FUTURES, horizon=HORIZON)
    drawn = tornado.figure(answer)
    alt.Chart.from_dict(drawn)
    for panel in drawn["concat"]:
        sizes = [abs(row["value"]) for row in panel["layer"][0]["data"]["values"]]
        assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"remove": "thad"}, "unknown instrument 'thad'; did you mean 'thaad'"),
        (
            {"remove": "us-forces-korea,thaad"},
            "set 'thaad,us-forces-korea' is not legal: cost-sharing rests on us-forces-korea and lapses with it; add it",
        ),
        ({"remove": ","}, "set ',' to remove names no instrument; name one of mutual-defense-treaty"),
        ({"outcomes": "war"}, "unknown outcome 'war'"),
        ({"sets": "two"}, "unknown sets 'two'"),
        ({"order": "multipola"}, "unknown order 'multipola'; did you mean 'multipolar'"),
        ({"beliefs": "naive"}, "unknown beliefs 'naive'"),
        ({"futures": 0}, "futures 0 is not allowed"),
        ({"futures": 10**7}, "168 sets of 10,000,000 futures and 20 outcomes are more than can be compared at once"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(asked, message):
    with pytest.raises(InputError) as refused:
        foedus.ablate("us-rok", **asked)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_a_case_without_instruments_of_its_own_is_refused(case):
    others = tuple(item.model_copy(update={"own": False}) for item in case.instruments)
    with pytest.raises(InputError, match="has no instrument of its own alliance; give it one with 'own: true'"):
        foedus.ablate(case.model_copy(update={"instruments": others}))


def test_the_command_writes_json_and_a_chart_and_refuses_in_one_line(tmp_path):
    asked = ["ablate", "us-philippines", "--sets", "single", "--futures", "40", "--horizon", "3"]
    out, chart = tmp_path / "a.json", tmp_path / "a.svg"
    done = CliRunner().invoke(app, [*asked, "--out", str(out), "--chart", str(chart)])
    assert done.exit_code == 0, done.output
    assert Ablation.model_validate_json(out.read_text(encoding="utf-8")).sets == "single"
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    with pytest.raises(InputError, match="--remove names the sets: leave out --sets and --chart"):
        CliRunner().invoke(app, [*asked, "--remove", "x"], catch_exceptions=False)


def test_ranks_are_firm_where_sets_agree_and_loose_where_they_do_not():
    sets = np.arange(400) % 100
    firm, loose = np.full(400, 3.0), np.where(sets < 50, -2.0, 2.2)
    table = ranked(np.stack([firm, loose, np.full(400, 0.2), np.zeros(400)]), 100, seed=1)
    assert table[0] == (1, 1, 1, 1.0)
    assert table[1][0] == 3
    assert (table[1][1], table[1][2]) == (2, 3)
    assert table[3] == (4, 4, 4, 0.0)
    assert ranked(np.ones((2, 20)), 20, seed=1) == []  # fewer than thirty sets
    assert ranked(np.array([[np.nan] * 60]), 60, seed=1) == []


def test_a_ratio_has_its_own_value_and_the_error_of_the_delta_method():
    rng = np.random.default_rng(3)
    whole = rng.integers(0, 2, 4000).astype(float)
    part = whole * (rng.random(4000) < 0.3)
    share = outcome("patron_fights")
    x = additive.numbers([share], np.stack([part, whole], axis=1)[:, None], np.ones(1))[0]
    p = part.sum() / whole.sum()
    assert x.mean() == pytest.approx(p)
    assert x.std() / np.sqrt(4000) == pytest.approx(np.sqrt(p * (1 - p) / whole.sum()), rel=0.02)
    [line] = additive.lines([share], x[None], 400)
    assert line.estimate.low < 0.3 < line.estimate.high
    nothing = additive.numbers([share], np.zeros((5, 1, 2)), np.ones(1))
    assert additive.lines([share], nothing, 5)[0].estimate.value is None


def test_the_slope_is_that_of_a_paired_difference():
    rng = np.random.default_rng(4)
    base, other = ((rng.random((500, 1, 2)) < 0.3).astype(float) for _ in range(2))
    war = outcome("war_outside")
    slopes = additive.slopes(base, [other])
    before, after = (additive.numbers([war], each, slopes) for each in (base, other))
    assert additive.lines([war], after - before, 50)[0].estimate == paired(base[:, 0], other[:, 0], 50)


@pytest.mark.parametrize(
    ("harm", "relation"),
    [
        ({1: 0.0, 2: 1.0}, "substitutes"),  # either of the two prevents it
        ({1: 1.0, 2: 1.0}, "complements"),  # only both together prevent it
        ({1: 1.0, 2: 2.0}, None),  # each prevents its own
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_planted_substitutes_and_complements_are_named(case, harm, relation, sign):
    war = outcome("war_outside")
    rng = np.random.default_rng(5)

    def change(removed):
        return sign * (
            harm.get(len(removed), 0.0) * np.ones((1, 200)) + rng.normal(0, 0.01, (1, 200)) * (relation is not None)
        )

    runs = SimpleNamespace(
        removals=Removals({"a": None, "b": None}, "pairs"),
        outcomes=(war,),
        study=SimpleNamespace(case=case),
        change=change,
        lines=lambda contrast: additive.lines([war], contrast / 4, 100),
    )
    [pair] = pairs(runs)
    assert pair.relation == relation


def test_sets_are_closed_and_run_once():
    base = {"treaty": None, "troops": "treaty", "battery": "troops", "pledge": None}
    everything = Removals(base, "all")
    assert everything.sets[0] == NOTHING
    assert len(everything.sets) == len(set(everything.sets)) == everything.count == 8
    assert set(everything.pairs) == {("treaty", "pledge"), ("troops", "pledge"), ("battery", "pledge")}
    assert Removals(base, "all", ("battery,troops",)).sets == [NOTHING, {"troops", "battery"}]
    with pytest.raises(
        InputError, match="set 'treaty' is not legal: troops, battery rest on treaty and lapse with it; add them"
    ):
        _ = Removals(base, "all", ("treaty",)).sets
