"""The hierarchical equation of dispute initiation as an ordinary PyMC model, with the priors and data of foedus.

    python bench/peers/pymc_initiation.py DATA.npz OUT.npz CHAINS TUNE DRAWS CORES SEED

A script of its own, so that it may run in an environment of its own. Intercepts of dyads and innovations of the year level
are not centred, as PyMC's guides advise; coefficients are sampled along the orthogonal columns of a thin QR, as Stan's advises,
with the priors that foedus has. Chains start unjittered: a step off, the powers of peace years put the odds so far out that a
chain stands still.
"""

from __future__ import annotations

import sys

import numpy as np

try:
    import pymc as pm
    import pytensor.tensor as pt
except ImportError as missing:
    sys.exit(f"the peer needs PyMC (pip install 'pymc>=5'), in this environment or in that of --peer-python: {missing}")


def model(data: dict[str, np.ndarray]) -> pm.Model:
    """Bernoulli logit with a first-order autoregression of years and an intercept for every dyad."""
    years, dyads = int(data["year"].max()) + 1, int(data["dyad"].max()) + 1
    lag = np.subtract.outer(np.arange(years), np.arange(years))
    q, r = np.linalg.qr(data["design"])
    size = np.sqrt(len(q))
    columns, back = q * size, np.linalg.inv(r) * size
    with pm.Model() as built:
        along = pm.Flat("along", shape=len(data["location"]))
        b = pm.Deterministic("b", pt.dot(back, along))
        pm.Potential("b_prior", pm.logp(pm.Normal.dist(data["location"], data["width"]), b).sum())
        rho = pm.Beta("year_persistence", 2.0, 2.0)
        scale = pm.HalfNormal("year_scale", 0.5)
        sigma = pm.HalfNormal("sigma", 1.0)
        shock = pm.Normal("shock", 0.0, 1.0, shape=years)
        first = pt.set_subtensor(shock[0], shock[0] / pt.sqrt(1.0 - rho**2))
        carried = pt.switch(lag >= 0, rho ** np.maximum(lag, 0), 0.0)
        level = pm.Deterministic("year_level", scale * pt.dot(carried, first))
        raw = pm.Normal("raw", 0.0, 1.0, shape=dyads)
        odds = pt.dot(columns, along) + level[data["year"]] + (sigma * raw)[data["dyad"]]
        pm.Bernoulli("initiated", logit_p=odds, observed=data["events"])
    return built


def main(source: str, out: str, chains: str, tune: str, draws: str, cores: str, seed: str) -> None:
    with np.load(source) as stored, model({name: stored[name] for name in stored.files}):
        trace = pm.sample(
            int(draws), tune=int(tune), chains=int(chains), cores=int(cores), random_seed=int(seed),
            init="adapt_diag", progressbar=False, compute_convergence_checks=False,
        )  # fmt: skip
    names = ("b", "sigma", "year_persistence", "year_scale", "year_level")
    stats = {"diverging": trace.sample_stats["diverging"].values, "steps": trace.sample_stats["n_steps"].values}
    np.savez(out, version=pm.__version__, **{name: trace.posterior[name].values for name in names}, **stats)


if __name__ == "__main__":
    main(*sys.argv[1:])
