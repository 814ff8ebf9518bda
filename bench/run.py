"""Measure foedus on this machine: against another version of itself, an ordinary Mesa model, and its own draws; step by step;
with the size of the world; start and memory.

    python bench/run.py [--against REVISION] [--quick] [--case us-rok] [--out FILE]   measure, print, write the numbers as JSON
    python bench/run.py --markdown FILE                                              print a saved result as Markdown tables

docs/reference/benchmarks.md says how each number is measured. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import kernel
import machine
import speed
import startup
import steps
import tables
from foedus.errors import FoedusError
from foedus.world.case import load_case
from versions import RefusedError, Version, versions

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"
SIZES = ((8, 4096), (50, 1024), (100, 512), (200, 256))
"""States of synthetic worlds, and futures."""
QUICK_SIZES = ((8, 512), (50, 128), (100, 64), (200, 64))


def parts(of: tuple[Version, ...], case: str, quick: bool, processors: list[str]) -> dict[str, Callable[[], Any]]:
    """What is measured, by name. Children come first, while this process is small."""
    repeats = 1 if quick else startup.REPEATS
    futures = 2_048 if quick else 16_384
    return {
        "assess": lambda: startup.assess(of, case, repeats),
        "memory": lambda: startup.memory(of, case, (20_000, 100_000) if quick else (100_000, 1_000_000)),
        "processors": lambda: kernel.by_processor(of, processors, case, futures, repeats),
        "threads": lambda: kernel.by_threads(of, case, futures, repeats),
        "states": lambda: kernel.by_states(of, QUICK_SIZES if quick else SIZES, repeats),
        "steps": lambda: steps.by_step(*speed.headline(case), horizon=speed.HORIZON, blocks=4 if quick else 32),
        "draws": lambda: speed.share_of_draws(case, futures=futures, counted=4 if quick else 16),
        "mesa": lambda: speed.against_mesa(case, mesa_futures=40 if quick else 2_000, futures=futures),
    }


PARTS = ("assess", "memory", "processors", "threads", "states", "steps", "draws", "mesa")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """What was asked for, one after the other; what has been measured is saved after each part."""
    load_case(options.case)  # refuses an unknown one before anything is measured
    every = kernel.able()[:1] if options.quick else kernel.able()
    processors = kernel.processors(options.cpu) if options.cpu else every
    start = time.perf_counter()
    with versions(options.against) as of:
        result = {
            "machine": machine.describe(),
            "quick": options.quick,
            "case": options.case,
            "versions": [version.name for version in of],
        }
        for name, part in parts(of, options.case, options.quick, processors).items():
            if not options.part or name in options.part:
                print(f"bench: {time.perf_counter() - start:4.0f} s, {name}", file=sys.stderr, flush=True)
                result[name] = part()
                result["machine"]["wall_s"] = time.perf_counter() - start
                if options.out:
                    save(result, options.out)
    return result


def save(result: dict[str, Any], to: Path) -> None:
    """A result as JSON."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(json.dumps(result, indent=2) + "\n")


def saved(at: Path) -> dict[str, Any]:
    """A result that `save` has written; raises RefusedError for any other file."""
    try:
        result = json.loads(at.read_text())
    except ValueError:
        result = None
    if not isinstance(result, dict) or "versions" not in result:
        raise RefusedError(f"{at} is no saved result: name a file that --out has written")
    return result


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", metavar="REVISION", help="a git revision to run in turn with this version")
    parser.add_argument("--quick", action="store_true", help="a smoke run: small numbers of futures, rough numbers")
    parser.add_argument("--case", default="us-rok", help="the case to run")
    parser.add_argument(
        "--cpu",
        metavar="LIST",
        help="kinds of processors, as native,haswell,x86-64; default: all that run here; with --quick the first",
    )
    parser.add_argument("--part", choices=PARTS, action="append", help="measure this alone; repeat for several")
    file = parser.add_mutually_exclusive_group()
    file.add_argument("--out", type=Path, metavar="FILE", help="write the result as JSON to this file, after each part")
    file.add_argument("--markdown", type=Path, metavar="FILE", help="print a saved result; measure nothing")
    parser.add_argument(
        "--docs", action="store_true", help=f"put the tables into {PAGE.name}; without --markdown, measure first"
    )
    return parser.parse_args()


def main() -> None:
    asked = options()
    if asked.docs and not asked.markdown:
        print(
            f"bench: no saved result (--markdown): measuring first, then into {PAGE.name}", file=sys.stderr, flush=True
        )
    try:
        result = saved(asked.markdown) if asked.markdown else measure(asked)
    except (RefusedError, FoedusError) as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    text = tables.markdown(result)
    print(text)
    if asked.docs:
        PAGE.write_text(tables.filled(PAGE.read_text(), text))


def refuse(why: str) -> NoReturn:
    """End with one line."""
    print(f"bench: {why}", file=sys.stderr)
    raise SystemExit(2)


if __name__ == "__main__":
    main()
