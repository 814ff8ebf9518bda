"""What `case check` calls a valid case can be simulated: small changes to a good case, and no figure that is not finite."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.fuzz.mutants import as_yaml, restructured, seeds

from foedus.intake.yaml_text import parse
from foedus.report.case import case_text
from foedus.simulation.block import Sets
from foedus.simulation.engine import Question
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.world.build import from_case
from foedus.world.case import case_names, check_case, load_case
from foedus.world.schema import Case

RURITANIA = Path(__file__).parents[1] / "assessment" / "ruritania.yaml"


def question(case: Case) -> Question:
    world = from_case(case)
    return Question(setting(world), Sets(draw_parameters(world, sets=2).parameters), 1, 2, "reference")


def test_a_valid_mutant_of_a_small_case_runs(tmp_path: Path) -> None:
    data = parse(RURITANIA.read_text(encoding="utf-8"), "")[0]
    path, valid = tmp_path / "mutant.yaml", 0
    for seed in seeds(40):
        path.write_text(as_yaml(restructured(data, Random(seed))), encoding="utf-8", errors="replace")
        if check_case(path):
            continue
        valid += 1
        case = load_case(path)
        assert case_text(case)
        events, totals, yearly = question(case).rows(0, 2)
        assert len(events) == 2
        assert np.isfinite(totals).all(), seed
        assert np.isfinite(yearly).all(), seed
    assert valid


@pytest.mark.parametrize("name", case_names())
def test_a_valid_mutant_of_a_shipped_case_is_ready_to_run(name: str, tmp_path: Path) -> None:
    data = parse((files("foedus") / "cases" / f"{name}.yaml").read_text(encoding="utf-8"), "")[0]
    path = tmp_path / "mutant.yaml"
    for seed in seeds(60)[::20]:
        path.write_text(as_yaml(restructured(data, Random(seed))), encoding="utf-8", errors="replace")
        if not check_case(path):
            question(load_case(path))
