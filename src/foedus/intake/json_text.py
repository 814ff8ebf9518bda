"""JSON of a file or of a part of one: no field twice, finite numbers, within `foedus.intake.limits`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
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
    count = 0
    for depth, values in enumerate(_levels(found)):
        count += len(values)
        if depth > DEPTH:
            raise ValueError(f"nested more than {DEPTH} levels deep")
        if count > ENTRIES:
            raise ValueError(f"more than {ENTRIES:,} values")
        for value in values:
            if type(value) is str:
                _check_text(value)
    return found


def _levels(value: Any) -> Iterator[list[Any]]:
    """Every name and value in a value, by how deep it is."""
    values = [value]
    while values:
        yield values
        inside: list[Any] = []
        for value in values:
            if type(value) is dict:
                inside += value
                inside += value.values()
            elif type(value) is list:
                inside += value
        values = inside


def _check_text(text: str) -> None:
    if len(text) > CHARACTERS:
        raise ValueError(f"a text of {len(text):,} characters; at most {CHARACTERS:,} are read")
    found = CONTROL.search(text)
    if found:
        raise ValueError(f"the control character U+{ord(found[0]):04X} in {quoted(text)}")


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for k, name in enumerate(names) if name in names[:k])
        raise ValueError(f"{quoted(twice)} is given twice")
    return fields


def _integer(text: str) -> int:
    digits = len(text.removeprefix("-"))
    if digits > JSON_DIGITS:
        raise ValueError(f"a whole number of {digits:,} digits; at most {JSON_DIGITS} are read")
    return int(text)


def _decimal(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(f"{quoted(text)}, which is too large for a number")
    return found


def _constant(text: str) -> NoReturn:
    raise ValueError(f"{text}, which is not a number")
