"""What a question tells: the outcomes it was asked for, and the year after which it counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from foedus.assessment.after import by_year
from foedus.assessment.called import outcome_called
from foedus.errors import InputError
from foedus.simulation.study import Study
from foedus.taken import whole
from foedus.world.outcomes import Outcome


def outcomes_told(among: Collection[Outcome], asked: Sequence[str]) -> tuple[Outcome, ...]:
    """The outcomes that are asked for, in their own order, or all where none is. Raises InputError for an unknown one."""
    chosen = {outcome_called(name, among) for name in asked}
    return tuple(one for one in among if not chosen or one.name in chosen)


def told_by_year(among: Collection[Outcome], asked: Sequence[str]) -> tuple[Outcome, ...]:
    """The outcomes that are asked for, or all that are kept by year. Raises InputError for one asked for that is not."""
    told = outcomes_told(among, asked)
    for one in told:
        if asked and not by_year(one):
            raise InputError(f"outcome '{one.name}' is kept for the whole horizon and not by year; leave it out")
    return tuple(one for one in told if by_year(one))


def years_before(study: Study, asked: int | None, usual: int) -> int:
    """How many simulated years go by to the end of the year asked for, after which a question counts.

    usual   this number where no year is asked for; at most one less than the horizon, and at least 1

    Raises InputError for a year after which no year is simulated.
    """
    first, last = study.world.year + 1, study.world.year + study.horizon
    if first == last:
        raise InputError("horizon 1 leaves no year after the first; ask for 2 years or more")
    if asked is None:
        return min(max(usual, 1), study.horizon - 1)
    if whole("year", asked, 0, 9999) not in range(first, last):
        raise InputError(f"year {asked} is not allowed: {first} to {last - 1}, so that years after it are simulated")
    return int(asked) - study.world.year
