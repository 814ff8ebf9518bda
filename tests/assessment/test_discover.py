"""Failures are counted as the futures have them, events are of the years before, and the command says what it found."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import numpy as np
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment import candidates, failure
from foedus.assessment.discover_lines import Discover
from foedus.cli import app
from foedus.errors import InputError
from foedus.report.discover import discover_text, words
from foedus.report.figures import discover as panels
from foedus.simulation.engine import batches
from foedus.simulation.outcomes import EVENTS, YEARLY
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.world.build import from_case

RURITANIA = Path(__file__).parent / "ruritania.yaml"
ASKED = {"futures": 800, "sets": 400, "permutations": 19, "horizon": 8}


@pytest.fixture(scope="module")
def case():
    return foedus.load_case("us-rok")


@pytest.fixture(scope="module")
def found(case):
    return foedus.discover(case, fails="coercion", **ASKED)


def test_a_future_of_a_box_fails_where_it_is_replayed(found):
    [box, *_] = next(search.boxes for search in found.searches if search.along == "parameters")
    assert len(box.first) == 3
    for number in box.first[:1]:
        told = foedus.replay("us-rok", number, sets=found.parameter_sets, horizon=8)
        assert told.parameter_set == number % found.parameter_sets
        assert next(one.happened for one in told.told.results if one.outcome == "coercion")
    assert f"futures {', '.join(map(str, box.first))}" in discover_text(found)
    assert "foedus replay CASE --sets 400 --future N" in " ".join(discover_text(found).split())


def test_no_future_of_a_box_is_named_that_a_replay_does_not_tell(case):
    other = foedus.discover(case, fails="coercion", **ASKED, order="hostile-bloc")
    assert [box.first for search in other.searches for box in search.boxes] == [[]]


def bits(horizon=4, **words):
    """Events of futures, from the bits of some."""
    table = np.zeros((len(next(iter(words.values()))), len(EVENTS)), np.uint64)
    for name, column in words.items():
        table[:, EVENTS.index(name)] = column
    return table


def counted(case, text, words, shift=0, horizon=4):
    failed, there = failure.fails(failure.asked(case, text, 20), words, shift, horizon)
    return failed.tolist(), there.tolist()


def test_an_event_fails_once_and_before_the_year_it_is_no_more_counted(case):
    words = bits(war_outside=[0b0000, 0b0001, 0b0100, 0b0101])
    assert counted(case, "war_outside", words) == ([False, True, True, True], [True] * 4)
    assert counted(case, "war_outside", words, 2) == ([False, False, True, False], [True, False, True, False])


def test_a_status_fails_in_the_last_year_the_way_its_limit_says(case):
    words = bits(pact_in_force=[0b1111, 0b0011, 0b0001], protege_nuclear=[0b1000, 0b0000, 0b1110])
    assert counted(case, "pact_in_force", words) == ([False, True, True], [True] * 3)
    assert counted(case, "pact_in_force", words, 2) == ([False, True, False], [True, True, False])
    assert counted(case, "protege_nuclear", words, 2) == ([True, False, False], [True, True, False])
    assert counted(case, "pact_in_force=yes", words)[0] == [True, False, False]


def test_a_status_is_counted_where_its_condition_holds(case):
    words = bits(pact_in_force=[0b1111, 0b1111, 0b0111], upkeep=[0b1111, 0b0111, 0b0111])
    assert counted(case, "upkeep", words) == ([False, True, False], [True, True, False])


def test_any_limit_fails_where_one_does(case):
    calm = {
        "pact_in_force": 0b1111,
        "upkeep": 0b1111,
        "trilateral_meeting": 0b1111,
        "war_outside": 0,
        "protege_nuclear": 0,
    }
    others = [{}, {"war_outside": 0b0100}, {"pact_in_force": 0b0011, "upkeep": 0b0011}, {"war_outside": 0b0001}]
    words = bits(**{name: [each.get(name, word) for each in others] for name, word in calm.items()})
    assert counted(case, "any", words) == ([False, True, True, True], [True] * 4)
    assert counted(case, "any", words, 2) == ([False, True, True, False], [True, True, True, False])


def test_what_is_seen_by_a_year_is_of_the_years_to_it(case):
    world = from_case(case)
    words = bits(
        lethal_attack=[0b0010, 0b0100, 0b0001],
        pact_in_force=[0b1101, 0b1111, 0b1111],
        governments_progressive_conservative=[0b0010, 0b0001, 0b0000],
        governments_conservative_progressive=[0b0000, 0b0010, 0b0010],
    )
    yearly = np.zeros((3, 4, len(YEARLY)))
    yearly[:, :, YEARLY.index("disputes")] = [[1, 2, 9, 9], [1, 4, 0, 0], [0, 0, 0, 0]]
    found = candidates.varying(candidates.events(case, world, words, yearly, 2))
    seen = {one.name: x.tolist() for one, x in found}
    assert seen["lethal_attack"] == [1.0, 0.0, 1.0]
    assert seen["pact_in_force"] == [0.0, 1.0, 1.0]
    assert seen["protege_conservative"] == [1.0, 0.0, 0.0]
    assert seen["disputes"] == [3.0, 5.0, 0.0]
    assert "poles_cinc" not in seen  # it does not vary
    assert "patron_conservative" not in seen  # the same as the treaty


def test_every_parameter_that_varies_has_words_and_its_own_name(case):
    world = from_case(case)
    drawn = draw_parameters(world, sets=60).parameters
    found = candidates.parameters(case, world, drawn)
    names = [one.name for one, _ in found]
    assert len(set(names)) == len(names)
    assert {"thaad.coercion", "joining.load", "escalation.PRK.ROK.war", "initiation.PRK.ROK"} <= set(names)
    assert all(one.label and len(x) == 60 for one, x in found)
    values = dict(zip(names, (x for _, x in found), strict=True))
    prk = next(k for k, name in enumerate(world.names) if name == "North Korea")
    [pair] = [k for k, ends in enumerate(world.pairs.tolist()) if set(ends) == {prk, world.protege}]
    assert (values["escalation.PRK.ROK.war"] == drawn.escalation_dyad[:, 1, pair]).all()


def test_failures_are_those_of_the_futures(case, found):
    parameters, events = found.searches
    assert (parameters.along, events.along, events.year) == ("parameters", "events", 2028)
    assert parameters.futures == 800
    assert events.futures == 800 - (parameters.failures - events.failures)
    assert 0 < events.failures < parameters.failures


def test_the_rate_of_coercion_is_where_coercion_is(found):
    box = found.searches[0].boxes[0]
    assert "coercion.rate" in {one.name for one in box.restrictions}
    assert box.density.value > found.searches[0].rate.value > box.outside.value
    assert box.lift.low > 1.0
    assert all(one.observable_by is None for one in box.restrictions)


def test_the_same_seed_is_the_same_answer_and_another_is_not(case, found):
    small = {"fails": "coercion", "futures": 120, "sets": 120, "permutations": 19, "horizon": 8}
    first, again, other = (foedus.discover(case, seed=seed, **small) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_the_text_and_the_chart_tell_every_box(found):
    text = " ".join(discover_text(found).split())
    assert "observable" in text
    for box in found.searches[0].boxes:
        for one in box.restrictions:
            assert words(one) in text
            assert "never" in text
    alt.Chart.from_dict(panels.figure(found))
    assert Discover.model_validate_json(found.model_dump_json()) == found


@pytest.fixture(scope="module")
def across(case):
    return foedus.discover(case, fails="coercion", across=True, **ASKED)


def test_boxes_are_looked_at_in_other_futures(across, found):
    first = across.searches[0].boxes[0]
    assert first.model_copy(update={"across": []}) == found.searches[0].boxes[0]
    names = [line.name for line in first.across]
    assert {"multipolar", "thaad"} <= set(names)
    assert "as-measured" not in names
    assert "us-japan-treaty" not in names  # it is none of the alliance
    assert all(line.futures == first.futures for line in first.across)  # parameters are the same
    assert "order multipolar" in discover_text(across)


def test_nothing_changes_without_an_instrument_that_does_nothing(across):
    [line] = [one for one in across.searches[0].boxes[0].across if one.name == "non-proliferation-treaty"]
    assert line.density == across.searches[0].boxes[0].density
    assert line.rate == across.searches[0].rate


def sixty_futures(case):
    """Events of the 60 futures of 60 parameter sets."""
    world = from_case(case)
    drawn = draw_parameters(world, sets=60).parameters
    [(_, words, _, _)] = batches(setting(world), drawn, seed=1, futures=60, horizon=20)
    return words


def test_the_worst_limit_is_chosen_and_few_failures_cannot_tell(case):
    found = foedus.discover(case, futures=60, sets=60, permutations=19, horizon=20)
    assert (found.chosen, len(found.fails)) == ("worst-limit", 1)
    bounds = failure.limits(case, 20)
    words = sixty_futures(case)
    shares = {one.name: failure.fails([one], words, 0, 20) for one in bounds}
    factors = {one.name: shares[one.name][0].sum() / shares[one.name][1].sum() / bounds[one] for one in bounds}
    assert found.fails == [max(factors, key=factors.__getitem__)]
    short = foedus.discover(case, futures=200, sets=60, permutations=19, horizon=8)
    assert (short.chosen, short.fails) == ("no-limit", ["war_outside=yes"])
    text = " ".join(discover_text(found).split())
    assert "too-few" in {search.result for search in found.searches}
    assert "Cannot tell: a half has fewer than 20 failures" in text


def test_another_case_is_told_about_itself():
    found = foedus.discover(RURITANIA, futures=200, sets=100, permutations=19, horizon=10)
    assert found.case in discover_text(found)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"fails": "war"}, "unknown outcome 'war'"),
        ({"fails": ["upkeep"]}, "what fails, "),
        (
            {"fails": "patron_fights"},
            "outcome 'patron_fights' is a share and fails no single future",
        ),
        ({"fails": "bloc_pacts"}, "the case sets no limit on bloc_pacts, so it does not say which way it fails; write"),
        ({"fails": "upkeep=maybe"}, "unknown way to fail 'maybe'"),
        ({"fails": "protege_nuclear", "horizon": 2}, "the case sets no limit on protege_nuclear"),
        (
            {"fails": "protege_nuclear=yes", "horizon": 2},
            "cannot tell where it fails: protege_nuclear=yes never comes about in 80 futures that are counted",
        ),
        (
            {"fails": "protege_nuclear=no", "horizon": 2},
            "cannot tell where it fails: protege_nuclear=no always",
        ),
        ({"sets": 59}, "59 parameter sets are too few to search one half and count in the other: ask for 60 or more"),
        ({"permutations": 3}, "permutations 3 is not allowed"),
        ({"horizon": 1}, "horizon 1 leaves no year after"),
        ({"year": 2043}, "year 2043 is not allowed: 2024 to 2042"),
        ({"order": "multipola"}, "unknown order 'multipola'"),
        ({"beliefs": "naive"}, "unknown beliefs 'naive'"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(asked, message):
    with pytest.raises(InputError) as refused:
        foedus.discover("us-rok", **({"futures": 80, "sets": 80, "permutations": 19} | asked))
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_the_command_writes_json_and_a_chart_and_refuses_in_one_line(tmp_path):
    asked = ["discover", "us-rok", "--fails", "coercion", "--sets", "400", "--permutations", "19", "--horizon", "8"]
    out, chart = tmp_path / "a.json", tmp_path / "a.svg"
    done = CliRunner().invoke(app, [*asked, "--futures", "800", "--out", str(out), "--chart", str(chart)])
    assert done.exit_code == 0, done.output
    assert Discover.model_validate_json(out.read_text(encoding="utf-8")).fails == ["coercion=yes"]
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    with pytest.raises(InputError, match="no box was found, so there is nothing to draw; leave out --chart"):
        CliRunner().invoke(app, [*asked, "--futures", "60", "--chart", str(chart)], catch_exceptions=False)
