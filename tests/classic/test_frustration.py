"""The frustration index against brute force and its symmetries, published figures, and honesty about time."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.classic.strategies import networks

from foedus.classic.alignments import sides
from foedus.classic.block import frustrated
from foedus.classic.files import read_network
from foedus.classic.frustration import frustration
from foedus.classic.landscape import Landscape
from foedus.classic.network import Network
from foedus.classic.survey import survey
from foedus.classic.ties import network_of_year
from foedus.errors import InputError
from foedus.measures.balance import triangle_index, walk_index


def dense(actors, share, seed):
    rng = np.random.default_rng(seed)
    pairs = np.array([(i, j) for i in range(actors) for j in range(i)])
    kept = pairs[rng.random(len(pairs)) < share]
    return Network([str(i) for i in range(actors)], kept, rng.choice([1, -1], len(kept)))


@given(networks())
@settings(max_examples=150, deadline=None)
def test_no_split_has_fewer_and_the_split_returned_has_as_many(network):
    result = frustration(network)
    every = sides(np.arange(1 << (len(network.names) - 1)), len(network.names))
    assert result.count == frustrated(network.ends, network.signs, every).sum(axis=1).min()
    assert result.proved
    assert result.gap == 0.0
    assert np.flatnonzero(frustrated(network.ends, network.signs, result.sides)).tolist() == result.ties.tolist()
    assert result.index == pytest.approx(1 - 2 * result.count / len(network.signs))


@given(networks(), st.data())
@settings(max_examples=50, deadline=None)
def test_switching_an_actor_changes_nothing(network, data):
    actor = data.draw(st.integers(0, len(network.names) - 1))
    signs = np.where((network.ends == actor).any(axis=1), -network.signs, network.signs)
    assert frustration(Network(network.names, network.ends, signs)).count == frustration(network).count


@given(st.lists(st.booleans(), min_size=3, max_size=12), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_two_camps_are_balanced_on_every_measure(camp, seed):
    rng = np.random.default_rng(seed)
    ends = [(i, j) for i in range(len(camp)) for j in range(i) if rng.random() < 0.6]
    assume(ends)
    signs = [1 if camp[a] == camp[b] else -1 for a, b in ends]
    network = Network([str(i) for i in range(len(camp))], ends, signs)
    assert frustration(network).count == 0
    assert walk_index(network.adjacency) == pytest.approx(1.0)
    assert triangle_index(network.adjacency) == 1.0 or np.isnan(triangle_index(network.adjacency))


def test_it_is_the_landscape_of_states_of_one_size():
    network = dense(14, 0.6, seed=8)
    deepest = survey(Landscape(network.names, np.ones(14), network.adjacency)).energies[0]
    assert frustration(network).count == deepest / 2 + (network.signs < 0).sum()


def test_branch_and_bound_is_right_where_cuts_alone_are_not():
    """In the complete graph of five foes the cuts give 10/3, but two camps leave 1 + 3 = 4 pairs of foes together."""
    result = frustration(Network("ABCDE", [(i, j) for i in range(5) for j in range(i)], [-1] * 10))
    assert (result.count, result.bound, result.proved) == (4, 4, True)


def test_without_time_the_bound_and_the_gap_are_told():
    result = frustration(dense(60, 0.3, seed=1), time_limit=1e-9)
    assert not result.proved
    assert 0 <= result.bound < result.count
    assert result.gap == (result.count - result.bound) / result.count
    assert frustrated(np.empty((0, 2), np.int64), np.empty(0, np.int64), result.sides).size == 0


def test_a_time_limit_of_nothing_is_refused():
    with pytest.raises(InputError, match="time limit 0 is not allowed"):
        frustration(dense(4, 1.0, seed=1), time_limit=0)


@pytest.mark.parametrize(
    ("names", "ends", "signs", "message"),
    [
        ("AA", [(0, 1)], [1], "the same name"),
        ("AB", [(0, 1)], [2], "1 or -1"),
        ("AB", [(0, 1)], [1, 1], "1 values"),
        ("AB", [], [], "no ties"),
        ("AB", [(0, 2)], [1], "names actor 2 of 2"),
        ("AB", [(1, 1)], [1], "'B' has a tie with itself"),
        ("AB", [(0, 1), (1, 0)], [1, -1], "'A' and 'B' have two ties"),
    ],
)
def test_what_is_no_network_is_refused(names, ends, signs, message):
    with pytest.raises(InputError, match=message):
        Network(names, ends, signs)


@pytest.mark.data
def test_highland_tribes_as_published():
    network = read_network(Path(os.environ["FOEDUS_DATA"]) / "formal" / "read_highland_tribes_signed_edges.csv")
    result = frustration(network)
    assert (len(network.names), len(network.signs), result.count, result.proved) == (16, 58, 7, True)
    assert round(result.index, 7) == 0.7586207
    assert round(triangle_index(network.adjacency), 7) == 0.8676471
    assert round(walk_index(network.adjacency), 7) == 0.3575761


@pytest.mark.data
def test_the_state_system_is_solved_with_proof():
    network, notes = network_of_year(2000)
    assert len(network.names) > 140
    assert len(network.signs) > 1100
    result = frustration(network)
    assert result.proved
    assert 0 < result.count < (network.signs < 0).sum()
    assert "1996-2000" in notes[0]
    alone, _ = network_of_year(2000, ["USA", "ROK", "JPN", "CHN", "PRK"])
    tie = {frozenset(alone.named(k)): int(sign) for k, sign in enumerate(alone.signs)}
    assert tie[frozenset(("USA", "ROK"))] == 1
    assert tie[frozenset(("ROK", "PRK"))] == -1


@pytest.mark.data
@pytest.mark.parametrize(
    ("year", "states", "window", "message"),
    [
        (2011, None, 5, "year 2011 is not allowed: disputes are coded from 1816 to 2010"),
        (2000, None, 0, "window 0 is not allowed"),
        (2000, ["USA", "XXX"], 5, "unknown state 'XXX'"),
        (2000, ["SWZ", "AUS"], 1, "no ties"),
    ],
)
def test_a_network_that_cannot_be_made_is_refused(year, states, window, message):
    with pytest.raises(InputError, match=message):
        network_of_year(year, states, window)
