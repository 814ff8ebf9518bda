"""Questions as JSON Schema, from the rows of their options."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from foedus.assessment.question import Option
from foedus.equations.effects import BELIEFS
from foedus.web.limits import Limits
from foedus.world.order import order_names

TYPES: dict[str, dict[str, Any]] = {
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "text": {"type": "string", "minLength": 1},
    "texts": {"type": "array", "items": {"type": "string", "minLength": 1}},
}


def question(options: Iterable[Option], limits: Limits) -> dict[str, Any]:
    """The body of a request that asks."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {one.name: _option(one, limits) for one in options},
    }


def _option(one: Option, limits: Limits) -> dict[str, Any]:
    found = {**TYPES[one.kind], "description": one.help}
    if one.default is None:
        found["type"] = [found["type"], "null"]
    found["default"] = list(one.default) if one.kind == "texts" else one.default
    most = min(one.most or 0, limits.futures) if one.name == "futures" else one.most
    if one.least is not None:
        found["minimum"] = one.least
    if most is not None:
        found["maximum"] = most
    if one.choices == "orders" and one.kind == "texts":
        found["items"] = {"enum": list(order_names())}
    elif one.choices == "orders":
        found["enum"] = list(order_names())
    elif one.choices == "beliefs":
        found["examples"] = list(BELIEFS)
    return found
