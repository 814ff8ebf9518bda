"""World orders: what they impose, on whom, and how their sizes were found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from foedus.errors import CaseError, InputError
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.order import load_order, order_names

WORLD = from_case(load_case("us-rok"))
NAMES = ("as-measured", "bipolar-rivalry", "hostile-bloc", "multipolar", "unipolar-recovery")

TEXT = """\
name: mine
title: Mine
text: A test.
codes: { USA: 2, CHN: 710, IND: 750 }
drifts:
  - index: cinc
    states: [USA, IND]
    per_year: 0.01
    reason: A test.
  - index: cinc
    states: others
    per_year: -0.02
    reason: A test.
ties:
  - kind: defence-pact
    states: [CHN, USA, IND]
    reason: A test.
  - kind: entente
    states: [USA, CHN]
    reason: A test.
transfers:
  - sender: USA
    receiver: IND
    reason: A test.
load:
  log_odds: 0.5
  reason: A test.
moves:
  - { index: poles-cinc, direction: falls }
  - { index: bloc-tightness, direction: rises }
"""


def test_shipped_orders() -> None:
    assert order_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_arrays(name: str) -> None:
    order = load_order(name)
    drift, ideal, pacts, treaties, transfers, load = order.as_arrays(WORLD)
    assert order.name == name
    assert drift.shape == (3, WORLD.states)
    assert ideal.shape == (WORLD.states,)
    assert (np.abs(drift) <= 0.05).all()
    assert all(0 <= i < j < WORLD.states for i, j in pacts)
    assert (name == "as-measured") == (not drift.any() and not ideal.any() and not pacts)
    assert name != "as-measured" or not (treaties or transfers or load or order.moves)


def test_the_hostile_bloc_is_tied() -> None:
    _, ideal, pacts, _, transfers, _ = load_order("hostile-bloc").as_arrays(WORLD)
    assert [tuple(int(WORLD.codes[i]) for i in pair) for pair in transfers] == [(365, 731)]
    tied = {frozenset(int(WORLD.codes[i]) for i in pair) for pair in pacts}
    assert tied == {frozenset((710, 365)), frozenset((710, 731)), frozenset((365, 731))}
    assert {int(code) for code in WORLD.codes[ideal < 0]} == {710, 365, 731}


def test_others_and_absent_states(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(TEXT, encoding="utf-8")
    drift, _, pacts, treaties, transfers, _ = load_order(path).as_arrays(WORLD)
    named = WORLD.codes == 2
    assert (drift[0, named] == 0.01).all()
    assert (drift[0, ~named] == -0.02).all()
    assert not drift[1:].any()
    assert len(pacts) == len(treaties) == 1
    assert not transfers


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "per_year: 0.01",
            "per_year: 1.01",
            r"mine\.yaml:8: drifts\[0\]\.per_year: should be less than or equal",
        ),
        ("states: others", "states: [USA]", r"mine\.yaml:11: drifts\[1\]\.states: 'USA' has a second cinc drift"),
        ("states: others", "states: [RUS]", r"mine\.yaml:11: drifts\[1\]\.states: unknown state 'RUS'"),
        ("index: cinc", "index: cink", r"mine\.yaml:6: drifts\[0\]\.index: should be 'cinc', 'gdp' or 'milex'"),
        ("title: Mine", "titles: Mine", r"mine\.yaml:2: titles: unknown field 'titles'; did you mean 'title'"),
        ("CHN: 710", "CHN: 2", r"mine\.yaml:4: codes\.CHN: is 2, the code of another state too"),
        ("[CHN, USA, IND]", "[CHN, USA, CHN]", r"mine\.yaml:16: ties\[0\]\.states\[2\]: 'CHN' is given twice"),
        ("receiver: IND", "receiver: USA", r"mine\.yaml:\d+: transfers\[0\]\.receiver: 'USA' is the sender"),
        ("receiver: IND", "receiver: INDIA", r"mine\.yaml:\d+: transfers\[0\]\.receiver"),
        ("log_odds: 0.5", "log_odds: 50", r"mine\.yaml:\d+: load\.log_odds: should be less than or equal to 3"),
        (
            "poles-cinc",
            "poles-gdp",
            r"mine\.yaml:\d+: moves\[0\]\.index: 'poles-gdp' cannot move: the order has no gdp drift",
        ),
        ("poles-cinc", "bloc-tightness", r"mine\.yaml:\d+: moves\[1\]\.index: 'bloc-tightness' is named twice"),
        ("poles-cinc", "poles", r"mine\.yaml:\d+: moves\[0\]\.index: should be 'poles-cinc', "),
        ("direction: falls", "direction: down", r"mine\.yaml:\d+: moves\[0\]\.direction: should be 'rises' or 'falls'"),
        ("    reason: A test.\n", "", r"mine\.yaml:6: drifts\[0\]\.reason: is missing"),
    ],
)
def test_a_bad_order_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError, match=said):
        load_order(path)


def test_unknown_order() -> None:
    with pytest.raises(InputError, match="unknown order 'bipolar-rivalri'; did you mean 'bipolar-rivalry'"):
        load_order("bipolar-rivalri")
