"""A planted lead is found with its own lead time and false alarms, noise is not, and the answer says what it is."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import numpy as np
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment import failure, flags, searched
from foedus.assessment.box_search import Halves
from foedus.assessment.candidates import Candidate
from foedus.assessment.observed import Observable, observables
from foedus.assessment.signpost_figures import Judged
from foedus.assessment.signpost_lines import CLAIM, Signposts
from foedus.assessment.signpost_search import SHARES, Watched, crossings, search
from foedus.cli import app
from foedus.errors import InputError
from foedus.report.figures import signposts as picture
from foedus.report.signposts import signposts_text, words
from foedus.simulation.outcomes import EVENTS, TOTALS
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.study import Study

RURITANIA = Path(__file__).parent / "ruritania.yaml"
YEARS = 5


def observable(path, name="x", kind="number", counted=False):
    return Observable(Candidate(name, name, kind), np.asarray(path, np.float64), counted)


def record(rng, sets=200, each=8, noise=9, planted=True):
    """Futures along columns of noise, half of which are nearly one number a set. Planted: a count of 8 by the fifth year makes
    failure four times as likely, two to eleven years after the fifth. Otherwise failures cluster by set, by nothing else."""
    n = sets * each
    group = np.repeat(np.arange(sets), each)
    own, shared = rng.normal(size=(noise, n, YEARS)), rng.normal(size=(noise, sets))[:, group, None]
    paths = [0.3 * own[column] + shared[column] if column % 2 else own[column] for column in range(noise)]
    lead = np.cumsum(rng.poisson(1.0, size=(n, YEARS)), axis=1)
    rate = 0.1 + 0.3 * (lead[:, -1] >= 8) if planted else rng.choice([0.05, 0.6], sets, p=[0.7, 0.3])[group]
    failed = np.where(rng.random(n) < rate, YEARS + rng.integers(2, 12, n), 0)
    seen = [observable(path, f"noise{column}") for column, path in enumerate(paths)]
    return Watched([observable(lead, "lead", counted=True), *seen], YEARS, failed, group, sets)


def figures(watched, halves, found):
    other = ~halves.searched[watched.group]
    return Judged(found.crossed[other], watched.failed[other], YEARS, watched.group[other], halves.drawn)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_planted_lead_is_found_with_its_lead_time_and_its_false_alarms(seed):
    watched = record(np.random.default_rng(seed), sets=400)
    halves = Halves.of(watched.sets, seed)
    found = search(watched, halves, 199, seed)
    best = max(found.judged, key=lambda one: one.gains.mean())
    assert (best.signpost.observable.candidate.name, best.signpost.threshold, best.signpost.rises) == (
        "lead",
        8.0,
        True,
    )
    assert best.p <= 0.01
    assert all(one.p > 0.05 for one in found.judged if one is not best)
    judged = figures(watched, halves, best)
    crossed, failed = judged.crossed > 0, judged.failed > 0
    assert judged.share(failed, crossed).value == pytest.approx(0.4, abs=0.07)
    assert judged.share(failed, ~crossed).value == pytest.approx(0.1, abs=0.02)
    # failures come in years 7 to 16, evenly; crossings in years 3 to 5, mostly late
    assert judged.lead().median in (6, 7, 8)
    truth = np.random.default_rng(0).poisson(1.0, size=(200_000, YEARS)).cumsum(axis=1)
    years = crossings(truth, True, 8.0)
    decades = np.where(years > 0, years, YEARS) / 10.0
    weight = 0.6 * (years > 0) + 0.9 * (years == 0)  # never fail
    rate = ((years > 0) * weight).sum() / (decades * weight).sum()
    alarms = judged.alarms(~failed)
    assert alarms.value == pytest.approx(rate, rel=0.2)
    assert alarms.low < alarms.value < alarms.high


def test_noise_is_found_no_more_often_than_the_level_says():
    """Of 200 searches of ten signposts and more, failures and half of the columns clustered by set."""
    finds = 0
    for seed in range(200):
        watched = record(np.random.default_rng(1000 + seed), sets=60, each=8, planted=False)
        found = search(watched, Halves.of(watched.sets, seed), 99, seed)
        finds += any(one.p <= 0.05 for one in found.judged)
    assert finds <= 17  # binomial, 200 at .05: more in 1 of 70


def test_thresholds_and_forecasts_see_one_half_and_sets_are_never_parted():
    watched = record(np.random.default_rng(5))
    halves = Halves.of(watched.sets, 1)
    mine = halves.searched[watched.group]
    assert all(len(set(mine[watched.group == one].tolist())) == 1 for one in range(watched.sets))
    failed = np.where(mine, watched.failed, np.roll(watched.failed, 7))
    changed = Watched(watched.observables, YEARS, failed, watched.group, watched.sets)
    first, other = (search(each, halves, 19, 1) for each in (watched, changed))
    told = [[(x.signpost.observable.candidate.name, *x.signpost[1:]) for x in each.judged] for each in (first, other)]
    assert told[0] == told[1]
    assert [len(one.gains) for one in first.judged] == [int((~mine).sum())] * len(first.judged)


def test_the_number_searched_counts_sides_and_thresholds():
    watched = record(np.random.default_rng(6), noise=3)
    found = search(watched, Halves.of(watched.sets, 1), 19, 1)
    assert found.signposts == 1 + 2 * 3
    assert 6 * len(SHARES) < found.thresholds <= 7 * len(SHARES)
    assert len(found.judged) <= found.signposts


def test_a_column_twice_is_judged_once():
    watched = record(np.random.default_rng(7), noise=0)
    twice = Watched([*watched.observables, *watched.observables], YEARS, watched.failed, watched.group, watched.sets)
    assert len(search(twice, Halves.of(watched.sets, 1), 19, 1).judged) == 1


def test_the_gain_is_the_log_score_of_two_shares_over_that_of_one():
    watched = record(np.random.default_rng(8), noise=0)
    halves = Halves.of(watched.sets, 1)
    [one] = search(watched, halves, 19, 1).judged
    mine = halves.searched[watched.group]
    y, base = watched.hits[~mine], (watched.hits[mine].sum() + 0.5) / (mine.sum() + 1)
    q = np.where(one.crossed[~mine] > 0, one.signpost.inside, one.signpost.outside)

    def score(q):
        return np.log(np.where(y > 0, q, 1.0 - q))

    assert one.gains == pytest.approx(score(q) - score(base))


def test_a_crossing_is_the_first_year_on_that_side():
    path = np.array([[1.0, 3.0, 2.0], [0.0, 0.0, 0.0], [5.0, 1.0, 5.0]])
    assert crossings(path, True, 3.0).tolist() == [2, 0, 1]
    assert crossings(path, False, 1.0).tolist() == [1, 1, 2]


def test_leads_and_alarms_are_counted_by_hand():
    drawn = np.ones((3, 4), np.int64)
    judged = Judged(np.array([1, 2, 0, 4]), np.array([9, 0, 7, 0]), 5, np.arange(4), drawn)
    assert judged.lead().model_dump() == {"lower": 8, "median": 8, "upper": 8}
    assert judged.lead_of_any().model_dump() == {"lower": 6, "median": 6, "upper": 8}
    never = judged.failed == 0
    assert judged.alarms(never).value == pytest.approx(2 / 0.6)  # crossed in years 2 and 4
    assert judged.alarms(~never).value == pytest.approx(1 / 0.6)  # in year 1, and watched for five
    none = Judged(np.zeros(4, np.int64), judged.failed, 5, judged.group, drawn)
    assert (none.lead(), none.lead_of_any(), none.alarms(never).value) == (None, None, 0.0)


def test_the_year_of_a_failure_is_that_of_the_event_or_since_which_a_status_is_wrong():
    word = np.array([0b00110, 0b01001, 0b10111, 0b00000], np.uint64)
    assert flags.first(word, 1, 5).tolist() == [2, 4, 2, 0]
    assert flags.since(word, True, 5).tolist() == [6, 6, 5, 6]
    assert flags.since(word, False, 5).tolist() == [4, 5, 6, 1]
    case = foedus.load_case("us-rok")
    words = np.zeros((4, len(EVENTS)), np.uint64)
    words[:, EVENTS.index("pact_in_force")] = [0b11111, 0b00111, 0b10111, 0b01111]
    words[:, EVENTS.index("war_outside")] = [0b00000, 0b00100, 0b10000, 0b00000]
    pact, war, never = (failure.asked(case, text, 20) for text in ("pact_in_force", "war_outside", "coercion=no"))
    assert failure.years(pact, words, 2, 5).tolist() == [0, 4, 0, 5]
    assert failure.years((*pact, *war), words, 2, 5).tolist() == [0, 3, 5, 5]
    assert failure.years(never, words, 2, 5).tolist() == [5, 5, 5, 5]


@pytest.fixture(scope="module")
def study():
    return Study("us-rok", horizon=8)


@pytest.fixture(scope="module")
def runs(study):
    drawn = draw_parameters(study.world, sets=60).parameters
    return [searched.run(study, drawn, 60, "as-measured", horizon=years) for years in (1, 2, 8)]


def test_a_nearer_horizon_has_the_same_years(runs):
    *near, far = runs
    for years, run in enumerate(near, start=1):
        assert (run.words == far.words & np.uint64((1 << years) - 1)).all()
        assert np.array_equal(run.yearly, far.yearly[:, :years], equal_nan=True)


def test_what_is_seen_is_of_each_year_and_nothing_of_parameters(study, runs):
    *near, far = runs
    totals = np.stack([each.totals for each in near], axis=1)
    found = {one.candidate.name: one for one in observables(study.case, study.world, far.words, far.yearly, totals)}
    assert {"missile-launches", "disputes_protege", "poles_gdp", "protege_conservative"} <= set(found)
    assert not {"coercion_cost", "expected_war", "thaad.coercion"} & set(found)
    disputes = found["disputes_protege"]
    assert disputes.counted
    assert (disputes.path == totals[:, :, TOTALS.index("disputes_protege")]).all()
    assert (np.diff(found["disputes"].path, axis=1) >= 0).all()
    assert found["missile-launches"].path.shape == (60, 2)
    assert all(one.measured == (name not in ("integrity_kept", "upkeep")) for name, one in found.items())


@pytest.fixture(scope="module")
def found():
    return foedus.signposts("us-rok", fails="protege_deaths", futures=2400, sets=600, permutations=99, horizon=8)


def test_the_answer_says_what_it_is_and_how_many_were_searched(found):
    assert found.claim == CLAIM == "association, not a lever"
    assert (found.first_year, found.year, found.fails) == (2024, 2028, ["protege_deaths=yes"])
    assert found.searched >= found.judged == len(found.signposts)
    assert found.thresholds >= found.searched - 10
    assert Signposts.model_validate_json(found.model_dump_json()) == found
    text = " ".join(signposts_text(found).split())
    assert text.count("ssociation, not a lever") == 2
    assert f"Searched: {found.searched} signposts at {found.thresholds} thresholds" in text
    passed = [line for line in found.signposts if line.passes]
    assert [line.passes for line in found.signposts] == [True] * len(passed) + [False] * (found.judged - len(passed))
    for line in passed:
        assert words(line, 2028) in text
        assert line.p <= 0.05
        assert line.gain.low > 0.0
        assert line.fails.value > line.fails_not.value
    if not passed:
        assert "No signpost tells more than the base rate" in text


def test_shares_of_a_signpost_add_up(found):
    line = found.signposts[0]
    rate, crossed = found.rate.value, line.crossed.value
    assert crossed * line.fails.value + (1 - crossed) * line.fails_not.value == pytest.approx(rate)
    assert line.signalled.value * rate + line.crossed_no_failure.value * (1 - rate) == pytest.approx(crossed)
    assert line.failures == round(line.fails.value * line.futures)


def test_the_chart_tells_those_that_pass_and_none_is_said_plainly(found):
    line = found.signposts[0]
    told = found.model_copy(update={"signposts": [line.model_copy(update={"passes": True})], "result": "found"})
    alt.Chart.from_dict(picture.figure(told))
    quiet = [one.model_copy(update={"passes": False}) for one in found.signposts]
    none = found.model_copy(update={"signposts": quiet, "result": "none"})
    assert "No signpost tells more than the base rate" in " ".join(signposts_text(none).split())


def test_the_same_seed_is_the_same_answer():
    small = {"fails": "coercion", "futures": 120, "sets": 60, "permutations": 19, "horizon": 6, "year": 2025}
    assert foedus.signposts(RURITANIA, **small | {"fails": "war_outside", "year": 2017}).case == "ruritania"
    first, again, other = (foedus.signposts("us-rok", seed=seed, **small) for seed in (1, 1, 2))
    assert first == again != other


def test_too_few_failures_cannot_tell_with_the_reason():
    found = foedus.signposts("us-rok", fails="protege_nuclear=yes", futures=60, sets=60, permutations=19, horizon=2)
    text = " ".join(signposts_text(found).split())
    assert (found.result, found.searched, found.signposts) == ("too-few", 0, [])
    assert "Cannot tell: a half of the parameter sets has 0 failures, and each half needs 20" in text
    assert CLAIM in text


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"fails": "war_outsid"}, "unknown outcome 'war_outsid'; did you mean 'war_outside'?"),
        ({"fails": "patron_fights"}, "outcome 'patron_fights' is a share and fails no single future"),
        ({"year": 2043}, "year 2043 is not allowed: 2024 to 2042"),
        ({"year": 2031, "horizon": 8}, "year 2031 is not allowed: 2024 to 2030"),
        ({"horizon": 1}, "horizon 1 leaves no year after"),
        ({"sets": 59}, "59 parameter sets are too few"),
        ({"permutations": 3}, "permutations 3 is not allowed"),
        ({"order": "multipola"}, "unknown order 'multipola'"),
        ({"beliefs": "naive"}, "unknown beliefs 'naive'"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(asked, message):
    with pytest.raises(InputError) as refused:
        foedus.signposts("us-rok", **({"futures": 80, "sets": 80, "permutations": 19} | asked))
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_the_command_writes_json_and_refuses_a_chart_of_nothing(tmp_path):
    asked = [
        "signposts",
        "us-rok",
        "--fails",
        "protege_nuclear=yes",
        "--sets",
        "60",
        "--futures",
        "60",
        "--horizon",
        "2",
    ]
    out, chart = tmp_path / "a.json", tmp_path / "a.svg"
    done = CliRunner().invoke(app, [*asked, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert Signposts.model_validate_json(out.read_text(encoding="utf-8")).result == "too-few"
    with pytest.raises(InputError, match="no signpost passed, so there is nothing to draw; leave out --chart"):
        CliRunner().invoke(app, [*asked, "--chart", str(chart)], catch_exceptions=False)
    assert not chart.exists()
