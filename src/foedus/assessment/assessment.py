"""`assess`: run a case under every order, rival specification and counterfactual, and put the answer together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import foedus
from foedus.assessment import evidence, interval, outcomes
from foedus.assessment.answer import (
    Answer,
    BaseRateLine,
    CounterfactualLine,
    Difference,
    GovernmentLine,
    OrderLine,
    OutcomeLine,
    PoleLine,
    Provenance,
    ThesisLine,
    ToleranceLine,
)
from foedus.assessment.outcomes import BY_NAME, OUTCOMES, PAIRED, PROBABILITY
from foedus.assessment.tally import BINS, Tally
from foedus.assessment.verdict import judge, kept_share, limit_of, limit_text, verdict, within
from foedus.assessment.words import in_words, percent
from foedus.equations.effects import BELIEFS, LITERATURE, effects
from foedus.equations.rivals import FAMILIES, chosen
from foedus.estimate.fits import Fits
from foedus.progress import Progress
from foedus.simulation.outcome import EVENTS, TOTALS
from foedus.simulation.parameters import runnable
from foedus.simulation.setting import Policy, with_dependants
from foedus.simulation.study import WEIGHTED, Study
from foedus.world.order import load_order, order_names
from foedus.world.schema import Case, Strain
from foedus.world.world import INDICES, KINDS, World

AS_MEASURED = "as-measured"
HEADLINE = "war_on_protege"
HEARD = 0.05
"""Least weight with which a rival specification is heard in the verdict; one with less is shown beside."""
INDEX_LABELS = {"cinc": "capabilities (CINC)", "gdp": "GDP", "milex": "military spending"}
SIDES = ("progressive", "conservative")


@dataclass(frozen=True)
class Run:
    """One run: its tally, and the paired outcomes of its first futures."""

    tally: Tally
    values: NDArray[np.float64]


def assess(
    case: Case,
    *,
    futures: int = 10_000,
    horizon: int = 20,
    seed: int = 1,
    orders: Sequence[str] = (),
    without: Sequence[str] = (),
    specification: str | Sequence[str] = (),
    beliefs: str = LITERATURE,
    threads: int | None = None,
    progress: Progress | None = None,
    fits: Path | None = None,
) -> Answer:
    """Answer the question of a case.

    futures        futures of the headline run
    horizon        years, 1 to 60
    orders         orders to run beside the first; default all that ship. The first is the headline's
    without        instruments absent from the start in every run
    specification  rivals to use, as `history` (of initiation) or `escalation=rates`; the other equations draw theirs by
                   weight, and each of their rivals is also run alone
    beliefs        what treaties are believed to do: 'sceptical', 'literature' or 'optimist'; each counterfactual is
                   shown under all three
    fits           folder of posteriors that take the place of the shipped ones of the same name; None takes none

    Raises InputError for anything out of range or unknown.
    """
    study = Study(case, seed=seed, horizon=horizon, threads=threads, fits=Fits(fits))
    return _Assessment(study, futures, tuple(orders), tuple(without), chosen(specification), beliefs, progress).answer()


class _Assessment:
    """The runs of one assessment and the lines made from them."""

    def __init__(
        self,
        study: Study,
        futures: int,
        orders: tuple[str, ...],
        without: tuple[str, ...],
        specification: Mapping[str, str],
        beliefs: str,
        progress: Progress | None,
    ) -> None:
        self.study, self.case, self.futures, self.specification = study, study.case, futures, specification
        self.beliefs, self.kinds = beliefs, {effect.kind for effect in effects(beliefs)}
        self.rival_beliefs = [name for name in BELIEFS if name != beliefs]
        self.orders = orders or (AS_MEASURED, *(name for name in order_names() if name != AS_MEASURED))
        self.without = with_dependants(study.world, without)
        self.paired = min(futures, max(1000, futures // 10))
        self.compared = min(futures, max(2000, futures // 5))
        self.names = outcomes.names_of(self.case)
        self.own = [item for item in self.case.instruments if item.own and item.id not in self.without]
        self.rivals = rivals(study.world, specification)
        self.weights = study.parameters(specification, beliefs=beliefs).weights
        pairs, comparisons = 2 * len(self.orders) + len(self.own) + len(self.rivals), len(self.orders)
        pairs += len(self.rival_beliefs) * (1 + sum(self.believed(item.id) for item in self.own))
        self.done, self.all = 0, futures + pairs * self.paired + comparisons * self.compared
        self.progress = progress or (lambda done, total, what: None)
        for order in self.orders:
            study.drift(order)

    def run(
        self,
        what: str,
        futures: int,
        *,
        order: str | None = None,
        adherence: float = 0.0,
        without: tuple[str, ...] = (),
        specification: Mapping[str, str] = WEIGHTED,
        frozen: frozenset[str] = frozenset(),
        beliefs: str | None = None,
    ) -> Run:
        """One run with what it needs kept: counts of all futures, and the paired outcomes of the first ones."""
        specification, beliefs = {**self.specification, **specification}, beliefs or self.beliefs
        drawn = self.study.parameters(specification, frozen, beliefs).parameters
        tally = Tally.empty(len(drawn.draws), self.study.horizon, len(TOTALS) + drawn.provocation.shape[1])
        kept = []
        for batch in self.study.run(
            futures,
            order=order or self.orders[0],
            policy=Policy((*self.without, *without), adherence),
            specification=specification,
            frozen=frozen,
            beliefs=beliefs,
        ):
            tally.add(batch)
            start, events = batch[:2]
            if start < self.compared:
                kept.append(outcomes.values(PAIRED, batch, self.compared - start))
            self.done += len(events)
            self.progress(self.done, self.all, what)
        return Run(tally, np.concatenate(kept))

    def answer(self) -> Answer:
        """All runs, then all lines."""
        study, case = self.study, self.case
        base = self.run("futures", self.futures)
        rivals = {
            name: self.run(f"specification {name}", self.paired, specification=one) for name, one in self.rivals.items()
        }
        by_order = {self.orders[0]: base}
        by_order |= {name: self.run(f"order: {name}", self.compared, order=name) for name in self.orders[1:]}
        order_lines = [self.order_line(name, run, rivals) for name, run in by_order.items()]
        bases = {self.beliefs: base}
        bases |= {name: self.run(f"beliefs: {name}", self.paired, beliefs=name) for name in self.rival_beliefs}
        counterfactuals = [self.counterfactual(item.id, bases) for item in self.own]
        thesis = [self.thesis(name) for name in self.orders]
        lines = [self.outcome_line(outcome, base, rivals) for outcome in OUTCOMES]
        agree, disagree = _rivalry(lines, {name for name in rivals if self.weight(name) < HEARD})
        drawn = study.parameters(self.specification, beliefs=self.beliefs)
        return Answer(
            version=foedus.__version__,
            question=case.title,
            case=case.id,
            as_of=f"{case.as_of.day} {case.as_of:%B %Y}",
            horizon=study.horizon,
            by_year=study.world.year + study.horizon,
            futures=self.futures,
            paired_futures=self.paired,
            compared_futures=self.compared,
            sets=len(drawn.parameters.draws),
            seed=study.seed,
            specification=dict(self.specification),
            weights={name: dict(weight) for name, weight in self.weights.items()},
            beliefs=self.beliefs,
            without=list(self.without),
            order=self.orders[0],
            verdict=verdict(order_lines),
            outcomes=lines,
            counterfactuals=counterfactuals,
            orders=order_lines,
            thesis=thesis,
            governments=self.governments(base),
            agree=agree,
            disagree=disagree,
            provenance=self.provenance(base),
            cannot_say=[*case.cannot_say, *evidence.CANNOT_SAY],
        )

    def outcome_line(self, outcome: outcomes.Outcome, base: Run, rivals: dict[str, Run]) -> OutcomeLine:
        """One outcome at the horizon, with its base rates, skill and rival estimates."""
        estimate = outcomes.estimate(outcome, base.tally)
        rates = [rate for rate in self.case.base_rates if rate.outcome == outcome.name]
        return OutcomeLine(
            name=outcome.name,
            label=outcomes.label(outcome, self.names),
            unit=outcome.unit,
            estimate=estimate,
            words=in_words(estimate.value) if outcome.unit == PROBABILITY else "",
            base_rates=[
                BaseRateLine(
                    text=evidence.base_rate_text(rate),
                    meaning=rate.text,
                    source=self.case.sources[rate.source].citation,
                )
                for rate in rates
            ],
            skill=evidence.skill(outcome.name, self.study.horizon, self.weights),
            note=outcome.note.format(**self.names),
            by_specification={name: outcomes.estimate(outcome, run.tally) for name, run in rivals.items()},
            curve=outcomes.curve(outcome, base.tally),
        )

    def order_line(self, name: str, run: Run, rivals: dict[str, Run]) -> OrderLine:
        """What comes out under one order. Rival specifications are run in the first order only, and judged there."""
        order = load_order(name)
        tolerances = self.tolerances(run, rivals if name == self.orders[0] else {})
        return OrderLine(
            name=name,
            title=order.title,
            text=order.text,
            outcomes=[
                Difference(
                    outcome=outcome.name,
                    label=outcomes.label(outcome, self.names),
                    estimate=outcomes.estimate(outcome, run.tally),
                    clear=False,
                )
                for outcome in OUTCOMES
                if outcome.unit == PROBABILITY
            ],
            poles=[self.poles(m, run) for m in range(len(INDICES))],
            tolerances=tolerances,
            within=within(tolerances),
        )

    def weight(self, rival: str) -> float:
        """The most weight a rival has in the equations it is of."""
        return max(self.weights[equation].get(name, 0.0) for equation, name in self.rivals[rival].items())

    def tolerances(self, run: Run, rivals: dict[str, Run]) -> list[ToleranceLine]:
        """Each tolerance of the case against a run; one stated for more years than were simulated is left out."""
        lines = []
        for tolerance in self.case.tolerances:
            if tolerance.years > self.study.horizon:
                continue
            outcome = BY_NAME[tolerance.outcome]
            estimate = outcomes.estimate(outcome, run.tally, tolerance.years)
            below = outcomes.share_below(outcome, run.tally, limit_of(tolerance), tolerance.years)
            kept = kept_share(tolerance, below)
            heard = (run for name, run in rivals.items() if self.weight(name) >= HEARD)
            others = [outcomes.estimate(outcome, rival.tally, tolerance.years).value for rival in heard]
            if not evidence.skilled(outcome.name, tolerance.years):
                rates = (rate for rate in self.case.base_rates if rate.outcome == outcome.name)
                others += [evidence.base_probability(rate, outcome.kind, tolerance.years) for rate in rates]
            lines.append(
                ToleranceLine(
                    outcome=outcome.name,
                    label=outcomes.label(outcome, self.names),
                    limit=limit_text(tolerance),
                    estimate=estimate,
                    kept_share=kept,
                    state=judge(tolerance, estimate, kept, others),
                    reason=tolerance.reason,
                )
            )
        return lines

    def poles(self, index: int, run: Run) -> PoleLine:
        """Quantiles of the effective number of poles by year, under one index."""
        world = self.study.world
        start = world.capability[index, world.major]
        middle = (BINS[:-1] + BINS[1:]) / 2
        paths: dict[str, list[float | None]] = {}
        for name, q in (("median", 0.5), ("low50", 0.25), ("high50", 0.75), ("low90", 0.05), ("high90", 0.95)):
            paths[name] = []
            for counts in run.tally.poles[index]:
                total = counts.sum()
                place = int(np.searchsorted(np.cumsum(counts), q * total))
                paths[name].append(float(middle[place]) if total else None)
        return PoleLine(
            index=INDICES[index],
            label=INDEX_LABELS[INDICES[index]],
            start=None if np.isnan(start).any() else float(start.sum() ** 2 / (start**2).sum()),
            **paths,
        )

    def counterfactual(self, instrument: str, bases: dict[str, Run]) -> CounterfactualLine:
        """The same futures without one instrument and what rests on it, under the beliefs in use and their rivals."""
        removed = with_dependants(self.study.world, [instrument])
        names = {item.id: item.name for item in self.case.instruments}
        kind = next(item.kind for item in self.case.instruments if item.id == instrument)
        grade, text = evidence.of_instrument(kind, self.beliefs)
        found = {
            name: self.without_it(instrument, name, base)
            for name, base in bases.items()
            if name == self.beliefs or self.believed(instrument)
        }
        return CounterfactualLine(
            instrument=instrument,
            name=names[instrument],
            also_lapse=[names[other] for other in removed if other != instrument and other not in self.without],
            differences=found[self.beliefs],
            by_beliefs={name: found[name] for name in BELIEFS if name in found} if len(found) > 1 else {},
            grade=grade,
            evidence=text,
        )

    def without_it(self, instrument: str, beliefs: str, base: Run) -> list[Difference]:
        """What removing an instrument changes under some beliefs."""
        variant = self.run(f"without {instrument}", self.paired, without=(instrument,), beliefs=beliefs)
        return self.differences(base.values[: self.paired], variant.values)

    def believed(self, instrument: str) -> bool:
        """Whether beliefs about treaties bear on an instrument or on what rests on it."""
        world = self.study.world
        kinds = {KINDS[world.kind[world.instruments.index(name)]] for name in with_dependants(world, [instrument])}
        return bool(kinds & self.kinds)

    def thesis(self, order: str) -> ThesisLine:
        """Kept with care minus let slide, in the same futures of an order."""
        care = self.run(f"thesis: {order}", self.paired, order=order, adherence=1.0)
        slide = self.run(f"thesis: {order}", self.paired, order=order, adherence=-1.0)
        return ThesisLine(
            order=order, title=load_order(order).title, differences=self.differences(slide.values, care.values)
        )

    def differences(self, base: NDArray[np.float64], variant: NDArray[np.float64]) -> list[Difference]:
        """Paired differences variant - base of each paired outcome."""
        sets = len(self.study.parameters(self.specification).parameters.draws)
        lines = []
        for column, name in enumerate(PAIRED):
            estimate = outcomes.paired(base[:, column], variant[:, column], sets)
            assert estimate.low is not None
            assert estimate.high is not None
            clear = estimate.low > 0.0 or estimate.high < 0.0
            label = outcomes.label(BY_NAME[name], self.names)
            lines.append(Difference(outcome=name, label=label, estimate=estimate, clear=clear))
        return lines

    def governments(self, base: Run) -> list[GovernmentLine]:
        """Each pair of governments in the last year of the horizon; none where their sides are not judged."""
        lines: list[GovernmentLine] = []
        if not self.study.world.judged:
            return lines
        stated: dict[tuple[str, str], Strain] = {(entry.patron, entry.protege): entry for entry in self.case.strain}
        for patron in range(2):
            for protege in range(2):
                event = EVENTS.index(f"governments_{SIDES[patron]}_{SIDES[protege]}")
                entry = stated.get((SIDES[patron], SIDES[protege]))
                lines.append(
                    GovernmentLine(
                        patron=SIDES[patron],
                        protege=SIDES[protege],
                        probability=interval.probability(base.tally.holds[:, event, -1], base.tally.futures),
                        strain=entry.value if entry else 0.0,
                        reason=entry.reason if entry else "not judged",
                    )
                )
        return lines

    def provenance(self, base: Run) -> Provenance:
        """Counts of parameters by provenance, and the share of the headline's parameter spread that priors cause."""
        held = self.run("priors held", self.compared, frozen=frozenset({"elicited", "literature"}))
        counts = evidence.counts(self.study.world, self.case, self.study.fits, self.beliefs)
        return Provenance(
            **counts,
            prior_share=evidence.prior_share(
                base.values[: self.compared, PAIRED.index(HEADLINE)],
                held.values[:, PAIRED.index(HEADLINE)],
                len(self.study.parameters(self.specification).parameters.draws),
            ),
            sources=evidence.sources(self.study.world, self.study.fits),
            replaced=self.study.fits.replaced(evidence.equations(self.study.world)),
        )


