r"""An alarm is a forecast: that the new level holds. It is written into the ledger, and scored when its year is over.

    holds   the mean of the 12 months after the month of the alarm is at least sqrt(before * after), of a fall at most; before
            and after are the levels that the alarm names
    p       probability of it, from what was known in the month of the alarm: levels of the grid by their probability, changes
            with the hazard of the detector, counts with the dispersion and season learned (DRAWS simulations)
    class   the same if nothing had changed: the level of before, held. What p has to beat

Only alarms of the last NEW months known are written: an older one has been overtaken by what it should foretell. One that has
less than its twelve months known is open; a month that stays unknown leaves it so.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field

import foedus
from foedus.arrays import Floats
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.ledger import LEDGER, Ledger, LedgerLine, ledger_list, ledger_register, ledger_resolve
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.watch.alarm import Alarm, Watched
from foedus.watch.board import watch_all
from foedus.watch.indicator import indicators, own_names
from foedus.watch.level import Online, month_of_year
from foedus.watch.series import Series
from foedus.watch.store import default_store, open_store
from foedus.world.case import taken_case
from foedus.world.schema import Case

NEW, AHEAD, DRAWS = 2, 12, 4000
OUTCOME = "watch-"
"""How the name of such an outcome begins."""
SAID = re.compile(r"mean of (?P<indicator>[a-z0-9-]+) .* is at (?P<side>least|most) (?P<limit>[0-9.e+-]+) a month")


def register(case: Case, heard: Sequence[Watched], ledger: str | Path = LEDGER, *, seed: int = 1) -> Ledger | None:
    """Write the new alarms of some indicators down. Returns their entries; None where there is no new alarm."""
    told = [forecast(case, one, alarm, seed) for one in heard for alarm in _new(one)]
    return ledger_register(told, ledger) if told else None


def settle(heard: Sequence[Series], ledger: str | Path = LEDGER) -> list[int]:
    """Resolve the alarms of a ledger whose twelve months are known, from the counts. Returns the numbers of their entries."""
    by_name = {one.indicator: one for one in heard}
    done = []
    for line in ledger_list(ledger).entries:
        said = SAID.search(line.definition) if line.outcome.startswith(OUTCOME) else None
        one = by_name.get(said["indicator"]) if said and line.state in ("open", "overdue") else None
        if one is None or said is None:
            continue
        mean = _mean(one, line)
        if mean is not None and line.last_day < date.today():
            limit = float(said["limit"])
            happened = mean >= limit if said["side"] == "least" else mean <= limit
            source = f"{one.source}: {mean:.3g} {one.unit} a month"
            ledger_resolve(line.number, happened=happened, on=line.last_day, source=source, ledger=ledger)
            done.append(line.number)
    return done


class Registered(Rendered, Part):
    """The answer of `foedus watch ledger`."""

    format: Literal["foedus.watch-registered/1"] = "foedus.watch-registered/1"
    case: str
    as_of: date
    ledger: str
    entries: list[LedgerLine] = Field(description="forecasts of new alarms, written now or before")
    settled: list[int] = Field(description="numbers of entries that were resolved now")
    old: int = Field(description="alarms that began earlier and are not written: what they foretell is under way")


def watch_register(
    case: Case | str | Path,
    *,
    as_of: date | None = None,
    store: str | Path | None = None,
    own: str | Path | None = None,
    ledger: str | Path = LEDGER,
    seed: int = 1,
    progress: Progress | None = None,
) -> Registered:
    """Write the new alarms of a case down, and settle those whose twelve months are known; as of a day, None: today."""
    loaded, day = taken_case(case), as_of or date.today()
    with open_store(Path(store) if store is not None else default_store(loaded.id)) as opened:
        found = indicators(loaded, own)
        seen = watch_all(opened, found, day, seed, own_names(loaded, found), progress=progress)
    heard = [watched for _, _, watched in seen if watched is not None]
    written = register(loaded, heard, ledger, seed=seed)
    settled = settle([series for _, series, _ in seen if series is not None], ledger) if Path(ledger).exists() else []
    old = sum(len(one.alarms) - len(list(_new(one))) for one in heard)
    return Registered(
        case=loaded.id,
        as_of=day,
        ledger=str(ledger),
        entries=written.entries if written else [],
        settled=settled,
        old=old,
    )


def forecast(case: Case, one: Watched, alarm: Alarm, seed: int = 1) -> dict[str, Any]:
    """What the ledger writes down of an alarm."""
    series, up = one.series, alarm.direction == "up"
    limit = float(f"{math.sqrt(max(alarm.level_before, 1e-3) * max(alarm.level_after, 1e-3)):.4g}")
    place = int((alarm.month - series.months[0]).astype(int))
    holds, unchanged = _holds(one.online, place, month_of_year(series.months[0]), alarm.level_before, limit, up, seed)
    side = "least" if up else "most"
    first, last = _day(alarm.month + 1), _day(alarm.month + 1 + AHEAD, -1)
    fields: Mapping[str, Any] = {
        "version": foedus.__version__,
        "case": case.id,
        "alliance": f"{case.patron}-{case.protege}",
        "as_of": _day(alarm.month + 1, -1),
        "order": AS_MEASURED,
        "outcome": f"{OUTCOME}{alarm.indicator}-{alarm.month}-{alarm.direction}",
        "outcome_kind": "status",
        "label": f"the level of {alarm.indicator} stays {'up' if up else 'down'}",
        "definition": f"mean of {alarm.indicator} ({series.unit}, by {series.source}) from {first} to {last} is at {side} "
        f"{limit:g} a month",
        "rule": f"happened: it is, once all twelve months to {last} are known; not: it is not",
        "horizon": 1,
        "first_day": first,
        "last_day": last,
        "probability": holds,
        "by_year": [holds],
        "futures": DRAWS,
        "class_rate": unchanged,
        "class_name": "the level before the alarm, held",
    }
    text = "|".join(str(fields[name]) for name in ("case", "outcome", "definition"))
    return {"answer": hashlib.sha256(text.encode()).hexdigest(), **fields}


def _new(one: Watched) -> Iterator[Alarm]:
    """Alarms of the last months that are known."""
    known = one.series.months[np.isfinite(one.series.counts)]
    return (each for each in one.alarms if len(known) and each.month > known[-1] - NEW)


def _holds(
    online: Online, place: int, month: int, before: float, limit: float, up: bool, seed: int
) -> tuple[float, float]:
    """Probability that the mean of the next twelve months is on the side of the limit; and if the level before had held."""
    random = np.random.default_rng(seed)
    mass = online.levels[place]
    start = np.log(random.choice(online.grid, DRAWS, p=mass / mass.sum()))
    changes = random.random((DRAWS, AHEAD)) < online.beliefs.hazard
    steps = random.normal(0.0, online.beliefs.jump, (DRAWS, AHEAD)) * changes
    levels = np.exp(start[:, None] + steps.cumsum(axis=1))
    season = online.season[(month + place + 1 + np.arange(AHEAD)) % 12]
    k = random.choice(online.beliefs.dispersions, (DRAWS, 1), p=online.dispersion / online.dispersion.sum())

    def share(mean: Floats) -> float:
        found = random.poisson(random.gamma(k, mean * season / k)).mean(axis=1)
        return float(np.mean(found >= limit if up else found <= limit))

    return share(levels), share(np.full_like(levels, before))


def _mean(one: Series, line: LedgerLine) -> float | None:
    """Mean of the months of a forecast; None where one is not known."""
    there = (one.months >= np.datetime64(line.first_day, "M")) & (one.months <= np.datetime64(line.last_day, "M"))
    counts = one.counts[there]
    return float(counts.mean()) if len(counts) == AHEAD and np.isfinite(counts).all() else None


def _day(month: np.datetime64, days: int = 0) -> date:
    """The first day of a month, or some days from it."""
    found: date = (month.astype("datetime64[M]").astype("datetime64[D]") + days).item()
    return found
