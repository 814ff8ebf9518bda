"""What the public of the protege thinks of own nuclear weapons: the latent share behind the polls of a case."""

from __future__ import annotations

import math

import numpy as np

from foedus.assessment.answer import OpinionLine
from foedus.assessment.interval import HIGH, LOW
from foedus.assessment.outcome_lines import Estimate
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.estimate.opinion import counted, support
from foedus.simulation.study import Study

NODES = 20
"""Points of the quadrature of a mean."""
SCALE = "opinion.scale"
"""What is zero where the mechanism is off."""


def opinion_line(study: Study, beliefs: Beliefs | str = LITERATURE) -> OpinionLine | None:
    """The line of a case with polls, where the mechanism is on; else None."""
    world, scale = study.world, study.believed(beliefs).of(SCALE)
    if SCALE in study.switches.silent or not len(world.polls):
        return None
    found, plain = support(world.polls, world.year + 1.0), counted(world.polls)
    walked = math.sqrt(found.sd**2 + study.horizon * (scale.mean**2 + scale.sd**2))
    return OpinionLine(
        state=world.names[world.protege],
        polls=len(world.polls),
        houses=len(np.unique(world.polls[:, 3])),
        start=share(found.mean + world.opinion, found.sd),
        end=share(found.mean + world.opinion, walked),
        sampling=share(plain.mean, plain.sd),
    )


def share(mean: float, sd: float) -> Estimate:
    """Of a share whose logit is normal."""
    from scipy.special import expit, ndtri

    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    low, high = expit(mean + sd * ndtri([LOW, HIGH]))
    return Estimate(value=float(expit(mean + sd * nodes) @ weights / weights.sum()), low=float(low), high=float(high))
