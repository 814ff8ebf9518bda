"""What stands behind the numbers: base rates, skill, evidence grades, provenance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.assessment import interval, lattice
from foedus.assessment.answer import CannotSay, Evidence, Fit, OwnFit, Term
from foedus.assessment.lattice import Counts
from foedus.assessment.outcome_lines import (
    BaseRateLine,
    BeliefLine,
    ClassRate,
    Estimate,
    OutsideViewLine,
    Record,
    Score,
    Shown,
    Skill,
)
from foedus.equations.beliefs import Beliefs, beliefs_of
from foedus.equations.effects import LITERATURE
from foedus.equations.provocation import TYPES
from foedus.equations.registry import RIVALS, posterior_name
from foedus.estimate.fits import Fits
from foedus.estimate.posterior import Posterior
from foedus.evaluate.result import Interval
from foedus.evaluate.skill import Skill as Scored
from foedus.evaluate.skill import horizons
from foedus.evaluate.skill import skill as scored
from foedus.simulation.parameters import EQUATIONS, runnable
from foedus.world.outcomes import Outcome, current
from foedus.world.schema import Case
from foedus.world.views import BaseRate
from foedus.world.views import View as StatedView
from foedus.world.world import KINDS, World

Weights = Mapping[str, Mapping[str, float]]

CANNOT_SAY = (
    "How the bloc would use a rift between the allies: no estimate of such pressure exists. A stated prior (wedge) is off by "
    "default, so strain moves the upkeep of instruments and nothing else.",
    "What the size of an arsenal or its doctrine change: they are not in the equations. What arms sent to another state change "
    "is a stated prior (transfers), off by default.",
    "What public opinion does to the decision for nuclear weapons: that is a stated prior (opinion), off by default. It "
    "follows latency, wealth, rivals and guarantees.",
    "How fast a war grows: war is a level of hostility here, without a course or a count of the dead.",
)
"""What no equation holds, of any case."""

ESTIMATED: Mapping[str, tuple[str, ...]] = {"defence-pact": ("escalation", "joining")}
"""Kind of instrument -> equations that estimate an effect of it."""

SCORE, SCORE_OF_COUNTS = "brier_skill", "crps_skill"


def cannot_say(case: Case) -> list[CannotSay]:
    """What the case says it cannot answer, then what the model cannot."""
    return [
        *(CannotSay(text=text, of="case") for text in case.cannot_say),
        *(CannotSay(text=text, of="model") for text in CANNOT_SAY),
    ]


def base_rate(rate: BaseRate, kind: str, years: int, case: Case) -> BaseRateLine:
    """A base rate of the case, with what it makes of an outcome of a kind `years` ahead. Nothing is computed from it."""
    return BaseRateLine(
        events=rate.events,
        exposure=rate.exposure,
        share=rate.share,
        unit=rate.counted_in,
        counted_in="years" if rate.by_year else "trials",
        ends=rate.ends,
        period=rate.period,
        probability=base_probability(rate, kind, years),
        meaning=rate.text,
        source=case.sources[rate.source].citation,
    )


def base_probability(rate: BaseRate, kind: str, years: int) -> Estimate | None:
    """What a base rate counted by year says of an event or a status `years` ahead; None for one counted by anything else.

    An event comes, and what ends were counted of still holds, with a Poisson rate under Jeffreys' prior. A status is as
    likely as the share of years in which it held.
    """
    if rate.events is None or rate.exposure is None or not rate.by_year or kind not in ("event", "status"):
        return None
    counts: Counts = "ends" if rate.ends else "events" if kind == "event" else "trials"
    return lattice.jeffreys(lattice.Count(rate.events, rate.exposure), counts).probability(years)


def record(outcome: Outcome, case: Case, years: int, estimate: Estimate, without: Sequence[str] = ()) -> Record | None:
    """How often an outcome came about in the class of a case; None where no process is counted for it."""
    found = lattice.of_outcome(outcome.name, case, without)
    if found is None:
        return None
    table, values = found
    chain = table.chain(values)
    large = [one for one in chain if one.count.exposure >= lattice.LEAST_EXPOSURE] or chain[:1]
    pooled = table.pooled(values).probability(years)
    return Record(
        process=table.process.name,
        counted=table.process.meaning,
        unit=table.process.unit,
        first_year=table.years[0],
        last_year=table.years[1],
        source=table.process.source,
        widest=_class(chain[0], years),
        narrowest=_class(large[-1], years),
        pooled=pooled,
        concentration=table.concentration,
        judges=not skilled(outcome, case, years),
        apart=_outside(estimate, pooled) and _outside(pooled, estimate),
    )


def measured(outcome: Outcome, case: Case, years: int) -> bool:
    """Whether a base rate of its class or skill on later years speaks to an outcome."""
    return skilled(outcome, case, years) or lattice.of_outcome(outcome.name, case) is not None


def outside_views(case: Case, outcome: Outcome, years: int) -> list[OutsideViewLine]:
    """What others said of an outcome, as the case states it, the latest known by its date first."""
    stated = [one for one in case.outside_views if current(one.outcome).name == outcome.name]
    lines = [
        OutsideViewLine(
            unit=one.unit,
            value=one.value,
            respondents=one.respondents,
            period=one.period,
            years=one.years,
            known_on=one.known_on,
            known=one.known_by(case.as_of),
            at_horizon=one.at(years),
            text=one.text,
            source=case.sources[one.source].citation,
        )
        for one in stated
    ]
    return sorted(lines, key=lambda line: (line.known, line.known_on), reverse=True)


def _class(found: lattice.Class, years: int) -> ClassRate:
    count = found.count
    return ClassRate(
        name=found.name, events=count.events, exposure=count.exposure, estimate=found.rate.probability(years)
    )


def _outside(one: Estimate, other: Estimate) -> bool:
    """Whether an estimate lies outside another's interval."""
    if one.value is None or other.low is None or other.high is None:
        return False
    return not other.low <= one.value <= other.high


