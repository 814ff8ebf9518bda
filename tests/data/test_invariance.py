"""What a panel must not depend on: the order of a publisher's rows, the direction of a pair, the years asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.data import library
from foedus.data.columns import columns
from foedus.data.panel.build import build_panel
from foedus.data.panel.facts import DYADS, STATES

pytestmark = pytest.mark.data

DYAD = ["ccode1", "ccode2", "year"]
GROUPS = (
    "disputes",
    "peace",
    "one-dispute",
    "alliances",
    "commitments",
    "contiguity",
    "majors",
    "distance",
    "democracy",
)
spans = st.tuples(st.integers(1816, 2010), st.integers(0, 2)).map(lambda span: (span[0], span[0] + span[1]))


@contextmanager
def shuffled(seed: int) -> Iterator[None]:
    """Every publisher's table with its rows in another order."""
    real = library.read
    with patch.object(library, "read", lambda key: real(key).sample(fraction=1.0, shuffle=True, seed=seed)):
        yield


@settings(max_examples=10, deadline=None)
@given(span=spans, add=st.sets(st.sampled_from(GROUPS), min_size=1), seed=st.integers(0, 999))
def test_the_order_of_a_publishers_rows_changes_nothing(span: tuple[int, int], add: set[str], seed: int) -> None:
    plain = build_panel("directed-dyad-year", span, add).frame
    with shuffled(seed):
        assert build_panel("directed-dyad-year", span, add).frame.equals(plain)


@settings(max_examples=8, deadline=None)
@given(span=spans, add=st.sets(st.sampled_from(GROUPS), min_size=1))
def test_a_pair_has_the_same_facts_from_both_sides(span: tuple[int, int], add: set[str]) -> None:
    frame = build_panel("directed-dyad-year", span, add).frame
    turned = frame.rename({"ccode1": "ccode2", "ccode2": "ccode1"})
    both = frame.join(turned, on=DYAD, suffix="_turned")
    assert both.height == frame.height
    for name, column in columns("directed-dyad-year").items():
        if name in frame.columns and column.level == "dyad" and not name.startswith("mid_"):
            assert both.filter(pl.col(name).ne_missing(pl.col(f"{name}_turned"))).is_empty(), name


@settings(max_examples=8, deadline=None)
@given(first=st.integers(1816, 2025), more=st.integers(0, 3), add=st.sampled_from(sorted({*STATES, *DYADS})))
def test_a_column_is_null_outside_its_years_and_the_census_is_whole_within(first: int, more: int, add: str) -> None:
    span = (first, min(first + more, 2025))
    panel = build_panel("directed-dyad-year", span, [add])
    for name, column in panel.columns.items():
        if column.first_year is None or column.last_year is None:
            continue
        inside = pl.col("year").is_between(column.first_year, column.last_year)
        assert panel.frame.filter(~inside)[name].is_null().all(), name
        if column.missing.startswith("0 if"):
            assert panel.frame.filter(inside)[name].null_count() == 0, name


@settings(max_examples=6, deadline=None)
@given(span=spans, later=st.integers(1, 4), add=st.sampled_from(GROUPS))
def test_asking_for_more_years_changes_no_value(span: tuple[int, int], later: int, add: str) -> None:
    short = build_panel("directed-dyad-year", span, [add]).frame
    long = build_panel("directed-dyad-year", (max(1816, span[0] - later), span[1] + later), [add]).frame
    assert long.filter(pl.col("year").is_between(*span)).equals(short)
