"""Adherence from neglect to full: a column for each order, a row for each outcome that it moves."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.analysts import limit_of
from foedus.assessment.thesis_lines import Thesis, ThesisCell, ThesisOrder, ThesisOutcome
from foedus.report import numbers, thesis
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, BRICK, MUTED, OCHRE, TEAL, WIDE, heading
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec, field, grid, layer, mark

HEIGHT, SIDE = 90, 46
LEVERS = {"whole": (BLUE, [1, 0]), "legal": (OCHRE, [6, 3]), "structural": (TEAL, [2, 2])}


def chart(answer: Thesis) -> Chart:
    """Small multiples: what each outcome comes to by adherence with its band, and what each part does alone."""
    rows = [row for order in answer.orders for cell in order.cells for row in _rows(answer, order, cell)]
    return Chart(
        "thesis",
        thesis.title(answer),
        thesis.subtitle(answer),
        _words(answer),
        rows,
        lambda width: _figure(answer, rows, width),
    )


def figure(answer: Thesis, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _rows(answer: Thesis, order: ThesisOrder, cell: ThesisCell) -> list[Row]:
    one = next(each for each in answer.outcomes if each.name == cell.outcome)
    scale = _scale(one)
    return [
        {
            "order": order.title,
            "outcome": one.name,
            "label": thesis.label(one),
            "adherence": step.adherence,
            "lever": lever,
            **{end: None if x is None else scale * x for end, x in getattr(step, lever)},
            "unit": "per cent" if one.unit == PROBABILITY else one.unit,
        }
        for step in cell.steps
        for lever in LEVERS
        if getattr(step, lever).value is not None
    ]


def _words(answer: Thesis) -> str:
    found = [
        (order, one, cell.effect.difference)
        for order in answer.orders
        for one, cell in zip(answer.outcomes, order.cells, strict=True)
        if cell.effect.difference.estimate.value is not None and one.unit == PROBABILITY
    ]
    if not found:
        return "No effect of adherence can be told."
    order, one, most = max(found, key=lambda each: abs(each[2].estimate.value or 0.0))
    clear = sum(difference.clear for _, _, difference in found)
    return (
        f"From neglect to full adherence '{thesis.label(one)}' moves most in '{order.title}': "
        f"{numbers.difference(most.estimate)}. Of {len(found)} effects, {clear} have a 90% interval that excludes zero."
    )


def _figure(answer: Thesis, rows: Sequence[Row], width: int) -> Spec:
    inner = max(90, width // len(answer.orders) - SIDE)
    panels = [
        _panel(
            [row for row in rows if row["order"] == order.title and row["outcome"] == one.name],
            one,
            f"{order.title}: {thesis.label(one)}",
            inner,
            _top(answer, place, one),
        )
        for place, one in enumerate(answer.outcomes)
        for order in answer.orders
    ]
    return grid(panels, len(answer.orders), spacing={"row": 16, "column": 14})


def _panel(rows: list[Row], one: ThesisOutcome, name: str, inner: int, top: float) -> Spec:
    band = [row for row in rows if row["lever"] == "whole"]
    limit = [] if one.years is None else [{"limit": _scale(one) * limit_of(one)}]
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
