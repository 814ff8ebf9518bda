"""Every defence alliance in force at the end of past years: cases, futures, and the record beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib import metadata, resources
from pathlib import Path

import numpy as np

from foedus.errors import InputError
from foedus.estimate.as_of import EARLIEST, AsOf, as_of, with_hindsight
from foedus.evaluate.result import Cell
from foedus.progress import Progress
from foedus.simulation.alliances.answer import Again, AlliancesAnswer, Line, Open
from foedus.simulation.alliances.cases import Runs, SharedFacts
from foedus.simulation.alliances.record import PastRecord
from foedus.simulation.alliances.scores import MODEL, REFERENCE, cell
from foedus.simulation.alliances.switched import Asked, Told, again, asked
from foedus.simulation.alliances.targets import TARGETS, scored

SHIPPED = Path(str(resources.files("foedus.simulation.alliances"))) / "shipped.json"
"""The result of `make alliances`."""
ORIGINS = (1960, 1975, 1990)
FUTURES = 500
HINDSIGHT = (
    "Posteriors are those that ship: they have seen these years, so the level of every score flatters. What a switch changes "
    "is of mechanisms whose numbers are stated and not fitted."
)
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
    mechanisms: Sequence[str] = (),
    seed: int = 1,
    threads: int | None = None,
    fits: Path | None = None,
    hindsight: bool = False,
    progress: Progress | None = None,
) -> AlliancesAnswer:
    """Forecast every defence alliance in force at the end of each origin, and say what became of it.

    origins   years, each EARLIEST or later, whose horizon the record covers
    futures   of each case
    proteges  most proteges of an alliance, the strongest first; 0: every other member in turn
    mechanisms   to forecast them again with, each for itself: `wedge=on`, or several together, `wedge=on+load=off`; switched
              in the cases that have what it acts on
    fits      folder for posteriors as of the origins, one folder a year in it; None: the user's cache
    hindsight   with the posteriors that ship, which have seen these years: to compare mechanisms without fitting

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
    if hindsight and fits is not None:
        raise InputError("with hindsight nothing is fitted, so there is no folder of fits; leave one of the two out")
    switched = asked(mechanisms)
    record = PastRecord()
    record.check(years, horizon)
    lines: list[Line] = []
    told: list[list[Told]] = []
    made: list[AsOf] = []
    for year in years:
        folder = fits / str(year) if fits else None
        fitted = with_hindsight(year) if hindsight else as_of(year, folder=folder, seed=seed, progress=tell)
        made.append(fitted)
        for done, total, found in of_origin(record, fitted, horizon, futures, proteges, seed, threads, switched):
            tell(done, total, f"alliances of {year}")
            lines.append(found[0])
            told.append(found[1])
    changed = [again(each.entry, lines, [row[k] for row in told], seed) for k, each in enumerate(switched)]
    answer = assembled(record, made, lines, changed, horizon=horizon, futures=futures, proteges=proteges, seed=seed)
    return answer.model_copy(update={"hindsight": True, "caveats": [HINDSIGHT, *CAVEATS[1:]]}) if hindsight else answer


def of_origin(
    record: PastRecord,
    fitted: AsOf,
    horizon: int,
    futures: int,
    proteges: int,
    seed: int,
    threads: int | None,
    switched: Sequence[Asked] = (),
) -> Iterator[tuple[int, int, tuple[Line, list[Told]]]]:
    """The alliances of one origin: how many are done, of how many, and the lines of the last, as it is and switched."""
    year = fitted.year
    facts, rates = SharedFacts(date(year, 12, 31)), record.class_rates(year, horizon)
    listed = record.in_force(year)
    for done, one in enumerate(listed, start=1):
        runs = Runs(record, facts, one, fitted, horizon, futures, seed, threads, switched)
        yield done, len(listed), runs.lines(rates, proteges)


def assembled(
    record: PastRecord,
    made: Sequence[AsOf],
    lines: Sequence[Line],
    changed: Sequence[Again] = (),
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
        switched=list(changed),
        caveats=list(CAVEATS),
        sources=dict(sorted(record.shelf.provenance.items())),
    )


def cells(lines: Sequence[Line], horizon: int, seed: int) -> list[Cell]:
    """Scores by outcome, all origins together; an outcome that never varies in the record has none."""
    found = []
    for target in TARGETS:
        rows = scored(lines, target)
        y = np.array([target.happened(lines[k]) for k in rows], np.float64)
        if not len(rows) or y.sum() in (0.0, len(rows)):
            continue
        forecasts = {MODEL: target.forecast, REFERENCE: target.rate}
        values = {name: np.array([of(lines[k]) for k in rows], np.float64) for name, of in forecasts.items()}
        by = {"by alliance": [lines[k].atopid for k in rows], "by patron": [lines[k].patron for k in rows]}
        for subset, groups in by.items():
            found.append(
                cell(values, y, np.array(groups), horizon=horizon, target=target.name, subset=subset, seed=seed)
            )
    return found
