"""Properties of futures of any valid world, on random ones of two to five states. The interpreted engine runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.simulation.random_worlds import NAMES, cases, instruments
from tests.simulation.test_order_of_entries import reordered

from foedus.simulation.block import Sets
from foedus.simulation.engine import Question
from foedus.simulation.outcomes import YEARLY
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import Policy, setting, with_dependants
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.schema import Case
from foedus.world.world import KINDS

RURITANIA = Path(__file__).parents[1] / "assessment" / "ruritania.yaml"
Rows = tuple[np.ndarray, ...]
FUTURES, HORIZON = 3, 3
WITHOUT_EFFECT = tuple(kind for kind in KINDS if kind != "defence-pact")
"""Kinds that do nothing where they are of no state of the alliance's own: a pact of others draws them into wars."""
few = settings(max_examples=4, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))


def futures(
    case: Case, number: int = FUTURES, horizon: int = HORIZON, first: int = 0, without: tuple[str, ...] = ()
) -> Rows:
    """Events, totals and yearly figures of futures."""
    world = from_case(case)
    sets = Sets(draw_parameters(world, sets=3).parameters)
    return Question(setting(world, policy=Policy(without)), sets, 7, horizon, "reference").rows(first, number)


def assert_same(one: Rows, other: Rows) -> None:
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)


@few
@given(case=cases())
def test_every_number_is_finite_and_every_probability_between_0_and_1(case: Case) -> None:
    events, totals, yearly = futures(case)
    assert (events >> np.uint64(HORIZON) == 0).all()
    assert np.isfinite(totals).all()
    assert (totals >= 0.0).all()
    expected = yearly[:, :, [YEARLY.index(name) for name in YEARLY if name.startswith("expected_")]]
    assert ((expected >= 0.0) & (expected <= 1.0)).all()
    counted = yearly[:, :, [YEARLY.index(name) for name in ("disputes", "wars")]]
    assert ((counted >= 0.0) & (counted == np.round(counted))).all()


@few
@given(case=cases(), shorter=st.integers(1, HORIZON - 1))
def test_a_longer_horizon_extends_the_same_futures_event_by_event(case: Case, shorter: int) -> None:
    (events, _, yearly), (begun, _, first) = futures(case), futures(case, horizon=shorter)
    np.testing.assert_array_equal(events & np.uint64((1 << shorter) - 1), begun)
    np.testing.assert_array_equal(yearly[:, :shorter], first)


@few
@given(case=cases(), first=st.integers(1, 5))
def test_more_futures_extend_the_first_ones(case: Case, first: int) -> None:
    whole = futures(case, first + 2)
    assert_same(futures(case, first), tuple(rows[:first] for rows in whole))
    assert_same(futures(case, 2, first=first), tuple(rows[first:] for rows in whole))


def test_a_world_in_which_no_two_states_may_have_a_dispute_has_futures() -> None:
    data = load_case(RURITANIA).model_dump()
    alone = {"states": data["states"][:2], "relations": data["relations"][:1], "bloc": ()}
    for state in alone["states"]:
        state["major"] = False
    case = Case.model_validate(data | alone)
    assert len(from_case(case).pairs) == 0
    yearly = futures(case)[2]
    assert not yearly[:, :, YEARLY.index("disputes")].any()


def with_other_names(case: Case) -> Case:
    """The same states under other abbreviations and names."""
    other = dict(zip(NAMES, ("ZZZ", "YYY", "XXX", "WWW", "VVV"), strict=True))

    def renamed_in(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: renamed_in(value) for key, value in part.items()}
        if isinstance(part, list | tuple):
            return [renamed_in(value) for value in part]
        return other.get(part, part) if isinstance(part, str) else part

    data = renamed_in(case.model_dump())
    for state in data["states"]:
        state["name"] = f"Land {state['abbreviation']}"
    return Case.model_validate(data)


@few
@given(case=cases(), data=st.data())
def test_order_and_names_do_not_matter(case: Case, data: st.DataObject) -> None:
    assert_same(futures(case), futures(with_other_names(reordered(case, data))))


@few
@given(case=cases(), data=st.data())
def test_taking_away_what_is_gone_already_changes_nothing(case: Case, data: st.DataObject) -> None:
    taken = data.draw(st.sampled_from([item.id for item in case.instruments]))
    gone = with_dependants(from_case(case), [taken])
    assert_same(futures(case, without=(taken,)), futures(case, without=gone))


@few
@given(case=cases(), data=st.data())
def test_an_instrument_that_does_nothing_here_changes_nothing(case: Case, data: st.DataObject) -> None:
    parties = data.draw(st.lists(st.sampled_from([one.abbreviation for one in case.states]), min_size=2, unique=True))
    idle = data.draw(instruments("idle", parties, data.draw(st.sampled_from(WITHOUT_EFFECT)), own=False))
    content = case.model_dump()
    more = Case.model_validate(content | {"instruments": [idle, *content["instruments"]]})
    assert_same(futures(case), futures(more))
    assert_same(futures(case), futures(more, without=("idle",)))
