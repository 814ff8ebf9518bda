"""Where analysts stand on the limits of a scene, as far as it takes runs of their own to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from foedus.assessment import analysts
from foedus.assessment.assessment import counted
from foedus.assessment.judges import Judges
from foedus.assessment.outcomes import by_set
from foedus.assessment.plan import Plan, plan
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally
from foedus.workshop.plan import Scene


def views(study: Study, base: Plan, scene: Scene, tallies: Mapping[int, Tally]) -> list[list[list[Any]]]:
    """By limit: every analyst as [name, kind, how, value, error].

    tallies   of the scene, by the number of its first futures
    """
    asked = plan(study, scene.futures, list(base.orders), scene.without, {}, base.beliefs)
    others = [run for name, run in asked.by_beliefs.items() if name != asked.beliefs]
    found, _, _ = counted(
        study, [*(asked.by_rival[name] for name in asked.candidates), *others], lambda done, what: None
    )
    mine = {(asked.headline, futures): tally for futures, tally in tallies.items()}
    judges = Judges(study, asked, {**mine, **found})
    alone = judges.confirming()
    more, _, _ = counted(study, alone.runs, lambda done, what: None)
    judges = replace(judges, tallies={**mine, **found, **more}, alone=alone)
    lines = judges.tolerances(tallies[scene.futures], everybody=True)
    return [[[one.analyst, one.kind, one.how, one.value, one.error] for one in line.views] for line in lines]


def mixture(study: Study, base: Plan, tally: Tally) -> list[list[float | None]]:
    """By limit: what the mixture alone makes of it in some futures, as [value, error]."""
    judges = Judges(study, base, {})
    found = [analysts.predictive(by_set(judges.judged(one), tally, one.years)) for one in judges.limits]
    return [[None, 0.0] if one is None else [one.value, one.error] for one in found]
