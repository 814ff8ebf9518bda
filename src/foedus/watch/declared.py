"""The indicators of a case as data: what each counts, and what the store knows of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from foedus.part import Part
from foedus.rendered import Rendered
from foedus.watch.indicator import Indicator, indicators
from foedus.watch.monthly import LEAST, has_baseline, monthly
from foedus.watch.store import Store, default_store, open_store
from foedus.world.case import taken_case
from foedus.world.schema import Case


class Line(Part):
    """One indicator, and how much of it is known."""

    name: str
    title: str
    source: str
    unit: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    kinds: tuple[str, ...]
    informs: str | None
    reason: str | None
    also: tuple[str, ...] = Field(description="indicators about the same thing by another source")
    months: int | None = Field(description="whole months that are known; null where no file of the source was read")
    needed: int
    baseline: bool
    through: str | None
    last_event: date | None


class Declared(Rendered, Part):
    """The indicators of a case."""

    format: Literal["foedus.watch-indicators/1"] = "foedus.watch-indicators/1"
    case: str
    as_of: date
    indicators: tuple[Line, ...]


def watch_indicators(
    case: Case | str | Path,
    *,
    own: str | Path | None = None,
    store: str | Path | None = None,
    as_of: date | None = None,
    today: date | None = None,
) -> Declared:
    """What is watched for a case, and what the store knows of it as of a day; None: today."""
    loaded = taken_case(case)
    day = as_of or today or date.today()
    found = indicators(loaded, own)
    place = Path(store) if store is not None else default_store(loaded.id)
    if not place.exists():
        return Declared(case=loaded.id, as_of=day, indicators=tuple(_line(one, found, None, day) for one in found))
    with open_store(place) as opened:
        lines = tuple(_line(one, found, opened, day) for one in found)
    return Declared(case=loaded.id, as_of=day, indicators=lines)


def _line(one: Indicator, every: tuple[Indicator, ...], store: Store | None, day: date) -> Line:
    read = store is not None and store.unit(one.source) is not None
    series = monthly(store, one, day) if store is not None and read else None
    return Line(
        **{name: getattr(one, name) for name in ("name", "title", "source", "unit", "actor", "target", "kinds")},
        informs=one.informs,
        reason=one.reason,
        also=tuple(each.name for each in every if one.about and each.about == one.about and each.name != one.name),
        months=None if series is None else int(np.isfinite(series.counts).sum()),
        needed=LEAST,
        baseline=series is not None and has_baseline(series),
        through=None if series is None or series.through is None else str(series.through),
        last_event=None if series is None else series.last_event,
    )
