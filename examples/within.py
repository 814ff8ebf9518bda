"""Logit and Poisson regression within groups: what is left of an effect once every group is compared with itself alone.

A group's own level is not estimated but conditioned away: given that group g has k events in its n rows, the
probability that they fall in the rows they fell in is, with w = exp(x b),

    logit      prod of w over the events / e_k(w_1 .. w_n),   e_k the elementary symmetric polynomial of degree k
    Poisson    prod of w over the events / (w_1 + .. + w_n)^k

so groups without an event, or with one in every row, say nothing. `statsmodels` has both likelihoods, but no standard
errors clustered above the group, and takes minutes over a thousand dyads; here all groups are worked at once.

Sources: Chamberlain (1980), Analysis of covariance with qualitative data, Review of Economic Studies 47:225-238;
Hausman, Hall & Griliches (1984), Econometric models for count data with an application to the patents-R&D
relationship, Econometrica 52:909-938.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Literal, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

jax.config.update("jax_enable_x64", val=True)

Array = NDArray[Any]
Kind = Literal["logit", "poisson"]
STEPS, CLOSE = 30, 1e-9
"""Newton steps allowed, and the size of the last; the likelihoods are concave and need about six."""


class Within(NamedTuple):
    """Coefficients, their covariance by cluster, the rows and groups that say something, and events in them."""

    b: NDArray[np.float64]
    covariance: NDArray[np.float64]
    rows: int
    groups: int
    events: int


def fit(y: Array, x: Array, group: Array, cluster: Array, kind: Kind = "logit") -> Within:
    """Maximum conditional likelihood; covariance robust to dependence within clusters (a group lies in one cluster).

    y (n,) 0 or 1; x (n, p); group, cluster (n,) labels. Raises ValueError where an effect is not identified or the
    search does not end.
    """
    *data, cluster = _pad(y, x, group, cluster)
    wide, events, present = data
    most = int(events.sum(axis=1).max())
    centred = wide - wide.sum(axis=1, keepdims=True) / present.sum(axis=1)[:, None, None]
    if np.linalg.matrix_rank(centred[present > 0]) < x.shape[1]:
        raise ValueError("an effect is not identified: it does not vary within groups, or only with the others")
    b = jnp.zeros(x.shape[1])
    for _ in range(STEPS):
        step = jnp.linalg.solve(*_curve(b, *data, kind=kind, most=most))
        b -= step
        if float(jnp.abs(step).max()) < CLOSE:
            break
    else:
        raise ValueError(f"an effect is not identified: no maximum after {STEPS} steps, as where events part perfectly")
    _, place = np.unique(cluster, return_inverse=True)
    scores = np.zeros((place.max() + 1, x.shape[1]))
    np.add.at(scores, place, np.asarray(_scores(b, *data, kind=kind, most=most)))
    bread = np.linalg.inv(np.asarray(_curve(b, *data, kind=kind, most=most)[0]))
    covariance = bread @ (scores.T @ scores) @ bread * len(scores) / (len(scores) - 1)
    return Within(np.asarray(b), covariance, int(present.sum()), len(cluster), int(events.sum()))


def informative(y: Array, group: Array) -> NDArray[np.bool_]:
    """Rows of groups with an event in some rows and not in all."""
    _, place = np.unique(group, return_inverse=True)
    n, k = np.bincount(place), np.bincount(place, y)
    return np.asarray(((k > 0) & (k < n))[place])


def _pad(y: Array, x: Array, group: Array, cluster: Array) -> tuple[Array, Array, Array, Array]:
    """x (G, T, p), y (G, T), present (G, T) and cluster (G,) of the informative groups, as long as the longest."""
    kept = informative(y, group)
    order = np.argsort(group[kept], kind="stable")
    y, x, group, cluster = (array[kept][order] for array in (y, x, group, cluster))
    _, first, place = np.unique(group, return_index=True, return_inverse=True)
    within = np.arange(len(y)) - first[place]
    shape = (len(first), int(within.max()) + 1)
    wide_x, wide_y, present = np.zeros((*shape, x.shape[1])), np.zeros(shape), np.zeros(shape)
    wide_x[place, within], wide_y[place, within], present[place, within] = x, y, 1.0
    return wide_x, wide_y, present, cluster[first]


@partial(jax.jit, static_argnames=("kind", "most"))
def _scores(b: Any, x: Any, y: Any, present: Any, *, kind: Kind, most: int) -> Any:
    """Gradient of the log likelihood of each group (G, p)."""
    return jax.vmap(jax.grad(partial(_one, kind=kind, most=most)), (None, 0, 0, 0))(b, x, y, present)


@partial(jax.jit, static_argnames=("kind", "most"))
def _curve(b: Any, x: Any, y: Any, present: Any, *, kind: Kind, most: int) -> tuple[Any, Any]:
    """Hessian (p, p) and gradient (p,) of the whole log likelihood."""

    def gradient(at: Any) -> Any:
        return _scores(at, x, y, present, kind=kind, most=most).sum(axis=0)

    return jax.jacfwd(gradient)(b), gradient(b)


def _one(b: Any, x: Any, y: Any, present: Any, *, kind: Kind, most: int) -> Any:
    """Log likelihood of one group; the largest predictor is taken off first, which changes nothing."""
    eta = x @ b
    eta = eta - jax.lax.stop_gradient(jnp.max(jnp.where(present > 0, eta, -jnp.inf)))
    weight = present * jnp.exp(eta)
    events = y.sum()
    among = (
        events * jnp.log(weight.sum()) if kind == "poisson" else jnp.log(_symmetric(weight, most)[events.astype(int)])
    )
    return (y * eta).sum() - among


def _symmetric(weight: Any, most: int) -> Any:
    """Elementary symmetric polynomials of degree 0 to `most`, a weight at a time: e_k grows by it times e_(k-1)."""

    def add(e: Any, w: Any) -> tuple[Any, None]:
        return e.at[1:].add(w * e[:-1]), None

    return jax.lax.scan(add, jnp.zeros(most + 1).at[0].set(1.0), weight)[0]
