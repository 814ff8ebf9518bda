"""What a card says of later years is what the contest of its equation found."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.estimate.posterior import load_posterior
from foedus.evaluate import held_out, store, tables
from foedus.evaluate.cells import Scored, cell
from foedus.evaluate.result import Result
from foedus.report.cards import card


@pytest.fixture
def contests(tmp_path, monkeypatch):
    """A folder with one contest, of joining."""
    rng = np.random.default_rng(1)
    p = rng.uniform(0.001, 0.2, 2000)
    y = (rng.random(2000) < p).astype(float)
    rows = Scored({"climatology": np.full(2000, 0.1), "full": p}, y, np.arange(2000))
    found = Result(
        outcome="contest of joining", unit="row", origins=[1960, 1965], horizons=[5], last_year=2010,
        models={"full": "all"}, capabilities="NMC 7.0", method="Modes.", draws=20, seed=1, notes=[], sources={},
        cells=[cell(rows, horizon=5, target="joins", subset="all", draws=20, seed=1, curve=True)],
    )  # fmt: skip
    store.put([(tables.EQUATION, "joining", found)], tmp_path)
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    tables.forget()
    yield found
    tables.forget()


def test_a_card_has_the_scores_of_its_specification(contests):
    text = card(load_posterior("joining-full"))
    slope = held_out.text(contests.cells[0].scores["full"]["calibration_slope"])
    head, line = (row for row in text.splitlines() if row.startswith(("| forecast |", "| joins |")))
    assert line.startswith(f"| joins | 5 years | {contests.cells[0].events:,} of 2,000 | ")
    columns = dict(zip(head.split(" | "), line.split(" | "), strict=True))
    assert columns["calibration slope |"] == f"{slope} |"
    assert (
        "Forecasts from 2 origins, 1960 to 1965; capabilities of NMC 7.0. Candidate specifications at the mode" in text
    )


def test_nothing_is_said_where_nothing_was_scored(contests):
    assert held_out.held_out("escalation-rates") is None
    assert held_out.held_out("trade") is None
    assert "Scores on later years" not in card(load_posterior("escalation-rates"))


def test_a_specification_that_the_contest_left_out_has_no_lines(contests):
    assert held_out.held_out("joining-pacts").table()[1] == []
