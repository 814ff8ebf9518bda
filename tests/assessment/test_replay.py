"""A future that is told is the one that is counted, and its twin differs by what was made different alone."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment.replay_lines import Replay
from foedus.cli import app
from foedus.errors import InputError
from foedus.report.figures.replay import BOTH, FUTURE, TWIN, _counted, figure
from foedus.report.replay import replay_text
from foedus.simulation.chronicle import LEVELS
from foedus.simulation.engine import chronicles
from foedus.simulation.study import Study
from foedus.world.world import LEVELS as WORDS

HORIZON, LAST = 6, 40
OF_DISPUTES = (
    "war_outside",
    "war_begun_on",
    "war_begun_by",
    "war_inside",
    "protege_deaths",
    "protege_attacked",
    "patron_attacked",
    "invoked",
)
CHANGES = {
    "nothing": {},
    "an instrument": {"without": "us-forces-korea"},
    "an order": {"order": "hostile-bloc"},
    "a mechanism": {"mechanisms": "integrity=off"},
    "something made": {"do": "war:CHN-TAW in 2026"},
    "an episode made": {"do": "coercion in 2026"},
}


@pytest.fixture(scope="module")
def futures():
    return foedus.simulate("us-rok", futures=LAST, horizon=HORIZON, seed=3)


@pytest.fixture(scope="module")
def twin():
    return foedus.simulate(
        "us-rok", futures=LAST, horizon=HORIZON, seed=3, policy=foedus.Policy(without=("us-forces-korea",))
    )


def counted(futures, number):
    """The events of each year of a future, by name."""
    flags = futures.events[number]
    return [{str(name) for name in futures.event.values[flags.values[:, t]]} for t in range(HORIZON)]


def kept_up(told):
    """Whether every instrument of the alliance is kept up, year by year, from what is told of them."""
    own = {item.id for item in foedus.load_case("us-rok").instruments if item.own}
    lost, found = set(), []
    for year in told.years:
        for each in year.happenings:
            if each.what in ("integrity-lost", "out-of-force") and each.instrument in own:
                lost.add(each.instrument)
            elif each.what == "integrity-regained":
                lost.discard(each.instrument)
        found.append(not lost)
    return found


def check(told, futures, number):
    assert [set(year.events) for year in told.years] == counted(futures, number)
    yearly, totals = futures.yearly[number], futures.totals[number]
    for t, year in enumerate(told.years):
        disputes = [each for each in year.happenings if each.what == "dispute"]
        assert len(disputes) == yearly.sel(column="disputes")[t]
        assert sum(each.level == "war" for each in disputes) == yearly.sel(column="wars")[t]
        assert {name for each in disputes for name in each.outcomes} & set(OF_DISPUTES) == set(year.events) & set(
            OF_DISPUTES
        )
        assert any(each.what == "coercion" for each in year.happenings) == ("coercion" in year.events)
    every = [each for year in told.years for each in year.happenings]
    provocations = Counter()
    for each in every:
        if each.what == "provocation":
            provocations[each.instrument] += each.number
    for name in futures.total.values:
        if "_" not in str(name):
            assert provocations[str(name)] == totals.sel(total=name)
    cost = sum(each.number for each in every if each.what == "coercion")
    assert cost == pytest.approx(float(totals.sel(total="coercion_cost")))
    of_protege = sum(each.what == "dispute" and "South Korea" in each.states for each in every)
    assert of_protege == totals.sel(total="disputes_protege")


@pytest.mark.parametrize("number", [0, 17, LAST - 1])
def test_what_is_told_is_what_the_ensemble_counts(futures, twin, number):
    found = foedus.replay("us-rok", number, horizon=HORIZON, seed=3, without="us-forces-korea")
    check(found.told, futures, number)
    assert kept_up(found.told) == ["integrity_kept" in year.events for year in found.told.years]
    check(found.twin, twin, number)


def test_levels_and_those_who_join_are_those_of_the_chronicle():
    study = Study(foedus.load_case("us-rok"), seed=3, horizon=HORIZON)
    question = study.question()
    [(_, kept)] = chronicles(question.setting, question.sets.parameters, seed=3, futures=20, horizon=HORIZON)
    names = {name: place for place, name in enumerate(study.world.names)}
    for number in (0, 7, 17):
        told = foedus.replay("us-rok", number, horizon=HORIZON, seed=3).told
        levels, pairs, joined = np.zeros((HORIZON, LEVELS)), np.zeros(len(study.world.pairs)), 0
        for t, year in enumerate(told.years):
            for each in year.happenings:
                if each.what == "dispute":
                    levels[t, WORDS.index(each.level) - 1] += 1
                    pairs[question.setting.pair[names[each.states[0]], names[each.states[1]]]] += 1
                    joined += len(each.with_first) + len(each.with_second)
        assert (levels == kept.levels[number]).all()
        assert (pairs == kept.pairs[number]).all()
        assert joined >= kept.allies[number, :, 1].sum()


def test_a_treaty_leaves_force_when_it_is_told_to(futures):
    ended = futures.events.sel(event="pact_in_force").values[:, -1].argmin()
    found = foedus.replay("us-rok", int(ended), horizon=HORIZON, seed=3)
    [left] = [
        year.year
        for year in found.told.years
        for each in year.happenings
        if each.what == "out-of-force" and each.instrument == "mutual-defense-treaty"
    ]
    held = futures.events.sel(event="pact_in_force")[ended]
    assert left == int(held.year[~held.values][0])
    [denounced] = [each for year in found.told.years for each in year.happenings if each.what == "denounced"][:1]
    assert denounced.number == left


@pytest.mark.parametrize("change", CHANGES)
def test_the_twin_is_there_if_something_differs_and_parts_where_it_first_does(change):
    found = foedus.replay("us-rok", 17, horizon=4, **CHANGES[change])
    assert (found.twin is not None) == bool(CHANGES[change])
    assert found.parts == min(found.differing, default=None)
    if found.twin:
        before = [year for year in found.told.years if found.parts is None or year.year < found.parts]
        assert [year.happenings for year in before] == [
            year.happenings for year in found.twin.years[: len(before)]
        ]  # no instrument that is gone is told of in these years
    text = replay_text(found)
    assert all(str(year.year) in text for year in found.told.years)
    assert ("twin" in text) == bool(CHANGES[change])


def test_an_agreement_that_expires_is_told_and_agreed_anew():
    found = foedus.replay("us-rok", 1, horizon=4, mechanisms="renewal=on")
    told = [(year.year, each.what) for year in found.twin.years for each in year.happenings]
    assert {"expired", "agreed-anew"} <= {what for _, what in told}
    assert min(year for year, what in told if what == "agreed-anew") > min(
        year for year, what in told if what == "expired"
    )


def test_the_luck_of_a_twin_is_that_of_the_future():
    found = foedus.replay("us-rok", 17, horizon=4, without="thaad")
    for one, two in zip(found.told.years, found.twin.years, strict=True):
        governments = [[each for each in year.happenings if each.what == "government"] for year in (one, two)]
        assert governments[0] == governments[1]


def test_the_first_future_with_an_outcome_is_the_lowest(futures):
    found = foedus.replay("us-rok", with_outcome="protege_deaths", futures=LAST, horizon=HORIZON, seed=3)
    happened = futures.events.sel(event="protege_deaths").values.any(axis=1)
    assert found.future == happened.argmax()
    assert (found.chosen.happened, found.chosen.futures) == (happened.sum(), LAST)
    estimate = found.chosen.estimate
    assert estimate.value == happened.mean()
    assert estimate.low < estimate.value < estimate.high
    assert f"{happened.sum()} of {LAST} futures have it: {100 * happened.mean():.2g}% (" in " ".join(
        replay_text(found).split()
    )
    status = foedus.replay("us-rok", with_outcome="pact_in_force", futures=LAST, horizon=HORIZON, seed=3)
    assert status.chosen.happened == futures.events.sel(event="pact_in_force").values[:, -1].sum()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "name one future: its number (--future N), or an outcome (--with-outcome NAME)"),
        ({"future": 1, "with_outcome": "war_outside"}, "name one future"),
        ({"future": 1, "sets": 0}, "sets 0 is not allowed"),
        ({"future": -1}, "future -1 is not allowed: a whole number from 0 to 99,999,999"),
        ({"future": 10**9}, "future 1000000000 is not allowed"),
        ({"future": 1, "without": "thad"}, "unknown instrument 'thad'; did you mean 'thaad'"),
        ({"future": 1, "order": "multipola"}, "unknown order 'multipola'"),
        ({"future": 1, "mechanisms": "integrity"}, "mechanism 'integrity'"),
        ({"with_outcome": "war"}, "unknown outcome 'war'"),
        ({"with_outcome": "disputes_protege"}, "unknown outcome 'disputes_protege'"),
        (
            {"with_outcome": "protege_nuclear", "futures": 1, "horizon": 1},
            "protege_nuclear happens in none of the first 1 futures of us-rok; ask for more with --futures",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(asked, message):
    with pytest.raises(InputError) as refused:
        foedus.replay("us-rok", **asked)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_the_command_writes_text_and_json(tmp_path):
    out = tmp_path / "replay.json"
    asked = ["replay", "us-philippines", "--future", "2", "--horizon", "3", "--mechanism", "integrity=off"]
    done = CliRunner().invoke(app, [*asked, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert Replay.model_validate_json(out.read_text(encoding="utf-8")).twin.mechanisms
    done = CliRunner().invoke(app, asked)
    assert "mechanism integrity=off" in " ".join(done.output.split())


@pytest.mark.parametrize("change", ["nothing", "something made"])
def test_the_timeline_has_every_happening_once(change, tmp_path):
    found = foedus.replay("us-rok", 7, horizon=HORIZON, seed=3, **CHANGES[change])
    marks = _counted(found)
    told = [each for year in found.told.years for each in year.happenings]
    counted = sum(number for (_, _, where), number in marks.items() if where != TWIN)
    provoked = sum(each.number for each in told if each.what == "provocation")
    others = sum(each.what not in ("provocation", "continues") for each in told)
    assert counted == pytest.approx(provoked + others, abs=0.5)
    alone = {year for _, year, where in marks if where in (FUTURE, TWIN)}
    assert alone <= set(found.differing)
    assert bool(alone) == (change == "something made")
    rows = figure(found)["layer"][0]["data"]["values"]
    assert len(rows) == len(marks)
    places = {row["place"] for row in rows if row["where"] == BOTH}
    assert len(places) == len({name for name, _, where in marks if where == BOTH})


def test_the_command_draws_a_timeline(tmp_path):
    chart = tmp_path / "twins.svg"
    asked = ["replay", "us-philippines", "--future", "2", "--horizon", "3", "--chart", str(chart)]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert "It is one draw of many" in chart.read_text(encoding="utf-8")
