r"""Signposts of a case as indicators: which can be counted, whether they are crossed, and what the ledger then says.

A signpost (`foedus.assessment.signposts`) is watched where it passes, publishers measure it, and an indicator of the case
counts the provocation it is of in the same unit. It is crossed in the month in which the units since the first year watched
reach its threshold; months that are not known count nothing, so a crossing is certain, and that there is none is not until
every month to the last year watched is known.

The crossing of the last months is written into the ledger as a forecast that what fails a future comes about after the years
watched, with the probability of the signpost, beside that of all futures; it is resolved by hand, as those of answers are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml
from pydantic import Field

import foedus
from foedus.assessment.ledger import LEDGER, Ledger, ledger_register
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.read import read_model
from foedus.assessment.signpost_lines import SignpostLine, Signposts
from foedus.atomic import atomic_write
from foedus.equations.provocation import TYPES
from foedus.errors import InputError
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.taken import path
from foedus.watch.indicator import Indicator, Indicators, indicators
from foedus.watch.monthly import monthly
from foedus.watch.registered import NEW
from foedus.watch.series import Series
from foedus.watch.store import default_store, open_store
from foedus.world.case import taken_case
from foedus.world.schema import Case

State = Literal["crossed", "not-yet", "not-crossed", "not-known", "not-measured", "no-indicator", "does-not-pass"]


class WatchedSignpost(Part):
    """One signpost, and how far its count is."""

    name: str
    label: str
    indicator: str | None = Field(description="that counts it; null: none does")
    kind: Literal["number", "event", "status"]
    side: Literal["at-least", "at-most"]
    counted: bool
    unit: str
    threshold: float
    so_far: float | None = Field(description="units since the first year watched, in months that are known")
    month: str | None = Field(description="in which it was crossed")
    state: State
    fails: Estimate = Field(description="of futures that cross, the share that fails after the years watched")
    fails_not: Estimate


class SignpostWatch(Rendered, Part):
    """The answer of `foedus watch signposts`."""

    format: Literal["foedus.watch-signposts/1"] = "foedus.watch-signposts/1"
    case: str
    first_year: int
    year: int
    fails: list[str]
    rate: Estimate = Field(description="share of all futures that fails after the years watched")
    signposts: list[WatchedSignpost]
    written: list[int] = Field([], description="numbers of entries in the ledger")


def read_signposts(file: str | Path, case: Case) -> Signposts:
    """What `foedus signposts CASE --format json` wrote. Raises InputError for anything else, or another case."""
    found = read_model(path("signposts", file), Signposts, "an answer on signposts")
    if found.case != case.id:
        raise InputError(f"the signposts are of {found.case}, and the case is {case.id}; give those of the case")
    return found


def signpost_indicators(found: Signposts, known: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """An indicator for each signpost that can be counted, from the one of the case that counts the same.

    Raises InputError where there is none.
    """
    made = tuple(
        one.model_copy(update={"name": f"signpost-{line.name}", "title": f"Signpost: {line.label} ({one.source})"})
        for line in found.signposts
        if (one := _indicator(line, known)) and _why(line, one) is None
    )
    if not made:
        raise InputError(
            f"none of the {len(found.signposts)} signposts passes and is counted by an indicator of the case; nothing to watch"
        )
    return made


def signpost_watch(found: Signposts, known: Sequence[Indicator], heard: Sequence[Series]) -> SignpostWatch:
    """How far each signpost is, from the counts of the indicators of the case."""
    series = {one.indicator: one for one in heard}
    return SignpostWatch(
        case=found.case,
        first_year=found.first_year,
        year=found.year,
        fails=found.fails,
        rate=found.rate,
        signposts=[_state(line, found, _indicator(line, known), series) for line in found.signposts],
    )


def register_signposts(
    case: Case, found: Signposts, told: SignpostWatch, heard: Sequence[Series], ledger: str | Path = LEDGER
) -> Ledger | None:
    """Write the crossings of the last months down. Returns their entries; None where there is none."""
    forecasts = list(_forecasts(case, found, told, {one.indicator: one for one in heard}))
    return ledger_register(forecasts, ledger) if forecasts else None


def watch_signposts(
    case: Case | str | Path,
    signposts: str | Path,
    *,
    as_of: date | None = None,
    store: str | Path | None = None,
    own: str | Path | None = None,
    made: str | Path | None = None,
    ledger: str | Path | None = None,
) -> SignpostWatch:
    """How far the signposts in a file are, on the store of the case, as of a day; None: today.

    made    a file that the indicators of those that can be counted are written to
    ledger  a ledger that new crossings are written to

    Raises InputError for a file of something else, and with `made` where none can be counted.
    """
    loaded, day = taken_case(case), as_of or date.today()
    found, known = read_signposts(signposts, loaded), indicators(loaded, own)
    if made is not None:
        write_indicators(loaded, signpost_indicators(found, known), path("indicators", made))
    place = Path(store) if store is not None else default_store(loaded.id)
    heard: list[Series] = []
    if place.exists():
        with open_store(place) as opened:
            heard = [monthly(opened, one, day) for one in known if opened.unit(one.source) is not None]
    told = signpost_watch(found, known, heard)
    written = register_signposts(loaded, found, told, heard, ledger) if ledger is not None else None
    return told.model_copy(update={"written": [one.number for one in written.entries]}) if written else told


def write_indicators(case: Case, made: Sequence[Indicator], file: Path) -> None:
    """Write indicators to a file, as `--indicators` reads it."""
    found = Indicators(case=case.id, indicators=tuple(made)).model_dump(mode="json", exclude_none=True)
    with atomic_write(file) as part:
        part.write_text(yaml.safe_dump(found, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _indicator(line: SignpostLine, known: Sequence[Indicator]) -> Indicator | None:
    """The first indicator that counts the same in the same unit."""
    kind = TYPES.get(line.name)
    return next((one for one in known if kind and one.informs == line.name and one.unit == kind.unit), None)


def _why(line: SignpostLine, one: Indicator | None) -> State | None:
    """Why a signpost is not watched; None where it is."""
    if not line.passes:
        return "does-not-pass"
    if not line.measured:
        return "not-measured"
    return None if one and line.counted and line.side == "at-least" else "no-indicator"


def _state(line: SignpostLine, found: Signposts, one: Indicator | None, series: dict[str, Series]) -> WatchedSignpost:
    why, so_far, month = _why(line, one), None, None
    counted = series.get(one.name) if one else None
    if why is None:
        why, so_far, month = _crossed(line, found, counted)
    return WatchedSignpost(
        name=line.name,
        label=line.label,
        indicator=one.name if one else None,
        **{name: getattr(line, name) for name in ("kind", "side", "counted", "unit", "threshold")},
        so_far=so_far,
        month=str(month) if month is not None else None,
        state=why,
        fails=line.fails,
        fails_not=line.fails_not,
    )


def _crossed(
    line: SignpostLine, found: Signposts, counted: Series | None
) -> tuple[State, float | None, np.datetime64 | None]:
    """State, units so far and month of the crossing."""
    first, end = np.datetime64(f"{found.first_year}-01", "M"), np.datetime64(f"{found.year}-12", "M")
    if counted is None:
        return "not-known", None, None
    there = (counted.months >= first) & (counted.months <= end)
    sums = np.nan_to_num(counted.counts[there]).cumsum()
    if not len(sums):
        return "not-yet", 0.0, None
    reached = np.flatnonzero(sums >= line.threshold)
    if len(reached):
        return "crossed", float(sums[-1]), counted.months[there][reached[0]]
    whole = int((end - first).astype(int)) + 1
    over = len(sums) == whole and bool(np.isfinite(counted.counts[there]).all())
    return "not-crossed" if over else "not-yet", float(sums[-1]), None


def _forecasts(
    case: Case, found: Signposts, told: SignpostWatch, series: dict[str, Series]
) -> Iterator[dict[str, Any]]:
    first, last = date(found.year + 1, 1, 1), date(found.first_year - 1 + found.horizon, 12, 31)
    for one in told.signposts:
        if one.state != "crossed" or one.fails.value is None or not one.indicator or not one.month:
            continue
        month = np.datetime64(one.month, "M")
        if month <= series[one.indicator].months[-1] - NEW:
            continue
        after = (month + 1).astype("datetime64[D]") - 1
        years = last.year - first.year + 1
        fields = {
            "version": foedus.__version__,
            "case": case.id,
            "alliance": f"{case.patron}-{case.protege}",
            "as_of": after.item(),
            "order": found.order,
            "outcome": f"signpost-{one.name}-{one.threshold:g}",
            "outcome_kind": "status",
            "label": f"failure after {one.label}: {one.threshold:g} {one.unit} or more",
            "definition": f"by the end of {last.year} one of these has come about after {found.year}: {', '.join(found.fails)}",
            "rule": f"happened: one has, from {first} to {last}; not: that time is over without one",
            "horizon": years,
            "first_day": first,
            "last_day": last,
            "probability": one.fails.value,
            "by_year": [one.fails.value],
            "futures": found.futures,
            "class_rate": found.rate.value,
            "class_name": f"all futures without a failure by {found.year}",
        }
        text = "|".join(str(fields[name]) for name in ("case", "outcome", "as_of", "probability"))
        yield {"answer": hashlib.sha256(text.encode()).hexdigest(), **fields}
