"""A picture in Vega-Lite as SVG, PNG, PDF or a page of its own, each with what is said for those who cannot see it."""

from __future__ import annotations

import re
import struct
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from foedus.report import painters
from foedus.report.look import FONT, INK, MUTED, RULE, WIDE
from foedus.report.vega import Spec

SHARPNESS = 2.0
"""Dots of a PNG for each pixel of the picture."""
PAGE = """
#set document(title: sys.inputs.title, date: none)
#set text(lang: "en")
#set page(width: auto, height: auto, margin: 6pt)
#image("chart.pdf", alt: sys.inputs.words)
"""
SIGNATURE = 8
"""Bytes of a PNG before its first chunk."""
TAG = re.compile(r'<\w+(?:\s[\w:-]+="[^"]*")*\s*/?>')
ROLES = re.compile(r'\s(?:role|aria-[a-z]+)="[^"]*"')
"""What the library says of single marks: a reader is told the picture as a whole, and its marks have no names."""


def element(spec: Spec, name: str, title: str, words: str) -> str:
    """The picture as an SVG element with text as text, named and described; its ids begin with `name`."""
    svg = painters.svg(spec)
    body = TAG.sub(lambda tag: ROLES.sub("", tag[0]), svg[svg.index(">", svg.index("<svg")) + 1 :])
    size = re.search(r'viewBox="([^"]+)"', svg)
    assert size is not None
    for place, found in enumerate(dict.fromkeys(re.findall(r'<(?:clipPath|linearGradient) id="([^"]+)"', body))):
        for before, after in (('id="', '"'), ("url(#", ")")):
            body = body.replace(f"{before}{found}{after}", f"{before}{name}-{place}{after}")
    return (
        f'<svg role="img" aria-labelledby="{name}-title {name}-desc" viewBox="{size[1]}" '
        f'width="{size[1].split()[2]}"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(words)}</desc>{body}'
    )


def file(element: str) -> str:
    """An SVG element as a file."""
    return element.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def png(svg: str, title: str, words: str) -> bytes:
    """An SVG file as PNG, which holds title and words as text."""
    import vl_convert

    found = bytes(vl_convert.svg_to_png(svg, scale=SHARPNESS))
    end = SIGNATURE + 12 + int.from_bytes(found[SIGNATURE : SIGNATURE + 4], "big")
    return found[:end] + _text("Title", title) + _text("Description", words) + found[end:]


def _text(keyword: str, text: str) -> bytes:
    """An iTXt chunk: UTF-8, not compressed."""
    body = b"iTXt" + keyword.encode() + b"\0\0\0\0\0" + text.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def pdf(svg: str, title: str, words: str) -> bytes:
    """An SVG file as PDF: one page of its size, tagged, with the words as alternative text; the same bytes every time."""
    import typst
    import vl_convert

    inputs = {"title": title, "words": words}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "chart.pdf").write_bytes(bytes(vl_convert.svg_to_pdf(svg)))
        source = Path(folder) / "chart.typ"
        source.write_text(PAGE, encoding="utf-8")
        return bytes(typst.compile(str(source), format="pdf", sys_inputs=inputs, timestamp=0))


def page(svg: str, title: str, words: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A page of a picture, its words and its table."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>body{{margin:2rem auto;max-width:{WIDE + 40}px;padding:0 1rem;color:{INK};font-family:{FONT}}}"
        f"svg{{max-width:100%;height:auto}}details{{color:{MUTED};font-size:.85rem;overflow-x:auto}}"
        f"td,th{{padding:.15rem .6rem;text-align:left;border-top:1px solid {RULE}}}</style></head>\n"
        f"<body>{svg}\n<p>{escape(words)}</p>\n{table(rows)}</body></html>\n"
    )


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The table of a picture, folded away."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f'<th scope="col">{escape(name.replace("_", " "))}</th>' for name in columns)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(_cell(row.get(name)))}</td>" for name in columns) + "</tr>" for row in rows
    )
    return (
        f'<details class="data"><summary>The table of this chart</summary>\n<table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table>\n</details>"
    )


def _cell(value: Any) -> str:
    """A value for a reader: four digits of a number, nothing where it is unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
