"""JSON of a file or of a part of one: no field twice, finite numbers, within `foedus.intake.limits`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from foedus.intake.limits import CHARACTERS, DEPTH, ENTRIES, JSON_DIGITS
from foedus.intake.yaml_text import CONTROL
from foedus.shown import quoted


def parse_json(text: str) -> Any:
    """The content of a JSON text. Raises ValueError, which says in a few words what is wrong and where."""
    try:
        found = json.loads(
            text, object_pairs_hook=_fields, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise ValueError(f"nested more than {DEPTH} levels deep") from error
    for count, (depth, value) in enumerate(_values(found, 0)):
        if depth > DEPTH:
            raise ValueError(f"nested more than {DEPTH} levels deep")
        if count > ENTRIES:
            raise ValueError(f"more than {ENTRIES:,} values")
        if isinstance(value, str):
            _check_text(value)
    return found


def _values(value: Any, depth: int) -> Iterator[tuple[int, Any]]:
    """Every name and value in a value, with how deep it is."""
    waiting = [(depth, value)]
    while waiting:
        depth, value = waiting.pop()
        yield depth, value
        if depth > DEPTH:
            return
        if isinstance(value, dict):
            waiting += [(depth + 1, name) for name in value]
        inside: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(depth + 1, each) for each in inside]


def _check_text(text: str) -> None:
    if len(text) > CHARACTERS:
        raise ValueError(f"a text of {len(text):,} characters; at most {CHARACTERS:,} are read")
    found = CONTROL.search(text)
    if found:
        raise ValueError(f"the control character U+{ord(found[0]):04X} in {quoted(text)}")


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise ValueError(f"{quoted(name)} is given twice")
        fields[name] = value
    return fields


def _integer(text: str) -> int:
    digits = len(text.removeprefix("-"))
    if digits > JSON_DIGITS:
        raise ValueError(f"a whole number of {digits:,} digits; at most {JSON_DIGITS} are read")
    return int(text)


def _decimal(text: str) -> float:
    if not math.isfinite(float(text)):
        raise ValueError(f"{quoted(text)}, which is too large for a number")
    return float(text)


def _constant(text: str) -> NoReturn:
    raise ValueError(f"{text}, which is not a number")
