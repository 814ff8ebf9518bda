"""Every contest by the name of its equation: what is forecast, on which sample, from which origins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from foedus.equations.registry import RIVALS
from foedus.errors import InputError, unknown
from foedus.estimate.samples import escalation as escalation_sample
from foedus.estimate.samples import growth as growth_sample
from foedus.estimate.samples import initiation as initiation_sample
from foedus.estimate.samples import joining as joining_sample
from foedus.estimate.samples import treaty_end as ending_sample
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.backtest.result import Backtest
from foedus.evaluate.contest import escalation, growth, initiation, joining, treaties
from foedus.evaluate.contest.held import HORIZONS, Held
from foedus.evaluate.contest.score import result
from foedus.evaluate.contest.window import ORIGINS
from foedus.progress import Progress

FURTHEST = 60
"""Years ahead at most, as in an assessment."""
LEARNT = 10
"""Years an origin must leave to learn from."""


@dataclass(frozen=True)
class Contest:
    """The contest of one equation's rivals."""

    unit: str
    target: str
    sample: Callable[[], Sample]
    held: Callable[[Sample, int, Sequence[int]], list[Held]]


CONTESTS: Mapping[str, Contest] = MappingProxyType(
    {
        "initiation": Contest(
            "directed politically relevant dyad-year",
            "the first state begins a dispute against the second in the year",
            initiation_sample.sample,
            initiation.contest,
        ),
        "escalation": Contest(
            "pair of originators of a dispute",
            "the level a dispute reaches",
            escalation_sample.sample,
            escalation.contest,
        ),
        "joining": Contest(
            "third state and side of a dispute at force or war",
            "the state joins the side",
            joining_sample.sample,
            joining.contest,
        ),
        "treaty-end": Contest(
            "treaty-year of a defence pact in force",
            "the treaty ends in the year",
            ending_sample.sample,
            treaties.contest,
        ),
        **{
            f"growth-{index}": Contest(
                "state", f"change of the logarithm of {words}", partial(growth_sample.sample, index), growth.contest
            )
            for index, words in (("cinc", "the CINC share"), ("gdp", "GDP"), ("milex", "military spending"))
        },
    }
)


def contest(
    equation: str,
    origins: Sequence[int] = ORIGINS,
    horizons: Sequence[int] = HORIZONS,
    *,
    seed: int = 1,
    progress: Progress | None = None,
) -> Backtest:
    """Score the rival specifications of an equation on years they were not fitted to, and weigh them.

    Raises InputError for an equation without rivals, or where no horizon ends within the record.
    """
    if equation not in CONTESTS:
        raise InputError(unknown("equation with rival specifications", equation, CONTESTS))
    one = CONTESTS[equation]
    found = one.sample()
    first, last = found.years
    odd = [horizon for horizon in horizons if not 1 <= horizon <= FURTHEST]
    if odd:
        raise InputError(f"horizon {odd[0]} is not allowed: 1 to {FURTHEST} years")
    least = first + LEARNT - 1
    outside = [origin for origin in origins if not least <= origin < last]
    if outside:
        raise InputError(
            f"origin {outside[0]} is outside {least} to {last - 1}: {equation} is coded from {first} to {last}, and rivals "
            f"learn from {LEARNT} years at least"
        )
    held: list[Held] = []
    for done, origin in enumerate(origins):
        if progress is not None:
            progress(done, len(origins), f"{equation}: rivals fitted to {origin}")
        held += one.held(found, origin, horizons)
    if not held:
        raise InputError(f"no horizon of {', '.join(map(str, horizons))} years from these origins ends by {last}")
    made = result(equation, one.unit, one.target, RIVALS[equation], held, found.sources, last, seed)
    if progress is not None:
        progress(len(origins), len(origins), equation)
    return made
