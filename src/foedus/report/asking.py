"""Questions that a chart asks of something other than the simulator: the ledger, shipped scores, the formal models."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from foedus.assessment.evidence import equations
from foedus.assessment.ledger import Ledger, ledger_list
from foedus.classic.bargaining_answer import BargainAnswer
from foedus.classic.deterrence_answer import DeterAnswer
from foedus.classic.landscape_answer import LandscapeAnswer
from foedus.estimate.fits import AS_SHIPPED
from foedus.evaluate.held_out import held_out
from foedus.evaluate.result import Cell
from foedus.evaluate.tables import Shipped
from foedus.report.figures.calibration import Scored, bins
from foedus.world.build import from_case
from foedus.world.case import taken_case
from foedus.world.schema import Case

AHEAD = 1
"""Years ahead of the forecasts that are shown of an equation."""


def ledger(of: Case | str | Path, **_: Any) -> Ledger:
    """The entries of a ledger file; of a case those in ledger.jsonl that are its own."""
    if isinstance(of, str | Path) and Path(of).suffix == ".jsonl":
        return ledger_list(of)
    case, found = taken_case(of), ledger_list()
    return found.model_copy(update={"entries": [one for one in found.entries if one.case == case.id]})


def calibration(of: Case | str | Path, **_: Any) -> Scored:
    """The shipped scores of the equations of a case, one year ahead: of each the specification of most weight."""
    case = taken_case(of)
    contests = {
        found.contest.what: found.contest
        for name in equations(from_case(case), AS_SHIPPED)
        if (found := held_out(name))
    }
    models, scored = [], []
    for what, contest in contests.items():
        for cell in contest.cells:
            heaviest = _heaviest(contest, cell)
            if cell.horizon == AHEAD and bins(cell, heaviest):
                models.append(heaviest)
                scored.append((what, [cell]))
    return Scored(case.id, tuple(models), tuple(scored))


def _heaviest(contest: Shipped, cell: Cell) -> str:
    total: dict[str, float] = defaultdict(float)
    for weights in contest.weights.values():
        for name, weight in weights.items():
            total[name] += weight
    return max(cell.scores, key=lambda name: total[name])


def landscape(of: Case | str | Path, progress: Any = None, **_: Any) -> LandscapeAnswer:
    """The alignments of the states of a case, by CINC, in at most two blocs."""
    from foedus.classic.facts import case_facts
    from foedus.classic.landscape_answer import facts_answer

    return facts_answer(case_facts(taken_case(of), None), "cinc", 2, progress=progress)


def deterrence(of: str | Path, **_: Any) -> DeterAnswer:
    """The first challenger of a case."""
    from foedus.classic.deterrence_answer import deter

    return deter(of)


def bargaining(of: str | Path, **_: Any) -> BargainAnswer:
    """An issue, shipped or a file."""
    from foedus.classic.bargaining_answer import bargain_over
    from foedus.classic.issue import load_issue

    return bargain_over(load_issue(str(of)))
