"""What could be estimated on the date of a case: the answer of its day, without hindsight.

estimates       from data to the last whole year before the date, one candidate an equation (`foedus.estimate.as_of`)
class rates     counted, and skill scored, to the year from which the futures start: so in every answer
literature      a work of later years is not known then: its effect has mean 0, and twice its standard deviation
elicited        as today, with the forms of the equations: people who knew what came after chose both
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from foedus.assessment.held_beliefs import held_beliefs
from foedus.equations.beliefs import Beliefs, Stated
from foedus.equations.effects import LITERATURE
from foedus.equations.registry import CHOICES
from foedus.errors import InputError
from foedus.estimate.fits import Fits
from foedus.progress import Progress
from foedus.world.schema import Case

NAME = "of-the-day"
"""Name of the beliefs of an answer without hindsight."""
REASON = "from literature that is not re-estimated on the years before the case: mean 0, twice the standard deviation"


@dataclass(frozen=True)
class Then:
    """What is asked with when there is no hindsight.

    fits            posteriors as of the last whole year before the date of the case, and no others
    specification   by equation or stage, its one candidate
    beliefs         shipped ones, without what literature says
    """

    fits: Fits
    specification: dict[str, str]
    beliefs: Beliefs


def then(case: Case, seed: int, progress: Progress | None = None) -> Then:
    """What was known on the date of a case; its fits are made once, and kept in the user's cache.

    Raises InputError for a case of too early a date, for one that follows provocations, of which too few years are coded,
    and without the fit extra; DataError where publishers' files are missing.
    """
    if case.provocations:
        raise InputError(
            f"case {case.id} follows provocations, which are not fitted as of a past date; "
            "leave `provocations` out of the case, or --no-hindsight"
        )
    from foedus.estimate.as_of import as_of

    made = as_of(last_whole_year(case.as_of), seed=seed, progress=progress)
    chosen = {choice: made.specification[series] for choice, series in CHOICES.items() if series in made.specification}
    return Then(made.fits, chosen, beliefs_then(case))


def last_whole_year(day: date) -> int:
    """The last year that is over at the end of a day.

    >>> last_whole_year(date(1959, 12, 31)), last_whole_year(date(2023, 11, 7))
    (1959, 2022)
    """
    return (day + timedelta(days=1)).year - 1


def beliefs_then(case: Case) -> Beliefs:
    """Shipped beliefs, with mean 0 and twice the standard deviation of every effect of a case that literature states."""
    shipped = held_beliefs(case).effects
    stated = [Stated(one.effect, 0.0, 2.0 * one.sd, REASON) for one in shipped if one.provenance == LITERATURE]
    return Beliefs(NAME, LITERATURE, tuple(stated))
