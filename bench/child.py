"""Run a command and print, as JSON, its exit code, wall time, CPU time and peak memory.

It is a small process of its own because a child starts with the peak memory of the process that started it.

    python bench/child.py COMMAND [ARGUMENT ...]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""ru_maxrss is in bytes on macOS and in KiB elsewhere."""


def main(command: list[str]) -> None:
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        errors.seek(0)
        message = errors.read().decode(errors="replace").strip().splitlines()
    result = {
        "code": os.waitstatus_to_exitcode(status),
        "error": message[-1] if message else "",
        "wall_s": wall,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mib": usage.ru_maxrss * RSS_UNIT / 2**20,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
