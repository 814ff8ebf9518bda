"""The rival specifications of every equation that has them, and the names of their posteriors."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from foedus.models import escalation, growth, initiation, joining, treaty
from foedus.models.specification import Specifications

RIVALS: Mapping[str, Specifications] = MappingProxyType(
    {
        "initiation": initiation.SPECIFICATIONS,
        "escalation": escalation.SPECIFICATIONS,
        "joining": joining.SPECIFICATIONS,
        "treaty-end": treaty.END_SPECIFICATIONS,
        **{f"growth-{index}": growth.SPECIFICATIONS for index in ("cinc", "gdp", "milex")},
    }
)
"""Specifications by equation, from the simplest to the richest."""


def posterior_name(equation: str, specification: str) -> str:
    """Name of the posterior of one specification of an equation, as `treaty-end-age`."""
    return f"{equation}-{specification}"
