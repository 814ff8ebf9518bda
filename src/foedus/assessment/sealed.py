"""The seal of an answer: a digest of all it says, by which a number that was written over is found without a run."""

from __future__ import annotations

import hashlib

from foedus.assessment.answer import Answer


def digest(answer: Answer) -> str:
    """SHA-256 of the JSON of an answer without its seal, in hexadecimal digits.

    Whoever writes an answer over can seal it anew: only its futures, made again, tell that (`foedus verify --whole`).
    """
    return hashlib.sha256(answer.model_dump_json(exclude={"seal"}).encode()).hexdigest()


def sealed(answer: Answer) -> Answer:
    """The answer with its seal."""
    return answer.model_copy(update={"seal": digest(answer)})
