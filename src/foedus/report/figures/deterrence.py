"""How the moves of a deterrence game change: with a belief or the defender's resolve, and with lambda."""

from __future__ import annotations

from typing import Any

import altair as alt

from foedus.classic.deterrence_answer import DeterAnswer, MoveLine, Sweep
from foedus.report.figures.poles import apart
from foedus.report.look import BLUE, BRICK, MUTED, OCHRE, TEAL, WIDE, heading, table
from foedus.report.numbers import amount

MOVES = (
    ("challenge", "challenge", BLUE, 3.2),
    ("resist", "resist", TEAL, 1.6),
    ("press", "press on", OCHRE, 1.6),
    ("war", "war", BRICK, 2.4),
)
"""Field, label, colour and width of each line."""

RIGHT, HEIGHT, GAP = 84, 300, 15


def figure(answer: DeterAnswer, width: int = WIDE) -> Any:
    """Two panels, side by side where there is room."""
    columns = 2 if width >= WIDE else 1
    inner = width // columns - RIGHT - 50
    panels = [_panel(answer.by_quantity, inner, False), _panel(answer.by_precision, inner, True)]
    return alt.concat(*panels, columns=columns, spacing={"row": 26, "column": 20})


def _panel(sweep: Sweep, inner: int, logarithmic: bool) -> Any:
    points = [line for line in sweep.points if line.at is not None and (line.at > 0 or not logarithmic)]
    ends = [points[0].at, points[-1].at]
    scale = alt.Scale(type="log", domain=ends, nice=False) if logarithmic else alt.Scale(domain=ends, nice=False)
    x = alt.X("at:Q", title=sweep.quantity, scale=scale, axis=_axis(logarithmic))
    tall = alt.Scale(domain=[0, 1], nice=False)
    y = alt.Y("p:Q", title=None, scale=tall, axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]))
    layers = []
    if all(line.challenge_low is not None for line in points):
        band = [{"at": line.at, "p": line.challenge_low, "to": line.challenge_high} for line in points]
        layers.append(table(band).mark_area(color=BLUE, opacity=0.12).encode(x=x, y=y, y2="to:Q"))
    for field, _, colour, thick in reversed(MOVES):
        rows = [{"at": line.at, "p": getattr(line, field)} for line in points]
        layers.append(table(rows).mark_line(color=colour, strokeWidth=thick).encode(x=x, y=y))
    layers += _stated(sweep, ends, x)
    layers += _labels(points[-1], tall)
    said = f"Chances as {sweep.quantity.split(',')[0]} grows"
    return alt.layer(*layers).properties(width=inner, height=HEIGHT, title=heading(said, inner + RIGHT))


def _axis(logarithmic: bool) -> alt.Axis:
    if logarithmic:
        return alt.Axis(values=[0.1, 1, 10, 100], format="~g", grid=False, labelFlush=False)
    return alt.Axis(tickCount=5, grid=False, labelFlush=False)


def _stated(sweep: Sweep, ends: list[float | None], x: Any) -> list[Any]:
    low, high = ends
    if low is None or high is None or not low <= sweep.stated <= high:
        return []
    rule = table([{"at": sweep.stated, "text": f"stated {amount(sweep.stated)}"}])
    return [
        rule.mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x=x),
        rule.mark_text(align="right", dx=-4, fontSize=11, color=MUTED).encode(x=x, y=alt.value(8), text="text:N"),
    ]


def _labels(last: MoveLine, tall: alt.Scale) -> list[Any]:
    places = apart([float(getattr(last, field)) for field, *_ in MOVES], GAP / HEIGHT, 0.0, 1.0)
    return [
        table([{"p": place, "text": label}])
        .mark_text(align="left", dx=6, fontSize=11, color=colour, fontWeight=600 if label == "challenge" else "normal")
        .encode(x=alt.value("width"), y=alt.Y("p:Q", scale=tall), text="text:N")
        for (_, label, colour, _), place in zip(MOVES, places, strict=True)
    ]
