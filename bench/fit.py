"""Time of a fit of hierarchical dispute initiation, against the same model in PyMC.

    python bench/fit.py [--years 1990:2010] [--share 1.0] [--peer-python PYTHON] [--out FILE]
    python bench/fit.py --markdown FILE

Reads the publishers' files (FOEDUS_DATA). Same rows, likelihood, priors, chains, warm-up and draws for both, each in a fresh
process; compiling is in the time. The peer is `bench/peers/pymc_initiation.py`; it needs PyMC, in this environment or in
that of --peer-python. Wall time is that of the machine as it is; CPU time counts all processes and hardly moves with its load.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import machine
from foedus.equations import initiation

SPECIFICATION = "hierarchical"
SITES = ("b", "sigma", "year_persistence", "year_scale", "year_level")
CORES = 2
HERE = Path(__file__).resolve()


def sample(years: tuple[int, int], share: float) -> Any:
    """The sample of some years; of the dyads a share, drawn with a fixed seed."""
    from foedus.estimate.samples import initiation as samples

    found = samples.sample(years)
    codes = np.unique(found["dyad"])
    kept = np.random.default_rng(0).choice(codes, round(share * len(codes)), replace=False)
    return found.where(np.isin(found["dyad"], kept))


def own(found: Any, out: str, chains: int, warmup: int, draws: int, seed: int) -> None:
    """Fit with foedus, and keep the draws of the chains; what the kept posterior holds is thinned."""
    from foedus.estimate import initiation as fit
    from foedus.estimate import sampler

    kept: dict[str, Any] = {}
    diagnose = sampler._diagnose

    def listening(by_chain: Any, *rest: Any) -> Any:
        kept.update({name: by_chain[name] for name in SITES})
        return diagnose(by_chain, *rest)

    sampler._diagnose = listening
    fitted = fit.estimate(SPECIFICATION, found, seed=seed, warmup=warmup, draws=draws, chains=chains, strict=False)
    diagnostics = fitted.record["diagnostics"]
    kept["b"] = kept["b"][..., initiation.active(SPECIFICATION)]
    np.savez(out, version="", diverging=diagnostics["divergences"], steps=diagnostics["mean_steps"], **kept)


def data_of(found: Any, path: str) -> None:
    """The model's data as the peer reads them: a row for every dyad-year of the sample."""
    from foedus.estimate import initiation as fit

    data, _ = fit.prepared(found, SPECIFICATION)
    active = data["active"]
    seen = np.asarray(data["trials"]) > 0
    dyad, year = np.nonzero(seen)
    rows = {name: np.asarray(data[name], np.float64)[seen] for name in ("design", "events")}
    np.savez(path, location=fit.LOCATION[active], width=fit.WIDTH[active], dyad=dyad, year=year, **rows)


def judged(path: str, spent: dict[str, Any]) -> dict[str, Any]:
    """What one fit took and gave: R-hat and bulk effective draws by the same rule for both."""
    from foedus.estimate.sampler import convergence

    with np.load(path) as stored:
        found = {name: convergence(stored[name]) for name in SITES}
        means = {name: stored[name].mean(axis=(0, 1)).round(3).tolist() for name in SITES[:-1]}
        diverging, steps = float(stored["diverging"].mean()), float(stored["steps"].mean())
        version = str(stored["version"])
    size = {name: each.size for name, each in found.items()}
    return {
        "version": version, "wall_s": spent["wall_s"], "cpu_s": spent["cpu_s"], "steps": steps,
        "divergences": diverging, "rhat": {name: each.rhat for name, each in found.items()}, "size": size,
        "mean": means, "least": min(size["b"], size["sigma"]),
    }  # fmt: skip


