"""A picture as a file of its own: PNG, SVG, or a page that needs nothing else."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import vl_convert

from foedus.errors import InputError
from foedus.report.look import WIDE, as_svg, styled

SUFFIXES = (".html", ".png", ".svg")
SCALE = 2.0
"""Dots a PNG has for each pixel of the chart."""


def check_suffix(path: Path) -> None:
    """Refuse a name that does not say which kind of picture is wanted."""
    if path.suffix not in SUFFIXES:
        raise InputError(f"{path}: a picture ends in {', '.join(SUFFIXES)}, not '{path.suffix}'")


def picture_bytes(figure: Any, name: str, title: str, subtitle: str, suffix: str) -> bytes:
    """What the file holds: the bare chart `figure` under its title, in the format of `suffix`."""
    chart = styled(figure, title, subtitle, WIDE)
    if suffix == ".png":
        return bytes(vl_convert.vegalite_to_png(chart.to_dict(), scale=SCALE))
    if suffix == ".svg":
        return str(vl_convert.vegalite_to_svg(chart.to_dict())).encode()
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    body = as_svg(chart, name, title, subtitle)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'.encode()
