"""The figures of the us-rok case, looked up again in the publishers' files."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from foedus.world.case import load_case
from foedus.world.schema import Relation

CASE = load_case("us-rok")
CODES = {state.abbreviation: state.code for state in CASE.states}
ISO = {name: name for name in CODES} | {
    "ROK": "KOR",
    "TAW": "TWN",
    "UKG": "GBR",
    "FRN": "FRA",
    "GMY": "DEU",
}
BLEEK = {state.abbreviation: state.name for state in CASE.states}
SIPRI = BLEEK | {"USA": "United States of America", "ROK": "Korea, South", "PRK": "Korea, North"}

pytestmark = pytest.mark.data


def year_2022(frame: pl.DataFrame, key: str, year: str, value: str) -> dict[object, float]:
    rows = frame.filter(pl.col(year) == 2022).select(key, value).drop_nulls()
    return dict(rows.iter_rows())


def agree(field: str, published: dict[str, float], within: float) -> None:
    """Every figure equals the publisher's to rounding, and is null exactly where the publisher has none."""
    for state in CASE.states:
        stated = getattr(state.figures, field).value
        if state.abbreviation in published:
            assert stated == pytest.approx(published[state.abbreviation], abs=within), (field, state.name)
        else:
            assert stated is None, (field, state.name)


def by(keys: dict[str, object], values: dict[object, float], scale: float = 1.0) -> dict[str, float]:
    return {name: values[key] * scale for name, key in keys.items() if key in values}


def test_capabilities(publishers: Path) -> None:
    nmc = pl.read_parquet(publishers / "state/nmc7.parquet")
    cinc = by(dict(CODES), year_2022(nmc, "ccode", "year", "cinc"))
    agree("cinc", cinc, 5.1e-7)
    assert CASE.rest.cinc.value == pytest.approx(1 - sum(cinc.values()), abs=1e-5)
    sipri = pl.read_csv(publishers / "state/sipri_milex_subset.csv", infer_schema_length=None)
    milex = by(dict(SIPRI), year_2022(sipri, "country", "year", "milex_current_usd_m"))
    agree("milex", milex, 0.51)
    assert CASE.rest.milex.value == pytest.approx(2_240_000 - sum(milex.values()), abs=10)


def test_gdp(publishers: Path) -> None:
    wdi = pl.read_csv(publishers / "state/wdi_gdp_current_usd.csv")
    world = year_2022(wdi, "Country Code", "Year", "Value")
    sipri = pl.read_csv(publishers / "state/sipri_milex_subset.csv", infer_schema_length=None)
    taiwan = sipri.filter(pl.col("country") == "Taiwan", pl.col("year") == 2022).row(0, named=True)
    gdp = by(dict(ISO), world, 1e-9) | {"TAW": taiwan["milex_current_usd_m"] / taiwan["milex_share_gdp"] / 1e3}
    agree("gdp", gdp, 0.051)
    fariss = pl.read_parquet(publishers / "state/gdp_pop_fariss2022.parquet").filter(pl.col("year") == 2019)
    per_head = {
        code: gdp / people / 1e3 for code, gdp, people in fariss.select("ccode", "pwtrgdp", "pwtpop").iter_rows()
    }
    agree("gdp_per_head", by(dict(CODES), per_head), 0.0051)
    assert CASE.rest.gdp.value == pytest.approx(world["WLD"] * 1e-9 - sum(gdp.values()), abs=1)


def test_regime_votes_and_weapons(publishers: Path) -> None:
    democracy = pl.read_parquet(publishers / "state/democracy.parquet")
    agree("polyarchy", by(dict(CODES), year_2022(democracy, "ccode", "year", "v2x_polyarchy")), 1e-9)
    votes = pl.read_parquet(publishers / "state/unga_ideal_points_2025.parquet")
    votes = votes.with_columns(pl.col("ccode", "year").cast(pl.Int64))
    agree("ideal_point", by(dict(CODES), year_2022(votes, "ccode", "year", "idealpointall")), 5.1e-4)
    bleek = pl.read_csv(publishers / "state/nuclear_status_bleek2017.csv")
    agree("nuclear", by(dict(BLEEK), year_2022(bleek, "Entity", "Year", "nuclear_weapons_status")), 0)
    facilities = pl.read_csv(publishers / "state/nuclear_latency_nl12.csv")
    begun = facilities.with_columns(
        pl.when(pl.col(name) > 0).then(pl.col(name)) for name in ("construction_start", "operation_start")
    ).with_columns(begun=pl.min_horizontal("construction_start", "operation_start"))
    first = dict(begun.group_by("ccode").agg(pl.col("begun").min()).iter_rows())
    for state in CASE.states:
        if state.figures.latent.value is not None:
            assert f"from {first[state.code]}" in state.figures.latent.note, state.name


