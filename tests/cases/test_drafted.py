"""The cases drafted from data and completed by hand: their figures are the draft's, and their counts come out again."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from foedus.world.case import load_case
from foedus.world.draft.facts import Facts
from foedus.world.schema import Case

NAMES = ("nato-baltic", "russia-dprk")
FIELDS = ("cinc", "gdp", "gdp_per_head", "polyarchy", "ideal_point", "nuclear", "latent")
SIPRI = {"USA": "United States of America", "ROK": "Korea, South"}
WORLD = 2_718_000
AFTER_ATOP = {frozenset(("RUS", "PRK"))}
"""Pairs joined by a defence pact since ATOP ends, in 2018."""

pytestmark = pytest.mark.data


@pytest.fixture(scope="module", params=NAMES)
def case(request: pytest.FixtureRequest) -> Case:
    return load_case(request.param)


@pytest.fixture(scope="module")
def facts(case: Case) -> Facts:
    return Facts(case.as_of)


def codes(case: Case) -> dict[str, int]:
    return {state.abbreviation: state.code for state in case.states}


def test_every_source_is_used(case: Case) -> None:
    found = re.findall(r"'(?:constitution_)?source': '([^']+)'", repr(case.model_dump(exclude={"sources"})))
    assert set(found) == set(case.sources)


def test_figures_of_states_are_those_of_a_draft(case: Case, facts: Facts) -> None:
    for state in case.states:
        for field in FIELDS:
            stated, read = getattr(state.figures, field), facts.figure(state.code, field)
            assert stated.value == (None if read.value is None else pytest.approx(read.value, rel=1e-5)), (state, field)
            assert read.value is None or stated.year == read.year, (state.name, field)
        assert state.democracy == facts.democratic(state.code), state.name


def test_spending_is_that_of_the_publisher(publishers: Path, case: Case) -> None:
    sipri = pl.read_csv(publishers / "state/sipri_milex_subset.csv", infer_schema_length=None)
    spent = dict(sipri.filter(pl.col("year") == 2024).select("country", "milex_current_usd_m").drop_nulls().iter_rows())
    stated = {state.abbreviation: state.figures.milex.value for state in case.states}
    assert stated.pop("PRK", None) is None
    names = {state.abbreviation: SIPRI.get(state.abbreviation, state.name) for state in case.states}
    assert stated == {name: round(spent[names[name]]) for name in stated}
    assert case.rest.milex.value == WORLD - sum(value for value in stated.values() if value)


def test_shares_add_up(case: Case, facts: Facts) -> None:
    assert case.rest.cinc.value == pytest.approx(
        1 - sum(state.figures.cinc.value or 0 for state in case.states), abs=1e-5
    )
    gdp = facts.rest([state.code for state in case.states], "gdp")
    assert case.rest.gdp.value == pytest.approx(gdp.value, rel=1e-5)


def test_relations_are_those_of_a_draft(case: Case, facts: Facts) -> None:
    code = codes(case)
    majors = {state.abbreviation for state in case.states if state.major}
    for relation in case.relations:
        first, second = (code[name] for name in relation.states)
        assert relation.contiguous == facts.contiguous(first, second), relation.states
        assert relation.since == facts.member_since(first, second), relation.states
        assert relation.distance.value == pytest.approx(facts.distance(first, second).value, rel=1e-5), relation.states
        assert relation.last_dispute.value == facts.last_dispute(first, second).value, relation.states
        assert relation.memory.value == pytest.approx(facts.memory(first, second).value, rel=1e-5), relation.states
        assert relation.rivalry.value == facts.rivalry(first, second).value, relation.states
    wanted = {
        frozenset(pair)
        for pair in combinations(case.abbreviations, 2)
        if set(pair) & majors or facts.contiguous(code[pair[0]], code[pair[1]])
    }
    assert {frozenset(relation.states) for relation in case.relations} == wanted


def test_a_war_is_under_way_where_the_last_year_coded_has_one(case: Case, facts: Facts) -> None:
    for relation in case.relations:
        listed = facts.conflicts(*(codes(case)[name] for name in relation.states))
        under_way = listed.get(2024) == "war"
        assert (relation.dispute is not None) == under_way, relation.states
        assert relation.dispute is None or relation.dispute.since == min(listed), relation.states


def test_the_load_is_that_of_a_draft(case: Case, facts: Facts) -> None:
    read = facts.load(codes(case)[case.patron])
    assert (case.load.value, case.load.year) == (read.value, read.year)


def test_defence_pacts_are_those_of_atop_and_later_ones(publishers: Path, case: Case) -> None:
    atop = pl.read_parquet(publishers / "dyad/atop51_directed_dyad_year.parquet")
    rows = atop.filter(pl.col("year") == 2018, pl.col("atop_defense") == 1).select("ccode1", "ccode2").iter_rows()
    names = {code: name for name, code in codes(case).items()}
    coded = {frozenset((names[a], names[b])) for a, b in rows if a in names and b in names}
    pacts = [item for item in case.instruments if item.kind == "defence-pact"]
    stated = {frozenset(pair) for item in pacts for pair in combinations(item.parties, 2)}
    assert stated - coded == {pair for pair in AFTER_ATOP if pair <= set(names.values())}
    assert coded <= stated


def test_base_rates_of_north_korea(publishers: Path) -> None:
    disputes = _disputes(publishers, 731, 1954)
    rates = {(rate.outcome, rate.unit): (rate.events, rate.exposure) for rate in load_case("russia-dprk").base_rates}
    assert rates["war_outside", "disputes"] == (disputes["war"].sum(), disputes.height)
    assert rates["protege_deaths", "years"] == (disputes.filter("dead")["begun"].n_unique(), 2010 - 1954 + 1)
    pacts = _pacts(publishers)
    with_korea = pacts.filter(pl.col("ccode1") == 365, pl.col("ccode2") == 731)
    assert rates["invoked", "years"] == (0, with_korea.height)
    assert rates["pact_in_force", "dyad-years (ends)"] == _ends(publishers, pacts, 365)
    three = pacts.filter(pl.col("ccode1") == 732, pl.col("ccode2") == 740)
    assert rates["bloc_pacts", "years"] == (three.height, 2018 - 1953 + 1)


def test_base_rates_of_the_baltic_states(publishers: Path) -> None:
    found = {code: _disputes(publishers, code, 1992) for code in (366, 367, 368)}
    assert not any(each["war"].any() or each["dead"].any() for each in found.values())
    stated = {(rate.outcome, rate.unit): (rate.events, rate.exposure) for rate in load_case("nato-baltic").base_rates}
    assert stated["war_outside", "disputes"] == (0, sum(each.height for each in found.values()))
    assert stated["protege_deaths", "years"] == (0, 2010 - 1992 + 1)
    assert found[366].height == 2


def _disputes(publishers: Path, code: int, since: int) -> pl.DataFrame:
    """Disputes that a state and another began with each other: first year, whether its people died, whether it was war."""
    gml = pl.read_csv(publishers / "conflict/gml_mid221_directed.csv", infer_schema_length=None, null_values=["NA"])
    own = gml.filter(pl.col("ccode1") == code, pl.col("orig1") == 1, pl.col("orig2") == 1)
    disputes = own.group_by("dispnum").agg(
        begun=pl.col("year").min(), dead=(pl.col("fatality1") > 0).any(), war=(pl.col("hostlev") == 5).any()
    )
    return disputes.filter(pl.col("begun") >= since)


def _pacts(publishers: Path) -> pl.DataFrame:
    """Directed dyad-years with a defence pact."""
    return pl.read_parquet(publishers / "dyad/atop51_directed_dyad_year.parquet").filter(pl.col("atop_defense") == 1)


def _ends(publishers: Path, pacts: pl.DataFrame, code: int) -> tuple[int, int]:
    """Ends of the defence pacts of a state with states that stay in the system, and dyad-years at risk, 1946 to 2018."""
    states = pl.read_csv(publishers / "system/cow_states2024.csv").select("ccode", "styear", "endyear")
    members = {(state, year) for state, first, last in states.iter_rows() for year in range(first, last + 1)}
    own = pacts.filter(pl.col("ccode1") == code, pl.col("year").is_between(1946, 2018))
    bound = set(own.select("ccode2", "year").iter_rows())
    risk = [(other, year) for other, year in bound if year < 2018]
    ended = sum((other, year + 1) in members and (other, year + 1) not in bound for other, year in risk)
    return ended, len(risk)
