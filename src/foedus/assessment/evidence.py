"""What stands behind the numbers: base rates, skill, evidence grades, provenance."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from foedus.assessment import interval
from foedus.equations.effects import LITERATURE, Effect, effects, priors
from foedus.equations.rivals import RIVALS, posterior_name
from foedus.estimate.fits import Fits
from foedus.estimate.posterior import Posterior
from foedus.evaluate.held_out import contest_of
from foedus.evaluate.result import spelled
from foedus.evaluate.skill import Skill, also, horizons
from foedus.evaluate.skill import skill as scored
from foedus.simulation.parameters import EQUATIONS, runnable
from foedus.world.schema import BaseRate, Case
from foedus.world.world import KINDS, World

Weights = Mapping[str, Mapping[str, float]]

CANNOT_SAY = (
    "How the bloc would use a rift between the allies: no estimate of such pressure exists, so strain moves the upkeep of "
    "instruments and nothing else.",
    "What arms sent to Russia, the size of the North's arsenal or its doctrine change: they are not in the equations yet.",
    "How South Korean opinion on nuclear weapons moves: polls are not in the equations yet; the decision follows "
    "latency, wealth, rivals and guarantees.",
    "How fast a war grows: war is a level of hostility here, without a course or a count of the dead.",
)

ESTIMATED: dict[str, str] = {
    "defence-pact": "its effect on war once force is used, and on who joins, is estimated on disputes since 1946"
}
KINDS_SCORED = {
    "war_on_protege": ("war", "war, given a dispute"),
    "invoked": ("war", "war, given a dispute"),
    "honoured": ("joining", "an ally's joining, given a dispute at force or war"),
    "lethal_attack": ("disputes", "an onset of a dispute"),
    "disputes_protege": ("disputes", "an onset of a dispute"),
    "pact_in_force": ("treaties", "a pact's staying in force"),
    "bloc_pacts": ("pacts", "a new defence pact"),
    "protege_nuclear": ("pursuit", "a start of the pursuit of nuclear weapons"),
}
"""Outcome -> the outcome of 'foedus backtest' that is its kind, and what that is in words."""
ENDS = " (ends)"
"""How the unit of a base rate ends that counts how often what held came to an end."""
NOT_SCORED = "not scored against later years so far ahead"
UNMEASURED = "none can be shown: no panel measures how fully an instrument is kept up"
NO_EVENTS = "none can be shown: the record holds no such event to be right or wrong about"


def base_rate_text(rate: BaseRate) -> str:
    """'0 in 70 years (1954-2023)', or '22% of alliances called upon in a war (1945-2003)'."""
    if rate.events is not None and rate.exposure is not None:
        return f"{rate.events:g} in {rate.exposure:,g} {rate.unit} ({rate.period})"
    return f"{100 * (rate.share or 0.0):.3g}% of {rate.unit} ({rate.period})"


def skill(outcome: str, horizon: int, weights: Weights) -> str:
    """What held-out years have shown for an outcome at a horizon, and what backtests have for its kind.

    weights   by equation, the weights its rivals were drawn by
    """
    kind = backtested(outcome, horizon)
    if outcome in ("war_on_protege", "invoked", "honoured", "coercion", "coercion_cost"):
        return f"{NO_EVENTS}; {kind}" if kind else NO_EVENTS
    if outcome in ("lethal_attack", "disputes_protege"):
        held = _specifications(horizon, weights["initiation"])
        return f"{held}; {kind}" if kind else held
    if outcome in ("integrity_kept", "trilateral_meeting"):
        return UNMEASURED
    return kind or NOT_SCORED


def base_probability(rate: BaseRate, kind: str, years: int) -> float | None:
    """What a base rate counted by year says of an outcome `years` ahead; None for one counted by anything else.

    An event comes with 1 - exp(-h years), h = (events + 1/2) / exposure, the mean under Jeffreys' prior. A status is as likely
    as the share of years in which it held, or, where its ends were counted, holds with exp(-h years).
    """
    ends = rate.unit.endswith(ENDS)
    if rate.events is None or rate.exposure is None or not rate.unit.removesuffix(ENDS).endswith("years"):
        return None
    if kind == "status" and not ends:
        return rate.rate
    none = math.exp(-years * (rate.events + 0.5) / rate.exposure)
    return none if ends else 1.0 - none


def skilled(outcome: str, horizon: int) -> bool:
    """Whether forecasts of this kind of outcome have beaten the base rate on later years."""
    found = _of_its_kind(outcome, horizon)
    return found is not None and found.shown


def _of_its_kind(outcome: str, horizon: int) -> Skill | None:
    """The skill of its kind at the horizon, or one step ahead where that is all that is backtested."""
    if outcome not in KINDS_SCORED:
        return None
    name, _ = KINDS_SCORED[outcome]
    return scored(name, 1 if horizons(name) == (1,) else horizon)


def backtested(outcome: str, horizon: int) -> str:
    """The skill of forecasts of this kind of outcome from past origins, in all states; empty where there are none."""
    found = _of_its_kind(outcome, horizon)
    if found is None:
        return ""
    _, words = KINDS_SCORED[outcome]
    ahead = ", one step ahead" if found.horizon == 1 else f" within {found.horizon} years"
    where = f"{len(found.origins)} origins, {found.origins[0]}-{found.origins[-1]}"
    return f"backtest of {words}{ahead}, all states, {where}: {found.words}"


def _specifications(horizon: int, weight: Mapping[str, float]) -> str:
    """Skill of the rival of initiation with the most weight, on the rolling origins of its contest."""
    found = contest_of("initiation")
    if found is None:
        return NOT_SCORED
    name = max(weight, key=lambda one: weight[one])
    cell = next(cell for cell in reversed(found.cells) if cell.horizon <= horizon)
    score = "brier_skill"
    return (
        f"initiation, all dyads, {cell.horizon} years frozen, {found.origins[0]}-{found.origins[-1]} (specification {name}, "
        f"weight {weight[name]:.0%}): Brier skill {spelled(cell.scores[name][score])} over climatology"
        f"{also(cell.gain(name, 'history', score))}"
    )


def of_instrument(kind: str, beliefs: str = LITERATURE) -> tuple[str, str]:
    """Evidence grade of an instrument's effects (the weakest of them) and what they rest on."""
    found = [effect for effect in effects(beliefs) if effect.kind == kind]
    parts = [ESTIMATED[kind]] if kind in ESTIMATED else []
    parts += [_effect_text(effect) for effect in found]
    if not parts:
        return "-", "no effect of its own is in the model, so removing it changes nothing but what rests on it"
    grade = max((effect.grade for effect in found), default="B")
    return grade, "; ".join(parts)


