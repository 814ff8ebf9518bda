"""A shaded table: a cell for each row and column, darker where there is more, with its number."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.report.chart import Row
from foedus.report.look import INK, MUTED, heading, lines, on_shading, shading
from foedus.report.vega import Spec, field, layer, mark, value

SIDE, SIZE, ROW = 190, 11, 30
LEAD = SIZE + 1
"""Height of a line of a label, in pixels."""
BREAK = "|"


def broken(label: str, width: int) -> str:
    """A label cut into lines that fit `width` pixels, as `table` takes it."""
    return BREAK.join(lines(label, width, SIZE))


def table(
    rows: Sequence[Row],
    width: int,
    told: str,
    labels: bool = True,
    numbers_on: bool = True,
    shade: str = "probability",
    most: float = 1.0,
) -> Spec:
    """Rows and columns in the order they come, by the fields `row` and `column`, which `broken` may have cut into lines; shaded
    from 0 to `most` of the field `shade`, with the field `text` in each cell."""
    order = {
        "y": list(dict.fromkeys(row["row"] for row in rows)),
        "x": list(dict.fromkeys(row["column"] for row in rows)),
    }
    axis = {"labelLimit": SIDE, "labelFontSize": SIZE, "labelColor": INK, "ticks": False, "title": None}
    axis |= {"labelExpr": f"split(datum.label, '{BREAK}')", "labelLineHeight": LEAD}
    across = {"orient": "top", "labelAngle": 0, "labelOverlap": True, "labelPadding": _by_lines(LEAD, 2)}
    x = field("column:O", sort=order["x"], axis=axis | across)
    y = field("row:O", sort=order["y"], axis=axis | {"labelOffset": _by_lines(-LEAD / 2, 0)} if labels else None)
    known = [row for row in rows if row[shade] is not None]
    unknown = [row for row in rows if row[shade] is None]
    text = {"x": x, "y": y, "text": field("text:N")}
    tallest = 1 + max(row["row"].count(BREAK) for row in rows)
    small = SIZE - 2 if len(order["x"]) > 8 else SIZE
    return layer(
        mark("rect", known, {"x": x, "y": y, "color": shading(shade, most)}, stroke="white", strokeWidth=2),
        mark("text", known if numbers_on else [], text | {"color": on_shading(shade, most)}, fontSize=small),
        mark("text", unknown, text | {"color": value(MUTED)}, fontSize=SIZE),
        width=width,
        height=max(ROW, tallest * LEAD + 4) * len(order["y"]),
        title=heading(told, width) | {"text": lines(told, width, 12)},
    )


def _by_lines(step: float, first: float) -> Spec:
    """A length that grows by `step` with each line of a label after the first."""
    cases = [
        {"test": f"length(split(datum.value, '{BREAK}')) == {n}", "value": first + step * (n - 1)} for n in (2, 3, 4)
    ]
    return {"condition": cases, "value": first}
