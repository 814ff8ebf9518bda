"""How balanced a signed network is, from its closed walks.

A triangle is balanced when the product of its signs is positive: the friend of a friend is a friend, and so is the enemy
of an enemy. The exact number of ties that stand in the way of balance is `foedus.formal.frustration`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.errors import InputError


def triangle_index(adjacency: ArrayLike) -> float:
    r"""Share of triangles that are balanced,

        T = ( tr |A|^3 + tr A^3 ) / ( 2 tr |A|^3 )

    with A the signed adjacency matrix (n, n): 1, -1 or 0, symmetric, zero diagonal. Range 0 to 1; NaN without a triangle.

    Source: Cartwright & Harary (1956), Structural balance: a generalization of Heider's theory, Psychological Review
    63:277-293. Matched: .8676471 for the highland tribes of Read (1954), all digits published.
    """
    signed = _signed(adjacency)
    plain = np.abs(signed)
    closed = np.sum((plain @ plain) * plain)
    return float((closed + np.sum((signed @ signed) * signed)) / (2.0 * closed)) if closed else float("nan")


def walk_index(adjacency: ArrayLike) -> float:
    r"""Weighted share of closed walks of any length that are balanced,

        W = tr e^A / tr e^|A| = sum_k e^(lambda_k(A)) / sum_k e^(lambda_k(|A|))

    with A as in `triangle_index`; a walk of length l counts 1/l!. Range above 0 to 1, which is a balanced network. It falls
    with size and density, so compare it only between networks of about the same of both.

    Source: Estrada & Benzi (2014), Walk-based measure of balance in signed networks, Physical Review E 90:042802.
    Matched: .3575761 for the highland tribes of Read (1954), all digits published.
    """
    signed = _signed(adjacency)
    own, plain = np.linalg.eigvalsh(signed), np.linalg.eigvalsh(np.abs(signed))
    top = plain[-1]
    return float(np.sum(np.exp(own - top)) / np.sum(np.exp(plain - top)))


def _signed(adjacency: ArrayLike) -> NDArray[np.float64]:
    matrix = np.asarray(adjacency, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise InputError(f"a signed adjacency matrix is square, got shape {matrix.shape}")
    if not np.isin(matrix, (-1.0, 0.0, 1.0)).all():
        raise InputError("a signed adjacency matrix holds 1, -1 and 0 only")
    if np.any(matrix != matrix.T) or np.any(np.diagonal(matrix)):
        raise InputError("a signed adjacency matrix is symmetric with a zero diagonal")
    return matrix
