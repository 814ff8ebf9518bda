"""Mutants of cases, orders, beliefs, issues, games, specifications and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.fuzz.mutants import damaged, mutant, restructured, rewritten, seeds

from foedus.classic.deterrence_answer import _game
from foedus.classic.issue import load_issue
from foedus.classic.strategic_file import Specification
from foedus.errors import InputError
from foedus.intake.json_text import parse_json
from foedus.intake.yaml_text import parse
from foedus.world.beliefs import load_beliefs
from foedus.world.case import check_case
from foedus.world.order import load_order
from foedus.world.textfile import read_yaml, validate

FOEDUS = Path(str(files("foedus")))
GAME = """\
title: A game
precision: 2
challenger: { name: A, status_quo: 0, concede: 1, back_down: -0.5, war: -1 }
defender: { name: B, status_quo: 1, concede: 0, back_down: 1.2, war: -0.8 }
"""
SPECIFICATION = (
    "outcome: [a, b, c]\nerrors: agent\nu1_sq: [const, x]\nu1_war: [const, 'region=Europe']\nu2_war: [const, y]\n"
)
BELIEFS = """\
name: doubter
base: sceptical
effects:
  presence.joining: { mean: 0.2, sd: 0.4, reason: Troops move the public little. }
  integrity.persistence: { mean: 0.9, sd: 0.05 }
  load.elsewhere: { mean: 0, sd: 0 }
"""
LONGEST = 900
"""Characters of a refusal, the name of a file and those of other states with the same problem among them."""


def specification(path: Path) -> list[str]:
    return validate(Specification, read_yaml(path), str(path))[1]


KINDS: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "case": ((Path(__file__).parents[1] / "assessment" / "ruritania.yaml").read_text(encoding="utf-8"), check_case),
    "order": ((FOEDUS / "cases" / "orders" / "multipolar.yaml").read_text(encoding="utf-8"), load_order),
    "beliefs": (BELIEFS, load_beliefs),
    "issue": (min((FOEDUS / "classic" / "issues").glob("*.yaml")).read_text(encoding="utf-8"), load_issue),
    "game": (GAME, _game),
    "specification": (SPECIFICATION, specification),
}


def refusals(read: Callable[[Path], Any], path: Path) -> list[str]:
    """The lines in which a file is refused; none where it is read."""
    try:
        found = read(path)
    except InputError as error:
        return str(error).split("\n")
    return found if isinstance(found, list) else []


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutant_is_read_or_refused_in_lines_that_a_terminal_can_show(kind: str, tmp_path: Path) -> None:
    text, read = KINDS[kind]
    data, path = parse(text, kind)[0], tmp_path / "mutant.yaml"
    for seed in seeds(60):
        path.write_bytes(mutant(text, data, Random(seed)))
        for line in refusals(read, path):
            assert line.startswith((f"{path}:", f"cannot read {path}")), (seed, line)
            assert line.isprintable(), (seed, line)
            assert len(line) < LONGEST, (seed, line)


def fault(text: str) -> str:
    """What is wrong with a JSON text; '' if nothing is."""
    try:
        parse_json(text)
    except ValueError as error:
        return str(error)
    return ""


def test_a_mutant_of_json_is_read_or_refused_in_a_line() -> None:
    with_record = parse(KINDS["case"][0], "")[0]
    text = json.dumps(with_record)
    for seed in seeds(100):
        random = Random(seed)
        made = rewritten(text, random) if seed % 2 else json.dumps(restructured(with_record, random))
        mutated = damaged(made.encode("utf-8", "replace"), random).decode("utf-8", "replace") if seed % 3 else made
        said = fault(mutated)
        assert said.isprintable(), (seed, said)
        assert len(said) < LONGEST, (seed, said)
