"""Structural balance of a signed network: is the enemy of an enemy a friend?

The exact frustration index, the fewest ties to remove for balance, is an optimisation: `foedus.classic.frustration`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from foedus.arrays import Floats
from foedus.errors import InputError


def triangle_index(signs: ArrayLike) -> float:
    r"""Share of triangles that are balanced, with a product of signs that is positive,

        T = ( tr|A|^3 + tr A^3 ) / ( 2 tr|A|^3 )

    `signs` is A, (N, N) symmetric with a zero diagonal: 1 friends, -1 enemies, 0 no tie. Range 0 to 1; NaN without any
    triangle. With weights instead of signs a triangle counts for the product of its three.

    Source: Cartwright & Harary (1956), Structural balance: a generalization of Heider's theory, Psychological Review
    63:277-293. Read's highland tribes of New Guinea: .8676471, matched to seven digits.

    >>> triangle_index([[0, 1, -1], [1, 0, -1], [-1, -1, 0]])
    1.0
    """
    a = _signed(signs)
    every = float(np.sum((np.abs(a) @ np.abs(a)) * np.abs(a)))
    return float((every + np.sum((a @ a) * a)) / (2.0 * every)) if every else float("nan")


def walk_index(signs: ArrayLike) -> float:
    r"""Balance of closed walks of every length, a walk of length k counting 1/k!,

        W = tr e^A / tr e^|A| = sum_i e^lambda_i(A) / sum_i e^lambda_i(|A|)

    with lambda the eigenvalues. `signs` as for the triangle index. Range above 0 to 1, where 1 is balance; a network
    without ties is balanced. It falls with size and density, because long walks through any one unbalanced cycle
    multiply, so compare networks of one size.

    Source: Estrada & Benzi (2014), Walk-based measure of balance in signed networks, Physical Review E 90:042802.
    Read's highland tribes: .3575761, matched to seven digits.
    """
    a = _signed(signs)
    signed, plain = np.linalg.eigvalsh(a), np.linalg.eigvalsh(np.abs(a))
    # The largest eigenvalue of |A| bounds those of A, so that taking it out of both keeps the exponentials finite.
    top = plain.max()
    return float(np.exp(signed - top).sum() / np.exp(plain - top).sum())


def _signed(signs: ArrayLike) -> Floats:
    a = np.asarray(signs, dtype=np.float64)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not a.size or not np.all(np.isfinite(a)):
        raise InputError(f"signs must be a square matrix of finite numbers, got shape {a.shape}")
    if not np.array_equal(a, a.T) or np.any(np.diag(a)):
        raise InputError("signs must be symmetric with a zero diagonal: a tie has one sign, and none leads to itself")
    return a
