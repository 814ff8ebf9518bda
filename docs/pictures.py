"""Committed pictures: SVG without what only a page with scripts would use, so that each stays small."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
MOST, LARGEST = 12, 150_000
"""Most committed pictures, and most bytes of one."""


def committed_pictures() -> list[Path]:
    """Every picture that is committed with the docs."""
    return sorted(path for path in HERE.rglob("*.svg") if HERE / "built" not in path.parents)


def slim(svg: str) -> str:
    """The same picture in fewer bytes: tenths of a pixel, the font named once, no labels on single marks."""
    found = re.match(r"(<svg[^>]*>)(.*)", svg, re.DOTALL)
    if found is None:
        raise ValueError("not an SVG picture")
    head, body = found.groups()
    body = re.sub(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"| opacity="1"', "", body)
    body = body.replace('<path d="" display="none"/>', "")
    for font in sorted(set(re.findall(r' font-family="[^"]*"', body)))[:1]:
        head, body = f"{head[:-1]}{font}>", body.replace(font, "")
    return head + re.sub(r' (?:d|transform|[xy]2?)="[^"]*"', _tenths, body)


def _tenths(attribute: re.Match[str]) -> str:
    """A place or a path, to a tenth of a pixel."""
    return re.sub(r"\d+\.\d{2,}", lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), attribute[0])


def slimmed() -> list[Path]:
    """Write every committed picture in fewer bytes; those that changed."""
    changed = []
    for path in committed_pictures():
        before = path.read_text(encoding="utf-8")
        if (after := slim(before)) != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path)
    return changed
