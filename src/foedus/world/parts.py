"""Walks over the parts of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foedus.intake.refusal import Place
from foedus.world.figures import Strict


def walk(value: object, place: Place = ()) -> Iterator[tuple[Place, Strict]]:
    """Every part of a value, with its place."""
    if isinstance(value, Strict):
        yield place, value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), (*place, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*place, key))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from walk(item, (*place, position))


def repeated(values: Iterable[object]) -> Iterator[tuple[int, object]]:
    """Every value that stands in a list a second time, with its position."""
    seen: set[object] = set()
    for position, value in enumerate(values):
        if value in seen:
            yield position, value
        seen.add(value)
