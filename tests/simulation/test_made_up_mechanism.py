"""A mechanism with a state, a draw, a step and an event is added by five files, and moves no other."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from foedus.simulation.engine import PACKAGE, batches
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.setting import setting
from foedus.simulation.study import Study
from foedus.world.case import load_case

MADE_UP = Path(__file__).parent / "made_up"
ADDED = {"equations/mood.py": "equation.py", "simulation/steps/mood.py": "step.py"}
CHANGED = {
    "equations/stated.csv": [
        ("", "mood.scale,1.0,0.2,elicited,-,made up,what the mood of a public moves by in a year\n")
    ],
    "world/outcomes.csv": [
        (
            "governments_conservative_conservative,mark,,,,,,,,,,no,no,,,\n",
            'gloom,event,13,probability,gloom in {protege},"The mood of {protege} is low.","the mood of the '
            'protege is low",always,,,,no,yes,,,not-measured\n',
        )
    ],
    "simulation/year.py": [
        ("    level,\n", "    mood,\n"),
        ("    level.begin(w, p, g, f, seed, run)\n", "    mood.begin(w, f)\n"),
        ("    level.step(w, p, g, f, seed, run, year)\n", "    mood.step(w, p, g, f, seed, run, year)\n"),
        ("    provocation.record(f, r)\n", "    mood.record(w, f, r, year)\n"),
    ],
}
"""What is added to a file, each after the text before it; '' is the end of the file."""
FUTURES, YEARS = 12, 6
RUN = """
import sys
import numpy as np
from foedus.simulation.engine import batches
from foedus.simulation.setting import setting
from foedus.simulation.study import Study
from foedus.world.case import load_case

out, futures, years = sys.argv[1], *map(int, sys.argv[2:])
study = Study(load_case("us-rok"), horizon=years)
p = study.parameters().parameters
((_, events, totals, yearly),) = batches(
    setting(study.world), p, seed=1, futures=futures, horizon=years, engine="reference"
)
np.savez(out, events=events, totals=totals, yearly=yearly, **{name: p.draws[name] for name in p.draws.dtype.names})
"""


@pytest.fixture(scope="module")
def overlay(tmp_path_factory):
    """The package with the mechanism, the files that do not change being links."""
    package = tmp_path_factory.mktemp("overlay") / "foedus"
    link = lambda a, b: Path(b).symlink_to(a)  # noqa: E731
    shutil.copytree(PACKAGE, package, copy_function=link, ignore=shutil.ignore_patterns("__pycache__"))
    for name, source in ADDED.items():
        shutil.copy(MADE_UP / source, package / name)
    for name, changes in CHANGED.items():
        text = (package / name).read_text(encoding="utf-8")
        for before, added in changes:
            assert before in text
            text = text.replace(before, before + added) if before else text + added
        (package / name).unlink()
        (package / name).write_text(text, encoding="utf-8")
    return package


@pytest.fixture(scope="module")
def run(overlay):
    out = overlay.parent / "run.npz"
    command = [sys.executable, "-c", RUN, str(out), str(FUTURES), str(YEARS)]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(overlay.parent)}, check=True)
    with np.load(out) as arrays:
        return dict(arrays)


@pytest.fixture(scope="module")
def without():
    study = Study(load_case("us-rok"), horizon=YEARS)
    p = study.parameters().parameters
    (batch,) = batches(setting(study.world), p, seed=1, futures=FUTURES, horizon=YEARS, engine="reference")
    return p.draws, dict(zip(("events", "totals", "yearly"), batch[1:], strict=True))


def test_the_mechanism_happens(run):
    gloom = run["events"][:, len(EVENTS)]
    assert run["events"].shape == (FUTURES, len(EVENTS) + 1)
    assert ((gloom > 0) & (gloom < 2**YEARS)).any()
    assert run["mood_scale"].std() > 0.0


def test_no_other_draw_changes(run, without):
    draws, kept = without
    for name in draws.dtype.names:
        np.testing.assert_array_equal(run[name], draws[name], err_msg=name)
    np.testing.assert_array_equal(run["events"][:, : len(EVENTS)], kept["events"])
    np.testing.assert_array_equal(run["totals"], kept["totals"])
    np.testing.assert_array_equal(run["yearly"], kept["yearly"])


def test_it_takes_few_files():
    assert len(ADDED) + len(CHANGED) <= 6
