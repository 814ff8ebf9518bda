"""Prices that were simulated before, of the same rounded baseline: kept with the results of runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from pydantic import TypeAdapter

from foedus.simulation.store import users_store
from foedus.watch.alarm import FLOOR, Watched, asked, followed, priced, quiet_baseline, watched
from foedus.watch.level import Online
from foedus.watch.price import RUNS, Price
from foedus.watch.series import Series

FORMAT = "foedus watch prices 2"
"""Changes where what is simulated does."""
PRICES: TypeAdapter[tuple[Price, ...]] = TypeAdapter(tuple[Price, ...])


def kept(
    series: Series,
    threshold: float | None,
    seed: int,
    *,
    as_of: date,
    floor: float = FLOOR,
    prices: Sequence[Price] | None = None,
) -> Watched:
    """What a series says, as `foedus.watch.alarm.watched` has it; prices that are not handed in are made once."""
    online = followed(series)
    if prices is None:
        prices = _prices(online, threshold, seed)
    return watched(series, threshold, seed, as_of=as_of, floor=floor, online=online, prices=prices)


def _prices(online: Online, threshold: float | None, seed: int) -> tuple[Price, ...]:
    """Those that are kept, else simulated and then kept."""
    store, key = users_store(), _key(online, threshold, seed)
    if store is not None and (found := store.get(key)) is not None:
        return PRICES.validate_json(found["prices"].tobytes())
    prices = priced(online, threshold, seed=seed)
    if store is not None:
        store.put(key, {"prices": np.frombuffer(PRICES.dump_json(prices), np.uint8)})
    return prices


def _key(online: Online, threshold: float | None, seed: int) -> str:
    """Everything that prices depend on: a month more of counts leaves most rounded baselines as they were."""
    said = f"{FORMAT}|{quiet_baseline(online)}|{online.beliefs}|{asked(threshold)}|{RUNS}|{seed}"
    return f"watch-{hashlib.sha256(said.encode()).hexdigest()}"
