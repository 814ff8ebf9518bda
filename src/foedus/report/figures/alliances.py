"""Calibration of the forecasts of past alliances: a row for each outcome, the simulator beside the class rate."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.evaluate.result import Cell
from foedus.report.figures.calibration import bins, of_models
from foedus.report.look import WIDE
from foedus.report.vega import Spec
from foedus.simulation.alliances.scores import MODEL, REFERENCE


def figure(cells: Sequence[Cell], width: int = WIDE) -> Spec:
    """The curves with intervals by patron, of the outcomes that have one."""
    return of_models((MODEL, REFERENCE), drawn(cells), width)


def drawn(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that have a curve."""
    return [cell for cell in cells if cell.subset == "by patron" and bins(cell, MODEL)]
