"""A shaded table: a cell for each row and column, darker where there is more, with its number."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.report.chart import Row
from foedus.report.figures.orders import DARK_FROM, LIGHT
from foedus.report.look import BLUE, INK, MUTED, heading, lines
from foedus.report.vega import Spec, either, field, layer, mark, value

SIDE, SIZE, ROW = 190, 11, 30


def table(
    rows: Sequence[Row],
    width: int,
    told: str,
    labels: bool = True,
    numbers_on: bool = True,
    shade: str = "probability",
    most: float = 1.0,
) -> Spec:
    """Rows and columns in the order they come, by the fields `row` and `column`; shaded from 0 to `most` of the field `shade`,
    with the field `text` in each cell."""
    order = {
        "y": list(dict.fromkeys(row["row"] for row in rows)),
        "x": list(dict.fromkeys(row["column"] for row in rows)),
    }
    axis = {"labelLimit": SIDE, "labelFontSize": SIZE, "labelColor": INK, "ticks": False, "title": None}
    broken = {
        "labelExpr": "split(datum.label, '|')",
        "labelLineHeight": SIZE + 1,
        "labelOffset": {"condition": {"test": "indexof(datum.value, '|') >= 0", "value": -(SIZE + 1) / 2}, "value": 0},
    }
    x = field("column:O", sort=order["x"], axis=axis | {"orient": "top", "labelAngle": 0, "labelOverlap": True})
    y = field("row:O", sort=order["y"], axis=axis | broken if labels else None)
    colour = field(f"{shade}:Q", scale={"domain": [0, most], "range": [LIGHT, BLUE]}, legend=None)
    on_dark = either(f"datum.{shade} > {DARK_FROM * most}", "white", INK)
    known = [row for row in rows if row[shade] is not None]
    unknown = [row for row in rows if row[shade] is None]
    text = {"x": x, "y": y, "text": field("text:N")}
    small = SIZE - 2 if len(order["x"]) > 8 else SIZE
    return layer(
        mark("rect", known, {"x": x, "y": y, "color": colour}, stroke="white", strokeWidth=2),
        mark("text", known if numbers_on else [], text | {"color": on_dark}, fontSize=small),
        mark("text", unknown, text | {"color": value(MUTED)}, fontSize=SIZE),
        width=width,
        height=ROW * len(order["y"]),
        title=heading(told, width) | {"text": lines(told, width, 12)},
    )
