"""The record that later steps are held against: the futures of us-rok, and the digests of estimates, scores and hindcast.

python tests/house/record.py [--write]    compare with record.json beside this file, or write it anew
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

import foedus

PATH = Path(__file__).with_name("record.json")
FUTURES = 2000
SEEDS = (1, 2)
DIGITS = 9
"""Significant digits of means: the last bits of sums differ between processors, event words do not."""


def futures(seed: int, order: str, count: int = FUTURES) -> dict[str, Any]:
    """Digest of the events of every future, and the means of what is added up."""
    found = foedus.simulate(foedus.load_case("us-rok"), futures=count, seed=seed, order=order)
    events = np.packbits(found.events.values, bitorder="little")
    return {
        "events": hashlib.sha256(events.tobytes()).hexdigest(),
        "totals": [_short(x) for x in found.totals.mean("future").values],
        "yearly": [_short(x) for x in found.yearly.mean(("future", "year")).values],
    }


def posteriors() -> dict[str, str]:
    """Digest of the arrays of every posterior that ships."""
    names = sorted(path.stem for path in Path(foedus.__file__).parent.rglob("*.npz"))
    return {name: _digest(foedus.load_posterior(name)) for name in names}


def results() -> dict[str, str]:
    """Digest of every result that ships: scores, weights, curves, and the hindcast."""
    package = Path(foedus.__file__).parent
    paths = [*sorted((package / "evaluate").glob("*.csv")), package / "simulation" / "hindcast" / "shipped.json"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in paths}


def record() -> dict[str, Any]:
    """All of it."""
    runs = {f"{order}, seed {seed}": futures(seed, order) for order in foedus.order_names() for seed in SEEDS}
    held = {"runs": runs, "posteriors": posteriors(), "results": results()}
    return {"case": "us-rok", "futures": FUTURES, "horizon": 20, **held}


def _digest(posterior: Any) -> str:
    sha = hashlib.sha256()
    for key, value in sorted(posterior.draws.items()):
        sha.update(key.encode() + value.tobytes())
    for key, units in sorted(posterior.units.items()):
        sha.update(key.encode() + units.codes.tobytes() + units.mean.tobytes() + units.sd.tobytes())
    return sha.hexdigest()[:16]


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


if __name__ == "__main__":
    made = json.dumps(record(), indent=1) + "\n"
    if "--write" in sys.argv:
        PATH.write_text(made, encoding="utf-8")
    elif made != PATH.read_text(encoding="utf-8"):
        sys.exit("the futures of us-rok, an estimate or a result that ships is not the one on record")
