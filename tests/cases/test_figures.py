"""The figures of the cases of 2023, looked up again in the publishers' files."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from foedus.world.case import load_case
from foedus.world.draft.facts import Facts
from foedus.world.schema import Case, Relation

US_ROK = load_case("us-rok")
ISO = {"ROK": "KOR", "TAW": "TWN", "UKG": "GBR", "FRN": "FRA", "GMY": "DEU", "PHI": "PHL"}
SIPRI = {"USA": "United States of America", "ROK": "Korea, South", "PRK": "Korea, North"}

pytestmark = pytest.mark.data


@pytest.fixture(params=("us-philippines", "us-rok"))
def case(request: pytest.FixtureRequest) -> Case:
    return load_case(request.param)


def codes(case: Case) -> dict[str, int]:
    return {state.abbreviation: state.code for state in case.states}


def named(case: Case, spellings: dict[str, str]) -> dict[str, object]:
    """How a publisher names each state: as in `spellings`, else by the name in the case."""
    return {state.abbreviation: spellings.get(state.abbreviation, state.name) for state in case.states}


def iso(case: Case) -> dict[str, object]:
    return {name: ISO.get(name, name) for name in case.abbreviations}


Series = dict[object, dict[int, float]]
"""By what a publisher calls a state, its values by year."""


def series(frame: pl.DataFrame, key: str, year: str, value: str, scale: float = 1.0) -> Series:
    found: Series = {}
    for name, at, number in frame.select(key, year, value).drop_nulls().iter_rows():
        found.setdefault(name, {})[int(at)] = number * scale
    return found


def agree(case: Case, field: str, published: dict[str, dict[int, float]], within: float) -> None:
    """Every figure is the publisher's of the latest year that had ended, to rounding, and null exactly where that is so."""
    newest = min(case.as_of.year - 1, max(max(years) for years in published.values()))
    for state in case.states:
        stated = getattr(state.figures, field)
        if newest in published.get(state.abbreviation, {}):
            assert stated.year == newest, (field, state.name)
            assert stated.value == pytest.approx(published[state.abbreviation][newest], abs=within), (field, state.name)
        else:
            assert stated.value is None, (field, state.name)


def total(case: Case, field: str) -> float:
    return sum(getattr(state.figures, field).value or 0.0 for state in case.states)


def by(keys: dict[str, object], values: Series) -> dict[str, dict[int, float]]:
    return {name: values[key] for name, key in keys.items() if key in values}


WORLD_SPENDING = {2022: 2_240_000, 2024: 2_718_000}
"""SIPRI's world total in millions of current USD, as first reported."""


def test_capabilities(publishers: Path, case: Case) -> None:
    nmc = pl.read_parquet(publishers / "state/nmc7.parquet")
    agree(case, "cinc", by(dict(codes(case)), series(nmc, "ccode", "year", "cinc")), 5.1e-7)
    assert case.rest.cinc.value == pytest.approx(1 - total(case, "cinc"), abs=1e-5)
    sipri = pl.read_csv(publishers / "state/sipri_milex_subset.csv", infer_schema_length=None)
    milex = by(named(case, SIPRI), series(sipri, "country", "year", "milex_current_usd_m"))
    agree(case, "milex", milex, 0.51)
    assert case.rest.milex.value == pytest.approx(WORLD_SPENDING[case.rest.milex.year] - total(case, "milex"), abs=10)


def test_gdp(publishers: Path, case: Case) -> None:
    wdi = pl.read_csv(publishers / "state/wdi_gdp_current_usd.csv")
    world = series(wdi, "Country Code", "Year", "Value", 1e-9)
    sipri = pl.read_csv(publishers / "state/sipri_milex_subset.csv", infer_schema_length=None)
    taiwan = sipri.filter(pl.col("country") == "Taiwan", pl.col("year") <= max(world["WLD"])).with_columns(
        gdp=pl.col("milex_current_usd_m") / pl.col("milex_share_gdp") / 1e3
    )
    gdp = by(iso(case), world | {"TWN": series(taiwan, "country", "year", "gdp")["Taiwan"]})
    agree(case, "gdp", gdp, 0.051)
    fariss = pl.read_parquet(publishers / "state/gdp_pop_fariss2022.parquet").with_columns(
        per_head=pl.col("pwtrgdp") / pl.col("pwtpop") / 1e3
    )
    agree(case, "gdp_per_head", by(dict(codes(case)), series(fariss, "ccode", "year", "per_head")), 0.0051)
    assert case.rest.gdp.value == pytest.approx(world["WLD"][case.rest.gdp.year] - total(case, "gdp"), abs=1)