def rivals(world: World, asked: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The runs of one rival each: 'escalation: rates' and the like -> specification by equation, but for those asked for."""
    unasked = {family: [name for name in equations if name not in asked] for family, equations in FAMILIES.items()}
    left = {family: equations for family, equations in unasked.items() if equations}
    return {
        f"{family}: {name}": dict.fromkeys(equations, name)
        for family, equations in left.items()
        for name in runnable(world, equations[0])
    }


def _rivalry(lines: Sequence[OutcomeLine], unheard: Collection[str]) -> tuple[list[str], list[str]]:
    """Outcomes on which the rival specifications agree (their intervals all overlap) and on which they do not.

    unheard   rivals of hardly any weight, which are marked
    """
    said = {name: f"{name}, hardly any weight" for name in unheard}
    agree: list[str] = []
    disagree: list[str] = []
    for line in lines:
        known = {name: rival for name, rival in line.by_specification.items() if rival.value is not None}
        if len(known) < 2 or line.unit != PROBABILITY:
            continue
        lowest, highest = (pick(known, key=lambda name: known[name].value or 0.0) for pick in (min, max))
        a, b = known[lowest], known[highest]
        spread = f"{percent(a.value)} ({said.get(lowest, lowest)}) to {percent(b.value)} ({said.get(highest, highest)})"
        text = f"{line.label}: {spread if percent(a.value) != percent(b.value) else percent(a.value) + ' under all'}"
        (agree if (a.high or 0.0) >= (b.low or 0.0) else disagree).append(text)
    return agree, disagree
