"""The cases of one alliance of a past year: who is asked about whom, what is run, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np

from foedus.arrays import Bits
from foedus.equations.registry import CHOICES
from foedus.errors import CaseError, FoedusError
from foedus.estimate.as_of import AsOf
from foedus.simulation.alliances.answer import Line
from foedus.simulation.alliances.record import Alliance, ClassRates, PastRecord
from foedus.simulation.alliances.switched import Asked, Told
from foedus.simulation.outcomes import event
from foedus.simulation.study import Study
from foedus.world.draft.cast import cast
from foedus.world.draft.facts import Facts
from foedus.world.draft.text import written
from foedus.world.schema import Case
from foedus.world.textfile import validate

READS = (
    "figure",
    "rivalry",
    "contiguous",
    "distance",
    "last_dispute",
    "memory",
    "leader",
    "troops",
    "rivals",
    "opponents",
)
"""Facts that cases of a day share."""
ATTACKED, FIGHTS, FAILS = "protege_attacked", "patron_fights", "patron_fails"
"""Marks of a war that calls the patron, of its fighting, and of its not fighting."""


class SharedFacts(Facts):
    """Facts that remember what was asked of a state or a pair, for many cases of one day."""

    def __init__(self, as_of: date) -> None:
        super().__init__(as_of)
        for name in READS:
            setattr(self, name, cache(getattr(self, name)))


class Counts(NamedTuple):
    """What the futures of one case come to: shares of futures, and numbers of them; `moved`, those that a switch changed."""

    survival: float
    war: float
    attacked: int
    fights: int
    moved: int = 0


class Ran(NamedTuple):
    """One case: its protege, its states, whether it has a challenger, its counts, and those by switch where it has something
    for it."""

    protege: int
    states: Sequence[int]
    challenger: bool
    counts: Counts
    switched: Sequence[Counts | None]


class Runs:
    """The cases of one alliance at one origin; `switched` says what they are run with again."""

    def __init__(
        self,
        record: PastRecord,
        facts: Facts,
        one: Alliance,
        fitted: AsOf,
        horizon: int,
        futures: int,
        seed: int,
        threads: int | None,
        switched: Sequence[Asked] = (),
    ) -> None:
        self.record, self.facts, self.one, self.fitted = record, facts, one, fitted
        self.horizon, self.futures, self.seed, self.threads = horizon, futures, seed, threads
        self.switched = switched
        self.year = fitted.year
        parties = record.members(one.number, self.year)
        self.parties = facts.by_capability([code for code in parties if facts.figure(code, "cinc").value is not None])
        self.left = len(parties) - len(self.parties)
        self.patron = self.parties[0] if self.parties else 0

    def line(self, rates: ClassRates, proteges: int) -> Line:
        """What was forecast, what happened, and the class rates."""
        return self.lines(rates, proteges)[0]

    def lines(self, rates: ClassRates, proteges: int) -> tuple[Line, list[Told]]:
        """The line of the alliance, and its lines with each switch."""
        asked = self.parties[1 : 1 + proteges] if proteges else self.parties[1:]
        found, refused = [], [f"{self.left} members have no CINC"] if self.left else []
        for protege in asked:
            try:
                found.append(self.run(protege))
            except FoedusError as error:
                refused.append(str(error).splitlines()[0])
        line = self._line(found, [each.counts for each in found], rates, refused)
        return line, [self._told(found, k, line) for k in range(len(self.switched))]

    def _told(self, found: Sequence[Ran], k: int, line: Line) -> Told:
        """The line with switch k; a case that has nothing for it counts as it is."""
        counts = [each.switched[k] or each.counts for each in found]
        cases = sum(each.switched[k] is not None for each in found)
        return Told(line.model_copy(update=_forecast(found, counts)), cases, sum(each.moved for each in counts))

    def _line(self, found: Sequence[Ran], counts: Sequence[Counts], rates: ClassRates, refused: Sequence[str]) -> Line:
        years = (self.year + 1, self.year + self.horizon)
        threatened = [each for each in found if each.challenger]
        beside = [self.record.beside(self.one, self.patron, each.protege, years) for each in threatened]
        attacked = [each for each in beside if each is not None]
        return Line(
            origin=self.year,
            atopid=self.one.number,
            name=self.name(),
            members=len(self.parties),
            patron=self.facts.abbreviation(self.patron) if self.patron else "",
            bilateral=self.one.bilateral,
            cases=len(found),
            with_challenger=len(threatened),
            **_forecast(found, counts),
            survived=self.record.survived(self.one, self.parties, self.patron, years[1]),
            survival_class=rates.survival[self.one.bilateral],
            war_happened=_mean([self.record.at_war(each.protege, years) for each in threatened]),
            war_in_case=_mean([self.record.at_war(each.protege, years, each.states) for each in threatened]),
            war_class=rates.war,
            attacked=len(attacked),
            joined=_mean(attacked),
            joining_class=rates.joining,
            refused="; ".join(dict.fromkeys(refused)) or None,
        )

    def name(self) -> str:
        """Patron and protege, or the number of the others."""
        who = [self.facts.abbreviation(code) for code in self.parties]
        rest = who[1] if len(who) == 2 else f"{len(who) - 1} others"
        return f"{who[0] if who else '-'} and {rest}, {self.one.begun}"

    def run(self, protege: int) -> Ran:
        """The counts of one case. Raises FoedusError where the case cannot be made or run."""
        others = [code for code in self.parties if code not in (self.patron, protege)]
        chosen = cast(self.facts, [self.patron, protege, *others], self.one.number)
        case = case_of(written(self.facts, chosen))
        study = Study(case, seed=self.seed, horizon=self.horizon, threads=self.threads, fits=self.fitted.fits)
        usual = self._events(study)
        switched = []
        for each in self.switched:
            within = each.within(study.world)
            switched.append(None if within is None else self._counts(self._events(study.switched(within)), usual))
        return Ran(protege, chosen.states, bool(chosen.challengers), self._counts(usual, usual), switched)

    def _events(self, study: Study) -> Bits:
        ran = study.run(self.futures, specification=chosen_of(self.fitted))
        return np.concatenate([events for _, events, _, _ in ran])

    def _counts(self, events: Bits, usual: Bits) -> Counts:
        last = np.uint64(1) << np.uint64(self.horizon - 1)
        attacked, fights, fails = (events[:, event(name)] != 0 for name in (ATTACKED, FIGHTS, FAILS))
        return Counts(
            survival=float(np.mean(events[:, event("pact_in_force")] & last != 0)),
            war=float(np.mean(events[:, event("war_on_protege")] != 0)),
            attacked=int(attacked.sum()),
            fights=int((attacked & fights & ~fails).sum()),
            moved=int((events != usual).any(axis=1).sum()),
        )


def _forecast(found: Sequence[Ran], counts: Sequence[Counts]) -> dict[str, float | None]:
    """The forecasts of a line from the counts of its cases; war and joining from those with a challenger."""
    threatened = [each for ran, each in zip(found, counts, strict=True) if ran.challenger]
    called = sum(each.attacked for each in threatened)
    return {
        "survival": _mean([each.survival for each in counts]),
        "war": _mean([each.war for each in threatened]),
        "joining": sum(each.fights for each in threatened) / called if called else None,
    }


def chosen_of(fitted: AsOf) -> dict[str, str]:
    """The candidate of every choice of a parameter set, which chooses at each stage of an equation that has stages."""
    return {
        choice: fitted.specification[series] for choice, series in CHOICES.items() if series in fitted.specification
    }


def case_of(text: str) -> Case:
    """The case of a text. Raises CaseError with its first problem."""
    case, problems = validate(Case, text, "case")
    if case is None:
        raise CaseError(problems[0])
    return case


def _mean(values: Sequence[float] | Sequence[bool]) -> float | None:
    return float(np.mean(values)) if len(values) else None
