"""Measure how long an answer of the server takes, as a program on this machine meets it, and print it as JSON.

    python bench/serve.py [--case us-rok] [--settings 15] [--futures 10000] [--out FILE]

unseen  first numbers (the headline run) of settings that nobody asked for: instruments removed, adherence, orders, seeds
stored  the same questions again
answer  the stored answer of an assessment that was asked for once

The server runs in a scratch folder, without the results that this machine keeps, at a free port of this machine, is asked
one question at a time, and is ended.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import Any

import httpx

import machine
from foedus.cache import root

ADHERENCE = (-1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0)


def settings(options: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Settings that differ from each other and from the default."""
    own = [one["id"] for one in options["instruments"] if one["own"]]
    orders = [one["name"] for one in options["orders"]]
    drawn = random.Random(1)
    every = list(product(own, ADHERENCE, orders))
    return [
        {"without": [gone], "adherence": adherence, "order": [order], "seed": 2 + k}
        for k, (gone, adherence, order) in enumerate(drawn.sample(every, number))
    ]


def timed(client: httpx.Client, method: str, path: str, body: Any = None) -> float:
    """Seconds of a request that is answered."""
    began = time.perf_counter()
    found = client.request(method, path, json=body)
    took = time.perf_counter() - began
    found.raise_for_status()
    return took


def measured(client: httpx.Client, case: str, number: int, futures: int) -> dict[str, Any]:
    """Every measurement."""
    options = client.get(f"/api/cases/{case}").json()
    asked = [one | {"futures": futures} for one in settings(options, number)]
    asked = [one for one in asked if client.post(f"/api/cases/{case}/check/assess", json=one).status_code == 200]
    path = f"/api/cases/{case}/first"
    timed(client, "POST", path, {"futures": futures, "seed": 1_000_000})  # the first one loads the simulator
    unseen = [timed(client, "POST", path, one) for one in asked]
    stored = [timed(client, "POST", path, one) for one in asked]
    job = client.post(f"/api/cases/{case}/assess", json={"futures": 2000, "order": ["as-measured"]}).json()["id"]
    while client.get(f"/api/jobs/{job}").json()["state"] in ("waiting", "running"):
        time.sleep(0.2)
    answer = [timed(client, "GET", f"/api/answers/{job}") for _ in range(20)]
    told = {"unseen": unseen, "stored": stored, "answer": answer}
    return {name: summary(times) for name, times in told.items()}


def summary(times: list[float]) -> dict[str, float]:
    """Median, shortest and longest, in seconds."""
    return {"n": len(times), "median": statistics.median(times), "min": min(times), "max": max(times)}


def main() -> None:
    """Start a server, measure, end it, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="us-rok")
    parser.add_argument("--settings", type=int, default=15)
    parser.add_argument("--futures", type=int, default=10_000)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    before = machine.describe()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "cache" / "foedus"
        kept.mkdir(parents=True)
        (kept / "kernel").symlink_to(root() / "kernel")
        environment = {**os.environ, "XDG_CACHE_HOME": str(kept.parent)}
        words = [sys.executable, "-m", "foedus", "serve", "--port", "0", "--folder", f"{folder}/served"]
        server = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment)
        try:
            assert server.stderr
            found = re.search(r"http://\S+", server.stderr.readline())
            if found is None:
                raise SystemExit(server.stderr.read())
            with httpx.Client(base_url=found[0], timeout=300) as client:
                result = measured(client, given.case, given.settings, given.futures)
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)
    text = json.dumps({**before, "load_after": os.getloadavg()[0], "futures": given.futures, **result}, indent=2)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
