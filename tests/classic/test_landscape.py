"""Energies against sums written out; walks against brute force; every published row of Axelrod and Furnas."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.classic.strategies import landscapes

from foedus.classic import alignments
from foedus.classic.alignments import descents, minima, sides
from foedus.classic.landscape import Landscape, blocs, changes, energy, frustrations
from foedus.errors import InputError


def written_out(landscape, row):
    n = landscape.states
    total = [
        sum(landscape.sizes[j] * landscape.propensity[i, j] * (row[i] != row[j]) for j in range(n)) for i in range(n)
    ]
    return sum(landscape.sizes[i] * total[i] for i in range(n)), total


@given(landscapes(), st.data())
@settings(deadline=None)
def test_energy_and_frustrations_are_the_sums_of_their_definition(landscape, data):
    row = data.draw(st.lists(st.integers(0, 2), min_size=landscape.states, max_size=landscape.states))
    total, each = written_out(landscape, row)
    assert energy(landscape, row) == total
    assert frustrations(landscape, row).tolist() == each


@given(landscapes(), st.integers(0, 255))
@settings(deadline=None)
def test_a_change_is_the_difference_of_two_energies(landscape, code):
    row = sides(np.array(code % (1 << (landscape.states - 1))), landscape.states)
    found = changes(landscape, row)
    for i in range(landscape.states):
        moved = row.copy()
        moved[i] = 1 - moved[i]
        expected = energy(landscape, moved) - energy(landscape, row)
        assert np.isnan(found[i, row[i]])
        assert found[i, 1 - row[i]] == expected or (np.isnan(found[i, 1 - row[i]]) and expected == 0)


def stable(landscape, row):
    here = energy(landscape, row)
    for i in range(landscape.states):
        moved = row.copy()
        moved[i] = 1 - moved[i]
        if energy(landscape, moved) < here:
            return False
    return True


@given(landscapes())
@settings(deadline=None)
def test_the_walk_finds_the_minima_of_brute_force(landscape):
    rows = sides(np.arange(1 << (landscape.states - 1)), landscape.states)
    assert minima(landscape).tolist() == [code for code, row in enumerate(rows) if stable(landscape, row)]


@given(landscapes())
@settings(deadline=None)
def test_a_step_of_descent_is_the_best_switch_and_rests_at_minima(landscape):
    after = descents(landscape)
    rows = sides(np.arange(len(after)), landscape.states)
    heights = energy(landscape, rows)
    for code, row in enumerate(rows):
        reached = [energy(landscape, np.where(np.arange(landscape.states) == i, 1 - row, row)) for i in range(len(row))]
        assert heights[after[code]] == min(*reached, heights[code])
        assert (after[code] == code) == stable(landscape, row)


def test_runs_of_any_length_find_the_same(monkeypatch):
    rng = np.random.default_rng(5)
    matrix = np.triu(rng.normal(size=(12, 12)), 1)
    landscape = Landscape([str(i) for i in range(12)], rng.uniform(1, 2, 12), matrix + matrix.T)
    whole = minima(landscape), descents(landscape)
    monkeypatch.setattr(alignments, "RUN_BITS", 3)
    assert minima(landscape).tolist() == whole[0].tolist()
    assert descents(landscape).tolist() == whole[1].tolist()


@given(landscapes(most=6), st.integers(1, 100))
@settings(max_examples=30, deadline=None)
def test_units_of_size_and_propensity_do_not_matter_to_what_is_stable(landscape, factor):
    other = Landscape(landscape.names, landscape.sizes * factor, landscape.propensity * factor)
    assert minima(other).tolist() == minima(landscape).tolist()


def good():
    return [["A", "B"], [1.0, 2.0], [[0.0, 1.0], [1.0, 0.0]]]


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (0, ["A"], "at least 2 states"),
        (0, ["A", "A"], "'A' is named twice"),
        (1, [1.0], "2 states and 1 sizes"),
        (1, [0.0, 1.0], "size of 'A' is 0; it must be a number above 0"),
        (1, [-1.0, 1.0], "size of 'A' is -1"),
        (1, [np.nan, 1.0], "size of 'A' is nan"),
        (1, ["x", 1.0], "must be numbers"),
        (2, [[0.0, 1.0, 1.0], [1.0, 0.0, 1.0]], "need 2 rows of 2 numbers"),
        (2, [[0.0, 1.0], [1.0]], "in rows of one length"),
        (2, [[0.0, np.nan], [np.nan, 0.0]], "propensity of 'A' and 'B' is nan"),
        (2, [[1.0, 1.0], [1.0, 0.0]], "propensity of 'A' with itself is 1"),
        (2, [[0.0, 1.0], [2.0, 0.0]], "not symmetric: 'A' with 'B' is 1, 'B' with 'A' is 2"),
    ],
)
def test_what_is_no_landscape_is_refused_in_one_line(place, value, message):
    parts = good()
    parts[place] = value
    with pytest.raises(InputError, match=message) as refusal:
        Landscape(*parts)
    assert "\n" not in str(refusal.value)


@pytest.mark.data
def test_every_published_row_of_the_strong_syria_scenario():
    folder = Path(os.environ["FOEDUS_DATA"]) / "formal"
    with (folder / "landscape_syria2016_propensity_1to5.csv").open() as stream:
        scores = [[float(cell) - 3 if cell else 0.0 for cell in row[1:]] for row in list(csv.reader(stream))[1:]]
    with (folder / "landscape_syria2016_sizes_strong.csv").open() as stream:
        actors = list(csv.DictReader(stream))
    syria = Landscape([row["actor"] for row in actors], [float(row["strength"]) for row in actors], scores)
    with (folder / "landscape_syria2016_published_results_strong.csv").open() as stream:
        rows = [row for row in csv.reader(stream) if row[0].isdigit() and len(row) == 25]
    assert len(rows) == 1024
    published = np.array([[float(cell) for cell in row[1:24]] for row in rows])
    flags = [row[24] == "TRUE" for row in rows]
    configurations = published[:, :11].astype(int)
    assert energy(syria, configurations).tolist() == published[:, 11].tolist()
    weighted = frustrations(syria, configurations) * syria.sizes
    np.testing.assert_array_equal(weighted, published[:, 12:])
    codes = (configurations[:, 1:] != configurations[:, :1]) @ (1 << np.arange(10))
    found = minima(syria)
    assert [code in found for code in codes] == flags
    assert energy(syria, sides(found, 11)).tolist() == [-83200.0]
    assert blocs(syria, sides(found[0], 11))[1] == ("Turkey", "ISIS", "Nursa")
