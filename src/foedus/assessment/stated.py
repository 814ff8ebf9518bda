"""What a question states in place of what a case states: limits, and how well the alliance keeps its instruments."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from numbers import Real

from foedus.assessment.analysts import limit_of
from foedus.errors import InputError, known
from foedus.shown import quoted
from foedus.world.outcomes import current, outcomes_of
from foedus.world.schema import Case


def with_tolerances(case: Case, stated: Sequence[str]) -> Case:
    """A case with other limits: `war_outside=0.04` keeps the direction and the horizon of the limit of the case.

    >>> from foedus import load_case
    >>> with_tolerances(load_case("us-rok"), ["war_outside=0.04"]).tolerances[0].at_most
    0.04

    Raises InputError for an outcome without a limit in the case, a limit that is no probability, or two limits of one outcome.
    """
    limits = {current(one.outcome).name: one for one in case.tolerances}
    read: dict[str, float] = {}
    for text in stated:
        name, equals, number = str(text).partition("=")
        limit = _probability(number)
        if not equals or limit is None:
            raise InputError(
                f"tolerance {quoted(str(text))} is not allowed: OUTCOME=LIMIT with a probability, as war_outside=0.04"
            )
        if not limits:
            raise InputError(f"the case {case.id} sets no limit that could be another; leave out --tolerance")
        name = known("limit of the case", name.strip(), limits, {one.name: one.label for one in outcomes_of(case)})
        if name in read:
            raise InputError(
                f"tolerance {quoted(str(text))}: {name} is given twice, {read[name]:g} before; state one limit for each outcome"
            )
        read[name] = limit
        old = limits[name]
        bound = "at_most" if old.at_most is not None else "at_least"
        reason = f"Stated with the question, in place of {100 * limit_of(old):g}%."
        limits[name] = old.model_copy(update={bound: limit, "reason": reason})
    return case.model_copy(update={"tolerances": tuple(limits.values())}) if stated else case


def taken_adherence(adherence: object) -> float:
    """A level of adherence. Raises InputError for what is no number from -1 to 1."""
    if isinstance(adherence, bool) or not isinstance(adherence, Real) or not -1.0 <= float(adherence) <= 1.0:
        raise InputError(f"adherence {quoted(str(adherence))} is outside -1 (let slide) to 1 (kept with care)")
    return float(adherence)


def _probability(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) and 0.0 <= found <= 1.0 else None
