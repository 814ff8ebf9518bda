"""The world of a past year, from a small panel made here and from the publishers' files."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from types import MappingProxyType

import numpy as np
import polars as pl
import pytest

from foedus.data.columns import columns
from foedus.data.panel.build import build_panel, treaties
from foedus.data.panel.panel import Panel
from foedus.errors import InputError
from foedus.world.at import NEEDED, world_at

TABLE = columns("directed-dyad-year")
PACTS = {(2, 200), (2, 220), (200, 220), (365, 710)}
MAJOR = {2: 1, 200: 1, 220: 1, 365: 1, 710: 1, 732: 0, 740: 0}


def panel(years: tuple[int, ...] = (1958, 1959, 1960), **changes: object) -> Panel:
    """Seven states in 1958-1960; the pact of 365 and 710 begins in 1959."""
    rows = []
    for year in years:
        for a, b in permutations(MAJOR, 2):
            pair = (min(a, b), max(a, b))
            row = {
                "ccode1": a,
                "ccode2": b,
                "year": year,
                "cinc1": a / 10_000,
                "milex1": 0 if a == 740 else a * 1000,
                "gdp1": a * 2000.0,
                "pop1": float(a),
                "polyarchy1": None if a == 732 else (0.8 if a < 300 else 0.2),
                "polity21": 7,
                "constitution1": 1 if a < 300 and 1919 <= year <= 2018 else None,
                "ideal1": None if a == 710 or year < 1946 else 0.5,
                "nuclear1": None if year < 1938 else 3 if a in (2, 365) else 0,
                "latent1": None if year < 1939 else int(a < 300),
                "major1": MAJOR[a],
                "major2": MAJOR[b],
                "conttype": 1 if pair in {(365, 710), (732, 740)} else 0,
                "mindist": float(abs(a - b)),
                "initiated": int((a, b) == (2, 365)),
                "ongoing": int(pair == (2, 365)),
                "rivalry_tss": int(pair == (2, 365)),
                "peace": abs(year - 1950),
                "atop_defense": int(pair in PACTS and (pair != (365, 710) or year > 1958)),
            }
            rows.append(row | changes)
    kept = {name: TABLE[name] for name in TABLE if name in {*NEEDED, "major2"}}
    frame = pl.DataFrame(rows, schema_overrides={name: column.dtype for name, column in kept.items()})
    return Panel(
        frame.select(list(kept)).sort("ccode1", "ccode2", "year"),
        "directed-dyad-year",
        MappingProxyType(kept),
        MappingProxyType({}),
    )


def test_states_and_pairs() -> None:
    world = world_at(panel(), 1960)
    assert world.codes.tolist() == sorted(MAJOR)
    assert world.major.tolist() == [True] * 5 + [False] * 2
    assert len(world.pairs) == 21
    named = {tuple(world.codes[pair].tolist()): row for row, pair in enumerate(world.pairs)}
    assert world.peace[named[2, 365]] == 0
    assert world.peace[named[2, 200]] == 11
    assert world.contiguous[named[732, 740]]
    assert world.distance[named[732, 740]] == 8
    assert world.capability[1].tolist() == (world.codes * 2.0).tolist()
    assert world.gdp_per_head.tolist() == [2.0] * 7
    assert world.latent.tolist() == [1.0] * 3 + [0.0] * 4
    assert world.capability[2, :-1].tolist() == world.codes[:-1].tolist()
    assert np.isnan(world.capability[2, -1])  # a coded 0 has no logarithm
    assert np.isnan(world.ideal).sum() == 1
    assert world.democracy.tolist() == [True, True, True, False, False, True, False]
    assert world.constitution.tolist() == [1, 1, 1, 0, 0, 0, 0]
    assert world.candidate.sum() == 5
    assert (world.protege, world.patron, len(world.bloc)) == (-1, -1, 0)
    assert not world.shield.any()


def test_pairs_remember_their_disputes() -> None:
    assert np.isnan(world_at(panel(), 1960).memory).all()  # three years are too few to know
    remembering = panel(years=(1916, 1958, 1959, 1960))
    world = world_at(remembering, 1960)
    remembered = {tuple(world.codes[pair].tolist()): m for pair, m in zip(world.pairs, world.memory, strict=True)}
    assert remembered.pop((2, 365)) == pytest.approx(1 + 0.5**0.05 + 0.5**0.1 + 0.5**2.2)  # one each year
    assert set(remembered.values()) == {0.0}
    assert world.codes[world.pairs[world.rivalry == 1]].tolist() == [[2, 365]]


def test_pacts_by_dyad() -> None:
    world = world_at(panel(), 1960)
    assert world.instruments == ("pact-2-200-1958", "pact-2-220-1958", "pact-200-220-1958", "pact-365-710-1959")
    assert world.age.tolist() == [2, 2, 2, 1]
    assert world.bilateral.all()
    assert (world.party.sum(axis=1) == 2).all()
    assert world_at(panel(), 1958).instruments == world.instruments[:3]


def test_pacts_by_treaty() -> None:
    listed = pl.DataFrame(
        {
            "parties": [[2, 200, 220, 732], [365, 710], [2, 740]],  # 732 is to join later; the last is over
            "begyr": [1949, 1959, 1950],
            "endyr": [None, None, 1955],
            "defense": [1, 1, 1],
        }
    )
    world = world_at(panel(), 1960, listed)
    assert world.instruments == ("pact-2-200-220-1949", "pact-365-710-1959")
    assert world.bilateral.tolist() == [False, True]
    assert world.age.tolist() == [11, 1]
    left = world_at(panel(), 1960, listed.head(1))
    assert left.instruments == world.instruments


@pytest.mark.parametrize(
    ("year", "change", "said"),
    [
        (1970, {}, "the panel has no rows for 1970"),
        (1960, {"ongoing": None}, "not coded for 1960; choose a year to 2014"),
    ],
)
def test_refusals(year: int, change: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        world_at(panel(**change), year)


def test_a_panel_that_lacks_columns_is_refused() -> None:
    whole = panel()
    kept = {name: column for name, column in whole.columns.items() if name not in ("mindist", "cinc1")}
    with pytest.raises(InputError, match="the panel lacks cinc1, mindist"):
        world_at(Panel(whole.frame.select(list(kept)), whole.unit, kept, {}), 1960)


@pytest.mark.data
def test_the_system_of_1970() -> None:
    whole = build_panel("directed-dyad-year", (1969, 1970))
    world = world_at(whole, 1970, treaties())
    assert world.states == 134
    assert np.nansum(world.capability[0]) == pytest.approx(1, abs=0.01)
    assert sorted(world.codes[world.major].tolist()) == [2, 200, 220, 365, 710]
    nato = max((row for row in world.party if row[world.codes.tolist().index(220)]), key=lambda row: int(row.sum()))
    assert {2, 200, 220, 260, 325, 640} <= set(world.codes[nato].tolist())
    names = {tuple(sorted(world.codes[row].tolist())) for row in world.party}
    assert (2, 732) in names
    assert len(world_at(whole, 1970).instruments) > len(world.instruments)


def test_a_state_of_unknown_cinc_is_left_out_of_pairs_and_treaties() -> None:
    whole = panel()
    size = pl.when(pl.col("ccode1") == 200).then(None).otherwise(pl.col("cinc1")).alias("cinc1")
    world = world_at(replace(whole, content=whole.frame.with_columns(size)), 1960)
    assert 200 not in world.codes
    assert len(world.codes) == len(world_at(whole, 1960).codes) - 1
    assert not any("200" in name.split("-") for name in world.instruments)


@pytest.mark.parametrize("column", ["gdp1", "latent1"])
def test_a_state_of_unknown_income_or_latency_is_no_candidate(column: str) -> None:
    assert world_at(panel(), 1960).candidate.any()
    assert not world_at(panel(**{column: None}), 1960).candidate.any()
