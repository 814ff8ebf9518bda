"""Signposts: the share of futures that fails after each is crossed, against that of all."""

from __future__ import annotations

from foedus.assessment.signpost_lines import Signposts
from foedus.errors import InputError
from foedus.report import signposts
from foedus.report.chart import Chart
from foedus.report.figures import failing
from foedus.report.look import WIDE
from foedus.report.vega import Spec


def chart(answer: Signposts) -> Chart:
    """The signposts that pass."""
    told = f"crossed by {answer.year}; failures after it"
    rows = [
        failing.row(told, signposts.words(line, answer.year), line.fails, answer.rate)
        for line in answer.signposts
        if line.passes
    ]
    if not rows:
        raise InputError("no signpost passed, so there is nothing to draw")
    return Chart(
        "signposts",
        signposts.title(answer),
        signposts.subtitle(answer),
        failing.words(rows),
        rows,
        lambda width: failing.panels(rows, width),
    )


def figure(answer: Signposts, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)
