"""Facts of pairs from a case and from the publishers' files, the score made of them, and how far the weights matter."""

import numpy as np
import pytest

from foedus.classic.facts import MEAN_DISTANCE, case_facts, similarity, year_facts
from foedus.classic.landscape import blocs, energy
from foedus.classic.propensity import drawn_weights, propensities, weights
from foedus.classic.sensitivity import hold, sensitivity
from foedus.classic.survey import survey
from foedus.errors import InputError
from foedus.world.case import load_case

NORTHEAST_ASIA = ["USA", "ROK", "JPN", "CHN", "RUS", "PRK"]


@pytest.fixture(scope="module")
def case():
    return load_case("us-rok")


@pytest.fixture(scope="module")
def facts(case):
    return case_facts(case)


def of(facts, term, first, second):
    i, j = facts.abbreviations.index(first), facts.abbreviations.index(second)
    return facts.terms[term][i, j]


def test_weights_are_judgements_with_a_range_and_a_reason():
    for row in weights():
        assert row.low < row.weight < row.high
        assert row.low * row.high > 0, f"the sign of {row.term} is not in doubt"
        assert row.provenance == "elicited"
        assert row.reason.endswith(".")


def test_drawn_weights_are_seeded_and_stay_in_their_ranges():
    drawn = drawn_weights(500, seed=3)
    assert drawn.tolist() == drawn_weights(500, seed=3).tolist()
    low, high = np.array([(row.low, row.high) for row in weights()]).T
    assert ((drawn >= low) & (drawn <= high)).all()
    assert (drawn.max(axis=0) - drawn.min(axis=0) > 0.9 * (high - low)).all()


def test_likeness_of_votes_has_its_marks():
    found = similarity(np.array([0.0, 0.0, MEAN_DISTANCE, 5.0, np.nan]))
    assert found[0, :4].tolist() == [1.0, 1.0, 0.0, -1.0]
    assert np.isnan(found[0, 4])
    drawn = np.random.default_rng(0).normal(size=(2, 200_000))
    assert np.abs(drawn[0] - drawn[1]).mean() == pytest.approx(MEAN_DISTANCE, rel=0.01)


def test_a_case_gives_the_facts_it_holds(facts):
    assert set(facts.abbreviations) == set(NORTHEAST_ASIA)
    assert facts.year == 2023
    assert of(facts, "pact", "USA", "ROK") == of(facts, "pact", "CHN", "PRK") == 1.0
    assert of(facts, "entente", "USA", "ROK") == 0.0, "a pact is not counted again as the trilateral tie"
    assert of(facts, "entente", "ROK", "JPN") == of(facts, "entente", "RUS", "CHN") == 1.0
    assert of(facts, "pact", "ROK", "JPN") == 0.0
    assert of(facts, "dispute", "JPN", "PRK") == pytest.approx(0.95)
    assert of(facts, "dispute", "RUS", "PRK") == 0.0
    assert facts.gaps() == ["rivalry: not on record in 2023; it counts for nothing here"]
    for matrix in facts.terms.values():
        np.testing.assert_array_equal(matrix, matrix.T)


def test_a_score_is_the_weighted_sum_and_the_unknown_adds_nothing(facts):
    by_term = {row.term: row.weight for row in weights()}
    found = propensities(facts.terms)
    i, j = (facts.abbreviations.index(name) for name in ("ROK", "PRK"))
    expected = sum(by_term[term] * facts.terms[term][i, j] for term in ("pact", "entente", "similarity", "dispute"))
    assert found[i, j] == pytest.approx(expected)
    assert found[i, j] < 0 < found[facts.abbreviations.index("USA"), i]


def test_northeast_asia_of_the_case_is_split_as_allies_and_bloc(facts):
    landscape = facts.landscape()
    found = survey(landscape)
    assert len(found.sides) == 1
    assert set(map(frozenset, blocs(landscape, found.sides[0]))) == {
        frozenset(("United States", "South Korea", "Japan")),
        frozenset(("China", "Russia", "North Korea")),
    }
    assert (hold(landscape, found.sides[0]) > 0).all()


def test_hold_is_the_change_of_energy_for_the_size_of_the_state(facts):
    landscape = facts.landscape()
    row = survey(landscape).sides[0]
    for i, held in enumerate(hold(landscape, row)):
        moved = row.copy()
        moved[i] = 1 - moved[i]
        assert energy(landscape, moved) - energy(landscape, row) == pytest.approx(2 * landscape.sizes[i] * held)


def test_the_deepest_of_every_draw_is_counted_once(case):
    found = sensitivity(case_facts(case, case.abbreviations), draws=40, seed=2)
    assert found.exact
    assert found.deepest.sum() == pytest.approx(1.0)
    assert (found.stable >= found.deepest).all()
    assert found.loosest.sum() == pytest.approx(1.0)
    assert found.swing.sum() + found.unmoved == pytest.approx(1.0)
    assert (found.basins[1] <= found.basins[0]).all()
    assert (found.basins[0] <= found.basins[2]).all()
    assert np.diagonal(found.together).tolist() == [1.0] * 12


@pytest.mark.parametrize(
    ("states", "message"),
    [
        (["USA", "RUK"], "unknown state 'RUK'; did you mean"),
        (["USA", "USA"], "'USA' is named twice"),
        (["USA"], "at least 2 states, got 1"),
    ],
)
def test_states_that_are_not_there_are_refused(case, states, message):
    with pytest.raises(InputError, match=message):
        case_facts(case, states)


def test_a_size_nobody_publishes_is_refused_and_not_zero(facts):
    with pytest.raises(InputError, match="gdp is unknown or 0 in 2023 for North Korea; leave them out"):
        facts.landscape("gdp")
    with pytest.raises(InputError, match="unknown size 'army'"):
        facts.landscape("army")


def test_no_draws_are_refused(facts):
    with pytest.raises(InputError, match="draws 0 is not allowed"):
        sensitivity(facts, draws=0)


@pytest.mark.data
def test_the_publishers_files_give_the_facts_of_a_year():
    facts = year_facts(NORTHEAST_ASIA, 1994)
    assert of(facts, "pact", "USA", "ROK") == of(facts, "pact", "USA", "JPN") == 1.0
    assert of(facts, "rivalry", "ROK", "PRK") == 1.0
    assert of(facts, "pact", "ROK", "PRK") == 0.0
    assert of(facts, "dispute", "ROK", "JPN") < of(facts, "dispute", "ROK", "PRK")
    assert facts.gaps() == []
    drawn = sensitivity(facts, draws=200)
    loosest = facts.abbreviations[int(drawn.loosest.argmax())]
    assert loosest == "RUS"
    assert 0.3 < drawn.deepest[0] < 0.8, "no alignment of 1994 holds under most weights"


@pytest.mark.data
def test_years_without_a_source_are_named():
    facts = year_facts(["USA", "ROK", "JPN"], 2016)
    assert [line.split(":")[0] for line in facts.gaps()] == ["dispute", "rivalry"]
    facts = year_facts(["USA", "UKG", "JPN"], 1938)
    assert facts.gaps() == ["similarity: not on record in 1938; it counts for nothing here"]
    with pytest.raises(InputError, match=r"South Korea \(ROK\) is no member of the COW state system in 1938"):
        year_facts(["USA", "ROK"], 1938)
