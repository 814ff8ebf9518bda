"""Who is defended by whom: the rule of the simulator is that of the panel."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.data.panel.pacts import OBLIGATIONS, defended
from foedus.equations.defence import defence

STATES = (2, 20, 200, 365, 710)
pacts_ = st.sets(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)).filter(lambda pair: pair[0] < pair[1]))


@settings(deadline=None)
@given(pacts_)
def test_panel_and_simulator_agree_on_who_has_a_defender(pacts: set[tuple[int, int]]) -> None:
    owed = sorted(pacts | {(b, a) for a, b in pacts})
    schema = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int16) | dict.fromkeys(OBLIGATIONS, pl.Int8)
    table = pl.DataFrame([(a, b, 1950, 1, 0, 0, 0, 0) for a, b in owed], schema=schema, orient="row")
    pairs = [(a, b, 1950) for a in STATES for b in STATES if a != b]
    dyads = pl.DataFrame(pairs, schema=dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int16), orient="row")
    held = np.array([[float((a, b) in owed) for b in STATES] for a in STATES])
    place = {code: index for index, code in enumerate(STATES)}
    third = np.arange(len(STATES))
    ours = [float(defence(place[i], third, held[place[j]], held[place[i]]).max()) for i, j, _ in dyads.iter_rows()]
    assert defended(dyads, table).to_list() == ours


def test_the_strength_of_the_pact_is_that_of_the_defence() -> None:
    assert defence(0, 2, 0.6, 0.0) == 0.6
    assert defence(0, 2, 0.6, 0.3) == 0.0, "it is bound to the initiator too"
    assert defence(2, 2, 0.6, 0.0) == 0.0, "the initiator defends no one against itself"
