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
    assert (treaty["defense"], treaty["base"], treaty["intcom"], treaty["organ1"]) == (1, 3, 0, 0)
    member = read("atop-members").filter(atopid=3240, member=732).row(0, named=True)
    assert (member["defcon"], member["defcoloc"], member["concoloc"], member["yrexit"]) == (1, 1, 1, None)


def test_the_warsaw_pact_had_an_integrated_command_and_ended() -> None:
    pact = read("atop-alliances").filter(atopid=3285).row(0, named=True)
    assert (pact["intcom"], pact["milcon"], pact["organ1"], pact["endyr"]) == (1, 2, 2, 1991)


def test_alliances_and_members_of_one_version_have_the_same_agreements_and_the_pacts_of_the_dyads() -> None:
    alliances, members = read("atop-alliances"), read("atop-members")
    assert set(alliances["atopid"]) == set(members["atopid"])
    inside = (pl.col("yrent") <= 2018) & (pl.col("yrexit").is_null())
    states = members.filter(inside, pl.col("member") < 1000).select("atopid", "member", "defense")
    either = (pl.col("defense") == 1) | (pl.col("defense_right") == 1)
    pairs = states.join(states, on="atopid").filter(pl.col("member") < pl.col("member_right"), either)
    owed = read("atop-dyads").filter(pl.col("year") == 2018, pl.col("atop_defense") == 1)
    pair = {"low": pl.min_horizontal("ccode1", "ccode2"), "high": pl.max_horizontal("ccode1", "ccode2")}
    listed = set(owed.select(**pair).rows())
    assert set(pairs.select("member", "member_right").rows()) == listed


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


def test_trade_of_the_imf_is_that_of_cow_where_both_speak() -> None:
    own = read("imf-trade").filter(pl.col("year").is_between(1970, 2014), pl.col("exports") > 0)
    other = read("cow-trade").filter(pl.col("exports") > 0)
    both = own.join(other, on=["ccode1", "ccode2", "year"], suffix="_cow")
    imports = both.filter(pl.col("imports") > 0, pl.col("imports_cow") > 0)
    assert imports.height > 100_000
    log = imports.select(pl.corr(pl.col("imports").log(), pl.col("imports_cow").log())).item()
    large = imports.filter(pl.col("imports_cow") > 100)
    near = large.select(((pl.col("imports") / pl.col("imports_cow")).log().abs() < 0.01).mean()).item()
    assert log == pytest.approx(0.995, abs=0.002)
    assert near > 0.8


def test_the_imf_estimates_all_trade_of_north_korea() -> None:
    trade = read("imf-trade")
    assert trade.filter(ccode1=731)["estimated"].mean() == 1.0
    assert 713 not in trade["ccode1"]
    korea = trade.filter(ccode1=732, ccode2=2, year=2020).row(0, named=True)
    assert (korea["exports"], korea["imports"]) == (pytest.approx(74531.16), pytest.approx(57762.952))
