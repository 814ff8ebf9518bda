"""The one line in which a file is refused: FILE:LINE: what is wrong, and what to do."""

from __future__ import annotations

from foedus.errors import CaseError
from foedus.shown import escaped

SENTENCE = 400
"""Most characters of what is said about one place."""

PLACE = 120
"""Most characters of the name of a place."""

FILE = 300
"""Most characters of the name of a file."""

Place = tuple[str | int, ...]
"""Where in a file: field names and list positions from the top, for example ("states", 2, "name")."""


def path(place: Place) -> str:
    """A place in words: states[2].name, or 'file' for the whole of it."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return escaped(text.removeprefix("."), PLACE) or "file"


def line_of(file: str, line: int | None, said: str, place: Place | None = None) -> str:
    """One line about a file, a line of it and a place, escaped and cut at a readable length."""
    at = escaped(file, FILE) + ("" if line is None else f":{line}")
    return f"{at}: {escaped(said, SENTENCE)}" if place is None else f"{at}: {path(place)}: {escaped(said, SENTENCE)}"


def refused(file: str, line: int | None, said: str, place: Place | None = None) -> CaseError:
    """The error of one line about a file."""
    return CaseError(line_of(file, line, said, place))