def test_regime_votes_and_weapons(publishers: Path, case: Case) -> None:
    democracy = pl.read_parquet(publishers / "state/democracy.parquet")
    agree(case, "polyarchy", by(dict(codes(case)), series(democracy, "ccode", "year", "v2x_polyarchy")), 1e-9)
    votes = pl.read_parquet(publishers / "state/unga_ideal_points_2025.parquet")
    votes = votes.with_columns(pl.col("ccode", "year").cast(pl.Int64))
    agree(case, "ideal_point", by(dict(codes(case)), series(votes, "ccode", "year", "idealpointall")), 5.1e-4)
    bleek = pl.read_csv(publishers / "state/nuclear_status_bleek2017.csv")
    agree(case, "nuclear", by(named(case, {}), series(bleek, "Entity", "Year", "nuclear_weapons_status")), 0)
    facilities = pl.read_csv(publishers / "state/nuclear_latency_nl12.csv")
    begun = facilities.with_columns(
        pl.when(pl.col(name) > 0).then(pl.col(name)) for name in ("construction_start", "operation_start")
    ).with_columns(begun=pl.min_horizontal("construction_start", "operation_start"))
    first = dict(begun.group_by("ccode").agg(pl.col("begun").min()).iter_rows())
    for state in case.states:
        if state.figures.latent.value == 0:
            assert state.code not in first, state.name
        elif state.figures.latent.value is not None:
            assert f"from {first[state.code]}" in state.figures.latent.note, state.name


def pair_of(case: Case, relation: Relation) -> tuple[int, int]:
    low, high = sorted(codes(case)[name] for name in relation.states)
    return low, high


KOREAS = ("ROK", "PRK")
NEIGHBOURS = {"us-rok": KOREAS, "us-rok-2026": KOREAS, "us-japan": KOREAS, "us-philippines": ("PHI", "TAW")}


def test_every_pair_with_a_major_power_and_every_neighbour_is_given(case: Case) -> None:
    given = {frozenset(relation.states) for relation in case.relations}
    majors = {state.abbreviation for state in case.states if state.major}
    wanted = {frozenset(pair) for pair in combinations(case.abbreviations, 2) if set(pair) & majors}
    assert given == wanted | {frozenset(NEIGHBOURS[case.id])}


def test_distance_and_contiguity(publishers: Path, case: Case) -> None:
    distance = pl.read_parquet(publishers / "dyad/min_distance_cshapes2.parquet").filter(pl.col("year") == 2019)
    km = {(a, b): value for a, b, value in distance.select("ccode1", "ccode2", "mindist").iter_rows()}
    contiguity = pl.read_csv(publishers / "dyad/cow_contiguity32.csv")
    latest = contiguity.filter(pl.col("enddate") == contiguity["enddate"].max(), pl.col("conttype") > 0)
    touching = {(a, b) for a, b in latest.select("ccode1", "ccode2").iter_rows()}
    for relation in case.relations:
        assert relation.distance.value == pytest.approx(km[pair_of(case, relation)], abs=0.51), relation.states
        assert relation.contiguous == (pair_of(case, relation) in touching), relation.states


def test_last_disputes(publishers: Path, case: Case) -> None:
    gml = pl.read_csv(publishers / "conflict/gml_mid221_directed.csv", infer_schema_length=None, null_values=["NA"])
    cow = pl.read_csv(publishers / "conflict/cow_mid5_directed_2011_2014.csv", infer_schema_length=None)
    both = pl.concat([each.select("ccode1", "ccode2", "year").cast(pl.Int64) for each in (gml, cow)])
    last = {(a, b): year for a, b, year in both.group_by("ccode1", "ccode2").agg(pl.col("year").max()).iter_rows()}
    for relation in case.relations:
        assert relation.coded == 2014, relation.states
        assert relation.last_dispute.value == last.get(pair_of(case, relation)), relation.states


