r"""Similarity of the policies of two states: S, Scott's pi, Cohen's kappa and Kendall's tau-b, for a pair or all dyads.

Every measure here is a function of one table. With w_k the weight of item k (a state, a resolution), and l_1 < ... < l_L
the levels a policy can take, the joint table of states i and j is

    T_ab = sum_k w_k 1[p_ik = l_a] 1[p_jk = l_b]

over the items on which both have a policy: an item missing (NaN) for either is dropped from that pair. The tables of all
pairs are one matrix product, so that all dyads of a year cost little more than one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from foedus.arrays import Floats
from foedus.errors import InputError, unknown

Distance = Literal["absolute", "squared"]
Kind = Literal["s", "pi", "kappa", "tau-b"]

POWER: dict[Distance, int] = {"absolute": 1, "squared": 2}
BLOCK_CELLS = 4_000_000
"""Cells of joint tables held at a time: 32 MB, so that a large system needs no more memory than a small one."""


def s_score(
    first: ArrayLike,
    second: ArrayLike,
    *,
    span: float,
    distance: Distance = "absolute",
    weights: ArrayLike | None = None,
) -> float:
    r"""Signorino and Ritter's S, from the distance between two policy portfolios,

        S = 1 - 2 sum_k w_k |p_k - q_k|^e / (span^e sum_k w_k)        e = 1 absolute, 2 squared

    p_k and q_k are the two states' policies towards item k on one scale, `span` the largest distance two policies can
    have on it (3 for alliances coded 0 none to 3 defence, 1 for binary ones, 2 for votes), and w_k the weight of the
    item (equal if not given; capability is common). Range -1 (as far apart as can be) to 1 (the same); NaN where every
    item is missing for either state.

    Source: Signorino & Ritter (1999), Tau-b or not tau-b: measuring the similarity of foreign policy positions,
    International Studies Quarterly 43:115-144.

    >>> s_score([0, 3, 3], [0, 3, 0], span=3)
    0.33333333333333337
    """
    table, levels = _pair(first, second, weights)
    if not levels[-1] - levels[0] <= span:
        reach = levels[-1] - levels[0]
        raise InputError(f"span {span} is less than the distance {reach:g} between two of the policies given")
    return float(_s(table, levels, span, _power(distance)))


def scott_pi(
    first: ArrayLike, second: ArrayLike, *, distance: Distance = "squared", weights: ArrayLike | None = None
) -> float:
    r"""Scott's pi: agreement of two portfolios beyond that of two random draws from what both hold together,

        pi = 1 - D_o / D_e      D_o = sum_ab T_ab |l_a - l_b|^e / T      D_e = sum_ab m_a m_b |l_a - l_b|^e

    with T the sum of the joint table and m_a = (sum_b T_ab + sum_b T_ba) / 2T the pooled share of level a. Range to 1
    (the same); 0 is what chance gives. NaN where both have one and the same level on all items (D_e = 0) or share no item.

    Source: Scott (1955), Public Opinion Quarterly 19:321-325; for foreign policy Haege (2011), Choice or circumstance?
    Adjusting measures of foreign policy similarity for chance agreement, Political Analysis 19:287-305.
    """
    return float(_chance_corrected(*_pair(first, second, weights), _power(distance), pooled=True))


def cohen_kappa(
    first: ArrayLike, second: ArrayLike, *, distance: Distance = "squared", weights: ArrayLike | None = None
) -> float:
    r"""Cohen's weighted kappa: as Scott's pi, but each state keeps its own margin in the expectation,

        kappa = 1 - D_o / D_e      D_e = sum_ab (sum_c T_ac / T) (sum_c T_cb / T) |l_a - l_b|^e

    so that a difference in how much two states commit does not count as chance disagreement. NaN as for Scott's pi.

    Source: Cohen (1968), Weighted kappa, Psychological Bulletin 70:213-220; Haege (2011), as above.
    """
    return float(_chance_corrected(*_pair(first, second, weights), _power(distance), pooled=False))


def tau_b(first: ArrayLike, second: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    r"""Kendall's tau-b of two policy portfolios: concordant less discordant pairs of items, corrected for ties,

        tau_b = sum_kl w_k w_l sgn(p_k - p_l) sgn(q_k - q_l) / sqrt( T_p T_q )

    where T_p is the weight of the pairs not tied in p. Range -1 to 1; NaN where a portfolio treats all items alike. It
    measures association rather than similarity, as Signorino and Ritter object.

    Source: Kendall (1945), The treatment of ties in ranking problems, Biometrika 33:239-251; Bueno de Mesquita (1975),
    Measuring systemic polarity, Journal of Conflict Resolution 19:187-216.
    """
    return float(_tau_b(_pair(first, second, weights)[0]))


def similarity_matrix(
    portfolios: ArrayLike,
    *,
    kind: Kind,
    levels: Sequence[float],
    distance: Distance | None = None,
    weights: ArrayLike | None = None,
) -> Floats:
    """One measure for every pair of states: (N, N), symmetric, from portfolios (N, K) with NaN for a missing policy.

    `levels` is every level a policy can take, such as (0, 1, 2, 3); its extremes give the span of S. `distance` is
    absolute for S and squared for pi and kappa unless given; tau-b has none. `weights` (K,), equal if not given.
    NaN where the measure is undefined for the pair; the diagonal is a state with itself.
    """
    if kind not in get_args(Kind):
        raise InputError(unknown("measure of similarity", kind, get_args(Kind)))
    policies, scale = np.asarray(portfolios, dtype=np.float64), np.unique(np.asarray(levels, dtype=np.float64))
    if policies.ndim != 2 or not policies.size or scale.size < 2:
        raise InputError(f"portfolios must be states by items on at least 2 levels, got shape {policies.shape}")
    if not np.all(np.isin(policies, scale) | np.isnan(policies)):
        raise InputError(f"a policy is not one of the levels {', '.join(f'{level:g}' for level in scale)}")
    w = _weights(weights, policies.shape[1])
    power = _power(distance or ("absolute" if kind == "s" else "squared"))
    result = np.empty((len(policies), len(policies)))
    for rows, tables in _tables(policies, scale, w):
        result[rows, rows.start :] = _measure(kind, tables, scale, power)
        result[rows.start :, rows] = result[rows, rows.start :].T
    return result


def _measure(kind: Kind, table: Floats, levels: Floats, power: int) -> Floats:
    if kind == "s":
        return _s(table, levels, levels[-1] - levels[0], power)
    if kind == "tau-b":
        return _tau_b(table)
    return _chance_corrected(table, levels, power, pooled=kind == "pi")


def _s(table: Floats, levels: Floats, span: float, power: int) -> Floats:
    cost = np.abs(levels[:, None] - levels) ** power
    return 1.0 - 2.0 * _ratio(table.reshape(*table.shape[:-2], -1) @ cost.ravel(), span**power * table.sum((-2, -1)))


def _chance_corrected(table: Floats, levels: Floats, power: int, *, pooled: bool) -> Floats:
    cost = np.abs(levels[:, None] - levels) ** power
    total = table.sum((-2, -1))
    row, column = table.sum(-1), table.sum(-2)
    if pooled:
        row = column = (row + column) / 2.0
    expected = ((row @ cost) * column).sum(-1)
    return 1.0 - _ratio((table.reshape(*table.shape[:-2], -1) @ cost.ravel()) * total, expected)


def _tau_b(table: Floats) -> Floats:
    """Concordance counted from cells: those below and to the right of a cell agree with it, to the left disagree."""
    total = table.sum((-2, -1))
    below = np.zeros_like(table)
    below[..., :-1, :] = np.cumsum(table[..., ::-1, :], axis=-2)[..., ::-1, :][..., 1:, :]
    left = np.zeros_like(table)
    left[..., 1:] = np.cumsum(below, axis=-1)[..., :-1]
    right = below.sum(-1, keepdims=True) - left - below
    agreement = 2.0 * (table * (right - left)).sum((-2, -1))
    untied = [total**2 - (table.sum(axis) ** 2).sum(-1) for axis in (-1, -2)]
    return _ratio(agreement, np.sqrt(untied[0] * untied[1]))


def _ratio(top: Floats, bottom: Floats) -> Floats:
    """top / bottom, NaN where bottom is zero."""
    result = np.full(np.shape(top), np.nan)
    np.divide(top, bottom, out=result, where=np.asarray(bottom) > 0)
    return result


def _tables(policies: Floats, levels: Floats, weights: Floats) -> Iterator[tuple[slice, Floats]]:
    """Joint tables of a block of states with themselves and all after them: (rows, (block, N - start, L, L))."""
    states, size = len(policies), levels.size
    held = (policies[:, None, :] == levels[:, None]).astype(np.float64)  # (N, L, K); a NaN holds no level
    step = max(1, BLOCK_CELLS // (states * size**2))
    for start in range(0, states, step):
        block = (held[start : start + step] * weights).reshape(-1, weights.size)
        flat = block @ held[start:].reshape(-1, weights.size).T
        table = flat.reshape(-1, size, states - start, size).swapaxes(1, 2)
        yield slice(start, min(start + step, states)), np.ascontiguousarray(table)


def _pair(first: ArrayLike, second: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """The joint table of two portfolios and its levels, those that occur in either."""
    p, q = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if p.ndim != 1 or p.shape != q.shape or not p.size:
        raise InputError(f"portfolios must be two lists of one length, got shapes {p.shape} and {q.shape}")
    if np.any(np.isinf(p)) or np.any(np.isinf(q)):
        raise InputError("portfolios must be finite, or NaN where a policy is missing")
    both = ~(np.isnan(p) | np.isnan(q))
    w = _weights(weights, p.size)[both]
    levels, place = np.unique(np.concatenate([p[both], q[both]]), return_inverse=True)
    if not levels.size:
        return np.zeros((1, 1)), np.zeros(1)
    table = np.zeros((levels.size, levels.size))
    np.add.at(table, (place[: w.size], place[w.size :]), w)
    return table, levels


def _weights(weights: ArrayLike | None, items: int) -> Floats:
    w = np.ones(items) if weights is None else np.asarray(weights, dtype=np.float64)
    if w.shape != (items,) or not np.all(np.isfinite(w)) or np.any(w < 0) or not w.sum():
        raise InputError(f"weights must be {items} numbers, none negative, not all zero, one for each item")
    return w


def _power(distance: Distance) -> int:
    if distance not in POWER:
        raise InputError(unknown("distance", distance, POWER))
    return POWER[distance]
