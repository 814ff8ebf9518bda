"""In a shaded table the text of a cell stands out from it, every row and column is named, and no label lies on another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.regret_lines import OutcomeRegret, PolicyRegret, Regret, RegretLimit, RegretOrder
from foedus.report.figures import orders, regret

LEGIBLE = 4.5
"""Contrast that WCAG 2.2 asks of small text."""
TITLES = ("As measured", "Bipolar rivalry", "Hostile bloc", "Multipolar", "Unipolar recovery")
POLICIES = {
    "keep": "every instrument kept",
    "without-npt": "without Treaty on the Non-Proliferation of Nuclear Weapons",
    "without-pact": "without Mutual Defense Treaty",
}
LOST = {"war": (2.0, 9.5, 16.0), "upkeep": (12.0, 55.0, 100.0)}
"""By outcome, what each policy loses, in points: if the panels shared their shades, the first would be pale."""


def compared(by_definition: bool = False) -> Regret:
    """What policies lose, planted."""

    def line(policy: str, points: float) -> PolicyRegret:
        estimate = Estimate(value=points / 100, low=points / 200, high=points / 100)
        one = Difference.model_construct(estimate=estimate, clear=True)
        last = by_definition and policy == "without-pact"
        return PolicyRegret.model_construct(
            policy=policy, regrets=[one] * len(TITLES), most=points / 100, worst="multipolar", by_definition=last
        )

    return Regret.model_construct(
        case="us-rok",
        futures=500,
        policies=POLICIES,
        limits=[RegretLimit.model_construct(outcome=name, label=name) for name in LOST],
        orders=[RegretOrder.model_construct(name=title, title=title) for title in TITLES],
        regret=[
            OutcomeRegret.model_construct(
                outcome=name, minimax=["keep"], policies=[line(*each) for each in zip(POLICIES, lost, strict=True)]
            )
            for name, lost in LOST.items()
        ],
    )


Box = tuple[float, float, float, float, str]
"""Left, top, right, bottom and colour."""


def drawn(svg: str) -> tuple[list[Box], list[tuple[float, float, str, str]]]:
    """The cells of a picture, and its texts, each line with its place, its colour and its words."""
    cells: list[Box] = []
    texts: list[tuple[float, float, str, str]] = []
    for element, left, top in _placed(ElementTree.fromstring(svg), 0.0, 0.0):
        fill = element.get("fill", "")
        path = re.fullmatch(r"M([\d.-]+),([\d.-]+)h([\d.]+)v([\d.]+)h-[\d.]+Z", element.get("d", ""))
        if path and fill.startswith(("rgb", "#")):
            x, y, wide, high = map(float, path.groups())
            cells.append((left + x, top + y, left + x + wide, top + y + high, fill))
        if element.tag.endswith("text"):
            spans = list(element) or [element]
            height = float(re.sub("[^0-9.]", "", element.get("font-size", "0")))
            texts += [(left, top + place * (height + 1), fill, one.text or "") for place, one in enumerate(spans)]
    return cells, texts


def _placed(
    element: ElementTree.Element, left: float, top: float
) -> Iterator[tuple[ElementTree.Element, float, float]]:
    moved = re.search(r"translate\(([\d.-]+),\s*([\d.-]+)\)", element.get("transform", ""))
    if moved:
        left, top = left + float(moved[1]), top + float(moved[2])
    yield element, left, top
    for child in element:
        yield from _placed(child, left, top)


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    named = {"white": "#ffffff", "black": "#000000"}.get(colour, colour)
    parts = (
        [int(named[i : i + 2], 16) for i in (1, 3, 5)] if named[0] == "#" else map(int, re.findall(r"\d+", named)[:3])
    )
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in (part / 255 for part in parts)]
    return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Of two colours, 1 to 21."""
    pale, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (pale + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["regret", "orders"])
def test_the_text_of_a_cell_stands_out_from_its_shade(name, answer):
    chart = regret.chart(compared()) if name == "regret" else orders.chart(answer)
    cells, texts = drawn(chart.svg())
    inside = [
        (box[4], colour) for x, y, colour, _ in texts for box in cells if box[0] < x < box[2] and box[1] < y < box[3]
    ]
    assert len(inside) >= len(cells) > 0
    assert min(contrast(*pair) for pair in inside) >= LEGIBLE


def test_every_order_is_named_over_each_panel_and_every_policy_once_in_a_row_of_panels():
    _, texts = drawn(regret.chart(compared()).svg())
    told = " ".join(text for *_, text in texts)
    for title in TITLES:
        assert told.count(title) == len(LOST) or all(told.count(word) >= len(LOST) for word in title.split())
    assert told.count("every instrument kept") == 1


def test_labels_of_several_lines_keep_apart():
    _, texts = drawn(regret.chart(compared()).svg())
    side = sorted(y for x, y, _, text in texts if text and any(text in name for name in POLICIES.values()))
    assert len(side) == 5
    assert min(later - earlier for earlier, later in pairwise(side)) >= 11


def test_what_differs_by_definition_is_marked_and_lends_no_shade():
    chart = regret.chart(compared(by_definition=True))
    cells, texts = drawn(chart.svg())
    assert sum(text in ("16*", "100*") for *_, text in texts) == 2 * len(TITLES)
    assert len(cells) == 2 * 2 * len(TITLES)
    assert "definition" in chart.subtitle
    assert "(100)" not in chart.words
    assert "without Treaty on the Non-Proliferation of Nuclear Weapons (55)" in chart.words
