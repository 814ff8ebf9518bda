"""Obligations, outside defenders against their definition, and treaties."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.panel.build import treaties
from foedus.data.panel.pacts import OBLIGATIONS, defended, obligations, treaty_list
from foedus.data.panel.panel import Panel
from foedus.data.panel.rows import Rows

KEYS = ("ccode1", "ccode2", "year")
STATES = (2, 20, 200, 365, 710)
owed_sets = st.sets(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)).filter(lambda pair: pair[0] != pair[1]))


def atop(owed: set[tuple[int, int]], year: int = 1950) -> pl.DataFrame:
    schema = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int16) | dict.fromkeys(OBLIGATIONS, pl.Int8)
    return pl.DataFrame([(a, b, year, 1, 0, 0, 0, 0) for a, b in sorted(owed)], schema=schema, orient="row")


def dyads(year: int = 1950) -> pl.DataFrame:
    pairs = [(a, b, year) for a in STATES for b in STATES if a != b]
    return pl.DataFrame(pairs, schema=dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int16), orient="row")


def has_outside_defender(owed: set[tuple[int, int]], challenger: int, target: int, among: set[int]) -> bool:
    return any(
        (k, target) in owed and (k, challenger) not in owed and (challenger, k) not in owed
        for k in among - {challenger, target}
    )


@given(owed_sets, st.sets(st.sampled_from(STATES)))
def test_defended_is_its_definition(owed: set[tuple[int, int]], nuclear: set[int]) -> None:
    table, pairs = atop(owed), dyads()
    holders = pl.DataFrame([(k, 1950) for k in nuclear], schema={"ccode": pl.Int16, "year": pl.Int16}, orient="row")
    for among, result in ((set(STATES), defended(pairs, table)), (nuclear, defended(pairs, table, holders))):
        expected = [int(has_outside_defender(owed, a, b, among)) for a, b, _ in pairs.iter_rows()]
        assert result.to_list() == expected


def test_a_pact_of_another_year_does_not_defend() -> None:
    assert defended(dyads(1951), atop({(2, 200)})).sum() == 0


def test_an_obligation_of_one_is_an_obligation_of_the_pair() -> None:
    pairs = dyads()
    found = pairs.hstack(obligations(Rows(pairs, KEYS), atop({(2, 710)}), (1815, 2018)))
    held = found.filter(pl.col("atop_defense") == 1)
    assert held.select("ccode1", "ccode2").rows() == [(2, 710), (710, 2)]
    assert held["atop_alliance"].to_list() == [1, 1]
    assert found.filter(pl.col("atop_defense") == 0).height == pairs.height - 2


@given(owed_sets)
def test_obligations_are_symmetric_whichever_direction_is_listed(owed: set[tuple[int, int]]) -> None:
    pairs = dyads()
    rows = Rows(pairs, KEYS)
    once = obligations(rows, atop(owed), (1815, 2018))
    assert once.equals(obligations(rows, atop({(b, a) for a, b in owed}), (1815, 2018)))
    assert once.equals(obligations(rows, atop(owed | {(b, a) for a, b in owed}), (1815, 2018)))


def test_no_obligation_is_known_after_the_coverage() -> None:
    pairs = dyads(2019)
    assert obligations(Rows(pairs, KEYS), atop({(2, 200)}, 2019), (1815, 2018))["atop_defense"].null_count() in (18, 20)


def test_parties_are_states_once_each_in_order() -> None:
    kinds = {kind: [1] for kind in ("defense", "offense", "neutral", "nonagg", "consul", "bilat")}
    alliances = pl.DataFrame({"atopid": [1], "begyr": [1900], "endyr": [None], **kinds})
    members = pl.DataFrame({"atopid": [1, 1, 1, 1], "member": [200, 2, 200, 8152]})
    assert treaty_list(alliances, members).row(0, named=True)["parties"] == [2, 200]


@pytest.mark.data
def test_treaties() -> None:
    table = treaties()
    assert table.height == table["atopid"].n_unique() == 789
    assert table["endyr"].null_count() == 372
    mutual_defence = table.filter(pl.col("atopid") == 3240).row(0, named=True)
    assert mutual_defence["parties"] == [2, 732]
    assert (mutual_defence["begyr"], mutual_defence["endyr"], mutual_defence["bilateral"]) == (1953, None, 1)
    assert mutual_defence["defense"] == 1
    assert table.filter(pl.col("endyr") < pl.col("begyr")).is_empty()


@pytest.mark.data
def test_south_korea_is_defended_against_the_north_from_1953(history: Panel) -> None:
    pair = history.frame.filter(pl.col("ccode1") == 731, pl.col("ccode2") == 732)
    by_year = dict(pair.select("year", "defended2").iter_rows())
    assert by_year[1952] == 0
    assert all(by_year[year] == 1 for year in range(1953, 2011))


@pytest.mark.data
def test_a_nuclear_defender_is_a_defender(history: Panel) -> None:
    assert history.frame.filter(pl.col("nuclear_defended2") > pl.col("defended2")).is_empty()