def codes(relation: Relation) -> tuple[int, int]:
    low, high = sorted(CODES[name] for name in relation.states)
    return low, high


def test_every_pair_with_a_major_power_and_every_neighbour_is_given() -> None:
    given = {frozenset(relation.states) for relation in CASE.relations}
    majors = {state.abbreviation for state in CASE.states if state.major}
    wanted = {frozenset(pair) for pair in combinations(CODES, 2) if set(pair) & majors}
    assert given == wanted | {frozenset(("ROK", "PRK"))}


def test_distance_and_contiguity(publishers: Path) -> None:
    distance = pl.read_parquet(publishers / "dyad/min_distance_cshapes2.parquet").filter(pl.col("year") == 2019)
    km = {(a, b): value for a, b, value in distance.select("ccode1", "ccode2", "mindist").iter_rows()}
    contiguity = pl.read_csv(publishers / "dyad/cow_contiguity32.csv")
    latest = contiguity.filter(pl.col("enddate") == contiguity["enddate"].max(), pl.col("conttype") > 0)
    touching = {(a, b) for a, b in latest.select("ccode1", "ccode2").iter_rows()}
    for relation in CASE.relations:
        assert relation.distance.value == pytest.approx(km[codes(relation)], abs=0.51), relation.states
        assert relation.contiguous == (codes(relation) in touching), relation.states


def test_last_disputes(publishers: Path) -> None:
    gml = pl.read_csv(publishers / "conflict/gml_mid221_directed.csv", infer_schema_length=None, null_values=["NA"])
    rows = gml.group_by("ccode1", "ccode2").agg(pl.col("year").max()).iter_rows()
    last = {(a, b): year for a, b, year in rows}
    for relation in CASE.relations:
        figure, coded = relation.last_dispute, last.get(codes(relation))
        if figure.source in ("gml", None):
            assert figure.value == coded, relation.states
        else:
            assert figure.value > (coded or 0), relation.states
            assert figure.note, relation.states


def test_membership_in_the_system(publishers: Path) -> None:
    states = pl.read_csv(publishers / "system/cow_states2016.csv")
    start = dict(states.group_by("ccode").agg(pl.col("styear").max()).iter_rows())
    for relation in CASE.relations:
        assert relation.since == max(start[code] for code in codes(relation)), relation.states


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
    rates = {(rate.outcome, rate.unit): (rate.events, rate.exposure) for rate in CASE.base_rates}
    assert rates["lethal_attack", "years"] == (15, 2010 - 1954 + 1)
    assert rates["war_on_protege", "disputes"] == (0, 25)


def test_pacts_agree_with_atop(publishers: Path) -> None:
    """The case's defence pacts join the pairs that ATOP codes so in 2018, its last year, and no others."""
    atop = pl.read_parquet(publishers / "dyad/atop51_directed_dyad_year.parquet")
    pacts = atop.filter(pl.col("year") == 2018, pl.col("atop_defense") == 1)
    names = {code: name for name, code in CODES.items()}
    rows = pacts.select("ccode1", "ccode2").iter_rows()
    coded = {frozenset((names[a], names[b])) for a, b in rows if a in names and b in names}
    stated = {
        frozenset(pair)
        for item in CASE.instruments
        if item.kind == "defence-pact"
        for pair in combinations(item.parties, 2)
    }
    assert stated == coded


def test_bloc_pacts_in_atop(publishers: Path) -> None:
    atop = pl.read_parquet(publishers / "dyad/atop51_directed_dyad_year.parquet")
    bloc = [365, 710, 731]
    pacts = atop.filter(pl.col("atop_defense") == 1, pl.col("ccode1").is_in(bloc), pl.col("ccode2").is_in(bloc))
    tied = pacts.filter(pl.col("year").is_between(1961, 2018), pl.col("ccode1") < pl.col("ccode2"))
    years = tied.group_by("year").len().filter(pl.col("len") == 3)
    rate = next(rate for rate in CASE.base_rates if rate.outcome == "bloc_pacts")
    assert (rate.events, rate.exposure) == (years.height, 58)
