"""Effects of treaties: explicit effects, each with its prior, evidence grade and source.

States that fear a war seek alliances, so the coefficient of an alliance on dispute onset does not measure its effect.
Effects on initiation, and the effects of the softer instruments on anything, therefore enter as the priors of
`effects.csv`; the effect of a pact on war given force, and on joining, is estimated (`escalation`, `joining`).

Evidence grades: A identified; B estimated with selection narrowed; C literature with rival signs or unseen sizes;
D assumption. An effect acts on the deviation of an instrument from its strength at the start of the case, because the
estimated baseline was observed with the instrument in force.

Every effect is stated three times, because honest readers differ: `sceptical` (no effect, or the adverse sign where a
source or an estimate has it), `literature` (the default) and `optimist` (the favourable end of what is claimed).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from foedus.errors import InputError, unknown

BELIEFS = ("sceptical", "literature", "optimist")
"""Rival beliefs about every effect, from least to most favourable to the instrument."""

LITERATURE = "literature"
WIDEST = 20.0
"""Largest size of a stated mean on a log scale: e^20 is beyond any size that is met."""
COMMON = ("meaning", "rival_signs")
"""What is said of an effect once, in its row for `literature`."""


@dataclass(frozen=True)
class Effect:
    """One effect of one kind of instrument along one channel, as one of BELIEFS has it: Normal(mean, sd) on the log scale.

    moved_by     which of its numbers rests on data here, and on which sample; 'none' where no data moved it
    rival_signs  the signs some source, estimate or belief gives it: of '-', '0' and '+'
    """

    kind: str
    channel: str
    beliefs: str
    mean: float
    sd: float
    grade: str
    provenance: str
    status: str
    moved_by: str
    rival_signs: str
    meaning: str
    source: str


@dataclass(frozen=True)
class Prior:
    """One parameter that no panel can estimate: Normal(mean, sd), with provenance and source.

    low, high  between which a mean may be stated: shares, scales and counts have bounds of their own
    """

    name: str
    mean: float
    sd: float
    provenance: str
    status: str
    source: str
    meaning: str
    low: float = -WIDEST
    high: float = WIDEST


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("foedus.equations") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _numbers(row: dict[str, str]) -> dict[str, Any]:
    bounds = {name: float(row[name]) for name in ("low", "high") if row.get(name)}
    return {**row, "mean": float(row["mean"]), "sd": float(row["sd"])} | bounds


CHANNELS = tuple(dict.fromkeys(row["channel"] for row in _rows("effects.csv")))
"""What an effect acts on: the channels of the table, in its order. The step of each reads its own."""


@lru_cache(maxsize=len(BELIEFS))
def effects(beliefs: str = LITERATURE) -> tuple[Effect, ...]:
    """All effects of instruments, one per kind and channel, under one of BELIEFS.

    Raises InputError for beliefs that are not among them.

    >>> [effect.mean for effect in effects("sceptical") if effect.kind == "defence-pact"]
    [0.0]
    """
    if beliefs not in BELIEFS:
        raise InputError(unknown("beliefs", beliefs, BELIEFS))
    rows = _rows("effects.csv")
    said = {(row["kind"], row["channel"]): row for row in rows if row["beliefs"] == LITERATURE}
    mine = (row for row in rows if row["beliefs"] == beliefs)
    shared = ((row, said[row["kind"], row["channel"]]) for row in mine)
    return tuple(Effect(**_numbers(row | {name: common[name] for name in COMMON})) for row, common in shared)


@lru_cache(maxsize=1)
def priors() -> dict[str, Prior]:
    """All other elicited and literature parameters, by name."""
    rows = ({name: cell for name, cell in row.items() if cell} for row in _rows("stated.csv"))
    return {row["name"]: Prior(**_numbers(row)) for row in rows}
