"""Every equation that has rival specifications, and the name of the posterior of each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from foedus.models import initiation
from foedus.models.specification import Specifications

RIVALS: Mapping[str, Specifications] = MappingProxyType({"initiation": initiation.SPECIFICATIONS})


def posterior_name(equation: str, specification: str) -> str:
    """'initiation-history'."""
    return f"{equation}-{specification}"
