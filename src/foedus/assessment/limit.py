"""The limits that a case sets within a horizon, and on which side of one a run lies."""

from __future__ import annotations

from typing import NamedTuple

from foedus.assessment import analysts
from foedus.assessment.outcomes import by_set
from foedus.assessment.verdict_lines import Side
from foedus.errors import InputError
from foedus.simulation.tally import Tally
from foedus.world.outcomes import Outcome, current, outcomes_of
from foedus.world.schema import Case
from foedus.world.views import Tolerance


class Limit(NamedTuple):
    """A tolerance, and the outcome that it is judged on."""

    tolerance: Tolerance
    outcome: Outcome

    @property
    def good(self) -> int:
        """+1 where more of the outcome is better, -1 where less is."""
        return -1 if self.tolerance.at_most is not None else 1

    def side(self, tally: Tally) -> Side:
        """On which side of it a run lies, by two Monte Carlo errors (`foedus.assessment.analysts`)."""
        found = analysts.predictive(by_set(self.outcome, tally, self.tolerance.years))
        return analysts.view(self.tolerance, analysts.MIXTURE, "mixture", "run", found).side


def stated_limits(case: Case, horizon: int, so: str) -> tuple[Limit, ...]:
    """The limits of a case within a horizon. Raises InputError where there is none, saying what follows, `so`."""
    found = limits_of(case, horizon)
    if not found:
        years = f"{horizon} year{'' if horizon == 1 else 's'}"
        raise InputError(
            f"the case {case.id} sets no limit within {years}, so {so}; ask for a longer horizon, or give it 'tolerances'"
        )
    return found


def limits_of(case: Case, horizon: int) -> tuple[Limit, ...]:
    """The limits of a case within a horizon, one for each outcome: that of most years."""
    own = {one.name: one for one in outcomes_of(case)}
    within = sorted((one for one in case.tolerances if one.years <= horizon), key=lambda one: one.years)
    found = {current(one.outcome).name: one for one in within}
    return tuple(Limit(found[name], outcome) for name, outcome in own.items() if name in found)
