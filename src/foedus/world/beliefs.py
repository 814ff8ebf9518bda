"""Belief files: what a person believes of effects, read from YAML and refused by line.

    name: doubter                # lower-case words joined by hyphens
    base: literature             # what holds for every effect that is not listed
    effects:
      presence.joining: { mean: 0.2, sd: 0.4, reason: "..." }

The form is that of the JSON in which an answer keeps it whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from foedus.equations.beliefs import Beliefs, Stated, beliefs_of, every, range_of
from foedus.equations.effects import BELIEFS
from foedus.errors import CaseError, InputError, unknown
from foedus.intake.refusal import Place, line_of
from foedus.names import same
from foedus.shown import quoted
from foedus.world.case import FIRST, names_file
from foedus.world.figures import Identifier, Number, Strict, Text
from foedus.world.problems import Problem, refuse
from foedus.world.textfile import parse, read_yaml, validate


class Belief(Strict):
    """What is believed of one effect: Normal(mean, sd), in the unit of the effect."""

    mean: Number
    sd: Number
    reason: Text | None = Field(None, description="one sentence: why")


class BeliefFile(Strict):
    """Beliefs of a person: a base, and the effects of which the person believes otherwise."""

    name: Identifier = Field(description="not that of shipped beliefs")
    base: Literal["sceptical", "literature", "optimist"] = Field(
        "literature", description="shipped beliefs that hold for every effect that is not listed"
    )
    effects: dict[str, Belief] = Field(description="by name, as `foedus beliefs show CASE` lists them")

    @field_validator("effects", mode="before")
    @classmethod
    def _some(cls, effects: object) -> object:
        if not isinstance(effects, dict) or not effects:
            raise ValueError("must hold effects, each as NAME: { mean: 0.1, sd: 0.2 }")
        return effects

    @model_validator(mode="after")
    def _sound(self) -> BeliefFile:
        refuse(islice(self._problems(), FIRST))
        return self

    def _problems(self) -> Iterator[Problem]:
        if self.name in BELIEFS:
            yield Problem(("name",), f"is '{self.name}', the name of shipped beliefs; choose another")
        known = every(beliefs_of(self.base))
        for name, one in self.effects.items():
            if name not in known:
                yield Problem(("effects", name), unknown("effect", name, known))
                continue
            low, high = range_of(known[name])
            if not low <= one.mean <= high:
                yield Problem(("effects", name, "mean"), f"is {one.mean:g}; allowed: {low:g} to {high:g}")
            if known[name].sd == 0.0 and one.sd != 0.0:
                yield Problem(("effects", name, "sd"), f"is {one.sd:g}; '{name}' is a switch: its sd is 0")
            elif known[name].sd > 0.0 and not 0.0 < one.sd <= (high - low) / 2.0:
                said = f"is {one.sd:g}; allowed: above 0, to {(high - low) / 2.0:g}"
                yield Problem(("effects", name, "sd"), said if one.sd else f"{said}; a small sd says that you are sure")

    def beliefs(self, where: dict[str, str] | None = None) -> Beliefs:
        """The beliefs; `where` each effect stands, by name."""
        lines = where or {}
        return Beliefs(
            self.name,
            self.base,
            tuple(
                Stated(name, one.mean, one.sd, one.reason or "", lines.get(name, ""))
                for name, one in self.effects.items()
            ),
        )


def file_of(beliefs: Beliefs) -> BeliefFile | None:
    """Beliefs as a file has them; None for shipped ones."""
    if not beliefs.stated:
        return None
    effects = {one.name: Belief(mean=one.mean, sd=one.sd, reason=one.reason or None) for one in beliefs.stated}
    return BeliefFile(name=beliefs.name, base=beliefs.base, effects=effects)


def load_beliefs(name: str | Path) -> Beliefs:
    """Shipped beliefs by name, or those of a file ending in .yaml.

    Raises InputError for an unknown name, CaseError with one line per problem, FILE:LINE first, for a file that is not valid.

    >>> load_beliefs("optimist").of("defence-pact.initiation").mean
    -0.33
    """
    if not isinstance(name, str | os.PathLike):
        raise InputError(f"beliefs {quoted(name)} are not allowed: {', '.join(BELIEFS)}, or a path that ends in .yaml")
    if names_file(name):
        return read_beliefs(read_yaml(Path(name)), str(name))
    found = same(str(name), BELIEFS)
    if found is None:
        raise InputError(f"{unknown('beliefs', str(name), BELIEFS)}; or give a path that ends in .yaml")
    return beliefs_of(found)


def taken_beliefs(beliefs: object) -> Beliefs:
    """Beliefs, or those with a shipped name or of a file. Raises InputError for anything else."""
    if isinstance(beliefs, Beliefs):
        try:
            file_of(beliefs)
        except ValidationError as error:
            said = str(error.errors(include_url=False)[0]["msg"]).removeprefix("Value error, ")
            raise InputError(f"beliefs {quoted(beliefs.name)}: {said}") from error
        return beliefs
    if isinstance(beliefs, BeliefFile):
        return beliefs.beliefs()
    return load_beliefs(beliefs)  # type: ignore[arg-type]


def read_beliefs(text: str, file: str) -> Beliefs:
    """Beliefs of the text of a file that is called `file`. Raises CaseError with one line per problem."""
    found, problems = validate(BeliefFile, text, file)
    if found is None:
        raise CaseError(*problems[:FIRST])
    _, lines = parse(text, file)
    places: dict[str, Place] = {name: ("effects", name) for name in found.effects}
    return found.beliefs({name: line_of(file, lines[at], "", at)[:-2] for name, at in places.items()})
