"""Pairs and years of a hindcast: what was expected of each, and how that compares with what happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.arrays import Floats, Ints

MOST = 200
"""Disputes that are told apart: of a pair over the horizon, and in a tenth as many bins of ten more, of all in a year."""
GROUPS = 10


@dataclass
class Counted:
    """How many futures had each number of disputes.

    pairs    (P, MOST + 1) along each pair over the horizon; the last column is that number or more
    yearly   (T, 10 MOST + 1) in each year, of all pairs
    """

    pairs: Ints
    yearly: Ints

    @staticmethod
    def blank(pairs: int, years: int) -> Counted:
        """Of no future."""
        return Counted(np.zeros((pairs, MOST + 1), np.int64), np.zeros((years, 10 * MOST + 1), np.int64))

    def add(self, pairs: Ints, yearly: Ints) -> None:
        """Count a batch: disputes along the pairs (R, P) and by year (R, T)."""
        for table, numbers in ((self.pairs, pairs), (self.yearly, yearly)):
            most = table.shape[1] - 1
            rows = np.broadcast_to(np.arange(table.shape[0]), numbers.shape)
            np.add.at(table, (rows.ravel(), np.minimum(numbers, most).astype(np.int64).ravel()), 1)

    @property
    def expected(self) -> Floats:
        """(P,) mean number of disputes along each pair."""
        shares = self.pairs / self.pairs.sum(axis=1, keepdims=True)
        return np.asarray(shares @ np.arange(self.pairs.shape[1]))

    @property
    def any(self) -> Floats:
        """(P,) share of futures with any dispute along each pair."""
        return np.asarray(1.0 - self.pairs[:, 0] / self.pairs.sum(axis=1))

    def band(self, pair: int, low: float = 0.05, high: float = 0.95) -> tuple[int, int]:
        """Numbers between which the futures of a pair lie, ends included: at least the share named."""
        below = np.cumsum(self.pairs[pair]) / self.pairs[pair].sum()
        return int(np.searchsorted(below, low, "right")), int(np.searchsorted(below, high))


def tenths(chance: Floats, happened: Floats) -> list[tuple[int, float, float]]:
    """Pairs by falling chance, in ten groups of equal size: their number, mean chance, and share to which it happened."""
    order = np.argsort(-chance, kind="stable")
    return [
        (len(part), float(chance[part].mean()), float((happened[part] > 0).mean()))
        for part in np.array_split(order, GROUPS)
        if len(part)
    ]


def crps(table: Ints, happened: Floats) -> float:
    r"""Mean over years of the continuous ranked probability score of counts; smaller is better.

        CRPS = sum over k of (F(k) - [happened <= k])^2

    table   (T, K) how many futures had k events in each year; happened (T,)

    Source: Gneiting & Raftery (2007), Journal of the American Statistical Association 102, 359-378.
    """
    below = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    done = happened[:, None] <= np.arange(table.shape[1])
    return float(((below - done) ** 2).sum(axis=1).mean())
