"""After its last coded year a column is null, or filled by a stated policy and flagged."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.data.panel.build import build_panel
from foedus.data.panel.coverage import EVENTS, GROWING, policies
from foedus.errors import InputError

PAIR = ["ccode1", "ccode2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("carry", "'carry' for 'gdp' is not one of null, carry:N, nowcast:N with N from 1 to 50"),
        ("carry:0", "N from 1 to 50"),
        ("carry:51", "N from 1 to 50"),
        ("drop:3", "not one of null"),
    ],
)
def test_a_policy_that_is_none_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        policies({"gdp": text}, ["gdp"])


@pytest.mark.parametrize("group", sorted(EVENTS))
def test_what_happens_is_not_carried_on(group: str) -> None:
    with pytest.raises(InputError, match="events are not carried forward"):
        policies({group: "carry:3"}, [group])


def test_a_group_that_is_not_in_the_panel_has_no_policy() -> None:
    with pytest.raises(InputError, match="did you mean 'gdp'"):
        policies({"gpd": "carry:3"}, ["gdp", "majors"])


@pytest.mark.data
@settings(max_examples=8, deadline=None)
@given(st.integers(1, 6), st.integers(2010, 2019), st.integers(0, 4))
def test_carried_values_are_those_of_the_last_year_flagged_and_no_others_are_touched(
    reach: int, first: int, more: int
) -> None:
    years = (first, first + more)
    plain = build_panel("dyad-year", years, ["alliances"]).frame
    panel = build_panel("dyad-year", years, ["alliances"], coverage={"alliances": f"carry:{reach}"})
    frame = panel.frame
    for name in ("atop_defense", "atop_consul"):
        status = f"{name}_status"
        assert frame.filter(pl.col(status).is_null() != pl.col(name).is_null()).is_empty()
        observed = frame.filter(pl.col(status) == "observed").select(*PAIR, "year", name)
        assert observed.equals(plain.filter(pl.col(name).is_not_null()).select(*PAIR, "year", name))
        carried = frame.filter(pl.col(status) == "carried")
        assert set(carried["year"]) <= set(range(2019, 2019 + reach))
        at_the_end = build_panel("dyad-year", (2018, 2018), ["alliances"]).frame.select(*PAIR, last=name)
        assert carried.join(at_the_end, on=PAIR, how="left").filter(pl.col(name).ne_missing(pl.col("last"))).is_empty()
        assert frame.filter(pl.col("year") > 2018 + reach)[name].is_null().all()


@pytest.mark.data
def test_a_nowcast_is_the_last_value_and_its_growth() -> None:
    frame = build_panel("state-year", (2008, 2022), ["gdp"], coverage={"gdp": "nowcast:2"}).frame
    korea = {row["year"]: row for row in frame.filter(pl.col("ccode") == 732).to_dicts()}
    growth = math.log(korea[2019]["gdp"] / korea[2009]["gdp"]) / 10
    assert korea[2021]["gdp"] == pytest.approx(korea[2019]["gdp"] * math.exp(2 * growth))
    assert (korea[2019]["gdp_status"], korea[2021]["gdp_status"]) == ("observed", "imputed")
    assert korea[2022]["gdp"] is korea[2022]["gdp_status"] is None
    assert korea[2021]["gdp_sd"] is None


@pytest.mark.data
def test_a_nowcast_is_refused_where_growth_has_not_beaten_no_change() -> None:
    assert {"cinc", "milex", "milper"}.isdisjoint(GROWING)
    with pytest.raises(InputError, match="growth has not been shown to beat no change for ideal"):
        build_panel("state-year", (2023, 2024), ["ideal-points"], coverage={"ideal-points": "nowcast:2"})


@pytest.mark.data
def test_rows_left_out_for_lack_of_coverage_are_counted_with_the_reason() -> None:
    panel = build_panel("dyad-year", (2016, 2018), [], relevant=True)
    assert panel.notes == (
        "left out 37,830 rows of 2017:2018 because political relevance is coded through 2016; "
        "a coverage policy for 'relevance' (carry:N) keeps them",
    )
    assert set(panel.frame["year"]) == {2016}
    kept = build_panel("dyad-year", (2016, 2018), [], relevant=True, coverage={"relevance": "carry:2"})
    assert kept.notes == ()
    assert kept.frame.group_by("year").len()["len"].n_unique() == 1


@pytest.mark.data
def test_nobody_is_a_major_power_or_a_neighbour_by_default_after_the_coverage() -> None:
    frame = build_panel("dyad-year", (2017, 2020), ["majors", "contiguity", "alliances", "disputes"]).frame
    for name in ("conttype", "onset"):
        assert frame[name].null_count() == frame.height
    assert frame["major1"].null_count() == 0
    assert build_panel("dyad-year", (2025, 2025), ["majors"]).frame["major1"].is_null().all()
    assert frame.filter(pl.col("year") > 2018)["atop_defense"].is_null().all()
