r"""Does the estimate of dispute initiation find what made the data? Simulation-based calibration of `hierarchical`.

    python bench/recovery.py [--sets 60] [--out FILE]   simulate, fit, print; goes on where FILE stops
    python bench/recovery.py --markdown FILE            print a saved result

For each data set the parameters are drawn from the priors of the estimate, disputes from the equation, the years of peace
from the disputes themselves, and the posterior is computed by `foedus.estimate.initiation.estimate`. Then the rank of each
true value among draws of its posterior is uniform, and an interval of probability q covers it with probability q (Talts et
al. 2018, arXiv:1804.06788). A prior this wide makes many worlds of no or constant dispute: data sets with a share of
initiations outside SHARE, and those the estimate refuses because a term separates the events, are drawn again. The rule
looks at the data alone, so that the posterior is the same and the ranks stay uniform.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, chi2

from foedus.arrays import Floats
from foedus.atomic import atomic_write
from foedus.equations import initiation
from foedus.errors import ModelError
from foedus.estimate import checks
from foedus.estimate import initiation as fit
from foedus.estimate.design import design_matrix
from foedus.estimate.samples.sample import Sample

SPECIFICATION = "hierarchical"
PAIRS, YEARS, FIRST = 100, 30, 1971
SHARE = (0.007, 0.10)
"""Least and largest share of dyad-years with an initiation; 1% in the sample that ships."""
WARMUP, DRAWS, CHAINS = 400, 1100, 2
LEVELS = (0.5, 0.9, 0.95)
RANKED, BINS = 99, 10
"""Draws a true value is ranked among, evenly spaced, and classes of ranks: each of the hundred ranks falls in one."""
Z = 1.959963984540054
ACTIVE = initiation.active(SPECIFICATION)
NAMES = [initiation.TERMS[k] for k in ACTIVE] + ["sigma", "year_persistence", "year_scale", "year_last"]


def places(seed: int = 0) -> dict[str, Floats]:
    """What does not move, by directed dyad: i acts on j in the first half, j on i in the second. Made up, with the spread
    of politically relevant dyads: a third contiguous, distances of up to 20,000 km, half with a major power, ratios of e^2.
    """
    rng = np.random.default_rng(seed)
    contiguous = rng.random(PAIRS) < 0.35
    kilometres = np.where(contiguous, 0.0, np.exp(rng.normal(8.2, 0.8, PAIRS)).clip(50, 20_000))
    major_i, ratio = (rng.random(PAIRS) < 0.5).astype(float), rng.normal(0.0, 2.0, PAIRS)
    major_j = (rng.random(PAIRS) < 0.1).astype(float)
    both = {"contiguous": contiguous.astype(float), "log_distance": np.log1p(kilometres)}
    return {name: np.tile(value, 2) for name, value in both.items()} | {
        "major_initiator": np.concatenate([major_i, major_j]),
        "major_target": np.concatenate([major_j, major_i]),
        "capability_ratio": np.concatenate([ratio, -ratio]),
        "peace": np.tile(rng.integers(0, 40, PAIRS) / 10.0, 2),
    }


def truth(rng: np.random.Generator) -> dict[str, Any]:
    """Parameters drawn from the priors of the estimate."""
    b = np.zeros(len(initiation.TERMS))
    b[ACTIVE] = rng.normal(fit.LOCATION[ACTIVE], fit.WIDTH[ACTIVE])
    rho, scale, sigma = rng.beta(2.0, 2.0), abs(rng.normal(0.0, 0.5)), abs(rng.normal())
    level = np.empty(YEARS)
    level[0] = rng.normal(0.0, scale / np.sqrt(1.0 - rho**2))
    for t in range(1, YEARS):
        level[t] = rho * level[t - 1] + scale * rng.normal()
    return {
        "b": b, "sigma": sigma, "year_persistence": rho, "year_scale": scale, "level": level,
        "intercepts": sigma * rng.normal(size=2 * PAIRS),
    }  # fmt: skip


def disputes(true: dict[str, Any], rng: np.random.Generator) -> Sample:
    """A sample drawn from the equation; years of peace count from the last initiation of either side."""
    place, dyads = places(), 2 * PAIRS
    peace = 10.0 * place.pop("peace")
    zeros = {name: np.zeros(dyads) for name in (*initiation.Still._fields, *initiation.Moving._fields)}
    rows: list[dict[str, Any]] = []
    for t in range(YEARS):
        x = {**zeros, **place, "peace": np.minimum(peace, initiation.LONGEST_PEACE) / 10.0}
        odds = initiation.log_odds(initiation.Coefficients(*true["b"]), SimpleNamespace(**x))
        odds = odds + true["intercepts"] + true["level"][t]
        started = (rng.random(dyads) < 1.0 / (1.0 + np.exp(-odds))).astype(float)
        rows.append({**x, "initiated": started, "year": np.full(dyads, FIRST + t), "dyad": 2000 + np.arange(dyads)})
        fought = np.tile(started.reshape(2, PAIRS).max(axis=0) > 0, 2)
        peace = np.where(fought, 0.0, peace + 1.0)
    arrays = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    return Sample(arrays, (FIRST, FIRST + YEARS - 1), {}, {"rows": dyads * YEARS})


def world(index: int) -> tuple[dict[str, Any], Sample, int]:
    """Parameters and data of one data set, and how many were drawn for it."""
    rng = np.random.default_rng([2024, index])
    for drawn in range(1, 10_000):
        true = truth(rng)
        found = disputes(true, rng)
        if SHARE[0] <= found["initiated"].mean() <= SHARE[1] and estimable(found):
            return true, found, drawn
    raise RuntimeError("no data set within SHARE")


def estimable(found: Sample) -> bool:
    """The estimate does not refuse the sample."""
    x = design_matrix(initiation, found.arrays)[:, ACTIVE]
    try:
        checks.logit(found, "initiation", x, found["initiated"], NAMES[: len(ACTIVE)])
    except ModelError:
        return False
    return True


def one(index: int) -> dict[str, Any]:
    """Simulate and fit one data set: true values, posterior means and spreads, ends of intervals, ranks, diagnostics."""
    true, found, drawn = world(index)
    start = time.perf_counter()
    posterior = fit.estimate(
        SPECIFICATION, found, seed=index + 1, warmup=WARMUP, draws=DRAWS, chains=CHAINS, strict=False
    )
    seconds = time.perf_counter() - start
    draws = posterior.draws
    last = draws["year_level"][:, -1]
    columns = [draws["b"][:, ACTIVE], *(draws[name][:, None] for name in NAMES[-4:-1]), last[:, None]]
    values = np.concatenate(columns, axis=1)
    at = np.array([*true["b"][ACTIVE], *(true[name] for name in NAMES[-4:-1]), true["level"][-1]])
    ends = [np.quantile(values, [0.5 - q / 2, 0.5 + q / 2], axis=0).T.tolist() for q in LEVELS]
    ranked = values[np.linspace(0, len(values) - 1, RANKED).round().astype(int)]
    unit = posterior.units["dyad"]
    within = np.abs(unit.mean - true["intercepts"]) <= Z * unit.sd
    return {
        "index": index, "drawn": drawn, "events": int(found["initiated"].sum()), "seconds": seconds,
        "true": at.tolist(), "mean": values.mean(axis=0).tolist(), "sd": values.std(axis=0).tolist(),
        "ends": ends, "rank": (ranked < at).sum(axis=0).tolist(), "units_within": float(within.mean()),
        "diagnostics": posterior.record["diagnostics"],
    }  # fmt: skip


def run(sets: int, out: Path | None) -> list[dict[str, Any]]:
    """All data sets; those in `out` are not fitted again, and it is written after each."""
    results: list[dict[str, Any]] = json.loads(out.read_text()) if out and out.exists() else []
    for index in range(len(results), sets):
        results.append(one(index))
        if out:
            with atomic_write(out) as part:
                part.write_text(json.dumps(results))
        print(f"{index + 1} of {sets}: {results[-1]['seconds']:.0f} s", file=sys.stderr, flush=True)
    return results


def exact(hits: int, trials: int) -> tuple[float, float]:
    """Clopper-Pearson interval of 95% for a share."""
    low = beta.ppf(0.025, hits, trials - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, trials - hits) if hits < trials else 1.0
    return float(low), float(high)


def uniformity(ranks: NDArray[np.int64]) -> float:
    """p-value of the chi-squared test that ranks are uniform."""
    counts = np.bincount(ranks * BINS // (RANKED + 1), minlength=BINS)
    expected = len(ranks) / BINS
    return float(chi2.sf(((counts - expected) ** 2 / expected).sum(), BINS - 1))


def markdown(results: list[dict[str, Any]]) -> str:
    """The table of a result."""
    n = len(results)
    true, mean, sd = (np.array([r[name] for r in results]) for name in ("true", "mean", "sd"))
    ends, ranks = np.array([r["ends"] for r in results]), np.array([r["rank"] for r in results])
    hits = ((ends[..., 0] <= true[:, None]) & (true[:, None] <= ends[..., 1])).sum(axis=0)
    error = mean - true
    lines = [
        "| parameter | 50% | 90% | 95% | 95% interval of the last | mean error / sd | RMSE | mean posterior sd | p of ranks |"
    ]
    lines.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for k, name in enumerate(NAMES):
        low, high = exact(int(hits[2, k]), n)
        shares = " | ".join(f"{hits[level, k] / n:.3f}" for level in range(len(LEVELS)))
        rmse, z = float(np.sqrt((error[:, k] ** 2).mean())), float((error[:, k] / sd[:, k]).mean())
        lines.append(
            f"| {name} | {shares} | {low:.3f} to {high:.3f} | {z:+.2f} | {rmse:.3f} | {sd[:, k].mean():.3f} | "
            f"{uniformity(ranks[:, k]):.3f} |"
        )
    everything = " | ".join(f"{hits[level].sum() / hits[level].size / n:.3f}" for level in range(len(LEVELS)))
    lines.append(f"| all | {everything} | | | | | |")
    diagnostics = [r["diagnostics"] for r in results]
    units = np.mean([r["units_within"] for r in results])
    lines += [
        "",
        f"{n} data sets of {2 * PAIRS} directed dyads and {YEARS} years, {min(r['events'] for r in results)} to "
        f"{max(r['events'] for r in results)} initiations (median {np.median([r['events'] for r in results]):.0f}); "
        f"{sum(r['drawn'] for r in results):,} drawn for them. Mean +- 1.96 sd covers {units:.3f} of the intercepts of dyads. "
        f"{CHAINS} chains of {DRAWS} draws after {WARMUP}: highest R-hat {max(d['max_rhat'] for d in diagnostics):.3f}, "
        f"in {np.mean([d['max_rhat'] < 1.01 for d in diagnostics]):.0%} of the fits below 1.01; least effective draws "
        f"{min(d['min_ess_bulk'] for d in diagnostics):.0f}; divergent draws "
        f"{sum(round(d['divergences'] * d['draws']) for d in diagnostics)} of {sum(d['draws'] for d in diagnostics):,}. "
        f"Median {np.median([r['seconds'] for r in results]):.0f} s a fit.",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=60, help="data sets")
    parser.add_argument("--out", type=Path, help="keep the result here, and go on from it")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="print a saved result; fit nothing")
    options = parser.parse_args()
    if options.markdown:
        print(markdown(json.loads(options.markdown.read_text())))
        return
    print(markdown(run(options.sets, options.out)))


if __name__ == "__main__":
    main()
