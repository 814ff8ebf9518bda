"""Samples of how treaties end and form, against treaties whose history is known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.data.library import Shelf
from foedus.data.panel.facts import directed_disputes
from foedus.errors import InputError
from foedus.estimate.samples import entente, treaty_end, treaty_formation
from foedus.estimate.samples.sample import Sample

US_ROK, US_ROC, US_SPAIN, WARSAW = 3240, 3270, 3480, 3285


@pytest.fixture(scope="module")
def ending() -> Sample:
    return treaty_end.sample()


@pytest.fixture(scope="module")
def formation() -> Sample:
    return treaty_formation.sample()


def test_years_beyond_the_coding_are_refused() -> None:
    with pytest.raises(InputError, match="1946:2018 are not within 1946:2017"):
        treaty_end.sample((1946, 2018))


@pytest.mark.data
def test_the_pact_of_1953_is_in_every_year_and_never_ends(ending: Sample) -> None:
    rows = ending["atopid"] == US_ROK
    assert ending["year"][rows].tolist() == list(range(1954, 2018))
    assert ending["ended"][rows].sum() == 0
    assert set(ending["patron"][rows].tolist()) == {2}
    assert ending["great"][rows].all()
    assert ending["patron_stable"][rows].all()


@pytest.mark.data
def test_known_lapses_end_and_replaced_treaties_do_not(ending: Sample) -> None:
    last = {int(a): int(y) for a, y, e in zip(ending["atopid"], ending["year"], ending["ended"], strict=True) if e == 1}
    assert last[US_ROC] == 1980
    assert ending.notes["last years of treaties replaced by another, not counted"] > 30
    assert ending["ended"].sum() == ending.notes["events"]


@pytest.mark.data
def test_hazards_are_near_those_published_for_the_period(ending: Sample) -> None:
    hazards = ending.notes["hazards"]
    assert 0.02 < hazards["bilateral"]["rate"] < 0.05
    assert hazards["multilateral"]["rate"] < hazards["bilateral"]["rate"]
    assert (
        hazards["bilateral, change elsewhere"]["rate"] > 3 * hazards["bilateral, no change of leader support"]["rate"]
    )


@pytest.mark.data
def test_a_change_is_of_a_stable_democracy_or_not(ending: Sample) -> None:
    either = ending["change_democracy"] + ending["change_autocracy"] > 0
    assert (either == (ending["change_stable"] + ending["change_other"] > 0)).all()
    assert (ending["change_stable"] <= ending["change_democracy"]).all()
    assert ending["change_stable"].sum() < ending["change_democracy"].sum()
    one = treaty_end.sample(stable=1)
    assert (one["change_stable"] == ending["change_democracy"]).all()
    longer = treaty_end.sample(stable=5)
    assert longer["change_stable"].sum() < ending["change_stable"].sum()


@pytest.mark.data
def test_formation_counts_pacts_of_two_states_once(formation: Sample) -> None:
    formed = {
        (int(p), int(y)) for p, y, f in zip(formation["pair"], formation["year"], formation["formed"], strict=True) if f
    }
    assert (2_732, 1953) in formed
    pairs = formation["pair"] * 10_000 + formation["year"]
    assert len(np.unique(pairs)) == len(pairs)
    later = (formation["pair"] == 2_732) & (formation["year"] > 1954)
    assert not later.any()
    assert np.isfinite(np.stack([formation[name] for name in formation.arrays])).all()


@pytest.mark.data
def test_opponents_in_common_are_those_of_the_ten_years_before(formation: Sample) -> None:
    fought = directed_disputes(Shelf()).select("ccode1", "ccode2", "year").unique()
    met: dict[int, set[tuple[int, int]]] = {}
    for a, b, year in fought.iter_rows():
        met.setdefault(a, set()).add((b, year))
    rows = np.random.default_rng(0).choice(formation.rows, 300, replace=False).tolist()
    rows += np.flatnonzero(formation["log_common_opponents"] > 1.0)[:50].tolist()
    for row in rows:
        pair, year = int(formation["pair"][row]), int(formation["year"][row])
        one, two = ({k for k, when in met.get(i, set()) if 1 <= year - when <= 10} for i in divmod(pair, 1000))
        assert np.expm1(formation["log_common_opponents"][row]) == pytest.approx(len(one & two)), (pair, year)


@pytest.mark.data
def test_a_treaty_below_a_pact_is_made_once_by_two_states_that_nothing_bound_and_closes_triads_of_treaties_of_two() -> (
    None
):
    found = entente.sample()
    made = {(int(p), int(y)) for p, y, t in zip(found["pair"], found["year"], found["tied"], strict=True) if t}
    assert {
        (365_710, 1992),
        (365_731, 2000),
    } <= made  # Russia with China, and with North Korea four years after their pact
    assert (365_710, 2001) not in made  # bound by the treaty of 1992 already
    assert len(made) == int(found["tied"].sum()) == found.notes["events"]
    assert np.isfinite(np.stack([found[name] for name in found.arrays])).all()
    listed = Shelf().read("atop-alliances").filter(pl.col("bilat") == 1, pl.col("defense") == 0)
    begun = set(listed["begyr"].to_list())
    assert {year for _, year in made} <= begun
    assert found["log_common_ties"].max() < treaty_formation.sample()["log_shared_partners"].max()
