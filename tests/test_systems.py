"""Every system of the alliance has a switch, and the switch moves futures."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import xarray as xr
from tests.assessment.one_candidate import ASKED

import foedus
from foedus.simulation.mechanisms import mechanisms, resting

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "systems.md"
SWITCHES = re.findall(r"^\|[^|]+\| `([a-z.-]+=(?:on|off))` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
FUTURES = 2000
ORDERS = {"transfers=on": "hostile-bloc"}


@cache
def simulated(order: str, *switched: str) -> xr.Dataset:
    return foedus.simulate("us-rok", futures=FUTURES, horizon=20, order=order, mechanisms=switched)


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_of_the_page_moves_futures(switch: str) -> None:
    name, _, way = switch.partition("=")
    assert mechanisms()[name].runs == (way == "off"), "a switch of the page turns what is usual"
    if name == "opinion":
        asked = foedus.assess(
            "us-rok", futures=50, horizon=2, orders=["as-measured"], mechanisms=[switch], specification=ASKED
        )
        assert asked.opinion is not None
    else:
        order = ORDERS.get(switch, "as-measured")
        assert not simulated(order, switch).identical(simulated(order))


def test_no_row_of_the_page_is_without_a_switch() -> None:
    rows = re.findall(r"^\| (?!system|-)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(SWITCHES)


def test_the_page_has_every_mechanism_inside_the_alliance_that_is_off_by_default() -> None:
    channels = {"initiator-cover", "concentration", "order-load"}
    assert {switch.removesuffix("=on") for switch in SWITCHES if switch.endswith("=on")} == set(resting()) - channels
