"""Why a world order matters, or does not: the indices that it moves, and what each channel contributes to each outcome.

Effect of an order on an outcome: D, the mean over futures of the outcome under the order less as measured, in the same futures.
Contribution of a channel: D with the channel less D without it, the other channels as they are. Reach of an order: the
highest and lowest D with every channel on that is off by default, the mean of its prior moved by two standard deviations up
or down, whichever, taken alone, moves the outcome that way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from pydantic import Field

from foedus.arrays import Floats
from foedus.assessment.answer import AS_MEASURED, Imposed
from foedus.assessment.contribution import EXTREME, effects, kept, moved, one_by_one
from foedus.assessment.imposed import agreed, imposed
from foedus.assessment.outcome_lines import Effect, OutcomeEstimate, ReachLine
from foedus.assessment.outcomes import estimate, values
from foedus.errors import InputError
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.simulation.mechanisms import Mechanism, Switches, acts, channels
from foedus.simulation.outcomes import YEARLY
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.case import taken_case
from foedus.world.order import TIGHTNESS, Move, Order, order_names
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case

FUTURES = 2000
HELD = 0.9
"""Share of futures in which an index must move the way that its order names."""
INDICES = get_args(Move.model_fields["index"].annotation)
"""What an order may name."""


class IndexLine(Part):
    """One index of the system in the last year, under an order and as measured."""

    index: str = Field(
        description="poles-cinc, poles-gdp, poles-milex: effective number of poles; bloc-tightness: 0 to 1"
    )
    measured: float | None = Field(description="mean over futures as measured; null where the case has none")
    order: float | None = Field(description="mean over the same futures under the order")
    rises: float | None = Field(description="share of futures in which it is higher than as measured")
    falls: float | None = Field(description="share of futures in which it is lower")
    named: Literal["rises", "falls"] | None = Field(
        description="which way the order says it moves it; null: it does not say"
    )
    holds: bool | None = Field(description="it does so in at least 90% of futures; null where the order does not say")


class ChannelLine(Part):
    """What one channel contributes to the effects of an order."""

    channel: str
    meaning: str
    reads: list[str] = Field(description="what of an order it passes on")
    default: Literal["on", "off"]
    there: bool = Field(description="the case has what it acts on; if not it was not run")
    contributions: list[Effect] = Field(
        description="effect of the order with it, minus without it, by outcome; empty: not run"
    )


class OrderEffects(Part):
    """One order against the order as measured."""

    name: str
    title: str
    imposed: list[Imposed]
    indices: list[IndexLine]
    effects: list[Effect] = Field(description="order minus as measured, by outcome, as an assessment runs it")
    channels: list[ChannelLine]
    through: list[str] = Field(
        description="channels that are on, with a contribution whose 90% interval leaves out zero"
    )
    unexplained: list[str] = Field(
        description="outcomes with a clear effect and no clear contribution: what has no switch moved them, or several a little"
    )
    reach: list[ReachLine]


class Orders(Rendered, Part):
    """The answer of `foedus orders`."""

    format: Literal["foedus.orders/1"] = "foedus.orders/1"
    case: str
    horizon: int
    futures: int
    seed: int
    labels: dict[str, str] = Field(description="outcomes of the case by name")
    measured: list[OutcomeEstimate] = Field(description="outcomes in the order as measured, in as many futures")
    orders: list[OrderEffects]


def orders(
    case: Case | str | Path,
    orders: str | Sequence[str] = (),
    *,
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Orders:
    """Effects of world orders on every outcome but shares, by channel, and the largest they can have.

    case    a case, or the name or path of one
    orders  shipped ones or files; none: all that ship and impose something on the case

    Raises InputError for an unknown order, one that imposes nothing on the case, or a number out of range.

    >>> import foedus
    >>> found = foedus.orders("us-philippines", "multipolar", futures=40, horizon=2)
    >>> [order.title for order in found.orders]
    ['Multipolar']
    """
    case, asked = taken_case(case), names("orders", orders)
    futures = whole("futures", futures, 1, MOST_FUTURES)
    study = Study(case, seed=seed, horizon=horizon, threads=threads, store=store)
    loaded = {name: agreed(study.order(name), study.case) for name in asked or order_names() if name != AS_MEASURED}
    found = {name: imposed(order, study.world) for name, order in loaded.items()}
    empty = next((name for name in asked if not found.get(name)), None)
    if empty is not None:
        raise InputError(f"order '{empty}' imposes nothing on the case {case.id}; leave it out")
    outcomes = tuple(one for one in outcomes_of(case) if one.kind not in ("share", "ratio"))
    runs = Runs(study, outcomes, futures, 1 + len(loaded), progress)
    lines = [_effects(runs, name, order, found[name]) for name, order in loaded.items() if found[name]]
    return Orders(
        case=case.id,
        horizon=horizon,
        futures=futures,
        seed=seed,
        labels={one.name: one.label for one in outcomes},
        measured=runs.measured(),
        orders=lines,
    )


@dataclass
class Runs:
    """Runs of a case under some orders, as measured among them, with channels off and on: each is made once."""

    study: Study
    outcomes: tuple[Outcome, ...]
    futures: int
    orders: int
    progress: Progress | None = None
    _studies: dict[Switches, Study] = field(default_factory=dict)
    _kept: dict[tuple[str, Switches, tuple[tuple[str, float], ...]], Floats] = field(default_factory=dict)

    @cached_property
    def channels(self) -> tuple[Mechanism, ...]:
        """The channels that the case can have."""
        return tuple(one for one in channels() if acts(one, self.study.world))

    def measured(self) -> list[OutcomeEstimate]:
        """Each outcome in the order as measured."""
        [chunk] = one_by_one(self.study, [self.study.question(AS_MEASURED)], self.futures)
        return [OutcomeEstimate(outcome=one.name, estimate=estimate(one, chunk.tally)) for one in self.outcomes]

    def effect(self, order: str, switches: Switches, shift: Mapping[str, float]) -> Floats:
        """Order minus as measured, of each outcome and its control (futures, outcomes, 2)."""
        return self._values(order, switches, shift) - self._values(AS_MEASURED, switches, shift)

    def without_and_with(self, order: str, channel: Mechanism) -> tuple[Floats, Floats]:
        """Effects of an order without a channel and with it, the others as they are."""
        other = self.effect(order, Switches(off=(channel.name,)) if channel.runs else Switches(on=(channel.name,)), {})
        base = self.effect(order, Switches(), {})
        return (other, base) if channel.runs else (base, other)

    def lines(self, before: Floats, after: Floats) -> list[Effect]:
        """Differences by outcome, with their Monte Carlo errors."""
        return effects(self.outcomes, before, after, self.study.sets)

    def _values(self, order: str, switches: Switches, shift: Mapping[str, float]) -> Floats:
        key = (order, switches, tuple(sorted(shift.items())))
        if key not in self._kept:
            study = self._studies.setdefault(switches, self.study.switched(switches))
            self._kept[key] = values(self.outcomes, kept(study, self.futures, order, shift), study.horizon)
            if self.progress:
                self.progress(len(self._kept), self._expected, order)
        return self._kept[key]

    @property
    def _expected(self) -> int:
        """About how many runs there will be."""
        resting = sum(not one.runs for one in self.channels)
        return max(len(self._kept), self.orders * (1 + len(self.channels) + 2 * resting + 6))


def _effects(runs: Runs, name: str, order: Order, what: list[Imposed]) -> OrderEffects:
    none = np.zeros((runs.futures, len(runs.outcomes), 2))
    lines = [_channel(runs, name, one) for one in channels()]
    found = runs.lines(none, runs.effect(name, Switches(), {}))
    clear = [
        {one.difference.outcome for one in line.contributions if one.difference.clear and line.default == "on"}
        for line in lines
    ]
    shifted = [one.difference.outcome for one in found if one.difference.clear]
    return OrderEffects(
        name=name,
        title=order.title,
        imposed=what,
        indices=_indices(runs, name, order),
        effects=found,
        channels=lines,
        through=[line.channel for line, clearly in zip(lines, clear, strict=True) if clearly],
        unexplained=[outcome for outcome in shifted if not any(outcome in clearly for clearly in clear)],
        reach=list(_reach(runs, name)),
    )


def _channel(runs: Runs, order: str, one: Mechanism) -> ChannelLine:
    there = one in runs.channels
    return ChannelLine(
        channel=one.name,
        meaning=one.meaning,
        reads=list(one.reads),
        default="on" if one.runs else "off",
        there=there,
        contributions=runs.lines(*runs.without_and_with(order, one)) if there else [],
    )


def _reach(runs: Runs, order: str) -> Iterator[ReachLine]:
    """Every resting channel on, at the end of its prior that, alone, moves an outcome further."""
    resting = [one for one in runs.channels if not one.runs]
    base = runs.effect(order, Switches(), {}).mean(axis=0)[:, 0]
    none = np.zeros((runs.futures, len(runs.outcomes), 2))
    alone = {
        (one.name, sign): runs.effect(
            order, Switches(on=(one.name,)), moved(one, sign * EXTREME, runs.study.world)
        ).mean(axis=0)[:, 0]
        for one in resting
        for sign in (-1, 1)
    }
    everything = Switches(on=tuple(one.name for one in resting))
    for column, outcome in enumerate(runs.outcomes):
        ends = []
        for way in (-1, 1):
            shift: dict[str, float] = {}
            for one in resting:
                sign = max((-1, 1), key=lambda s: way * (alone[one.name, s][column] - base[column]))
                shift |= moved(one, sign * EXTREME, runs.study.world)
            ends.append(runs.lines(none, runs.effect(order, everything, shift))[column])
        low, high = sorted(ends, key=lambda end: end.difference.estimate.value or 0.0)
        yield ReachLine(outcome=outcome.name, lowest=low, highest=high)


def moves_of(order: Order, bloc: Collection[int]) -> dict[str, Literal["rises", "falls"]]:
    """Index -> which way the order says it moves it, in a case with this bloc (COW codes).

    What an order says of the tightness of a bloc holds for the states that it ties, arms or draws: it says nothing of a
    bloc with fewer than two of them.
    """
    touched = {name for tie in order.ties for name in tie.states}
    touched |= {drift.state for drift in order.ideal_drifts}
    touched |= {name for sent in order.transfers for name in (sent.sender, sent.receiver)}
    meant = len({order.codes[name] for name in touched} & set(bloc)) > 1
    return {move.index: move.direction for move in order.moves if meant or move.index != TIGHTNESS}


def _indices(runs: Runs, name: str, order: Order) -> list[IndexLine]:
    """Every index in the last year, and whether those that the order names move as it says."""
    world = runs.study.world
    named = moves_of(order, world.codes[world.bloc].tolist())
    measured, found = (_last(runs, which) for which in (AS_MEASURED, name))
    lines = []
    for place, index in enumerate(INDICES):
        difference = found[:, place] - measured[:, place]
        known = bool(np.isfinite(difference).all()) and (index != TIGHTNESS or len(world.bloc) > 1)
        rises, falls = float((difference > 0).mean()), float((difference < 0).mean())
        way = named.get(index) if known else None
        share = {"rises": rises, "falls": falls}
        lines.append(
            IndexLine(
                index=index,
                measured=float(measured[:, place].mean()) if known else None,
                order=float(found[:, place].mean()) if known else None,
                rises=rises if known else None,
                falls=falls if known else None,
                named=way,
                holds=share[way] >= HELD if way else None,
            )
        )
    return lines


def _last(runs: Runs, order: str) -> Floats:
    """Indices of the last year (futures, indices)."""
    columns = [YEARLY.index(name.replace("-", "_")) for name in INDICES]
    return np.concatenate([yearly[:, -1, columns] for _, _, _, yearly in runs.study.run(runs.futures, order=order)])
