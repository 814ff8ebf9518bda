"""What a treaty does, said plainly: explicit effects with their prior, evidence grade and source.

An alliance is chosen by those who fear a war, so the coefficient of an alliance on dispute onset is no measure of what the
alliance does. Effects on initiation, and the effects of the softer instruments on anything, therefore enter as the priors
of `effects.csv`; the effect of a pact on war given force, and on joining, is estimated (`escalation`, `joining`).

Evidence grades: A identified; B estimated with selection narrowed; C literature with rival signs or unseen sizes;
D assumption. An effect acts on the deviation of an instrument from its strength at the start of the case, because the
estimated baseline was observed with the instrument in force.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

CHANNELS = ("initiation", "war", "joining", "armament", "coercion")


@dataclass(frozen=True)
class Effect:
    """One effect of one kind of instrument along one channel: Normal(mean, sd) on the log scale."""

    kind: str
    channel: str
    mean: float
    sd: float
    grade: str
    provenance: str
    status: str
    source: str
    meaning: str


@dataclass(frozen=True)
class Prior:
    """One parameter that no panel can estimate: Normal(mean, sd), with provenance and source."""

    name: str
    mean: float
    sd: float
    provenance: str
    status: str
    source: str
    meaning: str


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("foedus.models") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _numbers(row: dict[str, str]) -> dict[str, Any]:
    return {**row, "mean": float(row["mean"]), "sd": float(row["sd"])}


@lru_cache(maxsize=1)
def effects() -> tuple[Effect, ...]:
    """All effects of instruments, one per kind and channel."""
    return tuple(Effect(**_numbers(row)) for row in _rows("effects.csv"))


@lru_cache(maxsize=1)
def priors() -> dict[str, Prior]:
    """All other elicited and literature parameters, by name."""
    return {row["name"]: Prior(**_numbers(row)) for row in _rows("priors.csv")}
