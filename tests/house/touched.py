"""Which files of the package hold each mechanism of the alliance, its orders and its adversaries: what a change of it touches.

A file holds a mechanism if an identifier of its code, a string that is one, or a cell of a table has its name, or the name of
what its step owns or draws (`tests.house.count`). Prose and readers of publishers' files do not count.
"""

from __future__ import annotations

from pathlib import Path

from tests.house.count import SRC, Kind, files

NAMES: dict[str, tuple[str, ...]] = {
    "alarm": ("alarm", "alarming"),
    "armistice": ("armistice", "truce", "ceasefire_violations"),
    "coercion": ("coercion", "coerce"),
    "concentration": ("concentration",),
    "credibility": ("credibility",),
    "initiator-cover": ("initiator_cover", "initiator_covered"),
    "leverage": ("leverage",),
    "load": ("load_elsewhere", "load_usual", "load_before", "elsewhere"),
    "missile defence": ("missile_defence",),
    "opinion": ("opinion",),
    "opportunism": ("opportunism",),
    "order-load": ("order_load", "load_order", "busier"),
    "patrons-in-ends": ("patrons_in_ends", "ending_patron"),
    "policy-distance": ("policy_distance", "cohesion_distance"),
    "provocation": ("provocation", "provocations"),
    "provoked-escalation": ("provoked_escalation", "provoking"),
    "readiness": ("readiness", "unlearned"),
    "renewal": ("renewal", "renewable"),
    "ties-below": ("ties_below", "entente_forming", "entente_ending", "log_common_ties"),
    "tightness of the bloc": ("tightness",),
    "transfers": ("transfers",),
    "troops": ("troops",),
    "wedge": ("wedge",),
}
"""By mechanism, what it goes by."""


def touched(src: Path = SRC) -> dict[str, list[str]]:
    """By mechanism, the files that hold it."""
    kind = Kind(NAMES, within=True, outside=("data",))
    return {name: [path.as_posix() for path in files(kind, name, src)] for name in NAMES}
