"""Modules that moved after version 0.1: the old name still imports, for one release, with a warning."""

from __future__ import annotations

import sys
import warnings
from collections.abc import MutableSequence, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PACKAGES = {
    "assess.hindcast": "simulation.hindcast",
    "assess": "assessment",
    "files": "atomic",
    "formal": "classic",
    "models.rivals": "equations.registry",
    "models.prior": "equations.prior",
    "models.treaty": "equations.treaty_end",
    "models.samples.governments": "estimate.samples.government",
    "models.backtest.estimate": "evaluate.forecasters.ridge",
    "models.backtest.predictors": "evaluate.forecasters.blocks",
    "models.backtest.specifications": "evaluate.forecasters.models",
    "models.backtest.history": "evaluate.forecasters.history",
    "models.backtest.dyads": "evaluate.forecasters.dyads",
    "models.backtest.forecast": "evaluate.tasks.rolling",
    "models.backtest.growth": "evaluate.tasks.levels",
    "models.backtest.survival": "evaluate.tasks.treaties",
    "models.backtest.disputes": "evaluate.tasks.disputes",
    "models.backtest.record": "evaluate.tasks.record",
    "models.backtest.stages": "evaluate.tasks.stages",
    "models.contest.held": "evaluate.forecasts",
    "models.contest.window": "evaluate.windows",
    "models.contest.score": "evaluate.scoring",
    "models.contest.logit": "evaluate.forecasters.logit",
    "models.contest.growth_mode": "evaluate.forecasters.growth_mode",
    "models.contest.initiation": "evaluate.tasks.initiation",
    "models.contest.escalation": "evaluate.tasks.escalation",
    "models.contest.growth": "evaluate.tasks.growth",
    "models.contest.joining": "evaluate.tasks.logits",
    "models.contest.treaties": "evaluate.tasks.logits",
    "models.backtest": "evaluate",
    "models.contest": "evaluate",
    "models.fit": "estimate",
    "models.samples": "estimate.samples",
    "models": "equations",
    "simulate.contract": "simulation.steps.treaty_end",
    "simulate.dispute": "simulation.steps.initiation",
    "simulate.ladder": "simulation.common",
    "simulate.outcome": "simulation.outcomes",
    "simulate.society": "simulation.steps.government",
    "simulate": "simulation",
}
MODULES = {
    "assess": {"report": "words"},
    "data": {
        "data.files": "accept download fetch manifest store",
        "data.panel": "build coverage disputes elections facts fill frames leaders lookup members neighbours pacts request "
        "rows tables whittle",
    },
    "models": {
        "estimate": "design equations fits mode posterior prior_checks prior_predictive",
        "evaluate": "held_out score skill stacking weights",
        "report": "cards",
    },
}
GONE = {
    "models.fit.disputes": "foedus.estimate.registry (fit), one module for each equation in foedus.estimate",
    "models.fit.states": "foedus.estimate.registry (fit), one module for each equation in foedus.estimate",
    "models.fit.treaties": "foedus.estimate.registry (fit), foedus.estimate.treaty_end and .treaty_formation",
    "models.samples.states": "foedus.estimate.samples.growth, .alignment, .provocation, .trade and .armament",
    "models.samples.treaties": "foedus.estimate.samples.treaty_end and .treaty_formation",
    "report.reliability": "foedus.report.calibration and foedus.report.figures.calibration",
}
"""Modules that were taken apart, and where their parts are."""
VERBS = ("foedus.assess", "foedus.simulate")


def new_name(old: str) -> str | None:
    """The new name of a module of version 0.1; None where it did not move.

    >>> new_name("foedus.models.growth"), new_name("foedus.models.posterior"), new_name("foedus.errors")
    ('foedus.equations.growth', 'foedus.estimate.posterior', None)
    """
    name = old.removeprefix("foedus.")
    folder, _, module = name.partition(".")
    for home, modules in MODULES.get(folder, {}).items():
        if module in modules.split():
            return f"foedus.{home}.{module}"
    for before, after in PACKAGES.items():
        if name == before or name.startswith(f"{before}."):
            return f"foedus.{after}{name.removeprefix(before)}"
    return None


class _Verb(ModuleType):
    """A folder that gave its name to a verb: importing from it leaves the verb one."""

    __path__: MutableSequence[str] = []  # noqa: RUF012 - empty, and read by the import system alone

    def __call__(self, *args: Any, **named: Any) -> Any:
        foedus = sys.modules["foedus"]
        return foedus.__getattr__(self.__name__.removeprefix("foedus."))(*args, **named)


class _Loader:
    def create_module(self, spec: ModuleSpec) -> None:
        """As usual."""

    def exec_module(self, module: ModuleType) -> None:
        old = module.__name__
        new = new_name(old)
        assert new is not None
        warnings.warn(f"{old} is now {new}; the old name goes with the next release", DeprecationWarning, stacklevel=2)
        sys.modules[old] = _Verb(old, f"Moved to {new}.") if old in VERBS else _imported(old, new)


def _imported(old: str, new: str) -> ModuleType:
    try:
        return import_module(new)
    except ModuleNotFoundError as error:
        if error.name != new:
            raise
        raise ModuleNotFoundError(f"there is no module {old}, under this name or as {new}", name=old) from None


class Moved:
    """Finds what moved, before the import system looks for it under the old name in the new folder."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        parts = GONE.get(name.removeprefix("foedus."))
        if parts is not None:
            raise ModuleNotFoundError(f"{name} is gone; its parts are in {parts}", name=name)
        moved = name.startswith("foedus.") and new_name(name) is not None
        return ModuleSpec(name, _Loader(), is_package=True) if moved else None  # type: ignore[arg-type]
