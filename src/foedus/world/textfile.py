"""YAML read with the line of every field, so that a refusal can point at it.

Only the plain scalars of YAML 1.2 are recognised (true, false, null, integers, decimals): `NO` is a name, not false,
and a date stays text until a field asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from foedus.errors import CaseError, InputError
from foedus.world.figures import PATTERNS
from foedus.world.problems import InvalidError, Place, Problem

Model = TypeVar("Model", bound=BaseModel)
Lines = dict[Place, int]

PLACEHOLDER = re.compile(r"\bTODO\b|^(?i:\s*todo\W*)$")
"""What stands in a new case file for everything that a person has to fill in."""


NAMES = ("abbreviation", "id", "states", "outcome")
"""Fields that name an item of a list in a message, the first that it has."""

NAMED = 5
"""Most items named in one message."""


DEEPEST = 100
"""Levels of nesting up to which libyaml reads a file."""


class _Loader(yaml.SafeLoader):
    """Reads in Python: slow, and its messages are the ones shown."""


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads with libyaml, where it is there."""


def _construct_float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    return float(node.value)


for _loader in (_Loader, _FastLoader):
    _loader.yaml_implicit_resolvers = {}
    _loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
    _loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
    _loader.add_implicit_resolver(
        "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
    )
    _loader.add_implicit_resolver(
        "tag:yaml.org,2002:float",
        re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$"),
        list("-+0123456789."),
    )
    _loader.add_constructor("tag:yaml.org,2002:float", _construct_float)


def _lines(node: yaml.Node, place: Place, above: tuple[yaml.Node, ...], file: str) -> Iterator[tuple[Place, int]]:
    line = node.start_mark.line + 1
    if node in above:
        raise CaseError(f"{file}:{line}: {_path(place)}: refers to itself")
    yield place, line
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _lines(item, (*place, position), (*above, node), file)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, item in node.value:
            name, at = str(key.value), key.start_mark.line + 1
            if name in seen:
                raise CaseError(f"{file}:{at}: {_path((*place, name))}: is given twice")
            seen.add(name)
            yield from _lines(item, (*place, name), (*above, node), file)
            yield (*place, name), at


def _path(place: Place) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.lstrip(".") or "file"


def parse(text: str, file: str) -> tuple[Any, Lines]:
    """The content of a YAML text, and the line of every place in it."""
    try:
        return _read((_FastLoader if _fast(text) else _Loader)(text), file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f"{mark.line + 1}: column {mark.column + 1}" if mark else "1"
        raise CaseError(f"{file}:{at}: not valid YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise CaseError(f"{file}:1: not valid YAML: {' '.join(str(error).split())}") from error


def _fast(text: str) -> bool:
    """Whether libyaml reads a text, and the text is not so deep that it would run out of stack."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_FastLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return False
    except yaml.YAMLError:
        return False
    return True


def _read(loader: Any, file: str) -> tuple[Any, Lines]:
    node = loader.get_single_node()
    if node is None:
        raise CaseError(f"{file}:1: the file is empty")
    lines = dict(_lines(node, (), (), file))
    return loader.construct_document(node), lines


def _line(place: Place, lines: Lines) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


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
            told = isinstance(item["input"], dict) or _shown(item["input"]) in str(cause)
            yield place, str(cause) if told else f"{cause} (given {_shown(item['input'])})"
        else:
            text = PATTERNS.get(item.get("ctx", {}).get("pattern", ""), item["msg"].replace("Input should", "should"))
            yield place, f"{text} (given {_shown(item['input'])})"


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
        return None, [f"{file}:1: the file must hold fields with values, not a {type(data).__name__}"]
    left = dict(_placeholders(data, ()))
    try:
        result = model.model_validate(data)
        messages: list[tuple[Place, str]] = []
    except ValidationError as error:
        result = None
        messages = [(place, text) for place, text in _messages(error, lines) if place not in left]
    alike = _alike(dict.fromkeys(messages), data, lines)
    found = [(_line(place, lines), _path(place), text) for place, text in (*left.items(), *alike)]
    told = [f"{file}:{line}: {path}: {text}" for line, path, text in sorted(dict.fromkeys(found))]
    return (None if told else result), told


def placed(found: Iterable[Problem], lines: Lines, file: str) -> list[str]:
    """One line each, by line: `FILE:LINE: field: text`."""
    told = sorted((_line(place, lines), _path(place), text) for place, text in found)
    return [f"{file}:{line}: {path}: {text}" for line, path, text in told]


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
    item = data[part][row[0]] if row and isinstance(row[0], int) else None
    named = next((item[key] for key in NAMES if key in item), None) if isinstance(item, dict) else None
    return "-".join(map(str, named)) if isinstance(named, list) else str(named or _path(place))


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
        yield place, "TODO is a placeholder; write what belongs there"


def read_text(path: Path) -> str:
    """The text of a file the user named."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}:1: not UTF-8 text (byte {error.start}); save the file as UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
