"""At the end: what came of the mutants of each kind, where FOEDUS_FUZZ says how many."""

from __future__ import annotations

import os

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [each for name in ("passed", "failed") for each in terminalreporter.stats.get(name, ())]
    lines = [str(line) for each in reports for name, line in each.user_properties if name == "fuzz"]
    if lines and "FOEDUS_FUZZ" in os.environ:
        terminalreporter.section("mutants")
        terminalreporter.write_line("\n".join(sorted(lines)))
