"""Past alliances forecast again with a mechanism switched: whether any score gets worse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats
from foedus.evaluate.resample import drawn_weights
from foedus.evaluate.score import log_probability
from foedus.simulation.alliances.answer import Again, Change, Line
from foedus.simulation.alliances.scores import DRAWS, FLOOR, interval
from foedus.simulation.alliances.targets import TARGETS, scored
from foedus.simulation.mechanisms import Switches, acts, mechanisms, switches
from foedus.world.world import World

TOGETHER = "+"
"""Joins mechanisms that are switched together in one entry: `wedge=on+load=off`."""


class Asked(NamedTuple):
    """What one entry switches: `wedge=on`, or several joined by TOGETHER."""

    entry: str
    switches: Switches

    def within(self, world: World) -> Switches | None:
        """What of it a world has something for; None if that is nothing."""
        known = mechanisms()
        off, on = (tuple(name for name in names if acts(known[name], world)) for names in self.switches)
        return Switches(off, on) if off or on else None


def asked(entries: Iterable[str]) -> tuple[Asked, ...]:
    """What entries switch, each for itself. Raises InputError for an unknown mechanism, or another setting than off and on."""
    return tuple(Asked(entry, switches(entry.split(TOGETHER))) for entry in dict.fromkeys(entries))


class Told(NamedTuple):
    """One alliance with a mechanism switched: its line, the cases that have something for it, and futures that differ."""

    line: Line
    cases: int
    futures: int


def again(entry: str, before: Sequence[Line], told: Sequence[Told], seed: int) -> Again:
    """What a switch does to the forecasts and to their scores."""
    after = [each.line for each in told]
    changes = list(_changes(before, after, seed))
    return Again(
        switched=entry,
        cases=sum(each.cases for each in told),
        alliances=sum(each.cases > 0 for each in told),
        futures=sum(each.futures for each in told),
        changes=changes,
        worse=[each.target for each in changes if each.worse],
    )


def _changes(before: Sequence[Line], after: Sequence[Line], seed: int) -> Iterator[Change]:
    """The change of each score, with intervals from drawing whole patrons; an outcome that never varies has none."""
    for target in TARGETS:
        rows = [k for k in scored(before, target) if target.forecast(after[k]) is not None]
        y = np.array([target.happened(before[k]) for k in rows], np.float64)
        if not len(rows) or y.sum() in (0.0, len(rows)):
            continue
        p, q = (np.array([target.forecast(lines[k]) for k in rows], np.float64) for lines in (before, after))
        weight, place = drawn_weights(np.array([before[k].patron for k in rows]), DRAWS, seed)
        each_row = weight[:, place]
        kept_p, kept_q = (np.clip(each, FLOOR, 1.0 - FLOOR) for each in (p, q))
        brier = interval(_mean(each_row, (q - y) ** 2 - (p - y) ** 2))
        log = interval(_mean(each_row, log_probability(kept_q, y) - log_probability(kept_p, y)))
        yield Change(
            target=target.name,
            rows=len(rows),
            expected=(round(float(p.sum()), 2), round(float(q.sum()), 2)),
            brier=brier,
            log_score=log,
            worse=(brier[1] or 0.0) > 0.0 or (log[2] or 0.0) < 0.0,
        )


def _mean(weight: Floats, values: Floats) -> Floats:
    return np.asarray(weight @ values / weight.sum(axis=1))
