"""Deterrence: the worked example, Gambit as an oracle, what must be monotone, the limit, the mapping from a case."""

from __future__ import annotations

import numpy as np
import pygambit
import pygambit.qre
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.classic.deterrence import EXAMPLE, Payoffs, play, with_resolve
from foedus.classic.deterrence_answer import deter
from foedus.classic.umbrella import payoffs, standoff
from foedus.errors import InputError
from foedus.world.case import load_case

payoff = st.floats(-2.0, 2.0)
players = st.builds(Payoffs, payoff, payoff, payoff, payoff)
sharpness = st.floats(0.0, 20.0)


def test_the_worked_example():
    found = play(*EXAMPLE, 1.0)
    assert [round(float(p), 6) for p in (found.challenge, found.resist, found.press)] == [0.52716, 0.65508, 0.598688]


def gambit(challenger, defender, precision):
    """The same three chances by Gambit's tracing of the agent logit equilibrium."""
    game = pygambit.Game.new_tree(players=["challenger", "defender"])
    game.append_move(game.root, "challenger", ["challenge", "hold"])
    first = game.root
    second = first.children["challenge"]
    game.append_move(second, "defender", ["resist", "concede"])
    third = second.children["resist"]
    game.append_move(third, "challenger", ["press", "back down"])
    ends = {"status_quo": first.children["hold"], "concede": second.children["concede"]}
    ends |= {"war": third.children["press"], "back_down": third.children["back down"]}
    for name, node in ends.items():
        game.set_outcome(node, game.add_outcome(name, [getattr(challenger, name), getattr(defender, name)]))
    found = pygambit.qre.logit_solve_lambda(game, precision)[0]
    # Chances by player, then by move, two options each: the challenger's first and last move, the defender's.
    challenge, press, resist = (found[i] for i in (0, 2, 4))
    return [challenge, resist, press]


@pytest.mark.parametrize("seed", range(8))
def test_gambit_finds_the_same(seed):
    draw = np.random.default_rng(seed)
    sides = [Payoffs(*map(float, draw.uniform(-1.5, 1.5, 4).round(3))) for _ in range(2)]
    precision = round(float(draw.uniform(0.1, 4.0)), 3)
    found = play(*sides, precision)
    np.testing.assert_allclose(gambit(*sides, precision), [found.challenge, found.resist, found.press], atol=1e-6)


@given(players, players, sharpness)
def test_ends_sum_to_one_and_are_probabilities(challenger, defender, precision):
    found = play(challenger, defender, precision)
    ends = np.array([found.status_quo, found.concession, found.backing_down, found.war])
    assert np.all((ends >= 0) & (ends <= 1))
    assert ends.sum() == pytest.approx(1.0)


@given(players, players, st.floats(0.05, 5.0), st.floats(0.1, 10.0), payoff)
def test_only_differences_of_payoffs_in_units_of_lambda_matter(challenger, defender, precision, factor, shift):
    def moved(side):
        return Payoffs(*(factor * getattr(side, name) + shift for name in Payoffs.__slots__))

    one, other = play(challenger, defender, precision), play(moved(challenger), moved(defender), precision / factor)
    np.testing.assert_allclose(
        [one.challenge, one.resist, one.press], [other.challenge, other.resist, other.press], rtol=1e-6, atol=1e-9
    )


@given(players, players, sharpness, st.floats(0.0, 2.0))
def test_more_resolve_resists_more_and_deters_where_resistance_hurts(challenger, defender, precision, more):
    less, bolder = (
        play(challenger, defender, precision),
        play(challenger, with_resolve(defender, defender.war + more), precision),
    )
    assert bolder.resist >= less.resist - 1e-12
    fight = less.press * challenger.war + (1 - less.press) * challenger.back_down
    if fight < challenger.concede:
        assert bolder.challenge <= less.challenge + 1e-12


@given(players, players)
def test_play_at_random_without_precision(challenger, defender):
    found = play(challenger, defender, 0.0)
    assert (found.challenge, found.resist, found.press) == (0.5, 0.5, 0.5)


@given(players, players)
def test_the_limit_is_backward_induction(challenger, defender):
    press = challenger.war > challenger.back_down
    third = "war" if press else "back_down"
    resist = getattr(defender, third) > defender.concede
    second = third if resist else "concede"
    challenge = getattr(challenger, second) > challenger.status_quo
    gaps = (challenger.war - challenger.back_down, getattr(defender, third) - defender.concede)
    gaps += (getattr(challenger, second) - challenger.status_quo,)
    assume(min(map(abs, gaps)) > 1e-3)
    for precision in (np.inf, 1e6):
        found = play(challenger, defender, precision)
        assert (bool(found.press > 0.5), bool(found.resist > 0.5), bool(found.challenge > 0.5)) == (
            press,
            resist,
            challenge,
        )
    assert float(play(challenger, defender, np.inf).challenge) in (0.0, 1.0)


def test_an_indifferent_mover_stays_at_a_half_in_the_limit():
    found = play(Payoffs(0.0, 1.0, -0.5, -0.5), Payoffs(1.0, 0.0, 1.0, 1.0), np.inf)
    assert (float(found.press), float(found.resist), float(found.challenge)) == (0.5, 1.0, 0.0)


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="lambda -1"):
        play(*EXAMPLE, -1.0)
    with pytest.raises(InputError, match="challenger: payoff war"):
        play(Payoffs(0.0, 1.0, -0.6, np.inf), EXAMPLE[1], 1.0)


@pytest.fixture(scope="module")
def case():
    return load_case("us-rok")


def test_the_case_gives_beliefs_and_odds_in_their_order(case):
    found = standoff(case)
    assert found.challenger == "North Korea"
    assert 0 < found.odds[1] < found.odds[0] < 1
    assert 0 < found.target_belief <= 1
    assert 0 < found.adversary_belief <= 1


@settings(max_examples=25)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_an_adversary_that_believes_more_wants_war_less_and_presses_less(case, one, other):
    low, high = sorted((one, other))
    doubting, believing = (payoffs(standoff(case), belief=b) for b in (low, high))
    assert believing[0].war <= doubting[0].war
    assert play(*believing, 3.0).press <= play(*doubting, 3.0).press + 1e-12


def test_without_what_stands_behind_the_word_belief_falls(case):
    kinds = {"presence", "command", "umbrella"}
    fewer = case.model_copy(update={"instruments": tuple(x for x in case.instruments if x.kind not in kinds)})
    bare, full = standoff(fewer), standoff(case)
    assert bare.adversary_belief == pytest.approx(
        full.adversary_belief / (1 + np.mean([full.integrity[k] for k in kinds]))
    )
    assert bare.target_belief < full.target_belief


@pytest.mark.parametrize(("challenger", "precision"), [(None, 3.0), ("CHN", 0.7), ("RUS", 6.0)])
def test_the_answer_of_a_case_holds_together(challenger, precision):
    answer = deter("us-rok", challenger=challenger, precision=precision)
    for line in answer.by_quantity.points:
        assert line.challenge_low <= line.challenge_high
    assert answer.effect.low <= answer.effect.value <= answer.effect.high
    assert {line.tag for line in answer.judgements} == {"elicited", "measured"}


def test_unusable_beliefs_and_challengers_are_refused():
    with pytest.raises(InputError, match=r"belief 1\.2 is not allowed"):
        deter("us-rok", belief=1.2)
    with pytest.raises(InputError, match="unknown challenger 'JPN'"):
        deter("us-rok", challenger="JPN")
