r"""Regret, and how much of a ranking stays.

Of losses L (policies, orders), less is better:

    regret    R_po = L_po - min_q L_qo
    largest   max_o R_po,    minimax-regret: the policies whose largest regret is least

A policy with an unknown loss (NaN) in some order is no candidate: its regret is NaN, and the best of an order is sought among
the others.

    held(r, v) = share of the pairs i < j with |r_i| /= |r_j| for which |v_i| - |v_j| has the sign of |r_i| - |r_j|

Kendall's tau of the sizes is 2 held - 1 where nothing is tied.

Sources: Savage (1951), The theory of statistical decision, J. Am. Stat. Assoc. 46, 55-67; Kendall (1938), A new measure of rank
correlation, Biometrika 30, 81-93.
"""

from __future__ import annotations

import warnings

import numpy as np

from foedus.arrays import Flags, Floats

CLOSE = 1e-12
"""Regrets this near are equal."""


def regrets(losses: Floats) -> Floats:
    """Regret of each policy in each order; any axes before the last two (..., policies, orders).

    >>> regrets(np.array([[0.1, 0.5], [0.2, 0.3]]))
    array([[0. , 0.2],
           [0.1, 0. ]])
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        known = np.where(np.isnan(losses).any(axis=-1, keepdims=True), np.nan, losses)
        return np.asarray(known - np.nanmin(known, axis=-2, keepdims=True))


def minimax(found: Floats) -> Flags:
    """Which policies have the least largest regret (..., policies); none where no policy has all its regrets known.

    >>> minimax(np.array([[0.0, 0.2], [0.1, 0.0]]))
    array([False,  True])
    """
    largest = np.where(np.isnan(found).any(axis=-1), np.inf, found.max(axis=-1))
    least = largest.min(axis=-1, keepdims=True)
    return np.asarray(np.isfinite(least) & (largest <= least + CLOSE))


def held(reference: Floats, others: Floats) -> Floats:
    """Share of the pairs of a reference (..., n) that others (..., n) keep in order, by size; NaN where no pair differs.

    >>> float(held(np.array([3.0, -2.0, 1.0]), np.array([2.0, 3.0, 1.0])))
    0.6666666666666666
    """
    first, second = np.triu_indices(reference.shape[-1], 1)
    before, after = (np.sign(np.abs(x[..., first]) - np.abs(x[..., second])) for x in (reference, others))
    count = (before != 0.0).sum(axis=-1)
    same = ((before == after) & (before != 0.0)).sum(axis=-1)
    return np.asarray(np.where(count > 0, same / np.maximum(count, 1), np.nan))
