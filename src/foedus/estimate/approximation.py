r"""A Normal approximation of a posterior at its mode, for any model that the sampler takes.

Let h be the parameters with bounds (scales, persistences), on the unbounded scale of the sampler, and x all others. With
U(h, x) minus the log density, x(h) its minimum in x and H(h) its Hessian there,

    log p(h | y) ~ -U(h, x(h)) - 1/2 ln det H(h),    x | h, y ~ N(x(h), H(h)^-1)

h is drawn from the Normal at the mode of the first, by differences. Intercepts of units are independent given the rest, so
H is diagonal among those of one table and costs one column a parameter that is not one of them. It is exact where the
likelihood is Normal; where events are few the marginals are skewed and this is only near. It costs seconds where the
sampler costs minutes, so that many fits to past years can be made.

Sources: Tierney & Kadane (1986), doi:10.1080/01621459.1986.10478240; Rue, Martino & Chopin (2009),
doi:10.1111/j.1467-9868.2008.00700.x.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree
from numpyro.infer import init_to_median
from numpyro.infer.util import initialize_model
from scipy.linalg import cho_solve, solve_triangular
from scipy.optimize import minimize

from foedus.arrays import Floats, Ints
from foedus.errors import ModelError
from foedus.estimate.chain import split

NEWTON, AT_REST, HALVINGS = 100, 1e-4, 30
"""Steps at most, the gain in log density at which they end, and how often a step that gains nothing is halved."""
TOGETHER = 16
"""Columns of a Hessian computed side by side, at most."""
STEP = 0.1
"""Of differences in h."""
WIDEST = 1.0
"""Standard deviation of h at most: flat directions have no mode to speak of."""
NEAR = 0.05
"""How closely h and its log density are found."""
POINTS = 20
"""Values of h, for each of which x is drawn anew."""
APPROXIMATE = {
    "chains": 0,
    "max_rhat": 1.0,
    "divergences": 0.0,
    "note": "none: Normal approximation at the mode",
}
"""Diagnostics of a posterior so made."""


class Curvature(NamedTuple):
    """H, in parts: the diagonal of the units (U,), their rows with the rest (U, K), and the root of the rest with units
    eliminated (K, K), lower."""

    diagonal: Floats
    cross: Floats
    root: Floats

    def solve(self, dense: Floats, units: Floats) -> tuple[Floats, Floats]:
        """H^-1 of a vector."""
        rest = cho_solve((self.root, True), dense - self.cross.T @ (units / self.diagonal))
        return rest, (units - self.cross @ rest) / self.diagonal

    def draw(self, rng: np.random.Generator, count: int) -> tuple[Floats, Floats]:
        """Draws of N(0, H^-1), (count, K) and (count, U)."""
        dense = solve_triangular(self.root.T, rng.standard_normal((len(self.root), count)), lower=False).T
        own = rng.standard_normal((count, len(self.diagonal))) / np.sqrt(self.diagonal)
        return dense, own - dense @ (self.cross / self.diagonal[:, None]).T

    @property
    def log_det(self) -> float:
        """ln det H."""
        return float(np.log(self.diagonal).sum() + 2.0 * np.log(np.diag(self.root)).sum())


def approximate(
    model: Callable[..., None], data: Mapping[str, Any], *, seed: int, draws: int, units: str
) -> tuple[dict[str, Floats], dict[str, Any]]:
    """`draws` draws of every site of `model(**data)`, draw axis first, and a note in place of diagnostics.

    units   suffix of the sites that hold intercepts of units

    Raises ModelError where the density has no mode.
    """
    with jax.enable_x64(True):
        target = _Target(model, data, seed, units)
        place, x = target.bounded(), target.start
        if len(place):
            place, x = _best(target, place, x)
        points = _around(target, place, x, np.random.default_rng(seed), POINTS if len(place) else 1)
        return target.sites(points, draws, np.random.default_rng([seed, 1])), dict(APPROXIMATE)


class _Target:
    """U of one model and its data, and its derivatives, in x = (dense, units)."""

    def __init__(self, model: Callable[..., None], data: Mapping[str, Any], seed: int, units: str) -> None:
        wide = jax.tree.map(
            lambda leaf: jnp.asarray(leaf, jnp.float64) if _narrow(leaf) else leaf, dict(data), is_leaf=_whole
        )
        self.arrays, self.fixed = split(wide)
        found = initialize_model(
            jax.random.PRNGKey(seed),
            model,
            init_strategy=init_to_median(num_samples=5),
            dynamic_args=True,
            model_kwargs={**self.arrays, **self.fixed},
        )
        self._potential, self._constrain = found.potential_fn, found.postprocess_fn
        z = {name: jnp.asarray(value, jnp.float64) for name, value in found.param_info.z.items()}
        trace = found.model_trace
        free = {name for name in z if _unbounded(trace[name]["fn"].support)}
        flat, self._unravel = ravel_pytree(z)
        self.first: Floats = np.asarray(flat, np.float64)
        names = ravel_pytree({name: jnp.full(jnp.shape(z[name]), k) for k, name in enumerate(z)})[0]
        order = list(z)
        label = np.asarray(names).astype(int)
        self.at_h: Ints = np.flatnonzero([order[k] not in free for k in label])
        self._value = jax.jit(self._of)
        self._slope = jax.jit(jax.value_and_grad(self._of))
        self._columns = jax.jit(self._products)
        self._sites = jax.jit(self._as_sites)
        tables = sorted((n for n in order if n in free and n.endswith(units)), key=lambda n: -int(jnp.size(z[n])))
        self.at_units: Ints = np.empty(0, np.int64)
        for name in tables:
            asked = np.sort(np.concatenate([self.at_units, np.flatnonzero(label == order.index(name))]))
            if self._apart(asked):
                self.at_units = asked
        inner = np.setdiff1d(np.arange(len(label)), self.at_h)
        self.at_dense: Ints = np.setdiff1d(inner, self.at_units)

    def bounded(self) -> Floats:
        """Where h starts."""
        return self.first[self.at_h]

    @property
    def start(self) -> Floats:
        """Where everything starts."""
        return self.first

    def settle(self, h: Floats, x: Floats) -> tuple[Floats, float, Curvature]:
        """All parameters at the minimum in x given h, U there, and H: Newton's method, steps halved until they gain."""
        x = x.copy()
        x[self.at_h] = h
        value, slope = self._at(x)
        for _ in range(NEWTON):
            curvature = self.curvature(x)
            dense, units = curvature.solve(slope[self.at_dense], slope[self.at_units])
            step = np.zeros_like(x)
            step[self.at_dense], step[self.at_units] = dense, units
            gain = float(slope @ step) / 2.0
            if gain < AT_REST:
                return x, value, curvature
            for _ in range(HALVINGS):
                ahead, slope_ahead = self._at(x - step)
                if ahead < value:
                    break
                step = step / 2.0
            else:
                return x, value, curvature
            x, value, slope = x - step, ahead, slope_ahead
        raise ModelError(f"the mode of a posterior of {len(x)} parameters is not reached in {NEWTON} steps")

    def curvature(self, x: Floats) -> Curvature:
        """H at a point; where it is not positive, it is made so on its diagonal."""
        sizes = len(self.at_dense), len(self.at_units)
        ways = np.zeros((sizes[0] + (sizes[1] > 0), len(x)))
        ways[np.arange(sizes[0]), self.at_dense] = 1.0
        if sizes[1]:
            ways[-1, self.at_units] = 1.0
        columns = self._hessian(x, ways)
        diagonal = columns[-1, self.at_units] if sizes[1] else np.empty(0)
        diagonal = np.where(diagonal > 0.0, diagonal, np.maximum(np.abs(diagonal), 1e-3))
        cross = columns[: sizes[0]][:, self.at_units].T
        whole = columns[: sizes[0]][:, self.at_dense]
        rest = (whole + whole.T) / 2.0 - cross.T @ (cross / diagonal[:, None])
        return Curvature(diagonal, cross, _root(rest))

    def sites(self, points: list[tuple[Floats, Curvature]], draws: int, rng: np.random.Generator) -> dict[str, Floats]:
        """Draws of every site of the model, deterministic ones included, each point in turn."""
        rows = np.empty((draws, len(self.first)))
        share = np.arange(draws) % len(points)
        for k, (x, curvature) in enumerate(points):
            mine = np.flatnonzero(share == k)
            dense, units = curvature.draw(rng, len(mine))
            rows[mine] = x
            rows[np.ix_(mine, self.at_dense)] += dense
            rows[np.ix_(mine, self.at_units)] += units
        found = self._sites(jnp.asarray(rows), self.arrays)
        return {name: np.asarray(value, np.float64) for name, value in found.items()}

    def _apart(self, asked: Ints) -> bool:
        """Whether H is diagonal among some parameters, by its products with two vectors of random signs."""
        signs = np.random.default_rng(0).choice([-1.0, 1.0], (2, len(asked)))
        ways = np.zeros((2, len(self.first)))
        ways[:, asked] = signs
        near = self.first + np.random.default_rng(1).normal(0.0, 0.1, len(self.first))
        own = self._hessian(near, ways)[:, asked] * signs
        return bool(np.allclose(own[0], own[1], rtol=1e-6, atol=1e-8))

    def _at(self, x: Floats) -> tuple[float, Floats]:
        value, slope = self._slope(jnp.asarray(x), self.arrays)
        found = np.array(slope, np.float64)
        found[self.at_h] = 0.0
        number = float(value)
        return (number if np.isfinite(number) else np.inf), found

    def _hessian(self, x: Floats, ways: Floats) -> Floats:
        """H times each row of `ways`."""
        rows, size = [], min(TOGETHER, len(ways))
        for first in range(0, len(ways), TOGETHER):
            some = np.zeros((size, len(x)))
            part = ways[first : first + size]
            some[: len(part)] = part
            rows.append(np.asarray(self._columns(jnp.asarray(x), jnp.asarray(some), self.arrays))[: len(part)])
        return np.concatenate(rows) if rows else np.empty((0, len(x)))

    def _of(self, flat: Any, arrays: Any) -> Any:
        return self._potential(**arrays, **self.fixed)(self._unravel(flat))

    def _products(self, flat: Any, ways: Any, arrays: Any) -> Any:
        slope = jax.grad(partial(self._of, arrays=arrays))
        return jax.vmap(lambda way: jax.jvp(slope, (flat,), (way,))[1])(ways)

    def _as_sites(self, rows: Any, arrays: Any) -> Any:
        constrain = self._constrain(**arrays, **self.fixed)
        return jax.lax.map(lambda row: constrain(self._unravel(row)), rows)


