"""Models read from YAML files: one line for each problem, with the line of the field it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from foedus.errors import CaseError
from foedus.intake.file import read_text
from foedus.intake.limits import TEXT_BYTES
from foedus.intake.refusal import Place, line_of
from foedus.intake.refusal import path as path_of
from foedus.intake.wanted import wanted
from foedus.intake.yaml_text import Lines, parse
from foedus.shown import VALUE, escaped, quoted
from foedus.world.figures import PATTERNS
from foedus.world.problems import InvalidError, Problem

__all__ = ["parse", "placed", "read_text", "read_yaml", "validate"]

Model = TypeVar("Model", bound=BaseModel)

PLACEHOLDER = re.compile(r"\bTODO\b|^\s*(?i:todo|tbd|tba|fixme|xxx+)\W*$|^\s*(?:\?+|\.{2,}|…|<[^<>]*>)\s*$")
"""What stands for what a person has to fill in: TODO anywhere, as in a new case, or alone a word or sign of that kind."""

NAMES = ("abbreviation", "id", "states", "outcome")
"""Fields that name an item of a list in a message, the first that it has."""

NAMED = 5
"""Most items named in one message."""

TOLD = 300
"""Most problems told of one file."""


def read_yaml(path: Path) -> str:
    """The text of a YAML file that the user named, within `foedus.intake.limits`."""
    return read_text(path, TEXT_BYTES)


def _line(place: Place, lines: Lines) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _place(location: Place, lines: Lines, missing: bool) -> Place:
    """The place in the file, without what validation adds to a location (names of union members)."""
    place: Place = ()
    for part in location:
        if (*place, part) in lines:
            place = (*place, part)
    return (*place, location[-1]) if missing else place


def _messages(error: ValidationError, lines: Lines) -> Iterator[tuple[Place, str]]:
    items = error.errors(include_url=False)
    for item in items:
        if item["type"] == "too_short" and any(_within(item["loc"], other["loc"]) for other in items):
            continue
        place = _place(item["loc"], lines, item["type"] == "missing")
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, InvalidError):
            for problem in cause.problems:
                yield (*place, *problem.place), problem.text
        elif item["type"] == "missing":
            yield place, "is missing"
        elif isinstance(cause, ValueError):
            told = isinstance(item["input"], dict) or quoted(item["input"]) in str(cause)
            yield place, str(cause) if told else f"{cause} (given {quoted(item['input'])})"
        else:
            text = PATTERNS.get(item.get("ctx", {}).get("pattern", ""), wanted(item))
            yield place, f"{text} (given {quoted(item['input'])})"


def _within(outer: Place, inner: Place) -> bool:
    """Whether a place lies inside another, where an error makes a list seem too short."""
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def validate(model: type[Model], text: str, file: str) -> tuple[Model | None, list[str]]:
    """The model read from a YAML text, or one line per problem: `FILE:LINE: field: what is wrong, what is allowed`."""
    try:
        data, lines = parse(text, file)
    except CaseError as error:
        return None, [str(error)]
    if not isinstance(data, dict):
        return None, [line_of(file, 1, f"must hold fields with values, 'name: value', not {quoted(data)}")]
    left = dict(_placeholders(data, ()))
    try:
        result = model.model_validate(data)
        messages: list[tuple[Place, str]] = []
    except ValidationError as error:
        result = None
        messages = [(place, text) for place, text in _messages(error, lines) if place not in left]
    alike = _alike(dict.fromkeys(messages), data, lines)
    told = placed((Problem(*one) for one in (*left.items(), *alike)), lines, file)
    return (None if told else result), told


def placed(found: Iterable[Problem], lines: Lines, file: str) -> list[str]:
    """One line each, by line: `FILE:LINE: field: text`; of more than `TOLD` how many are left."""
    told = sorted({(_line(place, lines), path_of(place), text): place for place, text in found}.items())
    left = [line_of(file, None, f"{len(told) - TOLD} more; mend these first")] if len(told) > TOLD else []
    return [line_of(file, line, text, place) for (line, _, text), place in told[:TOLD]] + left


def _alike(messages: Iterable[tuple[Place, str]], data: Any, lines: Lines) -> Iterator[tuple[Place, str]]:
    """Messages with those that say the same of the same field of another item told once, with the items named."""
    groups: dict[tuple[Place, str], list[Place]] = {}
    for place, text in messages:
        groups.setdefault((tuple("" if isinstance(part, int) else part for part in place), text), []).append(place)
    for (_, text), (first, *others) in groups.items():
        named = [f"{_item(place, data)} (line {_line(place, lines)})" for place in others]
        more = [f"{len(named) - NAMED} more"] if len(named) > NAMED else []
        yield first, f"{text}; the same for {', '.join(named[:NAMED] + more)}" if named else text


def _item(place: Place, data: Any) -> str:
    """The item of a list that a place lies in, as the file names it."""
    part, *row = place[:2]
    listed = data.get(part)
    # What is missing at the end of a list has a place there too, and no item.
    item = next(iter(listed[row[0] :]), None) if isinstance(listed, list) and row and isinstance(row[0], int) else None
    named = next((item[key] for key in NAMES if key in item), None) if isinstance(item, dict) else None
    return escaped("-".join(map(str, named)) if isinstance(named, list) else str(named or path_of(place)), VALUE)


def _placeholders(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text or key that still has a placeholder of `case new`."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _placeholders(str(key), (*place, key))
            yield from _placeholders(item, (*place, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _placeholders(item, (*place, position))
    elif isinstance(value, str) and PLACEHOLDER.search(value):
        named = "TODO" if "todo" in value.lower() else quoted(value)
        yield place, f"{named} is a placeholder; write what belongs there"
