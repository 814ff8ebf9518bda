"""The charts of an answer: Vega-Lite drawn at any width, and their SVG.

outcomes         each probability with its interval against what the case tolerates
curves           each probability year by year
counterfactuals  what removing an instrument changes
poles            effective number of poles, under three indices and every order
orders           each probability under every order
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foedus.assessment.answer import Answer
from foedus.report import numbers, reading, sentences
from foedus.report.figures import counterfactuals, curves, orders, outcomes, poles
from foedus.report.look import WIDE, as_svg, styled
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec


@dataclass(frozen=True)
class Picture:
    """A chart with a description: `draw(width)` gives its Vega-Lite, `svg(width)` its SVG element."""

    name: str
    title: str
    subtitle: str
    description: str
    figure: Callable[[int], Spec]

    def draw(self, width: int = WIDE) -> Spec:
        """The chart at most about `width` pixels wide."""
        return styled(self.figure(width), self.title, self.subtitle, width)

    def svg(self, width: int = WIDE) -> str:
        """The chart as an SVG element for a page; ids carry the name and the width."""
        return as_svg(self.draw(width), f"{self.name}-{width}", self.title, self.description)

    def svg_file(self, width: int = WIDE) -> str:
        """The chart as an SVG file."""
        return self.svg(width).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def pictures(answer: Answer) -> list[Picture]:
    """Every chart that the answer has numbers for."""
    found = (_outcomes(answer), _curves(answer), _counterfactuals(answer), _poles(answer), _orders(answer))
    return [picture for picture in found if picture is not None]


def _outcomes(answer: Answer) -> Picture | None:
    lines = reading.probabilities(answer)
    if not lines:
        return None
    return Picture(
        "outcomes",
        f"What may come by {answer.by_year}: probability with its 90% interval",
        "The pale bar is what the case tolerates; an outcome without one has no limit.",
        "; ".join(
            f"{reading.name(line)} {numbers.value(line.estimate, PROBABILITY)} ({numbers.interval(line.estimate, PROBABILITY)})"
            for line in lines
        ),
        lambda width: outcomes.figure(answer, width),
    )


def _curves(answer: Answer) -> Picture | None:
    lines = reading.curved(answer)
    if not lines:
        return None
    return Picture(
        "curves",
        "Year by year: probability that it has happened, or that it holds",
        f"Each panel has its own vertical scale. The upright line in {answer.by_year} is the 90% interval.",
        "; ".join(
            f"{reading.name(line)} {numbers.probability(line.curve[0])} in the first year and "
            f"{numbers.probability(line.curve[-1])} in {answer.by_year}"
            for line in lines
        ),
        lambda width: curves.figure(answer, width),
    )


def _counterfactuals(answer: Answer) -> Picture | None:
    if not any(line.differences for line in answer.counterfactuals):
        return None
    units, labels = reading.units(answer), reading.labels(answer)
    return Picture(
        "counterfactuals",
        "What changes in the same futures without one instrument",
        "Right of zero: more likely, or more, without it. Filled: the 90% interval excludes zero. Hollow: it does not. "
        "Short tick: nothing changed.",
        "; ".join(
            f"without {line.name}: "
            + ", ".join(
                f"{labels[x.outcome]} {numbers.difference(x.estimate, units.get(x.outcome, PROBABILITY))}"
                for x in line.differences
            )
            for line in answer.counterfactuals
        ),
        lambda width: counterfactuals.figure(answer, width),
    )


def _poles(answer: Answer) -> Picture | None:
    order = reading.headline(answer)
    if order is None or not any(map(reading.known, order.poles)):
        return None
    others = " Thin lines: medians of the other orders." if len(answer.orders) > 1 else ""
    return Picture(
        "poles",
        f"How many poles the world has, to {answer.by_year}",
        f"Effective number by {sum(map(reading.known, order.poles))} measures. {order.title}: median, and bands that hold "
        f"half and nine in ten of the futures.{others}",
        "; ".join(
            f"{each.title}, {line.label}: {numbers.amount(line.start)} now, median "
            f"{numbers.amount(line.median[-1])} in {answer.by_year}"
            for each in answer.orders
            for line in each.poles
            if reading.known(line)
        ),
        lambda width: poles.figure(answer, width),
    )


def _orders(answer: Answer) -> Picture | None:
    if len(answer.orders) < 2:
        return None
    units, labels = reading.units(answer), reading.labels(answer)
    return Picture(
        "orders",
        f"Does the order matter? Probability by {answer.by_year} in each world order",
        f"{sentences.of_orders(answer)} Darker is more likely. The word under a number compares it with the tolerance of the "
        "case.",
        "; ".join(
            f"{order.title}: "
            + ", ".join(
                f"{labels[x.outcome]} {numbers.value(x.estimate, units.get(x.outcome, PROBABILITY))}"
                for x in order.outcomes
            )
            for order in answer.orders
        ),
        lambda width: orders.figure(answer, width),
    )
