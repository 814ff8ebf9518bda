"""How the moves of a deterrence game change: with a belief or the defender's resolve, and with lambda."""

from __future__ import annotations

from foedus.classic.deterrence_answer import DeterAnswer, MoveLine, Sweep
from foedus.report import deterrence
from foedus.report.chart import Chart
from foedus.report.figures.poles import apart
from foedus.report.look import BLUE, BRICK, MUTED, OCHRE, TEAL, WIDE, heading
from foedus.report.numbers import amount
from foedus.report.vega import Spec, field, grid, layer, mark, value

MOVES = (
    ("challenge", "challenge", BLUE, 3.2),
    ("resist", "resist", TEAL, 1.6),
    ("press", "press on", OCHRE, 1.6),
    ("war", "war", BRICK, 2.4),
)
"""Field, label, colour and width of each line."""

RIGHT, HEIGHT, GAP = 84, 300, 15


def chart(answer: DeterAnswer) -> Chart:
    """Chances of each move along a belief and along precision."""
    rows = [
        {"along": sweep.quantity, "at": line.at, "move": move, "p": getattr(line, move)}
        for sweep, logarithmic in ((answer.by_quantity, False), (answer.by_precision, True))
        for line in sweep.points
        if line.at is not None and (line.at > 0 or not logarithmic)
        for move, *_ in MOVES
    ]
    said = deterrence.headline(answer)
    subtitle = " ".join([said, deterrence.PICTURE, *([deterrence.BAND] if answer.effect else [])])
    return Chart("deterrence", answer.title, subtitle, said, rows, lambda width: figure(answer, width))


def figure(answer: DeterAnswer, width: int = WIDE) -> Spec:
    """Two panels, side by side where there is room."""
    columns = 2 if width >= WIDE else 1
    inner = width // columns - RIGHT - 50
    panels = [_panel(answer.by_quantity, inner, False), _panel(answer.by_precision, inner, True)]
    return grid(panels, columns, spacing={"row": 26, "column": 20})


def _panel(sweep: Sweep, inner: int, logarithmic: bool) -> Spec:
    points = [line for line in sweep.points if line.at is not None and (line.at > 0 or not logarithmic)]
    ends = [points[0].at, points[-1].at]
    kind = {"type": "log"} if logarithmic else {}
    scale = {"domain": ends, "nice": False, **kind}
    x = field("at:Q", title=sweep.quantity, scale=scale, axis=_axis(logarithmic))
    tall = {"domain": [0, 1], "nice": False}
    y = field("p:Q", title=None, scale=tall, axis={"format": "%", "values": [0, 0.25, 0.5, 0.75, 1]})
    layers = []
    if all(line.challenge_low is not None for line in points):
        band = [{"at": line.at, "p": line.challenge_low, "to": line.challenge_high} for line in points]
        layers.append(mark("area", band, {"x": x, "y": y, "y2": "to"}, color=BLUE, opacity=0.12))
    for move, _, colour, thick in reversed(MOVES):
        rows = [{"at": line.at, "p": getattr(line, move)} for line in points]
        layers.append(mark("line", rows, {"x": x, "y": y}, color=colour, strokeWidth=thick))
    layers += _stated(sweep, ends, x)
    layers += _labels(points[-1], tall)
    said = f"Chances as {sweep.quantity.split(',')[0]} grows"
    return layer(*layers, width=inner, height=HEIGHT, title=heading(said, inner + RIGHT))


def _axis(logarithmic: bool) -> Spec:
    ticks: Spec = {"values": [0.1, 1, 10, 100], "format": "~g"} if logarithmic else {"tickCount": 5}
    return {**ticks, "grid": False, "labelFlush": False}


def _stated(sweep: Sweep, ends: list[float | None], x: Spec) -> list[Spec]:
    low, high = ends
    if low is None or high is None or not low <= sweep.stated <= high:
        return []
    rows = [{"at": sweep.stated, "text": f"stated {amount(sweep.stated)}"}]
    named = {"x": x, "y": value(8), "text": "text:N"}
    return [
        mark("rule", rows, {"x": x}, color=MUTED, strokeDash=[3, 3]),
        mark("text", rows, named, align="right", dx=-4, fontSize=11, color=MUTED),
    ]


def _labels(last: MoveLine, tall: Spec) -> list[Spec]:
    places = apart([float(getattr(last, move)) for move, *_ in MOVES], GAP / HEIGHT, 0.0, 1.0)
    at = {"x": value("width"), "y": field("p:Q", scale=tall), "text": "text:N"}
    layers = []
    for (_, label, colour, _), place in zip(MOVES, places, strict=True):
        look: Spec = {"color": colour, "fontWeight": 600 if label == "challenge" else "normal"}
        layers.append(mark("text", [{"p": place, "text": label}], at, align="left", dx=6, fontSize=11, **look))
    return layers
