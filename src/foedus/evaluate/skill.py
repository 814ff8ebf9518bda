"""The skill that forecasts of an outcome had at a horizon: what a headline probability is to be read beside.

Read from the results of `foedus backtest` that ship with the package. The simulator's equations are not these models, but
one of them is near to each: the same predictors, a shrunken effect of the dyad, nothing from inside the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from foedus.evaluate.backtest.result import Backtest, Cell, Interval, load, spelled

FOLDER = Path(str(resources.files("foedus.evaluate"))) / "shipped" / "backtests"

NEAREST: Mapping[str, str] = MappingProxyType(
    {
        "disputes": "shrunken",
        "war": "full",
        "joining": "full",
        "pacts": "full",
        "pursuit": "full",
        "treaties": "full",
        "growth-cinc": "no-change",
        "growth-gdp": "direct",
    }
)
"""For each outcome, the model scored that is nearest to what the simulator runs."""


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


def skill(outcome: str, horizon: int) -> Skill | None:
    """The skill of an outcome of 'foedus backtest list' at `horizon` years; None where none was measured that far ahead.

    A horizon between two that were scored has the skill of the longer, which is the smaller as a rule. Of events within the
    horizon and events in each of its years, the former: that is what a headline probability says.
    """
    found = _shipped(outcome)
    longer = [ahead for ahead in found.horizons if ahead >= horizon] if found else []
    if found is None or not longer or horizon < 1:
        return None
    cell = [c for c in found.cells if c.horizon == min(longer) and c.subset == found.cells[0].subset][-1]
    score = _score(cell)
    model = NEAREST[outcome]
    best = max(cell.scores, key=lambda name: cell.scores[name][score][0] or 0.0)
    return Skill(
        outcome=outcome,
        horizon=cell.horizon,
        target=cell.target,
        model=model,
        skill=cell.scores[model][score],
        over_history=cell.gain(model, "history-only", score),
        best=(best, cell.scores[best][score]),
        origins=tuple(found.origins),
        capabilities=found.capabilities,
    )


def _score(cell: Cell) -> str:
    return "crps_skill" if any("crps_skill" in scores for scores in cell.scores.values()) else "brier_skill"


@cache
def _shipped(outcome: str) -> Backtest | None:
    path = FOLDER / f"{outcome}.json"
    return load(path) if outcome in NEAREST and path.is_file() else None
