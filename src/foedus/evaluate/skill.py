"""The skill of forecasts of an outcome at a horizon, shown next to a headline probability.

It comes from the shipped scores. The column `shown` of scores.csv marks one forecaster of an outcome at each horizon:
the one closest to the simulator (same predictors, a shrunken effect of the dyad, nothing from inside the window),
scored on the event of the headline, which is an event within the horizon and not in one of its years.
"""

from __future__ import annotations

from dataclasses import dataclass

from foedus.evaluate.result import Interval, spelled
from foedus.evaluate.tables import OUTCOME, Shipped, shipped, skill_name


@dataclass(frozen=True)
class Skill:
    """The skill of forecasts of an outcome at a horizon, over climatology.

    horizon       scored years ahead: those requested, or the next longer
    skill         of the model closest to the simulator: value, 5% and 95% point; 0 is no better than climatology
    over_history  skill less that of the history of the dyad, state or pact alone, both over climatology; None if the
                  two are not compared
    last_year     the last year of what was forecast
    best          the model with the highest skill, and its skill: known only afterwards
    """

    outcome: str
    horizon: int
    target: str
    model: str
    skill: Interval
    over_history: Interval | None
    best: tuple[str, Interval]
    origins: tuple[int, ...]
    last_year: int
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
    """The gain over the skill of history alone, as words that follow a skill."""
    return f"; gain over history alone {spelled(over_history)}" if over_history else ""


def horizons(outcome: str) -> tuple[int, ...]:
    """Years ahead at which an outcome has a skill, ascending; none if it was not scored."""
    found = shipped(OUTCOME, outcome)
    return tuple(sorted(found.shown)) if found else ()


def skill(outcome: str, horizon: int) -> Skill | None:
    """The skill of an outcome of 'foedus backtest list' at `horizon` years; None if none was measured that far ahead.

    A horizon between two scored ones has the skill of the longer, which is usually smaller.
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
        last_year=found.last_year,
        capabilities=found.capabilities,
    )
