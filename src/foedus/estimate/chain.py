"""One chain of the sampler, in chunks, so that it can report progress, be interrupted, and resume from the last chunk.

A chunk is the same program on the same arrays whether or not the chain was resumed, so the draws are identical.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpyro.infer import NUTS

from foedus.estimate.run import Arrays, Store

CHUNK = 25
"""Iterations between two checkpoints."""

UNOPTIMISED = {"xla_backend_optimization_level": 0}
"""How the start of a chain is compiled, which runs once: it takes seconds longer to make it fast than it then runs."""

EXTRA = ("diverging", "num_steps")
STATE, DRAWN = "state/", "drawn/"


@dataclass(frozen=True)
class Kept:
    """Where one chain is saved: nowhere without a store."""

    store: Store | None
    digest: str

    def load(self) -> Arrays:
        """What was saved; empty if nothing was."""
        return (self.store.load(self.digest) if self.store else None) or {}

    def save(self, arrays: Arrays) -> None:
        """Save the chain as it is now."""
        if self.store:
            self.store.save(self.digest, arrays)


class Sampler:
    """NUTS on one model and its data; every chain runs the same compiled chunk.

    JAX arrays of the data are arguments of the compiled program; all else is part of it. The sampler can therefore be
    `turned_to` other arrays of the same shapes without compiling again.
    """

    def __init__(self, kernel: NUTS) -> None:
        self.kernel = kernel
        self.arrays: dict[str, Any] = {}
        self.fixed: dict[str, Any] = {}
        self._start: Callable[..., Any] = jax.jit(self._started, static_argnums=1, compiler_options=UNOPTIMISED)
        self._advance: Callable[..., Any] = jax.jit(partial(_advance, self._step))
        self._constrain: Callable[..., Any] = jax.jit(self._constrained)

    def turned_to(self, data: Mapping[str, Any]) -> Sampler:
        """This sampler on data of the same `signature`."""
        self.arrays, self.fixed = split(data)
        return self

    def chain(self, key: Any, warmup: int, draws: int, kept: Kept, tell: Callable[[int], None]) -> Arrays:
        """Draws of every site of one chain (draw axis first), and EXTRA; `tell` is called with the number of iterations
        done."""
        leaves, tree = jax.tree.flatten(self._start(key, warmup, self.arrays))
        saved = kept.load()
        done = int(saved.get("done", 0))
        state = [saved[f"{STATE}{k}"] for k in range(len(leaves))] if done else [np.asarray(leaf) for leaf in leaves]
        drawn = {name.removeprefix(DRAWN): [array] for name, array in saved.items() if name.startswith(DRAWN)}
        tell(done)
        while done < warmup + draws:
            size = min(CHUNK, (warmup if done < warmup else warmup + draws) - done)
            after, found = self._advance(jax.tree.unflatten(tree, state), size, self.arrays)
            state = [np.asarray(leaf) for leaf in jax.tree.leaves(after)]
            if done >= warmup:
                for name, value in found.items():
                    drawn.setdefault(name, []).append(np.asarray(value)[:size])
            done += size
            kept.save(
                {"done": np.asarray(done)}
                | {f"{STATE}{k}": leaf for k, leaf in enumerate(state)}
                | {f"{DRAWN}{name}": np.concatenate(parts) for name, parts in drawn.items()}
            )
            tell(done)
        return self._sites({name: np.concatenate(parts) for name, parts in drawn.items()})

    def _started(self, key: Any, warmup: int, arrays: Any) -> Any:
        return self.kernel.init(key, warmup, None, model_args=(), model_kwargs={**arrays, **self.fixed})

    def _step(self, state: Any, arrays: Any) -> Any:
        return self.kernel.sample(state, (), {**arrays, **self.fixed})

    def _constrained(self, free: Any, arrays: Any) -> Any:
        return lax.map(self.kernel.postprocess_fn((), {**arrays, **self.fixed}), free)

    def _sites(self, drawn: Arrays) -> Arrays:
        """Draws on the sampler's own scale as sites of the model, deterministic sites included."""
        extra = {name: drawn[name] for name in EXTRA}
        free = {name: value for name, value in drawn.items() if name not in EXTRA}
        sites = self._constrain(free, self.arrays)
        return {name: np.asarray(value) for name, value in sites.items()} | extra


def signature(data: Mapping[str, Any]) -> str:
    """What a compiled sampler depends on: shapes and types of JAX arrays, and all else by its value."""
    leaves = [
        f"{jax.tree_util.keystr(path)} {leaf.shape} {leaf.dtype}"
        if isinstance(leaf, jax.Array)
        else f"{jax.tree_util.keystr(path)} {np.asarray(leaf).dtype} {np.asarray(leaf).tolist()}"
        for path, leaf in jax.tree_util.tree_flatten_with_path(dict(data))[0]
    ]
    return "\n".join(leaves)


def split(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Entries made only of JAX arrays, and the others."""
    arrays = {
        name: value
        for name, value in data.items()
        if all(isinstance(leaf, jax.Array) for leaf in jax.tree.leaves(value))
    }
    return arrays, {name: value for name, value in data.items() if name not in arrays}


def _advance(step: Callable[[Any, Any], Any], state: Any, size: int, arrays: Any) -> tuple[Any, dict[str, Any]]:
    """`size` iterations, at most CHUNK, and what each drew: rows beyond `size` are blank."""

    def take(value: Any) -> dict[str, Any]:
        return {**value.z, **{name: getattr(value, name) for name in EXTRA}}

    blank = jax.tree.map(lambda leaf: jnp.zeros((CHUNK, *jnp.shape(leaf)), jnp.asarray(leaf).dtype), take(state))

    def iterate(k: Any, carry: tuple[Any, dict[str, Any]]) -> tuple[Any, dict[str, Any]]:
        after = step(carry[0], arrays)
        return after, jax.tree.map(lambda rows, value: rows.at[k].set(value), carry[1], take(after))

    return lax.fori_loop(0, size, iterate, (state, blank))
