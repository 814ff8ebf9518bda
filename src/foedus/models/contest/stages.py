"""Calibration of the specifications of escalation, stage by stage: what the contest of levels has no curve for.

Rows are the disputes after each origin that reached the stage before, with the probability of the stage; parameters are
those of the contest (`foedus.models.contest.escalation`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.models.backtest.cells import Scored, cell
from foedus.models.backtest.resample import REFERENCE
from foedus.models.backtest.result import Cell
from foedus.models.contest.escalation import probabilities
from foedus.models.contest.logit import Flags
from foedus.models.contest.window import over, windows
from foedus.models.escalation import SPECIFICATIONS
from foedus.models.samples import disputes
from foedus.models.samples.sample import Array, Sample

TARGETS = {
    "force": "the dispute reaches force",
    "war": "a dispute at force becomes war",
    "fatal": "force short of war kills",
}


def stage_cells(origins: Sequence[int], horizons: Sequence[int], *, draws: int = 300, seed: int = 1) -> list[Cell]:
    """A cell for each stage and horizon, with the curve of every specification."""
    found = disputes.escalation()
    return cells_of(found, {origin: over(found, origin) for origin in origins}, horizons, draws, seed)


def cells_of(found: Sample, past: dict[int, Flags], horizons: Sequence[int], draws: int, seed: int) -> list[Cell]:
    """As `stage_cells`; `past` marks, for each origin, the rows that may be learnt from."""
    stages = disputes.stages(found)
    parts: dict[tuple[str, int], list[dict[str, Array]]] = {}
    for origin, known in past.items():
        spans = windows(found["year"], origin, horizons, found.years[1])
        if not spans:
            continue
        ahead = np.any(list(spans.values()), axis=0)
        given = {name: probabilities(name, found, known, ahead) for name in SPECIFICATIONS}
        for stage, (at_risk, happened) in stages.items():
            events = np.zeros(found.rows)
            events[at_risk] = happened
            base = events[known & at_risk].mean()
            for horizon, at in spans.items():
                rows = at & at_risk
                forecasts = {name: each[stage][rows[ahead]] for name, each in given.items()}
                parts.setdefault((stage, horizon), []).append(
                    {
                        REFERENCE: np.full(rows.sum(), base),
                        **forecasts,
                        "": events[rows],
                        "dispute": found["dispute"][rows],
                    }
                )
    cells = []
    for (stage, horizon), pieces in parts.items():
        whole = {name: np.concatenate([each[name] for each in pieces]) for name in pieces[0]}
        rows_scored = Scored(
            {name: whole[name] for name in (REFERENCE, *SPECIFICATIONS)}, whole[""], whole["dispute"].astype(np.int64)
        )
        cells.append(
            cell(rows_scored, horizon=horizon, target=TARGETS[stage], subset="all", draws=draws, seed=seed, curve=True)
        )
    return cells
