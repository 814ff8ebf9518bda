"""Curves of the stages of escalation: rows at risk only, nothing learnt from what came after."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.equations.escalation import SPECIFICATIONS
from foedus.estimate.samples.sample import Sample
from foedus.evaluate import scoring
from foedus.evaluate.forecasters.own import ESCALATION
from foedus.evaluate.resample import REFERENCE
from foedus.evaluate.tasks.escalation import TARGETS
from foedus.evaluate.tasks.escalation import of_rows as held


@pytest.fixture(scope="module")
def found() -> Sample:
    """Contiguous disputes reach force more often; a tenth of those at force is a war, a third of the rest kills."""
    rng = np.random.default_rng(4)
    n = 1500

    arrays = {name: rng.integers(0, 2, n).astype(float) for name in ESCALATION["war"].predictors}
    arrays["capability_ratio"] = rng.normal(size=n)
    force = rng.random(n) < np.where(arrays["contiguous"] == 1, 0.9, 0.4)
    war = force & (rng.random(n) < 0.1)
    arrays["hostility"] = np.where(war, 5.0, np.where(force, 4.0, 2.0))
    arrays["fatal"] = (force & (rng.random(n) < 0.33)).astype(float)
    arrays["year"] = np.sort(rng.integers(1946, 2011, n)).astype(float)
    arrays["pair"] = rng.integers(1, 200, n).astype(float)
    arrays["dispute"] = np.arange(n, dtype=float)
    return Sample(arrays, (1946, 2010), {}, {})


def test_rows_of_a_stage_are_those_at_risk(found):
    helds = held(found, found["year"] <= 1990, 1990, [10])
    made = scoring.cells(helds, "the level", 100, 1)
    cells = [cell for cell in made if cell.target in TARGETS.values()]
    assert made[0].target == "the level"
    ahead = (found["year"] > 1990) & (found["year"] <= 2000)
    force = found["hostility"] >= 4
    rows = {cell.target: (cell.rows, cell.events) for cell in cells}
    assert rows[TARGETS["force"]] == (ahead.sum(), (ahead & force).sum())
    assert rows[TARGETS["war"]] == ((ahead & force).sum(), (ahead & (found["hostility"] == 5)).sum())
    assert {each.model for each in cells[0].curve} == {REFERENCE, *SPECIFICATIONS}
    assert cells[0].scores["structure"]["brier_skill"][1] > 0


def test_what_came_after_is_not_learnt_from(found):
    known = found["year"] <= 1990
    turned = dict(found.arrays)
    turned["contiguous"] = np.where(found["year"] > 2000, 1.0 - found["contiguous"], found["contiguous"])
    turned["hostility"] = np.where(found["year"] > 2000, 5.0, found["hostility"])
    one, other = (held(each, known, 1990, [10]) for each in (found, replace(found, arrays=turned)))
    assert len(one) == 1 + len(TARGETS)
    for ours, theirs in zip(one, other, strict=True):
        for name in ours.given:
            np.testing.assert_array_equal(ours.given[name], theirs.given[name])
