"""The kernel of each version: kinds of processors, threads, and worlds of several sizes.

Every row has `us`, one figure a version with the version at hand first, and whether all versions had equal events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from llvmlite import binding

from runner import HORIZON
from versions import NATIVE, RefusedError, Version, in_turn, runners

PROCESSORS: dict[str, dict[str, str]] = {
    NATIVE: {},
    "haswell": {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": ""},
    "x86-64": {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": ""},
}
"""Kinds of processors to compile for; without features of its own a name leaves those of this machine on."""
NEEDS = {NATIVE: "", "haswell": "avx2", "x86-64": "sse2"}
"""What a processor must have to run code for each."""


def able() -> list[str]:
    """Kinds of processors whose code runs here."""
    features = binding.get_host_cpu_features()
    return [name for name, needed in NEEDS.items() if not needed or features.get(needed)]


def processors(names: str) -> list[str]:
    """Kinds of processors from a list with commas; raises RefusedError for one that is unknown or does not run here."""
    here = able()
    for name in names.split(","):
        if name not in here:
            raise RefusedError(f"code for processor {name!r} cannot be run here; what can: {', '.join(here)}")
    return names.split(",")


def by_processor(of: Sequence[Version], names: Iterable[str], case: str, futures: int, repeats: int) -> Any:
    """CPU time of a future on one thread, compiled for several kinds of processors."""
    rows = []
    for name in names:
        with runners(of, PROCESSORS[name]) as asked:
            runs = in_turn(asked, repeats, world=case, futures=futures)
        rows.append({"processor": name, "futures": futures, **_figures(runs, "cpu_s", futures)})
    same = len({run for row in rows for run in row["events"]}) == 1
    return [{**row, "equal": same} for row in rows]


def by_threads(of: Sequence[Version], case: str, futures: int, repeats: int) -> Any:
    """Wall time of a future on one and on two threads."""
    with runners(of) as asked:
        runs = {n: in_turn(asked, repeats, "wall_s", world=case, futures=futures, threads=n) for n in (1, 2)}
    return [{"threads": n, "futures": futures, **_figures(found, "wall_s", futures)} for n, found in runs.items()]


def by_states(of: Sequence[Version], sizes: Iterable[tuple[int, int]], repeats: int) -> Any:
    """CPU time of a directed dyad-year in synthetic worlds of (states, futures)."""
    rows = []
    with runners(of) as asked:
        for states, futures in sizes:
            runs = in_turn(asked, repeats, world=str(states), futures=futures)
            dyads = runs[0]["dyads"]
            rows.append(
                {
                    "states": states,
                    "dyads": dyads,
                    "futures": futures,
                    "disputes_per_year": runs[0]["disputes_per_year"],
                    **_figures(runs, "cpu_s", futures * HORIZON * dyads),
                }
            )
    return rows


def _figures(runs: Sequence[dict[str, Any]], clock: str, units: int) -> dict[str, Any]:
    events = [run["events"] for run in runs]
    return {
        "us": [1e6 * run[clock] / units for run in runs],
        "events": events,
        "equal": len(set(events)) == 1,
    }
