"""Measurements of fresh processes: the time of `foedus assess` from cold and warm, and peak memory, of each version."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from versions import Version

HERE = Path(__file__).parent
REPEATS = 3
FOEDUS = (sys.executable, "-P", "-c", "from foedus.cli import main; main()")


def child(command: list[str], **environment: str) -> dict[str, Any]:
    """Wall and CPU time and peak memory of a command in a fresh process that reads and keeps no results.

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


def assess(of: Sequence[Version], case: str, repeats: int) -> list[dict[str, Any]]:
    """`foedus assess CASE` with caches that are empty yet, then with the compiled code it left, in every format: the quickest
    of several, for which versions take turns."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            f"`foedus assess {case}`, empty cache": ("assess", case),
            "text": ("assess", case),
            "JSON": ("assess", case, "--out", f"{folder}/answer.json"),
            "HTML": ("assess", case, "--out", f"{folder}/answer.html"),
            "`foedus --version`": ("--version",),
        }
        rows = []
        for place, (name, command) in enumerate(commands.items()):
            rounds = [
                [child([*FOEDUS, *command], **version.environment()) for version in of]
                for _ in range(repeats if place else 1)
            ]
            best = [min(runs, key=lambda run: run["wall_s"]) for runs in zip(*rounds, strict=True)]
            rows.append({"what": name, "runs": best})
        return rows


def memory(of: Sequence[Version], case: str, futures: Iterable[int]) -> list[dict[str, Any]]:
    """The headline run alone, streamed into its tally (each version's own `stream.py`), for several numbers of futures."""

    def streamed(version: Version, number: int) -> dict[str, Any]:
        return child([sys.executable, str(version.bench / "stream.py"), case, str(number)], **version.environment())

    for version in of:
        streamed(version, 1)  # so that none of the runs compiles
    return [
        {"what": f"{number:,} futures", "runs": [streamed(version, number) for version in of]} for number in futures
    ]
