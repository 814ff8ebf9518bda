"""The pictures of a brief: charts of the answer, as every other report draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.report.brief.model import Figure, said
from foedus.report.brief.source import Materials
from foedus.report.charts import Picture, pictures

CHOSEN = {"curves": 6.5}
"""Charts by name, and how high they are at most, in centimetres."""
WIDTH = 840


@dataclass(frozen=True)
class Chart:
    """A chart of the page as a picture in a document."""

    picture: Picture

    @property
    def words(self) -> str:
        """What it shows."""
        return self.picture.description

    def svg(self) -> str:
        """As SVG."""
        return self.picture.svg_file(WIDTH)

    def png(self) -> bytes:
        """As PNG."""
        import vl_convert

        return bytes(vl_convert.vegalite_to_png(self.picture.draw(WIDTH), scale=2.0))


def figures(given: Materials) -> Iterator[Figure]:
    """The charts that the answer has numbers for."""
    for picture in pictures(given.said):
        if picture.name in CHOSEN:
            yield Figure(picture.name, said(picture.title), Chart(picture), CHOSEN[picture.name])
