"""Measure building panels: the time of a fresh process and of a warm one, peak memory, and what the time goes on.

    python bench/panel.py             measure and print Markdown; needs the publishers' files
    python bench/panel.py --once UNIT build one panel and stop, for the time and memory of a fresh process

The peer is the R package peacesciencer 1.2.9, which takes 20.8 s and 3.3 GB for the directed panel below and 15.3 s for the
undirected one on a two-core machine of this kind.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import startup
from foedus.data.library import Shelf, read
from foedus.data.panel.lookup import look_up_runs
from foedus.data.panel.members import PAIR, dyad_years
from foedus.data.panel.panel import Panel, build, facts
from foedus.data.panel.rows import Rows

YEARS = (1816, 2010)
GROUPS = ("disputes", "alliances", "contiguity", "majors", "capabilities", "democracy", "peace")
SOURCES = ("cow-states", "gml-directed", "atop-dyads", "cow-contiguity", "cow-majors", "cow-nmc", "democracy")
PEER = {"directed-dyad-year": 20.8, "dyad-year": 15.3}
REPEATS = 5


def timed(work: Callable[[], Any]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def built(unit: str) -> Panel:
    """The panel measured."""
    return build.build_panel(unit, YEARS, GROUPS)


def profile() -> list[tuple[str, float]]:
    """Best seconds of each stage of the directed panel, each alone."""
    panel = build.build_panel("directed-dyad-year", YEARS, GROUPS)
    shelf = Shelf()
    for key in SOURCES:
        shelf.read(key)
    frame = dyad_years(shelf.read("cow-states"), YEARS, directed=True)
    states = build.build_panel("state-year", YEARS, ["majors", "capabilities", "democracy"]).frame.drop("stateabb")
    rows = Rows(frame, (*PAIR, "year"))
    side = states.rename({name: f"{name}1" for name in states.columns if name != "year"})
    dyadic = [name for name in GROUPS if name in facts.DYADS]
    stages: list[tuple[str, Callable[[], Any]]] = [
        ("reading and checking seven files", lambda: [read(key) for key in SOURCES]),
        ("rows: which dyads exist in which year", lambda: dyad_years(shelf.read("cow-states"), YEARS, directed=True)),
        ("columns of the two states", lambda: [look_up_runs(frame, side, ("ccode1", "year")) for _ in "12"]),
        *((f"columns of the dyad: {name}", lambda name=name: facts.DYADS[name](shelf, rows)) for name in dyadic),
        ("validation", lambda: Panel(panel.frame, panel.unit, panel.columns, panel.provenance)),
    ]
    return [(name, min(timed(work) for _ in range(REPEATS))) for name, work in stages]


def measure() -> str:
    """All of it, as Markdown."""
    lines = ["| panel, 1816-2010 | rows | a fresh process, s | its peak, MiB | best of five, s | peer, s | ratio |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|")
    for unit, peer in PEER.items():
        fresh = startup.child([sys.executable, str(Path(__file__)), "--once", unit])
        rows = built(unit).frame.height
        best = min(timed(lambda unit=unit: built(unit)) for _ in range(REPEATS))
        lines.append(
            f"| {unit} | {rows:,} | {fresh['wall_s']:.2f} | {fresh['peak_mib']:.0f} | {best:.2f} | {peer} | {peer / best:.0f} |"
        )
    lines += ["", "| stage of the directed panel | best, ms |", "|---|---:|"]
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
