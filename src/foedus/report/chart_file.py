"""One chart as a file: SVG, PNG, or a self-contained page."""

from __future__ import annotations

from html import escape
from pathlib import Path

import vl_convert

from foedus.errors import InputError
from foedus.report.look import FONT, INK, MUTED, WIDE, as_svg, styled
from foedus.report.vega import Spec

SUFFIXES = (".html", ".png", ".svg")
SHARPNESS = 2.0
"""Dots of a PNG for each pixel of the chart."""


def check_suffix(path: Path) -> None:
    """Refuse a file name without a known format."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"{path}: cannot tell the picture's format from '{path.suffix}'; name it {' or '.join(SUFFIXES)}"
        )


def picture_bytes(figure: Spec, name: str, title: str, subtitle: str, suffix: str) -> bytes:
    """The content of a chart file: `figure` is a bare chart, `suffix` one of SUFFIXES."""
    chart = styled(figure, title, subtitle, WIDE)
    if suffix == ".png":
        return bytes(vl_convert.vegalite_to_png(chart, scale=SHARPNESS))
    if suffix == ".svg":
        return str(vl_convert.vegalite_to_svg(chart)).encode()
    svg = as_svg(chart, name, title, subtitle)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>body{{margin:2rem auto;max-width:{WIDE + 40}px;padding:0 1rem;color:{INK};font-family:{FONT}}}"
        f"svg{{max-width:100%;height:auto}}p{{color:{MUTED};font-size:.85rem}}</style></head>\n"
        f"<body>{svg}</body></html>\n"
    ).encode()
