"""The headline of an answer run again, as it was asked or with some inputs of another answer, future by future."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from foedus.arrays import Floats
from foedus.assessment import additive
from foedus.assessment.answer import Answer
from foedus.assessment.contribution import one_by_one
from foedus.assessment.identity import Identity
from foedus.equations.beliefs import Beliefs, beliefs_of
from foedus.equations.registry import chosen
from foedus.errors import InputError
from foedus.intake.wanted import wanted
from foedus.progress import Progress
from foedus.shown import escaped
from foedus.simulation.engine import Question
from foedus.simulation.mechanisms import switches
from foedus.simulation.setting import Policy
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.world.beliefs import BeliefFile
from foedus.world.order import Order
from foedus.world.outcomes import Outcome
from foedus.world.schema import Case

Inputs = Mapping[str, Any]
"""What can move the futures of a headline, as JSON has it."""
LONGEST = 120
Model = TypeVar("Model", bound=BaseModel)


def inputs(answer: Answer, said: Identity) -> Inputs:
    """The inputs of an answer's headline."""
    return {
        **{name: getattr(said, name) for name in ("horizon", "seed", "adherence")},
        "beliefs": said.believed.model_dump(mode="json") if said.believed else said.beliefs,
        **{name: sorted(getattr(said, name)) for name in ("without", "specification", "mechanisms")},
        "order": [answer.order, said.orders[answer.order].model_dump(mode="json")],
        "case": said.case.model_dump(mode="json"),
    }


@dataclass
class Runs:
    """Runs of headlines: each that is another question is made once.

    outcomes   what is read of each future
    """

    outcomes: tuple[Outcome, ...]
    futures: int
    threads: int | None = None
    store: Store | None = None
    progress: Progress | None = None
    _studies: dict[str, Study] = field(default_factory=dict)

    def question(self, asked: Inputs) -> tuple[Study, Question]:
        """A study and its question. Raises InputError for a case that cannot be."""
        study = self._study(asked)
        policy = Policy(tuple(asked["without"]), asked["adherence"])
        return study, study.question(
            asked["order"][0], policy, chosen(asked["specification"]), beliefs=_beliefs(asked["beliefs"])
        )

    def key(self, asked: Inputs) -> tuple[Any, ...]:
        """Equal for inputs that make the same futures."""
        study, question = self.question(asked)
        return question.digest, question.sets.digest, study.seed, study.horizon

    def numbers(self, every: Sequence[Inputs]) -> list[Floats]:
        """A number of each outcome and future, whose means add up, for each of some inputs: one answer's first, the other's
        last."""
        read: dict[tuple[Any, ...], Floats] = {}
        keys = [self.key(asked) for asked in every]
        for done, (key, asked) in enumerate(zip(keys, every, strict=True), start=1):
            if key not in read:
                study, question = self.question(asked)
                [chunk] = one_by_one(study, [question], self.futures)
                read[key] = additive.readings(self.outcomes, chunk.kept, study.horizon)
            if self.progress:
                self.progress(done, len(every), "runs")
        slopes = additive.slopes(read[keys[0]], [read[keys[-1]]])
        made = {key: additive.numbers(self.outcomes, one, slopes) for key, one in read.items()}
        return [made[key] for key in keys]

    def _study(self, asked: Inputs) -> Study:
        name, order = asked["order"]
        same = json.dumps([asked[each] for each in ("case", "seed", "horizon", "mechanisms", "order")])
        if same not in self._studies:
            self._studies[same] = Study(
                _valid(Case, asked["case"], "case"),
                seed=asked["seed"],
                horizon=asked["horizon"],
                threads=self.threads,
                store=self.store,
                switches=switches(asked["mechanisms"]),
                orders={name: Order.model_validate_json(json.dumps(order))},
            )
        return self._studies[same]


def _beliefs(said: Any) -> Beliefs:
    return beliefs_of(said) if isinstance(said, str) else _valid(BeliefFile, said, "beliefs").beliefs()


def _valid(model: type[Model], said: Any, what: str) -> Model:
    try:
        return model.model_validate_json(json.dumps(said))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or what
        cause = escaped(f"{where}: {wanted(first)}", LONGEST)
        raise InputError(
            f"some changes of the {what} cannot be made without the others ({cause}); leave out --attribute"
        ) from error
