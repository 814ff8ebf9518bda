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
    spec = chart.to_dict()
    return [row for layer in layers(spec) for row in spec["datasets"][layer["data"]["name"]]]


def layers(spec, data=None):
    """The layers of a chart and of all charts in it, each with its data."""
    data = spec.get("data", data)
    parts = [part for key in ("layer", "concat") for part in spec.get(key, [])]
    return [leaf for part in parts for leaf in layers(part, data)] if parts else [{**spec, "data": data}]


def picture(answer, name):
    return next(x for x in pictures(answer) if x.name == name)


def test_every_picture_is_there(answer):
    assert [x.name for x in pictures(answer)] == NAMES


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_valid_and_fits_its_width(answer, name, width):
    drawn = picture(answer, name).draw(width)
    assert isinstance(drawn, alt.TopLevelMixin)
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
    assert (war["limit"], war["from"], war["to"], war["state"]) == (0.05, 0.0, 0.05, "outside")
    pact = next(row for row in rows if row["number"] == "88%")
    assert (pact["limit"], pact["state"]) == (None, "no tolerance")
    assert not any(row["value"] == 4.4 for row in rows)


def test_each_instrument_lies_on_its_own_line_in_every_panel(answer):
    spec = picture(answer, "counterfactuals").figure(WIDE).to_dict()
    panels = [layers(panel) for panel in spec["concat"]]
    dots = [next(x for x in panel if x["mark"]["type"] == "point") for panel in panels]
    war, cost = (spec["datasets"][dot["data"]["name"]] for dot in dots)
    assert [row["value"] for row in war] == pytest.approx([1.2, 0.0])
    assert [row["value"] for row in cost] == pytest.approx([0.0, -1.1])
    assert [(row["clear"], row["same"]) for row in war] == [(True, False), (False, True)]
    labels = [x for x in panels[0] if x["mark"]["type"] == "text"]
    texts = [row for x in labels for row in spec["datasets"][x["data"]["name"]]]
    assert [row["text"] for row in texts] == [["Treaty of Zenda"], ["Castle garrison"]]
    assert [row["place"] for row in war] == [row["place"] for row in cost] == [row["place"] for row in texts]
    scales = [x["encoding"]["y"]["scale"]["domain"] for x in (*dots, *labels)]
    assert all(domain == [spec["concat"][0]["height"], 0] for domain in scales)


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
