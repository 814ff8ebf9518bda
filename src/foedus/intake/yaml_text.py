"""YAML read with the line of every field, so that a refusal can point at it.

Read is what a case needs: fields with values, lists, texts and the plain scalars of YAML 1.2 (true, false, null, integers,
decimals): `NO` is a name, not false, and a date stays text until a field asks for one. The rest is refused, with its line:
tags (`!!set`, `!!python/object`), merge keys, directives, a second document, a field given twice, a name that is no text,
control characters, numbers that are not finite, and whatever goes past `foedus.intake.limits`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from foedus.errors import CaseError
from foedus.intake.limits import CHARACTERS, DEPTH, DIGITS, ENTRIES, KEY_CHARACTERS, NUMBER_CHARACTERS
from foedus.intake.refusal import Place, refused
from foedus.shown import quoted

Lines = dict[Place, int]
"""Place -> the line it stands on."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is there, which is faster; of either only the parser is used, which builds no objects."""

CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Characters that a text does not have: they move a cursor, end a line unseen, turn the direction, or are no characters."""

PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?")

FRACTION = re.compile(r"[0-9]{1,18}(?:[eE][-+]?[0-9]{1,3})?")

OPENED = ("while parsing a flow", "while scanning a quoted")
"""What YAML was reading where the line to show is the one on which it began."""

CUT_OFF = "has no value; a comma ends a text without quotes: put the text before it and this in one pair of quotes"

FIXES = {
    "mapping values": "a text that has a colon needs quotes",
    "cannot start any token": "indent with spaces, and put a text that begins with a special character in quotes",
    "expected ',' or": "close the bracket that opens here, and put a text with a bracket in quotes",
    "end of stream": "close the quotes that open here",
    "escape": "write a backslash in quotes twice, or use single quotes",
    "alphabetic or numeric": "put a text that begins with * or & in quotes",
}
"""What to do, by a part of what YAML says."""


def parse(text: str, file: str) -> tuple[Any, Lines]:
    """The content of a YAML text, and the line of every place in it; CaseError, with file and line, for what is refused."""
    _check_characters(text, file)
    reader = _Reader(yaml.parse(text, Loader=LOADER), text, file)
    try:
        return reader.read(), reader.lines
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, file) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise refused(file, 1, f"not valid YAML: {error}") from error


def _check_characters(text: str, file: str) -> None:
    """Refuse control characters, and directives (%YAML, %TAG), which no case has."""
    found = CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise refused(file, line, f"has the control character U+{ord(found[0]):04X}; take it out")
    directive = re.search(r"^%.*", text, re.MULTILINE)
    if directive:
        line = text.count("\n", 0, directive.start()) + 1
        raise refused(file, line, f"{quoted(directive[0])} is a directive; take the line out")


def _not_yaml(error: yaml.MarkedYAMLError, file: str) -> CaseError:
    said = " ".join((error.problem or error.context or "").removeprefix("did not find ").split())
    opened = error.context_mark is not None and str(error.context).startswith(OPENED)
    mark = error.context_mark if opened else error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    fix = next((fix for part, fix in FIXES.items() if part in said), "check indentation, brackets and quotes")
    return refused(file, line, f"column {column}: not valid YAML: {said}; {fix}")


@dataclass(frozen=True)
class _Anchored:
    """What an alias repeats: its value, and the lines of the places in it, from its own place."""

    value: Any
    lines: tuple[tuple[Place, int], ...]


class _Reader:
    """Builds lists, dictionaries and scalars from the events of a parser, within the limits."""

    def __init__(self, events: Iterator[Any], text: str, file: str) -> None:
        self.lines: Lines = {}
        self._events = events
        self._text = text
        self._file = file
        self._written: list[tuple[Place, int]] = []
        self._anchors: dict[str, _Anchored | None] = {}

    def read(self) -> Any:
        """The one document of the file."""
        event = self._next(yaml.StreamStartEvent, yaml.DocumentStartEvent)
        if isinstance(event, yaml.StreamEndEvent):
            raise refused(self._file, 1, "the file is empty")
        value = self._value(event, ())
        event = self._next(yaml.DocumentEndEvent)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refused(event, "a second document begins with ---; a file has one", ())
        return value

    def _next(self, *passed: type) -> Any:
        return next(event for event in self._events if not isinstance(event, passed))

    def _refused(self, event: Any, said: str, place: Place) -> CaseError:
        return refused(self._file, event.start_mark.line + 1, said, place)

    def _at(self, place: Place, line: int) -> None:
        """Put a place on record, and refuse one more than a file may have."""
        self._written.append((place, line))
        self.lines[place] = line
        if len(self.lines) > ENTRIES:
            said = f"the file has more than {ENTRIES:,} values, what aliases repeat counted each time; shorten it"
            raise refused(self._file, line, said)

    def _value(self, event: Any, place: Place) -> Any:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, place)
        self._untagged(event, place)
        start = len(self._written)
        self._at(place, line)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, place)
        elif len(place) >= DEPTH:
            raise refused(self._file, line, f"is nested more than {DEPTH} levels deep; no field is", place[:3])
        else:
            value = self._list(place) if isinstance(event, yaml.SequenceStartEvent) else self._fields(event, place)
        if event.anchor is not None:
            own = tuple((each[len(place) :], at) for each, at in self._written[start:])
            self._anchors[event.anchor] = _Anchored(value, own)
        return value

    def _untagged(self, event: Any, place: Place) -> None:
        if event.tag is not None:
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise self._refused(event, f"has the tag {quoted(name)}; write the value without it", place)

    def _alias(self, event: Any, place: Place) -> Any:
        name = quoted("*" + event.anchor)
        if event.anchor not in self._anchors:
            raise self._refused(event, f"{name} repeats a value that is not named before", place)
        found = self._anchors[event.anchor]
        if found is None:
            raise self._refused(event, f"refers to itself by {name}; write the value out", place)
        for each, line in found.lines:
            if len(place) + len(each) > DEPTH:
                raise self._refused(event, f"is nested more than {DEPTH} levels deep by {name}", place[:3])
            self._at((*place, *each), line)
        return found.value

    def _list(self, place: Place) -> list[Any]:
        items: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, (*place, len(items))))
        return items

    def _fields(self, start: Any, place: Place) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            field, whole = next(reversed(fields.items()), ("", None))
            if start.flow_style and self._fraction(event, whole):
                said = f"is {whole},{event.value}; write a decimal with a point: {whole}.{event.value}"
                raise self._refused(event, said, (*place, field))
            name = self._name(event, place)
            if name in fields:
                raise self._refused(event, "is given twice; keep one", (*place, name))
            value = next(self._events)
            if start.flow_style and self._cut_off(event, value):
                raise self._refused(event, CUT_OFF if fields else "has no value; write 'name: value'", (*place, name))
            fields[name] = self._value(value, (*place, name))
            self._at((*place, name), event.start_mark.line + 1)
        return fields

    def _fraction(self, event: Any, before: Any) -> bool:
        """Whether what stands where a field in { } begins is the rest of a number that a decimal comma cut."""
        digits = isinstance(event, yaml.ScalarEvent) and event.implicit[0] and FRACTION.fullmatch(event.value)
        return bool(digits) and type(before) is int

    def _cut_off(self, name: Any, value: Any) -> bool:
        """Whether a field in { } has no colon: the rest of a text that a comma cut."""
        bare = isinstance(value, yaml.ScalarEvent) and value.value == "" and value.implicit[0]
        return bare and ":" not in self._text[name.end_mark.index : value.end_mark.index]

    def _name(self, event: Any, place: Place) -> str:
        """The name of a field: a text of one line."""
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refused(event, "has a field whose name is no text; write 'name: value'", place)
        self._untagged(event, place)
        name = event.value
        if len(name) > KEY_CHARACTERS or not name.isprintable():
            raise self._refused(event, f"has the field {quoted(name)}, which is no name; write 'name: value'", place)
        if event.implicit[0]:
            if name == "<<":
                raise self._refused(event, "has a merge key (<<); write the fields out", place)
            if not isinstance(self._plain(event, place), str):
                said = f"has the field {quoted(name)}, which is no text; put the name in quotes, or write 'name: value'"
                raise self._refused(event, said, place)
        return str(name)

    def _scalar(self, event: Any, place: Place) -> Any:
        value = event.value
        if len(value) > CHARACTERS:
            raise self._refused(event, f"has {len(value):,} characters; at most {CHARACTERS:,} are read", place)
        found = CONTROL.search(value) or re.search("\r", value)
        if found:
            raise self._refused(event, f"has the control character U+{ord(found[0]):04X}; take it out", place)
        return self._plain(event, place) if event.implicit[0] else value

    def _plain(self, event: Any, place: Place) -> Any:
        """A scalar without quotes: null, true, false, a number, or else a text."""
        text = event.value
        if text in PLAIN:
            return PLAIN[text]
        if INTEGER.fullmatch(text):
            if len(text) > DIGITS:
                raise self._refused(
                    event, f"is a whole number of {len(text):,} digits; at most {DIGITS} are read", place
                )
            return int(text)
        if not DECIMAL.fullmatch(text):
            return text
        if len(text) > NUMBER_CHARACTERS:
            said = f"is a number of {len(text):,} characters; at most {NUMBER_CHARACTERS} are read"
            raise self._refused(event, said, place)
        if not math.isfinite(float(text)):
            raise self._refused(event, f"is {text}, too large for a number", place)
        return float(text)
