"""How much of the variance of each outcome is owed to data, to the literature and to judgement."""

from __future__ import annotations

from foedus.assessment.interval import excludes_zero
from foedus.assessment.provenance_lines import ProvenanceOfVariance
from foedus.errors import InputError
from foedus.report.chart import Chart, Row
from foedus.report.figures import tornado
from foedus.report.words import counted


def chart(answer: ProvenanceOfVariance) -> Chart:
    """A panel for each outcome whose shares can be told, a bar for each group of parameters."""
    rows = [
        {
            "outcome": one.name,
            "label": one.label,
            "name": group.group,
            **{end: None if x is None else 100.0 * x for end, x in group.share},
            "unit": "% of its variance",
            "clear": excludes_zero(group.share),
        }
        for one in answer.outcomes
        if one.known
        for group in one.groups
        if group.share.value is not None
    ]
    if not rows:
        raise InputError("of no outcome can the shares be told, so there is nothing to draw")
    return Chart(
        "provenance",
        f"What the spread of each outcome rests on: {answer.case}",
        f"Share of the variance over parameter sets (Shapley effects, 90% intervals), after "
        f"{counted(answer.horizon, 'year')}; {counted(answer.runs, 'run')} of {counted(answer.futures, 'future')}. Pale: the "
        "interval holds zero.",
        _words(rows),
        rows,
        lambda width: tornado.panels(rows, width),
    )


def _words(rows: list[Row]) -> str:
    largest = {row["label"]: row for row in sorted(rows, key=lambda row: row["value"])}
    told = "; ".join(f"{label}, {row['name']} ({row['value']:.3g}%)" for label, row in list(largest.items())[:3])
    return f"What most of the variance is owed to: {told}."
