"""One chart: its picture, the table of what it shows, and words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.atomic import atomic_write
from foedus.errors import InputError
from foedus.report import drawn
from foedus.report.look import WIDE, styled
from foedus.report.vega import Spec

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
VEGA_LITE = "application/vnd.vegalite.v5+json"
SUFFIXES = (".html", ".pdf", ".png", ".svg")


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart, as `foedus.chart` makes it.

    name      as `foedus.charts` has it
    title     what it shows
    subtitle  how to read it
    words     one to three sentences that say what is seen, with its numbers
    rows      its table: what the picture shows, a dictionary for each mark or row of marks; null where nothing is known
    figure    the picture at a width in pixels, as bare Vega-Lite
    """

    name: str
    title: str
    subtitle: str
    words: str
    rows: Sequence[Row]
    figure: Callable[[int], Spec]

    @cached_property
    def spec(self) -> Spec:
        """The picture as Vega-Lite, with its data in it."""
        return self.draw()

    def draw(self, width: int = WIDE) -> Spec:
        """The picture as Vega-Lite, at most about `width` pixels wide."""
        return styled(self.figure(width), self.title, self.subtitle, width) | {"description": self.words}

    def element(self, width: int = WIDE) -> str:
        """The picture as an SVG element for a page; ids carry the name and the width."""
        return drawn.element(self.draw(width), f"{self.name}-{width}", self.title, self.words)

    def svg(self, width: int = WIDE) -> str:
        """The picture as an SVG file: text is text, title and words are in it."""
        return self.element(width).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"

    def png(self) -> bytes:
        """The picture as a PNG file, two dots for each pixel; title and words are in it."""
        return drawn.png(self.spec, self.title, self.words)

    def pdf(self) -> bytes:
        """The picture as a PDF file of one page of its size."""
        return drawn.pdf(self.spec)

    def html(self) -> str:
        """The picture as a page, with its words and its table, that fetches nothing."""
        return drawn.page(self.element(), self.title, self.words, self.rows)

    def save(self, path: Path | str) -> None:
        """Write the picture to a .svg, .png, .pdf or .html file. Raises InputError for another suffix."""
        path = Path(path)
        content = self.content(check_suffix(path))
        with atomic_write(path) as part:
            part.write_bytes(content)

    def content(self, suffix: str) -> bytes:
        """The file of a suffix of SUFFIXES."""
        made = {".pdf": self.pdf, ".png": self.png}.get(suffix)
        return made() if made else (self.svg() if suffix == ".svg" else self.html()).encode()

    def to_frame(self) -> pl.DataFrame:
        """The table as a Polars data frame."""
        import polars as pl

        return pl.DataFrame(self.rows, infer_schema_length=None)

    def __repr__(self) -> str:
        return f"{self.title}\n{self.words}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Mapping[str, Any]:
        """What a notebook shows: the picture, or its words where it shows no picture."""
        return {VEGA_LITE: self.spec, "image/svg+xml": self.svg(), "text/plain": repr(self)}


def check_suffix(path: Path) -> str:
    """The suffix of a picture's file. Raises InputError for one that tells no format."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"{path}: cannot tell the picture's format from '{path.suffix}'; name it {' or '.join(SUFFIXES)}"
        )
    return suffix
