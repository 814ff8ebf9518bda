"""Forecasts as one table: a row for each unit, year and forecaster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.resample import REFERENCE


def table(made: Sequence[Forecasts], target: str) -> pl.DataFrame:
    """Codes of the unit, year, origin, horizon, target, forecaster, probability, outcome (0 or 1), a row each.

    For amounts `below` replaces the last two: the forecast probability of less than the outcome. Rows are those of the
    first scored part, which is all of them if parts are scored separately. `target` names the task's own target.
    """
    first = made[0].subset
    pieces = [_piece(each._replace(target=each.target or target)) for each in made if each.subset == first]
    return pl.concat([piece for piece in pieces if piece.height], how="diagonal")


def _piece(made: Forecasts) -> pl.DataFrame:
    units = {name: pl.Series(codes).cast(pl.Int64) for name, codes in made.rows.items()}
    values = dict(made.forecast)
    if made.forecast and REFERENCE not in values:
        values = {REFERENCE: np.full(len(made.outcome), made.base)} | values
    frames = []
    for name, each in (values or made.below).items():
        found = [pl.Series("below", each)]
        if values:
            found = [pl.Series("probability", each), pl.Series("outcome", made.outcome.astype(np.int8))]
        keys = {"origin": made.origin, "horizon": made.horizon, "target": made.target, "forecaster": name}
        frame = pl.DataFrame(units).with_columns(pl.lit(value).alias(key) for key, value in keys.items())
        frames.append(frame.with_columns(found))
    return pl.concat(frames) if frames else pl.DataFrame()
