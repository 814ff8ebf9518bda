"""The ledger: what was written down for each outcome, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.ledger import Ledger
from foedus.errors import InputError
from foedus.report import numbers
from foedus.report.chart import Chart, Row
from foedus.report.ledger import STATES
from foedus.report.look import BLUE, BRICK, INK, MUTED, OCHRE, PAPER, TEAL, down, lines, stacked, words
from foedus.report.vega import Spec, field, layer, mark, value

SIDE, SIZE, LEAST, MOST = 330, 11, 24.0, 60
LOOKS = {
    "open": (BLUE, "circle"),
    "overdue": (OCHRE, "square"),
    "happened": (BRICK, "diamond"),
    "did not": (TEAL, "triangle-up"),
}


def chart(answer: Ledger) -> Chart:
    """A row for each entry, the first day that settles it on top; the rate of the class is a ring."""
    entries = sorted(answer.entries, key=lambda one: (one.last_day, one.number))[:MOST]
    if not entries:
        raise InputError(f"{answer.file} has no entry, so there is nothing to draw; 'foedus ledger add' writes one")
    rows = [
        {
            "entry": one.number,
            "case": one.case,
            "outcome": one.outcome,
            "label": one.label,
            "to": one.last_day.year,
            "probability": one.probability,
            "class_rate": one.class_rate,
            "written": str(one.written.date()),
            "state": STATES[one.state],
        }
        for one in entries
    ]
    left = f" The first {MOST} of {len(answer.entries)}." if len(answer.entries) > MOST else ""
    return Chart(
        "ledger",
        f"What was written down, and what became of it: {len(answer.entries)} forecasts",
        f"Mark: the probability that was written down; ring: the rate of its class at the same horizon.{left}",
        _words(rows),
        rows,
        lambda width: _figure(rows, width),
    )


def _words(rows: Sequence[Row]) -> str:
    states = {state: [row for row in rows if row["state"] == state] for state in LOOKS}
    told = ", ".join(f"{len(found)} {state}" for state, found in states.items() if found)
    next_ = (states["overdue"] or states["open"])[:1]
    said = [f"Of {len(rows)} forecasts: {told}."]
    said += [
        f"Next to be settled: {row['label']} to {row['to']}, with {numbers.probability(row['probability'])}."
        for row in next_
    ]
    return " ".join(said)


def _figure(rows: Sequence[Row], width: int) -> Spec:
    names = [lines(f"{row['label']}, to {row['to']} ({row['entry']})", SIDE, SIZE) for row in rows]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 6) for name in names])
    placed = [row | {"place": place} for row, place in zip(rows, centres, strict=True)]
    present = [state for state in LOOKS if any(row["state"] == state for row in rows)]
    legend = {"orient": "top", "title": None}
    colour = field("state:N", scale={"domain": present, "range": [LOOKS[s][0] for s in present]}, legend=legend)
    shape = field("state:N", scale={"domain": present, "range": [LOOKS[s][1] for s in present]}, legend=legend)
    scale = {"domain": [0, 1], "nice": False}
    x = field("probability:Q", title="probability", scale=scale, axis={"format": "~%", "tickCount": 5})
    y = down(height)
    classed = [row for row in placed if row["class_rate"] is not None]
    ring = {"x": field("class_rate:Q", scale=scale), "y": y}
    return layer(
        mark("point", classed, ring, filled=False, size=110, stroke=MUTED, strokeWidth=1.3, opacity=1),
        mark(
            "point",
            placed,
            {"x": x, "y": y, "color": colour, "shape": shape},
            filled=True,
            size=60,
            opacity=1,
            stroke=PAPER,
        ),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=width - SIDE - 16,
        height=height,
    )
