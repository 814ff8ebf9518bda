"""Issues: what ships with foedus, the two kinds of file, draws of the inputs, refusals with file and line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.classic.bargaining_answer import bargain_over
from foedus.classic.issue import Issue, arrays, drawn, issue_names, load_issue
from foedus.errors import InputError

YAML = """id: roof
title: Which roof?
scale: {low: 0, high: 10, unit: tiles, low_means: none, high_means: all}
sources: {book: A book of 1900}
actors:
  - name: A
    position: {value: 2, low: 1, high: 3, source: book}
    capability: {value: 1, reason: a guess}
    salience: {value: 0.5, low: 0.4, high: 0.9, reason: a guess}
  - name: B
    position: {value: 9, reason: a guess}
    capability: {value: 2, reason: a guess}
    salience: {value: 0.8, reason: a guess}
"""
CSV = "Actor,Capability,Position,Salience\nA,1,2,50\nB,2,9,80\nC,1,4,70\n"


def write(tmp_path, text, name="issue.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", issue_names())
def test_every_number_of_a_shipped_issue_is_sourced_or_illustrative_with_a_range(name):
    issue = load_issue(name)
    assert {"us-rok-cost-sharing", "rok-nuclear-armament"} <= set(issue_names())
    for actor in issue.actors:
        for reading in (actor.position, actor.capability, actor.salience):
            assert reading.tag == "sourced" or reading.reason
            assert reading.low is not None
            assert reading.low < reading.high
    assert issue.cannot_say


@pytest.mark.parametrize("name", issue_names())
def test_a_shipped_issue_gives_an_answer_that_holds_together(name):
    answer = bargain_over(load_issue(name), draws=60)
    at = answer.interval
    assert answer.scale[0] <= at.low <= at.middle <= at.high <= answer.scale[1]
    assert answer.rounds[0].mean == pytest.approx(answer.start_mean)
    assert answer == bargain_over(load_issue(name), draws=60)
    assert answer.interval != bargain_over(load_issue(name), draws=60, seed=2).interval
    assert Issue.model_validate(load_issue(name).model_dump(mode="json")) == load_issue(name)


def test_what_came_of_it_is_never_used():
    issue = load_issue("us-rok-cost-sharing")
    blind = issue.model_copy(update={"outcome": None})
    one, other = bargain_over(issue, draws=20), bargain_over(blind, draws=20)
    assert one.model_copy(update={"outcome": None}) == other


def test_a_table_of_actors_is_an_issue_without_sources_and_interval(tmp_path):
    issue = load_issue(write(tmp_path, CSV, "roof-tiles.csv"), salience_of=100)
    capability, position, salience = arrays(issue)
    assert (capability.tolist(), position.tolist(), salience.tolist()) == ([1, 2, 1], [2, 9, 4], [0.5, 0.8, 0.7])
    answer = bargain_over(issue)
    assert answer.title == "roof tiles"
    assert answer.interval is None
    assert all(line.illustrative for line in answer.actors)


NUCLEAR = load_issue("rok-nuclear-armament")


@settings(max_examples=15)
@given(st.integers(0, 2**31))
def test_draws_stay_in_their_ranges_and_what_has_none_is_fixed(seed):
    issue = NUCLEAR
    for field, values in zip(("capability", "position", "salience"), drawn(issue, 20, seed), strict=True):
        unit = issue.salience_of if field == "salience" else 1
        for i, actor in enumerate(issue.actors):
            low, _, high = getattr(actor, field).span
            assert np.all((values[:, i] * unit >= low - 1e-9) & (values[:, i] * unit <= high + 1e-9))


def test_draws_have_the_mean_of_their_triangle(tmp_path):
    issue = load_issue(write(tmp_path, YAML))
    capability, position, salience = drawn(issue, 40_000, 3)
    assert position[:, 0].mean() == pytest.approx(2.0, abs=0.01)
    assert salience[:, 0].mean() == pytest.approx((0.4 + 0.5 + 0.9) / 3, abs=0.005)
    assert set(capability[:, 1]) == {2.0}
    assert set(position[:, 1]) == {9.0}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "value: 9,",
            "value: 11,",
            r"issue\.yaml:11: actors\[1\]\.position\.value: is 11; allowed: 0 to 10, the scale",
        ),
        (
            "value: 2, low: 1",
            "value: 2, low: -1",
            r"issue\.yaml:7: actors\[0\]\.position\.value: is -1; allowed: 0 to 10",
        ),
        (
            "capability: {value: 2,",
            "capability: {value: 0,",
            r"issue\.yaml:12: .*capability\.value: is 0; allowed: above 0",
        ),
        ("capability: {value: 2,", "capability: {value: -2,", r"issue\.yaml:12: .*is -2; allowed: above 0"),
        ("value: 0.8,", "value: 80,", r"issue\.yaml:13: .*salience\.value: is 80; allowed: 0 to 1"),
        ("name: B", "name: A", r"issue\.yaml:10: actors\[1\]\.name: 'A' is given twice"),
        ("high: 3, source: book", "high: 1.5, source: book", r"issue\.yaml:7: .*value: is 2; allowed: 1 to 1.5"),
        ("source: book", "source: film", r"issue\.yaml:7: .*'film' is not in sources"),
        ("low: 1, high: 3, source: book", "low: 1, source: book", "low and high go together"),
        ("{value: 9, reason: a guess}", "{value: 9}", r"issue\.yaml:11: .*reason: is missing"),
        ("{value: 9, reason: a guess}", "{value: nine, reason: a guess}", r"issue\.yaml:11: .*a number"),
        ("value: 9,", "value: 2,", "all hold the same position"),
        ("high: 10", "high: 0", r"issue\.yaml:3: scale\.high: is 0; it must be above low, 0"),
    ],
)
def test_a_bad_issue_is_refused_with_its_line(tmp_path, old, new, said):
    text = YAML.replace(old, new)
    assert text != YAML
    with pytest.raises(InputError, match=said):
        load_issue(write(tmp_path, text))


def test_one_actor_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"issue\.yaml:5: actors: lists 1; bargaining needs at least 2"):
        load_issue(write(tmp_path, YAML[: YAML.index("  - name: B")]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CSV.replace("Salience", "Weight"), r"roof\.csv:1: missing column salience"),
        (CSV.replace("B,2,9", "B,two,9"), r"roof\.csv:3: capability: 'two' is not a number"),
        (CSV.replace("B,2,9", "B,,9"), r"roof\.csv:3: capability: '' is not a number"),
        (CSV.replace("B,2,9", "B,0,9"), r"roof\.csv:3: capability: is 0; allowed: above 0"),
        (CSV.replace("80", "180"), r"roof\.csv:3: salience: is 180; allowed: 0 to 100"),
        (CSV.replace("C,1", ",1"), r"roof\.csv:4: name: is empty"),
        (CSV.replace("C,", "A,"), r"roof\.csv:4: name: 'A' is given twice"),
        (CSV.replace("C,1,4,70", "C,1,inf,70"), r"roof\.csv:4: position: 'inf' is not a number"),
        ("Actor,Capability,Position,Salience\nA,1,2,50\n", r"roof\.csv:1: actors: lists 1"),
        (CSV + "D,1\n", r"roof\.csv:5: 2 cells where the heading has 4"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(tmp_path, text, said):
    with pytest.raises(InputError, match=said) as refused:
        load_issue(write(tmp_path, text, "roof.csv"), salience_of=100)
    assert len(str(refused.value).splitlines()) == 1


def test_an_issue_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'us-rok-cost-sharing'"):
        load_issue("us-rok-cost-share")
    with pytest.raises(InputError, match=r"an issue is a \.yaml file"):
        load_issue("actors.xlsx")
    with pytest.raises(InputError, match="cannot read"):
        load_issue("nowhere.csv")