def test_wars_under_way_and_the_load_are_those_of_ucdp(case: Case) -> None:
    facts = Facts(case.as_of)
    for relation in case.relations:
        listed = facts.conflicts(*pair_of(case, relation))
        assert (relation.dispute is not None) == bool(listed), relation.states
        if relation.dispute is not None:
            assert (relation.dispute.since, relation.dispute.level) == next(iter(listed.items()))
    patron = codes(case)[case.patron]
    assert (case.load.value, case.load.year) == facts.load(patron)[:2]


def test_membership_in_the_system(publishers: Path, case: Case) -> None:
    states = pl.read_csv(publishers / "system/cow_states2024.csv")
    start = dict(states.group_by("ccode").agg(pl.col("styear").max()).iter_rows())
    for relation in case.relations:
        assert relation.since == max(start[code] for code in pair_of(case, relation)), relation.states


def test_memory_and_rivalry_are_those_of_a_draft(case: Case) -> None:
    facts = Facts(case.as_of)
    for relation in case.relations:
        pair = pair_of(case, relation)
        assert relation.memory.value == pytest.approx(facts.memory(*pair).value, rel=0.006), relation.states
        assert relation.rivalry.value == facts.rivalry(*pair).value, relation.states


def test_base_rates_of_the_philippines(publishers: Path) -> None:
    gml = pl.read_csv(publishers / "conflict/gml_mid221_directed.csv", infer_schema_length=None, null_values=["NA"])
    own = gml.filter(pl.col("ccode1") == 840, pl.col("orig1") == 1, pl.col("orig2") == 1)
    disputes = own.group_by("dispnum").agg(
        begun=pl.col("year").min(),
        dead=((pl.col("fatality1") > 0) | (pl.col("fatality2") > 0)).any(),
        against=(pl.col("sidea1") == 0).any(),
        war=(pl.col("hostlev") == 5).any(),
    )
    disputes = disputes.filter(pl.col("begun") >= 1954)
    counts = (disputes.height, disputes["dead"].sum(), disputes["against"].sum(), disputes["war"].sum())
    assert counts == (19, 0, 13, 0)
    stated = load_case("us-philippines").base_rates
    rates = {(rate.outcome, rate.unit): (rate.events, rate.exposure) for rate in stated}
    assert rates["protege_deaths", "years"] == (0, 2010 - 1954 + 1)
    assert rates["war_outside", "disputes"] == (0, 19)


def test_base_rates_of_japan(publishers: Path) -> None:
    gml = pl.read_csv(publishers / "conflict/gml_mid221_directed.csv", infer_schema_length=None, null_values=["NA"])
    own = gml.filter(pl.col("ccode1") == 740, pl.col("year") >= 1952, pl.col("orig1") == 1, pl.col("orig2") == 1)
    disputes = own.group_by("dispnum").agg(
        killed=(pl.col("fatality1") > 0).any(),
        dead=((pl.col("fatality1") > 0) | (pl.col("fatality2") > 0)).any(),
        china=(pl.col("ccode2") == 710).any(),
        war=(pl.col("hostlev") == 5).any(),
    )
    counts = (disputes.height, disputes["killed"].sum(), disputes["dead"].sum(), disputes["china"].sum())
    assert (*counts, disputes["war"].sum()) == (63, 0, 1, 12, 0)
    rates = {(rate.outcome, rate.unit): (rate.events, rate.exposure) for rate in load_case("us-japan").base_rates}
    assert rates["war_outside", "disputes"] == (0, 63)
    assert rates["protege_deaths", "years"] == (0, 2010 - 1952 + 1)


