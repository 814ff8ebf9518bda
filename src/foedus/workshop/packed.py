"""What is stored of a run: as few bytes as its outcomes can be counted from, future by future.

A scene is four arrays one after the other, compressed (raw deflate) and written in base64:

    first    (events, futures) bytes: simulated year in which an event first happens, 0 never; less that of the reference
    planes   (statuses, years, futures) bits: whether a status holds, as what differs from the year before; of that, what
             differs from the reference
    fallen   (2, instruments, sets) bytes: futures in which an instrument is not kept up at the end: of itself, with its base
    numbers  32-bit floats: of outcomes with yearly probabilities the mean and variance of each set in each year that is
             asked for, and value, low and high by year; of totals the mean of each set; of ratios both sums of each set

The first two are of single futures, so that conditions, pairs of runs and flips can be counted; the last two are figures
that an assessment makes from more than that.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Bits, Floats
from foedus.assessment import flags
from foedus.assessment.outcomes import estimate, steadied
from foedus.simulation.outcomes import EVENTS, TOTALS
from foedus.simulation.tally import EXPECTED, Tally
from foedus.world.outcomes import Outcome

GOVERNMENTS = tuple(name for name in EVENTS if name.startswith("governments_"))
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Shape:
    """What is kept of every scene.

    years   simulated years at which outcomes with yearly probabilities are told by set
    places  of the instruments of the alliance, in the world
    """

    outcomes: Sequence[Outcome]
    horizon: int
    sets: int
    years: tuple[int, ...]
    places: tuple[int, ...]
    governments: bool

    @cached_property
    def events(self) -> tuple[str, ...]:
        """Kept by first year: events, and what a share is a share of or fails by."""
        happen = [one for one in self.outcomes if one.kind in ("event", "share")]
        names = [name for one in happen for name in (one.name, one.given, one.failed_by) if name in EVENTS]
        return tuple(dict.fromkeys(names))

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """Kept by year: statuses, and who governs."""
        held = tuple(one.name for one in self.outcomes if one.kind == "status")
        return held + (GOVERNMENTS if self.governments else ())

    @cached_property
    def expected(self) -> tuple[Outcome, ...]:
        """Outcomes with yearly probabilities."""
        return tuple(one for one in self.outcomes if one.name in EXPECTED)

    @cached_property
    def totals(self) -> tuple[Outcome, ...]:
        """Sums over the horizon."""
        return tuple(one for one in self.outcomes if one.kind == "total")

    @cached_property
    def ratios(self) -> tuple[Outcome, ...]:
        """One sum over another."""
        return tuple(one for one in self.outcomes if one.kind == "ratio")

    def described(self) -> dict[str, object]:
        """What a reader of the arrays has to know."""
        return {
            "events": self.events,
            "statuses": self.statuses,
            "expected": [one.name for one in self.expected],
            "totals": [one.name for one in self.totals],
            "ratios": [one.name for one in self.ratios],
            "years": self.years,
            "sets": self.sets,
            "horizon": self.horizon,
        }


@dataclass(frozen=True)
class Seen:
    """The events of single futures of a scene."""

    first: Bytes  # events, futures
    planes: Bytes  # statuses, years, an eighth of the futures


def seen(shape: Shape, words: Bits) -> Seen:
    """Of futures (futures, events): when each event first happens, and when each status holds."""
    first = [flags.first(words[:, EVENTS.index(name)], 0, shape.horizon) for name in shape.events]
    held = [
        [flags.holds(words[:, EVENTS.index(name)], year) for year in range(1, shape.horizon + 1)]
        for name in shape.statuses
    ]
    bits = np.array(held, np.bool_).reshape(len(shape.statuses), shape.horizon, len(words))
    return Seen(np.array(first, np.uint8).reshape(-1, len(words)), np.packbits(bits, axis=2, bitorder="little"))


def packed(shape: Shape, here: Seen, reference: Seen | None, tally: Tally) -> str:
    """A scene as text."""
    first, planes = here.first, _changes(here.planes)
    if reference is not None:
        first = first - reference.first[:, : first.shape[1]]
        planes = planes ^ _changes(reference.planes)[:, :, : planes.shape[2]]
    fallen = tally.fallen[:, :, list(shape.places)].transpose(0, 2, 1).astype(np.uint8)
    body = b"".join(each.tobytes() for each in (first, planes, fallen, _numbers(shape, tally).astype("<f4")))
    return text_of(body)


def text_of(body: bytes) -> str:
    """Bytes compressed, in base64."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(squeezed.compress(body) + squeezed.flush()).decode()


def _changes(planes: Bytes) -> Bytes:
    """The first year, and what differs from the year before."""
    return np.concatenate([planes[:, :1], planes[:, 1:] ^ planes[:, :-1]], axis=1)


def _numbers(shape: Shape, tally: Tally) -> Floats:
    parts: list[Floats] = []
    for one in shape.expected:
        parts += [np.concatenate(_filled(shape, tally, steadied(one, tally, year)[:2])) for year in shape.years]
        path = [estimate(one, tally, year) for year in range(1, shape.horizon + 1)]
        parts.append(np.array([[x for _, x in each] for each in path], np.float64).ravel())
    with np.errstate(invalid="ignore"):
        for one in shape.totals:
            parts.append(tally.totals[:, TOTALS.index(one.name)] / tally.futures)
    for one in shape.ratios:
        parts += [tally.totals[:, TOTALS.index(name)] for name in (one.part, one.whole)]
    return np.concatenate(parts) if parts else np.empty(0)


def _filled(shape: Shape, tally: Tally, found: Sequence[Floats]) -> list[Floats]:
    """Figures of the sets that have futures, at the places of all."""
    used = tally.futures > 0
    filled = [np.zeros(shape.sets) for _ in found]
    for full, each in zip(filled, found, strict=True):
        full[used] = each
    return filled
