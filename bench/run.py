"""Measure foedus on this machine: speed against an ordinary Mesa model, drawing, start, memory, growth with size.

    python bench/run.py [--quick] [--case us-rok] [--out FILE]    measure, print, and write the numbers as JSON
    python bench/run.py --markdown FILE                          print a saved result as Markdown tables

docs/reference/benchmarks.md says how each number is measured. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import machine
import speed
import startup
import tables


def measure(case: str, quick: bool) -> dict[str, Any]:
    """All measurements, one after the other. The children come first, while this process is small."""
    return {
        "machine": machine.describe(),
        "quick": quick,
        "case": case,
        "assess": startup.assess(case),
        "memory": startup.memory(case, (20_000, 100_000) if quick else (100_000, 1_000_000)),
        "speed": speed.against_mesa(case, mesa_futures=40 if quick else 2_000, futures=4_000 if quick else 40_000),
        "draws": speed.share_of_draws(case, futures=500 if quick else 5_000, counted=4 if quick else 16),
        "by_states": speed.by_states((8, 50) if quick else (8, 50, 190), futures=200 if quick else 1_000),
        "by_futures": speed.by_futures(50, (250, 1_000) if quick else (1_000, 4_000, 16_000)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a smoke run: small numbers of futures, rough numbers")
    parser.add_argument("--case", default="us-rok", help="the case to run")
    parser.add_argument("--out", type=Path, help="write the result as JSON to this file")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="print a saved result; measure nothing")
    options = parser.parse_args()
    if options.markdown:
        print(tables.markdown(json.loads(options.markdown.read_text())))
        return
    result = measure(options.case, options.quick)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(result, indent=2) + "\n")
    print(tables.markdown(result))


if __name__ == "__main__":
    main()
