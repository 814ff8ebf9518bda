"""A forest of outcomes at the horizon: estimate, interval, tolerated range, and the rate of its class below."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import OutcomeLine
from foedus.errors import InputError
from foedus.report import numbers, reading
from foedus.report.chart import Chart, Row
from foedus.report.look import INK, MUTED, PALE, PAPER, RULE, SHAPES, STATES, WIDE, down, lines, stacked, words
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec, field, layer, mark, value

BAND = 18
"""Height of the tolerated range."""
APART = 5
"""How far the estimate lies above the middle of its row, and the rate of the class below it."""


def chart(answer: Answer, outcomes: Sequence[str] = ()) -> Chart:
    """The forest of an answer, of some outcomes or of all that are probabilities."""
    found = [line for line in reading.probabilities(answer) if not outcomes or line.name in outcomes]
    if not found:
        raise InputError(
            "no outcome of the answer is a probability that could be estimated, so there is nothing to draw"
        )
    rows = [_row(answer, line) for line in found]
    return Chart(
        "outcomes",
        f"What may come by {answer.by_year}: probability with its 90% interval",
        "Pale bar: what the case tolerates; an outcome without one has no limit. Hollow ring with a thin line: how often it "
        "happened in its class on record, at the same horizon.",
        _words(answer, rows),
        rows,
        lambda width: _figure(answer, found, rows, width),
    )


def _row(answer: Answer, line: OutcomeLine) -> Row:
    tolerance = reading.tolerance_of(answer, line)
    least, most = (tolerance.at_least, tolerance.at_most) if tolerance else (None, None)
    pooled = line.record.pooled if line.record else None
    return {
        "outcome": line.name,
        "label": reading.plain(line),
        "probability": line.estimate.value,
        "low": line.estimate.low,
        "high": line.estimate.high,
        "at_least": least,
        "at_most": most,
        "limit": reading.stand(tolerance) if tolerance else "no limit",
        "class_rate": pooled.value if pooled else None,
        "class_low": pooled.low if pooled else None,
        "class_high": pooled.high if pooled else None,
    }


def _words(answer: Answer, rows: Sequence[Row]) -> str:
    ordered = sorted(rows, key=lambda row: -row["probability"])
    said = [f"By {answer.by_year} the most likely of {len(rows)} outcomes is {_told(ordered[0])}"]
    said[0] += f", the least likely {_told(ordered[-1])}." if len(rows) > 1 else "."
    limited = [f"{_told(row)} against {_limit(row)}, {row['limit']}" for row in rows if row["limit"] != "no limit"]
    said += [f"Against the limits of the case: {'; '.join(limited)}."] if limited else []
    return " ".join(said)


def _told(row: Row) -> str:
    low, high = numbers.probability(row["low"]), numbers.probability(row["high"])
    return f"'{row['label']}' with {numbers.probability(row['probability'])} ({low} to {high})"


def _limit(row: Row) -> str:
    least = row["at_least"]
    return (
        f"at most {numbers.probability(row['at_most'])}" if least is None else f"at least {numbers.probability(least)}"
    )


def _figure(answer: Answer, found: Sequence[OutcomeLine], rows: Sequence[Row], width: int) -> Spec:
    """A row per outcome: label and numbers above, the interval on the tolerated range below."""
    inner = width - 24
    size = 12.5 if width >= WIDE else 11
    labels = [lines(reading.name(line), int(inner - size * 12.5), size) for line in found]
    lead = size + 2
    heads = [len(label) * lead + 4 for label in labels]
    centres, height = stacked([head + BAND + 10 for head in heads])
    places = [centre + head / 2 for centre, head in zip(centres, heads, strict=True)]
    tops = [place - (BAND + head) / 2 for place, head in zip(places, heads, strict=True)]
    placed = [_placed(row, line, place) for row, line, place in zip(rows, found, places, strict=True)]
    first = [top - (len(label) - 1) * lead / 2 for top, label in zip(tops, labels, strict=True)]
    number = [([row["number"]], y) for row, y in zip(placed, first, strict=True)]
    spread = [([row["interval"]], y) for row, y in zip(placed, first, strict=True)]
    label = list(zip(labels, tops, strict=True))
    y, middle, right = down(height), value(inner - size * 8.7), value(inner)
    return layer(
        *_marks(answer, placed, height, width),
        words(label, size, value(0), y, align="left", color=INK),
        words(number, size, middle, y, align="right", color=INK, fontWeight=600),
        words(spread, size, right, y, align="right", color=MUTED),
        width=inner,
        height=height,
    )


def _marks(answer: Answer, rows: list[Row], height: float, width: int) -> list[Spec]:
    limited = [row for row in rows if row["limit"] != "no limit"]
    classed = [row for row in rows if row["class_rate"] is not None]
    present = [state for state in STATES if any(row["limit"] == state for row in rows)]
    scale = {"domain": [0, 1], "nice": False}
    axis = {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1], "labelFlush": True, "grid": False}
    x = field("probability:Q", scale=scale, axis=axis, title=f"probability by {answer.by_year}")
    legend = {"orient": "top", "title": None, "labelFontSize": 11, "labelColor": INK, "symbolSize": 80}
    legend |= {"columns": 4 if width >= WIDE else 2}
    colour = field("limit:N", scale={"domain": present, "range": [STATES[s] for s in present]}, legend=legend)
    shape = field("limit:N", scale={"domain": present, "range": [SHAPES[s] for s in present]}, legend=legend)
    y, above, below = down(height), down(height, "above"), down(height, "below")
    tolerated = {"x": field("from:Q", scale=scale), "x2": "to", "y": y}
    edge = {"x": field("edge:Q", scale=scale), "y": y}
    interval = {"x": field("low:Q", scale=scale), "x2": "high", "y": above, "color": colour}
    dot = {"x": x, "y": above, "color": colour, "shape": shape}
    rate = {"x": field("class_rate:Q", scale=scale), "y": below}
    spread = {"x": field("class_low:Q", scale=scale), "x2": "class_high", "y": below}
    return [
        mark("rule", limited, tolerated, strokeWidth=BAND, color=PALE),
        mark("rule", rows, {"x": {"datum": 0}, "x2": {"datum": 1}, "y": y}, color=RULE, strokeWidth=1),
        mark("tick", limited, edge, color=INK, thickness=2, size=BAND + 4, orient="vertical"),
        mark("rule", classed, spread, strokeWidth=1, color=MUTED),
        mark("point", classed, rate, filled=False, size=36, opacity=1, stroke=MUTED, strokeWidth=1.2, fill=PAPER),
        mark("rule", rows, interval, strokeWidth=3, strokeCap="round"),
        mark("point", rows, dot, filled=True, size=110, opacity=1, stroke="white", strokeWidth=1),
    ]


def _placed(row: Row, line: OutcomeLine, place: float) -> Row:
    least, most = row["at_least"], row["at_most"]
    return row | {
        "place": place,
        "above": place - APART,
        "below": place + APART,
        "number": numbers.value(line.estimate, PROBABILITY),
        "interval": numbers.interval(line.estimate, PROBABILITY),
        "edge": most if least is None else least,
        "from": least or 0.0,
        "to": 1.0 if most is None else most,
    }
