"""Problems of a case or order file, collected so that every one is shown with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foedus.intake.refusal import Place


class Problem(NamedTuple):
    """One thing wrong: its place, relative to the object that was checked, and one sentence."""

    place: Place
    text: str


class InvalidError(ValueError):
    """Problems found by our own checks; validation adds the full place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.text for problem in self.problems))


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `InvalidError` if there is any problem."""
    found = tuple(problems)
    if found:
        raise InvalidError(found)
