import json
import re
from itertools import pairwise
from xml.etree import ElementTree

import altair as alt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import foedus
from foedus.assessment.outcome_lines import Bands
from foedus.errors import InputError
from foedus.report.chart import VEGA_LITE
from foedus.report.figures.poles import apart
from foedus.report.look import NARROW, WIDE
from foedus.report.page import drawn

NAMES = ["fans", "outcomes", "instruments", "orders", "poles"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def charts(answer):
    return {name: foedus.chart(answer, name) for name in NAMES}


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


def numbers(rows):
    """Every number of some rows by its column, a truth value being none."""
    found = {}
    for row in rows:
        for name, value in row.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                found.setdefault(name, set()).add(value)
    return found


def test_a_page_has_every_chart_of_an_answer(answer):
    assert sorted(drawn(answer)) == sorted(NAMES)
    assert set(NAMES) <= set(foedus.charts())


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_valid_fits_its_width_and_is_named_and_described(charts, name, width):
    chart = charts[name]
    spec = chart.draw(width)
    alt.Chart.from_dict(spec)
    assert "http" not in str(values(spec))
    svg = ElementTree.fromstring(chart.element(width))
    assert float(svg.attrib["width"]) <= width + 20
    assert svg.find("title").text == chart.title
    assert svg.find("desc").text == chart.words == spec["description"]
    assert svg.attrib["aria-labelledby"] == f"{svg.find('title').attrib['id']} {svg.find('desc').attrib['id']}"
    assert "war" in [x.text for x in svg.iter("text")] or name == "poles"


@pytest.mark.parametrize("name", NAMES)
def test_the_table_is_what_the_picture_shows_and_the_words_tell_its_numbers(charts, name):
    shown, table = numbers(values(charts[name].spec)), numbers(charts[name].rows)
    assert table
    for column, found in table.items():
        assert shown.get(column, set()) | {0.0} == found | {0.0}, column
    assert charts[name].to_frame().height == len(charts[name].rows)


def test_ids_are_unique_over_all_charts_and_the_same_in_every_run(charts):
    made = [x.element(width) for x in charts.values() for width in (WIDE, NARROW)]
    ids = [found for svg in made for found in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    used = {found for svg in made for found in re.findall(r"url\(#([^)]+)\)", svg)}
    assert used <= set(ids)
    assert made == [x.element(width) for x in charts.values() for width in (WIDE, NARROW)]


def test_every_format_is_written_and_holds_its_words(charts, tmp_path):
    chart = charts["fans"]
    for suffix, start in ((".svg", b"<svg"), (".png", b"\x89PNG"), (".pdf", b"%PDF"), (".html", b"<!doctype html>")):
        chart.save(tmp_path / f"fans{suffix}")
        content = (tmp_path / f"fans{suffix}").read_bytes()
        assert content.startswith(start)
        assert chart.title.encode() in content or suffix == ".pdf"
    assert chart.words.encode() in (tmp_path / "fans.png").read_bytes()
    assert "<td>2004</td>" in (tmp_path / "fans.html").read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"cannot tell the picture's format from '.gif'"):
        chart.save(tmp_path / "fans.gif")
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".pdf", ".png", ".svg"]


def test_a_notebook_shows_the_picture_and_a_terminal_the_words(charts):
    bundle = charts["poles"]._repr_mimebundle_()
    json.dumps(bundle[VEGA_LITE])
    assert bundle["image/svg+xml"].startswith("<svg xmlns")
    assert bundle["text/plain"] == repr(charts["poles"]) == f"{charts['poles'].title}\n{charts['poles'].words}"


def test_outcomes_show_their_limit_and_state_and_the_rate_of_their_class(charts):
    rows = [row for row in values(charts["outcomes"].spec) if "limit" in row]
    war = next(row for row in rows if row["outcome"] == "war")
    assert (war["edge"], war["from"], war["to"], war["limit"]) == (0.05, 0.0, 0.05, "missed")
    assert (war["class_low"], war["class_rate"], war["class_high"]) == (0.044, 0.099, 0.2)
    pact = next(row for row in rows if row["outcome"] == "pact")
    assert (pact["edge"], pact["limit"], pact["class_rate"]) == (None, "no limit", None)
    assert not any(row["probability"] == 4.4 for row in rows)


