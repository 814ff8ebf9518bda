"""What other commands found of the case, handed in as their JSON and told in the page in their words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from foedus.assessment.answer import Answer
from foedus.errors import InputError
from foedus.report.brief.handed import result_of
from foedus.report.rendering import as_text
from foedus.shown import shown

KINDS = {
    "foedus.discover/1": ("discover", "assessment.discover_lines:Discover", "an answer of 'foedus discover'"),
    "foedus.signposts/1": ("signposts", "assessment.signpost_lines:Signposts", "an answer of 'foedus signposts'"),
    "foedus.conditions/1": ("conditions", "assessment.conditions_lines:Conditions", "an answer of 'foedus conditions'"),
    "foedus.watch-board/1": ("board", "watch.board_lines:Board", "an answer of 'foedus watch board'"),
    "foedus.ledger/1": ("ledger", "assessment.ledger:Ledger", "an answer of 'foedus ledger list'"),
}
"""By its format: the name of a result, what it is read as, and what it is called."""
SAME = ("case", "horizon", "beliefs")
"""What a result shares with the answer, if it has it."""


class Told(NamedTuple):
    """A result in the page. `text`: None where it was not handed in."""

    name: str
    title: str
    command: str
    text: str | None


def beside(answer: Answer, files: Sequence[str | Path]) -> list[Told]:
    """Every result that can be handed in. Raises InputError for one that is damaged, given twice or of another case."""
    found: dict[str, Any] = {}
    for file in files:
        name, result = result_of(Path(file), KINDS)
        if name in found:
            raise InputError(f"{shown(file)} is a second result of 'foedus {name}'; give one of each")
        for field in SAME:
            theirs, ours = getattr(result, field, None), getattr(answer, field)
            if theirs is not None and theirs != ours:
                raise InputError(
                    f"{shown(file)} has the {field} '{shown(theirs)}' and the workbench '{shown(ours)}'; make it again"
                )
        found[name] = result
    horizon = f" --horizon {answer.horizon}" if answer.horizon != 20 else ""
    every = {
        "discover": ("Where the alliance fails", f"foedus discover {answer.case}{horizon}"),
        "signposts": ("What tells early", f"foedus signposts {answer.case}{horizon}"),
        "conditions": ("A contingency tree", f"foedus conditions {answer.case}{horizon}"),
        "board": ("What changed lately: the board", f"foedus watch board {answer.case}"),
        "ledger": ("What was written down before the event", "foedus ledger list"),
    }
    return [
        Told(name, title, f"{command} --out {name}.json", as_text(found[name]) if name in found else None)
        for name, (title, command) in every.items()
    ]
