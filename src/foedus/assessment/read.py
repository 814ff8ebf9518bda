"""Read an answer back from the file that `foedus assess --out answer.json` wrote."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from foedus.assessment.answer import Answer
from foedus.errors import InputError

MEGABYTES = 64
"""Most that an answer takes."""


def read_answer(path: Path) -> Answer:
    """The answer in a file. Raises InputError for what is no answer, in one line."""
    try:
        if path.stat().st_size > MEGABYTES * 1_000_000:
            raise InputError(f"{path} is larger than {MEGABYTES} MB, which no answer is; give an answer as JSON")
        return Answer.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; give an answer as JSON") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(
            f"{path} is no answer of this version: {where}: {first['msg']}; make one with 'foedus assess'"
        ) from error