def test_each_instrument_has_a_bar_the_longest_on_top_of_every_panel(charts):
    panels = [layers(panel) for panel in charts["instruments"].figure(WIDE)["concat"]]
    war, cost = (rows(panel, "bar") for panel in panels)
    assert [(row["name"], row["value"]) for row in war] == [("Treaty of Zenda", 1.2), ("Castle garrison", 0.0)]
    assert [(row["name"], row["value"]) for row in cost] == [("Castle garrison", -1.1), ("Treaty of Zenda", 0.0)]
    assert all(top["place"] < below["place"] for top, below in (war, cost))
    assert [row["unit"] for row in (*war, *cost)] == ["points"] * 2 + ["florins"] * 2
    texts = {row["text"][0]: row["place"] for row in rows(panels[0], "text")}
    assert texts == {row["name"]: row["place"] for row in war}


def test_fans_end_in_the_last_year_and_hold_their_bands(make, answer):
    bands = Bands(low50=[0.1] * 4, high50=[0.12] * 4, low90=[0.022] * 4, high90=[0.33] * 4)
    found = make(outcomes=[answer.outcomes[0].model_copy(update={"bands": bands}), *answer.outcomes[1:]])
    chart = foedus.chart(found, "fans", outcomes=["war"])
    assert [row["year"] for row in chart.rows] == [2001, 2002, 2003, 2004]
    areas = [layer for layer in layers(chart.spec) if layer["mark"]["type"] == "area"]
    assert [len(layer["data"]["values"]) for layer in areas] == [4, 4]
    assert chart.rows[-1] == {
        "outcome": "war",
        "label": "war",
        "year": 2004,
        "probability": 0.11,
        "low50": 0.1,
        "high50": 0.12,
        "low90": 0.022,
        "high90": 0.33,
    }


@pytest.mark.parametrize(("p", "ticks"), [(0.004, "0.5%"), (0.03, "2.5%"), (0.4, "25%"), (0.9, "50%")])
def test_half_of_a_scale_is_labelled_as_it_is(make, answer, p, ticks):
    line = answer.outcomes[1].model_copy(update={"curve": [p] * 4})
    svg = ElementTree.fromstring(foedus.chart(make(outcomes=[line]), "fans").element())
    assert ticks in [x.text for x in svg.iter("text")]


def test_poles_begin_now_and_show_every_order(charts):
    rows = values(charts["poles"].spec)
    assert {row["title"] for row in rows if "title" in row} == {"As measured", "Multipolar"}
    assert next(row for row in rows if row.get("low90") is not None and row["year"] == 2000)["low90"] == 1.5


def test_a_hostile_label_stays_text(make, answer):
    line = answer.outcomes[0].model_copy(update={"label": "<script>alert(1)</script> & so"})
    chart = foedus.chart(make(outcomes=[line, *answer.outcomes[1:]]), "outcomes")
    assert "<script" not in chart.html()
    texts = ElementTree.fromstring(chart.svg()).iter(f"{SVG}text")
    assert any("<script>" in (x.text or "") for x in texts)


def test_charts_without_numbers_are_refused_and_left_out_of_a_page(make, answer):
    unknown = [x for x in answer.outcomes if x.estimate.value is None]
    empty = make(outcomes=unknown, counterfactuals=[], orders=[], thesis=[])
    assert drawn(empty) == {}
    with pytest.raises(InputError, match="no instrument was removed for this answer"):
        foedus.chart(empty, "instruments")


def test_a_horizon_of_one_year_can_be_drawn(make, answer):
    one = [x.model_copy(update={"curve": x.curve[:1]}) for x in answer.outcomes]
    for found in drawn(make(horizon=1, by_year=2001, outcomes=one, orders=[])).values():
        ElementTree.fromstring(found.svg())


@pytest.mark.parametrize(
    ("of", "name", "options", "why"),
    [
        ("us-rok", "fan", {}, "unknown chart 'fan'; did you mean 'fans'?"),
        ("us-rock", "fans", {}, "did you mean 'us-rok'?"),
        (None, "fans", {"outcomes": ["wars"]}, "unknown outcome 'wars'; did you mean 'war'?"),
        (None, "fans", {"futures": 5}, "chart 'fans' of an answer takes no --futures; give a case instead"),
        (None, "poles", {"outcomes": ["war"]}, "takes no --outcome"),
        (3, "fans", {}, "chart 'fans' is drawn from a case or an answer, not from int"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(answer, of, name, options, why):
    with pytest.raises(InputError, match=re.escape(why)) as refused:
        foedus.chart(answer if of is None else of, name, **options)
    assert "\n" not in str(refused.value)


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
