"""The skill beside a headline names what was scored, at which horizon, and says so where nothing was."""

import numpy as np
import pytest

from foedus.assessment import evidence
from foedus.assessment.outcomes import BY_NAME
from foedus.evaluate.skill import skill
from foedus.world.schema import BaseRate

WEIGHTS = {"initiation": {"liberal": 0.4, "rich": 0.6}}


def rate(unit, events=6.0, exposure=2245.0):
    return BaseRate(
        outcome="pact_in_force",
        events=events,
        exposure=exposure,
        unit=unit,
        period="1946-2018",
        source="s",
        text="Counted.",
    )


@pytest.mark.parametrize(
    ("unit", "kind", "expected"),
    [
        ("dyad-years (ends)", "status", np.exp(-20 * 6.5 / 2245)),
        ("years", "event", 1 - np.exp(-20 * 6.5 / 2245)),
        ("years", "status", 6 / 2245),
        ("disputes", "event", None),
    ],
)
def test_a_base_rate_says_how_likely_its_outcome_is(unit, kind, expected):
    found = evidence.base_probability(rate(unit), kind, 20)
    assert found == (expected if expected is None else pytest.approx(expected))


def test_the_skill_named_is_of_the_specification_with_the_most_weight():
    assert "specification rich, weight 60%" in evidence.skill("disputes_protege", 20, WEIGHTS)
    asked = {"initiation": {"history": 1.0}}
    assert "specification history, weight 100%" in evidence.skill("disputes_protege", 20, asked)


def test_every_kind_scored_is_an_outcome_with_a_shipped_backtest():
    assert set(evidence.KINDS_SCORED) <= set(BY_NAME)
    for name, _ in evidence.KINDS_SCORED.values():
        assert skill(name, 1) is not None


@pytest.mark.parametrize(("horizon", "scored"), [(5, 5), (12, 20), (20, 20)])
def test_the_skill_of_disputes_is_that_of_the_horizon_or_the_next_longer(horizon, scored):
    text = evidence.skill("disputes_protege", horizon, WEIGHTS)
    assert f"within {scored} years" in text
    assert text.count("over climatology") == text.count("gain over history alone") == 2


def test_no_skill_is_said_in_words_and_nothing_is_claimed_past_the_longest_horizon():
    assert "no skill shown" in evidence.skill("war_on_protege", 20, WEIGHTS)
    assert evidence.skill("war_on_protege", 20, WEIGHTS).startswith("none can be shown")
    assert "no skill shown" in evidence.skill("pact_in_force", 20, WEIGHTS)
    assert evidence.skill("pact_in_force", 21, WEIGHTS) == evidence.NOT_SCORED
    assert evidence.skill("integrity_kept", 20, WEIGHTS) == evidence.UNMEASURED


@pytest.mark.parametrize("outcome", ["protege_nuclear", "bloc_pacts"])
def test_rare_decisions_are_scored_one_step_ahead_and_show_no_skill(outcome):
    text = evidence.skill(outcome, 20, WEIGHTS)
    assert "one step ahead" in text
    assert "no skill shown" in text
    assert not evidence.skilled(outcome, 20)
