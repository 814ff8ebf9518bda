"""Where an alliance fails: the share of failures in each box, against that of all."""

from __future__ import annotations

from foedus.assessment.discover_lines import Discover, Search
from foedus.errors import InputError
from foedus.report import discover
from foedus.report.chart import Chart, Row
from foedus.report.figures import failing
from foedus.report.look import WIDE
from foedus.report.vega import Spec


def chart(answer: Discover) -> Chart:
    """A panel for each search that found a box."""
    rows = [row for search in answer.searches for row in _rows(search)]
    if not rows:
        raise InputError("no box was found, so there is nothing to draw")
    return Chart(
        "discover",
        discover.title(answer),
        discover.subtitle(answer),
        failing.words(rows),
        rows,
        lambda width: failing.panels(rows, width),
    )


def figure(answer: Discover, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _rows(search: Search) -> list[Row]:
    told = "parameters" if search.year is None else f"what has happened by {search.year}; failures after it"
    return [
        failing.row(told, "; ".join(discover.words(one) for one in box.restrictions), box.density, search.rate)
        for box in search.boxes
    ]
