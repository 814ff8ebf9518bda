"""Where the publishers' files are: $FOEDUS_DATA, else ../shared/data; without either, tests that need them skip.

No results of runs are kept: a test simulates what it looks at. The sampler, boosting and linear algebra have one thread:
tests run side by side, and the threads of one would wait for those of another. A sampler is compiled without what makes long
chains faster: those of a test are short. No lines of progress are said in this process, and it draws its pictures itself.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from foedus.cli import progress
from foedus.report import painters

NEIGHBOUR = Path(__file__).resolve().parents[2] / "shared" / "data"
CHROMIUM = Path("/usr/bin/chromium")
COMPILER = "--xla_cpu_use_fusion_emitters=false --xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
"""Halves the time to compile a sampler. The last two are those of `foedus.estimate`: XLA takes nothing after them."""


def pytest_configure() -> None:
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")
    progress.FIRST = 86_400.0
    painters.MOST = 0
    os.environ["FOEDUS_CACHE_MB"] = "0"
    os.environ["NPROC"] = os.environ["OMP_NUM_THREADS"] = "1"
    os.environ.setdefault("XLA_FLAGS", COMPILER)
    if "FOEDUS_DATA" not in os.environ and NEIGHBOUR.is_dir():
        os.environ["FOEDUS_DATA"] = str(NEIGHBOUR)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if Path(os.environ.get("FOEDUS_DATA", "")).is_dir() and os.environ.get("FOEDUS_DATA"):
        return
    absent = pytest.mark.skip(reason="publishers' files absent: set FOEDUS_DATA to their folder")
    for item in items:
        if item.get_closest_marker("data"):
            item.add_marker(absent)


@pytest.fixture(scope="module")
def chromium():
    """The browser of the tests of a file: Playwright drives one at a time, and no other event loop runs while it does."""
    if not CHROMIUM.exists():
        if os.environ.get("FOEDUS_REQUIRE_CHROMIUM") == "1":
            pytest.fail(f"{CHROMIUM} is absent and FOEDUS_REQUIRE_CHROMIUM=1")
        pytest.skip(f"{CHROMIUM} is absent")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
