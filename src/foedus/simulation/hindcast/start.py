"""The start of a hindcast, as tables: the pairs of a world by type, and its dyads with a defence pact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.arrays import Flags
from foedus.world.world import KINDS, World


@dataclass(frozen=True)
class Start:
    """The world at the end of `year`.

    pairs   pair (its index), low, high (state codes), type (index into `span.TYPES`)
    ties    low, high, bilateral: dyads with a defence pact, True if one of their pacts has no other party
    majors  codes of the major powers
    """

    year: int
    pairs: pl.DataFrame
    ties: pl.DataFrame
    majors: tuple[int, ...]


def start_of(world: World) -> Start:
    """The start of a world."""
    codes = np.sort(world.codes[world.pairs], axis=1).astype(np.int16)
    major = world.major[world.pairs].any(axis=1)
    pairs = pl.DataFrame(
        {
            "pair": np.arange(len(world.pairs)),
            "low": codes[:, 0],
            "high": codes[:, 1],
            "type": np.where(world.contiguous, np.where(major, 2, 0), 1),
        }
    )
    two, any_pact = tied(world)
    low, high = np.nonzero(np.triu(any_pact))
    ends = np.sort(np.stack([world.codes[low], world.codes[high]], axis=1), axis=1).astype(np.int16)
    ties = pl.DataFrame({"low": ends[:, 0], "high": ends[:, 1], "bilateral": two[low, high]})
    return Start(world.year, pairs, ties, tuple(world.codes[world.major].tolist()))


def tied(world: World) -> tuple[Flags, Flags]:
    """(N, N) dyads with a defence pact of two parties, and with any."""
    shape = (world.states, world.states)
    two, any_pact = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    for k in np.flatnonzero(world.kind == KINDS.index("defence-pact")):
        parties = np.flatnonzero(world.party[k])
        for matrix in (any_pact, two) if len(parties) == 2 else (any_pact,):
            matrix[np.ix_(parties, parties)] = True
    for matrix in (two, any_pact):
        np.fill_diagonal(matrix, False)
    return two, any_pact
