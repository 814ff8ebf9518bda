"""Signposts: the share of futures that fails after each is crossed, against that of all."""

from __future__ import annotations

from foedus.assessment.signpost_lines import Signposts
from foedus.report import signposts
from foedus.report.figures.failing import panel
from foedus.report.look import WIDE
from foedus.report.vega import Spec


def figure(answer: Signposts, width: int = WIDE) -> Spec:
    """The signposts that pass."""
    shares = [(signposts.words(line, answer.year), line.fails) for line in answer.signposts if line.passes]
    return panel(shares, answer.rate, f"crossed by {answer.year}; failures after it", width)
