"""The tables that ship agree with one another, and a result that goes in comes out."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from foedus.equations.escalation import STAGES
from foedus.equations.registry import RIVALS
from foedus.evaluate import registry, scoring, store, tables
from foedus.evaluate.forecasts import of_events
from foedus.evaluate.result import Result
from foedus.evaluate.tables import EQUATION, FOLDER, HEADS, KINDS, OUTCOME, shipped
from foedus.evaluate.weights import ALL


def lines(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("table", HEADS)
def test_a_table_has_its_columns_in_order_and_no_row_twice(table):
    found = lines(table)
    assert tuple(found[0]) == HEADS[table]
    values = ("value", "low", "high", "shown", "weight", "sha256", "forecast")
    keys = [tuple(v for name, v in row.items() if name not in values) for row in found]
    assert len(keys) == len(set(keys))
    assert [KINDS.index(row["kind"]) for row in found] == sorted(KINDS.index(row["kind"]) for row in found)


def test_everything_with_weights_curves_or_sources_was_scored_under_the_same_names():
    scored = {(row["kind"], row["what"], row["forecaster"]) for row in lines("scores")}
    for table, column in (("weights", "specification"), ("curves", "forecaster")):
        assert {(row["kind"], row["what"], row[column]) for row in lines(table)} <= scored
    of = {(kind, what) for kind, what, _ in scored}
    assert {(row["kind"], row["what"]) for row in lines("sources")} == of
    assert {what for kind, what in of if kind == EQUATION} == set(RIVALS)


def test_weights_sum_to_one_at_horizons_that_were_scored():
    for kind in KINDS:
        for what in tables.names(kind):
            found = shipped(kind, what)
            for part, each in found.weights.items():
                assert part in {ALL, *STAGES} if kind == EQUATION else int(part) in found.horizons
                assert sum(each.values()) == pytest.approx(1.0, abs=2e-3)


def test_curves_count_the_rows_that_were_scored():
    for what in tables.names(EQUATION):
        for cell in shipped(EQUATION, what).cells:
            for name in cell.scores:
                bins = [line.rows for line in cell.curve if line.model == name]
                assert not bins or 0.8 * cell.rows <= sum(bins) <= cell.rows
            for each in cell.tenths:
                assert sum(share[0] for share in each.shares) == pytest.approx(1.0, abs=0.01)


def test_one_skill_of_an_outcome_is_marked_at_each_of_its_horizons():
    marked = [(row["what"], row["horizon"]) for row in lines("scores") if row["shown"]]
    assert len(marked) == len(set(marked))
    asked = {(name, str(h)) for name in registry.OUTCOMES for h in shipped(OUTCOME, name).horizons}
    assert set(marked) == asked


@pytest.fixture
def result():
    rng = np.random.default_rng(2)
    made = []
    for origin in (1980, 1985):
        p = rng.uniform(0.01, 0.5, 400)
        y = (rng.random(400) < p).astype(float)
        made.append(of_events(origin, 5, {"rates": np.full(400, 0.25), "full": p}, y, np.arange(400), 0.2))
    cells = scoring.cells(made, "the state joins the side", 20, 1)
    return Result(
        outcome="the rivals of joining", unit="row", origins=[1980, 1985], horizons=[5], last_year=1990,
        models={}, capabilities=None, method="", draws=20, seed=1, notes=[], cells=cells, sources={"a": "b"},
        weights={ALL: scoring.weights(made, ["full"], "", 1)}, reversion={"rate": 0.02, "centre": -3.5},
    )  # fmt: skip


def test_a_result_that_goes_in_comes_out_and_takes_the_place_of_its_name_alone(result, tmp_path, monkeypatch):
    other = result.model_copy(update={"last_year": 1999})
    store.put([(EQUATION, "joining", result), (OUTCOME, "war", other)], tmp_path)
    store.put([(EQUATION, "joining", result)], tmp_path)
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    tables.forget()
    found, reverts = shipped(EQUATION, "joining"), tables.reversion("joining")
    monkeypatch.undo()
    tables.forget()
    assert list(found.origins) == result.origins
    assert found.weights == result.weights == {ALL: {"full": 1.0}}
    assert reverts == (0.02, -3.5)
    assert found.sources == result.sources
    one, there = found.cells[0], result.cells[0]
    assert one.scores == there.scores
    assert one.curve == [line for line in there.curve if line.model != "climatology"]
    assert one.gain("full", "rates", "brier_skill") == there.gain("full", "rates", "brier_skill")


def test_what_ships_is_a_whole_result():
    for kind in KINDS:
        for what in tables.names(kind):
            found = registry.shipped_result(kind, what)
            for cell in found.cells:
                assert set(cell.scores) <= set(found.models)
