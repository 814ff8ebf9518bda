"""What a case says decides its futures; the order in which it says it, and what it calls its instruments, do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus
from foedus.assessment.answer import Answer
from foedus.simulation.setting import setting
from foedus.simulation.study import Study
from foedus.world.build import from_case
from foedus.world.canonical import own_instrument
from foedus.world.case import case_names, load_case
from foedus.world.schema import Case
from foedus.world.world import World

PARTS = ("states", "relations", "instruments", "provocations", "base_rates", "tolerances", "bloc", "strain")
FUTURES, HORIZON = 50, 6


def reordered(case: Case, draw: st.DataObject | None = None) -> Case:
    """The same content in another order, drawn or reversed, with other identifiers of its instruments."""

    def order(entries: list[Any]) -> list[Any]:
        return draw.draw(st.permutations(entries)) if draw and len(entries) > 1 else entries[::-1]

    data = case.model_dump()
    for part in PARTS:
        data[part] = order(list(data[part]))
    for relation in data["relations"]:
        relation["states"] = order(list(relation["states"]))
    for item in data["instruments"]:
        item["id"] = renamed(item["id"])
        item["rests_on"] = renamed(item["rests_on"]) if item["rests_on"] else None
        for field in ("parties", "protects"):
            item[field] = order(list(item[field]))
    return Case.model_validate(data)


def renamed(name: str) -> str:
    return f"x-{name[::-1]}"


def futures(case: Case) -> tuple[np.ndarray, ...]:
    runs = list(Study(case, horizon=HORIZON).run(FUTURES, order="hostile-bloc"))
    return tuple(np.concatenate([run[part] for run in runs]) for part in (1, 2, 3))


@pytest.mark.parametrize("name", case_names())
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_another_order_of_entries_gives_the_same_futures(name: str, data: st.DataObject) -> None:
    case = load_case(name)
    for plain, other in zip(futures(case), futures(reordered(case, data)), strict=True):
        np.testing.assert_array_equal(plain, other)


def numbers(answer: Answer, name: Any = lambda name: name) -> dict[str, Any]:
    """Every number of an answer, by what it is of."""
    return {
        "verdict": answer.verdict.value,
        "outcomes": {one.name: (one.estimate, one.by_specification, one.curve) for one in answer.outcomes},
        "orders": {
            order.name: (
                {one.outcome: one.estimate for one in order.outcomes},
                {(one.outcome, one.kept_share, one.state) for one in order.tolerances},
                order.poles,
            )
            for order in answer.orders
        },
        "without": {name(one.instrument): (one.differences, one.by_beliefs) for one in answer.counterfactuals},
        "lapse": {name(one.instrument): set(one.also_lapse) for one in answer.counterfactuals},
        "thesis": answer.thesis,
        "governments": answer.governments,
        "provenance": answer.provenance,
    }


def test_another_order_of_entries_gives_the_same_answer() -> None:
    case = load_case("us-rok")
    plain, other = (foedus.assess(each, futures=FUTURES, horizon=HORIZON) for each in (case, reordered(case)))
    assert numbers(plain, renamed) == numbers(other)
    treaty, same = ({one.name: one.label for one in each.outcomes}["pact_in_force"] for each in (plain, other))
    assert treaty == same


def test_the_world_of_a_case_is_sorted_by_code() -> None:
    world = from_case(load_case("us-rok"))
    assert (np.diff(world.codes) > 0).all()
    assert world.pairs.tolist() == sorted(world.pairs.tolist())
    assert (world.pairs[:, 0] < world.pairs[:, 1]).all()


def test_an_instrument_is_addressed_by_kind_parties_and_year() -> None:
    world = from_case(load_case("us-rok"))
    address = dict(zip(world.instruments, world.addresses, strict=True))
    assert address["mutual-defense-treaty"] == "defence-pact-2-732-1954"
    assert address["us-forces-korea"] == "presence-2-732-1954"
    assert len(set(address.values())) == len(address)


def twice(second: dict[str, Any]) -> tuple[World, World]:
    """A case with two presences of the same parties and year, the second first in the file and last."""
    data = load_case("us-rok").model_dump()
    presence = next(item for item in data["instruments"] if item["kind"] == "presence")
    another = presence | {"id": "another"} | second
    lists = ([*data["instruments"], another], [another, *data["instruments"]])
    first, last = (from_case(Case.model_validate(data | {"instruments": items})) for items in lists)
    return first, last


@pytest.mark.parametrize("second", [{"since": "1954-03-01"}, {"text": "It obliges to more."}, {"name": "A"}, {}])
def test_instruments_of_one_kind_parties_and_year_are_told_apart_by_day_and_text(second: dict[str, Any]) -> None:
    first, last = twice(second)
    assert first.addresses == last.addresses
    assert len(set(first.addresses)) == len(first.addresses)
    if second:
        assert first.instruments == last.instruments
        np.testing.assert_array_equal(setting(first).instruments.entity, setting(last).instruments.entity)


def test_the_pact_under_assessment_binds_patron_and_protege() -> None:
    """An own pact of the patron with a third state comes first by content, and is not the one assessed."""
    data = load_case("us-rok").model_dump()
    pact = next(item for item in data["instruments"] if item["id"] == "mutual-defense-treaty")
    other = pact | {"id": "other", "name": "other treaty", "parties": ("USA", "UKG"), "protects": ("UKG",)}
    case = Case.model_validate(data | {"instruments": [other, *data["instruments"]]})
    world = from_case(case)
    assert world.instruments[setting(world).pact] == "mutual-defense-treaty"
    assert world.instruments.index("other") < setting(world).pact


def test_of_several_pacts_that_bind_both_the_one_with_fewest_parties_is_assessed() -> None:
    data = load_case("us-rok").model_dump()
    pact = next(item for item in data["instruments"] if item["id"] == "mutual-defense-treaty")
    wider = pact | {"id": "wider", "name": "wider treaty", "parties": ("USA", "ROK", "JPN"), "since": date(1951, 9, 8)}
    younger = pact | {"id": "younger", "name": "younger treaty", "since": date(1999, 1, 1)}
    case = Case.model_validate(data | {"instruments": [wider, younger, *data["instruments"]]})
    world = from_case(case)
    assert world.instruments[setting(world).pact] == "mutual-defense-treaty"
    assert own_instrument(case, "defence-pact").id == "mutual-defense-treaty"
