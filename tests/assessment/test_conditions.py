"""A tree finds what was planted and nothing in noise, and its figures are those of the futures behind each branch."""

from __future__ import annotations

import altair as alt
import numpy as np
import pytest
from tests.assessment.island import RURITANIA, Planted, island
from typer.testing import CliRunner

import foedus
from foedus.assessment.condition import Condition
from foedus.assessment.conditions import Tree
from foedus.assessment.conditions_lines import Conditions
from foedus.assessment.gap import Sample
from foedus.assessment.made import Watch, made_of
from foedus.assessment.sample import BATCH, sets_of
from foedus.cli import app
from foedus.errors import InputError
from foedus.report.conditions import conditions_text
from foedus.report.figures import conditions as figures
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.study import Study

ASKED = {"fails": "protege_deaths", "year": 2018, "horizon": 6, "futures": 4000}


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return island(tmp_path_factory.mktemp("island"))


def tree_of(case, monkeypatch, given=(), **planted):
    monkeypatch.setattr(
        "foedus.assessment.conditions.Study", lambda case, **asked: Planted(case, baseline=-3.0, **planted, **asked)
    )
    return foedus.conditions(case, given=given, **ASKED)


def test_a_level_that_all_share_is_found_where_it_was_planted(case, monkeypatch):
    found = tree_of(case, monkeypatch, shock=1.5)
    root, yes, no = found.branches[0], *[one for one in found.branches if one.parent == 0]
    assert root.ends == "divided"
    assert yes.given[0].startswith(("dispute:AAA-BBB by", "dispute:RUR-STR by", "war:AAA-BBB by"))
    assert no.given == [f"not {yes.given[0]}"]
    assert (yes.clear, no.clear) == (True, True)
    assert yes.fails.estimate.value > 1.5 * no.fails.estimate.value
    assert yes.against.value == pytest.approx(-no.against.value)
    assert yes.futures + no.futures == root.futures
    assert yes.failures + no.failures == root.failures


def test_states_that_share_nothing_with_the_alliance_divide_nothing(case, monkeypatch):
    found = tree_of(case, monkeypatch)
    assert not any("AAA-BBB" in text for branch in found.branches for text in branch.given)
    asked = tree_of(case, monkeypatch, given="dispute:AAA-BBB by 2018")
    assert not any(branch.clear for branch in asked.branches)


def test_branches_that_are_asked_for_hold_the_futures_that_meet_them(case):
    given = ["government:BOH=conservative in 2017", "dispute:RUR-STR by 2018"]
    found = foedus.conditions(case, given=given, **ASKED)
    study = Study(case, horizon=6)
    pair = study.world.pairs.tolist().index([1, 2])
    question = made_of(study.question(), (), (Watch("side", 0, 1), Watch("dispute", pair)))
    words = question.rows(0, BATCH)[0]
    deaths, side, dispute = (words[:, k] for k in (EVENTS.index("protege_deaths"), len(EVENTS), len(EVENTS) + 1))
    new, later = deaths & np.uint64(0b111) == 0, deaths >> np.uint64(3) != 0
    met = [side & np.uint64(0b10) != 0, dispute & np.uint64(0b111) != 0]
    assert [one.parent for one in found.branches] == [None, 0, 1, 1, 0, 4, 4]
    assert (found.searched, found.year, found.candidates) == (False, 2018, 2)
    for branch in found.branches:
        here = new.copy()
        for place, text in enumerate(branch.given):
            assert text.removeprefix("not ") == given[place]
            here &= met[place] != text.startswith("not ")
        assert branch.first == np.flatnonzero(here & later)[:5].tolist()
        assert branch.fails.futures == branch.futures


def test_the_first_that_fails_is_one_that_a_replay_tells(case):
    found = foedus.conditions(case, given="dispute:RUR-STR by 2018", **ASKED)
    branch = found.branches[1]
    told = foedus.replay(case, branch.first[0], horizon=6).told
    years = [year.year for year in told.years if "protege_deaths" in year.events]
    assert years[0] > 2018
    disputes = [(year.year, each.states) for year in told.years for each in year.happenings if each.what == "dispute"]
    assert any(year <= 2018 and set(states) == {"Ruritania", "Strelsau"} for year, states in disputes)
    other = foedus.conditions(case, given="dispute:RUR-STR by 2018", beliefs="optimist", **ASKED)
    assert [one.first for one in other.branches] == [[], [], []]


