"""Read an answer, or a part of one, back from the JSON file that foedus wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from foedus.assessment.answer import Answer
from foedus.errors import InputError
from foedus.intake.file import read_text
from foedus.intake.json_text import parse_json
from foedus.intake.wanted import wanted
from foedus.shown import escaped, shown
from foedus.world.outcomes import outcomes_of

M = TypeVar("M", bound=BaseModel)

BYTES = 64_000_000
"""Most bytes of an answer; one of us-rok has 600,000."""
STATED = ("version", "case", "question", "as_of", "futures", "horizon", "seed", "beliefs", "adherence")
"""Fields that an answer and its identity say alike. `without` is none: an answer also names what rests on what was removed."""
LONGEST = 120
"""Most characters of a cause that are shown."""


def read_answer(path: Path | str) -> Answer:
    """The answer in a file that `foedus assess --out answer.json` wrote. Raises InputError for anything else, in one line.
    Numbers are taken as they stand: `foedus.verify` makes them again."""
    return read_model(Path(path), Answer, "an answer")


def contradiction(answer: Answer) -> str | None:
    """Where an answer says something else than its identity, in words; None where it does not, or has none."""
    if answer.identity is None:
        return None
    said = {**vars(answer.identity), "case": answer.identity.case.id, "question": answer.identity.case.title}
    said["as_of"] = answer.identity.case.as_of
    for name in STATED:
        told = getattr(answer, name)
        if told != said[name]:
            return f"the answer says {name} {shown(told)} and its identity {shown(said[name])}: it was written over"
    names = {one.name for one in outcomes_of(answer.identity.case)}
    if other := sorted(names.symmetric_difference(line.name for line in answer.outcomes)):
        return f"the outcomes of the answer are not those of its case ({shown(other[0])}): it was written over"
    return None


def read_model(path: Path, kind: type[M], what: str) -> M:
    """What foedus wrote as JSON. Raises InputError for a file that is damaged, or of another kind or version, and for an
    answer that says something else than its identity."""
    text = read_text(path, BYTES)
    try:
        parse_json(text)  # the validator takes numbers that are not finite, control characters, and a field given twice
        found = kind.model_validate_json(text)
    except ValidationError as error:
        theirs, own = _format(text), kind.model_fields.get("format")
        if theirs and own and _kind(theirs) != _kind(own.default):
            raise InputError(
                f"{escaped(str(path), LONGEST)} has the format '{escaped(theirs, LONGEST)}'; wanted is "
                f"{what}, '{own.default}': hand in another file"
            ) from error
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise _not_one(path, what, f"{where}: {wanted(first)}") from error
    except ValueError as error:
        raise _not_one(path, what, str(error)) from error
    if isinstance(found, Answer) and (other := contradiction(found)):
        raise InputError(f"{escaped(str(path), LONGEST)}: {other}; make it again")
    return found


def _not_one(path: Path, what: str, cause: str) -> InputError:
    return InputError(
        f"{escaped(str(path), LONGEST)} is not {what} of this version: {escaped(cause, LONGEST)}; make it again"
    )


def _format(text: str) -> str | None:
    """The format that a JSON file says it has; None where it says none."""
    try:
        found = json.loads(text)["format"]
    except (ValueError, LookupError, TypeError):
        return None
    return found if isinstance(found, str) else None


def _kind(name: str) -> str:
    """What a format is of, in any version."""
    return name.rpartition("/")[0]