def views(outcome: Outcome, estimate: Estimate, case: Case) -> list[BeliefLine]:
    """What equation, record and judgements say of an outcome, each apart; nothing where the case states no view of it."""
    stated = [view for view in case.views if current(view.outcome).name == outcome.name]
    if not stated:
        return []
    none: dict[str, Any] = {"events": None, "exposure": None, "unit": "", "reason": "", "source": ""}
    return [
        BeliefLine(kind="equation", beliefs=None, **dict(estimate), **none),
        *(_view(view, case) for view in stated),
    ]


def _view(view: StatedView, case: Case) -> BeliefLine:
    """A view of the case; of a record the mean and 90% interval under Jeffreys' prior."""
    value, low, high = view.value, None, None
    if view.events is not None and view.exposure is not None:
        from scipy.special import betaincinv

        a, b = view.events + 0.5, view.exposure - view.events + 0.5
        value, (low, high) = a / (a + b), map(float, betaincinv(a, b, [interval.LOW, interval.HIGH]))
    return BeliefLine(
        kind="judgement" if view.events is None else "record",
        beliefs=view.beliefs,
        value=value,
        low=low,
        high=high,
        events=view.events,
        exposure=view.exposure,
        unit=view.unit or "",
        reason=view.reason,
        source=case.sources[view.source].citation if view.source else "",
    )


def skill(outcome: Outcome, case: Case, horizon: int) -> Skill:
    """What held-out years had shown, by the date of a case, of forecasts of its kind at a horizon (docs/decisions/0013)."""
    score = of_its_kind(outcome, case, horizon)
    return Skill(verdict=outcome.unscored or (score.verdict if score else "not-scored"), score=score)


def skilled(outcome: Outcome, case: Case, horizon: int) -> bool:
    """Whether forecasts of this kind of outcome have beaten the base rate on later years; not where it cannot be scored."""
    return skill(outcome, case, horizon).verdict == "skill"


def of_its_kind(outcome: Outcome, case: Case, horizon: int) -> Score | None:
    """The skill of its kind at the horizon, or one step ahead where that is all that is backtested; None if not scored."""
    name = outcome.scored_as
    found = scored(name, 1 if horizons(name) == (1,) else horizon) if name else None
    return _score(name, outcome.scored_words, _by_then(found, case), SCORE)


def of_counts(name: str, words: str, case: Case, horizon: int) -> Skill:
    """The skill of forecasts of a yearly count as far ahead as was scored, up to the horizon."""
    ahead = [each for each in horizons(name) if each <= horizon]
    found = scored(name, max(ahead)) if ahead else None
    score = _score(name, words, _by_then(found, case), SCORE_OF_COUNTS)
    return Skill(verdict=score.verdict if score else "not-scored", score=score)


