"""Charts as plain Vega-Lite: the part of its grammar that the figures use, as dictionaries.

A field is written with its type, `year:Q`: quantitative, `O` ordinal, `N` nominal; the second end of a bar has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

TYPES = {"Q": "quantitative", "O": "ordinal", "N": "nominal"}


def field(name: str, **options: Any) -> Spec:
    """A field on a channel, with its axis, scale, title or legend.

    >>> field("year:Q", title=None)
    {'field': 'year', 'type': 'quantitative', 'title': None}
    """
    name, _, kind = name.partition(":")
    return {"field": name, **({"type": TYPES[kind]} if kind else {}), **options}


def value(constant: Any) -> Spec:
    """A constant on a channel, in pixels or as a colour."""
    return {"value": constant}


def either(test: str, then: Any, otherwise: Any) -> Spec:
    """One constant where an expression holds, another elsewhere."""
    return {"condition": {"test": test, "value": then}, "value": otherwise}


def mark(kind: str, rows: Rows, channels: Mapping[str, Any], **look: Any) -> Spec:
    """Marks of a kind, one for each row or through all of them; a channel may be named by its field alone."""
    encoding = {name: field(shown) if isinstance(shown, str) else shown for name, shown in channels.items()}
    return {"data": {"values": list(rows)}, "mark": {"type": kind, **look}, "encoding": encoding}


def layer(*layers: Spec, **options: Any) -> Spec:
    """Charts over one another, the last on top."""
    return {"layer": list(layers), **options}


def grid(panels: Sequence[Spec], columns: int, **options: Any) -> Spec:
    """Charts side by side, `columns` in a row."""
    return {"concat": list(panels), "columns": columns, **options}


def beside(*panels: Spec, **options: Any) -> Spec:
    """Charts in one row."""
    return {"hconcat": list(panels), **options}


def below(*panels: Spec, **options: Any) -> Spec:
    """Charts in one column."""
    return {"vconcat": list(panels), **options}
