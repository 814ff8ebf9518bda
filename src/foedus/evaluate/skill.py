"""The skill that forecasts of an outcome had at a horizon: what a headline probability is to be read beside.

Read from the scores that ship. Of all forecasters of an outcome, the column `shown` of scores.csv marks one at each horizon:
that nearest to what the simulator runs (the same predictors, a shrunken effect of the dyad, nothing from inside the window),
on the event of the headline itself, which is an event within the horizon and not in one year of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from foedus.evaluate.result import Interval, spelled
from foedus.evaluate.tables import OUTCOME, Shipped, shipped, skill_name


@dataclass(frozen=True)
class Skill:
    """What forecasts of an outcome were worth at a horizon, over climatology.

    horizon       years ahead that were scored: those asked for, or the next longer
    skill         of the model nearest to the simulator: value, 5% and 95% point; 0 is no better than climatology
    over_history  how much more than the skill, over climatology too, of the past of the dyad, state or pact alone; None
                  where the two are not compared
    best          the model that had the most, and how much: known only afterwards
    """

    outcome: str
    horizon: int
    target: str
    model: str
    skill: Interval
    over_history: Interval | None
    best: tuple[str, Interval]
    origins: tuple[int, ...]
    capabilities: str | None

    @property
    def shown(self) -> bool:
        """Whether the interval of the skill lies above 0."""
        return self.skill[1] is not None and self.skill[1] > 0

    @property
    def words(self) -> str:
        """One sentence for a reader.

        >>> skill("war", 1).words  # doctest: +SKIP
        'no skill shown: 0.017 [-0.003, 0.038] over climatology; gain over history alone 0.004 [-0.010, 0.017]'
        """
        value, low, high = self.skill
        if value is None or low is None or high is None:
            return "skill not known"
        word = "skill" if self.shown else "no skill shown:" if high >= 0 else "worse than climatology:"
        return f"{word} {spelled(self.skill)} over climatology{also(self.over_history)}"


def also(over_history: Interval | None) -> str:
    """The difference to the skill that history alone has over climatology, to follow a skill."""
    return f"; gain over history alone {spelled(over_history)}" if over_history else ""


def horizons(outcome: str) -> tuple[int, ...]:
    """Years ahead at which an outcome has a skill, rising; none where it was not scored."""
    found = shipped(OUTCOME, outcome)
    return tuple(sorted(found.shown)) if found else ()


def skill(outcome: str, horizon: int) -> Skill | None:
    """The skill of an outcome of 'foedus backtest list' at `horizon` years; None where none was measured that far ahead.

    A horizon between two that were scored has the skill of the longer, which is the smaller as a rule.
    """
    longer = [ahead for ahead in horizons(outcome) if ahead >= horizon]
    found = shipped(OUTCOME, outcome)
    return _of(found, min(longer)) if found is not None and longer and horizon >= 1 else None


def _of(found: Shipped, horizon: int) -> Skill:
    target, model = found.shown[horizon]
    subset = found.cells[0].subset
    cell = found.cell(horizon, target, subset)
    assert cell is not None
    score = skill_name(cell)
    best = max(cell.scores, key=lambda name: cell.scores[name][score][0] or 0.0)
    return Skill(
        outcome=found.what,
        horizon=horizon,
        target=target,
        model=model,
        skill=cell.scores[model][score],
        over_history=cell.gain(model, "history-only", score),
        best=(best, cell.scores[best][score]),
        origins=found.origins,
        capabilities=found.capabilities,
    )
