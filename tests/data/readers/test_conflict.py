"""Wars, disputes, crises and armed conflicts, against figures read off the publishers' files and the record."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from foedus.data.library import read

pytestmark = pytest.mark.data


def rows(key: str, **where: int) -> pl.DataFrame:
    return read(key).filter(*(pl.col(name) == value for name, value in where.items()))


def test_the_korean_war() -> None:
    war = rows("cow-interstate-war", warnum=151, ccode1=2, ccode2=731)
    assert war["year"].to_list() == [1950, 1951, 1952, 1953]
    assert war["onset"].to_list() == [1, 0, 0, 0]
    first = war.row(0, named=True)
    assert (first["batdeath1"], first["initiator1"], first["initiator2"], first["outcome1"]) == (54487, 0, 1, 6)


def test_wars_look_the_same_from_both_sides() -> None:
    wars = read("cow-interstate-war")
    assert wars["warnum"].n_unique() == 95
    swapped = {f"{name}{side}": f"{name}{3 - side}" for name in ("ccode", "side", "outcome") for side in (1, 2)}
    turned = wars.rename(swapped).select("warnum", "ccode1", "ccode2", "year", "resume", "side1", "outcome1")
    keys = ["warnum", "ccode1", "ccode2", "year", "resume"]
    assert wars.select(turned.columns).equals(turned.sort(keys))


def test_cow_disputes_name_their_flags_as_gml_does() -> None:
    disputes = read("cow-mid-directed")
    assert disputes.filter(ccode1=731, ccode2=732, midonset=1).height == 31
    assert disputes["fatality1"].null_count() == 1510
    assert disputes["year"].max() == 2014
    assert {"midonset", "midongoing"} <= set(disputes.columns) & set(read("gml-directed").columns)


def test_cow_and_gml_disputes_share_their_columns() -> None:
    cow, gml = read("cow-mid-disputes"), read("gml-disputes")
    assert cow.drop("endyear", "ongoing").schema == gml.schema
    assert cow.filter(hostlev=5).height == 106
    assert (cow["outcome"].null_count(), cow["ongoing"].sum()) == (17, 33)
    assert cow.filter(pl.col("ongoing") == 1, pl.col("endyear") < 2014)["dispnum"].to_list() == [4598]


def test_participants_of_cow_are_those_of_its_disputes_and_of_its_dispute_years() -> None:
    participants = read("cow-mid-participants")
    assert set(participants["dispnum"]) == set(read("cow-mid-disputes")["dispnum"])
    cheonan = participants.filter(dispnum=4483).select("ccode", "sidea", "orig", "fatalpre", "endyear").rows()
    assert cheonan == [(2, 1, 0, 0, 2010), (731, 0, 1, 0, 2013), (732, 1, 1, 48, 2013)]
    directed = read("cow-mid-directed").filter(pl.col("year") > 2010).select("dispnum", ccode="ccode1")
    assert directed.join(participants, on=["dispnum", "ccode"], how="anti").is_empty()


def test_a_directed_dispute_carries_what_whittling_needs() -> None:
    korea = rows("gml-directed", dispnum=51, ccode1=731, ccode2=732).row(0, named=True)
    assert (korea["fatalpre1"], korea["fatalpre2"]) == (316579, 113248)
    assert (korea["mindur"], korea["maxdur"], korea["recip"], korea["hostlev"]) == (1129, 1129, 1, 5)


def test_dispute_totals_agree_with_the_dispute_file_wherever_both_speak() -> None:
    shared = ["hostlev", "fatality", "recip", "mindur", "maxdur", "stmon", "outcome", "settle", "hiact"]
    directed = read("gml-directed").select("dispnum", *shared).unique()
    assert directed["dispnum"].is_unique().all()
    assert directed.sort("dispnum").equals(read("gml-disputes").select("dispnum", *shared))


def test_months_that_are_none_are_null() -> None:
    directed = read("gml-directed")
    assert directed.filter(pl.col("stmon").is_null())["dispnum"].unique().to_list() == [1272]
    assert directed.filter(pl.col("endmon").is_null())["dispnum"].unique().to_list() == [3514]


def test_crises() -> None:
    cuba = rows("icb-crises", crisno=196).row(0, named=True)
    assert (cuba["start"], cuba["end"], cuba["days"]) == (date(1962, 10, 16), date(1962, 11, 20), 36)
    assert (cuba["trigger_ccode"], cuba["viol"], cuba["usinv"], cuba["mediate"], cuba["outesr"]) == (365, 2, 4, 4, 2)
    korea = rows("icb-crises", crisno=132).row(0, named=True)
    assert (korea["start"], korea["trigger_ccode"], korea["gravcr"]) == (date(1950, 6, 25), 731, 6)


def test_crises_keep_no_special_code() -> None:
    crises = read("icb-crises")
    assert crises["trigger_ccode"].null_count() == crises.filter(pl.col("trigent") >= 995).height == 146
    assert (crises["start"].null_count(), crises["end"].null_count()) == (19, 53)
    assert crises["start_month"].is_between(1, 12).all()
    assert crises.filter(crisno=139)["days"].to_list() == [None]
    dated = crises.drop_nulls(["start", "end", "days"])
    span = (dated["end"] - dated["start"]).dt.total_days()
    assert ((span + 1 - dated["days"]).abs() <= 3).mean() > 0.9  # the publisher counts both the first and the last day


def test_crisis_actors() -> None:
    cuba = rows("icb-actors", crisno=196)
    assert cuba["ccode"].to_list() == [2, 40, 365]
    assert cuba["trigger_ccode"].to_list() == [365, 2, 2]
    assert cuba["outcom"].to_list() == [1, 4, 4]
    assert cuba["usinv"].to_list() == [9, 8, 8]
    assert set(read("icb-actors")["crisno"]) == set(read("icb-crises")["crisno"])


def test_militarised_events() -> None:
    cheonan = rows("mie", ccode1=731, ccode2=732).filter(start=date(2010, 3, 26)).row(0, named=True)
    assert (cheonan["hostlev"], cheonan["fatalmin2"], cheonan["fatalmax2"]) == (4, 46, 46)
    events = read("mie")
    assert events["start"].null_count() == events["stday"].null_count() == 1987
    assert events.filter(pl.col("end") < pl.col("start")).is_empty()


def test_armed_conflicts() -> None:
    conflicts = read("ucdp-prio")
    korea = conflicts.filter(conflict_id=235, year=1950).row(0, named=True)
    assert (korea["type"], korea["intensity"], korea["gwno_a"], korea["gwno_b"]) == (2, 2, "731", "732")
    assert (korea["gwno_a_2nd"], korea["episode_end"]) == ("365, 710", None)
    last = conflicts.filter(year=2024)
    assert (last.height, last.filter(intensity=2).height) == (61, 11)


def test_several_states_on_one_side_are_parted_in_one_way() -> None:
    iraq = rows("ucdp-prio", conflict_id=420, year=2003).row(0, named=True)
    assert (iraq["gwno_a"], iraq["episode_end"]) == ("900, 200, 2", date(2003, 4, 28))
    for name in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc", "region"):
        assert read("ucdp-prio")[name].drop_nulls().str.contains(r"^\d+(, \d+)*$").all(), name
