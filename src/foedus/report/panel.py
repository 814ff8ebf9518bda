"""A panel in short: its size, its first rows, and what to know of them."""

from __future__ import annotations

from typing import Any

import polars as pl

from foedus.data.panel.panel import Panel
from foedus.report.words import counted

ROWS = 8
"""Rows that a notebook shows."""


def panel_text(panel: Panel) -> str:
    """The panel in a line, its notes, and its first rows."""
    return (
        "\n".join(
            [_head(panel), *(f"note: {note}" for note in panel.notes), str(panel.rows.lazy().head(ROWS).collect())]
        )
        + "\n"
    )


def parts(panel: Panel) -> dict[str, Any]:
    """What the template of a notebook's cell shows."""
    shown = _first(panel)
    rows = [["" if cell is None else str(cell) for cell in row] for row in shown.iter_rows()]
    return {"head": _head(panel), "notes": panel.notes, "columns": shown.columns, "rows": rows}


def _first(panel: Panel) -> pl.DataFrame:
    return panel.rows.lazy().head(ROWS).collect()


def _head(panel: Panel) -> str:
    size = f"{counted(panel.rows.own.height, 'row')}, {counted(len(panel.columns), 'column')}"
    return f"foedus panel of {panel.unit}, {panel.options.get('years', '')}: {size}"
