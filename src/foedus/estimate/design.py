"""Design matrices of the logits: the columns of an equation's own log-odds on the rows of a sample, one per coefficient."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.equations import armament, escalation, initiation, joining, treaty

Floats = NDArray[np.float64]
Arrays = Mapping[str, Any]

ESCALATION = (
    *("contiguous", "ratio", "both_major", "defended", "nuclear_defended", "allied", "recent", "post_cold_war"),
)
JOINING = (
    *("war", "target_side", "pact", "bilateral", "major", "capability", "contiguous", "recent", "post_cold_war"),
)
ENDING = ("bilateral", "log_age", "change_democracy", "change_autocracy", "shift")
FORMING = (
    *("contiguous", "log_distance", "either_major", "gap", "gap_unknown"),
    *("log_shared", "polyarchy_gap", "polyarchy_unknown", "recent", "log_common"),
)
PURSUIT = armament.TERMS[1:]
"""Columns of the samples in the order of the arguments of the log-odds."""


def columns(log_odds: Callable[[Any], Any], size: int) -> Floats:
    """The design matrix (rows, size) of log-odds that are linear in their coefficients, one column per coefficient."""
    unit = np.eye(size)
    return np.stack([np.asarray(log_odds(unit[k]), dtype=np.float64) for k in range(size)], axis=1)


def initiation_design(x: Arrays) -> Floats:
    """Of initiation."""
    still, moving = ([x[name] for name in names] for names in (initiation.BASELINE, initiation.MOVING))
    rows = np.zeros(len(x["year"]))
    return columns(
        lambda b: initiation.baseline(b, *still) + initiation.moving(b, *moving) + rows, len(initiation.TERMS)
    )


def escalation_design(x: Arrays) -> Floats:
    """Of every stage of escalation."""
    return columns(lambda b: escalation.log_odds(b, *(x[name] for name in ESCALATION)), len(escalation.TERMS))


def joining_design(x: Arrays) -> Floats:
    """Of joining."""
    return columns(lambda b: joining.log_odds(b, *(x[name] for name in JOINING)), len(joining.TERMS))


def ending_design(x: Arrays) -> Floats:
    """Of the end of treaties."""
    return columns(lambda b: treaty.end_log_odds(b, *(x[name] for name in ENDING)), len(treaty.END_TERMS))


def forming_design(x: Arrays) -> Floats:
    """Of the formation of pacts."""
    return columns(lambda b: treaty.formation_log_odds(b, *(x[name] for name in FORMING)), len(treaty.FORMATION_TERMS))


def pursuit_design(x: Arrays) -> Floats:
    """Of the pursuit of nuclear weapons."""
    return columns(lambda b: armament.log_odds(b, *(x[name] for name in PURSUIT)), len(armament.TERMS))


def with_zeros(estimated: Floats, active: Sequence[int], size: int) -> Floats:
    """All `size` coefficients (..., size), zero but for the `active` ones, which were `estimated` (..., active)."""
    full = np.zeros((*estimated.shape[:-1], size))
    full[..., list(active)] = estimated
    return full
