"""What a reader can ask of every number: its definition, its equation, its evidence, and what rivals say. Drivers are counted.

Every text is one that the package has: of outcomes, equations, records and scores.
"""

from __future__ import annotations

import inspect
from importlib import import_module

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import OutcomeLine
from foedus.report import evidence, numbers, reading
from foedus.world.outcomes import outcome


def doors(answer: Answer, line: OutcomeLine) -> dict[str, object]:
    """The texts behind an outcome."""
    return {
        "definition": reading.definition(line),
        "equations": [
            {"name": name.replace("_", "-"), "text": _text(name)} for name in outcome(line.name).equations.split()
        ],
        "evidence": [*_evidence(line)],
        "rivals": _rivals(answer, line),
    }


def _text(module: str) -> str:
    return inspect.cleandoc(import_module(f"foedus.equations.{module}").__doc__ or "")


def _evidence(line: OutcomeLine) -> list[str]:
    found = [f"Skill: {evidence.skill(line.skill)}"]
    if line.record:
        found += [f"Class: {text}" for text in evidence.record(line.record)]
        found.append(f"Counted: {line.record.counted} {line.record.source}")
    found += [
        f"Base rate of the case: {evidence.base_rate(rate)}. {rate.meaning} {rate.source}" for rate in line.base_rates
    ]
    return found


def _rivals(answer: Answer, line: OutcomeLine) -> list[dict[str, str]]:
    """What each candidate specification gives, and what others have said."""
    size = f"{answer.paired_futures:,} futures"
    found = [
        {
            "who": f"specification {name}",
            "says": f"{numbers.value(one, line.unit)} ({numbers.interval(one, line.unit)}), {size}",
        }
        for name, one in line.by_specification.items()
    ]
    found += [{"who": "a view that the case states", "says": text} for text in evidence.views(line)]
    return found + [
        {"who": "others", "says": f"{evidence.outside_view(view)}. {view.text} {view.source}"}
        for view in line.outside_views
    ]
