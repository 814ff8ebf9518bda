"""Pictures of calibration: what they place where, what they say in words, and that they are the same when made again."""

from __future__ import annotations

from xml.etree import ElementTree

import altair as alt
import numpy as np
import pytest

from foedus.evaluate.cells import Scored, cell, tenths
from foedus.evaluate.result import Bin, Cell
from foedus.report.calibration import picture
from foedus.report.look import NARROW, WIDE

SVG = "{http://www.w3.org/2000/svg}"


def scored(rate: float, horizon: int = 1, target: str = "an onset in the year") -> Cell:
    """Forecasts that are right, of an event of this rate."""
    rng = np.random.default_rng(3)
    p = np.clip(rng.gamma(0.5, 2 * rate, 8000), 1e-4, 0.95)
    y = (rng.random(8000) < p).astype(float)
    rows = Scored({"climatology": np.full(8000, rate), "full": p}, y, np.arange(8000) // 10)
    return cell(rows, horizon=horizon, target=target, subset="all", draws=50, seed=1, curve=True)


def amounts(below: np.ndarray) -> Cell:
    """Forecasts of an amount whose outcomes fell at these points of them."""
    return Cell(
        horizon=5, target="ln gdp", subset="all", rows=500, events=500, differences=[],
        scores={"direct": {"coverage_90": (0.88, 0.86, 0.91)}}, tenths=[tenths("direct", below, np.arange(500), 50, 1)],
    )  # fmt: skip


def panels(spec: dict) -> list[list[dict]]:
    """The panels of a picture, row by row."""
    return [row["concat"] for row in spec["vconcat"]]


def marks(panel: dict, kind: str) -> list[tuple[dict, list[dict]]]:
    """The layers of one kind of mark in a panel, each with its rows."""
    layers = [each for each in panel["layer"] if each["mark"]["type"] == kind]
    return [(each["mark"], each["data"]["values"]) for each in layers]


def words(svg: str) -> str:
    return " ".join("".join(each.itertext()) for each in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize(("rate", "scale"), [(0.02, "log"), (0.4, None)])
def test_right_forecasts_lie_on_the_line_and_rare_events_have_a_logarithmic_scale(rate, scale):
    spec = picture("initiation", "full", [scored(rate)]).draw()
    [[panel]] = panels(spec)
    dots = [row for _, rows in marks(panel, "point") for row in rows if row["happened"] > 0.01]
    assert len(dots) >= 4
    assert all(row["low"] <= row["happened"] <= row["high"] for row in dots)
    assert np.median([abs(np.log(row["happened"] / row["forecast"])) for row in dots]) < 0.15
    for axis in ("x", "y"):
        assert panel["layer"][0]["encoding"][axis]["scale"].get("type") == scale


def test_a_column_for_each_horizon_and_a_row_for_each_thing_forecast():
    cells = [scored(0.02, 1), scored(0.02, 10), scored(0.1, 10, "at least one onset")]
    made = picture("initiation", "full", cells, "From 1960.")
    assert [len(row) for row in panels(made.draw())] == [2, 1]
    said = words(made.svg())
    assert said.count("years ahead") == 2
    assert said.count("One year ahead") == 1
    assert said.count("An onset in the year") == said.count("At least one onset") == 1
    assert "From 1960." in said
    assert made.words.count("slope") == said.count("slope ") == 3


def test_none_happened_is_hollow_at_the_lower_end_and_what_is_given_stays_text():
    bins = [
        Bin(model="a<b", forecast=0.004, happened=(0.0, 0.0, 0.02), rows=100),
        Bin(model="a<b", forecast=0.04, happened=(0.05, 0.02, 0.09), rows=100),
    ]
    made = Cell(horizon=1, target="x < y", subset="all", rows=200, events=5, scores={}, differences=[], curve=bins)
    drawn = picture("escalation", "a<b", [made])
    spec = drawn.draw()
    (full, some), (hollow, none) = marks(panels(spec)[0][0], "point")
    assert full["fill"] != hollow["fill"]
    assert [row["forecast"] for row in some] == [0.04]
    assert [row["happened"] for row in none] == [0.001]
    svg = drawn.svg()
    assert "X < y" in words(svg)
    assert "slope not known" in words(svg)
    assert ElementTree.fromstring(svg).find(f"{SVG}desc").text == "X < y, one year ahead: slope not known."


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


@pytest.mark.parametrize("power", [1.0, 0.05], ids=["even", "nearly all in the highest tenth"])
def test_amounts_are_drawn_by_tenths_within_the_panel_with_what_the_interval_held(power):
    below = np.random.default_rng(2).uniform(size=500) ** power
    drawn = picture("growth-gdp", "direct", [amounts(below)])
    spec = drawn.draw()
    [[panel]] = panels(spec)
    [(_, bars)] = marks(panel, "bar")
    assert len(bars) == 10
    assert sum(row["share"] for row in bars) == pytest.approx(1.0, abs=1e-3)
    low, high = panel["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert low == 0.0
    assert max(row["high"] for row in bars) <= high <= 1.0
    assert "90% interval held 88% [86, 91]" in words(drawn.svg())


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_picture_is_valid_and_fits_its_width(width):
    made = picture("initiation", "full", [scored(0.02, horizon) for horizon in (1, 5, 10, 20)])
    alt.Chart.from_dict(made.draw(width))
    svg = made.svg(width)
    assert float(ElementTree.fromstring(svg).attrib["width"]) <= width + 20


def test_the_same_picture_twice_and_none_where_nothing_was_scored():
    first, second = (picture("t", "full", [scored(0.02)]).svg() for _ in range(2))
    assert first == second
    assert picture("t", "other", [scored(0.02)]) is None
