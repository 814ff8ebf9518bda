"""Simulated futures of a past world, reduced batch by batch to the statistics of their spans."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from foedus.arrays import Flags, Floats
from foedus.estimate.fits import AS_SHIPPED, Fits
from foedus.simulation.chronicle import Chronicle
from foedus.simulation.engine import Engine, chronicles
from foedus.simulation.hindcast.pairs import Counted
from foedus.simulation.hindcast.span import LEVELS, STATISTICS, Span, statistics
from foedus.simulation.hindcast.start import Start
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps.growth import POLES
from foedus.world.world import World

MOST_FUTURES = 100_000
"""Each future keeps its statistics and nothing more (184 bytes): 18 MB for these. Pairs and years are counted."""

SIZE = 50
"""Futures of a batch, which alone holds what its futures did."""


def simulated(
    world: World,
    start: Start,
    ties: pl.DataFrame,
    *,
    futures: int,
    horizon: int,
    seed: int,
    threads: int | None = None,
    engine: Engine = "compiled",
    fits: Fits = AS_SHIPPED,
    advance: Callable[[int], None] = lambda done: None,
) -> tuple[Floats, Counted]:
    """The statistics of every future, (futures, S), and its disputes by pair and year.

    `ties` are those of `start` whose pacts are followed.

    `advance` is called with the number of futures done.
    """
    parameters = draw_parameters(world, fits=fits).parameters
    counted = Counted.blank(len(world.pairs), horizon)
    types = start.pairs["type"].to_numpy()
    two, many = (_matrix(world, ties.filter(pl.col("bilateral") == kind)) for kind in (True, False))
    out = np.empty((futures, len(STATISTICS)))
    done = 0
    runs = chronicles(
        setting(world),
        parameters,
        seed=seed,
        futures=futures,
        horizon=horizon,
        size=SIZE,
        threads=threads,
        engine=engine,
    )
    for yearly, kept in runs:
        span = span_of(yearly, kept, types, two, many)
        counted.add(kept.pairs, kept.levels.sum(axis=2))
        rows = len(yearly)
        out[done : done + rows] = statistics(span)
        done += rows
        advance(done)
    return out, counted


def span_of(yearly: Floats, kept: Chronicle, types: np.ndarray, two: Flags, many: Flags) -> Span:
    """A batch of futures as runs of a span; `two` and `many` (N, N) are the dyads tied at the start, each dyad once.

    The simulator keeps the pairs of its world, so they are the politically relevant dyads of every year.
    """
    levels = np.zeros((*kept.levels.shape[:2], len(LEVELS)))
    levels[:, :, : kept.levels.shape[2]] = kept.levels
    return Span(
        levels=levels,
        pairs=kept.pairs.astype(float),
        types=types,
        relevant=levels.sum(axis=2),
        dyads=np.full(levels.shape[1], float(len(types))),
        allies=kept.allies.astype(float),
        alliances=kept.alliances.astype(float),
        kept=np.stack([kept.held[:, ties].sum(axis=1) for ties in (two, many)], axis=1).astype(float),
        tied=np.array([two.sum(), many.sum()], dtype=float),
        poles=yearly[:, -1, POLES : POLES + 3],
    )


def _matrix(world: World, ties: pl.DataFrame) -> Flags:
    """(N, N) dyads of a table, each once."""
    found = np.zeros((world.states, world.states), np.bool_)
    found[np.searchsorted(world.codes, ties["low"]), np.searchsorted(world.codes, ties["high"])] = True
    return found
