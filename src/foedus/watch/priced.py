"""The price of an alarm of every indicator of a case, by threshold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.errors import InputError, unknown
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.watch.alarm import priced, quiet_month
from foedus.watch.indicator import Indicator, indicators, own_names
from foedus.watch.level import watching
from foedus.watch.monthly import has_baseline, heard
from foedus.watch.price import FACTOR, QUIET, RUNS, Price, chosen
from foedus.watch.series import Series
from foedus.watch.store import default_store, open_store
from foedus.world.case import taken_case
from foedus.world.schema import Case


class PriceLine(Part):
    """One threshold."""

    threshold: float
    chosen: bool
    false_alarms: Estimate = Field(
        description="share of spans of eight years without a change in which an alarm begins"
    )
    found: Estimate = Field(description="share of rises by the factor that an alarm says within 24 months")
    delay: float | None = Field(description="median of months to it")
    found_fall: Estimate
    delay_fall: float | None
    chance: float = Field(description="share of 24 months without a change in which an alarm upwards begins")


class PricedIndicator(Part):
    """One indicator; no prices where it has no baseline."""

    indicator: str
    title: str
    unit: str
    source: str
    level: float | None = Field(description="units a month: the baseline that was simulated")
    dispersion: float | None = Field(description="its mean")
    prices: list[PriceLine]


class Prices(Rendered, Part):
    """The answer of `foedus watch price`."""

    format: Literal["foedus.watch-prices/1"] = "foedus.watch-prices/1"
    case: str
    as_of: date
    factor: float = Field(description="a rise multiplies the level by it, a fall divides")
    years: int
    runs: int = Field(description="simulations of each kind")
    seed: int
    indicators: list[PricedIndicator]


def watch_prices(
    case: Case | str | Path,
    *,
    names: tuple[str, ...] = (),
    store: str | Path | None = None,
    own: str | Path | None = None,
    as_of: date | None = None,
    factor: float = FACTOR,
    seed: int = 1,
    runs: int = RUNS,
    progress: Progress | None = None,
) -> Prices:
    """What an alarm of each indicator costs and brings; `names` of some alone.

    Raises InputError for an unknown indicator, one of the user's own without a baseline, and where there is no store.
    """
    loaded, day = taken_case(case), as_of or date.today()
    every = indicators(loaded, own)
    asked = _named(every, names)
    with open_store(Path(store) if store is not None else default_store(loaded.id)) as opened:
        counted = [(one, heard(opened, one, day, own_names(loaded, asked))) for one in asked]
    lines = []
    for place, (one, series) in enumerate(counted):
        if progress is not None:
            progress(place, len(counted), one.name)
        lines.append(_line(one, series, factor, seed, runs))
    return Prices(case=loaded.id, as_of=day, factor=factor, years=QUIET // 12, runs=runs, seed=seed, indicators=lines)


def _named(every: Sequence[Indicator], names: Sequence[str]) -> Sequence[Indicator]:
    known = {one.name: one for one in every}
    for name in names:
        if name not in known:
            raise InputError(unknown("indicator", name, known))
    return [known[name] for name in names] if names else every


def _line(one: Indicator, series: Series | None, factor: float, seed: int, runs: int) -> PricedIndicator:
    told = {"indicator": one.name, "title": one.title, "unit": one.unit, "source": one.source}
    if series is None or not has_baseline(series):
        return PricedIndicator(**told, level=None, dispersion=None, prices=[])
    online = watching(series.counts, series.months[0])
    prices = priced(online, one.threshold, factor=factor, seed=seed, runs=runs)
    taken = one.threshold if one.threshold is not None else chosen(prices).threshold
    return PricedIndicator(
        **told,
        level=float(online.level[quiet_month(online)]),
        dispersion=float(online.dispersion @ online.beliefs.dispersions),
        prices=[_price(each, each.threshold == taken) for each in prices],
    )


def _price(one: Price, taken: bool) -> PriceLine:
    return PriceLine(
        threshold=one.threshold,
        chosen=taken,
        false_alarms=one.false_alarms_8y,
        found=one.found_24m,
        delay=one.median_delay,
        found_fall=one.found_fall_24m,
        delay_fall=one.median_delay_fall,
        chance=one.chance_24m,
    )
