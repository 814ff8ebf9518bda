"""The table of a result as a file: CSV, or a workbook with a cover and a sheet for each section."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from foedus.assessment.answer import Answer
from foedus.report import rendering, sentences
from foedus.report.workbook import sections, workbook

TABLE = "one row a number; empty: unknown, or it does not apply; 'json' is where the JSON of the same result has it"


def as_csv(result: Any) -> str:
    """The long table of a result as CSV (RFC 4180, UTF-8): numbers in full, missing is empty."""
    return rendering.to_frame(result).write_csv()


def as_xlsx(result: BaseModel) -> bytes:
    """The same table as a workbook, and a cover that says what was asked and by which program."""
    facts = _of_answer(result) if isinstance(result, Answer) else _of_any(result)
    return workbook(facts | {"how to read": TABLE}, sections(rendering.to_frame(result)))


def _of_answer(answer: Answer) -> dict[str, str]:
    """Question, verdict, and what the answer rests on."""
    said = answer.identity
    return {
        "question": answer.question,
        "verdict": sentences.headline(answer),
        "why": sentences.verdict(answer),
        "setting": " · ".join(sentences.setting(answer)),
        "numbers rest on": sentences.rests_on(answer),
        **{f"cannot say {number}": line.text for number, line in enumerate(answer.cannot_say, start=1)},
        "answer": f"{sentences.mark(answer)}, {answer.format}",
        "program": f"foedus {answer.version}{f', simulator {said.simulator}' if said else ''}",
    }


def _of_any(result: BaseModel) -> dict[str, str]:
    """What stands at the top of a result."""
    scalars = {name: getattr(result, name) for name in type(result).model_fields}
    return {
        name.replace("_", " "): str(value)
        for name, value in scalars.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
