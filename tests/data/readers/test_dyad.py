"""Agreements, organisations, sanctions, arms, rivalries and votes, against figures read off the files and the record."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from foedus.data.library import read

pytestmark = pytest.mark.data


def test_the_mutual_defence_treaty_and_its_provisions() -> None:
    treaty = read("atop-alliances").filter(atopid=3240).row(0, named=True)
    assert (treaty["begyr"], treaty["endyr"], treaty["start"], treaty["end"]) == (1953, None, date(1953, 10, 1), None)
    assert (treaty["defense"], treaty["base"], treaty["intcom"], treaty["organ1"], treaty["milinst"]) == (1, 3, 0, 0, 2)
    member = read("atop-members").filter(atopid=3240, member=732).row(0, named=True)
    assert (member["defcon"], member["defcoloc"], member["concoloc"], member["yrexit"]) == (1, 1, 1, None)


def test_the_warsaw_pact_had_an_integrated_command_and_ended() -> None:
    pact = read("atop-alliances").filter(atopid=3285).row(0, named=True)
    assert (pact["intcom"], pact["milcon"], pact["organ1"], pact["endyr"]) == (1, 2, 2, 1991)


def test_military_institutionalisation_follows_from_the_provisions() -> None:
    # Leeds & Anac (2005): high with a common defence policy, an integrated command or bases; moderate with peacetime
    # contact, training, subordination, stated contributions or an organisation with a military purpose.
    treaties = read("atop-alliances").drop_nulls(["milcon", "intcom", "base", "milaid", "subord", "contrib", "milorg"])
    high = (pl.col("milcon") == 3) | (pl.col("intcom") == 1) | (pl.col("base") > 0)
    moderate = (
        (pl.col("milcon") == 2)
        | (pl.col("milaid") >= 3)
        | (pl.col("subord") > 0)
        | (pl.col("contrib") == 1)
        | (pl.col("milorg") == 1)
    )
    level = pl.when(high).then(2).when(moderate).then(1).otherwise(0)
    assert treaties.filter(level != pl.col("milinst")).is_empty()
    military = pl.any_horizontal(pl.col("orgpurp1", "orgpurp2").is_in([1, 4]))
    assert treaties.filter(military.cast(pl.Int8) != pl.col("milorg")).is_empty()


def test_a_condition_of_a_kind_makes_the_obligation_conditional() -> None:
    members = read("atop-members")
    for kind in ("def", "off", "neu", "con"):
        kinds = [name for name in members.columns if name.startswith(f"{kind}co") and name != f"{kind}con"]
        some = pl.max_horizontal(kinds) == 1
        assert members.filter(some & (pl.col(f"{kind}con") != 1)).is_empty(), kind


def test_joint_memberships() -> None:
    igos = read("cow-igo")
    assert (igos["ccode1"] < igos["ccode2"]).all()
    assert igos.filter(ccode1=2, ccode2=732).filter(pl.col("year").is_in([1991, 2014]))["igos"].to_list() == [47, 62]
    assert igos.filter(ccode1=731, ccode2=732, year=2014)["igos"].item() == 29


def test_sanctions_of_several_parties_have_a_row_for_each_pair() -> None:
    sanctions = read("gsdb")
    assert (sanctions.height, sanctions["case_id"].n_unique()) == (832, 696)
    joint = sanctions.filter(case_id=1479)
    assert joint["sender"].to_list() == ["Australia", "Japan", "Korea, South", "United States"]
    assert joint["ccode1"].to_list() == [900, 740, 732, 2]
    assert joint["ccode2"].unique().to_list() == [731]


def test_sanctioning_parties_that_are_not_states_keep_their_name() -> None:
    sanctions = read("gsdb")
    assert sanctions.filter(sender="EU")["case_id"].n_unique() == 4
    assert set(sanctions.filter(pl.col("ccode1").is_null())["sender"]) == {"EU", "EEC", "Hong Kong"}


def test_a_name_of_sanctions_means_the_state_of_its_time() -> None:
    vietnam = read("gsdb").filter(target="South Vietnam").select("begin", "ccode2").unique()
    assert set(vietnam.filter(pl.col("begin") < 1976)["ccode2"]) == {817}
    assert set(vietnam.filter(pl.col("begin") >= 1976)["ccode2"]) == {816}


def test_arms_transfers() -> None:
    patriots = read("sipri-arms").filter(ccode1=2, ccode2=732, designation="MIM-104 PAC-3 MSE").sort("order_year")
    assert patriots["order_year"].to_list() == [2015, 2019]
    assert patriots["ordered"].to_list() == [136, 64]
    assert patriots["order_year_estimated"].to_list() == [0, 1]
    assert patriots.select("first_delivery", "last_delivery").rows() == [(2017, 2019), (2020, 2020)]


def test_recipients_of_arms_that_are_not_states_have_no_number() -> None:
    arms = read("sipri-arms")
    others = set(arms.filter(pl.col("ccode2").is_null())["recipient"])
    assert {"Hamas (Palestine)*", "African Union**", "unknown recipient(s)"} <= others
    assert all(name.endswith("*") or name.startswith("unknown") for name in others)


@pytest.mark.parametrize(("key", "ongoing", "korea"), [("rivalries-td2012", 42, 1948), ("rivalries-tss2021", 56, 1948)])
def test_rivalries_that_go_on_have_no_end(key: str, ongoing: int, korea: int) -> None:
    rivalries = read(key)
    assert rivalries["end_year"].null_count() == ongoing
    assert rivalries.filter(ccode1=731, ccode2=732).select("start_year", "end_year").rows() == [(korea, None)]
    assert rivalries.filter(pl.col("end_year") < pl.col("start_year")).is_empty()
    assert (rivalries["ccode1"] < rivalries["ccode2"]).all()


def test_flags_of_rivalries_are_zero_where_the_file_is_blank() -> None:
    rivalries = read("rivalries-tss2021")
    assert rivalries["principal"].sum() == 46
    assert rivalries.select(pl.selectors.by_dtype(pl.Int8)).null_count().sum_horizontal().item() == 0


def test_the_votes_on_the_embargo_of_cuba() -> None:
    calls = read("unga-roll-calls").filter(resolution="A/RES/71/5")
    assert calls.select("session", "date", "year").rows() == [(71, date(2016, 10, 26), 2016)]
    votes = read("unga-votes").filter(rcid=calls["rcid"].item())
    assert votes["vote"].value_counts().sort("vote").rows() == [(1, 190), (2, 2)]  # 191 voted for; the file lacks one
    assert votes.filter(vote=2)["ccode"].to_list() == [2, 666]


def test_every_vote_has_a_state_and_a_roll_call() -> None:
    votes = read("unga-votes")
    assert votes.schema == {"rcid": pl.Int32, "ccode": pl.Int16, "vote": pl.Int8}
    assert votes.height == 870_109
    assert votes["vote"].value_counts().sort("vote").rows() == [(1, 693_664), (2, 110_897), (3, 65_548)]
    assert votes["ccode"].null_count() == 0
    assert set(votes["rcid"].unique()) == set(read("unga-roll-calls")["rcid"])
    assert votes.filter(rcid=3).filter(pl.col("ccode").is_in([2, 20]))["vote"].to_list() == [1, 3]
