"""`foedus serve` in a process of its own."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from urllib.error import HTTPError

from foedus.cache import root


class Running:
    """`foedus serve` in a process of its own, at a port that was free."""

    def __init__(self, folder, *options, **environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "foedus", "serve", "--port", "0", "--folder", str(folder), *options],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        first = self.process.stderr.readline()
        assert "serving at" in first, first + self.process.stderr.read()
        self.at = re.search(r"http://\S+", first)[0].rstrip("/")

    def ask(self, method, path, body=None, **headers):
        data = None if body is None else json.dumps(body).encode()
        said = {"Content-Type": "application/json", **headers} if data else headers
        request = urllib.request.Request(self.at + path, data, said, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as found:
                return found.status, json.loads(found.read() or b"null")
        except HTTPError as error:
            return error.code, json.loads(error.read())

    def until(self, job, state, within=120):
        ends = time.monotonic() + within
        while True:
            found = self.ask("GET", f"/api/jobs/{job}")[1]
            if found["state"] == state and (state != "running" or found["done"]):
                return found
            assert time.monotonic() < ends, found
            time.sleep(0.05)

    def end(self, number):
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


@contextmanager
def servers(folder):
    """Start servers in a folder, with a cache of results of their own and the compiled code of this one; each is ended."""
    kept, kernel, started = folder / "cache" / "foedus", root() / "kernel", []
    kept.mkdir(parents=True)
    kernel.mkdir(parents=True, exist_ok=True)
    (kept / "kernel").symlink_to(kernel)

    def run(*options, **environment):
        environment = {"XDG_CACHE_HOME": str(folder / "cache"), "FOEDUS_CACHE_MB": "200", **environment}
        started.append(Running(folder / "served", *options, **environment))
        return started[-1]

    yield run
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.communicate(timeout=60)
