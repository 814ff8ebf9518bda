"""Calibration of the forecasts of past alliances: a row for each outcome, the simulator beside the class rate."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.errors import InputError
from foedus.evaluate.result import Cell
from foedus.report import alliances
from foedus.report.chart import Chart
from foedus.report.figures.calibration import bins, of_models, table, words
from foedus.simulation.alliances.answer import AlliancesAnswer
from foedus.simulation.alliances.scores import MODEL, REFERENCE


def chart(answer: AlliancesAnswer) -> Chart:
    """The curves with intervals by patron, of the outcomes that have one."""
    cells = drawn(answer.cells)
    if not cells:
        raise InputError("too few alliances for a calibration curve; ask for more origins")
    rows = table((MODEL, REFERENCE), cells)
    return Chart(
        "alliances",
        alliances.title(answer),
        f"{alliances.headline(answer)} {alliances.PICTURE}",
        words(rows),
        rows,
        lambda width: of_models((MODEL, REFERENCE), cells, width),
    )


def drawn(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that have a curve."""
    return [cell for cell in cells if cell.subset == "by patron" and bins(cell, MODEL)]
