"""Measure building panels: the time of a fresh process and of a warm one, peak memory, and what the time goes on.

    python bench/panel.py             measure and print Markdown; needs the publishers' files
    python bench/panel.py --once UNIT build one panel and stop, for the time and memory of a fresh process

The peer is the R package peacesciencer 1.2.9, which takes 20.8 s and 3.3 GB for the directed panel below and 15.3 s for the
undirected one on a two-core machine of this kind.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

import startup
from foedus.data.library import Shelf, read
from foedus.data.panel import build, facts
from foedus.data.panel.lookup import line_numbers
from foedus.data.panel.members import PAIR, dyad_years
from foedus.data.panel.panel import Panel
from foedus.data.panel.rows import Rows

YEARS = (1816, 2010)
GROUPS = ("disputes", "alliances", "contiguity", "majors", "capabilities", "democracy", "peace")
SOURCES = ("cow-states", "gml-directed", "atop-dyads", "cow-contiguity", "cow-majors", "cow-nmc", "democracy")
PEER = {"directed-dyad-year": 20.8, "dyad-year": 15.3}
REPEATS = 5


def timed(work: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of one call."""
    start = clock()
    work()
    return clock() - start


def built(unit: str) -> pl.DataFrame:
    """The rows of the panel measured."""
    return build.build_panel(unit, YEARS, GROUPS).frame


def written(unit: str, groups: tuple[str, ...]) -> dict[str, float]:
    """Wall and CPU time and peak memory of the command that writes a panel; no groups are all groups."""
    years = f"{YEARS[0]}:{YEARS[1]}"
    chosen = [text for name in groups for text in ("--with", name)]
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "panel.parquet")
        foedus = [sys.executable, "-c", "from foedus.cli import main; main()"]
        runs = [
            startup.child([*foedus, "panel", "--unit", unit, "--years", years, *chosen, "--out", out])
            for _ in range(startup.REPEATS)
        ]
    return min(runs, key=lambda run: run["cpu_s"])


def profile() -> list[tuple[str, float]]:
    """Best seconds of CPU time of each stage of the directed panel, each alone."""
    panel = build.build_panel("directed-dyad-year", YEARS, GROUPS)
    shelf = Shelf()
    for key in SOURCES:
        shelf.read(key)
    frame = dyad_years(shelf.read("cow-states"), YEARS, directed=True)
    states = build.build_panel("state-year", YEARS, ["majors", "capabilities", "democracy"]).frame.drop("stateabb")
    rows = Rows(frame, (*PAIR, "year"))
    side = states.rename({name: f"{name}1" for name in states.columns if name != "year"})
    dyadic = [name for name in GROUPS if name in facts.DYADS]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "panel.parquet"
        stages: list[tuple[str, Callable[[], Any]]] = [
            ("reading and checking seven files", lambda: [read(key) for key in SOURCES]),
            (
                "rows: which dyads exist in which year",
                lambda: dyad_years(shelf.read("cow-states"), YEARS, directed=True),
            ),
            ("lines of the two states", lambda: [line_numbers(frame, side, ("ccode1", "year")) for _ in "12"]),
            *((f"columns of the dyad: {name}", lambda name=name: facts.DYADS[name](shelf, rows)) for name in dyadic),
            ("validation", lambda: Panel(panel.rows, panel.unit, panel.columns, panel.provenance)),
            ("columns of the two states, gathered into one frame", lambda: replace(panel.rows).frame),
            ("the same into a Parquet file, as it is written", lambda: panel.write(out)),
        ]
        return [(name, min(timed(work, time.process_time) for _ in range(REPEATS))) for name, work in stages]


def measure() -> str:
    """All of it, as Markdown."""
    lines = ["| panel, 1816-2010 | rows | a fresh process, s | its peak, MiB | best of five, s | peer, s | ratio |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|")
    for unit, peer in PEER.items():
        fresh = startup.child([sys.executable, str(Path(__file__)), "--once", unit])
        rows = built(unit).height
        best = min(timed(lambda unit=unit: built(unit)) for _ in range(REPEATS))
        lines.append(
            f"| {unit} | {rows:,} | {fresh['wall_s']:.2f} | {fresh['peak_mib']:.0f} | {best:.2f} | {peer} | {peer / best:.0f} |"
        )
    lines += ["", "| written to Parquet from the command line | CPU, s | wall, s | peak, MiB |", "|---|---:|---:|---:|"]
    for unit in PEER:
        for name, groups in (("these groups", GROUPS), ("all groups", ())):
            run = written(unit, groups)
            lines.append(f"| {unit}, {name} | {run['cpu_s']:.2f} | {run['wall_s']:.2f} | {run['peak_mib']:.0f} |")
    lines += ["", "| stage of the directed panel, each alone | best CPU, ms |", "|---|---:|"]
    lines += [f"| {name} | {seconds * 1000:.0f} |" for name, seconds in profile()]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--once", metavar="UNIT", choices=sorted(PEER), help="build one panel and stop")
    options = parser.parse_args()
    if options.once:
        built(options.once)
    else:
        print(measure())


if __name__ == "__main__":
    main()