def noise(seed, planted=0.0, sets=400, each=10, conditions=40):
    """A tree of futures that fail at random, with some of the first condition's."""
    rng = np.random.default_rng(seed)
    group = np.tile(np.arange(sets), each)
    met = rng.random((conditions, len(group))) < rng.uniform(0.05, 0.5, conditions)[:, None]
    failed = rng.random(len(group)) < 0.1 + planted * met[0] + 0.05 * (rng.random(sets) < 0.5)[group]
    splits = [Condition(str(k), "by", 1) for k in range(conditions)]
    searched = (rng.random(sets) < 0.5)[group]
    return Tree(Sample.of(group, seed), searched, failed, splits, met, False, BATCH)


def test_noise_is_divided_one_time_in_twenty():
    trees = [noise(seed).branches(np.ones(4000, bool), 1) for seed in range(60)]
    assert np.mean([len(tree) > 1 for tree in trees]) < 0.14


def test_what_is_planted_is_what_divides():
    for seed in range(5):
        tree = noise(seed, planted=0.15)
        root, yes, no = tree.branches(np.ones(4000, bool), 1)
        assert (yes.given, no.given) == (["0"], ["not 0"])
        assert root.fails.futures == (~tree.searched).sum()
        assert yes.against.value == pytest.approx(0.15, abs=0.06)


def test_a_condition_of_few_sets_divides_nothing():
    tree = noise(1, planted=0.5)
    tree.met[:] = False
    tree.met[0, :50] = True  # 50 sets, half of which are searched
    [root] = tree.branches(np.ones(4000, bool), 1)
    assert root.ends == "few"
    tree.met[0, :200] = True
    [root] = tree.branches(np.ones(4000, bool), 1)
    assert root.ends == "none"


def test_sets_of_half_the_futures_are_searched(case):
    found = foedus.conditions(case, **ASKED)
    root = found.branches[0]
    assert found.searched
    assert root.fails.futures == pytest.approx(root.futures / 2, rel=0.1)
    assert found.parameter_sets == len(set(sets_of(4000).tolist())) == 400


@pytest.fixture(scope="module")
def found(case):
    return foedus.conditions(case, given=["dispute:RUR-STR by 2018", "war:BOH-STR by 2018"], **ASKED)


def test_the_text_and_the_chart_tell_every_branch(found):
    text = conditions_text(found)
    for branch in found.branches[1:]:
        assert f"{'  ' * branch.depth}{branch.given[-1]}" in text
        assert f"{branch.futures:,}" in text
    assert "cannot tell: fewer than 30 effective parameter sets" in " ".join(text.split())
    alt.Chart.from_dict(figures.figure(found))
    assert Conditions.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"fails": "war"}, "unknown outcome 'war'"),
        ({"fails": "upkeep=maybe"}, "unknown way to fail 'maybe'"),
        ({"depth": 0}, "depth 0 is not allowed: a whole number from 1 to 5"),
        (
            {"depth": 2, "given": "protege_deaths by 2018"},
            "depth 2 is of conditions that are searched for, and 1 are given; leave out",
        ),
        (
            {"year": 2016, "given": "protege_deaths by 2018"},
            "'protege_deaths by 2018' is after 2016, the year by which",
        ),
        ({"year": 2099}, "year 2099 is not allowed: 2016 to 2034, so that years after it are simulated"),
        ({"given": "without garrison"}, "'without garrison' is a setting, which is made and not seen: use --do"),
        (
            {"given": [f"protege_deaths by {year}" for year in range(2016, 2022)]},
            "6 conditions are too many to divide by",
        ),
        ({"futures": 0}, "futures 0 is not allowed"),
        (
            {"fails": "war_outside=yes", "futures": 2, "horizon": 2},
            "cannot tell where it fails: war_outside=yes never comes",
        ),
        ({"order": "multipola"}, "unknown order 'multipola'"),
        ({"beliefs": "naive"}, "unknown beliefs 'naive'"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(case, asked, message):
    with pytest.raises(InputError) as refused:
        foedus.conditions(case, **({"futures": 40} | asked))
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_the_command_writes_json_and_a_chart(tmp_path):
    out, chart = tmp_path / "a.json", tmp_path / "a.svg"
    asked = ["conditions", str(RURITANIA), "--fails", "protege_deaths", "--futures", "200", "--horizon", "6"]
    done = CliRunner().invoke(app, [*asked, "--out", str(out), "--chart", str(chart)])
    assert done.exit_code == 0, done.output
    assert Conditions.model_validate_json(out.read_text(encoding="utf-8")).year == 2020
    assert chart.read_text(encoding="utf-8").startswith("<svg")
