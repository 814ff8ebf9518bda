"""What policies lose in each world order: a shaded table for each outcome that has a limit."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.regret_lines import Regret
from foedus.errors import InputError
from foedus.report import numbers, regret
from foedus.report.chart import Chart, Row
from foedus.report.figures import shaded
from foedus.report.figures.shaded import SIDE
from foedus.report.look import WIDE
from foedus.report.vega import Spec, below, beside
from foedus.report.words import counted

GAP = 20


def chart(answer: Regret) -> Chart:
    """A panel for each outcome: policies by world orders."""
    rows = [
        {
            "outcome": one.outcome,
            "label": regret.label_of(answer, one.outcome),
            "policy": line.policy,
            "name": answer.policies[line.policy],
            "order": order.title,
            "regret": None if found.estimate.value is None else 100.0 * found.estimate.value,
            "low": None if found.estimate.low is None else 100.0 * found.estimate.low,
            "high": None if found.estimate.high is None else 100.0 * found.estimate.high,
            "unit": "points",
            "by_definition": line.by_definition,
        }
        for one in answer.regret
        for line in one.policies
        for order, found in zip(answer.orders, line.regrets, strict=True)
    ]
    if not rows:
        raise InputError("no policy was compared, so there is nothing to draw")
    unknown = " ?: too few futures to tell." if any(row["regret"] is None for row in rows) else ""
    if any(row["by_definition"] for row in rows):
        unknown += f" {regret.DEFINED}: it differs by its definition alone, and is not shaded."
    return Chart(
        "regret",
        f"What each policy loses in each world order: {answer.case}",
        f"Regret in percentage points against the best policy of the order, in the same futures; darker is more "
        f"within a panel. {counted(answer.futures, 'future')} a run.{unknown}",
        _words(answer),
        rows,
        lambda width: _figure(rows, width),
    )


def _words(answer: Regret) -> str:
    said = []
    for one in answer.regret:
        known = [line for line in one.policies if line.most is not None and not line.by_definition]
        if known and one.minimax:
            worst = max(known, key=lambda line: line.most or 0.0)
            best = next(line for line in one.policies if line.policy == one.minimax[0])
            said.append(
                f"{regret.label_of(answer, one.outcome)}: the least largest regret is that of {answer.policies[best.policy]} "
                f"({_points(best.most)} points), the largest that of {answer.policies[worst.policy]} ({_points(worst.most)})"
            )
    return "; ".join(said) + "." if said else "No regret can be told."


def _points(x: float | None) -> str:
    return numbers.points(x).lstrip("+")


def _figure(rows: Sequence[Row], width: int) -> Spec:
    """Panels side by side, the policies named once in each row of them."""
    columns = 2 if width >= WIDE else 1
    inner = (width - SIDE - GAP) // columns
    cell = inner // len({row["order"] for row in rows})
    placed = [
        row
        | {
            "row": shaded.broken(row["name"], SIDE),
            "column": shaded.broken(row["order"], cell),
            "text": _text(row),
            "shade": None if row["by_definition"] else row["regret"],
        }
        for row in rows
    ]
    panels = []
    for place, label in enumerate(dict.fromkeys(row["label"] for row in rows)):
        own = [row for row in placed if row["label"] == label]
        most = max([row["shade"] or 0.0 for row in own] + [1.0])
        panels.append(shaded.table(own, inner, label, labels=place % columns == 0, shade="shade", most=most))
    each = {"spacing": GAP, "resolve": {"scale": {"color": "independent"}}}
    return below(*(beside(*panels[i : i + columns], **each) for i in range(0, len(panels), columns)), spacing=30)


def _text(row: Row) -> str:
    if row["regret"] is None:
        return "?"
    return _points(row["regret"] / 100.0) + (regret.DEFINED if row["by_definition"] else "")
