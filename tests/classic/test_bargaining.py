"""Bargaining: the reference rounds of the EU emission standards, symmetries of the game, how it ends."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foedus.classic.bargaining import LONGEST, bargain, final_means, risk, step, weighted_median
from foedus.classic.variant import VARIANTS
from foedus.data.catalog import data_root
from foedus.errors import InputError

SCHOLZ, CORRECTED = VARIANTS["scholz-calbert-smith"], VARIANTS["corrected"]
seeds = st.integers(0, 2**32 - 1)


def game(seed):
    """A game without ties: capability, position, salience and range."""
    draw = np.random.default_rng(seed)
    n = int(draw.integers(2, 8))
    x = draw.uniform(-3.0, 40.0, n)
    return draw.uniform(0.1, 2.0, n), x, draw.uniform(0.05, 1.0, n), np.ptp(x)


def rows(name):
    with (data_root() / "formal" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.data
def test_the_named_variant_plays_the_reference_rounds_of_the_emission_standards():
    actors = rows("bdm_eu_emission_actors.csv")
    expected = rows("bdm_eu_emission_expected_rounds.csv")
    c, x, s = (np.array([float(row[key]) for row in actors]) for key in ("Capability", "Position", "Salience"))
    course = bargain(c, x, s, variant=SCHOLZ.name, rounds=10, to_the_end=True)
    names = [row["Actor"] for row in actors]
    wanted = np.array([[float(row[name]) for name in names] for row in expected])
    np.testing.assert_allclose(course.positions, wanted, rtol=1e-12)
    np.testing.assert_allclose(course.means, [float(row["mean"]) for row in expected], rtol=1e-12)
    np.testing.assert_allclose(course.medians, [float(row["median"]) for row in expected], rtol=1e-12)


@pytest.mark.data
def test_sultan_oil_can_be_played_in_both_variants():
    actors = rows("bdm_sultan_oil_actors.csv")
    c, x, s = (np.array([float(row[key]) for row in actors]) for key in ("Capability", "Position", "Salience"))
    for variant in VARIANTS:
        course = bargain(c, x, s, variant=variant)
        assert 12.85 <= course.predicted <= 14.25


@settings(max_examples=40)
@given(seeds)
def test_order_of_the_actors_does_not_matter(seed):
    c, x, s, reach = game(seed)
    order = np.random.default_rng(seed + 1).permutation(c.size)
    for variant in VARIANTS.values():
        straight = step(c, x, s, reach, variant)[order]
        np.testing.assert_allclose(step(c[order], x[order], s[order], reach, variant), straight, atol=1e-9)


@settings(max_examples=40)
@given(seeds, st.floats(0.01, 100.0), st.floats(-50.0, 50.0))
def test_unit_and_origin_of_the_scale_and_unit_of_capability_do_not_matter(seed, factor, shift):
    c, x, s, reach = game(seed)
    for variant in VARIANTS.values():
        wanted = step(c, x, s, reach, variant) * factor + shift
        found = step(c * factor, x * factor + shift, s, reach * factor, variant)
        np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-7)


@settings(max_examples=40)
@given(seeds)
def test_turning_the_scale_round_turns_the_corrected_game_round(seed):
    c, x, s, reach = game(seed)
    np.testing.assert_allclose(step(c, -x, s, reach, CORRECTED), -step(c, x, s, reach, CORRECTED), atol=1e-9)


def test_turning_the_scale_round_changes_the_named_variant():
    found = [game(seed) for seed in range(60)]
    assert any(
        not np.allclose(step(c, -x, s, reach, SCHOLZ), -step(c, x, s, reach, SCHOLZ)) for c, x, s, reach in found
    )


@settings(max_examples=40)
@given(seeds)
def test_nobody_leaves_the_range_and_risk_stays_in_its_bounds(seed):
    c, x, s, reach = game(seed)
    gap = np.abs(x[:, None] - x) / reach
    for variant in VARIANTS.values():
        after = step(c, x, s, reach, variant)
        assert x.min() - 1e-9 <= after.min()
        assert after.max() <= x.max() + 1e-9
        exponent = risk(c, gap, s, variant)
        assert np.all((exponent >= 0.5 - 1e-9) & (exponent <= 2 + 1e-9))


@settings(max_examples=40)
@given(seeds)
def test_two_sides_never_exchange_positions_where_votes_settle(seed):
    c, x, s, reach = game(seed)
    after = step(c, x, s, reach, CORRECTED)
    swapped = (after[:, None] == x) & (after == x[:, None]) & (x[:, None] != x)
    assert not swapped.any()


def test_capitulation_never_fires_as_coded_and_does_when_let():
    found = [game(seed) for seed in range(60)]
    let = replace(SCHOLZ, capitulation=True)
    assert any(not np.allclose(step(*g[:3], g[3], let), step(*g[:3], g[3], SCHOLZ)) for g in found)


@pytest.mark.parametrize("change", ["pairwise_odds", "own_danger", "votes_settle", "capitulation", "least_move"])
def test_each_named_change_changes_some_game(change):
    less = replace(CORRECTED, **{change: False})
    assert any(not np.allclose(step(*g[:3], g[3], less), step(*g[:3], g[3], CORRECTED)) for g in map(game, range(80)))


@settings(max_examples=8, deadline=None)
@given(seeds)
@example(777820756)
def test_many_games_at_once_end_as_each_does_alone(seed):
    """But for cycles that are longer than those looked for."""
    games = [game(seed + i) for i in range(40)]
    size = games[0][0].size
    same = [g for g in games if g[0].size == size][:5]
    for variant in VARIANTS:
        means, rested = final_means(*(np.array([g[k] for g in same]) for k in range(3)), variant=variant, rounds=15)
        alone = [bargain(*g[:3], variant=variant, rounds=15) for g in same]
        short = [k for k, course in enumerate(alone) if course.period <= LONGEST]
        np.testing.assert_allclose(means[short], [alone[k].predicted for k in short], rtol=1e-9)
        assert rested.tolist() == [course.ending == "at rest" for course in alone]


@given(seeds)
def test_the_median_beats_every_other_position_in_votes(seed):
    c, x, s, _ = game(seed)
    best = weighted_median(x, c * s)
    cost = np.abs(x[:, None] - x).T @ (c * s)
    assert np.sum(c * s * np.abs(x - best)) <= cost.min() + 1e-9


def test_a_game_says_when_it_has_not_come_to_rest():
    ends = {bargain(*game(seed)[:3], variant=SCHOLZ.name, rounds=40).ending for seed in range(30)}
    assert {"at rest", "cycle"} <= ends
    assert bargain([1, 1.2, 1], [0, 3, 10], [0.9, 0.8, 0.7], rounds=1).ending == "moving"


@pytest.mark.parametrize(
    ("capability", "position", "salience", "said"),
    [
        ([1], [1], [1], "at least 2 actors"),
        ([1] * 101, range(101), [1] * 101, "at most 100, got 101"),
        ([1, 0], [1, 2], [1, 1], "capability 0"),
        ([1, -2], [1, 2], [1, 1], "capability -2"),
        ([1, 1], [1, 2], [1, 1.5], "salience 1.5"),
        ([1, 1], [1, 2], [-0.2, 1], "salience -0.2"),
        ([1, 1], [1, 2], [0, 0], "not 0 for every actor"),
        ([1, 1], [2, 2], [1, 1], "nothing to bargain"),
        ([1, 1], [1, np.nan], [1, 1], "finite"),
        ([1, 1], [1, 2, 3], [1, 1], "one length"),
    ],
)
def test_bad_input_is_refused(capability, position, salience, said):
    with pytest.raises(InputError, match=said):
        bargain(capability, position, salience)


def test_a_variant_or_a_number_of_rounds_that_does_not_exist_is_refused():
    with pytest.raises(InputError, match="did you mean 'corrected'"):
        bargain([1, 1], [0, 1], [1, 1], variant="corected")
    with pytest.raises(InputError, match="rounds 0"):
        bargain([1, 1], [0, 1], [1, 1], rounds=0)
