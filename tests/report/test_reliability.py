"""Pictures of calibration: what they place where, what they say in words, and that they are the same when made again."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from foedus.evaluate.cells import Scored, cell, tenths
from foedus.evaluate.result import Bin, Cell
from foedus.report.reliability import described, picture

SVG = "{http://www.w3.org/2000/svg}"


def scored(rate: float, horizon: int = 1, target: str = "an onset in the year") -> Cell:
    """Forecasts that are right, of an event of this rate."""
    rng = np.random.default_rng(3)
    p = np.clip(rng.gamma(0.5, 2 * rate, 8000), 1e-4, 0.95)
    y = (rng.random(8000) < p).astype(float)
    rows = Scored({"climatology": np.full(8000, rate), "full": p}, y, np.arange(8000) // 10)
    return cell(rows, horizon=horizon, target=target, subset="all", draws=50, seed=1, curve=True)


def dots(svg: str) -> list[tuple[float, float]]:
    root = ElementTree.fromstring(svg)
    return [(float(each.get("cx", "")), float(each.get("cy", ""))) for each in root.iter(f"{SVG}circle")]


def words(svg: str) -> str:
    return " ".join(each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("rate", [0.02, 0.4])
def test_right_forecasts_lie_on_the_line(rate):
    svg = picture("full", [scored(rate)], "full", "From 1960.")
    line = next(each for each in ElementTree.fromstring(svg).iter(f"{SVG}line") if each.get("stroke-dasharray"))
    x, y = float(line.get("x1", "")), float(line.get("y1", ""))
    off = [abs((cx - x) - (y - cy)) for cx, cy in dots(svg)]
    assert len(off) >= 5
    assert np.median(off) < 8


def test_a_panel_for_each_horizon_and_a_row_for_each_target():
    cells = [scored(0.02, 1), scored(0.02, 10), scored(0.1, 10, "at least one onset")]
    svg = picture("full", cells, "full")
    said = words(svg)
    assert said.count("years ahead") == 2
    assert said.count("One year ahead") == 1
    assert said.count("An onset in the year") == said.count("At least one onset") == 1
    assert described("full", cells).count("slope") == said.count("slope ") == 3


def test_none_happened_is_hollow_at_the_lower_end_and_what_is_given_is_escaped():
    bins = [
        Bin(model="a<b", forecast=0.004, happened=(0.0, 0.0, 0.02), rows=100),
        Bin(model="a<b", forecast=0.04, happened=(0.05, 0.02, 0.09), rows=100),
    ]
    cell_ = Cell(horizon=1, target="x < y", subset="all", rows=200, events=5, scores={}, differences=[], curve=bins)
    svg = picture("a<b", [cell_], "a<b & c")
    fills = [each.get("fill") for each in ElementTree.fromstring(svg).iter(f"{SVG}circle")]
    assert fills[0] != fills[1]
    assert dots(svg)[0][1] > dots(svg)[1][1]
    assert "slope not known" in words(svg)


def test_shares_of_tenths_are_those_of_the_outcomes():
    rng = np.random.default_rng(1)
    even, narrow = rng.uniform(size=5000), rng.beta(0.4, 0.4, 5000)
    shares = {
        name: [each[0] for each in tenths(name, below, np.arange(5000) // 5, 100, 1).shares]
        for name, below in {"even": even, "narrow": narrow}.items()
    }
    assert sum(shares["even"]) == pytest.approx(1.0, abs=1e-3)
    assert max(shares["even"]) - min(shares["even"]) < 0.03
    assert shares["narrow"][0] > 0.15 > 0.08 > shares["narrow"][4]


def test_amounts_are_drawn_by_tenths_with_what_the_interval_held():
    below = np.random.default_rng(2).uniform(size=500)
    made = Cell(
        horizon=5, target="ln gdp", subset="all", rows=500, events=500, differences=[],
        scores={"direct": {"coverage_90": (0.88, 0.86, 0.91)}}, tenths=[tenths("direct", below, np.arange(500), 50, 1)],
    )  # fmt: skip
    svg = picture("direct", [made], "gdp")
    assert len(re.findall("<rect", svg)) == 11
    assert "90% interval held 88% [86, 91]" in words(svg)


def test_the_same_picture_twice_and_none_where_nothing_was_scored():
    assert picture("full", [scored(0.02)], "t") == picture("full", [scored(0.02)], "t")
    assert picture("other", [scored(0.02)], "t") is None
