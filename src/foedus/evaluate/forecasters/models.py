"""The models of disputes: their predictors, and their method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from foedus.errors import known

Method = Literal["rate", "logit", "boosting", "direct", "stack"]

BASE = ("capability", "geography")
LADDER = (*BASE, "alliances", "peace")
ALL = (*LADDER, "history", "votes", "democracy", "trade")


@dataclass(frozen=True)
class Specification:
    """One model: its blocks of predictors (`foedus.evaluate.forecasters.blocks`), its method, whether it has the
    shrunken effect of the dyad, and a description."""

    blocks: tuple[str, ...]
    method: Method
    words: str
    dyads: bool = False
    retrospective: bool = False


SPECIFICATIONS: Mapping[str, Specification] = {
    "climatology": Specification((), "rate", "the rate of the training years"),
    "history-only": Specification(("peace",), "logit", "years of peace, cubic, and nothing else"),
    "capability": Specification(BASE, "logit", "capability and geography"),
    "alliances": Specification((*BASE, "alliances"), "logit", "capability, geography, alliances"),
    "peace": Specification(LADDER, "logit", "as alliances, with years of peace, cubic"),
    "rich": Specification((*LADDER, "history"), "logit", "as peace, with rich history"),
    "shrunken": Specification(
        (*BASE, "peace"), "logit", "capability, geography, years of peace, shrunken dyads", dyads=True
    ),
    "full": Specification(ALL, "logit", "as rich, with UN votes, trade, democracy, shrunken dyads", dyads=True),
    "boosting": Specification(ALL, "boosting", "gradient boosting of all predictors", dyads=True),
    "direct": Specification(
        ALL, "direct", "as full, fitted to all years of the horizon; needs more than one", dyads=True
    ),
    "stack": Specification((), "stack", "mixture of peace, shrunken, full, boosting and direct"),
    "rivalry": Specification(
        (*LADDER, "rivalry"),
        "logit",
        "as peace, with strategic rivalry: coded in retrospect, so no forecast",
        retrospective=True,
    ),
}
MEMBERS = ("peace", "shrunken", "full", "boosting", "direct")
"""What the stack mixes: unlike one another, so that it has something to gain."""

BASELINES = ("climatology", "history-only")
DEFAULT = tuple(name for name, one in SPECIFICATIONS.items() if not one.retrospective)


def chosen(names: Iterable[str] | None) -> tuple[str, ...]:
    """The requested specifications, with the two baselines and the members of the stack."""
    asked = DEFAULT if names is None else tuple(known("model of disputes", name, SPECIFICATIONS) for name in names)
    extra = MEMBERS if "stack" in asked else ()
    return tuple(name for name in SPECIFICATIONS if name in {*BASELINES, *asked, *extra})


def blocks_of(names: Iterable[str]) -> tuple[str, ...]:
    """The blocks the specifications need; those with dyads need the base model's, whose expectation dyads deviate from."""
    needed: list[str] = []
    for name in names:
        one = SPECIFICATIONS[name]
        needed += [*one.blocks, *(BASE if one.dyads else ())]
    return tuple(dict.fromkeys(needed))
