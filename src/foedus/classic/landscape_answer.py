"""The answer of `foedus landscape`: the schema of its JSON, and the function that fills it."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from pydantic import Field

from foedus.classic.descent import partitions
from foedus.classic.facts import Facts
from foedus.classic.landscape import Landscape, blocs, energy, frustrations
from foedus.classic.propensity import weights
from foedus.classic.relief import Relief, relief
from foedus.classic.sensitivity import Sensitivity, hold, sensitivity
from foedus.classic.survey import Survey, survey
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered


class Actor(Part):
    """A state of the landscape."""

    name: str = Field(description="as shown to a reader")
    size: float = Field(description="in the unit of `size`")
    swing: float = Field(description="share of configurations in which its switch alone changes the minimum reached")
    hold: float = Field(description="rise of its own frustration if it leaves the deepest alignment alone")
    swing_draws: float | None = Field(description="share of weight draws in which it is the swing state; null if none")
    loosest_draws: float | None = Field(description="share of weight draws in which its hold is the smallest")


class Pair(Part):
    """Two states: their propensity, and its terms."""

    first: str
    second: str
    propensity: float = Field(description="positive: drawn together; negative: driven apart")
    terms: dict[str, float | None] = Field(description="facts behind it by term; null if unknown; empty for a file")
    together_draws: float | None = Field(description="share of weight draws in which the deepest alignment joins them")


class Alignment(Part):
    """A stable alignment."""

    blocs: list[list[str]] = Field(description="names of the states in each bloc")
    energy: float | None = Field(description="null if stable only under other weights than the stated")
    basin: float = Field(description="share of configurations whose steepest descent ends here, stated weights")
    frustrations: dict[str, float] = Field(description="F_i by state, stated weights")
    deepest_draws: float | None = Field(description="share of weight draws in which it is the deepest")
    stable_draws: float | None = Field(description="share of weight draws in which it is stable")
    basin_draws: list[float] | None = Field(
        description="median, 5th and 95th percentile of its basin over weight draws"
    )


class Point(Part):
    """A configuration in the view of the landscape."""

    switches: int = Field(description="fewest states that must change bloc to reach the deepest alignment")
    energy: float
    alignment: int | None = Field(description="position in `alignments` of where it leads, from 0; null if not listed")


class WeightLine(Part):
    """A stated weight."""

    term: str
    weight: float
    low: float = Field(description="lower end of the range drawn from")
    high: float = Field(description="upper end")
    provenance: str = Field(description="elicited: a judgement")
    meaning: str
    reason: str


class LandscapeAnswer(Rendered, Part):
    """The answer of `foedus landscape`."""

    format: Literal["foedus.landscape/1"] = "foedus.landscape/1"
    origin: str = Field(description="case, publishers' files or the user's file")
    year: int | None = Field(description="year of the facts; null for a file")
    size: str = Field(description="what sizes are: cinc, gdp, milex, or 'given'")
    blocs: int = Field(description="most blocs allowed")
    configurations: int = Field(description="how many ways there are to divide the states")
    exact: bool = Field(
        description="every configuration was surveyed; if false, a deeper alignment can have been missed"
    )
    starts: int = Field(description="configurations descended from")
    seed: int
    draws: int = Field(description="weight draws; 0 for a file, which has no weights")
    draws_exact: bool | None = Field(description="every draw was surveyed in full")
    no_swing_draws: float | None = Field(description="share of weight draws without a swing state")
    swing_state: str | None = Field(
        description="the state with the largest swing; null if no switch changes the minimum"
    )
    loosest_state: str = Field(description="the state with the smallest hold in the deepest alignment")
    actors: list[Actor]
    alignments: list[Alignment] = Field(
        description="stable under the stated weights, deepest first; then those of draws"
    )
    pairs: list[Pair]
    relief: list[Point] = Field(description="configurations to draw: all if they are few, else a seeded draw of them")
    weights: list[WeightLine]
    notes: list[str] = Field(description="what is unknown")


SHOWN = 20
"""Most alignments in an answer; the deepest are kept."""


def facts_answer(
    facts: Facts,
    size: str = "cinc",
    blocs: int = 2,
    *,
    draws: int = 1000,
    starts: int = 10_000,
    seed: int = 1,
    progress: Progress | None = None,
) -> LandscapeAnswer:
    """The answer for states whose propensities are scored from facts, with its sensitivity to the weights."""
    landscape = facts.landscape(size)
    found = survey(landscape, blocs, starts=starts, seed=seed)
    drawn = sensitivity(facts, size, blocs, draws=draws, seed=seed, progress=progress)
    return _answer(landscape, found, blocs, seed, facts, size, drawn)


def landscape_answer(
    landscape: Landscape, origin: str, blocs: int = 2, *, starts: int = 10_000, seed: int = 1
) -> LandscapeAnswer:
    """The answer for a complete landscape."""
    return _answer(landscape, survey(landscape, blocs, starts=starts, seed=seed), blocs, seed, origin)


def _answer(
    landscape: Landscape,
    found: Survey,
    count: int,
    seed: int,
    source: Facts | str,
    size: str = "given",
    drawn: Sensitivity | None = None,
) -> LandscapeAnswer:
    facts = source if isinstance(source, Facts) else None
    held = hold(landscape, found.sides[0], count)
    names = landscape.names
    return LandscapeAnswer(
        origin=source if isinstance(source, str) else source.origin,
        year=facts.year if facts else None,
        size=size,
        blocs=count,
        configurations=partitions(landscape.states, count),
        exact=found.exact,
        starts=found.starts,
        seed=seed,
        draws=drawn.draws if drawn else 0,
        draws_exact=drawn.exact if drawn else None,
        no_swing_draws=drawn.unmoved if drawn else None,
        swing_state=names[int(found.swing.argmax())] if found.swing.any() else None,
        loosest_state=names[int(held.argmin())],
        actors=[
            Actor(
                name=names[i],
                size=landscape.sizes[i],
                swing=found.swing[i],
                hold=held[i],
                swing_draws=drawn.swing[i] if drawn else None,
                loosest_draws=drawn.loosest[i] if drawn else None,
            )
            for i in range(landscape.states)
        ],
        alignments=_alignments(landscape, found, drawn),
        pairs=_pairs(landscape, facts, drawn),
        relief=_points(relief(landscape, found.sides[:SHOWN], count, seed=seed)),
        weights=[WeightLine(**{name: getattr(row, name) for name in WeightLine.model_fields}) for row in weights()]
        if facts
        else [],
        notes=facts.gaps() if facts else [],
    )


def _alignments(landscape: Landscape, found: Survey, drawn: Sensitivity | None) -> list[Alignment]:
    """The minima under the stated weights, then those that only other weights make stable."""
    place = {row.tobytes(): k for k, row in enumerate(drawn.sides)} if drawn else {}
    stated = {row.tobytes() for row in found.sides}
    rows = list(zip(found.sides, found.basins.tolist(), strict=True))
    rows += [(row, 0.0) for row in drawn.sides if row.tobytes() not in stated] if drawn else []
    return [
        Alignment(
            blocs=[list(bloc) for bloc in blocs(landscape, sides)],
            energy=float(energy(landscape, sides)) if sides.tobytes() in stated else None,
            basin=basin,
            frustrations=dict(zip(landscape.names, frustrations(landscape, sides).tolist(), strict=True)),
            **_draws_of(drawn, place.get(sides.tobytes())),
        )
        for sides, basin in rows[:SHOWN]
    ]


def _draws_of(drawn: Sensitivity | None, k: int | None) -> dict[str, Any]:
    """Statistics of an alignment over the draws; k is its place in them, None if it was stable in none."""
    if drawn is None:
        return {"deepest_draws": None, "stable_draws": None, "basin_draws": None}
    if k is None:
        return {"deepest_draws": 0.0, "stable_draws": 0.0, "basin_draws": [0.0, 0.0, 0.0]}
    return {
        "deepest_draws": drawn.deepest[k],
        "stable_draws": drawn.stable[k],
        "basin_draws": drawn.basins[:, k].tolist(),
    }


def _points(seen: Relief) -> list[Point]:
    rows = zip(seen.switches.tolist(), seen.energies.tolist(), seen.end.tolist(), strict=True)
    return [Point(switches=k, energy=e, alignment=end if end >= 0 else None) for k, e, end in rows]


def _pairs(landscape: Landscape, facts: Facts | None, drawn: Sensitivity | None) -> list[Pair]:
    terms = facts.terms if facts else {}
    return [
        Pair(
            first=landscape.names[i],
            second=landscape.names[j],
            propensity=landscape.propensity[i, j],
            terms={term: None if np.isnan(values[i, j]) else float(values[i, j]) for term, values in terms.items()},
            together_draws=drawn.together[i, j] if drawn else None,
        )
        for i, j in zip(*np.triu_indices(landscape.states, k=1), strict=True)
    ]
