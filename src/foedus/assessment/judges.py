"""What the declared set of analysts makes of each limit of a case, in the futures of a plan that has been run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from foedus.arrays import Floats
from foedus.assessment import analysts, evidence, lattice
from foedus.assessment.outcomes import BySet, by_set, estimate, share_below
from foedus.assessment.plan import Plan, Run
from foedus.assessment.verdict import state, too_few
from foedus.assessment.verdict_lines import AnalystSet, AnalystView, Kind, ToleranceLine
from foedus.simulation.parameters import Drawn
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally
from foedus.world.outcomes import Outcome, current, outcomes_of
from foedus.world.views import Tolerance


@dataclass(frozen=True)
class Confirming:
    """Runs for one analyst each: of elicited priors that reweighting leaves too few parameter sets, and of joint moves."""

    priors: tuple[Run, ...] = ()
    joint: Mapping[Tolerance, tuple[Run, ...]] = field(default_factory=dict)

    @property
    def runs(self) -> tuple[Run, ...]:
        """All of them."""
        return (*self.priors, *(run for runs in self.joint.values() for run in runs))


@dataclass(frozen=True)
class Judges:
    """The analysts of a plan that has been run.

    tallies   by run and size: of its first futures, as many as the size
    alone     the runs that were made for one analyst each
    """

    study: Study
    plan: Plan
    tallies: Mapping[tuple[Run, int], Tally]
    alone: Confirming = field(default_factory=Confirming)

    @cached_property
    def drawn(self) -> Drawn:
        """The parameter sets of the headline."""
        return self.study.parameters(self.plan.specification, beliefs=self.plan.beliefs)

    @property
    def sets(self) -> int:
        """Parameter sets."""
        return len(self.drawn.parameters.draws)

    @property
    def headline(self) -> Tally:
        """All futures of the headline."""
        return self.tallies[self.plan.headline, self.plan.headline.futures]

    def tolerances(self, tally: Tally, everybody: bool = False) -> list[ToleranceLine]:
        """Every tolerance within the horizon against the futures of an order, by the mixture alone or by `everybody`."""
        return [self.tolerance(one, tally, everybody) for one in self.limits]

    def judged(self, tolerance: Tolerance) -> Outcome:
        """The outcome that a tolerance is judged on."""
        name = current(tolerance.outcome).name
        return next(one for one in outcomes_of(self.study.case) if one.name == name)

    @cached_property
    def limits(self) -> tuple[Tolerance, ...]:
        """The tolerances of the case within the horizon."""
        return tuple(one for one in self.study.case.tolerances if one.years <= self.study.horizon)

    @cached_property
    def elicited(self) -> dict[str, Floats]:
        """The standard normals behind the elicited priors that are on and can reach a limit, by address."""
        idle = self.study.switches.silent.issuperset(analysts.PROVOKING)
        return {
            name: z
            for name, z in self.drawn.elicited.items()
            if name not in analysts.AS_MEASURED_OFF and not (idle and name.startswith(analysts.PROVOCATION))
        }

    @cached_property
    def called(self) -> dict[str, str]:
        """The elicited priors by address, for a reader: 'integrity.strain', 'Camp David trilateral on initiation'."""
        names = {item.id: item.name for item in self.study.case.instruments}
        world = self.study.world
        own = {address: names[name] for name, address in zip(world.instruments, world.addresses, strict=True)}
        parts = {name: name.rpartition(".") for name in self.elicited}
        return {
            name: f"{own[base]} on {channel}" if base in own else name for name, (base, _, channel) in parts.items()
        }

    def named(self, shift: tuple[str, float]) -> str:
        """'integrity.strain +1 sd'."""
        return f"{self.called[shift[0]]} {shift[1]:+g} sd"

    def tolerance(self, tolerance: Tolerance, tally: Tally, everybody: bool) -> ToleranceLine:
        """A tolerance against the futures of an order."""
        outcome = self.judged(tolerance)
        found = by_set(outcome, tally, tolerance.years)
        mixture = analysts.predictive(found)
        futures = int(tally.futures.sum())
        views = [analysts.view(tolerance, analysts.MIXTURE, "mixture", "headline", mixture, futures)]
        rate, slopes = None, {}
        if everybody:
            record = lattice.of_outcome(outcome.name, self.study.case, self.plan.without)
            rate = record[0].pooled(record[1]) if record else None
            views += self.others(tolerance, outcome, found, rate)
            steep = analysts.steep(analysts.gradient(found, self.elicited))
            slopes = {self.called[name]: slope for name, slope in steep.items()}
        measured = evidence.measured(outcome, self.study.case, tolerance.years)
        limit = analysts.limit_of(tolerance)
        below = share_below(outcome, tally, limit, tolerance.years)
        return ToleranceLine(
            outcome=outcome.name,
            replaces=tolerance.outcome if tolerance.outcome != outcome.name else None,
            at_most=tolerance.at_most,
            at_least=tolerance.at_least,
            years=tolerance.years,
            estimate=estimate(outcome, tally, tolerance.years),
            kept_share=below if below is None or tolerance.at_most is not None else 1.0 - below,
            state=state(views, measured),
            keeps=sum(one.side == "keeps" for one in views),
            fails=sum(one.side == "fails" for one in views),
            views=views,
            flip=analysts.flip(mixture.value, limit, slopes) if mixture else None,
            settling=analysts.settling(tolerance, views, rate, tolerance.years),
            reason=tolerance.reason,
        )

    def others(
        self, tolerance: Tolerance, outcome: Outcome, found: BySet, rate: lattice.Rate | None
    ) -> list[AnalystView]:
        """The views of every analyst but the mixture."""
        plan, years = self.plan, tolerance.years
        runs: list[tuple[str, Kind, Run]] = [
            (f"{name} beliefs", "beliefs", run) for name, run in plan.by_beliefs.items() if name != plan.beliefs
        ]
        runs += [(name, "specification", plan.by_rival[name]) for name in plan.candidates]
        runs += [(self.named(run.shift[0]), "prior", run) for run in self.alone.priors]
        runs += [("worst joint move", "joint", run) for run in self.alone.joint.get(tolerance, ())]
        views = [
            analysts.view(
                tolerance,
                name,
                kind,
                "run",
                analysts.predictive(by_set(outcome, self.tallies[run, run.counted[0]], years)),
                run.counted[0],
            )
            for name, kind, run in runs
        ]
        thin = {run.shift for run in self.alone.priors}
        views += [
            analysts.view(tolerance, self.named((name, by)), "prior", "reweighted", weighed)
            for name, z in self.elicited.items()
            for by in (1.0, -1.0)
            if ((name, by),) not in thin and (weighed := analysts.predictive(found, analysts.moved(z, by))) is not None
        ]
        if rate is not None and not evidence.skilled(outcome, self.study.case, years):
            pooled = rate.probability(years).value
            assert pooled is not None
            views.append(analysts.view(tolerance, "class", "class", "counted", analysts.Probability(pooled, 0.0, 0.0)))
        return views

    def analyst_set(self, lines: Sequence[ToleranceLine]) -> AnalystSet:
        """How many analysts there are, and how they were run."""
        views = max((line.views for line in lines), key=len, default=[])
        effective = [one.effective for line in lines for one in line.views if one.effective is not None]
        return AnalystSet(
            analysts=len(views),
            reweighted=sum(one.how == "reweighted" for one in views),
            run=sum(one.how == "run" for one in views),
            least_effective=min(effective, default=None),
            extra_futures=sum(run.futures for run in self.alone.runs),
        )

    def confirming(self) -> Confirming:
        """The runs that the analysts need beside those of the plan: no more futures than the headline has."""
        if too_few(self.plan.headline.futures, self.sets):
            return Confirming()
        least = analysts.LEAST_EFFECTIVE * self.sets
        thin = [
            ((name, by),)
            for name, z in self.elicited.items()
            for by in (1.0, -1.0)
            if (w := analysts.moved(z, by)).sum() ** 2 < least * (w**2).sum()
        ]
        moves = {limit: self.worst(limit) for limit in self.limits}
        wanted = len(thin) + sum(bool(move) for move in moves.values())
        if not wanted:
            return Confirming()
        size = min(analysts.CONFIRMING, self.plan.headline.futures // wanted)
        return Confirming(
            tuple(self.plan.shifted(size, shift) for shift in thin),
            {limit: (self.plan.shifted(size, tuple(move.items())),) for limit, move in moves.items() if move},
        )

    def worst(self, limit: Tolerance) -> dict[str, float]:
        """The joint move of length 1 that takes the mixture most towards the other side of a limit."""
        outcome = self.judged(limit)
        found = by_set(outcome, self.headline, limit.years)
        value = analysts.predictive(found)
        if value is None:
            return {}
        slopes = analysts.steep(analysts.gradient(found, self.elicited))
        return analysts.joint(slopes, upwards=value.value < analysts.limit_of(limit))
