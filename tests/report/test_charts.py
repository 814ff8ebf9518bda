import re
from itertools import pairwise
from xml.etree import ElementTree

import altair as alt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foedus.report.charts import pictures
from foedus.report.figures.poles import apart
from foedus.report.look import NARROW, WIDE

NAMES = ["outcomes", "curves", "counterfactuals", "poles", "orders"]


def values(chart):
    """Every row of data in a chart."""
    return [row for layer in layers(chart) for row in layer["data"]["values"]]


def layers(chart):
    """The layers of a chart and of all charts in it."""
    parts = [part for key in ("layer", "concat") for part in chart.get(key, [])]
    return [leaf for part in parts for leaf in layers(part)] if parts else [chart]


def rows(panel, kind):
    """The rows behind all marks of a kind in the layers of a panel."""
    return [row for x in panel if x["mark"]["type"] == kind for row in x["data"]["values"]]


def picture(answer, name):
    return next(x for x in pictures(answer) if x.name == name)


def test_every_picture_is_there(answer):
    assert [x.name for x in pictures(answer)] == NAMES


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_valid_and_fits_its_width(answer, name, width):
    drawn = picture(answer, name).draw(width)
    alt.Chart.from_dict(drawn)
    assert "http" not in str(values(drawn))
    svg = ElementTree.fromstring(picture(answer, name).svg(width))
    assert float(svg.attrib["width"]) <= width + 20
    assert svg.find("title").text == picture(answer, name).title
    assert len(svg.find("desc").text) > 20
    assert svg.attrib["aria-labelledby"] == f"{svg.find('title').attrib['id']} {svg.find('desc').attrib['id']}"
    assert "war" in [x.text for x in svg.iter("text")] or name == "poles"


def test_ids_are_unique_over_all_pictures_and_the_same_in_every_run(answer):
    drawn = [x.svg(width) for x in pictures(answer) for width in (WIDE, NARROW)]
    ids = [found for svg in drawn for found in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    used = {found for svg in drawn for found in re.findall(r"url\(#([^)]+)\)", svg)}
    assert used <= set(ids)
    assert drawn == [x.svg(width) for x in pictures(answer) for width in (WIDE, NARROW)]


def test_outcomes_show_their_limit_and_state_and_leave_out_other_units(answer):
    rows = [row for row in values(picture(answer, "outcomes").draw()) if "state" in row]
    war = next(row for row in rows if row["number"] == "11%")
    assert (war["limit"], war["from"], war["to"], war["state"]) == (0.05, 0.0, 0.05, "missed")
    pact = next(row for row in rows if row["number"] == "88%")
    assert (pact["limit"], pact["state"]) == (None, "no tolerance")
    assert not any(row["value"] == 4.4 for row in rows)


def test_each_instrument_lies_on_its_own_line_in_every_panel(answer):
    panels = [layers(panel) for panel in picture(answer, "counterfactuals").figure(WIDE)["concat"]]
    war, cost = ([row for kind in ("point", "tick") for row in rows(panel, kind)] for panel in panels)
    assert sorted((row["value"], row["clear"], row["same"]) for row in war) == [(0.0, False, True), (1.2, True, False)]
    assert [row["value"] for row in rows(panels[0], "point")] == [pytest.approx(1.2)]
    assert [row["value"] for row in rows(panels[1], "point")] == [pytest.approx(-1.1)]
    texts = {row["text"][0]: row["place"] for row in rows(panels[0], "text")}
    assert list(texts) == ["Treaty of Zenda", "Castle garrison"]
    assert {row["place"] for row in war} == {row["place"] for row in cost} == set(texts.values())
    assert next(row for row in war if row["value"])["place"] == texts["Treaty of Zenda"]
    height = picture(answer, "counterfactuals").figure(WIDE)["concat"][0]["height"]
    placed = [
        x["encoding"]["y"]["scale"]["domain"] for x in panels[0] if x["mark"]["type"] in ("point", "tick", "text")
    ]
    assert placed == [[height, 0]] * len(placed)


def test_curves_end_in_the_last_year(answer):
    rows = values(picture(answer, "curves").draw())
    assert {row["year"] for row in rows} == {2001, 2002, 2003, 2004}
    assert next(row for row in rows if row.get("high") == 0.33)["year"] == 2004


@pytest.mark.parametrize(("p", "ticks"), [(0.004, "0.5%"), (0.03, "2.5%"), (0.4, "25%"), (0.9, "50%")])
def test_half_of_a_scale_is_labelled_as_it_is(make, answer, p, ticks):
    numbers = answer.outcomes[0].estimate.model_copy(update={"value": p, "low": p, "high": p})
    line = answer.outcomes[0].model_copy(update={"estimate": numbers, "curve": [p] * 4})
    svg = ElementTree.fromstring(picture(make(outcomes=[line, *answer.outcomes[1:]]), "curves").svg())
    assert ticks in [x.text for x in svg.iter("text")]


def test_poles_begin_now_and_show_every_order(answer):
    rows = values(picture(answer, "poles").draw())
    assert {row["title"] for row in rows if "title" in row} == {"As measured", "Multipolar"}
    assert next(row for row in rows if row.get("low90") is not None and row["year"] == 2000)["low90"] == 1.5


def test_a_hostile_label_stays_text(make, answer):
    line = answer.outcomes[0].model_copy(update={"label": "<script>alert(1)</script> & so"})
    svg = picture(make(outcomes=[line, *answer.outcomes[1:]]), "outcomes").svg()
    assert "<script" not in svg
    assert any("<script>" in (x.text or "") for x in ElementTree.fromstring(svg).iter("text"))


def test_pictures_without_numbers_are_left_out(make, answer):
    unknown = [x for x in answer.outcomes if x.estimate.value is None]
    assert pictures(make(outcomes=unknown, counterfactuals=[], orders=[], thesis=[])) == []


def test_a_horizon_of_one_year_can_be_drawn(make, answer):
    one = [x.model_copy(update={"curve": x.curve[:1]}) for x in answer.outcomes]
    for found in pictures(make(horizon=1, by_year=2001, outcomes=one, orders=[])):
        ElementTree.fromstring(found.svg())


@given(st.lists(st.floats(1.0, 5.0), max_size=6))
def test_labels_are_moved_apart_in_order_and_stay_within(wanted):
    gap = 0.3
    assume(len(wanted) * gap < 4.0)
    places = apart(wanted, gap, 1.0, 5.0)
    ordered = [place for _, place in sorted(zip(wanted, places, strict=True))]
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(ordered))
    assert all(1.0 - 1e-9 <= place <= 5.0 + 1e-9 for place in places)
    if all(abs(a - b) >= gap for i, a in enumerate(wanted) for b in wanted[:i]):
        assert places == pytest.approx(wanted)
