"""The panel as a whole: sizes, symmetry, coverage, refusals."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.data.catalog import digest, located
from foedus.data.columns import UNITS, columns
from foedus.data.panel.build import build_panel
from foedus.data.panel.panel import Panel
from foedus.errors import InputError

DYAD = ["ccode1", "ccode2", "year"]
UNDIRECTED = [
    "onset", "ongoing", "hostlev", "peace", "peace_censored", "conttype", "mindist",
    "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul",
]  # fmt: skip


@pytest.mark.data
def test_sizes(history: Panel) -> None:
    assert history.frame.height == 1_685_310
    assert build_panel("dyad-year", (1816, 2010), []).frame.height == 842_655


@pytest.mark.data
def test_relevant_dyads_after_1945() -> None:
    frame = build_panel("dyad-year", (1946, 2010), ["disputes"], relevant=True).frame
    assert (frame.height, frame["onset"].sum()) == (74_335, 1_645)


@pytest.mark.data
def test_relevance_changes_which_rows_there_are_and_nothing_in_them() -> None:
    some = build_panel("directed-dyad-year", (1975, 1976), relevant=True).frame
    every = build_panel("directed-dyad-year", (1975, 1976)).frame
    relevant = (pl.col("conttype") > 0) | (pl.col("major1") == 1) | (pl.col("major2") == 1)
    assert some.equals(every.filter(relevant))


@pytest.mark.data
def test_undirected_columns_are_symmetric(directed: Panel) -> None:
    turned = directed.frame.rename({"ccode1": "ccode2", "ccode2": "ccode1"})
    both = directed.frame.join(turned, on=DYAD, suffix="_turned")
    assert both.height == directed.frame.height
    for name in UNDIRECTED:
        assert both.filter(pl.col(name).ne_missing(pl.col(f"{name}_turned"))).is_empty(), name
    sided = [name[:-1] for name in directed.columns if name.endswith("1") and name != "ccode1"]
    assert len(sided) > 10
    for name in sided:
        assert both.filter(pl.col(f"{name}1").ne_missing(pl.col(f"{name}2_turned"))).is_empty(), name


@pytest.mark.data
def test_the_undirected_panel_is_half_the_directed_one(directed: Panel) -> None:
    half = build_panel("dyad-year", (1998, 2025)).frame
    names = list(columns("dyad-year"))
    assert half.equals(directed.frame.filter(pl.col("ccode1") < pl.col("ccode2")).select(names))


@pytest.mark.data
def test_columns_are_null_outside_their_years_and_not_within(directed: Panel) -> None:
    coverage = directed.coverage
    for name, column in directed.columns.items():
        if column.last_year is not None and column.last_year < 2025:
            assert directed.frame.filter(pl.col("year") > column.last_year)[name].is_null().all(), name
            assert coverage[name] == (1998, column.last_year), name


@pytest.mark.data
def test_nothing_is_unknown_inside_the_years_of_a_census(directed: Panel) -> None:
    for name in ("onset", "initiated", "conttype", "major1", "atop_defense", "defended2", "peace"):
        last = directed.columns[name].last_year
        assert directed.frame.filter(pl.col("year") <= last)[name].null_count() == 0, name


@pytest.mark.data
def test_the_years_asked_for_change_no_value() -> None:
    long = build_panel("directed-dyad-year", (1985, 1995), ["disputes", "peace", "defenders"]).frame
    short = build_panel("directed-dyad-year", (1990, 1990), ["disputes", "peace", "defenders"]).frame
    assert short.equals(long.filter(pl.col("year") == 1990))


@pytest.mark.data
def test_states() -> None:
    panel = build_panel("state-year", (1816, 2025))
    korea = panel.frame.filter(pl.col("stateabb") == "ROK", pl.col("year") == 2016).row(0, named=True)
    assert (korea["ccode"], korea["major"], korea["nuclear"]) == (732, 0, 0)
    latent = panel.frame.filter(pl.col("stateabb") == "ROK", pl.col("latent") == 1)["year"]
    assert (latent.min(), latent.max(), korea["latent"]) == (1979, 2012, None)
    majors = panel.frame.filter(pl.col("year") == 2016, pl.col("major") == 1)["stateabb"].sort().to_list()
    assert majors == ["CHN", "FRN", "GMY", "JPN", "RUS", "UKG", "USA"]
    assert panel.frame.filter(pl.col("year") == 2024, pl.col("major") == 1)["stateabb"].sort().to_list() == majors
    assert panel.frame.filter(pl.col("year") == 2025)["major"].null_count() == 195
    serbia = panel.frame.filter(pl.col("ccode") == 345, pl.col("year").is_between(2005, 2007))
    assert serbia["stateabb"].to_list() == ["YUG", "SRB", "SRB"]


@pytest.mark.data
def test_only_the_groups_asked_for_and_the_files_they_need() -> None:
    panel = build_panel("dyad-year", (1900, 1900), ["disputes"])
    assert list(panel.columns) == [*DYAD, "onset", "ongoing", "hostlev"]
    files = ("cow-states", "gml-directed", "cow-mid-directed", "cow-mid-disputes")
    assert dict(panel.provenance) == {key: digest(*located(key)) for key in files}


@pytest.mark.parametrize("unit", UNITS)
def test_an_unknown_group_is_refused(unit: str) -> None:
    with pytest.raises(InputError, match="did you mean 'democracy'"):
        build_panel(unit, (1990, 1991), ["democrcy"])


@pytest.mark.parametrize("years", [(1815, 1820), (2000, 1999), (2000, 2100)])
def test_years_outside_the_system_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="are not a span within 1816:2025"):
        build_panel("state-year", years, [])


@pytest.mark.data
def test_relevance_is_refused_where_it_is_not_coded_or_has_no_meaning() -> None:
    with pytest.raises(InputError, match="coded through 2016: no row of 2017:2020 is known"):
        build_panel("dyad-year", (2017, 2020), [], relevant=True)
    with pytest.raises(InputError, match="is for dyads"):
        build_panel("state-year", (2000, 2001), [], relevant=True)


@pytest.mark.data
def test_a_dyad_the_publisher_has_no_row_for_is_unknown_where_its_zeros_are_written() -> None:
    frame = build_panel("dyad-year", (1989, 1990), ["igos"]).frame
    france = frame.filter(pl.col("ccode1") == 220, pl.col("ccode2").is_in([255, 260])).sort("year", "ccode2")
    assert france.select("year", "ccode2", "igos").rows() == [(1989, 260, 93), (1990, 255, 95), (1990, 260, None)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"years": ("1990", "1991")}, "are not two whole numbers"),
        ({"years": 1990}, "are not two whole numbers"),
        ({"add": "disputes"}, r"must be a list of names: \['disputes'\]"),
        ({"add": ["trade"]}, "'trade' is a group of directed-dyad-year"),
        ({"add": ["contiguity"], "whittle": ["bogus"]}, "choose the dispute of the group 'one-dispute'"),
        ({"add": ["one-dispute"], "whittle": ["bogus"]}, "unknown whittling rule 'bogus'"),
        ({"unit": "state-year", "rules": "peacesciencer"}, "are for dyads, not for 'state-year'"),
        ({"unit": "dispute", "system": "gw"}, "give only years"),
        ({"system": "cwo"}, "did you mean 'cow'"),
        ({"coverage": {"relevance": "nowcast:2"}, "relevant": True}, "relevance can only be carried"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_read(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        build_panel(**({"unit": "dyad-year", "years": (1990, 1991)} | arguments))  # type: ignore[arg-type]
