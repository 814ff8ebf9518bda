"""What a number of a result is: its unit, the year it is of, what it was counted in, and what it rests on."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import Difference, Estimate, OutsideViewLine
from foedus.assessment.verdict_lines import AnalystView
from foedus.report.numbers import PROBABILITY

SIZES = ("n", "exposure", "futures", "respondents")
"""What a part was counted in, by the first of these fields that it has."""
COUNTED_IN = {
    "outcomes.estimate": "futures",
    "outcomes.curve": "futures",
    "outcomes.paired_estimate": "paired_futures",
    "outcomes.by_specification": "paired_futures",
    "tolerances.estimate": "futures",
    "replaced.estimate": "futures",
    "instruments": "futures",
    "governments.probability": "futures",
    "provocations.a_year": "futures",
    "provocations.none": "futures",
    "pacts.in_force": "futures",
    "pacts.ever": "futures",
    "counterfactuals.differences": "paired_futures",
    "counterfactuals.by_beliefs": "paired_futures",
    "thesis": "paired_futures",
    "agreement": "paired_futures",
    "orders": "compared_futures",
}
"""The field of an answer that says how many futures a number was counted in, by the fields that lead to it."""
LIMITS = ("at_most", "at_least")
"""Limits, which the case states."""
OF_OUTCOME = ("curve", "error", *LIMITS)
"""Numbers in the unit of their outcome that have no interval."""
UNITS = {
    "effective": "parameter sets",
    "effective_sets": "parameter sets",
    "sd": "prior standard deviations",
    "joint": "prior standard deviations",
    "kept_share": "share of parameter sets",
    "prior_share": "share of spread",
    "weight": "weight",
    "weights": "weight",
    "years": "years",
    "keeps": "analysts",
    "fails": "analysts",
    "futures": "futures",
    "failures": "futures",
    "parameter_sets": "parameter sets",
    "strain": "0 to 1",
    "none": "share of futures",
    "coverage": "share of failures",
    "density": "share of futures",
    "outside": "share of futures",
    "rate": "share of futures",
    "crossed": "share of futures",
    "events": "events",
    "share": "share",
    "at_horizon": PROBABILITY,
    "mean": "log scale",
    "analysts": "analysts",
    "reweighted": "analysts",
    "run": "analysts",
    "least_effective": "parameter sets",
    "extra_futures": "futures",
    "respondents": "respondents",
    "fitted": "parameters",
    "literature": "parameters",
    "elicited": "parameters",
    "start": "effective number",
    "low50": "effective number",
    "high50": "effective number",
}
"""Of numbers that are not in the unit of an outcome, by their field."""
PROBABILITIES = ("instruments", "governments", "pacts")
"""Sections of an answer whose estimates are probabilities."""


def counted_in(result: BaseModel, parts: tuple[BaseModel, ...], fields: tuple[str, ...], name: str = "") -> int | None:
    """Futures, cases or respondents behind a number, whose innermost name is `name`; None where the result does not say."""
    if fields[0] == "rivals":
        return None
    for part in parts[:-3:-1]:
        for size_name in SIZES:
            size = getattr(part, size_name, None)
            if isinstance(size, int | float):
                return int(size) if float(size).is_integer() else None
    if not isinstance(result, Answer) or _conditional(result, parts):
        return None
    rival = next((one for one in result.rivals if one.name == name and one.futures), None)
    if rival is not None:
        return rival.futures
    path = ".".join(fields)
    field = next((field for start, field in COUNTED_IN.items() if path.startswith(start)), None)
    return getattr(result, field) if field else None


def unit(result: BaseModel, parts: tuple[BaseModel, ...], fields: tuple[str, ...], item: str) -> str | None:
    """The unit of a number; None where the result names none."""
    last = fields[-1]
    inner = parts[-1] if parts else None
    if isinstance(inner, OutsideViewLine):
        return inner.unit if last == "value" else UNITS.get(last)
    if last == "exposure":
        stated = (getattr(part, "unit", None) for part in reversed(parts))
        return next((each for each in stated if isinstance(each, str)), None)
    if "score" in fields:
        return "skill, 1 is perfect"
    if "provocations" in fields and "a_year" in fields:
        return f"{next(getattr(part, 'units', '') for part in parts if hasattr(part, 'units'))} a year"
    if "poles" in fields:
        return "effective number"
    if last in UNITS and not _of_outcome(parts, fields):
        return UNITS[last]
    if not _of_outcome(parts, fields):
        return None
    own = PROBABILITY if fields[0] in PROBABILITIES and isinstance(result, Answer) else _units(result).get(item)
    if own is None:
        return UNITS.get(last)
    return f"{own} (change)" if any(isinstance(part, Difference) for part in parts) else own


def evidence(result: BaseModel, parts: tuple[BaseModel, ...], fields: tuple[str, ...], item: str) -> str | None:
    """What a number rests on, in a word or two; None where the result does not say."""
    if {"record", "class_rate"} & set(fields):
        return "record"
    if fields[-1] in LIMITS or "base_rates" in fields:
        return "stated by the case"
    if "outside_views" in fields:
        return "said by others"
    for part in reversed(parts):
        if isinstance(part, AnalystView):
            return f"{part.kind}, {part.how}"
        grade = getattr(getattr(part, "evidence", None), "grade", None) or getattr(part, "grade", None)
        if grade is not None:
            return f"grade {grade}"
        if (skill := getattr(part, "skill", None)) is not None and hasattr(skill, "verdict"):
            return str(skill.verdict)
    if isinstance(result, Answer) and fields[0] in ("tolerances", "orders"):
        return next((line.skill.verdict for line in result.outcomes if line.name == item), None)
    return None


def year(result: BaseModel, parts: tuple[BaseModel, ...], fields: tuple[str, ...]) -> int | None:
    """The year that a number is of: the last of the horizon, or of the limit; None for what has none."""
    last = _last_year(result)
    if last is None or not _of_outcome(parts, fields) or {"base_rates", "outside_views", "score"} & set(fields):
        return None
    limit = next((part for part in parts if hasattr(part, "at_most") and hasattr(part, "years")), None)
    return last if limit is None or limit.years is None else last - _horizon(result) + int(limit.years)


def years(result: BaseModel, length: int) -> list[int] | None:
    """The years of a path of so many numbers: those of the horizon, with or without the start; None if it is neither."""
    stated = getattr(result, "years", None)
    if isinstance(stated, list) and len(stated) == length:
        return [int(each) for each in stated]
    last, horizon = _last_year(result), _horizon(result)
    if last is None or length not in (horizon, horizon + 1):
        return None
    return list(range(last - length + 1, last + 1))


def _of_outcome(parts: tuple[BaseModel, ...], fields: tuple[str, ...]) -> bool:
    """Whether a number is an estimate or a limit, and so in the unit of what it is of."""
    inner = parts[-1] if parts else None
    if isinstance(inner, Estimate):
        return True
    return fields[-1] in OF_OUTCOME or (fields[-1] in ("views", "value") and hasattr(inner, "value"))


def _conditional(result: Answer, parts: tuple[BaseModel, ...]) -> bool:
    """Whether a number is of an outcome that is counted among the futures of another: how many is not told."""
    given = {line.name for line in result.outcomes if line.given}
    return any(getattr(part, "outcome", getattr(part, "name", None)) in given for part in parts)


def _units(result: BaseModel) -> dict[str, str]:
    """The unit of each outcome of a result: its own line says it, else it is a probability where the simulator marks it."""
    from foedus.world.outcomes import outcomes

    own = {one.name: one.unit for one in outcomes()}
    lines: list[Any] = getattr(result, "outcomes", None) or []
    return own | {line.name: line.unit for line in lines if hasattr(line, "name") and hasattr(line, "unit")}


def _last_year(result: BaseModel) -> int | None:
    return getattr(result, "by_year", None) or getattr(result, "last_year", None)


def _horizon(result: BaseModel) -> int:
    return int(getattr(result, "horizon", 0))
