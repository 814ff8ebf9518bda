"""What a workbench says beside its futures: names, texts, limits, judgements, and what can be moved, as JSON has them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from foedus.assessment import evidence
from foedus.assessment.analysts import LEAST_EFFECTIVE
from foedus.assessment.answer import Answer
from foedus.assessment.flip_runs import Movable, movable
from foedus.assessment.interval import FEWEST_SETS
from foedus.assessment.judges import Judges
from foedus.assessment.plan import Plan
from foedus.equations.beliefs import every, range_of
from foedus.equations.effects import BELIEFS
from foedus.report import glossary, numbers, reading, screen, sentences
from foedus.simulation.draws import PARAMETER, normals
from foedus.simulation.setting import with_dependants
from foedus.simulation.study import Study
from foedus.workshop.beside import Told
from foedus.workshop.doors import doors
from foedus.workshop.packed import Shape
from foedus.workshop.plan import FEW
from foedus.world.outcomes import Outcome, outcomes_of

FORMAT = "foedus.workbench/1"


def about(
    study: Study, plan: Plan, shape: Shape, answer: Answer, asked: Sequence[str], told: Sequence[Told]
) -> dict[str, Any]:
    """Everything but the scenes: `answer` is that of the headline, `asked` the orders asked for, `told` results handed in."""
    case, world = study.case, study.world
    judges = Judges(study, plan, {})
    moved = movable(study, plan)
    addresses = [address for one in moved for address in one.addresses]
    return {
        "format": FORMAT,
        "version": answer.version,
        "case": case.id,
        "title": answer.question,
        "asOf": sentences.day(answer),
        "start": world.year,
        "seed": study.seed,
        "futures": plan.headline.futures,
        "few": min(FEW, plan.headline.futures),
        "compared": plan.compared,
        "mark": sentences.mark(answer),
        "shape": shape.described(),
        "least": {"effective": LEAST_EFFECTIVE, "sets": FEWEST_SETS},
        "states": {"patron": case.patron, "protege": case.protege},
        "beliefs": plan.beliefs,
        "ordersAsked": asked,
        "orders": [{"name": name, "title": one.title, "text": one.text} for name, one in plan.orders.items()],
        "instruments": _instruments(study, plan, answer),
        "outcomes": [_outcome(answer, one) for one in outcomes_of(case)],
        "limits": [
            {
                "outcome": judges.judged(one).name,
                "atMost": one.at_most,
                "atLeast": one.at_least,
                "years": one.years,
                "reason": one.reason,
                "measured": evidence.measured(judges.judged(one), case, one.years),
            }
            for one in judges.limits
        ],
        "priors": _priors(judges, addresses),
        "movable": [_movable(study, plan, one, addresses) for one in moved],
        "normals": packed_normals(addresses, study.sets),
        "cannotSay": [line.text for line in answer.cannot_say],
        "rests": sentences.rests_on(answer),
        "sizes": sentences.sizes(answer),
        "fits": [
            f"{name}: {fit.first_year}-{fit.last_year}, {', '.join(fit.sources)}"
            for name, fit in answer.provenance.equations.items()
        ],
        "beside": [one._asdict() for one in told],
        "words": {**glossary.TERMS, **case.words},
    }


def _instruments(study: Study, plan: Plan, answer: Answer) -> list[dict[str, Any]]:
    names = {item.id: item.name for item in study.case.instruments}
    grades = {line.instrument: line.evidence.grade or "-" for line in answer.counterfactuals}
    return [
        {
            "id": name,
            "name": names[name],
            "gone": with_dependants(study.world, [name]),
            "grade": grades.get(name, "-"),
        }
        for name in plan.own
    ]


def _outcome(answer: Answer, one: Outcome) -> dict[str, Any]:
    line = next(each for each in answer.outcomes if each.name == one.name)
    pooled = line.record.pooled if line.record else None
    return {
        "name": one.name,
        "kind": one.kind,
        "label": reading.name(line),
        "plain": reading.plain(line),
        "unit": one.unit,
        "given": one.given,
        "failedBy": one.failed_by,
        "yearly": bool(one.yearly),
        "class": numbers.short(pooled) if pooled else "none",
        "rests": screen.RESTS_ON[line.skill.verdict],
        "doors": doors(answer, line),
    }


def _priors(judges: Judges, addresses: Sequence[str]) -> list[dict[str, Any]]:
    """Elicited priors that an analyst holds a standard deviation off, by the place of their draws."""
    return [
        {"name": judges.called[name], "place": addresses.index(name)} for name in judges.elicited if name in addresses
    ]


def _movable(study: Study, plan: Plan, one: Movable, addresses: Sequence[str]) -> dict[str, Any]:
    low, high = range_of(every(study.believed(plan.beliefs))[one.name])
    under = {name: every(study.believed(name))[one.name] for name in dict.fromkeys([plan.beliefs, *BELIEFS])}
    return {
        "name": one.name,
        "meaning": one.meaning,
        "provenance": one.provenance,
        "under": {name: {"mean": each.mean, "sd": each.sd} for name, each in under.items()},
        "low": low,
        "high": high,
        "places": [addresses.index(each) for each in one.addresses],
    }


def packed_normals(addresses: Sequence[str], sets: int) -> str:
    """The standard normals behind the draws at some addresses (addresses, sets), as 32-bit floats in base64."""
    found = [normals(0, sets, zlib.crc32(address.encode()), PARAMETER) for address in addresses]
    return base64.b64encode(np.array(found, "<f4").tobytes()).decode()


def rounded(value: Any) -> Any:
    """JSON with numbers of nine digits.

    >>> rounded({"p": [0.1234567891234]})
    {'p': [0.123456789]}
    """
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, Mapping):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    return value