def _effect_text(effect: Effect) -> str:
    """'initiation N(-0.20, 0.25), literature (rival signs: - 0 +; moved by data: none)'."""
    prior = f"{effect.channel} N({effect.mean:+.2f}, {effect.sd:.2f}), {effect.provenance}"
    return f"{prior} (rival signs: {effect.rival_signs}; moved by data: {effect.moved_by})"


def counts(world: World, case: Case, fits: Fits, beliefs: str = LITERATURE) -> dict[str, int]:
    """How many parameters are fitted, from the literature and elicited. Intercepts of units count once an equation."""
    fitted = sum(_size(fits.load(name)) for name in equations(world))
    fitted += 1  # the rate of coercion, from the case's own record
    own = {KINDS[kind] for kind in world.kind[world.own]}
    stated = [effect.provenance for effect in effects(beliefs) if effect.kind in own]
    stated += [prior.provenance for prior in priors().values()]
    elicited = len(case.strain) + sum(item.own for item in case.instruments)
    return {
        "fitted": fitted,
        "literature": stated.count("literature"),
        "elicited": stated.count("elicited") + elicited,
    }


def equations(world: World) -> list[str]:
    """Fitted equations a world is simulated with."""
    names = [name for name in EQUATIONS if name not in RIVALS]
    names += [posterior_name(equation, name) for equation in RIVALS for name in runnable(world, equation)]
    return names + [f"provocation-{name}" for name in world.provocations]


def sources(world: World, fits: Fits) -> dict[str, str]:
    """Equation: years and data it was fitted on."""
    found = {}
    for name in equations(world):
        record = fits.load(name).record
        found[name] = f"{record['years'][0]}-{record['years'][1]}; {', '.join(record['sources'])}"
    return found


def prior_share(base: NDArray[np.float64], held: NDArray[np.float64], sets: int) -> float | None:
    """Share of the variance over parameter sets that vanishes when priors are held at their means.

    Null where the variance itself is not told apart from luck: below its own standard error in either run.
    """
    spreads = []
    for values in (base, held):
        place = np.arange(len(values)) % sets
        n = np.bincount(place, minlength=sets)
        if n.min() < 2:
            return None
        share = np.bincount(place, values, sets) / n
        square = np.bincount(place, values**2, sets) / n
        between, _ = interval.spread(share, square - share**2, n.astype(float))
        spreads.append((between, float(np.var(share, ddof=1)) * np.sqrt(2.0 / (sets - 1))))
    (whole, noise), (rest, _) = spreads
    return None if whole < 2.0 * noise else float(np.clip(1.0 - rest / whole, 0.0, 1.0))


def _size(posterior: Posterior) -> int:
    """Parameters of an equation: the active elements of its draws."""
    return int(sum((draws.std(axis=0) > 0.0).sum() for draws in posterior.draws.values()))
