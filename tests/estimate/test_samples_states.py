"""Samples of what states do alone, and of governments, against facts that can be looked up."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.data.library import Shelf, read
from foedus.data.panel.elections import held_elections
from foedus.errors import InputError
from foedus.estimate.samples import alignment, armament, government, growth, provocation, trade
from foedus.estimate.samples.regime import democracies

USA, RUSSIA, INDIA, JAPAN = 2, 365, 750, 740


def test_an_unknown_index_or_year_is_refused_in_one_line() -> None:
    with pytest.raises(InputError, match="did you mean 'milex'"):
        growth.sample("milx")
    with pytest.raises(InputError, match="1930:1950 are not within 1946:2022"):
        growth.sample("cinc", (1930, 1950))
    with pytest.raises(InputError, match="missile-launches"):
        provocation.sample("missiles")


def test_a_state_counts_as_a_democracy_by_the_year_before() -> None:
    frame = pl.DataFrame(
        {
            "ccode": [1, 1, 1, 2, 2],
            "year": [1990, 1991, 1992, 1990, 1991],
            "polyarchy": [0.6, 0.4, 0.4, None, None],
            "polity2": [-9, -9, 9, 6, 5],
        }
    )
    assert democracies(frame)["democracy"].to_list() == [True, True, False, True, True]


@pytest.mark.data
@pytest.mark.parametrize("index", growth.YEARS)
def test_growth_is_the_log_ratio_of_consecutive_levels(index: str) -> None:
    sample = growth.sample(index)
    source, column = {"cinc": ("cow-nmc", "cinc"), "gdp": ("gdp-fariss", "gdp"), "milex": ("cow-nmc", "milex")}[index]
    level = dict(read(source).filter(pl.col("ccode") == USA).select("year", column).iter_rows())
    row = np.flatnonzero((sample["ccode"] == USA) & (sample["year"] == 1975))
    assert sample["change"][row] == pytest.approx(np.log(level[1975] / level[1974]))
    assert sample["previous"][row] == pytest.approx(np.log(level[1974] / level[1973]))
    assert (np.abs(sample["change"]) > sample["bound"][0]).mean() == pytest.approx(0.001, abs=0.0002)
    assert np.isfinite(sample["change"]).all()
    assert sample.years[1] == sample["year"].max() <= 2022


@pytest.mark.data
def test_growth_to_a_year_uses_nothing_after_it() -> None:
    assert growth.sample("gdp", (1950, 1999))["year"].max() == 1999


@pytest.mark.data
def test_alignment_knows_coded_changes_and_hedges_the_others() -> None:
    sample = alignment.sample()
    usa = int(np.flatnonzero(sample["ccode"] == USA)[0])
    year = np.arange(sample.years[0], sample.years[1] + 1)
    assert sample["democracy"][year == 1953, usa] == 1.0
    assert sample["democracy"][year == 1954, usa] == 0.0
    assert sample["democracy"][year == 2019, usa] == pytest.approx(
        sample.notes["rate of changes"]["democracy"], abs=1e-4
    )
    assert np.isfinite(sample["observed"][:, usa]).all() or year[~np.isfinite(sample["observed"][:, usa])].tolist() == [
        1964
    ]
    assert ((sample["democracy"] > 0) & (sample["autocracy"] > 0)).sum() == 0


@pytest.mark.data
def test_pact_partners_are_those_of_the_year_before_on_both_sides_of_a_treaty() -> None:
    sample = alignment.sample()
    year = np.arange(sample.years[0], sample.years[1] + 1)
    usa, japan, rok = (int(np.flatnonzero(sample["ccode"] == code)[0]) for code in (USA, JAPAN, 732))
    for state in (japan, rok):
        assert sample["partners"][year == 2000, state] == pytest.approx(sample["observed"][year == 1999, usa])
    assert np.isnan(sample["partners"][year <= 1953, rok]).all()
    assert np.isfinite(sample["partners"][year == 2020, usa]).all()
    assert np.isnan(sample["partners"][0]).all()


@pytest.mark.data
def test_provocations_are_counted_to_the_day_of_the_case() -> None:
    missiles = provocation.sample("missile-launches")
    assert dict(zip(missiles["year"].tolist(), missiles["count"].tolist(), strict=True))[2018] == 0
    assert missiles["exposure"][-1] == pytest.approx(310 / 365)
    tests = provocation.sample("nuclear-tests")
    assert {year: n for year, n in zip(tests["year"].tolist(), tests["count"].tolist(), strict=True) if n} == {
        **{2006: 1, 2009: 1, 2013: 1},
        **{2016: 2, 2017: 1},
    }
    patrols = provocation.sample("joint-air-patrols")
    assert patrols["count"].tolist() == [1, 1, 1, 2, 1]


@pytest.mark.data
def test_trade_is_of_large_exposed_economies() -> None:
    sample = trade.sample()
    assert sample.rows == len(sample["change"]) > 1000
    assert 732_002 in sample["dyad"]
    assert 2_732 not in sample["dyad"]
    assert sample["year"].max() == 2020


@pytest.mark.data
def test_armament_has_the_known_starts() -> None:
    sample = armament.sample()
    starts = {
        (int(c), int(y)) for c, y, s in zip(sample["ccode"], sample["year"], sample["starts"], strict=True) if s == 1
    }
    assert {(INDIA, 1964), (731, 1980), (732, 1970), (620, 1970), (770, 1972)} <= starts
    assert (RUSSIA, 1950) not in set(zip(sample["ccode"].tolist(), sample["year"].tolist(), strict=True))
    japan = (sample["ccode"] == JAPAN) & (sample["year"] > 1965)
    assert sample["nuclear_defended"][japan].all()
    assert sample.notes["acquired"] == 9
    assert ((sample["opponents"] > 0) | (sample["nuclear_rival"] == 0)).all()
    india = (sample["ccode"] == INDIA) & (sample["year"] == 1964)
    assert np.exp(sample["opponents"][india]) - 1 == pytest.approx(5)  # China, Myanmar, Nepal, Pakistan, Portugal
    assert sample["latent"][india] == 0  # its first facility ran in that year, and predictors are of the year before
    assert sample["latent"][sample["starts"] == 1].sum() == 11


@pytest.mark.data
def test_elections_of_known_records() -> None:
    sample = government.sample()
    record = {
        int(code): (held, changed)
        for code, held, changed in zip(sample["ccode"], sample["elections"], sample["changed"], strict=True)
    }
    assert record[USA] == (18, 9)  # 1952, 1960, 1968, 1976, 1980, 1992, 2000, 2008, 2016 of 1948-2016
    assert record[JAPAN][1] / record[JAPAN][0] < 0.25
    assert sample["changed"].sum() / sample["elections"].sum() == pytest.approx(0.44, abs=0.02)
    assert sample.years == (1946, 2020)


@pytest.mark.data
def test_early_elections_depend_on_the_constitution_and_a_second_round_is_none() -> None:
    early = {
        name: each["early"] / each["state_years"] for name, each in government.sample().notes["early elections"].items()
    }
    assert early["presidential"] < 0.03 < early["semi-presidential"] < early["any"] < early["parliamentary"]
    held = held_elections(read("reign-elections"))
    france = held.filter(pl.col("ccode") == 220, pl.col("type") == "X", pl.col("year") >= 1965)
    assert france.filter("early")["year"].to_list() == [1969]  # de Gaulle resigned; REIGN has 1974 as scheduled
    assert france["victory"].null_count() == 0
    korea = held.filter(pl.col("ccode") == 732, pl.col("year") > 2000)
    assert korea.select("year", "early").rows() == [(2002, False), (2007, False), (2012, False), (2017, True)]


@pytest.mark.data
def test_a_change_counts_in_the_year_of_the_election_that_brought_it() -> None:
    states = pl.DataFrame({"ccode": [USA] * 3 + [140] * 2, "year": [2015, 2016, 2017, 2016, 2017], "democracy": True})
    rows = government.governed(Shelf(), states, 2020)
    found = {
        (code, year): (vote, changed, kind)
        for code, year, vote, changed, kind in rows.select("ccode", "year", "vote", "changed", "constitution").rows()
    }
    assert found[USA, 2016] == ("scheduled", 1, 1)  # the president took office in January 2017
    assert found[USA, 2017] == ("none", 0, 1)
    assert found[140, 2016] == ("none", 1, 1)  # Rousseff was removed


@pytest.mark.data
def test_irregular_exits_are_rarer_in_democracies() -> None:
    exits = government.sample().notes["irregular exits"]
    rate = {regime: count["exits"] / count["state_years"] for regime, count in exits.items()}
    assert 0.005 < rate["democracy"] < 0.012
    assert 0.02 < rate["autocracy"] < 0.07
