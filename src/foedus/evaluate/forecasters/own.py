"""The simulator's own equations, as evaluation meets them: the only module here that knows how they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.equations import armament, escalation, growth, initiation, joining, treaty
from foedus.equations.specification import Specification, Specifications
from foedus.estimate import design, prior
from foedus.estimate.prior import Prior
from foedus.estimate.samples import disputes, states, treaties
from foedus.estimate.samples.joining import joining as joiners
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.later import Later

Floats = NDArray[np.float64]

FULL = "full"


@dataclass(frozen=True)
class Logit:
    """A logit of the simulator: its terms, priors, candidate specifications, and the columns of its sample.

    predictors   columns of the sample that the log odds are made of
    columns   (rows, terms) design matrix of the arrays of a sample
    events    column of what happened
    unit      column of the unit that repeats, which may have an intercept of its own; None where none does
    cluster   column whose rows share their luck
    """

    terms: tuple[str, ...]
    prior: Prior
    specifications: Specifications
    predictors: tuple[str, ...]
    columns: Callable[[Mapping[str, Any]], Floats]
    sample: Callable[[], Sample]
    events: str
    unit: str | None
    cluster: str


def _alone(terms: tuple[str, ...], title: str) -> Specifications:
    """An equation without rivals: all its terms."""
    return MappingProxyType({FULL: Specification(title, terms)})


INITIATION = Logit(
    initiation.TERMS,
    prior.INITIATION,
    initiation.SPECIFICATIONS,
    (*initiation.BASELINE, *initiation.MOVING),
    design.initiation_design,
    disputes.initiation,
    "initiated",
    "dyad",
    "pair",
)
LOGITS: Mapping[str, Logit] = MappingProxyType(
    {
        "joining": Logit(
            joining.TERMS,
            prior.JOINING,
            joining.SPECIFICATIONS,
            design.JOINING,
            design.joining_design,
            joiners,
            "joined",
            "state",
            "dispute",
        ),
        "treaty-end": Logit(
            treaty.END_TERMS,
            prior.ENDING,
            treaty.END_SPECIFICATIONS,
            design.ENDING,
            design.ending_design,
            treaties.ending,
            "ended",
            "patron",
            "atopid",
        ),
        "treaty-formation": Logit(
            treaty.FORMATION_TERMS,
            prior.FORMATION,
            _alone(treaty.FORMATION_TERMS, "all terms"),
            design.FORMING,
            design.forming_design,
            treaties.formation,
            "formed",
            None,
            "pair",
        ),
        "armament": Logit(
            armament.TERMS,
            prior.PURSUIT,
            _alone(armament.TERMS, "all terms of the start of a pursuit"),
            design.PURSUIT,
            design.pursuit_design,
            states.armament,
            "starts",
            None,
            "ccode",
        ),
    }
)
ESCALATION = MappingProxyType(
    {
        stage: Logit(
            escalation.TERMS,
            belief,
            escalation.SPECIFICATIONS,
            design.ESCALATION,
            design.escalation_design,
            disputes.escalation,
            stage,
            "pair",
            "dispute",
        )
        for stage, belief in prior.ESCALATION.items()
    }
)
"""The stages of escalation, each given the one before."""

GROWTH: Specifications = growth.SPECIFICATIONS
INDICES = ("cinc", "gdp", "milex")
expected_change = growth.expected


def initiation_sample(later: Later | None = None) -> Sample:
    """The sample of initiation, with disputes of another coding in later years where there are some."""
    if later is None:
        return disputes.initiation()
    return disputes.initiation(outcomes=later.outcomes(directed=True, groups=disputes.INITIATION_GROUPS))


def growth_sample(index: str) -> Callable[[], Sample]:
    """The sample of the growth of one index."""
    return partial(states.growth, index)
