"""Provocations in an answer: a line for each type that a case follows, beside its last years on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from foedus.assessment import evidence
from foedus.assessment.answer import CountLine, CountRecord, ProvocationLine
from foedus.assessment.interval import HIGH, LOW
from foedus.assessment.outcome_lines import Estimate
from foedus.equations.effects import priors
from foedus.equations.provocation import TYPES
from foedus.simulation.outcomes import TOTALS
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally, numbers


def provocation_lines(study: Study, tally: Tally) -> list[ProvocationLine]:
    """The types that the case follows and that are not switched off, in the order of the world."""
    silent = study.switches.silent
    return [
        _line(study, name, q, tally)
        for q, name in enumerate(study.world.provocations)
        if f"provocation-{name}.mean" not in silent
    ]


def _line(study: Study, name: str, q: int, tally: Tally) -> ProvocationLine:
    what, futures = TYPES[name], float(tally.futures.sum())
    below = np.cumsum(tally.provoked[q]) / futures
    places = np.searchsorted(below, [0.5, LOW, HIGH])
    median, low, high = (float(each) / study.horizon for each in numbers()[places])
    return ProvocationLine(
        name=name,
        label=what.label,
        actors=list(what.actors),
        unit=what.unit,
        units=what.units,
        counted_by=what.counted_by,
        a_year=CountLine(
            mean=float(tally.totals[:, len(TOTALS) + q].sum()) / futures / study.horizon,
            median=median,
            low=low,
            high=high,
        ),
        none=float(below[0]),
        record=None if what.stated else _record(study.fits.load(f"provocation-{name}").record["sample"]),
        stated=priors()[f"provocation-{name}.mean"].source if what.stated else "",
        skill=evidence.of_counts(name, f"{what.label} in a year", study.case, study.horizon),
    )


def _record(sample: Mapping[str, Any]) -> CountRecord | None:
    """The last years of the sample that the level was fitted to; None where a fit of the user's own does not say."""
    found = sample.get("recent")
    if found is None:
        return None
    years = [int(year) for year in sample["counts"]]
    return CountRecord(
        first_year=years[0],
        last_year=years[-1],
        events=found["events"],
        years=found["years"],
        a_year=Estimate(value=found["mean"], low=found["low"], high=found["high"]),
    )