def _best(target: _Target, h: Floats, x: Floats) -> tuple[Floats, Floats]:
    """h at the mode of its own approximate density, and all parameters there."""
    at = x

    def density(h: Floats) -> float:
        nonlocal at
        at, value, curvature = target.settle(h, at)
        return value + curvature.log_det / 2.0

    simplex = np.vstack([h, h + 0.5 * np.eye(len(h))])
    options = {"initial_simplex": simplex, "xatol": NEAR, "fatol": NEAR, "maxfev": 100 * len(h)}
    found = minimize(density, h, method="Nelder-Mead", options=options)
    return np.asarray(found.x, np.float64), at


def _around(
    target: _Target, h: Floats, x: Floats, rng: np.random.Generator, points: int
) -> list[tuple[Floats, Curvature]]:
    """Minima in x and curvatures at values of h drawn around its mode."""
    if not len(h):
        x, _, curvature = target.settle(h, x)
        return [(x, curvature)]
    at = x

    def density(place: Floats) -> float:
        nonlocal at
        at, value, curvature = target.settle(place, at)
        return value + curvature.log_det / 2.0

    size, middle = len(h), density(h)
    ways = STEP * np.eye(size)
    up, down = ([density(h + sign * way) for way in ways] for sign in (1.0, -1.0))
    bend = np.diag([(a + b - 2.0 * middle) / STEP**2 for a, b in zip(up, down, strict=True)])
    for i in range(size):
        for j in range(i):
            both = density(h + ways[i] + ways[j])
            bend[i, j] = bend[j, i] = (both - up[i] - up[j] + middle) / STEP**2
    values, axes = np.linalg.eigh(bend)
    spread = np.minimum(1.0 / np.sqrt(np.maximum(values, 1e-12)), WIDEST)
    found = []
    for _ in range(points):
        x, _, curvature = target.settle(h + axes @ (spread * rng.standard_normal(size)), at)
        found.append((x, curvature))
    return found


def _root(matrix: Floats) -> Floats:
    """The lower root of a symmetric matrix; of one that is not positive, of it with its negative part turned."""
    try:
        return np.asarray(np.linalg.cholesky(matrix))
    except np.linalg.LinAlgError:
        values, axes = np.linalg.eigh(matrix)
        return np.asarray(np.linalg.cholesky((axes * np.maximum(np.abs(values), 1e-6)) @ axes.T))


def _narrow(leaf: Any) -> bool:
    return isinstance(leaf, jax.Array) and jnp.issubdtype(leaf.dtype, jnp.floating)


def _whole(leaf: Any) -> bool:
    return isinstance(leaf, jax.Array | str)


def _unbounded(support: Any) -> bool:
    """Whether a site may take every real value."""
    while hasattr(support, "base_constraint"):
        support = support.base_constraint
    return type(support).__name__.strip("_") in ("Real", "RealVector")
