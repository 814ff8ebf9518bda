"""Values of others in a message: escaped, so that no control character reaches a terminal, and cut at a readable length.

>>> quoted("a" * 100)
"'aaaaaaaaaaaaaaaaaaaaaaaaa...aaaaaaaaaaaaaaaaaaaaaaaaa'"
>>> shown("red \\x1b[31m, two\\nlines")
'red \\\\x1b[31m, two\\\\nlines'
"""

from __future__ import annotations

from collections.abc import Iterable
from reprlib import Repr

VALUE = 60
"""Most characters of a value in a message."""

LINE = 200
"""Most characters of what another library says is wrong."""

NAMES = 12
"""Most names in a message."""

_REPR = Repr()
_REPR.maxstring = _REPR.maxother = _REPR.maxlong = VALUE - 5
_REPR.maxlevel = 3


def shown(value: object) -> str:
    """A value as a text, at most `VALUE` characters."""
    return escaped(str(value), VALUE)


def quoted(value: object) -> str:
    """A value as Python writes it, at most `VALUE` characters."""
    return escaped(_REPR.repr(value), VALUE)


def some(names: Iterable[str], most: int = NAMES) -> str:
    """The first of many names, each cut, and how many more there are.

    >>> some("abcd", 2)
    'a, b, 2 more'
    """
    every = list(names)
    more = [f"{len(every) - most:,} more"] if len(every) > most else []
    return ", ".join([*map(shown, every[:most]), *more])


def first_line(error: BaseException) -> str:
    """The first line of what an error says, which may quote a file; its kind, if it says nothing."""
    return escaped((str(error).splitlines() or [type(error).__name__])[0], LINE)


def escaped(text: str, most: int) -> str:
    """A text on one line, at most `most` characters: what is not printable is escaped, as in \\x1b, \\n or \\u202e."""
    kept = one_line(text[: most + 1])
    return kept if len(kept) <= most else kept[: most - 3] + "..."


def one_line(text: object) -> str:
    """A text whole, on one line: what is not printable is escaped."""
    said = str(text)
    if said.isprintable():
        return said
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in said)
