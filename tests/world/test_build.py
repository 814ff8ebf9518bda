"""A case as arrays: what must hold whatever the case."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.world.build import from_case
from foedus.world.case import case_names, load_case
from foedus.world.schema import Case, Tempo
from foedus.world.world import KINDS, World

US_ROK = load_case("us-rok")


def changed(**parts: Any) -> Case:
    return Case.model_validate({**US_ROK.model_dump(), **parts})


def abbreviations(world: World, case: Case) -> list[str]:
    """Abbreviation of each state, in the order of the world."""
    by_code = {state.code: state.abbreviation for state in case.states}
    return [by_code[code] for code in world.codes.tolist()]


def shields(world: World, case: Case) -> set[tuple[str, str, str]]:
    """(instrument, initiator, target) for every shielded directed dyad."""
    names = abbreviations(world, case)
    found = set()
    for row, name in enumerate(world.instruments):
        for dyad in np.flatnonzero(world.shield[row]):
            first, second = world.pairs[dyad // 2]
            initiator, target = (first, second) if dyad % 2 == 0 else (second, first)
            found.add((name, names[initiator], names[target]))
    return found


@pytest.mark.parametrize("name", case_names())
def test_shapes_and_ranges(name: str) -> None:
    world = from_case(load_case(name))
    n, pairs, k = world.states, len(world.pairs), len(world.instruments)
    assert world.capability.shape == (3, n)
    assert world.rest.shape == (3,)
    assert world.party.shape == (k, n)
    assert world.shield.shape == (k, 2 * pairs)
    assert world.strain.shape == (2, 2)
    assert not np.isnan(world.strain).any()
    assert len(set(world.codes.tolist())) == n
    assert (world.pairs[:, 0] < world.pairs[:, 1]).all()
    assert len({tuple(pair) for pair in world.pairs.tolist()}) == pairs
    major = world.major[world.pairs].any(axis=1)
    assert (major | world.contiguous).all()
    assert (world.peace >= 0).all()
    assert (world.distance >= 0).all()
    assert np.nansum(world.capability[0]) + world.rest[0] == pytest.approx(1, abs=1e-6)
    assert (np.nan_to_num(world.capability, nan=1) > 0).all()
    assert ((world.integrity > 0) & (world.integrity < 1)).all()
    assert ((world.election_next == 0) | (world.election_next > world.year)).all()
    assert (world.age >= 0).all()
    assert ((world.troops > 0) == (world.kind == KINDS.index("presence"))).all()
    assert not world.codes.flags.writeable


def test_us_rok_as_a_reader_expects_it() -> None:
    world, case = from_case(US_ROK), US_ROK
    assert world.year == 2023
    assert [world.names[i] for i in (world.protege, world.patron, world.coercer)] == [
        "South Korea",
        "United States",
        "China",
    ]
    names = abbreviations(world, case)
    assert [names[i] for i in world.bloc] == ["RUS", "CHN", "PRK"]
    assert (world.side[world.patron], world.side[world.protege]) == (-1, 1)
    assert world.strain[0, 1] == 0.2  # a progressive patron with a conservative protege
    assert {names[i] for i in np.flatnonzero(world.theatre)} == {"TAW", "IRN", "UKR"}
    pair = world.pairs.tolist().index([names.index("PRK"), names.index("ROK")])
    assert (world.coded[pair], world.peace[pair], world.level[pair]) == (2014, 0, 2)
    assert world.known[world.known[:, 0] == pair].tolist() == [
        [pair, 2015, 2, 1],
        [pair, 2020, 3, 1],
        [pair, 2022, 2, 1],
    ]
    assert world.contiguous[pair]
    assert world.load == 1.0
    treaty = world.instruments.index("mutual-defense-treaty")
    assert (world.kind[treaty], world.notice[treaty], world.age[treaty]) == (0, 1, 69)
    assert world.instruments[world.rests_on[world.instruments.index("thaad")]] == "us-forces-korea"


def test_shields_point_the_right_way() -> None:
    found = shields(from_case(US_ROK), US_ROK)
    assert ("mutual-defense-treaty", "PRK", "ROK") in found
    assert ("mutual-defense-treaty", "ROK", "PRK") not in found
    assert ("mutual-defense-treaty", "USA", "ROK") not in found
    assert ("armistice", "PRK", "ROK") in found
    assert ("armistice", "ROK", "PRK") in found
    assert ("armistice", "CHN", "ROK") not in found
    assert not {
        item for item in found if item[0] in ("non-proliferation-treaty", "cost-sharing", "china-russia-treaty")
    }
    protects = {item.id: (set(item.protects), item.mutual) for item in US_ROK.instruments}
    assert all(target in protects[name][0] or protects[name][1] for name, _, target in found)


@settings(deadline=None, max_examples=15)
@given(st.permutations(range(len(US_ROK.states))))
def test_the_order_of_states_does_not_matter(order: list[int]) -> None:
    states = US_ROK.model_dump()["states"]
    case = changed(states=[states[i] for i in order])
    world, plain = from_case(case), from_case(US_ROK)
    for field in fields(World):
        np.testing.assert_array_equal(getattr(world, field.name), getattr(plain, field.name))


@settings(deadline=None, max_examples=20)
@given(st.sets(st.sampled_from([item.id for item in US_ROK.instruments])))
def test_leaving_out_instruments_leaves_the_others_as_they_are(without: set[str]) -> None:
    without -= {"mutual-defense-treaty"}
    while True:
        more = {item.id for item in US_ROK.instruments if item.rests_on in without} - without
        if not more:
            break
        without |= more
    kept = [item for item in US_ROK.model_dump()["instruments"] if item["id"] not in without]
    limits = [each for each in US_ROK.model_dump()["tolerances"] if each["outcome"] != "trilateral_meeting"]
    case = changed(instruments=kept, tolerances=limits)
    world = from_case(case)
    assert set(world.instruments) == {item["id"] for item in kept}
    assert [name for name in from_case(US_ROK).instruments if name not in without] == list(world.instruments)
    plain = {item for item in shields(from_case(US_ROK), US_ROK) if item[0] not in without}
    assert shields(world, case) == plain
    for item in kept:
        if item["rests_on"]:
            assert world.instruments[world.rests_on[world.instruments.index(item["id"])]] == item["rests_on"]


def test_a_case_of_the_first_half_of_a_year_starts_in_that_year() -> None:
    assert changed(as_of="2023-12-31").year == 2023
    early = changed(as_of="2024-02-01")
    assert early.year == 2023
    assert from_case(early).year == 2023


@pytest.mark.parametrize(
    ("last", "since", "peace"),
    [(2010, 1949, 13), (2023, 1949, 0), (1945, 1952, 72), (None, 1949, 75), (None, 2023, 1)],
)
def test_peace_is_counted_as_the_panel_counts_it(last: int | None, since: int, peace: int) -> None:
    relations = US_ROK.model_dump()["relations"]
    figure = {"value": last, "unit": "year", "year": 2023, "source": "gml"}
    if last is None:
        figure = {"value": None, "unit": "year", "year": 2023, "reason": "none"}
    relations[0].update(since=since, last_dispute=figure)
    world = from_case(changed(relations=relations))
    names = abbreviations(world, US_ROK)
    row = [{names[i], names[j]} for i, j in world.pairs].index(set(relations[0]["states"]))
    assert world.peace[row] == peace


@pytest.mark.parametrize(
    ("coded", "last", "since", "peace", "to"),
    [
        (2010, 2010, 1949, 0, 2010),
        (2014, 1950, 1949, 64, 2014),
        (2014, None, 1949, 66, 2014),
        (2014, None, 2020, 1, 2020),
    ],
)
def test_peace_is_that_of_the_last_year_coded(coded: int, last: int | None, since: int, peace: int, to: int) -> None:
    figure: dict[str, object] = {"value": last, "unit": "year", "year": coded, "source": "gml"}
    if last is None:
        figure = {"value": None, "unit": "year", "year": coded, "reason": "none"}
    world, row = of_pair(since=since, last_dispute=figure, memory=NOT_STATED)
    assert (world.peace[row], world.coded[row]) == (peace, to)


NOT_STATED = {"value": None, "unit": "disputes halved every 20 years", "reason": "not stated"}
WAR = {"level": "war", "since": 2022, "source": "ucdp"}


def of_pair(**changes: object) -> tuple[World, int]:
    """The world of us-rok with its first relation changed, and the row of that pair."""
    relations = US_ROK.model_dump()["relations"]
    relations[0].update(changes)
    world = from_case(changed(relations=relations))
    names = abbreviations(world, US_ROK)
    return world, [{names[i], names[j]} for i, j in world.pairs].index(set(relations[0]["states"]))


def test_what_is_known_of_years_that_are_not_coded() -> None:
    incidents = [
        {"year": 2016, "level": "threat", "source": "ucdp"},
        {"year": 2016, "level": "use of force", "deaths": 0, "source": "ucdp"},
        {"year": 2018, "level": "use of force", "deaths": 3, "source": "ucdp"},
    ]
    world, row = of_pair(incidents=incidents, dispute=WAR)
    assert world.known[world.known[:, 0] == row].tolist() == [
        [row, 2016, 2, 1],
        [row, 2018, 3, 1],
        [row, 2022, 4, 1],
        [row, 2023, 4, 0],
    ]
    assert world.level[row] == 0


def test_a_dispute_under_way_where_disputes_are_coded_to_the_start() -> None:
    figure = {"value": 2023, "unit": "year", "year": 2023, "source": "gml"}
    world, row = of_pair(last_dispute=figure, dispute=WAR)
    assert world.level[row] == 4
    assert not (world.known[:, 0] == row).any()


@pytest.mark.parametrize(("year", "said"), [(2014, "coded to 2014"), (2024, "after 2023, when futures start")])
def test_an_incident_of_another_year_is_refused(year: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        of_pair(incidents=[{"year": year, "level": "display", "source": "ucdp"}])


def test_a_tempo_goes_with_its_type_whatever_the_order_of_the_file() -> None:
    case = load_case("us-rok")
    stated = (
        Tempo(provocation="other-provocations", change=-0.2, source="kinu"),
        Tempo(provocation="missile-launches", change=0.5, source="kinu"),
    )
    world = from_case(case.model_copy(update={"tempo": stated, "provocations": case.provocations[::-1]}))
    found = {name: change for name, change in zip(world.provocations, world.tempo, strict=True) if change}
    assert found == {"missile-launches": 0.5, "other-provocations": -0.2}
    assert not from_case(case).tempo.any()


def test_a_case_that_states_no_tempo_is_written_as_before_there_was_one() -> None:
    assert not {"tempo", "opinion"} & set(US_ROK.model_dump(mode="json"))
    stated = changed(tempo=[{"provocation": "missile-launches", "change": 0.5, "source": "kinu"}])
    assert Case.model_validate_json(stated.model_dump_json()) == stated
