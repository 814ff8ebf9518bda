"""The outcomes of an assessment: what each one is, and how it is read from a tally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from foedus.assessment import interval
from foedus.assessment.answer import Estimate
from foedus.assessment.tally import Counts, Floats, Tally
from foedus.simulation.engine import Batch, unpack
from foedus.simulation.outcome import EVENTS, EXPECTED_ATTACK, EXPECTED_WAR, TOTALS
from foedus.world.schema import Case

PROBABILITY = "probability"
PERCENT_OF_GDP = "% of one year's GDP"


@dataclass(frozen=True)
class Outcome:
    """One outcome: `event` happens at some time within the horizon, `status` holds in its last year, `share` is an event
    given another, `total` a sum over the horizon."""

    name: str
    kind: Literal["event", "status", "share", "total"]
    label: str
    note: str
    unit: str = PROBABILITY


OUTCOMES = (
    Outcome(
        "war_on_protege",
        "event",
        "war on {protege}",
        "A dispute between {protege} and another state, begun by either, reaches war (hostility level 5: 1,000 battle deaths).",
    ),
    Outcome(
        "lethal_attack",
        "event",
        "lethal attack on {protege}",
        "A dispute begun against {protege} causes at least one battle death on either side, or war.",
    ),
    Outcome(
        "invoked",
        "event",
        "a commitment is invoked",
        "A state outside the {pact} begins a war against one of its parties while it is in force.",
    ),
    Outcome(
        "honoured",
        "share",
        "... and honoured, if invoked",
        "Every other party fights on that party's side in each such war; among futures in which it is invoked.",
    ),
    Outcome(
        "pact_in_force",
        "status",
        "{pact} in force",
        "Neither denounced nor lapsed in the last year of the horizon.",
    ),
    Outcome(
        "integrity_kept",
        "status",
        "every instrument kept up",
        "No instrument of the alliance has lapsed or lost more than half of the integrity it started with.",
    ),
    Outcome(
        "protege_nuclear",
        "status",
        "{protege} has its own nuclear weapons",
        "Possession (Bleek status 3) in the last year of the horizon.",
    ),
    Outcome(
        "trilateral_meeting",
        "status",
        "trilateral still meeting",
        "The consultation has at least half of the integrity it started with in the last year of the horizon.",
    ),
    Outcome(
        "bloc_pacts",
        "status",
        "{bloc} all bound by defence pacts",
        "Every two of them have a defence pact in the last year of the horizon.",
    ),
    Outcome(
        "coercion",
        "event",
        "economic coercion by {coercer}",
        "An episode like that of 2016-17 begins.",
    ),
    Outcome(
        "coercion_cost",
        "total",
        "cost of coercion",
        "Output lost in all episodes within the horizon, in percent of one year's GDP.",
        PERCENT_OF_GDP,
    ),
    Outcome(
        "disputes_protege",
        "total",
        "disputes with {protege} in them",
        "Militarised disputes between {protege} and another state of the case, begun by either.",
        "disputes",
    ),
)
BY_NAME = {outcome.name: outcome for outcome in OUTCOMES}
EXPECTED = {"war_on_protege": 0, "lethal_attack": 1}
"""Events whose probability is read from their yearly probabilities and not from counts (docs/decisions/0005)."""
PAIRED = ("war_on_protege", "lethal_attack", "protege_nuclear", "coercion_cost")
"""Outcomes whose change is reported when an instrument is removed."""


def names_of(case: Case) -> dict[str, str]:
    """The names that labels speak of."""
    by_abbreviation = {state.abbreviation: state.name for state in case.states}
    bloc = [by_abbreviation[member] for member in case.bloc]
    pact = next((item.name for item in case.instruments if item.own and item.kind == "defence-pact"), "defence pact")
    return {
        "protege": by_abbreviation[case.protege],
        "patron": by_abbreviation[case.patron],
        "bloc": " and ".join([*([", ".join(bloc[:-1])] if len(bloc) > 1 else []), *bloc[-1:]])
        or "the adversary's bloc",
        "pact": pact,
        "coercer": by_abbreviation[case.coercion.coercer] if case.coercion else "a trading partner",
    }


def label(outcome: Outcome, names: dict[str, str]) -> str:
    """The label with the names of the case."""
    return outcome.label.format(**names)


def estimate(outcome: Outcome, tally: Tally, year: int = 0) -> Estimate:
    """Mean and 90% interval at the end of simulated `year` (0: the horizon; totals and shares are for the horizon)."""
    if outcome.kind == "total":
        sums = tally.totals[:, TOTALS.index(outcome.name)]
        used = tally.futures > 0
        return interval.quantiles(sums[used] / tally.futures[used], tally.futures[used])
    if outcome.name in EXPECTED:
        found = interval.mean(*_expected(outcome, tally, year))
        assert found.low is not None
        assert found.high is not None
        return Estimate(value=found.value, low=max(found.low, 0.0), high=min(found.high, 1.0))
    return interval.probability(*_counts(outcome, tally, year))


def share_below(outcome: Outcome, tally: Tally, limit: float, year: int = 0) -> float | None:
    """Share of parameter sets in which the probability is at most `limit`."""
    if outcome.name in EXPECTED:
        return float((interval.shrunk(*_expected(outcome, tally, year)) <= limit).mean())
    return interval.share_below(*_counts(outcome, tally, year), limit)


def _expected(outcome: Outcome, tally: Tally, year: int) -> tuple[Floats, Floats, Counts]:
    """Mean and variance by parameter set of the summed yearly probabilities of an event."""
    used = tally.futures > 0
    n = tally.futures[used]
    mean = tally.expected[EXPECTED[outcome.name], used, year - 1] / n
    return mean, np.maximum(tally.squares[EXPECTED[outcome.name], used, year - 1] / n - mean**2, 0.0), n


def _counts(outcome: Outcome, tally: Tally, year: int) -> tuple[Counts, Counts]:
    """Successes and trials by parameter set; a share is counted among the futures in which its condition held."""
    if outcome.kind == "share":
        return tally.honoured, tally.by[:, EVENTS.index("invoked"), -1]
    table = tally.by if outcome.kind == "event" else tally.holds
    return table[:, EVENTS.index(outcome.name), year - 1], tally.futures


def curve(outcome: Outcome, tally: Tally) -> list[float | None]:
    """By year: probability that the event has happened, or that the status holds."""
    if outcome.kind in ("total", "share"):
        return []
    if outcome.name in EXPECTED:
        return [float(x) for x in tally.expected[EXPECTED[outcome.name]].sum(axis=0) / tally.futures.sum()]
    table = tally.by if outcome.kind == "event" else tally.holds
    return [float(x) for x in table[:, EVENTS.index(outcome.name)].sum(axis=0) / tally.futures.sum()]


def values(names: tuple[str, ...], batch: Batch, rows: int) -> Floats:
    """Each outcome in the first `rows` futures of a batch (rows, outcomes), for paired differences: 0 or 1, a total, or the
    summed yearly probabilities of an event, which have the mean of the event and less variance."""
    events, totals, yearly = batch[1][:rows], batch[2][:rows], batch[3][:rows]
    flags = unpack(events, yearly.shape[1])
    columns: list[Floats] = []
    for name in names:
        outcome = BY_NAME[name]
        if name in EXPECTED:
            columns.append(yearly[:, :, (EXPECTED_WAR, EXPECTED_ATTACK)[EXPECTED[name]]].sum(axis=1))
        elif outcome.kind == "total":
            columns.append(totals[:, TOTALS.index(name)])
        else:
            flag = flags[:, EVENTS.index(name)]
            columns.append(np.asarray(flag.any(axis=1) if outcome.kind == "event" else flag[:, -1], np.float64))
    return np.stack(columns, axis=1)


def paired(base: Floats, variant: Floats, sets: int) -> Estimate:
    """Mean difference variant - base over the same futures, with a 90% interval over sets and luck."""
    difference = variant - base
    place = np.arange(len(difference)) % sets
    n = np.bincount(place, minlength=sets)
    used = n > 0
    mean = np.bincount(place, difference, sets)[used] / n[used]
    square = np.bincount(place, difference**2, sets)[used] / n[used]
    return interval.mean(mean, square - mean**2, n[used])
