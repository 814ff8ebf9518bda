"""The look of every chart: colours distinguishable for the colour-blind and in grey, one sans-serif, thin rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from textwrap import wrap
from typing import Any

from foedus.report.vega import Spec, either, field, layer, mark

INK, MUTED, RULE, PAPER = "#1f2933", "#5f6b76", "#d8dce0", "#ffffff"
BLUE, PALE, LIGHT = "#1f4e79", "#dbe6f0", "#f4f7fa"
DARK_FROM = 0.75
"""Share of a shade from which white is read more easily on it than black; either has a contrast of at least 4.5 on it."""
BRICK, OCHRE, TEAL = "#a63d1f", "#b8860b", "#338577"
ORDERS = ("#1f4e79", "#b2691f", "#078364", "#5709a5", "#645426", "#4a1c1c")
"""Each 15 or more from every other in CIELAB, by whole sight and without any one cone, and dark enough for text."""
DASHES = ([1, 0], [7, 3], [2, 2], [8, 3, 2, 3], [4, 4], [12, 3])
SHAPES = {
    "met": "circle",
    "missed": "diamond",
    "undecided": "square",
    "by assumption": "triangle-up",
    "no limit": "cross",
}
STATES = {"met": TEAL, "missed": BRICK, "undecided": OCHRE, "by assumption": INK, "no limit": BLUE}
FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
WIDE, NARROW = 840, 340
LETTER = 0.56
"""Mean width of a letter, in font sizes."""

CONFIG = {
    "font": FONT,
    "view": {"stroke": None},
    "title": {
        "fontSize": 15,
        "fontWeight": 600,
        "color": INK,
        "subtitleFontSize": 12,
        "subtitleColor": MUTED,
        "subtitlePadding": 5,
    },
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": 11,
        "titleColor": MUTED,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "gridColor": RULE,
        "gridWidth": 0.6,
        "domain": False,
        "tickColor": RULE,
        "tickSize": 4,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 11,
        "titleColor": MUTED,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    },
    "concat": {"spacing": 20},
}
"""What all charts look like."""


def styled(chart: Spec, title: str, subtitle: str, width: int) -> Spec:
    """A chart with its title and the common look, wrapped to its width."""
    return {
        **chart,
        "title": {
            "text": lines(title, width, 15),
            "subtitle": lines(subtitle, width, 12),
            "anchor": "start",
            "offset": 16,
            "frame": "bounds",
        },
        "background": PAPER,
        "padding": 4,
        "config": CONFIG,
    }


def lines(text: str, width: int, size: float) -> list[str]:
    """A text cut into lines that fit `width` pixels at a font size."""
    return wrap(text, max(8, int(width / (LETTER * size))), break_long_words=False) or [""]


def sentence_list(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    >>> sentence_list(["Turkey", "ISIS", "Nusra"])
    'Turkey, ISIS and Nusra'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def heading(text: str, width: int) -> Spec:
    """The title of a panel."""
    return {
        "text": lines(text, width, 12),
        "fontSize": 12,
        "fontWeight": 600,
        "color": INK,
        "anchor": "start",
        "offset": 8,
    }


def shading(name: str, most: float = 1.0) -> Spec:
    """The colour of a cell: darker where a field is larger, from 0 to `most`."""
    return field(f"{name}:Q", scale={"domain": [0, most], "range": [LIGHT, BLUE]}, legend=None)


def on_shading(name: str, most: float = 1.0) -> Spec:
    """The colour of text on a cell of that shade."""
    return either(f"datum.{name} > {DARK_FROM * most}", "white", "black")


def words(texts: Sequence[tuple[list[str], float]], size: float, x: Any, y: Any, **look: Any) -> Spec:
    """Texts of one or more lines, each centred on its position, which x or y reads from the field `place`."""
    lead = size + 2
    layers = []
    for count in sorted({len(text) for text, _ in texts}):
        rows = [{"text": text, "place": place} for text, place in texts if len(text) == count]
        shape: Spec = {"fontSize": size, "lineHeight": lead, "dy": -(count - 1) * lead / 2}
        layers.append(mark("text", rows, {"x": x, "y": y, "text": "text:N"}, **shape, **look))
    return layer(*layers)


def down(height: float, name: str = "place") -> Spec:
    """Pixels from the top of a chart of this height, as a vertical scale without an axis."""
    return field(f"{name}:Q", axis=None, scale={"domain": [height, 0], "nice": False, "zero": False})


def stacked(heights: Sequence[float]) -> tuple[list[float], float]:
    """Centres of rows of these heights from the top, and their sum."""
    ends = list(accumulate(heights))
    return [end - height / 2 for end, height in zip(ends, heights, strict=True)], float(sum(heights))
