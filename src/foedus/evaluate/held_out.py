"""Held-out scores of a posterior's specification, from the shipped scores."""

from __future__ import annotations

from typing import NamedTuple

from foedus.equations.registry import RIVALS, posterior_name
from foedus.evaluate.result import Cell, Interval
from foedus.evaluate.tables import EQUATION, Shipped, shipped

METHOD = (
    "Candidate specifications at the mode of their posteriors, each fitted to the years to an origin and "
    "scored on outcomes after "
    "it. Intervals draw whole clusters (dyads, disputes, treaties, states) with replacement."
)
SCORES = {
    "brier_skill": "Brier skill",
    "log_score": "log score",
    "auc": "AUC",
    "average_precision": "average precision",
    "calibration_slope": "calibration slope",
    "coverage_50": "50% interval held",
    "coverage_90": "90% interval held",
}


NONE: Interval = (None, None, None)


class HeldOut(NamedTuple):
    """The scores of the specifications of an equation, and the requested one."""

    contest: Shipped
    specification: str

    @property
    def note(self) -> str:
        """Where the forecasts were made from."""
        origins = self.contest.origins
        capabilities = f"; capabilities of {self.contest.capabilities}" if self.contest.capabilities else ""
        return f"Forecasts from {len(origins)} origins, {origins[0]} to {origins[-1]}{capabilities}."

    def table(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Headings, and a line for each thing forecast and horizon: its events and every score with its 90% interval."""
        cells = [cell for cell in self.contest.cells if self.specification in cell.scores]
        own = {id(cell): cell.scores[self.specification] for cell in cells}
        names = [each for each in SCORES if any(each in scores for scores in own.values())]
        lines = [
            (cell.target, _ahead(cell), _events(cell), *(text(own[id(cell)].get(name, NONE)) for name in names))
            for cell in cells
        ]
        return ("forecast", "ahead", "events", *(SCORES[name] for name in names)), lines


def held_out(name: str) -> HeldOut | None:
    """The scores of the posterior `name` on later years; None where its equation was not scored."""
    for equation, specifications in RIVALS.items():
        for specification in specifications:
            if name == posterior_name(equation, specification) and (found := contest_of(equation)) is not None:
                return HeldOut(found, specification)
    return None


def text(value: Interval) -> str:
    """A value with its interval in brackets.

    >>> text((0.05, 0.01, None))
    '0.05'
    >>> text((1.1, 1.0, 1.2))
    '1.1 [1, 1.2]'
    """
    if value[0] is None:
        return "-"
    known = value[1] is not None and value[2] is not None
    return f"{value[0]:.3g}" + (f" [{value[1]:.3g}, {value[2]:.3g}]" if known else "")


def _events(cell: Cell) -> str:
    return f"{cell.events:,} of {cell.rows:,}" if cell.curve else f"{cell.rows:,} outcomes"


def _ahead(cell: Cell) -> str:
    return "1 year" if cell.horizon == 1 else f"{cell.horizon} years"


def contest_of(equation: str) -> Shipped | None:
    """The shipped comparison of an equation's specifications; None if there is none."""
    return shipped(EQUATION, equation)
