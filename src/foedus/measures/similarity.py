"""How alike the policies of two states are."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.errors import InputError


def s_score(first: ArrayLike, second: ArrayLike, *, span: float, weights: ArrayLike | None = None) -> float:
    r"""Signorino and Ritter's S, from the distance between two policy portfolios,

        S = 1 - 2 sum_k w_k |p_k - q_k| / (span sum_k w_k)

    p_k and q_k are the two states' policies towards state k on one scale, `span` the largest distance two policies can
    have on it (3 for alliances coded 0 none to 3 defence), and w_k the weight of state k (equal if not given;
    capability is common). Range -1 (as far apart as can be) to 1 (the same).

    Source: Signorino & Ritter (1999), Tau-b or not tau-b: measuring the similarity of foreign policy positions,
    International Studies Quarterly 43:115-144.
    """
    p, q = _portfolios(first, second)
    w = np.ones(p.size) if weights is None else np.asarray(weights, dtype=np.float64)
    if w.shape != p.shape or np.any(w < 0) or not w.sum():
        raise InputError(f"weights must be {p.size} numbers, none negative, not all zero, one for each state")
    distance = np.abs(p - q)
    if not distance.max() <= span:
        raise InputError(f"span {span} is less than the distance {distance.max():g} between two of the policies given")
    return float(1.0 - 2.0 * np.sum(w * distance) / (span * np.sum(w)))


def tau_b(first: ArrayLike, second: ArrayLike) -> float:
    r"""Kendall's tau-b of two policy portfolios: concordant less discordant pairs, corrected for ties,

        tau_b = sum_{k<l} sgn(p_k - p_l) sgn(q_k - q_l) / sqrt( T_p T_q )

    where T_p counts the pairs not tied in p. Range -1 to 1; NaN where a portfolio treats all states alike. It measures
    association rather than similarity, which is the case Signorino and Ritter make against it.

    Source: Kendall (1945), The treatment of ties in ranking problems, Biometrika 33:239-251; Bueno de Mesquita (1975),
    Measuring systemic polarity, Journal of Conflict Resolution 19:187-216.
    """
    p, q = _portfolios(first, second)
    upper = np.triu_indices(p.size, k=1)
    a, b = np.sign(p[:, None] - p)[upper], np.sign(q[:, None] - q)[upper]
    untied = np.sqrt(np.sum(a != 0) * float(np.sum(b != 0)))
    return float(np.sum(a * b) / untied) if untied else float("nan")


def _portfolios(first: ArrayLike, second: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    p, q = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if p.ndim != 1 or p.shape != q.shape or not p.size:
        raise InputError(f"portfolios must be two lists of one length, got shapes {p.shape} and {q.shape}")
    if not (np.all(np.isfinite(p)) and np.all(np.isfinite(q))):
        raise InputError("portfolios must be finite: drop the states with a missing policy from both")
    return p, q
