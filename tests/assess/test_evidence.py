"""The skill beside a headline names what was scored, at which horizon, and says so where nothing was."""

import pytest

from foedus.assess import evidence
from foedus.assess.outcomes import BY_NAME
from foedus.models.skill import skill


def test_every_kind_scored_is_an_outcome_with_a_shipped_backtest():
    assert set(evidence.KINDS_SCORED) <= set(BY_NAME)
    for name, _ in evidence.KINDS_SCORED.values():
        assert skill(name, 1) is not None


@pytest.mark.parametrize(("horizon", "scored"), [(5, 5), (12, 20), (20, 20)])
def test_the_skill_of_disputes_is_that_of_the_horizon_or_the_next_longer(horizon, scored):
    text = evidence.skill("disputes_protege", horizon)
    assert f"within {scored} years" in text
    assert "over climatology" in text


def test_no_skill_is_said_in_words_and_nothing_is_claimed_past_the_longest_horizon():
    assert "no skill shown" in evidence.skill("war_on_protege", 20)
    assert evidence.skill("war_on_protege", 20).startswith("none can be shown")
    assert "no skill shown" in evidence.skill("pact_in_force", 20)
    assert evidence.skill("pact_in_force", 21) == evidence.NOT_SCORED
    assert evidence.skill("protege_nuclear", 20) == evidence.NOT_SCORED
