"""foedus: is this alliance prepared for the world it is entering?

The public names, imported when first used. `assess` and `simulate` are verbs here and folders below, so the package keeps
the import system from putting the folder where the verb belongs; `from foedus.assess import interval` works as ever.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.assess.answer import Answer as Answer
    from foedus.assess.assessment import assess as assess
    from foedus.data.build import build_panel as build_panel
    from foedus.data.build import table as table
    from foedus.data.build import treaties as treaties
    from foedus.errors import FoedusError as FoedusError
    from foedus.models.posterior import load_posterior as load_posterior
    from foedus.simulate.ensemble import simulate as simulate
    from foedus.simulate.setting import Policy as Policy
    from foedus.world.at import world_at as world_at
    from foedus.world.build import from_case as from_case
    from foedus.world.case import case_names as case_names
    from foedus.world.case import load_case as load_case
    from foedus.world.order import load_order as load_order
    from foedus.world.order import order_names as order_names

__version__ = "0.1.0"

_HOMES = {
    "Answer": "foedus.assess.answer",
    "FoedusError": "foedus.errors",
    "Policy": "foedus.simulate.setting",
    "assess": "foedus.assess.assessment",
    "build_panel": "foedus.data.build",
    "case_names": "foedus.world.case",
    "from_case": "foedus.world.build",
    "load_case": "foedus.world.case",
    "load_order": "foedus.world.order",
    "load_posterior": "foedus.models.posterior",
    "order_names": "foedus.world.order",
    "simulate": "foedus.simulate.ensemble",
    "table": "foedus.data.build",
    "treaties": "foedus.data.build",
    "world_at": "foedus.world.at",
}

__all__ = sorted([*_HOMES, "__version__"])


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'foedus' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
