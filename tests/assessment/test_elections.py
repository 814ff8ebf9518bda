"""Governments by year add up, what is seen is what the futures hold, and a pair that is imposed governs in every year."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import numpy as np
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment.contribution import one_by_one
from foedus.assessment.elections import PAIRS, After, held, mark
from foedus.assessment.elections_lines import Elections
from foedus.cli import app
from foedus.errors import InputError
from foedus.report.elections import elections_text
from foedus.report.figures import elections as heatmap
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.world.outcomes import outcome, outcomes_of

FUTURES, HORIZON, YEAR = 600, 8, 2027


@pytest.fixture(scope="module")
def case():
    return foedus.load_case("us-rok")


@pytest.fixture(scope="module")
def found(case):
    return foedus.elections(case, futures=FUTURES, horizon=HORIZON)


@pytest.fixture(scope="module")
def futures(case):
    return foedus.simulate(case, futures=FUTURES, horizon=HORIZON)


def by_name(lines):
    return {line.outcome: line for line in lines}


def both(case, pair, **asked):
    """A question with a pair held, and without."""
    study = Study(case, horizon=HORIZON, **asked)
    free = study.question()
    return held(study, free, pair), free, study


def test_some_pair_governs_in_every_year(found):
    for year in range(HORIZON):
        assert sum(pair.by_year[year].value for pair in found.pairs) == pytest.approx(1.0)
    assert [pair.in_office for pair in found.pairs].count(True) == 1
    assert {(pair.patron, pair.protege) for pair in found.pairs} == set(PAIRS)


def test_the_year_is_the_first_by_which_both_have_voted(found, case):
    assert found.year == YEAR
    assert foedus.elections(case, futures=4, horizon=3).year == 2025  # the year before the last, where it comes first


def test_what_is_seen_is_what_the_futures_hold(found, futures):
    after = futures.events.sel(year=slice(YEAR + 1, None))
    for pair in found.pairs:
        here = futures.events.sel(event=mark((pair.patron, pair.protege)), year=YEAR)
        seen = by_name(pair.seen)
        for name in ("war_outside", "protege_deaths", "coercion"):
            expected = float(after.sel(event=name).any("year").where(here).mean())
            assert seen[name].estimate.value == pytest.approx(expected)
            assert seen[name].futures == int(here.sum())
        for name in ("pact_in_force", "protege_nuclear"):
            expected = float(after.sel(event=name).isel(year=-1).where(here).mean())
            assert seen[name].estimate.value == pytest.approx(expected)


def test_pairs_average_to_all_futures(found):
    for one in found.outcomes:
        if not one.given:
            lines = [by_name(pair.seen)[one.name] for pair in found.pairs]
            whole = sum(line.estimate.value * line.futures for line in lines) / FUTURES
            assert whole == pytest.approx(one.estimate.value)
            change = sum(line.difference.estimate.value * line.futures for line in lines)
            assert change == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_that_is_held_governs_in_every_year_of_every_future(case, pair):
    question, _, study = both(case, pair)
    [chunk] = one_by_one(study, [question], 40)
    for other in PAIRS:
        word = (1 << HORIZON) - 1 if other == pair else 0
        assert (chunk.kept.events[:, EVENTS.index(mark(other))] == word).all()


def test_to_hold_those_who_stay_in_office_changes_nothing(case):
    pair = ("progressive", "conservative")
    question, free, study = both(case, pair)
    first, second = one_by_one(study, [question, free], FUTURES)
    stays = second.kept.events[:, EVENTS.index(mark(pair))] == (1 << HORIZON) - 1
    assert stays.sum() > 3
    assert (first.kept.events == second.kept.events)[stays].all()
    assert (first.kept.totals == second.kept.totals)[stays].all()
    assert (first.kept.events != second.kept.events)[~stays].any()


def test_both_engines_hold_a_pair_alike(case):
    runs = []
    for engine in ("compiled", "reference"):
        question, _, _ = both(case, ("conservative", "progressive"), engine=engine)
        events, totals, _ = question.rows(0, 2)
        runs.append((events, totals))
    assert (runs[0][0] == runs[1][0]).all()
    np.testing.assert_allclose(runs[0][1], runs[1][1])


def test_more_strain_leaves_less_of_the_instruments(found):
    kept = {pair.strain: by_name(pair.imposed)["integrity_kept"].estimate.value for pair in found.pairs}
    assert sorted(kept, reverse=True) == sorted(kept, key=kept.__getitem__)


def test_without_strain_who_governs_moves_no_instrument(case):
    calm = case.model_copy(update={"strain": ()})
    answer = foedus.elections(calm, futures=60, horizon=6, outcomes=["integrity_kept", "pact_in_force"])
    for pair in answer.pairs:
        for line in pair.imposed:
            change = line.difference.estimate
            assert change.value == change.low == change.high == 0.0


def test_too_few_parameter_sets_cannot_tell(case):
    answer = foedus.elections(case, futures=60, horizon=6, outcomes=["war_outside", "patron_fights"])
    rare = [by_name(pair.seen)["patron_fights"] for pair in answer.pairs]
    assert all(line.estimate.value is line.difference.estimate.value is None for line in rare)
    assert all(line.effective_sets < 30 for line in rare)
    assert "cannot tell: fewer than 30 effective parameter sets" in " ".join(elections_text(answer).split())


def test_events_before_the_condition_do_not_count():
    after = After(shift=2, horizon=4, sets=2)
    war, fights = outcome("war_outside"), outcome("patron_fights")
    events = np.zeros((3, len(EVENTS)), np.uint64)
    events[:, EVENTS.index("war_outside")] = [0b0011, 0b0111, 0b1000]
    assert after.counted(war, events)[0].tolist() == [False, True, True]
    events[:, EVENTS.index("protege_attacked")] = [0b0010, 0b0110, 0b1000]
    events[:, EVENTS.index("patron_fails")] = [0b0010, 0b0010, 0b1000]
    happened, there = after.counted(fights, events)
    assert (there.tolist(), happened.tolist()) == ([False, True, True], [False, True, False])
    assert after.effective(np.array([True, True, False])) == 2.0
    assert after.effective(np.array([True, False, True])) == 1.0


def test_a_pair_without_the_event_is_not_surely_apart_from_a_rare_one():
    number = np.arange(400)
    pair, rare = number < 100, np.isin(number, (150, 250, 350))
    everyone = np.ones(400, np.bool_)
    [one] = [one for one in outcomes_of(foedus.load_case("us-rok")) if one.name == "protege_nuclear"]
    found = After(shift=2, horizon=8, sets=200).line(one, (rare, pair), (rare, everyone))
    assert found.difference.estimate.value == pytest.approx(-3 / 400)
    assert found.difference.estimate.high > 0.0
    assert not found.difference.clear


def test_chunks_of_pairs_are_kept_apart_in_a_store(case, tmp_path, monkeypatch):
    asked = {"futures": 30, "horizon": 4, "outcomes": ["integrity_kept"]}
    plain = foedus.elections(case, **asked)
    store = Store(tmp_path, 10**9)
    assert foedus.elections(case, store=store, **asked) == plain
    monkeypatch.setattr("foedus.simulation.chunks.counted", lambda one: pytest.fail("simulated again"))
    assert foedus.elections(case, store=store, **asked) == plain


def test_the_text_and_the_chart_tell_every_pair_and_outcome(found):
    text = " ".join(elections_text(found).split())
    for pair in found.pairs:
        assert f"{pair.patron}, {pair.protege}" in text
        assert pair.reason in text
    for one in found.outcomes:
        assert one.label in text
    assert "coercion_cost, disputes_protege" in text
    drawn = heatmap.figure(found)
    alt.Chart.from_dict(drawn)
    assert len(drawn["vconcat"][0]["layer"][0]["data"]["values"]) == 4 * HORIZON


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"year": 2023}, "year 2023 is not allowed: 2024 to 2042, so that years after it are simulated"),
        ({"year": 2043}, "year 2043 is not allowed: 2024 to 2042"),
        ({"year": "soon"}, "year soon is not allowed: a whole number"),
        ({"horizon": 1}, "horizon 1 leaves no year after the first; ask for 2 years or more"),
        ({"outcomes": "war"}, "unknown outcome 'war'"),
        (
            {"outcomes": "coercion_cost"},
            "outcome 'coercion_cost' is kept for the whole horizon and not by year; leave it out",
        ),
        ({"order": "multipola"}, "unknown order 'multipola'"),
        ({"futures": 0}, "futures 0 is not allowed"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(case, asked, message):
    with pytest.raises(InputError) as refused:
        foedus.elections(case, **asked)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_a_case_without_governments_is_refused():
    ruritania = foedus.load_case(Path(__file__).parent / "ruritania.yaml")
    states = tuple(
        state.model_copy(update={"government": state.government.model_copy(update={"side": "none"})})
        if state.government
        else state
        for state in ruritania.states
    )
    with pytest.raises(InputError, match="follows no governments: give patron and protege a side"):
        foedus.elections(ruritania.model_copy(update={"states": states}))


def test_the_command_writes_json_and_a_chart(tmp_path):
    out, chart = tmp_path / "e.json", tmp_path / "e.svg"
    asked = [
        "elections",
        "us-philippines",
        "--futures",
        "60",
        "--horizon",
        "4",
        "--out",
        str(out),
        "--chart",
        str(chart),
    ]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    answer = Elections.model_validate_json(out.read_text(encoding="utf-8"))
    assert answer.years == [2024, 2025, 2026, 2027]
    assert chart.read_text(encoding="utf-8").startswith("<svg")
