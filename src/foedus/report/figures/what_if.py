"""What follows a condition: each outcome in all futures, where it is seen, and where it is made, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.what_if_lines import WhatIf
from foedus.report import numbers, what_if
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, BRICK, INK, MUTED, WIDE, down, lines, stacked, words
from foedus.report.vega import Spec, field, layer, mark, value

SIDE, SIZE, LEAST, APART = 300, 11, 44.0, 11.0
KINDS = {"all": MUTED, "seen": BRICK, "made": BLUE}
SHAPES = {"all": "circle", "seen": "diamond", "made": "square"}


def chart(answer: WhatIf) -> Chart:
    """A row for each outcome that can be told, a dot for each kind of futures."""
    rows = [
        {"outcome": line.name, "label": what_if.label(line), "futures": kind, "probability": found.value}
        | {"low": found.low, "high": found.high}
        for line in answer.outcomes
        if line.all.estimate.value is not None
        for kind in _kinds(answer)
        for found in [getattr(line, kind).estimate]
        if found.value is not None
    ]
    return Chart(
        "what-if",
        what_if.title(answer),
        what_if.subtitle(answer),
        _words(rows),
        rows,
        lambda width: _figure(rows, _kinds(answer), width),
    )


def figure(answer: WhatIf, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _kinds(answer: WhatIf) -> list[str]:
    return ["all", *(["seen"] if answer.seen else []), *(["made"] if answer.made else [])]


def _words(rows: Sequence[Row]) -> str:
    of_all = {row["outcome"]: row for row in rows if row["futures"] == "all"}
    said = []
    for kind in ("seen", "made"):
        found = [row for row in rows if row["futures"] == kind]
        if found:
            most = max(found, key=lambda row: abs(row["probability"] - of_all[row["outcome"]]["probability"]))
            said.append(
                f"Where the condition is {kind}, '{most['label']}' moves most: {_told(most)}, against "
                f"{_told(of_all[most['outcome']])} of all futures."
            )
    return " ".join(said)


def _told(row: Row) -> str:
    return numbers.around(row["probability"], row["low"], row["high"])


def _figure(rows: Sequence[Row], kinds: Sequence[str], width: int) -> Spec:
    labels = {row["outcome"]: row["label"] for row in rows}
    names = [lines(label, SIDE, SIZE) for label in labels.values()]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 8) for name in names])
    at = dict(zip(labels, centres, strict=True))
    placed = [
        row | {"place": at[row["outcome"]] + APART * (kinds.index(row["futures"]) - (len(kinds) - 1) / 2)}
        for row in rows
    ]
    axis = {"tickCount": 5, "grid": True, "format": "~%"}
    x = field("probability:Q", title="probability", scale={"zero": True}, axis=axis)
    y, legend = down(height), {"orient": "top", "title": None}
    colour = field("futures:N", scale={"domain": list(kinds), "range": [KINDS[kind] for kind in kinds]}, legend=legend)
    shape = field("futures:N", scale={"domain": list(kinds), "range": [SHAPES[kind] for kind in kinds]}, legend=legend)
    return layer(
        mark("rule", placed, {"x": "low:Q", "x2": "high", "y": y, "color": colour}, strokeWidth=1.5),
        mark("point", placed, {"x": x, "y": y, "color": colour, "shape": shape}, filled=True, size=60, opacity=1),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=width - SIDE - 16,
        height=height,
    )
