"""Records as the interpreted engine reads them: in the same memory, and twice as quick to read as NumPy's.

`w.states[i].democracy` of NumPy's own record arrays goes through three methods written in Python; here it goes through one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

Named = TypeVar("Named", bound=tuple[Any, ...])


class Row(np.void):  # type: ignore[misc]
    """One record; its fields are attributes."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except ValueError:
            raise AttributeError(f"a record has no field {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


class Rows(np.ndarray[Any, Any]):
    """Records; their fields are attributes, and columns are plain arrays."""

    def __getattr__(self, name: str) -> Any:
        if name not in (self.dtype.names or ()):
            raise AttributeError(f"records have no field {name!r}")
        column = self[name]
        return column if column.dtype.names else column.view(np.ndarray)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in (self.dtype.names or ()):
            self[name] = value
        else:
            super().__setattr__(name, value)


def quick(data: Named) -> Named:
    """A named tuple of the same memory, with `Rows` in the place of record arrays."""
    return type(data)(*(rows(each) if isinstance(each, np.ndarray) and each.dtype.names else each for each in data))


def rows(records: np.ndarray[Any, Any]) -> Rows:
    """The same memory as `Rows`."""
    return records.view(_of_rows(records.dtype), Rows)


@lru_cache
def _of_rows(kind: np.dtype[Any]) -> np.dtype[Any]:
    """The same layout, with a `Row` in the place of every record."""
    if kind.subdtype is not None:
        return np.dtype((_of_rows(kind.base), kind.shape))
    if kind.names is None or kind.fields is None:
        return kind
    fields = [kind.fields[name] for name in kind.names]
    layout = {
        "names": list(kind.names),
        "formats": [_of_rows(field[0]) for field in fields],
        "offsets": [field[1] for field in fields],
        "itemsize": kind.itemsize,
    }
    return np.dtype((Row, np.dtype(layout)))  # type: ignore[call-overload]
