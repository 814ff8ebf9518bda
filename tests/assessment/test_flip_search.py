"""The search of a flip on planted answers: distances, verdicts and what is not found are known."""

from types import SimpleNamespace

import numpy as np
import pytest

import foedus
from foedus.assessment import analysts
from foedus.assessment.analysts import Probability
from foedus.assessment.flip_lines import Move, Reach
from foedus.assessment.flip_runs import Movable, Runs
from foedus.assessment.flip_search import Search
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.outcomes import BySet
from foedus.assessment.verdict import verdict
from foedus.assessment.verdict_lines import AnalystView, ToleranceLine
from foedus.world.views import Tolerance

NAMES = ("first", "second", "third")
WAR, PACT = "war_outside", "pact_in_force"


class Planted(Runs):
    """Log-odds of each limit are linear in the moves: start (L) + x @ slopes (K, L)."""

    start_odds = np.zeros(1)
    steep = np.zeros((3, 1))

    def by_set(self, moves, futures):
        odds = [self.start_odds + x @ self.steep for x in moves]
        return [
            [BySet(np.full(50, p), np.full(50, futures / 50), np.arange(50)) for p in 1 / (1 + np.exp(-each))]
            for each in odds
        ]


def limit(outcome=WAR, **bound):
    return Tolerance(outcome=outcome, years=20, reason="planted", **bound)


def odds(p):
    return float(np.log(p / (1 - p)))


def line(one, p, state, others=3):
    """A line whose analysts all stand where the mixture does, or on both sides if it is undecided."""
    side = "keeps" if analysts.keeps(one, p) else "fails"
    views = [
        AnalystView(
            analyst=str(k),
            kind="prior",
            how="run",
            value=p,
            error=0.001,
            side="astride" if k and state.startswith("undecided") else side,
            effective=None,
            futures=1,
        )
        for k in range(others)
    ]
    return ToleranceLine(
        outcome=one.outcome,
        at_most=one.at_most,
        at_least=one.at_least,
        years=20,
        estimate=Estimate(value=p, low=None, high=None),
        kept_share=None,
        state=state,
        keeps=0,
        fails=0,
        views=views,
        flip=None,
        settling=[],
        reason="planted",
    )


def search(limits, p, states, slopes):
    """A search over limits with the mixture at p and slopes (K, L) of log-odds."""
    lines = [line(one, value, state) for one, value, state in zip(limits, p, states, strict=True)]
    plan = SimpleNamespace(headline=SimpleNamespace(futures=10_000))
    runs = Planted(
        study=SimpleNamespace(case=foedus.load_case("us-rok")),
        plan=plan,
        beliefs=[Movable(name, (name,), 0.5, 0.2, "elicited", "planted") for name in NAMES],
        limits=limits,
        mixture=[Probability(value, 0.002, 0.0) for value in p],
        screened=2000,
    )
    runs.start_odds, runs.steep = np.array([odds(value) for value in p]), np.array(slopes, float)
    order = SimpleNamespace(name="as-measured", tolerances=lines)
    answer = SimpleNamespace(tolerances=lines, orders=[order], verdict=verdict(lines, [order]))
    return Search(answer, lines, runs)


def test_the_nearest_moves_have_the_planted_lengths():
    one = limit(at_most=0.05)
    found = search([one], [0.10], ["missed"], [[-0.3], [-0.4], [0.0]])
    gap = odds(0.10) - odds(0.05)
    line = found.limit(0)
    assert line.single.length == pytest.approx(gap / 0.4, abs=0.06)
    assert [(moved.belief, round(moved.by, 1)) for moved in line.single.beliefs] == [("second", 1.9)]
    assert line.joint.length == pytest.approx(gap / 0.5, abs=0.06)
    assert {moved.belief: moved.by for moved in line.joint.beliefs} == pytest.approx(
        {"second": gap / 0.5 * 0.8, "first": gap / 0.5 * 0.6}, abs=0.06
    )
    for move in (line.single, line.joint):
        assert move.crossed[0].value <= 0.05
        assert move.error == pytest.approx(0.0, abs=0.2)
        assert all(moved.after == pytest.approx(0.5 + 0.2 * moved.by) for moved in move.beliefs)


@pytest.mark.parametrize(
    ("bound", "p", "slopes", "direction"),
    [
        ({"at_most": 0.05}, 0.02, [[0.5], [0.1], [0.0]], 1),
        ({"at_least": 0.9}, 0.95, [[0.5], [0.1], [0.0]], -1),
        ({"at_least": 0.9}, 0.80, [[-0.5], [0.1], [0.0]], -1),
    ],
)
def test_every_kind_of_limit_is_crossed_towards_its_other_side(bound, p, slopes, direction):
    one = limit(PACT if "at_least" in bound else WAR, **bound)
    found = search([one], [p], ["met" if analysts.keeps(one, p) else "missed"], slopes).limit(0)
    assert np.sign(found.single.beliefs[0].by) == direction
    assert analysts.keeps(one, found.single.crossed[0].value) != analysts.keeps(one, p)


