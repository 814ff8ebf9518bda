"""What differs between two values as JSON has them, by path, and one of them with some of the differences put in.

A list of entries that a field names, each once (states by `abbreviation`, instruments by `id`, relations by `states`), is
read by that name; any other list is one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

NAMING = ("abbreviation", "id", "states", "outcome")
"""Fields that name an entry of a list, the first that all entries have."""
ABSENT: Final = object()


class Named(dict[str, Any]):
    """A list whose entries have names."""


class Differs(NamedTuple):
    """A difference: where it is, and what is there; ABSENT where nothing is."""

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def name(self) -> str:
        """The path as one reads it: case.states.ROK.polyarchy."""
        return ".".join(self.path)


def differences(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Differs]:
    """Every difference, as deep as both values go.

    >>> [each.name for each in differences({"a": [{"id": "x", "n": 1}]}, {"a": [{"id": "x", "n": 2}], "b": 1})]
    ['a.x.n', 'b']
    """
    one, other = _named(before), _named(after)
    if isinstance(one, dict) and type(one) is type(other):
        for key in dict.fromkeys([*one, *other]):
            yield from differences(one.get(key, ABSENT), other.get(key, ABSENT), (*path, key))
    elif before != after:
        yield Differs(path, before, after)


def changed(value: Any, chosen: Iterable[Differs]) -> Any:
    """A value with the later part of some differences put in.

    >>> one, other = {"a": [{"id": "x", "n": 1}], "b": 0}, {"a": [{"id": "x", "n": 2}], "b": 1}
    >>> changed(one, list(differences(one, other))[:1])
    {'a': [{'id': 'x', 'n': 2}], 'b': 0}
    """
    for each in chosen:
        value = _put(value, each.path, each.after)
    return value


def _put(value: Any, path: tuple[str, ...], after: Any) -> Any:
    if not path:
        return after
    key, *rest = path
    table = _named(value) if value else Named()
    inner = _put(table.get(key, ABSENT), tuple(rest), after)
    found = {name: old for name, old in table.items() if name != key} if inner is ABSENT else {**table, key: inner}
    return list(found.values()) if isinstance(table, Named) else found


def _named(value: Any) -> Any:
    """A list by the names of its entries, where they have some."""
    if not (isinstance(value, list) and value and all(isinstance(entry, Mapping) for entry in value)):
        return value
    for field in NAMING:
        names = [_name(entry.get(field)) for entry in value]
        if all(names) and len(set(names)) == len(names):
            return Named(zip(names, value, strict=True))
    return value


def _name(value: Any) -> str:
    if isinstance(value, list):
        return "-".join(map(str, value))
    return value if isinstance(value, str) else ""
