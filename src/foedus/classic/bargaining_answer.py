"""The answer of `foedus bargain`: its schema, and the function that fills it."""

from __future__ import annotations

from numbers import Integral
from typing import Literal

import numpy as np
from pydantic import Field

from foedus.classic.bargaining import (
    ROUNDS,
    Course,
    Ending,
    bargain,
    final_means,
    weighted_mean,
    weighted_median,
)
from foedus.classic.issue import Issue, arrays, drawn, uncertain
from foedus.classic.variant import VARIANTS, variant_named
from foedus.errors import InputError
from foedus.part import Part
from foedus.rendered import Rendered

DRAWS = 1000
"""Draws of the inputs; the ends of a 90% interval then have a sampling error of well under a tenth of its width."""

LOW, HIGH = 5.0, 95.0


class ActorLine(Part):
    """An actor as stated."""

    name: str
    capability: float = Field(description="influence on the issue, above 0")
    position: float = Field(description="on the scale")
    salience: float = Field(description="0 to 1")
    illustrative: list[str] = Field(description="which of the three numbers are judgements without a source")


class RoundLine(Part):
    """Positions of the actors after a round; round 0 is the start."""

    round: int
    mean: float = Field(description="mean position, weighted by capability times salience")
    median: float = Field(description="weighted median position")
    positions: list[float] = Field(description="one for each actor, in the order of `actors`")


class VariantLine(Part):
    """The end of the game under one variant."""

    variant: str = Field(description="its name, as for `--variant`")
    title: str
    ending: Ending = Field(description="at rest; cycle: earlier positions came back; moving: neither within the rounds")
    rounds: int = Field(description="rounds played")
    mean: float = Field(description="weighted mean at the end, averaged over a cycle")
    median: float = Field(description="weighted median at the end, averaged over a cycle")


class Interval(Part):
    """Range of the mean at the end over draws of the inputs from the ranges stated for them."""

    low: float = Field(description="5th percentile")
    middle: float = Field(description="50th percentile")
    high: float = Field(description="95th percentile")
    draws: int = Field(description="games played")
    at_rest: float = Field(description="share of the draws that came to rest")


class OutcomeLine(Part):
    """The actual outcome, which the game never uses."""

    value: float = Field(description="on the scale")
    date: str
    text: str


class BargainAnswer(Rendered, Part):
    """The answer of `foedus bargain`."""

    format: Literal["foedus.bargain/1"] = "foedus.bargain/1"
    issue: str = Field(description="its identifier")
    title: str = Field(description="the question")
    as_of: str | None = Field(description="date of the stated numbers")
    unit: str = Field(description="what a position counts")
    scale: tuple[float, float] = Field(description="lowest and highest position")
    ends: tuple[str, str] = Field(description="what the lowest and the highest position stand for")
    actors: list[ActorLine] = Field(description="as stated")
    start_mean: float = Field(description="weighted mean of the stated positions: the forecast to beat")
    start_median: float = Field(description="weighted median of the stated positions")
    predicted: VariantLine = Field(description="the variant asked for")
    others: list[VariantLine] = Field(description="the other variants")
    interval: Interval | None = Field(description="null where the issue states no range for any number")
    seed: int = Field(description="seed of the draws")
    rounds: list[RoundLine] = Field(description="course of the variant asked for")
    outcome: OutcomeLine | None = Field(description="null where nothing is known to have come of it")
    cannot_say: list[str] = Field(description="what the issue cannot answer")


def bargain_over(
    issue: Issue, *, variant: str = "corrected", rounds: int = ROUNDS, draws: int = DRAWS, seed: int = 1
) -> BargainAnswer:
    """Play the issue under `variant`, under the other variants, and `draws` games with inputs from their ranges."""
    chosen = variant_named(variant)
    for name, value, least, most in (
        ("rounds", rounds, 1, 10_000),
        ("draws", draws, 1, 100_000),
        ("seed", seed, 0, 2**63),
    ):
        if not (isinstance(value, Integral) and least <= value <= most):
            raise InputError(f"{name} {value} is not allowed: {least:,} to {most:,}")
    courses = {name: bargain(*arrays(issue), variant=name, rounds=rounds) for name in VARIANTS}
    capability, position, salience = arrays(issue)
    outcome = issue.outcome
    return BargainAnswer(
        issue=issue.id,
        title=issue.title,
        as_of=issue.as_of.isoformat() if issue.as_of else None,
        unit=issue.scale.unit,
        scale=(issue.scale.low, issue.scale.high),
        ends=(issue.scale.low_means, issue.scale.high_means),
        actors=_actors(issue),
        start_mean=float(weighted_mean(position, capability * salience)),
        start_median=weighted_median(position, capability * salience),
        predicted=_variant(chosen.name, courses[chosen.name]),
        others=[_variant(name, course) for name, course in courses.items() if name != chosen.name],
        interval=_interval(issue, chosen.name, rounds, draws, seed) if uncertain(issue) else None,
        seed=seed,
        rounds=_rounds(courses[chosen.name]),
        outcome=OutcomeLine(value=outcome.value, date=outcome.date.isoformat(), text=outcome.text) if outcome else None,
        cannot_say=list(issue.cannot_say),
    )


def _actors(issue: Issue) -> list[ActorLine]:
    lines = []
    for actor in issue.actors:
        readings = {"capability": actor.capability, "position": actor.position, "salience": actor.salience}
        lines.append(
            ActorLine(
                name=actor.name,
                capability=actor.capability.value,
                position=actor.position.value,
                salience=actor.salience.value / issue.salience_of,
                illustrative=[name for name, reading in readings.items() if reading.tag == "illustrative"],
            )
        )
    return lines


def _variant(name: str, course: Course) -> VariantLine:
    return VariantLine(
        variant=name,
        title=VARIANTS[name].title,
        ending=course.ending,
        rounds=len(course.means) - 1,
        mean=course.predicted,
        median=course.predicted_median,
    )


def _rounds(course: Course) -> list[RoundLine]:
    rows = zip(course.means, course.medians, course.positions, strict=True)
    return [
        RoundLine(round=i, mean=float(mean), median=float(median), positions=positions.tolist())
        for i, (mean, median, positions) in enumerate(rows)
    ]


def _interval(issue: Issue, variant: str, rounds: int, draws: int, seed: int) -> Interval:
    means, rested = final_means(*drawn(issue, draws, seed), variant=variant, rounds=rounds)
    low, middle, high = np.percentile(means, [LOW, 50.0, HIGH])
    return Interval(low=float(low), middle=float(middle), high=float(high), draws=draws, at_rest=float(np.mean(rested)))
