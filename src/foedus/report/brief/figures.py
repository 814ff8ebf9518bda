"""The pictures of a brief: charts as every other report draws them, without the title that the brief prints itself."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.errors import InputError
from foedus.report.brief.model import Figure, Quote, said
from foedus.report.brief.sections.outcomes import chosen
from foedus.report.brief.source import Materials
from foedus.report.chart import Chart
from foedus.report.gallery import chart
from foedus.report.look import WIDE
from foedus.report.vega import Spec

PANELS = 6
"""Outcomes that are drawn on the page."""
HEIGHT = 5.0
"""Of the picture on the page, in centimetres at most."""


@dataclass(frozen=True)
class Plate:
    """A chart as a picture in a document."""

    chart: Chart

    @property
    def words(self) -> str:
        """What it shows."""
        return self.chart.words

    def svg(self) -> str:
        """As SVG."""
        from foedus.report import drawn

        return drawn.file(drawn.element(self._bare(), f"brief-{self.chart.name}", self.chart.title, self.words))

    def png(self) -> bytes:
        """As PNG."""
        from foedus.report import drawn

        return drawn.png(self.svg(), self.chart.title, self.words)

    def _bare(self) -> Spec:
        return {name: part for name, part in self.chart.draw(WIDE).items() if name != "title"}


def fans(given: Materials) -> list[Figure]:
    """The outcomes told first, year by year; none where nothing is known by year."""
    try:
        found = chart(given.said, "fans", outcomes=[line.name for line in chosen(given)[:PANELS]])
    except InputError:
        return []
    title, reading = (Quote("chart", (found.name, part), getattr(found, part)) for part in ("title", "subtitle"))
    return [Figure(found.name, said(title, "."), said(reading), Plate(found), HEIGHT)]
