"""Mutants of what is read from YAML and JSON: cases, orders, beliefs, games, what is watched, claims, answers, the ledger."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

import pytest
from tests.fuzz.mutants import as_json, damaged, mutant, restructured
from tests.fuzz.trial import Kind, finite, run, seeds
from tests.watch.made import signposts

from foedus.assessment import chain
from foedus.assessment.claims import StatedClaims
from foedus.assessment.ledger import ledger_list
from foedus.assessment.read import read_answer, read_model
from foedus.assessment.signpost_lines import Signposts
from foedus.classic.deterrence_answer import _game
from foedus.classic.issue import load_issue
from foedus.classic.strategic_file import Specification
from foedus.errors import CaseError, InputError
from foedus.intake.json_text import parse_json
from foedus.intake.yaml_text import parse
from foedus.watch.feeds.mapped import load_mapping
from foedus.watch.indicator import Indicators
from foedus.world.beliefs import load_beliefs
from foedus.world.case import check_case, load_case
from foedus.world.order import load_order
from foedus.world.textfile import read_yaml, validate

FOEDUS, TESTS = Path(str(files("foedus"))), Path(__file__).parents[1]
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
LEDGER = [
    {
        "number": number,
        "written": f"2020-03-0{number}T10:00:00Z",
        "kind": "forecast",
        "answer": f"{number}" * 64,
        "version": "0.1.0",
        "case": "ruritania",
        "alliance": "RUR-PON",
        "as_of": "2020-01-01",
        "order": "multipolar",
        "outcome": "war",
        "outcome_kind": "event",
        "label": "War",
        "definition": "a war",
        "rule": "happened: one has; not: it is over without one",
        "horizon": 5,
        "first_day": "2020-01-01",
        "last_day": "2024-12-31",
        "probability": 0.1,
        "by_year": [0.02, 0.1],
        "futures": 1000,
        "class_rate": 0.05,
        "class_name": None,
    }
    for number in (1, 2)
] + [
    {
        "number": 3,
        "written": "2022-03-01T10:00:00Z",
        "kind": "resolution",
        "entry": 2,
        "happened": True,
        "on": "2021-02-03",
        "source": "A newspaper of the day",
        "retrodiction": False,
    }
]
LONGEST = 900
"""Characters of a refusal, the name of a file and those of other states with the same problem among them."""


def model(kind: type[Any]) -> Callable[[Path], Any]:
    """The reader of a model in a file of YAML."""

    def read(path: Path) -> Any:
        found, problems = validate(kind, read_yaml(path), str(path))
        if found is None:
            raise CaseError("\n".join(problems))
        return found

    return read


def case(path: Path) -> Any:
    """The case of a file; every problem of it if it is none."""
    if problems := check_case(path):
        raise CaseError("\n".join(problems))
    return load_case(path)


def judge(read: Callable[[Path], Any]) -> Callable[[Path], bool]:
    """Whether a file is read, with finite numbers; one that is refused is refused in lines that a terminal can show."""

    def judged(path: Path) -> bool:
        try:
            found = read(path)
        except InputError as error:
            for line in str(error).split("\n"):
                assert line.startswith((str(path), f"cannot read {path}")), line
                assert line.isprintable(), line
                assert len(line) < LONGEST, line
            return False
        assert finite(found), found
        return True

    return judged


def yaml_kind(text: str, read: Callable[[Path], Any]) -> Kind:
    data = parse(text, "")[0]
    return Kind(".yaml", lambda random: mutant(text, data, random), judge(read))


def shipped(*place: str) -> str:
    return min(FOEDUS.joinpath(*place).glob("*.yaml")).read_text(encoding="utf-8")


def thin(value: Any, whole: str) -> Any:
    """An answer with the first two of each list; the field `whole` as it is."""
    if isinstance(value, dict):
        return {name: each if name == whole else thin(each, whole) for name, each in value.items()}
    return [thin(each, whole) for each in value[:2]] if isinstance(value, list) else value


@cache
def recorded() -> dict[str, Any]:
    """An answer that the docs show, shortened."""
    stored = TESTS.parent / "docs" / "answers" / "russia-dprk.json.gz"
    found: dict[str, Any] = thin(json.loads(gzip.decompress(stored.read_bytes())), "identity")
    return found


def ledger(random: Random) -> bytes:
    """A ledger with a mutated entry: whole as a chain, so that its entries are looked at, or damaged."""
    entries = [dict(each) for each in LEDGER]
    place = random.randrange(len(entries))
    made = restructured(entries[place], random, random.randint(1, 2))
    lines, last = b"", chain.FIRST
    for entry in [*entries[:place], made, *entries[place + 1 :]]:
        body = json.dumps({"previous": last, **entry}, separators=(",", ":")).encode("utf-8", "replace")
        last = chain._digest(body)
        lines += b'{"sha256":"' + last.encode() + b'",' + body[1:] + b"\n"
    return damaged(lines, random) if random.random() < 0.2 else lines


def json_text(path: Path) -> bool:
    """Whether a text of JSON is read; else why not is said in words that a terminal can show."""
    text = path.read_bytes().decode("utf-8", "replace")
    found, said = None, ""
    try:
        found = parse_json(text)
    except ValueError as error:
        said = str(error)
    assert said.isprintable(), said
    assert len(said) < LONGEST, said
    assert finite(found)
    return not said


def kinds() -> MappingProxyType[str, Kind]:
    ruritania = (TESTS / "assessment" / "ruritania.yaml").read_text(encoding="utf-8")
    told = signposts().model_dump(mode="json")
    read_signposts = judge(lambda path: read_model(path, Signposts, "an answer on signposts"))
    return MappingProxyType(
        {
            "case": yaml_kind(ruritania, case),
            "order": yaml_kind(
                (FOEDUS / "cases" / "orders" / "multipolar.yaml").read_text(encoding="utf-8"), load_order
            ),
            "beliefs": yaml_kind(BELIEFS, load_beliefs),
            "issue": yaml_kind(shipped("classic", "issues"), load_issue),
            "game": yaml_kind(GAME, _game),
            "specification": yaml_kind(SPECIFICATION, model(Specification)),
            "indicators": yaml_kind(shipped("cases", "watch"), model(Indicators)),
            "mapping": yaml_kind(shipped("cases", "watch", "maps"), load_mapping),
            "claims": yaml_kind(shipped("cases", "claims"), model(StatedClaims)),
            "json": Kind(".json", lambda random: as_json(parse(ruritania, "")[0], random), json_text),
            "answer": Kind(".json", lambda random: as_json(recorded(), random), judge(read_answer)),
            "signposts": Kind(".json", lambda random: as_json(told, random), read_signposts),
            "ledger": Kind(".jsonl", ledger, judge(ledger_list)),
        }
    )


KINDS = kinds()


@pytest.mark.parametrize("name", KINDS)
def test_a_mutant_is_read_or_refused_in_lines_that_a_terminal_can_show(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    run(name, KINDS[name], tmp_path, seeds(40)).check(record_property)
