r"""Louvain's method: a division of a weighted network of high modularity, found by moving one node at a time.

A node i moves to the community c with the largest gain

    w_ic - k_i K_c / 2m          w_ic the weight of its ties to c, k_i its strength, K_c that of c without i, m all weight

where that is more than its own community gives; when no move helps, communities become nodes, and it begins again. A move
must raise the modularity by more than `LEAST`: two communities that give the same in exact arithmetic differ in the last
digit of floating point, and without a least gain a node could move between them for ever.

Source: Blondel et al. (2008), Fast unfolding of communities in large networks, Journal of Statistical Mechanics P10008.
"""

from __future__ import annotations

import numpy as np

from foedus.arrays import Floats, Ints

LEAST = 1e-10
"""Least gain of modularity of one move."""


def communities(weights: Floats, seed: int) -> Ints:
    """The community of each node, 0 to C - 1, from a symmetric (N, N) matrix of weights of 0 or more, its diagonal 0.

    The order in which nodes are looked at is drawn by `seed`. A node without ties is a community of its own.
    """
    rng = np.random.default_rng(seed)
    found: Ints = np.arange(len(weights))
    while True:
        labels = _moved(weights, rng)
        of = np.unique(labels, return_inverse=True)[1]
        if of.max(initial=-1) + 1 == len(weights):
            return found
        found = of[found]
        member = np.eye(of.max() + 1)[of]
        weights = member.T @ weights @ member


def _moved(weights: Floats, rng: np.random.Generator) -> Ints:
    """The community of each node when no single move helps."""
    n, strength = len(weights), weights.sum(axis=1)
    whole = float(strength.sum())
    labels, total = np.arange(n), strength.copy()
    order, moved = rng.permutation(n), whole > 0.0
    while moved:
        moved = False
        for i in order:
            own = labels[i]
            total[own] -= strength[i]
            ties = np.bincount(labels, weights=weights[i], minlength=n)
            ties[own] -= weights[i, i]
            gain = ties - strength[i] * total / whole
            best = int(gain.argmax())
            if 2.0 * (gain[best] - gain[own]) > LEAST * whole:
                labels[i], moved = best, True
            total[labels[i]] += strength[i]
    return labels
