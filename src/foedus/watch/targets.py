r"""What the alarms of the past should have come before, from publishers' files, and the backtest of a case on its store.

    fatal    events of Militarized Interstate Events in which somebody died, between protege or patron and a state of the bloc,
             to 2014
    force    events of the same with use of force or war
    lethal   provocations of Beyond Parallel after 2014 whose text says that somebody was killed (KILLED): of North Korea alone

An event of which the month is unknown is left out. Deaths are those that either side may have had (the upper figure).
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.watch.backtest import RUNS, backtest
from foedus.watch.backtest_lines import Backtest
from foedus.watch.before import Target
from foedus.watch.indicator import indicators, own_names
from foedus.watch.level import LEAST_KNOWN
from foedus.watch.monthly import heard
from foedus.watch.store import default_store, open_store
from foedus.world.case import taken_case
from foedus.world.schema import Case

KILLED = re.compile(r"\b(killed|kills|killing|dead|died|deaths?)\b", re.IGNORECASE)
LAST = 2014
"""Last year of Militarized Interstate Events."""
FORCE, NORTH_KOREA = 4, "PRK"


def targets(case: Case, shelf: Shelf | None = None) -> list[Target]:
    """The targets of a case. Raises DataError where a publisher's file is absent."""
    files = shelf or Shelf()
    events = _between(case, files.read("mie"))
    deadly = (pl.col("fatalmax1") > 0) | (pl.col("fatalmax2") > 0)
    span = np.datetime64("1816-01"), np.datetime64(f"{LAST}-12")
    found = [
        Target(
            "fatal",
            "events with deaths between the allies and the bloc",
            "MIE 1.0",
            _months(events.filter(deadly)),
            *span,
        ),
        Target(
            "force",
            "uses of force between the allies and the bloc",
            "MIE 1.0",
            _months(events.filter(pl.col("hostlev") >= FORCE)),
            *span,
        ),
    ]
    if NORTH_KOREA in case.bloc:
        found.append(_lethal(files.read("provocations")))
    return found


def watch_backtest(
    case: Case | str | Path,
    *,
    store: str | Path | None = None,
    own: str | Path | None = None,
    first: str = "2003-01",
    last: str = "2022-12",
    seed: int = 1,
    runs: int = RUNS,
    progress: Progress | None = None,
) -> Backtest:
    """What the watch of a case would have said in each month from first to last, on the files that the store has read.

    Counts are those of the files as they are now: that a source was late, or wrong at first, is not played again. Indicators
    with fewer than 24 months known before the first are left out, and named.

    Raises InputError for months that are none or beyond the record, where there is no store or no indicator is old enough, and
    for an indicator of the user's own without a baseline.
    """
    loaded = taken_case(case)
    begin, end = (month(name, text) for name, text in (("first", first), ("last", last)))
    if begin >= end:
        raise InputError(f"first {first} is not before last {last}")
    with open_store(Path(store) if store is not None else default_store(loaded.id)) as opened:
        strict = own_names(loaded, known := indicators(loaded, own))
        counted = [heard(opened, one, date.today(), strict) for one in known]
    every = [one for one in counted if one is not None]
    ready = [one for one in every if np.isfinite(one.counts[one.months < begin]).sum() >= LEAST_KNOWN]
    if not ready:
        raise InputError(
            f"no indicator has {LEAST_KNOWN} months known before {first}; read earlier files with 'foedus watch update', or "
            "begin later"
        )
    latest = max(one.months[-1] for one in ready)
    if end > latest:
        raise InputError(
            f"last {last} is after {latest}, the last month that an indicator knows; end with that or before"
        )
    found = backtest(ready, targets(loaded), first=first, last=last, seed=seed, runs=runs, progress=progress)
    return found.model_copy(
        update={"case": loaded.id, "left_out": [one.indicator for one in every if one not in ready]}
    )


def month(name: str, text: str) -> np.datetime64:
    """A month as YYYY-MM. Raises InputError for anything else."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise InputError(f"{name} '{text}' is not a month as YYYY-MM, for example 2003-01")
    return np.datetime64(text, "M")


def _between(case: Case, events: pl.DataFrame) -> pl.DataFrame:
    """Events between an ally and a state of the bloc, with a month."""
    codes = {state.abbreviation: state.code for state in case.states}
    own, bloc = [codes[case.protege], codes[case.patron]], [codes[name] for name in case.bloc]
    one, other = pl.col("ccode1"), pl.col("ccode2")
    ours = (one.is_in(own) & other.is_in(bloc)) | (one.is_in(bloc) & other.is_in(own))
    return events.filter(ours & (pl.col("stmon") >= 1))


def _months(events: pl.DataFrame) -> tuple[np.datetime64, ...]:
    pairs = events.select("styear", "stmon").unique().sort("styear", "stmon")
    return tuple(np.datetime64(f"{year}-{number:02d}", "M") for year, number in pairs.iter_rows())


def _lethal(events: pl.DataFrame) -> Target:
    [last] = events.select(pl.col("date").max()).to_series().to_list()
    text = pl.concat_str("event", "description", separator=". ", ignore_nulls=True)
    after = events.with_columns(text=text).filter(pl.col("date").dt.year() > LAST)
    days = [day for day, said in after.select("date", "text").iter_rows() if KILLED.search(said or "")]
    months = tuple(sorted({np.datetime64(day, "M") for day in days}))
    span = np.datetime64(f"{LAST + 1}-01"), np.datetime64(last, "M") - 1
    return Target("lethal", "provocations in which somebody was killed", "Beyond Parallel", months, *span)
