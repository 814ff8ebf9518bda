"""The calibration chart of a model card, and its description."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.evaluate.result import Cell
from foedus.report.chart import Chart
from foedus.report.figures.calibration import ahead, bins, capital, of_model, said, tenths

CURVE = (
    "Each dot is a group of forecasts: on the dashed line as much happened as was forecast, above it more, below it less. "
    "Hollow: none happened. Bars: 90% intervals. Slope 1 is right; below 1, forecasts spread too far; above 1, not far enough."
)
TENTHS = (
    "Each bar is the share of outcomes that fell in that tenth of their forecasts; right is a tenth in each. "
    "Ends above the line: forecasts too narrow; middle above it: too wide. Thin bars: 90% intervals."
)


def picture(name: str, model: str, cells: Sequence[Cell], note: str = "") -> Chart | None:
    """The chart of one model from the cells it was scored in; None if no cell has its calibration."""
    drawn = [cell for cell in cells if bins(cell, model) or tenths(cell, model)]
    if not drawn:
        return None
    keys = [CURVE] if any(bins(cell, model) for cell in drawn) else []
    keys += [TENTHS] if any(tenths(cell, model) for cell in drawn) else []
    words = ". ".join(f"{capital(cell.target)}, {ahead(cell).lower()}: {said(model, cell)}" for cell in drawn) + "."
    return Chart(
        name,
        f"{name}: what was forecast, and what happened",
        " ".join([*keys, note]).strip(),
        words,
        [],
        lambda width: of_model(model, drawn, width),
    )
