"""What `case check` calls a valid case can be simulated: small changes to a good case, and no figure that is not finite.

To make a case ready, or to run it, takes longer than to read it: for `SHARE` mutants of other files there is one of these.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from tests.fuzz.mutants import as_yaml, restructured
from tests.fuzz.trial import Kind, run, seeds

from foedus.intake.yaml_text import parse
from foedus.report.case import case_text
from foedus.simulation.block import Sets
from foedus.simulation.engine import Question
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.world.build import from_case
from foedus.world.case import case_names, check_case, load_case
from foedus.world.schema import Case

SHARE = 20
SECONDS = 20.0
"""Of the processor, in which a case has run."""
RURITANIA = Path(__file__).parents[1] / "assessment" / "ruritania.yaml"


def question(case: Case) -> Question:
    world = from_case(case)
    return Question(setting(world), Sets(draw_parameters(world, sets=2).parameters), 1, 2, "reference")


def runs(path: Path) -> bool:
    """Whether a case is valid, and then runs, with figures that are finite."""
    if check_case(path):
        return False
    case = load_case(path)
    assert case_text(case)
    events, totals, yearly = question(case).rows(0, 2)
    assert len(events) == 2
    assert np.isfinite(totals).all()
    assert np.isfinite(yearly).all()
    return True


def is_ready(path: Path) -> bool:
    """Whether a case is valid, and then ready to run."""
    if check_case(path):
        return False
    question(load_case(path))
    return True


def small_changes(text: str, judge: Callable[[Path], bool]) -> Kind:
    """Cases in which one place of another is changed."""
    data = parse(text, "")[0]
    return Kind(".yaml", lambda random: as_yaml(restructured(data, random)).encode("utf-8", "replace"), judge)


def test_a_valid_mutant_of_a_small_case_runs(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    kind = small_changes(RURITANIA.read_text(encoding="utf-8"), runs)
    trial = run("a small case, run", kind, tmp_path, seeds(40, share=SHARE), SECONDS)
    trial.check(record_property)
    assert trial.came["read"]


@pytest.mark.parametrize("name", case_names())
def test_a_valid_mutant_of_a_shipped_case_is_ready_to_run(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    kind = small_changes((files("foedus") / "cases" / f"{name}.yaml").read_text(encoding="utf-8"), is_ready)
    run(f"{name}, made ready", kind, tmp_path, seeds(3, share=SHARE), SECONDS).check(record_property)
