"""Case files: find, load, check and create them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from foedus.atomic import atomic_write
from foedus.errors import CaseError, InputError, unknown
from foedus.intake.refusal import line_of
from foedus.names import identifier, same
from foedus.shown import quoted
from foedus.world.check import not_shown, replacements
from foedus.world.figures import MOST_LETTERS
from foedus.world.problems import Problem
from foedus.world.schema import Case
from foedus.world.textfile import parse, placed, read_yaml, validate

Model = TypeVar("Model", bound=BaseModel)

SUFFIXES = (".yaml", ".yml")

FIRST = 20
"""Most problems told of a file that is read to be used; `check_case` tells all."""


def case_names() -> tuple[str, ...]:
    """Names of the cases that come with foedus."""
    return shipped(_cases())


def load_case(name: str | Path) -> Case:
    """The case with a shipped name, or from a file ending in .yaml; `CaseError` with one line per problem."""
    return load(Case, "case", name, _cases())


def taken_case(case: object) -> Case:
    """A case, or the one with a shipped name or path. Raises InputError for anything else."""
    if isinstance(case, Case):
        return case
    return load_case(case)  # type: ignore[arg-type]


def check_case(path: str | Path) -> list[str]:
    """One line per problem of a case file, `FILE:LINE: field: what is wrong, what is allowed`; empty if it is valid."""
    return validate(Case, read_yaml(Path(path)), str(path))[1]


def case_notes(path: str | Path) -> list[str]:
    """One line for each place of a valid case file that names an outcome of before, and what is read for it, or one that the
    case cannot have; and one for the id of a case that ships and says something else."""
    text = read_yaml(Path(path))
    case = _valid(Case, text, str(path))
    notes = [*_namesake(case), *replacements(case), *not_shown(case)]
    return placed(notes, parse(text, str(path))[1], str(path))


def _namesake(case: Case) -> Iterator[Problem]:
    if case.id in case_names() and case != load_case(case.id):
        text = f"'{case.id}' is a case that ships, and this one is another; give it an id of its own, which heads its answers"
        yield Problem(("id",), text)


def case_schema() -> dict[str, Any]:
    """The JSON schema of a case file."""
    return Case.model_json_schema()


def new_case(
    path: str | Path, states: str | None = None, as_of: date | None = None, *, like: str | None = None
) -> Path:
    """Write a commented case to fill in; refuses to overwrite, and writes atomically.

    states   names of allied states, separated by commas: the file is then filled from the publishers' data as of the day
    as_of    the day of the case; required with `states`
    like     a case that ships, to be written as it is, but for its id, which is the name of the file; not with `states`
    """
    if like is not None and states is not None:
        raise InputError("a case is like another or filled from data: give --like or --from-data, not both")
    if (states is None) != (as_of is None):
        raise InputError("states and a day belong together: give both --from-data and --as-of, or neither")
    target = Path(path)
    if not names_file(target):
        raise InputError(f"a case file ends in .yaml, not '{target.name}'")
    if target.exists():
        raise InputError(f"{target} exists already; choose another name")
    text = _template() if like is None else _copied(like, target.stem)
    if states is not None and as_of is not None:
        text = _draft(states, as_of)
    with atomic_write(target) as part:
        part.write_text(text, encoding="utf-8")
    return target


def _template() -> str:
    return (files("foedus") / "world" / "template.yaml").read_text(encoding="utf-8")


def _copied(like: str, name: str) -> str:
    """The file of a case that ships, comments and all, with an id made of a name."""
    found = same(like, case_names())
    if found is None:
        raise InputError(unknown("case", like, case_names()))
    own = identifier(name)[:MOST_LETTERS].strip("-")
    if not own[:1].isalpha() or not isinstance(yaml.safe_load(own), str) or own in case_names():
        own = f"my-{found}"
    text = (_cases() / f"{found}.yaml").read_text(encoding="utf-8")
    return text.replace(f"\nid: {found}\n", f"\nid: {own}\n", 1)


def _draft(states: str, as_of: date) -> str:
    from foedus.world.draft.text import draft

    return draft(states, as_of)


def names_file(name: str | Path) -> bool:
    """Whether a name is the path of a YAML file, by its suffix."""
    return Path(name).suffix.lower() in SUFFIXES


def shipped(folder: Traversable) -> tuple[str, ...]:
    """Names of the YAML files of a folder of the package."""
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


def load(model: type[Model], kind: str, name: str | Path, folder: Traversable) -> Model:
    """A model read from a shipped name or a path; `kind` names it in errors."""
    if not isinstance(name, str | os.PathLike):
        raise InputError(f"{kind} {quoted(name)} is not allowed: a shipped name, or a path that ends in .yaml")
    if names_file(name):
        return _valid(model, read_yaml(Path(name)), str(name))
    found = same(str(name), shipped(folder))
    if found is None:
        raise InputError(f"{unknown(kind, str(name), shipped(folder))}; or give a path that ends in .yaml")
    with as_file(folder / f"{found}.yaml") as path:
        return _valid(model, read_yaml(path), path.name)


def _valid(model: type[Model], text: str, file: str) -> Model:
    result, problems = validate(model, text, file)
    if result is None:
        more = len(problems) - FIRST
        left = [line_of(file, None, f"{more} more problems; mend these first")] if more > 0 else []
        raise CaseError(*problems[:FIRST], *left)
    return result


def _cases() -> Traversable:
    return files("foedus") / "cases"
