"""Where an alliance fails: the share of failures in each box, against that of all."""

from __future__ import annotations

from foedus.assessment.discover_lines import Discover, Search
from foedus.report import discover
from foedus.report.figures.failing import panel
from foedus.report.look import WIDE
from foedus.report.vega import Spec, below


def figure(answer: Discover, width: int = WIDE) -> Spec:
    """A panel for each search that found a box."""
    return below(*(_panel(search, width) for search in answer.searches if search.boxes), spacing=24)


def _panel(search: Search, width: int) -> Spec:
    names = ["; ".join(discover.words(one) for one in box.restrictions) for box in search.boxes]
    told = "parameters" if search.year is None else f"what has happened by {search.year}; failures after it"
    return panel(list(zip(names, (box.density for box in search.boxes), strict=True)), search.rate, told, width)
