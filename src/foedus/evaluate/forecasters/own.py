"""The simulator's own equations as forecasters: the only module of evaluation that calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType, ModuleType
from typing import Any

import numpy as np

from foedus.arrays import Flags, Floats
from foedus.equations import armament, entente, escalation, growth, initiation, joining, treaty_end, treaty_formation
from foedus.equations.prior import Prior
from foedus.equations.specification import Specification, Specifications
from foedus.estimate.design import design_matrix
from foedus.estimate.samples import armament as armament_sample
from foedus.estimate.samples import entente as entente_sample
from foedus.estimate.samples import escalation as escalation_sample
from foedus.estimate.samples import growth as growth_samples
from foedus.estimate.samples import initiation as initiation_samples
from foedus.estimate.samples import joining as joining_sample
from foedus.estimate.samples import treaty_end as treaty_end_sample
from foedus.estimate.samples import treaty_formation as treaty_formation_sample
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters import treaty_end as treaty_end_forecast
from foedus.evaluate.later import Later
from foedus.evaluate.windows import over

FULL = "full"


@dataclass(frozen=True)
class Logit:
    """A logit of the simulator: its terms, priors, candidate specifications, and the columns of its sample.

    equation     module of its mathematics
    predictors   columns of the sample that the log odds are made of
    events       column of what happened
    unit         column of the repeated unit, which may have an intercept; None if no unit repeats
    cluster      column that groups dependent rows, which are resampled together
    rows         columns that name the unit of a row
    row, target  what a row and its event are, in words
    learnt       which rows an origin may learn from
    forecast     probabilities of the rows after an origin, where the equation is more than a logit
    """

    equation: ModuleType
    prior: Prior
    specifications: Specifications
    sample: Callable[[], Sample]
    events: str
    unit: str | None
    cluster: str
    rows: tuple[str, ...] = ()
    row: str = ""
    target: str = ""
    learnt: Callable[[Sample, int], Flags] = over
    forecast: Callable[[Specification, Sample, Flags, Flags], Floats] | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the coefficients."""
        names: tuple[str, ...] = self.equation.TERMS
        return names

    @property
    def predictors(self) -> tuple[str, ...]:
        """Names of the columns of the sample that the log odds are made of."""
        kinds = (self.equation.Still, self.equation.Moving) if self.equation is initiation else (self.equation.Terms,)
        return tuple(name for kind in kinds for name in kind._fields)

    def columns(self, arrays: Mapping[str, Any]) -> Floats:
        """The design matrix (rows, terms) of the arrays of a sample."""
        return design_matrix(self.equation, arrays)


def _alone(equation: ModuleType, title: str) -> Specifications:
    """An equation without other candidates: all its terms."""
    return MappingProxyType({FULL: Specification(title, equation.TERMS)})


def _to_origin(found: Sample, origin: int) -> Flags:
    return np.asarray(found["year"] <= origin)


def _before_origin(found: Sample, origin: int) -> Flags:
    return np.asarray(found["year"] < origin)


INITIATION = Logit(
    initiation, initiation.PRIOR, initiation.SPECIFICATIONS, initiation_samples.sample, "initiated", "dyad", "pair"
)
LOGITS: Mapping[str, Logit] = MappingProxyType(
    {
        "joining": Logit(
            joining,
            joining.PRIOR,
            joining.SPECIFICATIONS,
            joining_sample.sample,
            events="joined",
            unit="dyad",
            cluster="dispute",
            rows=("dispute", "state", "target_side"),
            row="third state and side of a dispute at force or war",
            target="the state joins the side",
        ),
        "treaty-end": Logit(
            treaty_end,
            treaty_end.PRIOR,
            treaty_end.SPECIFICATIONS,
            treaty_end_sample.sample,
            events="ended",
            unit="patron",
            cluster="atopid",
            rows=("atopid",),
            row="treaty-year of a defence pact in force",
            target="the treaty ends in the year",
            learnt=_before_origin,
            forecast=treaty_end_forecast.forecast,
        ),
        "treaty-formation": Logit(
            treaty_formation,
            treaty_formation.PRIOR,
            _alone(treaty_formation, "all terms"),
            treaty_formation_sample.sample,
            events="formed",
            unit=None,
            cluster="pair",
            rows=("pair",),
            row="politically relevant pair-year without a defence pact",
            target="the pair forms a bilateral defence pact in the year",
            learnt=_to_origin,
        ),
        "entente": Logit(
            entente,
            entente.PRIOR,
            entente.SPECIFICATIONS,
            entente_sample.sample,
            events="tied",
            unit=None,
            cluster="pair",
            rows=("pair",),
            row="politically relevant pair-year without a defence pact or a treaty below one",
            target="the pair makes a treaty below a defence pact in the year",
            learnt=_to_origin,
        ),
        "armament": Logit(
            armament,
            armament.PRIOR,
            armament.SPECIFICATIONS,
            armament_sample.sample,
            events="starts",
            unit=None,
            cluster="ccode",
            rows=("ccode",),
            row="state-year of a state that neither pursues nor possesses nuclear weapons",
            target="the state starts to pursue nuclear weapons in the year",
            learnt=_to_origin,
        ),
    }
)
"""Logits that are met in the years after an origin (`foedus.evaluate.tasks.logits`): a row here, and it is scored."""
ESCALATION: Mapping[str, Logit] = MappingProxyType(
    {
        stage: Logit(escalation, belief, escalation.SPECIFICATIONS, escalation_sample.sample, stage, "pair", "dispute")
        for stage, belief in escalation.PRIOR.items()
    }
)
"""The stages of escalation, each given the one before."""

GROWTH: Specifications = growth.SPECIFICATIONS
INDICES = growth.SERIES


def initiation_sample(later: Later | None = None) -> Sample:
    """The sample of initiation, with disputes of another coding in later years if there are any."""
    if later is None:
        return initiation_samples.sample()
    return initiation_samples.sample(outcomes=later.outcomes(directed=True, groups=initiation_samples.GROUPS))


def growth_sample(index: str) -> Callable[[], Sample]:
    """The sample of the growth of one index."""
    return partial(growth_samples.sample, index)