def child(command: list[str]) -> dict[str, Any]:
    """Run a command by `bench/child.py`."""
    run = [sys.executable, str(HERE.with_name("child.py")), *command]
    spent: dict[str, Any] = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    if spent["code"]:
        raise SystemExit(f"{command[1]}: {spent['error']}")
    return spent


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Both fits, one after the other."""
    first, last = (int(year) for year in options.years.split(":"))
    found = sample((first, last), options.share)
    lengths = [str(n) for n in (options.chains, options.warmup, options.draws)]
    result = {
        "machine": machine.describe(), "years": options.years, "share": options.share, "rows": found.rows,
        "dyads": len(np.unique(found["dyad"])), "events": int(found["initiated"].sum()),
        "chains": options.chains, "warmup": options.warmup, "draws": options.draws,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        mine, theirs, data = (f"{folder}/{name}.npz" for name in ("own", "peer", "data"))
        again = [sys.executable, str(HERE), "--own", mine, "--years", options.years, "--share", str(options.share)]
        names = ("--chains", "--warmup", "--draws")
        again += [word for pair in zip(names, lengths, strict=True) for word in pair]
        result["foedus"] = judged(mine, child(again))
        if not options.alone:
            data_of(found, data)
            peer = str(HERE.with_name("peers") / "pymc_initiation.py")
            spent = child([options.peer_python, peer, data, theirs, *lengths, str(CORES), "1"])
            result["pymc"] = judged(theirs, spent)
    return result


def markdown(result: dict[str, Any]) -> str:
    """The table of a result."""
    both = [name for name in ("foedus", "pymc") if name in result]
    rows: list[tuple[str, list[str]]] = [
        ("wall, s", [f"{result[name]['wall_s']:.0f}" for name in both]),
        ("CPU, s", [f"{result[name]['cpu_s']:.0f}" for name in both]),
        ("steps a draw", [f"{result[name]['steps']:.0f}" for name in both]),
        ("divergent draws", [f"{result[name]['divergences']:.2%}" for name in both]),
        ("highest R-hat", [f"{max(result[name]['rhat'].values()):.4f}" for name in both]),
        *(
            (f"effective draws, least of {site}", [f"{result[name]['size'][site]:.0f}" for name in both])
            for site in SITES
        ),
        ("effective draws a CPU-second, least of b and sigma", [f"{_rate(result[name]):.2f}" for name in both]),
    ]
    heads = ["foedus", *(f"PyMC {result[name]['version']}" for name in both[1:])]
    lines = [f"| {result['chains']} chains of {result['draws']} draws after {result['warmup']} | {' | '.join(heads)} |"]
    lines.append("| --- |" + " ---: |" * len(both))
    lines += [f"| {name} | {' | '.join(values)} |" for name, values in rows]
    if "pymc" in result:
        ours, peer = result["foedus"], result["pymc"]
        cpu, wall = peer["cpu_s"] / ours["cpu_s"], peer["wall_s"] / ours["wall_s"]
        rate = _rate(ours) / _rate(peer)
        lines += [
            "",
            f"Ratio of CPU time {cpu:.1f}, of wall time {wall:.1f}, of effective draws a CPU-second {rate:.1f}.",
        ]
    lines += [
        "",
        f"{result['rows']:,} rows, {result['dyads']:,} dyads, {result['events']} initiations, {result['years']}.",
    ]
    return "\n".join(lines)


def _rate(one: dict[str, Any]) -> float:
    return float(one["least"] / one["cpu_s"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", default="1990:2010")
    parser.add_argument("--share", type=float, default=1.0, help="share of the dyads")
    parser.add_argument("--chains", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=500)
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--peer-python", default=sys.executable, help="the Python that has PyMC")
    parser.add_argument("--alone", action="store_true", help="foedus alone, without the peer")
    parser.add_argument("--out", type=Path, help="write the result as JSON to this file")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="print a saved result; measure nothing")
    parser.add_argument("--own", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.markdown:
        print(markdown(json.loads(options.markdown.read_text())))
        return
    if options.own:
        first, last = (int(year) for year in options.years.split(":"))
        own(sample((first, last), options.share), options.own, options.chains, options.warmup, options.draws, 1)
        return
    result = measure(options)
    if options.out:
        options.out.write_text(json.dumps(result, indent=2) + "\n")
    print(markdown(result))


if __name__ == "__main__":
    main()
