"""Every defence alliance in force at the end of past years: cases, futures, and the record beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import numpy as np

from foedus.equations.registry import CHOICES
from foedus.errors import CaseError, FoedusError, InputError
from foedus.estimate.as_of import EARLIEST, AsOf, as_of
from foedus.evaluate.result import Cell
from foedus.progress import Progress
from foedus.simulation.alliances.answer import AlliancesAnswer, Line, Open
from foedus.simulation.alliances.record import Alliance, ClassRates, PastRecord
from foedus.simulation.alliances.scores import MODEL, REFERENCE, cell
from foedus.simulation.outcomes import event
from foedus.simulation.study import Study
from foedus.world.draft.cast import cast
from foedus.world.draft.facts import Facts
from foedus.world.draft.text import written
from foedus.world.schema import Case
from foedus.world.textfile import validate

SHIPPED = Path(str(resources.files("foedus.simulation.alliances"))) / "shipped.json"
"""The result of `make alliances`."""
ORIGINS = (1960, 1975, 1990)
FUTURES = 500
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
CAVEATS = (
    "Posteriors are as of the origin, one candidate an equation, Normal at its mode. Forms of equations, their priors, and "
    "numbers that are stated and not fitted are those of today, and were chosen by people who knew what came after.",
    "Figures are quoted from releases that are later than the origin and revised. Strategic rivalry, by which challengers are "
    "found, is coded in retrospect.",
    "A case holds its alliance, at most four challengers and the great powers: a war of the protege with any other state "
    "happens in the record and cannot in the futures. Both shares are given.",
    "Alliances of one patron end together, so that intervals by patron are the honest ones.",
)


def alliances(
    origins: Sequence[int] = ORIGINS,
    *,
    horizon: int = 20,
    futures: int = FUTURES,
    proteges: int = 0,
    seed: int = 1,
    threads: int | None = None,
    fits: Path | None = None,
    progress: Progress | None = None,
) -> AlliancesAnswer:
    """Forecast every defence alliance in force at the end of each origin, and say what became of it.

    origins   years, each EARLIEST or later, whose horizon the record covers
    futures   of each case
    proteges  most proteges of an alliance, the strongest first; 0: every other member in turn
    fits      folder for posteriors as of the origins, one folder a year in it; None: the user's cache

    Raises InputError for a bad argument or a missing extra, DataError for a publisher's file that is missing.
    """
    tell = progress or (lambda done, total, what: None)
    years = sorted(set(origins))
    if proteges < 0:
        raise InputError(f"proteges {proteges} is not allowed: 0 for every member, or a number above it")
    if not years:
        raise InputError("no origin is given: name one year or more, for example 1960")
    if years[0] < EARLIEST:
        raise InputError(
            f"origin {years[0]} is not allowed: equations can be fitted to the years up to {EARLIEST} or later"
        )
    record = PastRecord()
    record.check(years, horizon)
    lines: list[Line] = []
    made: list[AsOf] = []
    for year in years:
        fitted = as_of(year, folder=fits / str(year) if fits else None, seed=seed, progress=tell)
        made.append(fitted)
        for done, total, line in of_origin(record, fitted, horizon, futures, proteges, seed, threads):
            tell(done, total, f"alliances of {year}")
            lines.append(line)
    return assembled(record, made, lines, horizon=horizon, futures=futures, proteges=proteges, seed=seed)


def of_origin(
    record: PastRecord, fitted: AsOf, horizon: int, futures: int, proteges: int, seed: int, threads: int | None
) -> Iterator[tuple[int, int, Line]]:
    """The alliances of one origin: how many are done, of how many, and the line of the last."""
    year = fitted.year
    facts, rates = SharedFacts(date(year, 12, 31)), record.class_rates(year, horizon)
    listed = record.in_force(year)
    for done, one in enumerate(listed, start=1):
        runs = Runs(record, facts, one, fitted, horizon, futures, seed, threads)
        yield done, len(listed), runs.line(rates, proteges)


def assembled(
    record: PastRecord,
    made: Sequence[AsOf],
    lines: Sequence[Line],
    *,
    horizon: int,
    futures: int,
    proteges: int,
    seed: int,
) -> AlliancesAnswer:
    """The answer, with its scores."""
    return AlliancesAnswer(
        version=metadata.version("foedus"),
        origins=[each.year for each in made],
        horizon=horizon,
        futures=futures,
        proteges=proteges,
        seed=seed,
        specification=dict(made[0].specification),
        open=[
            Open(origin=each.year, posterior=name, what=list(what)) for each in made for name, what in each.open.items()
        ],
        lines=list(lines),
        cells=cells(lines, horizon, seed),
        caveats=list(CAVEATS),
        sources=dict(sorted(record.shelf.provenance.items())),
    )


class SharedFacts(Facts):
    """Facts that remember what was asked of a state or a pair, for many cases of one day."""

    def __init__(self, as_of: date) -> None:
        super().__init__(as_of)
        for name in READS:
            setattr(self, name, cache(getattr(self, name)))


class Runs:
    """The cases of one alliance at one origin."""

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
    ) -> None:
        self.record, self.facts, self.one, self.fitted = record, facts, one, fitted
        self.horizon, self.futures, self.seed, self.threads = horizon, futures, seed, threads
        self.year = fitted.year
        parties = record.members(one.number, self.year)
        self.parties = facts.by_capability([code for code in parties if facts.figure(code, "cinc").value is not None])
        self.left = len(parties) - len(self.parties)
        self.patron = self.parties[0] if self.parties else 0

    def line(self, rates: ClassRates, proteges: int) -> Line:
        """What was forecast, what happened, and the class rates."""
        asked = self.parties[1 : 1 + proteges] if proteges else self.parties[1:]
        found, refused = [], [f"{self.left} members have no CINC"] if self.left else []
        for protege in asked:
            try:
                found.append(self.run(protege))
            except FoedusError as error:
                refused.append(str(error).splitlines()[0])
        years = (self.year + 1, self.year + self.horizon)
        threatened = [each for each in found if each["challenger"]]
        war = [self.record.at_war(each["protege"], years) for each in threatened]
        beside = [self.record.beside(self.one, self.patron, each["protege"], years) for each in threatened]
        attacked = [each for each in beside if each is not None]
        called = sum(each["attacked"] for each in threatened)
        return Line(
            origin=self.year,
            atopid=self.one.number,
            name=self.name(),
            members=len(self.parties),
            patron=self.facts.abbreviation(self.patron) if self.patron else "",
            bilateral=self.one.bilateral,
            cases=len(found),
            with_challenger=len(threatened),
            survival=_mean([each["survival"] for each in found]),
            survived=self.record.survived(self.one, self.parties, self.patron, years[1]),
            survival_class=rates.survival[self.one.bilateral],
            war=_mean([each["war"] for each in threatened]),
            war_happened=_mean(war),
            war_in_case=_mean([self.record.at_war(each["protege"], years, each["states"]) for each in threatened]),
            war_class=rates.war,
            joining=sum(each["fights"] for each in threatened) / called if called else None,
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

    def run(self, protege: int) -> dict[str, Any]:
        """The counts of one case. Raises FoedusError where the case cannot be made or run."""
        others = [code for code in self.parties if code not in (self.patron, protege)]
        chosen = cast(self.facts, [self.patron, protege, *others], self.one.number)
        case = case_of(written(self.facts, chosen))
        study = Study(case, seed=self.seed, horizon=self.horizon, threads=self.threads, fits=self.fitted.fits)
        events = np.concatenate(
            [each for _, each, _, _ in study.run(self.futures, specification=chosen_of(self.fitted))]
        )
        last = np.uint64(1) << np.uint64(self.horizon - 1)
        attacked, fights, fails = (events[:, event(name)] != 0 for name in (ATTACKED, FIGHTS, FAILS))
        return {
            "protege": protege,
            "states": chosen.states,
            "challenger": bool(chosen.challengers),
            "survival": float(np.mean(events[:, event("pact_in_force")] & last != 0)),
            "war": float(np.mean(events[:, event("war_on_protege")] != 0)),
            "attacked": int(attacked.sum()),
            "fights": int((attacked & fights & ~fails).sum()),
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


def cells(lines: Sequence[Line], horizon: int, seed: int) -> list[Cell]:
    """Scores by outcome, all origins together; an outcome that never varies in the record has none."""
    found = []
    for target, forecast, happened, rate in OUTCOMES:
        rows = [k for k, line in enumerate(lines) if forecast(line) is not None and happened(line) is not None]
        y = np.array([happened(lines[k]) for k in rows], np.float64)
        if not len(rows) or y.sum() in (0.0, len(rows)):
            continue
        forecasts = {MODEL: forecast, REFERENCE: rate}
        values = {name: np.array([of(lines[k]) for k in rows], np.float64) for name, of in forecasts.items()}
        by = {"by alliance": [lines[k].atopid for k in rows], "by patron": [lines[k].patron for k in rows]}
        for subset, groups in by.items():
            found.append(cell(values, y, np.array(groups), horizon=horizon, target=target, subset=subset, seed=seed))
    return found


Of = Callable[[Line], Any]
OUTCOMES: tuple[tuple[str, Of, Of, Of], ...] = (
    ("treaty in force", lambda x: x.survival, lambda x: x.survived, lambda x: x.survival_class),
    ("war of the protege, with any state", lambda x: x.war, lambda x: x.war_happened, lambda x: x.war_class),
    ("war of the protege, with a state of the case", lambda x: x.war, lambda x: x.war_in_case, lambda x: x.war_class),
    ("the patron fights, given war on the protege", lambda x: x.joining, lambda x: x.joined, lambda x: x.joining_class),
)
"""What is forecast, and how forecast, outcome and class rate are read from a line."""


def _mean(values: Sequence[float] | Sequence[bool]) -> float | None:
    return float(np.mean(values)) if len(values) else None
