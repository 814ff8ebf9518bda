"""Adherence from neglect to full: a column for each order, a row for each outcome that it moves."""

from __future__ import annotations

from typing import Any

from foedus.assessment.analysts import limit_of
from foedus.assessment.thesis_lines import Thesis, ThesisCell, ThesisOutcome
from foedus.report.look import BLUE, BRICK, MUTED, OCHRE, TEAL, WIDE, heading
from foedus.report.numbers import PROBABILITY
from foedus.report.thesis import label
from foedus.report.vega import Spec, field, grid, layer, mark

HEIGHT, SIDE = 90, 46
LEVERS = {"whole": (BLUE, [1, 0]), "legal": (OCHRE, [6, 3]), "structural": (TEAL, [2, 2])}


def figure(answer: Thesis, width: int = WIDE) -> Spec:
    """Small multiples: the probability by adherence with its band, and what each part does alone."""
    inner = max(90, width // len(answer.orders) - SIDE)
    panels = [
        _panel(order.cells[place], one, f"{order.title}: {label(one)}", inner, _top(answer, place, one))
        for place, one in enumerate(answer.outcomes)
        for order in answer.orders
    ]
    return grid(panels, len(answer.orders), spacing={"row": 16, "column": 14})


def _panel(cell: ThesisCell, one: ThesisOutcome, name: str, inner: int, top: float) -> Spec:
    scale = _scale(one)
    rows: list[dict[str, Any]] = [
        {
            "adherence": step.adherence,
            "lever": lever,
            **{end: None if x is None else scale * x for end, x in getattr(step, lever)},
        }
        for step in cell.steps
        for lever in LEVERS
        if getattr(step, lever).value is not None
    ]
    band = [row for row in rows if row["lever"] == "whole"]
    limit = [] if one.years is None else [{"limit": scale * limit_of(one)}]
    x = field("adherence:Q", title=None, axis={"values": [-1, 0, 1], "format": "d", "grid": False})
    unit = "per cent" if one.unit == PROBABILITY else one.unit
    y = field("value:Q", title=unit, scale={"domain": [0, top]}, axis={"tickCount": 3})
    colour = field(
        "lever:N",
        title=None,
        scale={"domain": list(LEVERS), "range": [colour for colour, _ in LEVERS.values()]},
        legend={"orient": "bottom"},
    )
    dash = field("lever:N", scale={"domain": list(LEVERS), "range": [dash for _, dash in LEVERS.values()]}, legend=None)
    return layer(
        mark("area", band, {"x": x, "y": "low:Q", "y2": "high"}, color=BLUE, opacity=0.15),
        mark("rule", limit, {"y": "limit:Q"}, color=BRICK, strokeWidth=1.2, strokeDash=[4, 3]),
        mark("line", rows, {"x": x, "y": y, "color": colour, "strokeDash": dash}, strokeWidth=1.8),
        mark("rule", [{"adherence": 0}], {"x": x}, color=MUTED, strokeWidth=0.6),
        width=inner,
        height=HEIGHT,
        title=heading(name, inner + SIDE - 10),
    )


def _top(answer: Thesis, place: int, one: ThesisOutcome) -> float:
    """The highest value to draw of an outcome, in any order."""
    ends = [step.whole.high or step.whole.value or 0.0 for order in answer.orders for step in order.cells[place].steps]
    return 1.05 * _scale(one) * max(*ends, one.at_most or 0.0, one.at_least or 0.0)


def _scale(one: ThesisOutcome) -> float:
    return 100.0 if one.unit == PROBABILITY else 1.0
