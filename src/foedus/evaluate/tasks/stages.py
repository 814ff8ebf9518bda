"""One step ahead: does a dispute become war, does an ally join, does a pair form a pact, does a state begin to pursue
nuclear weapons?

Samples and predictors are those of the equations of `foedus.equations`; capabilities, where a stage has them, are of NMC 6.0.
Parameters are those of the origin; predictors are known before each row's year or dispute. Every row is forecast once,
from the last origin before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats
from foedus.equations import armament, joining, treaty_formation
from foedus.errors import InputError
from foedus.estimate.samples import armament as armament_sample
from foedus.estimate.samples import escalation as escalation_sample
from foedus.estimate.samples import joining as joining_sample
from foedus.estimate.samples import treaty_formation as formation_sample
from foedus.estimate.samples.disputes import HOSTILITY_WAR
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.own import ESCALATION, LOGITS
from foedus.evaluate.forecasters.ridge import Training, boosting, logit
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.tasks.record import CAPABILITIES, CAPABILITY_LABEL
from foedus.evaluate.windows import windows

FORMING, PURSUIT = LOGITS["treaty-formation"].predictors, LOGITS["armament"].predictors


@dataclass(frozen=True)
class Stage:
    """One binary outcome: its sample of rows at risk, the outcomes, and the models' predictors.

    cluster   the column that groups dependent rows, and a description
    rows      columns that name the unit of a row
    """

    name: str
    unit: str
    target: str
    subset: str
    sample: Callable[[], Sample]
    at_risk: Callable[[Sample], NDArray[np.bool_]]
    happened: Callable[[Sample], Floats]
    models: dict[str, tuple[str, ...]]
    words: dict[str, str]
    cluster: tuple[str, str] = ("dispute", "disputes")
    capabilities: str | None = CAPABILITY_LABEL
    caution: str | None = None
    rows: tuple[str, ...] = ("dispute", "pair", "state")


def _every(found: Sample) -> NDArray[np.bool_]:
    return np.ones(found.rows, np.bool_)


WAR_GIVEN_DISPUTE = Stage(
    "war",
    "pair of originators of a dispute",
    "the dispute becomes war (hostility level 5)",
    "all",
    lambda: escalation_sample.sample(edition=CAPABILITIES),
    _every,
    lambda found: (found["hostility"] == HOSTILITY_WAR).astype(np.float64),
    {
        "history-only": ("recent", "post_cold_war"),
        "full": ESCALATION["war"].predictors,
    },
    {
        "history-only": "recency of the pair's last dispute, and the era",
        "full": "every term of the equation of escalation",
    },
)
JOINING = Stage(
    "joining",
    "ally of an originator in a dispute at force or war",
    "the ally joins on that side",
    "allies",
    lambda: joining_sample.sample(edition=CAPABILITIES),
    lambda found: found["pact"] == 1,
    lambda found: found["joined"],
    {
        "history-only": ("recent_opponent", "post_cold_war"),
        "pact": ("war", "target_side", "bilateral_pact", "post_cold_war"),
        "full": tuple(term for term in joining.Terms._fields if term != "pact"),
    },
    {
        "history-only": "recency of the ally's last dispute with the opponent, and the era",
        "pact": "war, side, bilateral pact, era",
        "full": "every term of the equation of joining",
    },
)
PACTS = Stage(
    "pacts",
    "politically relevant pair-year without a defence pact",
    "the pair forms a bilateral defence pact in the year",
    "all",
    formation_sample.sample,
    _every,
    lambda found: found["formed"],
    {"history-only": ("recent",), "full": treaty_formation.Terms._fields},
    {
        "history-only": "recency of the pair's last dispute",
        "full": "every term of the equation of formation",
    },
    ("pair", "pairs"),
    None,
    rows=("pair",),
)
PURSUES = Stage(
    "pursuit",
    "state-year of a state that neither pursues nor possesses nuclear weapons",
    "the state starts to pursue nuclear weapons in the year",
    "all",
    armament_sample.sample,
    _every,
    lambda found: found["starts"],
    {
        "history-only": ("opponents", "nuclear_rival", "post_cold_war"),
        "no-latency": tuple(term for term in armament.Terms._fields if term != "latent"),
        "full": armament.Terms._fields,
    },
    {
        "history-only": "the state's disputes of ten years, with nuclear-armed states and others, and the era",
        "no-latency": "every term but latency",
        "full": "every term of the equation of pursuit",
    },
    ("ccode", "states"),
    None,
    "Latency counts facilities that were secret at the time and became known because of the programme: its skill is flattered.",
    ("ccode",),
)
STAGES = {stage.name: stage for stage in (WAR_GIVEN_DISPUTE, JOINING, PACTS, PURSUES)}
METHOD = (
    "Penalised maximum likelihood and gradient boosting (scikit-learn), refitted at every origin; 90% intervals draw whole "
    "{} with replacement."
)
NOTE = "Predictors are of the time before each outcome; parameters are those of the last origin before it."


def at_risk(stage: Stage) -> Sample:
    """The rows at risk of a stage."""
    found = stage.sample()
    return found.where(stage.at_risk(found))


def forecasts(stage: Stage, found: Sample, origins: Sequence[int], seed: int) -> Iterator[Forecasts]:
    """Forecasts by every model of the rows at risk, each row once, from the last origin before it."""
    first, last = int(found["year"].min()), int(found["year"].max())
    for origin in origins:
        if not first <= origin < last:
            raise InputError(f"origin {origin} is outside the data: {first} to {last - 1} are allowed")
    y = stage.happened(found)
    for window in windows(origins, last):
        past = found["year"] <= window.origin
        if not y[past].sum():
            raise InputError(f"no event in the training years to {window.origin}: choose a later origin")
        rows = np.flatnonzero((found["year"] > window.origin) & (found["year"] <= window.until))
        probability = _forecasts(stage, found, y, past, rows, window.origin, seed)
        units = {name: found[name][rows] for name in (*stage.rows, "year") if name in found.arrays}
        cluster = found[stage.cluster[0]][rows]
        yield Forecasts(
            window.origin, 1, {}, probability, y[rows], cluster, target=stage.target, subset=stage.subset, rows=units
        )


def _forecasts(
    stage: Stage,
    found: Sample,
    y: Floats,
    past: NDArray[np.bool_],
    rows: NDArray[np.int64],
    origin: int,
    seed: int,
) -> dict[str, Floats]:
    """Probabilities by every model for `rows`, fitted to the `past`."""
    forecasts = {"climatology": np.full(len(rows), y[past].mean())}
    for name, terms in stage.models.items():
        x = np.stack([found[term] for term in terms], axis=1)
        training = Training(x[past], y[past], np.ones(past.sum()), found["year"][past])
        forecasts[name] = logit(training, origin)(x[rows])
        if name == "full":
            forecasts["boosting"] = boosting(training, seed)(x[rows])
    return forecasts