def test_beyond_the_cap_nothing_flips_and_the_nearest_is_told():
    found = search([limit(at_most=0.05)], [0.10], ["missed"], [[-0.2], [-0.1], [0.0]])
    one = found.limit(0)
    assert (one.single, one.joint) == (None, None)
    assert [(moved.belief, moved.by) for moved in one.closest.beliefs] == [("first", 3.0)]
    assert one.closest.value > 0.05
    assert np.linalg.norm([moved.by for moved in one.closest_joint.beliefs]) == pytest.approx(3.0)
    assert one.closest_joint.value < one.closest.value
    flip = found.verdict([one])
    assert (flip.single, flip.joint) == (None, None)


def test_what_crosses_in_the_futures_of_the_headline_alone_is_a_move():
    found = search([limit(at_most=0.05)], [0.10], ["missed"], [[-0.25], [0.0], [0.0]])
    found.runs.screen = lambda x: found.runs.start + 0.2 * x.sum()  # the search sees less than there is
    move = found.limit(0).single
    assert isinstance(move, Move)
    assert move.length == pytest.approx(3.0)


def test_a_joint_move_is_never_longer_than_a_single_one():
    found = search([limit(at_most=0.05)], [0.10], ["missed"], [[-0.4], [0.0], [0.0]])
    line = found.limit(0)
    assert line.joint.length <= line.single.length


def test_where_no_belief_moves_a_limit_no_joint_move_is_told():
    found = search([limit(at_most=0.05)], [0.10], ["missed"], [[0.0], [0.0], [0.0]])
    assert found.joint([0]) is None
    assert isinstance(found.single([0]), Reach)


def test_no_move_leaves_the_verdict_as_it_is():
    found = search([limit(at_most=0.05)], [0.10], ["missed"], [[-0.3], [-0.4], [0.0]])
    here = found.views(found.runs.probabilities(np.zeros(3), 10_000))
    assert found.judged(here)["verdict"] == found.answer.verdict.value == "not prepared"
    assert found.runs.screen(np.zeros(3)) == pytest.approx(found.runs.start)


def test_a_missed_limit_that_one_more_analyst_keeps_is_undecided():
    found = search([limit(at_most=0.05)], [0.10], ["missed"], [[-0.3], [-0.4], [0.0]])
    flip = found.verdict([found.limit(0)])
    assert (flip.changes, flip.needs, flip.outcomes) == ("verdict", "all", [WAR])
    assert flip.single.verdict == "cannot tell"
    assert flip.joint.length < flip.single.length


def test_not_prepared_needs_all_its_missed_limits_crossed():
    limits = [limit(at_most=0.05), limit(PACT, at_least=0.9)]
    slopes = [[-0.5, 0.0], [0.0, 0.5], [0.0, 0.0]]
    found = search(limits, [0.08, 0.85], ["missed", "missed"], slopes)
    flip = found.verdict([found.limit(0), found.limit(1)])
    assert flip.needs == "all"
    assert flip.single is None  # no belief acts on both
    gaps = [(odds(0.08) - odds(0.05)) / 0.5, (odds(0.9) - odds(0.85)) / 0.5]
    assert flip.joint.length == pytest.approx(np.hypot(*gaps), abs=0.06)
    assert {one.outcome for one in flip.joint.crossed} == {WAR, PACT}


def test_prepared_is_lost_with_the_nearest_limit():
    limits = [limit(at_most=0.05), limit(PACT, at_least=0.9)]
    slopes = [[0.5, 0.0], [0.0, -0.5], [0.0, 0.0]]
    found = search(limits, [0.02, 0.93], ["met", "met"], slopes)
    assert found.answer.verdict.value == "prepared"
    flip = found.verdict([found.limit(0), found.limit(1)])
    assert (flip.changes, flip.needs) == ("verdict", "any")
    assert flip.single.verdict == "cannot tell"
    assert [one.outcome for one in flip.single.crossed] == [PACT]
    assert flip.single.length == pytest.approx((odds(0.93) - odds(0.9)) / 0.5, abs=0.06)


def test_what_is_divided_already_changes_its_leaning():
    found = search([limit(at_most=0.05)], [0.08], ["undecided"], [[-0.5], [0.0], [0.0]])
    assert (found.answer.verdict.value, found.answer.verdict.leaning) == ("cannot tell", "not prepared")
    flip = found.verdict([found.limit(0)])
    assert flip.changes == "leaning"
    assert isinstance(flip.single, Move)
    assert (flip.single.alone, flip.single.verdict) == ("prepared", "cannot tell")
