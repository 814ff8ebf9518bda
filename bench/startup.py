"""Measurements of fresh processes: the time of `foedus assess` from cold and warm, and peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REPEATS = 3


def child(command: list[str], **environment: str) -> dict[str, Any]:
    """Exit code, wall and CPU time and peak memory of a command in a fresh process that reads and keeps no results.

    Raises RuntimeError if it fails.
    """
    done = subprocess.run(
        [sys.executable, "-I", str(HERE / "child.py"), *command],
        env={**os.environ, "FOEDUS_CACHE_MB": "0", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    if result["code"] != 0:
        raise RuntimeError(f"{' '.join(command)} failed: {result['error']}")
    return {name: result[name] for name in ("wall_s", "cpu_s", "peak_mib")}


def assess(case: str) -> dict[str, Any]:
    """`foedus assess CASE` with an empty kernel cache, then with the cache it left: the quickest of three."""
    command = [str(Path(sys.executable).with_name("foedus")), "assess", case]
    with tempfile.TemporaryDirectory() as cache:
        cold = child(command, XDG_CACHE_HOME=cache)
        warm = [child(command, XDG_CACHE_HOME=cache) for _ in range(REPEATS)]
        version = child([*command[:1], "--version"], XDG_CACHE_HOME=cache)
    return {"cold": cold, "warm": min(warm, key=lambda run: run["wall_s"]), "version": version}


def memory(case: str, futures: tuple[int, ...]) -> list[dict[str, Any]]:
    """The headline run alone, streamed into its tally, for several numbers of futures."""
    script = str(HERE / "stream.py")
    child([sys.executable, script, case, "1"])  # so that none of the runs compiles
    return [{"futures": number, **child([sys.executable, script, case, str(number)])} for number in futures]
