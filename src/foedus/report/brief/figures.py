"""The pictures of a brief: charts of the answer, as every other report draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.report.brief.model import Figure, said
from foedus.report.brief.sections.outcomes import chosen
from foedus.report.brief.source import Materials
from foedus.report.charts import Picture, pictures
from foedus.report.look import as_svg
from foedus.report.vega import Spec

CHOSEN = {"curves": 6.4}
"""Charts by name, and how high they are at most, in centimetres."""
PANELS = 6
"""Outcomes that are drawn."""
WIDTH = 840
SHARPNESS = 2.0


@dataclass(frozen=True)
class Chart:
    """A chart of the page as a picture in a document, which prints its title itself."""

    picture: Picture

    @property
    def words(self) -> str:
        """What it shows."""
        return self.picture.description

    def svg(self) -> str:
        """As SVG."""
        element = as_svg(self._drawn(), self.picture.name, self.picture.title, self.words)
        return element.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)

    def png(self) -> bytes:
        """As PNG."""
        import vl_convert

        return bytes(vl_convert.vegalite_to_png(self._drawn(), scale=SHARPNESS))

    def _drawn(self) -> Spec:
        return {name: part for name, part in self.picture.draw(WIDTH).items() if name != "title"}


def figures(given: Materials) -> Iterator[Figure]:
    """The charts that the answer has numbers for, of the outcomes that are told first."""
    told = chosen(given)[:PANELS]
    shown = [line for line in given.said.outcomes if line in told]
    for picture in pictures(given.said.model_copy(update={"outcomes": shown})):
        if picture.name in CHOSEN:
            yield Figure(picture.name, said(picture.title), Chart(picture), CHOSEN[picture.name])