def _by_then(found: Scored | None, case: Case) -> Scored | None:
    """A skill, if the years that it was scored on are over when the futures of a case begin."""
    return found if found is not None and found.last_year <= case.year else None


def _score(name: str, words: str, found: Scored | None, score: str) -> Score | None:
    if found is None:
        return None
    return Score(
        name=name,
        what=words,
        horizon=found.horizon,
        score=score,
        value=_estimate(found.skill),
        over_history=_estimate(found.over_history) if found.over_history else None,
        verdict=_shown(found.skill),
        origins=list(found.origins),
    )


def _estimate(found: Interval) -> Estimate:
    return Estimate(value=found[0], low=found[1], high=found[2])


def _shown(found: Interval) -> Shown:
    value, low, high = found
    if value is None or low is None or high is None:
        return "not-known"
    return "skill" if low > 0 else "none-shown" if high >= 0 else "worse"


def of_instrument(kind: str, beliefs: Beliefs | str = LITERATURE, silent: Collection[str] = ()) -> Evidence:
    """Evidence grade of an instrument's effects (the weakest of them) and what they rest on; not of those that are off."""
    found = [one for one in beliefs_of(beliefs).effects if one.kind == kind and f"{kind}.{one.channel}" not in silent]
    estimated = list(ESTIMATED.get(kind, ()))
    return Evidence(
        grade=max((effect.grade for effect in found), default="B" if estimated else None),
        estimated=estimated,
        terms=[Term(**{name: getattr(effect, name) for name in Term.model_fields}) for effect in found],
    )


def counts(world: World, case: Case, fits: Fits, beliefs: Beliefs) -> dict[str, int]:
    """How many parameters are fitted, from the literature and elicited. Intercepts of units count once an equation."""
    fitted = sum(_size(fits.load(name)) for name in equations(world, fits))
    fitted += case.coercion is not None  # the rate of coercion, from the case's own record
    own = {KINDS[kind] for kind in world.kind[world.own]}
    stated = [effect.provenance for effect in beliefs.effects if effect.kind in own]
    stated += [prior.provenance for prior in beliefs.priors.values()]
    elicited = len(case.strain) + sum(item.own for item in case.instruments)
    return {
        "fitted": fitted,
        "literature": stated.count("literature"),
        "elicited": stated.count("elicited") + elicited,
    }


def equations(world: World, fits: Fits) -> list[str]:
    """Fitted equations a world is simulated with, of those that there are fits of."""
    names = [name for name in EQUATIONS if name not in RIVALS]
    names += [posterior_name(equation, name) for equation in RIVALS for name in runnable(world, equation)]
    names += [f"provocation-{name}" for name in world.provocations if not TYPES[name].stated]
    return [name for name in names if fits.holds(name)]


def fitted_on(world: World, fits: Fits) -> dict[str, Fit]:
    """Equation: years and data it was fitted on, and whether the posterior is the user's own."""
    names = equations(world, fits)
    own = fits.replaced(names)
    records = {name: fits.load(name).record for name in names}
    return {
        name: Fit(
            first_year=record["years"][0],
            last_year=record["years"][1],
            sources=list(record["sources"]),
            own=OwnFit(as_of=record["as_of"], sha256=own[name]) if name in own else None,
        )
        for name, record in records.items()
    }


def prior_share(base: NDArray[np.float64], held: NDArray[np.float64], sets: int) -> float | None:
    """Share of the variance over parameter sets that vanishes when priors are held at their means.

    Null if the variance itself is indistinguishable from Monte Carlo error: below its standard error in either run.
    """
    spreads = []
    for values in (base, held):
        place = np.arange(len(values)) % sets
        n = np.bincount(place, minlength=sets)
        if n.min() < 2:
            return None
        share = np.bincount(place, values, sets) / n
        square = np.bincount(place, values**2, sets) / n
        between = interval.spread(share, square - share**2, n.astype(float)).between
        spreads.append((max(between, 0.0), float(np.var(share, ddof=1)) * np.sqrt(2.0 / (sets - 1))))
    (whole, noise), (rest, _) = spreads
    return None if whole < 2.0 * noise else float(np.clip(1.0 - rest / whole, 0.0, 1.0))


def _size(posterior: Posterior) -> int:
    """Parameters of an equation: the active elements of its draws."""
    return int(sum((draws.std(axis=0) > 0.0).sum() for draws in posterior.draws.values()))
