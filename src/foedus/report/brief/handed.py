"""What is handed in for a brief: an answer, an earlier one, and results of single questions, read and refused here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from foedus.assessment.answer import Answer
from foedus.assessment.read import BYTES, contradiction, read_answer, read_model
from foedus.errors import InputError
from foedus.intake.file import read_text
from foedus.intake.json_text import parse_json
from foedus.progress import Progress
from foedus.report.brief.json import FORMAT
from foedus.report.brief.source import Source
from foedus.report.sources import named
from foedus.shown import shown

if TYPE_CHECKING:
    from foedus.world.schema import Case

KINDS = {
    "foedus.elections/1": ("elections", "assessment.elections_lines:Elections", "an answer of 'foedus elections'"),
    "foedus.regret/1": ("regret", "assessment.regret_lines:Regret", "an answer of 'foedus orders --regret'"),
    "foedus.discover/1": ("discover", "assessment.discover_lines:Discover", "an answer of 'foedus discover'"),
    "foedus.signposts/1": ("signposts", "assessment.signpost_lines:Signposts", "an answer of 'foedus signposts'"),
}
"""By its format: the name of a result, what it is read as (imported when there is one), and what it is called."""


def answer_of(case: Answer | Case | str | Path, progress: Progress | None = None) -> Answer:
    """The answer itself, that of a JSON file, or that to a case, from the store where it is there."""
    if isinstance(case, Answer):
        return case
    if isinstance(case, (str, Path)) and Path(case).suffix.lower() == ".json":
        return read_answer(case)
    from foedus.assessment.assessment import assess
    from foedus.simulation.store import users_store

    return assess(case, store=users_store(), progress=progress)


def earlier(answer: Answer, since: Answer | str | Path) -> Answer:
    """The answer of before. Raises InputError where it is about another case."""
    before = since if isinstance(since, Answer) else _before(Path(since))
    if before.case != answer.case:
        raise InputError(
            f"the earlier answer is about '{shown(before.case)}' and this one about '{shown(answer.case)}'; give one about the "
            "same case"
        )
    return before


def _before(file: Path) -> Answer:
    """The answer of a file, or that in a brief as JSON."""
    read = _parsed(file)
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        return read_answer(file)
    try:
        found = Answer.model_validate(read.get("answer"))
    except ValidationError as error:
        raise InputError(f"{shown(file)} holds no answer of this version; give the JSON of another brief") from error
    if other := contradiction(found):
        raise InputError(f"{shown(file)}: {other}; give the JSON of another brief")
    return found


def beside(answer: Answer, files: Sequence[str | Path]) -> dict[str, Source[Any]]:
    """Results by name. Raises InputError for one that is damaged, given twice, or about another case, horizon or beliefs."""
    found: dict[str, Source[Any]] = {}
    for file in files:
        name, result = result_of(Path(file))
        if name in found:
            raise InputError(f"{shown(file)} is a second result of 'foedus {name}'; give one of each")
        for field in ("case", "horizon", "beliefs"):
            theirs, ours = getattr(result, field), getattr(answer, field)
            if theirs != ours:
                raise InputError(
                    f"{shown(file)} has the {field} '{shown(theirs)}' and the answer '{shown(ours)}'; make it again"
                )
        found[name] = Source(name, result)
    return found


def result_of(file: Path, kinds: Mapping[str, tuple[str, str, str]] = KINDS) -> tuple[str, Any]:
    """The name of a result and the result in a file. Raises InputError for what is of none of the kinds, or damaged."""
    read = _parsed(file)
    kind = read.get("format") if isinstance(read, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        first, *others = (what.split("'")[1].removeprefix("foedus ") for _, _, what in kinds.values())
        commands = f"'foedus {first}', " + ", ".join(f"'{each}'" for each in others[:-1]) + f" or '{others[-1]}'"
        raise InputError(
            f"{shown(file)} has the format '{shown(kind)}', and --with takes {', '.join(kinds)}; give the JSON of {commands}"
        )
    name, model, what = kinds[kind]
    return name, read_model(file, named(f"foedus.{model}"), what)


def _parsed(file: Path) -> Any:
    try:
        return parse_json(read_text(file, BYTES))
    except ValueError as error:
        raise InputError(f"{shown(file)} is not JSON that foedus wrote: {shown(error)}; make it again") from error
