"""The Shapley value recovers games that were planted, and agrees with the mean over every order, one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.assessment.shapley import count_legal, legal_orders, legal_sets, resting, shapley
from foedus.world.case import load_case

TREE = {"troops": "treaty", "battery": "troops", "treaty": None, "pledge": None, "command": "treaty"}


@st.composite
def bases(draw):
    """Players, each resting on an earlier one or on none, in any order."""
    names = [f"p{k}" for k in range(draw(st.integers(1, 5)))]
    found = {name: draw(st.sampled_from([None, *names[:k]])) for k, name in enumerate(names)}
    return {name: found[name] for name in draw(st.permutations(names))}


@st.composite
def games(draw):
    """Bases and a game of whole numbers over their legal sets."""
    base = draw(bases())
    return base, {each: Fraction(draw(st.integers(-50, 50))) for each in legal_sets(base)}


def subsets(names):
    return map(frozenset, chain.from_iterable(combinations(names, k) for k in range(len(names) + 1)))


def closed(base, each):
    return all(base[name] is None or base[name] in each for name in each)


def by_orders(game, base):
    """The definition: the mean of what a player adds, over every order in which each base comes first."""
    sums, count = dict.fromkeys(base, Fraction(0)), 0
    for order in permutations(base):
        begun = [frozenset(order[:k]) for k in range(len(order) + 1)]
        if all(closed(base, each) for each in begun):
            count += 1
            for before, player in zip(begun, order, strict=False):
                sums[player] += game[before | {player}] - game[before]
    return {name: total / count for name, total in sums.items()}, count


@given(bases())
def test_the_legal_sets_are_those_that_hold_every_base(base):
    found = legal_sets(base)
    assert set(found) == {each for each in subsets(base) if closed(base, each)}
    assert len(found) == len(set(found)) == count_legal(base)
    for name in base:
        assert closed(base, frozenset(base) - resting(base, name))


@given(games())
def test_the_value_is_the_mean_over_every_legal_order(drawn):
    base, game = drawn
    expected, count = by_orders(game, base)
    assert shapley(game, base) == expected
    assert legal_orders(base) == count


@given(games())
def test_values_add_up_to_the_difference_of_all_and_none(drawn):
    base, game = drawn
    assert sum(shapley(game, base).values()) == game[frozenset(base)] - game[frozenset()]


@given(bases(), st.data())
def test_a_game_that_adds_up_gives_each_player_what_it_adds(base, data):
    own = {name: data.draw(st.integers(-9, 9)) for name in base}
    game = {each: 100 + sum(own[name] for name in each) for each in legal_sets(base)}
    assert shapley(game, base) == own


def test_a_synergy_is_shared_by_those_who_make_it():
    base = dict.fromkeys("abc")
    game = {each: 12 * ({"a", "b"} <= each) + 5 * ("c" in each) for each in legal_sets(base)}
    assert shapley(game, base) == {"a": 6, "b": 6, "c": 5}
    treaty = {"treaty": None, "troops": "treaty"}  # the second can only come last, so that it closes the synergy
    assert shapley({each: 12 * (len(each) == 2) for each in legal_sets(treaty)}, treaty) == {"treaty": 0, "troops": 12}


def test_a_unanimity_game_is_shared_by_hierarchical_strength():
    base = {"a": None, "b": "a", "c": None}  # orders abc, acb, cab: b is the last of {b, c} in two, c in one
    game = {each: 3 * ({"b", "c"} <= each) for each in legal_sets(base)}
    assert shapley(game, base) == {"a": 0, "b": 2, "c": 1}


@given(games(), st.data())
def test_a_null_player_has_exactly_nothing(drawn, data):
    base, game = drawn
    idle = data.draw(st.sampled_from([name for name in base if name not in base.values()]))
    flat = {each: game[each - {idle}] for each in game}
    assert shapley(flat, base)[idle] == 0


@given(games())
def test_players_in_the_same_place_that_add_the_same_have_the_same_value(drawn):
    base, game = drawn
    root = next(name for name, of in base.items() if of is None)
    wide = {**base, "x": root, "y": root}
    twin = {each: game[each & frozenset(base)] + 7 * len(each & {"x", "y"}) ** 2 for each in legal_sets(wide)}
    values = shapley(twin, wide)
    assert values["x"] == values["y"]


def test_without_bases_it_is_shapleys_own_formula():
    base, rng = dict.fromkeys("abcd"), np.random.default_rng(1)
    game = {each: float(rng.normal()) for each in legal_sets(base)}
    for name, value in shapley(game, base).items():
        expected = sum(
            factorial(len(s)) * factorial(3 - len(s)) / factorial(4) * (game[s | {name}] - game[s])
            for s in subsets([other for other in base if other != name])
        )
        assert value == pytest.approx(expected, abs=1e-12)


def test_arrays_are_valued_number_by_number():
    rng = np.random.default_rng(2)
    game = {each: rng.normal(size=(3, 4)) for each in legal_sets(TREE)}
    values = shapley(game, TREE)
    one = shapley({each: float(table[1, 2]) for each, table in game.items()}, TREE)
    for name in TREE:
        assert values[name][1, 2] == pytest.approx(one[name], abs=1e-12)


def test_more_orders_than_a_machine_word_holds_are_counted():
    base = {f"{line}{k}": f"{line}{k - 1}" if k else None for line in "abc" for k in range(16)}
    assert legal_orders(base) == factorial(48) // factorial(16) ** 3 > 2**63
    values = shapley({each: np.array([float(len(each))]) for each in legal_sets(base)}, base)
    assert all(value == pytest.approx([1.0]) for value in values.values())


def test_the_sets_of_the_us_rok_case():
    case = load_case("us-rok")
    own = {item.id for item in case.instruments if item.own}
    base = {item.id: item.rests_on if item.rests_on in own else None for item in case.instruments if item.own}
    assert (count_legal(base), 2 ** len(base), legal_orders(base)) == (168, 512, 20_160)
