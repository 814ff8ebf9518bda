"""Basins and swing: the two ways of finding them agree, samples agree with the whole, and a small case by hand."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from tests.classic.strategies import landscapes

from foedus.classic.alignments import sides
from foedus.classic.descent import all_partitions, descend, diverted, partitions, random_partitions
from foedus.classic.landscape import Landscape, energy
from foedus.classic.relief import relief, switches
from foedus.classic.survey import survey
from foedus.errors import InputError


def made(n, seed):
    rng = np.random.default_rng(seed)
    matrix = np.triu(rng.normal(size=(n, n)), 1)
    return Landscape([f"s{i}" for i in range(n)], rng.uniform(0.5, 2.0, n), matrix + matrix.T)


def test_partitions_are_counted_and_listed_once_each():
    for n, k in product(range(1, 7), range(1, 5)):
        rows = all_partitions(n, k)
        assert len(rows) == partitions(n, k) == len({row.tobytes() for row in rows})
        firsts = [len(set(row[: i + 1])) for row in rows for i in range(n)]
        assert (rows.ravel() < firsts).all()
    assert partitions(10, 10) == 115_975  # Bell's number


@given(landscapes(most=7))
@settings(max_examples=40, deadline=None)
def test_the_walk_and_the_descent_agree_on_two_blocs(landscape):
    found = survey(landscape)
    rows = all_partitions(landscape.states, 2)
    ends = descend(landscape, rows, 2)
    ends, counts = np.unique(ends, axis=0, return_counts=True)
    expected = {row.tobytes(): count / len(rows) for row, count in zip(ends, counts, strict=True)}
    assert {row.tobytes(): share for row, share in zip(found.sides, found.basins, strict=True)} == expected
    assert (np.diff(found.energies) >= 0).all()
    assert found.exact


def test_swing_is_the_share_of_switches_that_change_the_end():
    landscape = made(9, seed=4)
    found = survey(landscape)
    rows = all_partitions(9, 2)
    np.testing.assert_allclose(found.swing, diverted(landscape, rows, descend(landscape, rows, 2), 2))
    assert found.swing.max() > 0


def test_two_pairs_of_friends_and_a_go_between_by_hand():
    # A and B are friends, C and D are friends, foes across; E likes both and is small.
    matrix = [[0, 1, -1, -1, 1], [1, 0, -1, -1, 1], [-1, -1, 0, 1, 1], [-1, -1, 1, 0, 1], [1, 1, 1, 1, 0]]
    found = survey(Landscape("ABCDE", [1, 1, 1, 1, 0.5], matrix))
    assert {tuple(row) for row in found.sides.tolist()} == {(0, 0, 1, 1, 0), (0, 0, 1, 1, 1)}
    assert found.energies.tolist() == [-6.0, -6.0]
    assert (found.swing[:4] < found.swing[4]).all()


def test_seeded_starts_find_the_deepest_and_come_near_its_basin():
    landscape = made(12, seed=2)
    whole = survey(landscape)
    part = survey(landscape, starts=4000, seed=3, at_most=100)
    assert not part.exact
    assert part.starts == 4000
    assert part.energies[0] == pytest.approx(whole.energies[0])
    assert part.basins[0] == pytest.approx(whole.basins[0], abs=0.05)
    np.testing.assert_allclose(part.swing, whole.swing, atol=0.05)
    again = survey(landscape, starts=4000, seed=3, at_most=100)
    assert again.basins.tolist() == part.basins.tolist()


def test_a_sample_of_forty_states_ends_in_minima():
    landscape = made(40, seed=1)
    ends = descend(landscape, random_partitions(40, 2, 50, seed=1), 2)
    for row in ends:
        moved = np.array([np.where(np.arange(40) == i, 1 - row, row) for i in range(40)])
        assert (energy(landscape, moved) >= energy(landscape, row) - 1e-9).all()


@given(landscapes(least=3, most=6))
@settings(max_examples=25, deadline=None)
def test_more_blocs_are_never_worse_and_end_where_no_switch_helps(landscape):
    two, three = survey(landscape, 2), survey(landscape, 3)
    assert three.exact
    assert three.energies[0] <= two.energies[0]
    rows = all_partitions(landscape.states, 3)
    assert three.energies[0] == energy(landscape, rows).min()
    for row in three.sides:
        for i, bloc in product(range(landscape.states), range(3)):
            moved = row.copy()
            moved[i] = bloc
            assert energy(landscape, moved) >= energy(landscape, row)


def test_the_view_holds_the_minima_and_counts_switches():
    landscape = made(12, seed=2)
    found = survey(landscape)
    seen = relief(landscape, found.sides)
    assert seen.switches.min() == 0
    assert seen.energies.min() == pytest.approx(found.energies[0])
    assert set(range(len(found.energies))) <= set(seen.end.tolist())
    assert switches(np.array([0, 1, 1, 1], np.int8), np.array([0, 0, 0, 1], np.int8)) == 2
    assert switches(np.array([0, 1, 0, 1], np.int8), np.array([0, 0, 1, 1], np.int8)) == 2


@pytest.mark.parametrize("blocs", [0, 1, 4])
def test_blocs_out_of_range_are_refused(blocs):
    with pytest.raises(InputError, match=f"blocs {blocs} is not allowed: from 2 to the number of states, 3"):
        survey(made(3, 1), blocs)


def test_no_starts_are_refused():
    with pytest.raises(InputError, match="starts 0 is not allowed"):
        survey(made(3, 1), starts=0)


def test_codes_and_sides_are_the_same_thing():
    rows = sides(np.arange(8), 4)
    assert rows.tolist()[5] == [0, 1, 0, 1]
    assert len({row.tobytes() for row in rows}) == 8
