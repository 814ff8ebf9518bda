"""The brief as PDF/UA-1 by typst: tagged, with its own fonts, the same bytes for the same brief."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

from foedus.report.brief.model import Brief
from foedus.report.brief.plain import plain

SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)
"""Sizes of the text, in points: the largest with which the annex begins on page 3, else the smallest."""
ANNEX_PAGE = 3
ONE_PAGE_SIZES = (*SIZES, 8.0, 7.5)
"""Of a brief without an annex: the largest with which it fills one page, else the smallest."""


def as_pdf(brief: Brief) -> bytes:
    """The brief on paper of size A4; its date is that of the case.

    A picture has the same place whatever it shows, so the size is found with blank ones while the pictures are drawn.
    """
    import typst

    day = datetime(brief.as_of.year, brief.as_of.month, brief.as_of.day, tzinfo=UTC)
    sizes, last = (SIZES, ANNEX_PAGE) if brief.annex else (ONE_PAGE_SIZES, 1)
    with ThreadPoolExecutor(1) as pool, as_file(files("foedus.report") / "templates" / "brief.typ") as template:
        drawn = pool.submit(plain, brief)
        blank = plain(brief, drawn=False)
        compiler = typst.Compiler(str(template), ignore_system_fonts=True)

        def made(said: Mapping[str, Any], size: float) -> bytes:
            inputs = {"brief": json.dumps(said, ensure_ascii=False), "size": str(size)}
            content = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=day)
            assert isinstance(content, bytes)
            return content

        def fits(size: float) -> bool:
            made(blank, size)
            return int(compiler.query("<annex>", field="value", one=True)) <= last

        place = bisect_left(sizes, True, hi=len(sizes) - 1, key=fits)
        return made(drawn.result(), sizes[place])
