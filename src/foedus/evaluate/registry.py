"""What can be evaluated: every equation and outcome by name, with its default origins and horizons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from foedus.equations.specification import Specifications
from foedus.errors import InputError, known, unknown
from foedus.evaluate.forecasters import models, own
from foedus.evaluate.held_out import METHOD
from foedus.evaluate.result import Result
from foedus.evaluate.scoring import WEIGHED
from foedus.evaluate.store import RIVALS_OF
from foedus.evaluate.tables import EQUATION, KINDS, OUTCOME, shipped
from foedus.evaluate.tasks import disputes, escalation, governments, levels, provocations, stages, treaties, treaty_ends
from foedus.evaluate.tasks.record import CAPABILITY_LABEL
from foedus.evaluate.windows import HORIZONS, ORIGINS
from foedus.names import same

EQUATION_DRAWS, DRAWS, QUICK_DRAWS = 100, 300, 100
LEFT_OUT = {
    "retrospective": "coded in retrospect from much that it would predict, so its scores flatter it; it takes no weight, and "
    "can be run by name",
    "blind": "leaves out what a treaty does, which skill may not decide; it takes no weight, and can be run by name",
}
"""Why a specification takes no weight, by its field that says so."""
OWN_WEIGHTS: Mapping[str, str] = MappingProxyType({"treaty-end": treaty_ends.WEIGHED})
"""Equations whose weights follow a rule of their own, and that rule; those of the others, `WEIGHED`."""


@dataclass(frozen=True)
class Task:
    """One equation or outcome.

    words        what is forecast, in a list
    unit         what a row is
    target       what is forecast, if the forecasts do not say it
    models       descriptions of the forecasters
    notes        caveats
    capabilities edition of the capability data; None if the sources say it, or none are used
    origins, horizons, draws   the defaults
    rivals       candidate specifications that are weighed, of an equation
    """

    kind: str
    name: str
    words: str
    unit: str
    target: str
    models: Mapping[str, str]
    method: str
    notes: tuple[str, ...]
    capabilities: str | None
    origins: tuple[int, ...]
    horizons: tuple[int, ...]
    draws: int
    rivals: Specifications | None = None

    @property
    def title(self) -> str:
        """The title of what was forecast."""
        return f"{RIVALS_OF}{self.name}" if self.kind == EQUATION else self.name

    @property
    def amounts(self) -> bool:
        """Whether amounts are forecast, which have no calibration curve."""
        return self.name.startswith("growth-") or self.name in provocations.COUNTED

    @property
    def one_step(self) -> bool:
        """Whether it is forecast only one step ahead."""
        return self.kind == OUTCOME and self.horizons == (1,)


def _equation(name: str, unit: str, target: str, rivals: Specifications, words: str = "") -> Task:
    left_out = [
        f"{one}: {why}." for field, why in LEFT_OUT.items() for one, each in rivals.items() if getattr(each, field)
    ]
    reference = {} if name.startswith("growth-") else {"climatology": "rate of the years to the origin"}
    return Task(
        kind=EQUATION,
        name=name,
        words=words or target,
        unit=unit,
        target=target,
        models=reference | {one: each.title for one, each in rivals.items()},
        method=METHOD,
        notes=(OWN_WEIGHTS.get(name, WEIGHED), *left_out),
        capabilities=None,
        origins=ORIGINS,
        horizons=HORIZONS,
        draws=EQUATION_DRAWS,
        rivals=rivals,
    )


def _equations() -> Iterator[Task]:
    yield _equation(
        "initiation",
        "directed politically relevant dyad-year",
        "the first state begins a dispute against the second in the year",
        own.INITIATION.specifications,
    )
    yield _equation(
        "escalation", "pair of originators of a dispute", "the level a dispute reaches", escalation.SPECIFICATIONS
    )
    for name, one in own.LOGITS.items():
        yield _equation(name, one.row, one.target, one.specifications)
    indices = {"cinc": "the CINC share", "gdp": "GDP", "milex": "military spending"}
    for index in own.INDICES:
        yield _equation(f"growth-{index}", "state", f"change of the logarithm of {indices[index]}", own.GROWTH)


FIVES, LATE = ORIGINS, tuple(range(1970, 2011, 5))
CLIMATOLOGY = {"climatology": "the rate of the training years"}


def _stage(name: str, words: str, origins: tuple[int, ...]) -> Task:
    stage = stages.STAGES[name]
    return Task(
        kind=OUTCOME,
        name=name,
        words=words,
        unit=stage.unit,
        target=stage.target,
        models={**CLIMATOLOGY, **stage.words, "boosting": "gradient boosting of every term"},
        method=stages.METHOD.format(stage.cluster[1]),
        notes=(stages.NOTE, *([stage.caution] if stage.caution else [])),
        capabilities=stage.capabilities,
        origins=origins,
        horizons=(1,),
        draws=DRAWS,
    )


def _level(index: str, words: str, first: int) -> Task:
    return Task(
        kind=OUTCOME,
        name=f"growth-{index}",
        words=words,
        unit="state",
        target=f"ln {index} at the end of the horizon",
        models=levels.MODELS,
        method=levels.METHOD,
        notes=(levels.NOTE,),
        capabilities=CAPABILITY_LABEL if index == "cinc" else None,
        origins=tuple(range(first, first + 26, 5)),
        horizons=(5, 10, 20),
        draws=DRAWS,
    )


def _provocation(name: str) -> Task:
    label, units, last = provocations.COUNTED[name]
    return Task(
        kind=OUTCOME,
        name=name,
        words=f"{label} in a year, in {units}",
        unit="year",
        target=f"{units} in the last year of the horizon",
        models=provocations.MODELS,
        method=provocations.METHOD,
        notes=(provocations.NOTE,),
        capabilities=None,
        origins=tuple(range(1995, last)),
        horizons=(1, 5, 10),
        draws=DRAWS,
    )


def _outcomes() -> Iterator[Task]:
    yield Task(
        kind=OUTCOME,
        name="disputes",
        words="a militarised dispute begins between two states",
        unit="undirected politically relevant dyad-year",
        target=disputes.YEARLY,
        models={name: models.SPECIFICATIONS[name].words for name in models.DEFAULT},
        method=disputes.METHOD,
        notes=disputes.NOTES,
        capabilities=CAPABILITY_LABEL,
        origins=FIVES,
        horizons=HORIZONS,
        draws=DRAWS,
    )
    yield _stage("war", "a dispute becomes war", LATE)
    yield _stage("joining", "an ally joins a dispute at force or war", LATE)
    yield _stage("pacts", "a pair forms a bilateral defence pact", FIVES)
    yield _stage("pursuit", "a state starts to pursue nuclear weapons", FIVES)
    yield Task(
        kind=OUTCOME,
        name="treaties",
        words="a defence pact is still in force",
        unit="pair with a defence pact",
        target=treaties.TARGET,
        models=treaties.MODELS,
        method=treaties.METHOD,
        notes=(treaties.NOTE,),
        capabilities=None,
        origins=tuple(range(1970, 1999, 4)),
        horizons=(10, 20),
        draws=DRAWS,
    )
    yield Task(
        kind=OUTCOME,
        name="governments",
        words="the government of a democracy is still in office",
        unit="democracy",
        target=governments.TARGET,
        models=governments.MODELS,
        method=governments.METHOD,
        notes=(governments.NOTE,),
        capabilities=None,
        origins=tuple(range(1960, 2017)),
        horizons=(1, 2, 5),
        draws=DRAWS,
    )
    yield _level("cinc", "share of the system's capabilities (CINC)", 1971)
    yield _level("gdp", "GDP in constant dollars", 1974)
    for name in provocations.COUNTED:
        yield _provocation(name)


EQUATIONS: Mapping[str, Task] = MappingProxyType({task.name: task for task in _equations()})
OUTCOMES: Mapping[str, Task] = MappingProxyType({task.name: task for task in _outcomes()})
BY_KIND: Mapping[str, Mapping[str, Task]] = MappingProxyType({EQUATION: EQUATIONS, OUTCOME: OUTCOMES})


def called(one: Task) -> str:
    """The name by which `task` finds an equation or outcome: `outcome/NAME` where an equation has the name too."""
    return f"{OUTCOME}/{one.name}" if one.kind == OUTCOME and one.name in EQUATIONS else one.name


def task(what: str) -> Task:
    """The equation or outcome of this name. If both have it, the equation; `outcome/joining` is the outcome.

    >>> task("joining").kind, task("outcome/joining").kind, task("war").kind
    ('equation', 'outcome', 'outcome')

    Raises InputError for an unknown name.
    """
    kind, _, name = what.rpartition("/")
    if kind in KINDS:
        return BY_KIND[kind][known(kind, name, BY_KIND[kind])]
    both = {**OUTCOMES, **EQUATIONS}
    found = same(what, both)
    if found is None:
        names = [called(one) for tasks in BY_KIND.values() for one in tasks.values()]
        raise InputError(unknown("equation or outcome", what, names))
    return both[found]


def shipped_result(kind: str, what: str) -> Result | None:
    """The shipped result of an equation or outcome, as `foedus evaluate` would write it, but without the curves of
    outcomes and with differences only to the simplest forecaster. A name such as `disputes-2000` has other origins."""
    found = shipped(kind, what)
    if found is None:
        return None
    one = next(each for name, each in BY_KIND[kind].items() if what == name or what.startswith(f"{name}-2"))
    return Result(
        outcome=one.title,
        unit=one.unit,
        origins=list(found.origins),
        horizons=found.horizons,
        last_year=found.last_year,
        models=dict(one.models),
        capabilities=found.capabilities,
        method=one.method,
        draws=one.draws,
        seed=1,
        notes=list(one.notes),
        weights=found.weights,
        cells=found.cells,
        by_origin=found.by_origin,
        sources=found.sources,
    )