def test_base_rates_of_korea(publishers: Path) -> None:
    gml = pl.read_csv(publishers / "conflict/gml_mid221_directed.csv", infer_schema_length=None, null_values=["NA"])
    korea = gml.filter(pl.col("ccode1").is_in([731, 732]), pl.col("ccode2").is_in([731, 732]))
    disputes = korea.group_by("dispnum").agg(
        begun=pl.col("year").min(),
        dead=((pl.col("fatality1") > 0) | (pl.col("fatality2") > 0)).any(),
        southern=((pl.col("fatality1") > 0) & (pl.col("ccode1") == 732)).any(),
        war=(pl.col("hostlev") == 5).any(),
    )
    disputes = disputes.filter(pl.col("begun") >= 1954)
    counts = (disputes.height, disputes["dead"].sum(), disputes["southern"].sum(), disputes["war"].sum())
    assert counts == (25, 15, 10, 0)
    late = disputes.filter(pl.col("begun") >= 1990)["southern"].sum()
    rates = {(rate.outcome, rate.unit): (rate.events, rate.exposure) for rate in US_ROK.base_rates}
    dead = {rate.period: (rate.events, rate.exposure) for rate in US_ROK.base_rates if rate.outcome == "protege_deaths"}
    shot_at_sea = 1
    assert dead == {"1990-2023": (late + shot_at_sea, 34), "2011-2023": (shot_at_sea, 13)}
    assert rates["war_outside", "disputes"] == (0, 25)


def test_pacts_agree_with_atop(publishers: Path, case: Case) -> None:
    """The case's defence pacts of 2018, ATOP's last year, join the pairs that it codes so, and no others."""
    last = 2018
    atop = pl.read_parquet(publishers / "dyad/atop51_directed_dyad_year.parquet")
    pacts = atop.filter(pl.col("year") == last, pl.col("atop_defense") == 1)
    names = {code: name for name, code in codes(case).items()}
    rows = pacts.select("ccode1", "ccode2").iter_rows()
    coded = {frozenset((names[a], names[b])) for a, b in rows if a in names and b in names}
    stated = {
        frozenset(pair)
        for item in case.instruments
        if item.kind == "defence-pact" and item.since.year <= last
        for pair in combinations(item.parties, 2)
    }
    assert stated == coded


def test_bloc_pacts_in_atop(publishers: Path) -> None:
    atop = pl.read_parquet(publishers / "dyad/atop51_directed_dyad_year.parquet")
    bloc = [365, 710, 731]
    pacts = atop.filter(pl.col("atop_defense") == 1, pl.col("ccode1").is_in(bloc), pl.col("ccode2").is_in(bloc))
    tied = pacts.filter(pl.col("year").is_between(1961, 2018), pl.col("ccode1") < pl.col("ccode2"))
    years = tied.group_by("year").len().filter(pl.col("len") == 3)
    rate = next(rate for rate in US_ROK.base_rates if rate.outcome == "bloc_pacts")
    assert (rate.events, rate.exposure) == (years.height, 58)


def test_the_later_case_of_korea_is_the_earlier_one_but_for_what_changed() -> None:
    """The states, the pairs and all that the record has of them; and every own instrument under its name."""
    later = load_case("us-rok-2026")
    assert later.abbreviations == US_ROK.abbreviations
    for one, other in zip(US_ROK.relations, later.relations, strict=True):
        assert one.model_copy(update={"incidents": other.incidents, "dispute": other.dispute}) == other
        assert one.incidents == other.incidents[: len(one.incidents)]
        assert all(each.year > US_ROK.as_of.year for each in other.incidents[len(one.incidents) :]), one.states
    assert [item.id for item in later.instruments] == [item.id for item in US_ROK.instruments]


def test_polls_of_the_public_are_those_asked_by_the_day_of_the_case(publishers: Path) -> None:
    listed = pl.read_csv(publishers / "neasia/rok_nuclear_opinion_polls.csv").filter(
        pl.col("date").str.slice(0, 7) <= f"{US_ROK.as_of:%Y-%m}",
        ~pl.col("question").str.contains("US "),
        ~pl.col("pollster").str.contains("elites"),
    )
    rows = listed.select("date", pl.col("pct_yes") / 100.0, "n").iter_rows()
    assert sorted((poll.asked, poll.share, poll.respondents or 0) for poll in US_ROK.polls) == [
        (asked, pytest.approx(share), size or 0) for asked, share, size in sorted(rows)
    ]
