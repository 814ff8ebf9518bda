r"""Levels: how well can the level of a state's capability be forecast h years ahead?

    no-change     ln x_(o+h) = ln x_o + e,   e drawn from the h-year changes of all states, ended by the origin, less their mean
    climatology   the same with that mean: every state grows as all have
    history-only  the same spread about h times the state's own mean yearly change to the origin
    direct        the same spread about the line fitted to (change over the h years to s, change over the h years from s)

A forecast is a sample e, its score the CRPS in log points (0.1 is about ten percent) by the closed form for a sample,

    CRPS = mean |e - y| - 1/2 mean |e - e'|

with the absolute error of its centre, whether its central 50 and 90% contain the outcome, and in which tenth of it the
outcome fell. Intervals resample whole states.

Levels: CINC of NMC 6.0, a share of the system; GDP of Fariss et al. in constant international dollars. Military
spending is scored only in the sample of `foedus.equations.growth`: in current dollars its long changes are inflation.

Source: Gneiting & Raftery (2007), doi:10.1198/016214506000001437.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.arrays import Floats
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.errors import InputError, unknown
from foedus.evaluate.cells import LEVELS, NO_CHANGE
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.tasks.record import CAPABILITIES

INDICES = ("cinc", "gdp")
FIRST = 1946
MODELS = {
    NO_CHANGE: "the level stays as it is",
    "climatology": "every state grows as all states have",
    "history-only": "the state goes on as it has",
    "direct": "a line fitted to earlier changes of the same length",
}
SPREAD = 400
"""Points a predictive sample is thinned to, at even steps of its order: the score then costs no more than it is worth."""
FEWEST = 100
"""Changes of the length asked for that must have ended by the origin."""


@dataclass(frozen=True)
class Levels:
    """Natural logarithm of a level by state and year: (states, years), NaN where unknown."""

    index: str
    log: Floats
    first: int
    sources: dict[str, str]
    codes: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))


def levels(index: str) -> Levels:
    """The levels of the publishers' files."""
    shelf = Shelf()
    if index == "cinc":
        frame, sources = shelf.read(CAPABILITIES).filter(pl.col("year") >= FIRST), shelf.provenance
    elif index == "gdp":
        panel = build_panel("state-year", (FIRST, 2019), ["gdp"])
        frame, sources = panel.frame, dict(panel.provenance)
    else:
        raise InputError(unknown("index of growth", index, INDICES))
    known = frame.filter(pl.col(index) > 0)
    codes, row = np.unique(known["ccode"].to_numpy(), return_inverse=True)
    years = known["year"].to_numpy().astype(int) - FIRST
    log = np.full((len(codes), years.max() + 1), np.nan)
    log[row, years] = np.log(known[index].to_numpy())
    return Levels(index, log, FIRST, sources, codes)


METHOD = "Empirical changes ended by the origin; 90% intervals draw whole states with replacement."
NOTE = "States that leave the record within the horizon are not scored: what becomes of them is not growth."


def forecasts(found: Levels, origins: Sequence[int], horizons: Sequence[int]) -> Iterator[Forecasts]:
    """Forecasts by every model of the levels of states, from each origin."""
    last = found.first + found.log.shape[1] - 1
    for horizon in horizons:
        for origin in origins:
            if not found.first + horizon < origin <= last - horizon:
                raise InputError(
                    f"origin {origin} is outside the data: for {horizon} years ahead {found.first + horizon + 1} to "
                    f"{last - horizon} are allowed"
                )
    for horizon in sorted(set(horizons)):
        for origin in sorted(set(origins)):
            rows, made = _window(found, origin - found.first, horizon)
            below = {name: each.pop("below") for name, each in made.items()}
            units = {
                "ccode": found.codes[rows] if len(found.codes) else rows,
                "year": np.full(len(rows), origin + horizon),
            }
            yield Forecasts(
                origin, horizon, {}, {}, np.empty(0), rows, below=below, amounts=made, rows=units,
                target=f"ln {found.index} at the end of the horizon",
            )  # fmt: skip


def _window(found: Levels, at: int, h: int) -> tuple[NDArray[np.int64], dict[str, dict[str, Floats]]]:
    """States scored from one origin, and each model's scores."""
    known = found.log[:, : at + 1]
    changes = known[:, h:] - known[:, :-h]
    past = changes[np.isfinite(changes)]
    if len(past) < FEWEST:
        raise InputError(
            f"only {len(past)} changes over {h} years had ended by {found.first + at}: choose a later origin"
        )
    spread = np.quantile(past - past.mean(), (np.arange(SPREAD) + 0.5) / SPREAD)
    happened = found.log[:, at + h] - found.log[:, at]
    rows = np.flatnonzero(np.isfinite(happened))
    centres = _centres(known, changes, past, h)
    return rows, {name: _scores(centre[rows], spread, happened[rows]) for name, centre in centres.items()}


def _centres(known: Floats, changes: Floats, past: Floats, h: int) -> dict[str, Floats]:
    """The centre of each model's forecast of the change, by state."""
    flat = np.zeros(len(known))
    yearly = np.diff(known, axis=1)
    count = np.isfinite(yearly).sum(axis=1)
    own = np.where(count > 0, np.nansum(yearly, axis=1) / np.maximum(count, 1), 0.0) * h
    before, after = changes[:, :-h].ravel(), changes[:, h:].ravel()
    both = np.isfinite(before) & np.isfinite(after)
    slope, constant = np.polyfit(before[both], after[both], 1) if both.sum() >= FEWEST else (0.0, past.mean())
    latest = changes[:, -1]
    line = np.where(np.isfinite(latest), constant + slope * latest, past.mean())
    return {NO_CHANGE: flat, "climatology": flat + past.mean(), "history-only": own, "direct": line}


def _scores(centre: Floats, spread: Floats, happened: Floats) -> dict[str, Any]:
    error = happened - centre
    pairs = np.abs(spread[:, None] - spread[None, :]).mean()
    inside = {
        name: (low <= error) & (error <= high)
        for name, level in LEVELS.items()
        for low, high in [np.quantile(spread, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])]
    }
    return {
        "crps": np.abs(spread[None, :] - error[:, None]).mean(axis=1) - 0.5 * pairs,
        "error": np.abs(error),
        "below": (np.searchsorted(spread, error) + 0.5) / (len(spread) + 1.0),
        **{name: each.astype(np.float64) for name, each in inside.items()},
    }
