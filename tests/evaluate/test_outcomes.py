"""What is not a dispute: treaties, war, joining, growth; the registry, the command and the skill that ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.errors import InputError
from foedus.estimate.samples import escalation
from foedus.estimate.samples.sample import Sample
from foedus.evaluate import registry, scoring
from foedus.evaluate import skill as skills
from foedus.evaluate.forecasters import models as specifications
from foedus.evaluate.tables import OUTCOME, names, shipped, simplest
from foedus.evaluate.tasks import disputes, rolling, stages
from foedus.evaluate.tasks import levels as growth
from foedus.evaluate.tasks import treaties as survival
from foedus.evaluate.tasks.levels import Levels


def test_disputes_are_scored_for_every_part_and_target(record):
    windows = rolling.rolled(record, [1980, 1990], [1, 10], ["history-only", "shrunken"])
    cells = scoring.cells(list(disputes.forecasts(record, windows)), disputes.YEARLY, 40, 1)
    assert {(c.horizon, c.target) for c in cells} == {
        (1, disputes.YEARLY),
        (10, disputes.YEARLY),
        (10, disputes.WITHIN),
    }
    assert {c.subset for c in cells} == {disputes.ALL, disputes.CONTIGUOUS, disputes.RECENTLY}
    ten = {c.target: c for c in cells if c.horizon == 10 and c.subset == disputes.ALL}
    yearly, within = ten[disputes.YEARLY], ten[disputes.WITHIN]
    assert (yearly.rows, within.rows) == (90 * 20, 90 * 2)
    assert set(yearly.scores["shrunken"]) >= {"brier_skill", "crps", "coverage_90", "calibration_slope"}
    assert yearly.scores["shrunken"]["brier_skill"][1] > 0
    assert yearly.scores["climatology"]["brier_skill"] == (0.0, 0.0, 0.0)
    assert 0.6 <= yearly.scores["shrunken"]["coverage_90"][0] <= 1.0


def test_the_stack_mixes_its_members_and_never_strays_outside_them(record):
    found = rolling.rolled(record, [1985], [1, 5], ["stack"])
    for window in found:
        members = np.stack([window.forecasts[name] for name in rolling.single(specifications.MEMBERS, window.horizon)])
        assert (members.min(axis=0) - 1e-12 <= window.forecasts["stack"]).all()
        assert (window.forecasts["stack"] <= members.max(axis=0) + 1e-12).all()
    assert "direct" not in found[0].forecasts
    assert found[1].forecasts["direct"].std() > 0


def test_survival_finds_the_type_that_lasts():
    rng = np.random.default_rng(1)
    lines = []
    for pair in range(400):
        bilateral = float(pair % 2)
        for year in range(1946, 2019):
            if rng.random() < (0.06 if bilateral else 0.005):
                break
            lines.append((year, pair, pair, bilateral, np.log1p(year - 1946)))
    frame = pl.DataFrame(lines, schema=["year", "pair", "treaty", "bilateral", "log_age"], orient="row")
    made = survival.Pacts(frame, ("bilateral", "log_age"), {})
    found = list(survival.forecasts(made, [1980], [10], 1))
    whole, two, many = scoring.cells(found, survival.TARGET, 50, 1)
    assert whole.scores["type"]["brier_skill"][1] > 0
    for part, hazard in ((two, 0.06), (many, 0.005)):
        assert part.events / part.rows == pytest.approx((1 - hazard) ** 10, abs=0.08)
        assert part.scores["type"]["brier"][0] < part.scores["climatology"]["brier"][0]
    with pytest.raises(
        InputError, match=r"origin 2010 is outside the data: for 10 years ahead 1956 to 2008 are allowed"
    ):
        list(survival.forecasts(made, [2010], [10], 1))


def stage_cell(stage, arrays, origins):
    made = stages.forecasts(stage, Sample(arrays, (1950, 2010), {}, {}), origins, 1)
    return scoring.cells(list(made), stage.target, 50, 1)[0]


def level_scores(found, origins, draws=50):
    return scoring.cells(list(growth.forecasts(found, origins, [10])), "level", draws, 1)[0].scores


def test_a_stage_is_learned_from_the_past_and_scored_on_the_rest():
    rng = np.random.default_rng(2)
    n = 3000
    arrays = {name: rng.normal(size=n) for name in stages.WAR_GIVEN_DISPUTE.models["full"]}
    war = rng.random(n) < 1 / (1 + np.exp(3 - 1.5 * arrays["recent"]))
    arrays |= {"hostility": np.where(war, 5, 4), "year": np.sort(rng.integers(1950, 2011, n)), "dispute": np.arange(n)}
    found = stage_cell(stages.WAR_GIVEN_DISPUTE, arrays, [1980, 1995])
    scores = found.scores
    assert found.rows == (arrays["year"] > 1980).sum()
    assert scores["history-only"]["brier_skill"][1] > 0
    assert scores["full"]["calibration_slope"][0] == pytest.approx(1.0, abs=0.3)
    with pytest.raises(InputError, match=r"origin 2010 is outside the data: 1950 to 2009 are allowed"):
        stage_cell(stages.WAR_GIVEN_DISPUTE, arrays, [2010])


def test_a_stage_of_states_draws_states_and_says_so():
    rng = np.random.default_rng(4)
    n = 4000
    arrays = {name: rng.normal(size=n) for name in stages.PURSUES.models["full"]}
    starts = rng.random(n) < 1 / (1 + np.exp(4 - 1.5 * arrays["latent"]))
    arrays |= {"starts": starts.astype(float), "year": np.sort(rng.integers(1950, 2011, n)), "ccode": np.arange(n) % 90}
    scores = stage_cell(stages.PURSUES, arrays, [1980]).scores
    assert scores["full"]["brier_skill"][1] > 0
    assert scores["history-only"]["brier_skill"][0] < scores["full"]["brier_skill"][1]
    assert "whole states" in registry.OUTCOMES["pursuit"].method
    assert registry.OUTCOMES["pursuit"].capabilities is None


def test_for_a_random_walk_no_change_is_the_forecast_to_beat_and_its_interval_holds():
    rng = np.random.default_rng(3)
    walk = Levels("cinc", np.cumsum(rng.normal(0, 0.1, (150, 71)), axis=1), 1946, {})
    scores = level_scores(walk, [1980, 1990])
    assert scores["no-change"]["coverage_90"][0] == pytest.approx(0.9, abs=0.05)
    assert scores["history-only"]["crps_skill"][2] < 0
    assert scores["direct"]["crps_skill"][0] < 0.03
    trend = Levels("gdp", walk.log + 0.05 * np.arange(71), 1946, {})
    assert level_scores(trend, [1980, 1990])["climatology"]["crps_skill"][1] > 0


def test_the_score_of_a_sample_is_that_of_the_normal_law_it_comes_from():
    from scipy.stats import norm

    rng = np.random.default_rng(6)
    walk = Levels("cinc", np.cumsum(rng.normal(0, 0.1, (400, 71)), axis=1), 1946, {})
    found = level_scores(walk, [1990], 10)["no-change"]["crps"][0]
    sd = 0.1 * np.sqrt(10)
    z = (walk.log[:, 54] - walk.log[:, 44]) / sd
    exact = sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert found == pytest.approx(exact.mean(), rel=0.03)


REFUSED = [
    (["warr"], "unknown outcome to backtest 'warr'; did you mean 'war'?"),
    (["disputes", "--origins", "2000:1990:5"], "origins '2000:1990:5' contains no year"),
    (["disputes", "--origins", "nineteen"], "origins 'nineteen' is not FIRST:LAST:STEP"),
    (["disputes", "--horizons", "1,five"], "horizons '1,five' is not a list of whole numbers"),
    (["war", "--model", "full"], "models can be chosen for disputes only"),
    (["war", "--horizons", "5"], "'war' is forecast one step ahead"),
    (["growth-cinc", "--chart", "a.png"], "growth-cinc forecasts amounts"),
    (["disputes", "--out", "nowhere/a.json"], "the folder nowhere does not exist"),
]


@pytest.mark.parametrize(("arguments", "says"), REFUSED)
def test_the_command_refuses_in_one_line(arguments, says):
    done = CliRunner().invoke(app, ["backtest", *arguments])
    assert isinstance(done.exception, InputError)
    assert says in str(done.exception)
    assert "\n" not in str(done.exception)


def test_the_list_names_every_outcome_and_model():
    done = CliRunner().invoke(app, ["backtest", "list"])
    assert all(name in done.output for name in (*registry.OUTCOMES, "history-only", "rivalry"))


@pytest.mark.parametrize("name", registry.OUTCOMES)
def test_every_shipped_result_is_whole_and_gives_a_skill(name):
    found = shipped(OUTCOME, name)
    assert "cow-nmc" not in found.sources
    assert ("cow-nmc-6" in found.sources) == (found.capabilities == "NMC 6.0")
    assert all(len(sha) == 64 for sha in found.sources.values())
    assert skills.horizons(name) == tuple(found.horizons)
    for horizon in found.horizons:
        one = skills.skill(name, horizon)
        assert one.horizon == horizon
        assert one.skill[1] <= one.skill[0] <= one.skill[2]
        assert "over climatology" in one.words
        assert (one.over_history is None) == (one.model == "history-only")
        assert one.over_history is None or f"{one.over_history[0]:.3f}" in one.words
    assert skills.skill(name, max(found.horizons) + 1) is None
    assert skills.skill(name, 0) is None


@pytest.mark.parametrize("name", names(OUTCOME))
def test_a_gain_turned_round_is_its_negative_and_agrees_with_the_scores(name):
    for cell in shipped(OUTCOME, name).cells:
        plain, score = simplest(cell)
        assert len(cell.differences) == len(cell.scores) - 1
        for line in cell.differences:
            there = line.scores[score]
            back = cell.gain(plain, line.first, score)
            assert back == tuple(None if each is None else -each for each in (there[0], there[2], there[1]))
            one, other = (cell.scores[model][score][0] for model in (line.first, plain))
            rounded = 1e-4 + 1e-3 * (abs(one) + abs(other))
            assert there[0] == pytest.approx(one - other, abs=rounded)
        assert cell.gain("full", "full", "brier_skill") is None


def test_skill_of_disputes_is_within_the_honest_ceiling_and_falls_with_the_horizon():
    found = shipped(OUTCOME, "disputes")
    for cell in found.cells:
        if cell.target == disputes.YEARLY and cell.subset == disputes.ALL:
            assert all(each["auc"][0] < 0.96 and each["brier_skill"][0] < 0.21 for each in cell.scores.values())
    skill = [found.cell(h, disputes.YEARLY, disputes.ALL).scores["shrunken"]["brier_skill"][0] for h in (1, 5, 10, 20)]
    assert skill == sorted(skill, reverse=True)
    assert skills.skill("disputes", 15).horizon == 20
    assert skills.skill("peace", 1) is None


@pytest.mark.data
def test_the_sample_of_another_edition_has_the_same_rows_and_names_its_file():
    found = escalation.sample((1990, 2000), edition="cow-nmc-6")
    assert "cow-nmc-6" in found.sources
    assert "cow-nmc" not in found.sources
    assert found.rows > 100


@pytest.mark.data
def test_pacts_last_as_the_record_says():
    found = survival.pacts()
    at = found.frame.filter(pl.col("year").is_between(1946, 1998)).with_columns(
        lasted=pl.Series(survival._pairs_in(found, found.frame.filter(pl.col("year").is_between(1946, 1998)), 20))
    )
    share = dict(at.group_by("bilateral").agg(pl.col("lasted").mean()).iter_rows())
    # other counts of the same record: .63 for bilateral pacts, .86 for pairs of multilateral treaties
    assert share[1.0] == pytest.approx(0.63, abs=0.05)
    assert share[0.0] == pytest.approx(0.86, abs=0.07)


@pytest.mark.data
def test_pairs_of_one_multilateral_treaty_are_drawn_together():
    found = survival.pacts().frame.filter(pl.col("year") == 1970)
    treaties = found.filter(pl.col("treaty") < 0)
    assert found["treaty"].n_unique() < 0.2 * found.height
    # one treaty of 21 American states alone binds 210 pairs
    assert treaties["treaty"].value_counts()["count"].max() >= 210


LADDER = {
    "years of peace alone": "history-only",
    "capability and geography": "capability",
    "... with alliances": "alliances",
    "... with years of peace": "peace",
    "... with votes, trade, democracy, shrunken dyads": "full",
    "capability, geography, alliances, years of peace": "peace",
    "... with rich history": "rich",
    "capability, geography, years of peace, shrunken dyads": "shrunken",
    "fitted to all years of the horizon": "direct",
    "gradient boosting": "boosting",
    "mixture": "stack",
}


def test_the_tables_of_the_page_on_skill_are_those_of_the_shipped_result():
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "skill.md").read_text(encoding="utf-8")
    found = shipped(OUTCOME, "disputes")
    cells = {h: found.cell(h, disputes.YEARLY, disputes.ALL).scores for h in found.horizons}
    lines = [[c.strip() for c in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    met = 0
    for name, *shown in lines:
        if name not in LADDER:
            continue
        met += 1
        one = {h: cells[h].get(LADDER[name]) for h in found.horizons}
        if len(shown) == 3:
            skill = "{} [{}, {}]".format(*map(figure, one[1]["brier_skill"]))
            assert shown == [figure(one[1]["auc"][0]), figure(one[1]["average_precision"][0]), skill], name
        else:
            assert shown == ["-" if each is None else figure(each["brier_skill"][0]) for each in one.values()], name
    assert met == 14


def figure(value):
    """Three decimals without the leading zero, as the page writes them."""
    return f"{value:.3f}".removeprefix("0")


def test_what_happens_after_the_origin_moves_no_forecast_of_a_stage_or_a_treaty():
    rng = np.random.default_rng(7)
    n = 600
    arrays = {name: rng.normal(size=n) for name in stages.PURSUES.models["full"]}
    arrays |= {"year": np.sort(rng.integers(1950, 2011, n)), "ccode": np.arange(n) % 30}
    arrays["starts"] = (rng.random(n) < 0.2).astype(float)
    turned = np.where(arrays["year"] > 1990, 1 - arrays["starts"], arrays["starts"])
    stage = stages.PURSUES
    one, other = (
        next(stages.forecasts(stage, Sample({**arrays, "starts": starts}, (1950, 2010), {}, {}), [1990], 1))
        for starts in (arrays["starts"], turned)
    )
    assert (one.outcome != other.outcome).all()
    for name, forecast in one.forecast.items():
        np.testing.assert_array_equal(other.forecast[name], forecast, err_msg=name)
    pairs = [
        (year, pair, pair, pair % 2, 1.0) for pair in range(60) for year in range(1946, 2019) if pair > year - 1950
    ]
    frame = pl.DataFrame(pairs, schema=["year", "pair", "treaty", "bilateral", "log_age"], orient="row")
    frame = frame.cast({"bilateral": pl.Float64})
    fewer = frame.filter((pl.col("year") <= 1970) | (pl.col("pair") > 50))
    whole, cut = (
        survival._window(survival.Pacts(each, ("bilateral", "log_age"), {}), 1970, 10, 1) for each in (frame, fewer)
    )
    assert (whole.outcome != cut.outcome).any()
    for name, forecast in whole.forecast.items():
        np.testing.assert_array_equal(cut.forecast[name], forecast, err_msg=name)
