"""Panels that several tests read, built once."""

from __future__ import annotations

import pytest

from foedus.data.panel.build import build_panel
from foedus.data.panel.panel import Panel


@pytest.fixture(scope="session")
def directed() -> Panel:
    """Everything about every directed dyad-year of the years in which most sources end."""
    return build_panel("directed-dyad-year", (1998, 2025))


@pytest.fixture(scope="session")
def history() -> Panel:
    """Disputes, peace, alliances and defenders of every directed dyad-year, 1816-2010."""
    return build_panel("directed-dyad-year", (1816, 2010), ["disputes", "peace", "alliances", "defenders"])
