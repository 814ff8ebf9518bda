"""What the Python functions take: what people pass, and a refusal in the words of the command line for the rest."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import foedus
from foedus import taken
from foedus.assessment.stated import taken_adherence
from foedus.errors import FoedusError, InputError


@pytest.mark.parametrize("value", [7, np.int64(7), np.uint8(7), 7.0, np.float32(7)])
def test_whole_numbers_of_any_kind_are_taken(value):
    found = taken.whole("futures", value, 1, 10)
    assert (found, type(found)) == (7, int)


@pytest.mark.parametrize("value", [True, np.True_, 7.5, np.nan, np.inf, "7", None, 0, 11, [7]])
def test_what_is_no_whole_number_within_is_refused(value):
    with pytest.raises(InputError, match=r"^futures .* is not allowed: a whole number from 1 to 10$"):
        taken.whole("futures", value, 1, 10)


def test_truth_is_python_s_or_numpy_s():
    assert taken.flag("relevant", np.True_) is True
    assert taken.flag("relevant", False) is False
    with pytest.raises(InputError, match="relevant yes is not allowed: True or False"):
        taken.flag("relevant", "yes")


def test_names_are_taken_from_a_path_and_from_a_mapping():
    assert taken.names("orders", Path("mine.yaml")) == taken.names("orders", [Path("mine.yaml")]) == ("mine.yaml",)
    assert taken.names("mechanisms", {"integrity.strain": "off"}) == ("integrity.strain=off",)
    assert taken.names("tolerances", {"war_outside": np.float64(0.04)}) == ("war_outside=0.04",)
    for wrong in ({"a": True}, {"a": None}, {1: "a"}, {"a": ["b"]}, b"a", 5, [b"a"]):
        with pytest.raises(InputError, match=r"^orders .* is not allowed: "):
            taken.names("orders", wrong)


@pytest.mark.parametrize("value", [1, 0.5, np.float32(0.5), np.int8(-1)])
def test_a_level_is_a_number_of_any_kind(value):
    assert taken_adherence(value) == value
    for wrong in (True, "0.5", np.nan, 2, None):
        with pytest.raises(InputError, match="is outside -1"):
            taken_adherence(wrong)


def test_frames_of_pandas_are_taken():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"name": ["A", None], "year": [1990, 1991]})
    assert taken.frame("treaties", table).equals(pl.DataFrame({"name": ["A", None], "year": [1990, 1991]}))
    assert taken.years(pandas.Series([1990, 1995])) == (1990, 1995)
    assert taken.names("orders", pandas.Series(["multipolar"])) == ("multipolar",)
    with pytest.raises(InputError, match="treaties is list; give a frame"):
        taken.frame("treaties", [1])


def test_futures_are_simulated_for_a_case_by_its_name_and_numpy_numbers():
    found = foedus.simulate(
        "US_ROK",
        futures=np.int64(4),
        horizon=np.float64(2),
        seed=np.uint32(3),
        engine="reference",
        mechanisms="integrity.strain=off",
        policy=foedus.Policy("THAAD"),
    )
    assert found.sizes["future"] == 4


REFUSED = [
    (lambda: foedus.load_case(5), "case 5 is not allowed"),
    (lambda: foedus.load_order(None), "order None is not allowed"),
    (lambda: foedus.load_posterior(3), "posterior 3 is not allowed"),
    (lambda: foedus.load_posterior("growth", "/nowhere"), "unknown posterior 'growth'"),
    (lambda: foedus.from_case(3.5), "case 3.5 is not allowed"),
    (lambda: foedus.table(3), "unknown source '3'"),
    (lambda: foedus.build_panel(5, (2000, 2001)), "unknown unit of analysis '5'"),
    (lambda: foedus.build_panel("state-year", "2000"), "are not two whole numbers"),
    (lambda: foedus.build_panel("state-year", (2000, 2001), [5]), "groups of columns 5 is not allowed"),
    (lambda: foedus.build_panel("state-year", (2000, 2001), coverage="gdp"), "coverage 'gdp' is not allowed"),
    (lambda: foedus.build_panel("state-year", (2000, 2001), ["gdp"], coverage={"gdp": 5}), "is not one of null"),
    (lambda: foedus.build_panel("dyad-year", (2000, 2001), relevant="yes"), "relevant yes is not allowed"),
    (lambda: foedus.world_at("panel", 1990), "not from str"),
    (lambda: foedus.simulate("us-rok", futures="many"), "futures many is not allowed"),
    (lambda: foedus.simulate("us-rok", futures=5, policy="thaad"), "policy 'thaad' is not allowed"),
    (lambda: foedus.simulate("us-rok", futures=5, engine="fast"), "unknown engine 'fast'"),
    (lambda: foedus.assess("us-rok", futures=np.nan), "futures nan is not allowed"),
    (lambda: foedus.assess("us-rok", orders=3), "orders 3 is not allowed"),
    (lambda: foedus.assess("us-rok", fits=3), "fits 3 is not allowed"),
    (lambda: foedus.assess("us-rok", store=Path("x")), "is not allowed: a foedus.simulation.store.Store"),
    (lambda: foedus.assess("us-rok", threads="two"), "threads two is not allowed"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_the_rest_is_refused_in_one_line(call, words):
    with pytest.raises(FoedusError) as refused:
        call()
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
