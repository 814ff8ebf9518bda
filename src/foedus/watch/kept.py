"""Prices that were simulated before, of the very same counts: kept with the results of runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from pydantic import TypeAdapter

from foedus.simulation.store import users_store
from foedus.watch.alarm import FLOOR, Watched, watched
from foedus.watch.price import RUNS, THRESHOLDS, Price
from foedus.watch.series import Series

FORMAT = "foedus watch prices 1"
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
    store = None if prices is not None else users_store()
    key = _key(series, threshold, seed)
    if store is not None and (found := store.get(key)) is not None:
        prices = PRICES.validate_json(found["prices"].tobytes())
        store = None
    told = watched(series, threshold, seed, as_of=as_of, floor=floor, prices=prices)
    if store is not None:
        store.put(key, {"prices": np.frombuffer(PRICES.dump_json(told.prices), np.uint8)})
    return told


def _key(series: Series, threshold: float | None, seed: int) -> str:
    """Everything that prices depend on."""
    first = str(series.months[0]) if series.months.size else ""
    said = f"{FORMAT}|{first}|{threshold}|{THRESHOLDS}|{RUNS}|{seed}|".encode()
    return f"watch-{hashlib.sha256(said + series.counts.tobytes()).hexdigest()}"
