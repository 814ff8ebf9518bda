"""From the runs of a plan to the lines of an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

import foedus
from foedus.arrays import Floats
from foedus.assessment import analysts, evidence, interval
from foedus.assessment.answer import (
    AbsentOrder,
    Agreement,
    Answer,
    CounterfactualLine,
    GovernmentLine,
    InstrumentLine,
    OrderLine,
    PoleLine,
    Provenance,
    RivalEstimate,
    RivalLine,
    ThesisLine,
    UnknownFigure,
)
from foedus.assessment.control import controlled
from foedus.assessment.defined import fixed
from foedus.assessment.hindsight import known_then, late_fits
from foedus.assessment.imposed import imposed, passing
from foedus.assessment.judges import Confirming, Judges
from foedus.assessment.opinion import opinion_line
from foedus.assessment.outcome_lines import Difference, Estimate, OutcomeEstimate, OutcomeLine, ReplacedLine
from foedus.assessment.outcomes import bands, curve, differences, estimate
from foedus.assessment.pacts import Pair, pact_lines
from foedus.assessment.plan import Plan, Run
from foedus.assessment.provocations import provocation_lines
from foedus.assessment.verdict import too_few, verdict, within
from foedus.equations.effects import BELIEFS
from foedus.simulation.mechanisms import acts, mechanisms
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.setting import with_dependants
from foedus.simulation.study import Study
from foedus.simulation.tally import EDGES, Tally
from foedus.world.outcomes import PROBABILITY, Outcome, current, outcomes_of, replaced_of
from foedus.world.schema import Strain
from foedus.world.unknown import unknown_figures
from foedus.world.world import INDICES

HEADLINE = "war_outside"
INDEX_LABELS = {"cinc": "capabilities (CINC)", "gdp": "GDP", "milex": "military spending"}
QUANTILES = {"median": 0.5, "low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}
SIDES = ("progressive", "conservative")


@dataclass(frozen=True)
class Lines:
    """A plan that has been run, and the lines it gives.

    tallies   by run and size: of its first futures, as many as the size
    values    paired outcomes of the first futures of the runs that are compared (futures, outcomes, 2), with their controls
    alone     the runs that were made for one analyst each
    pacts     the pairs whose pact is asked for
    """

    study: Study
    plan: Plan
    tallies: Mapping[tuple[Run, int], Tally]
    values: Mapping[Run, Floats]
    alone: Confirming = field(default_factory=Confirming)
    pacts: Sequence[Pair] = ()

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that apply to the case."""
        return outcomes_of(self.study.case)

    @cached_property
    def judges(self) -> Judges:
        """The analysts."""
        return Judges(self.study, self.plan, self.tallies, self.alone)

    @property
    def sets(self) -> int:
        """Parameter sets."""
        return self.judges.sets

    @property
    def headline(self) -> Tally:
        """All futures of the headline."""
        return self.judges.headline

    def answer(self) -> Answer:
        """Every line."""
        study, case, plan = self.study, self.study.case, self.plan
        tolerances = self.judges.tolerances(self.headline, everybody=True)
        orders = [self.order(name, self.tallies[run, plan.compared]) for name, run in plan.by_order.items()]
        outcomes = [self.outcome(outcome) for outcome in self.outcomes]
        rivals = [
            RivalLine(
                name=name,
                specification=one,
                weight=plan.weight(name),
                heard=plan.heard(name),
                futures=plan.by_rival[name].futures,
            )
            for name, one in plan.rivals.items()
        ]
        return Answer(
            version=foedus.__version__,
            question=case.title,
            case=case.id,
            as_of=case.as_of,
            horizon=study.horizon,
            by_year=study.world.year + study.horizon,
            futures=plan.headline.futures,
            paired_futures=plan.paired,
            compared_futures=plan.compared,
            sets=self.sets,
            seed=study.seed,
            specification=plan.specification,
            weights={name: dict(weight) for name, weight in plan.weights.items()},
            beliefs=plan.beliefs,
            without=list(plan.without),
            adherence=plan.headline.adherence,
            mechanisms_off=list(study.switches.off),
            pacts=pact_lines(study, plan.headline, self.pacts, plan.compared),
            provocations=provocation_lines(study, self.headline),
            mechanisms_on=list(study.switches.on),
            off_by_default=[name for name in study.switches.resting if acts(mechanisms()[name], study.world)],
            opinion=opinion_line(study, plan.beliefs),
            order=plan.headline.order,
            verdict=verdict(tolerances, orders, too_few(plan.headline.futures, self.sets)),
            tolerances=tolerances,
            analysts=self.judges.analyst_set(tolerances),
            outcomes=outcomes,
            replaced=[
                ReplacedLine(
                    name=one.name,
                    replaced_by=one.replaced_by,
                    label=one.label,
                    definition=one.definition,
                    estimate=estimate(one, self.headline),
                )
                for one in replaced_of(case)
            ],
            instruments=self.instruments(),
            counterfactuals=[self.counterfactual(name) for name in plan.own],
            orders=orders,
            absent_orders=[
                AbsentOrder(name=name, title=order.title, reason="touches-no-state")
                for name, order in plan.absent.items()
            ],
            thesis=[self.thesis(name) for name in plan.thesis],
            governments=self.governments(),
            rivals=rivals,
            agreement=agreement(outcomes, {rival.name: rival.weight for rival in rivals}),
            provenance=self.provenance(),
            cannot_say=evidence.cannot_say(case),
            not_judged=list(case.not_judged),
            unknown=[UnknownFigure(**one._asdict()) for one in unknown_figures(case)],
            words=dict(case.words),
        )

    def outcome(self, outcome: Outcome) -> OutcomeLine:
        """One outcome at the horizon, with its base rates, skill and rival estimates."""
        case, horizon, plan = self.study.case, self.study.horizon, self.plan
        notes = {current(name).name: text for name, text in case.notes.items()}
        found = estimate(outcome, self.headline)
        return OutcomeLine(
            name=outcome.name,
            kind=outcome.kind,
            label=outcome.label,
            unit=outcome.unit,
            given=outcome.given or None,
            definition=outcome.definition,
            note=notes.get(outcome.name, ""),
            estimate=found,
            views=evidence.views(outcome, found, case),
            record=evidence.record(outcome, case, horizon, found, plan.without),
            outside_views=evidence.outside_views(case, outcome, horizon),
            base_rates=[
                evidence.base_rate(rate, outcome.kind, horizon, case)
                for rate in case.base_rates
                if current(rate.outcome).name == outcome.name
            ],
            skill=evidence.skill(outcome, case, horizon),
            paired_estimate=estimate(outcome, self.tallies[plan.headline, plan.paired]),
            by_specification={
                name: estimate(outcome, self.tallies[run, run.futures]) for name, run in plan.by_rival.items()
            },
            curve=curve(outcome, self.headline),
            bands=bands(outcome, self.headline),
            by_definition=fixed(outcome, case, plan.without),
        )

    def order(self, name: str, tally: Tally) -> OrderLine:
        """What comes out under one order."""
        order, tolerances = self.plan.orders[name], self.judges.tolerances(tally)
        held = {state.code: state.name for state in self.study.case.states}
        what = imposed(order, self.study.world)
        channels, resting = passing(what, self.study.switches.silent, self.study.world)
        return OrderLine(
            name=name,
            title=order.title,
            text=order.text,
            outcomes=[
                OutcomeEstimate(outcome=outcome.name, estimate=estimate(outcome, tally))
                for outcome in self.outcomes
                if outcome.unit == PROBABILITY
            ],
            states=[held[code] for code in order.codes.values() if code in held],
            lacking=[name for name, code in order.codes.items() if code not in held],
            poles=[self.poles(index, tally) for index in range(len(INDICES))],
            imposed=what,
            channels=channels,
            channels_off=resting,
            tolerances=tolerances,
            within=within(tolerances),
        )

    def instruments(self) -> list[InstrumentLine]:
        """What becomes of each instrument of the alliance, most often lost on its own first."""
        world, tally = self.study.world, self.headline
        names = {item.id: item.name for item in self.study.case.instruments}
        futures = float(tally.futures.sum())
        places = {name: world.instruments.index(name) for name in self.plan.own}
        alone, base = (tally.fallen[fate].sum(axis=0) / futures for fate in (0, 1))
        most = max((alone[k] for k in places.values()), default=0.0)
        close = analysts.ERRORS * np.sqrt(np.maximum(2.0 * most * (1.0 - most), 0.5 / futures) / futures)
        return [
            InstrumentLine(
                instrument=name,
                name=names[name],
                kept=interval.probability(tally.futures - tally.fallen[:, :, k].sum(axis=0), tally.futures),
                lost_of_itself=interval.probability(tally.fallen[0, :, k], tally.futures),
                lost_with_base=interval.probability(tally.fallen[1, :, k], tally.futures),
                weakest=bool(alone[k] >= most - close),
            )
            for name, k in sorted(places.items(), key=lambda item: (-alone[item[1]], base[item[1]], item[0]))
        ]

    def poles(self, index: int, tally: Tally) -> PoleLine:
        """Quantiles of the effective number of poles by year, under one index."""
        world = self.study.world
        start = world.capability[index, world.major]
        middle = (EDGES[:-1] + EDGES[1:]) / 2
        paths: dict[str, list[float | None]] = {name: [] for name in QUANTILES}
        for counts in tally.poles[index]:
            total, below = counts.sum(), np.cumsum(counts)
            for name, q in QUANTILES.items():
                place = int(np.searchsorted(below, q * total))
                paths[name].append(float(middle[place]) if total else None)
        return PoleLine(
            index=INDICES[index],
            label=INDEX_LABELS[INDICES[index]],
            start=None if not start.size or np.isnan(start).any() else float(start.sum() ** 2 / (start**2).sum()),
            **paths,
        )

    def counterfactual(self, instrument: str) -> CounterfactualLine:
        """The same futures without one instrument and what rests on it, under the beliefs in use and their rivals."""
        case, plan = self.study.case, self.plan
        names = {item.id: item.name for item in case.instruments}
        kind = next(item.kind for item in case.instruments if item.id == instrument)
        gone = with_dependants(self.study.world, [instrument])
        found = {
            name: self.differences(plan.by_beliefs[name], plan.removed[instrument, name])
            for name in dict.fromkeys([*BELIEFS, plan.beliefs])
            if (instrument, name) in plan.removed
        }
        return CounterfactualLine(
            instrument=instrument,
            name=names[instrument],
            also_lapse=[names[other] for other in gone if other != instrument and other not in plan.without],
            differences=found[plan.beliefs],
            by_beliefs=found if len(found) > 1 else {},
            evidence=evidence.of_instrument(kind, self.study.believed(plan.beliefs), self.study.switches.silent),
        )

    def thesis(self, order: str) -> ThesisLine:
        """Full adherence minus neglect, in the same futures of an order."""
        slide, care = self.plan.thesis[order]
        return ThesisLine(order=order, title=self.plan.orders[order].title, differences=self.differences(slide, care))

    def differences(self, base: Run, variant: Run) -> list[Difference]:
        """Paired differences variant - base of each paired outcome."""
        before, after = (self.values[run][: self.plan.paired] for run in (base, variant))
        return differences(compared(self.outcomes), before, after, self.sets)

    def governments(self) -> list[GovernmentLine]:
        """Each pair of governments in the last year of the horizon; none where the case follows no side."""
        if not self.study.world.judged:
            return []
        tally = self.headline
        strain: dict[tuple[str, str], Strain] = {(one.patron, one.protege): one for one in self.study.case.strain}
        return [
            GovernmentLine(
                patron=patron,
                protege=protege,
                probability=interval.probability(
                    tally.holds[:, EVENTS.index(f"governments_{patron}_{protege}"), -1], tally.futures
                ),
                strain=strain[patron, protege].value if (patron, protege) in strain else 0.0,
                reason=strain[patron, protege].reason if (patron, protege) in strain else "",
            )
            for patron in SIDES
            for protege in SIDES
        ]

    def provenance(self) -> Provenance:
        """Counts of parameters by provenance, and the share of the headline's parameter spread that priors cause."""
        study, plan = self.study, self.plan
        equations, beliefs = evidence.equations(study.world, study.fits), study.believed(plan.beliefs)
        column = [outcome.name for outcome in compared(self.outcomes)].index(HEADLINE)
        base, held = (controlled(*self.values[run][: plan.compared, column].T) for run in (plan.headline, plan.held))
        return Provenance(
            **evidence.counts(study.world, study.case, study.fits, beliefs),
            prior_share=evidence.prior_share(base, held, self.sets),
            equations=evidence.fitted_on(study.world, study.fits),
            late_fits=late_fits(study.case, equations, study.fits),
            known_then=known_then(study.case, equations, study.fits, beliefs),
        )


def compared(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes whose paired change is reported."""
    return [outcome for outcome in outcomes if outcome.paired]


def agreement(lines: Sequence[OutcomeLine], weights: Mapping[str, float]) -> list[Agreement]:
    """The lowest and the highest candidate specification on each probability that two or more of them give."""
    found = []
    for line in lines:
        known = {name: rival for name, rival in line.by_specification.items() if rival.value is not None}
        if len(known) < 2 or line.unit != PROBABILITY:
            continue
        low, high = (pick(known, key=lambda name: known[name].value or 0.0) for pick in (min, max))
        found.append(
            Agreement(
                outcome=line.name,
                agree=(known[low].high or 0.0) >= (known[high].low or 0.0),
                lowest=_rival(low, weights, known[low]),
                highest=_rival(high, weights, known[high]),
            )
        )
    return found


def _rival(name: str, weights: Mapping[str, float], found: Estimate) -> RivalEstimate:
    return RivalEstimate(rival=name, weight=weights[name], estimate=found)
