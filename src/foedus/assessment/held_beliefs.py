"""The beliefs that a case has something for: every stated effect that is drawn for it, with its prior."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from foedus.atomic import atomic_write
from foedus.equations.beliefs import Beliefs, every, range_of
from foedus.equations.effects import BELIEFS, LITERATURE
from foedus.errors import InputError, known
from foedus.names import identifier
from foedus.part import Part
from foedus.simulation.parameters import draw_parameters
from foedus.world.beliefs import BeliefFile, file_of, taken_beliefs
from foedus.world.build import from_case
from foedus.world.case import names_file, taken_case
from foedus.world.schema import Case

HEAD = """\
# Beliefs of your own. Take the # off the effects of which you believe otherwise and write their Normal(mean, sd); every
# other effect stays as `base` has it. Then: foedus assess {case} --beliefs {file}, or foedus flip {case} --against {file}
name: {name} # lower-case words joined by hyphens
base: {base} # sceptical, literature or optimist
effects:
"""


class BeliefLine(Part):
    """An effect, and its prior."""

    effect: str = Field(description="name in a belief file")
    mean: float
    sd: float = Field(description="0: a switch")
    low: float = Field(description="least mean that a belief file may state")
    high: float = Field(description="largest")
    provenance: str = Field(description="literature or elicited")
    meaning: str
    source: str


class BeliefTable(Part):
    """The answer of `foedus beliefs show`."""

    format: Literal["foedus.beliefs/1"] = "foedus.beliefs/1"
    case: str
    beliefs: str
    believed: BeliefFile | None = Field(description="the belief file, whole; null where the beliefs are shipped ones")
    effects: list[BeliefLine]


def held_beliefs(case: Case | str | Path, beliefs: Beliefs | str | Path = LITERATURE) -> BeliefTable:
    """Every stated effect that a case has something for, and what is believed of it.

    Raises InputError for an unknown case or beliefs, and for a belief about what the case does not have.

    >>> found = held_beliefs("us-rok", "optimist")
    >>> [line.mean for line in found.effects if line.effect == "presence.joining"]
    [1.0]
    """
    case, holding = taken_case(case), taken_beliefs(beliefs)
    drawn = {one.name for one in draw_parameters(from_case(case), sets=1, beliefs=holding).believed.values()}
    lines = []
    for name, one in every(holding).items():
        if name in drawn:
            low, high = range_of(one)
            lines.append(
                BeliefLine(
                    effect=name,
                    mean=one.mean,
                    sd=one.sd,
                    low=low,
                    high=high,
                    provenance=one.provenance,
                    meaning=one.meaning,
                    source=one.source,
                )
            )
    return BeliefTable(case=case.id, beliefs=holding.name, believed=file_of(holding), effects=lines)


def new_beliefs(path: str | Path, case: Case | str | Path, base: str = LITERATURE) -> Path:
    """Write a belief file to fill in, with every effect of a case as a comment; refuses to overwrite, and writes atomically."""
    target, table = Path(path), held_beliefs(case, known("beliefs", base, BELIEFS))
    if not names_file(target):
        raise InputError(f"a belief file ends in .yaml, not '{target.name}'")
    if target.exists():
        raise InputError(f"{target} exists already; choose another name")
    lines = [f"  # {one.effect}: {{ mean: {one.mean:g}, sd: {one.sd:g} }} # {one.meaning}\n" for one in table.effects]
    name = identifier(target.stem) or "my-beliefs"
    name = f"my-{name}" if name in BELIEFS or name[0].isdigit() else name
    head = HEAD.format(case=table.case, file=target.name, name=name, base=table.beliefs)
    with atomic_write(target) as part:
        part.write_text(head + "".join(lines), encoding="utf-8")
    return target
