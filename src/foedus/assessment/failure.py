"""What counts as a failure of an alliance in one future: an event happens, a status is not as it should be in the last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from foedus.arrays import Bits, Flags, Ints
from foedus.assessment import flags
from foedus.assessment.called import outcome_called
from foedus.errors import InputError, known
from foedus.shown import shown
from foedus.simulation.outcomes import EVENTS
from foedus.world.outcomes import Outcome, current, outcomes_of
from foedus.world.schema import Case

ANY = "any"
How = Literal["asked", "worst-limit", "no-limit"]
"""How a failure was chosen."""
SMALLEST = 1e-9
"""Probability that stands for none where a limit allows none."""
WAYS: Mapping[str, bool] = {"yes": True, "no": False}
"""Whether a future fails where the outcome comes about, or where it does not."""


@dataclass(frozen=True)
class Failure:
    """One outcome that fails a future where it comes about (`bad`) or where it does not."""

    outcome: Outcome
    bad: bool

    @property
    def name(self) -> str:
        """As it is asked for: 'pact_in_force=no'."""
        return f"{self.outcome.name}={'yes' if self.bad else 'no'}"

    def before(self, words: Bits, shift: int) -> Flags:
        """Whether a future has not failed in its first `shift` years; an event that fails by not happening has not happened."""
        mine = words[:, EVENTS.index(self.outcome.name)]
        good = self.outcome.kind == "status" and not self.bad
        return flags.throughout(mine, shift) if good else ~flags.by(mine, shift)

    def after(self, words: Bits, shift: int, horizon: int) -> tuple[Flags, Flags]:
        """Whether a future fails after its first `shift` years, and whether its own condition holds."""
        mine, given = words[:, EVENTS.index(self.outcome.name)], self.outcome.given
        found = flags.after(mine, shift) if self.outcome.kind == "event" else flags.holds(mine, horizon)
        there = flags.holds(words[:, EVENTS.index(given)], horizon) if given else np.ones(len(words), np.bool_)
        return np.asarray(found == self.bad), there

    def year(self, words: Bits, shift: int, horizon: int) -> Ints:
        """The simulated year of the failure, where a future fails after its first `shift` years.

        Of an event that of its first; of a status the year since which it has been as it should not be. An event that fails by
        not happening fails in the last year.
        """
        mine = words[:, EVENTS.index(self.outcome.name)]
        if self.outcome.kind == "status":
            return flags.since(mine, self.bad, horizon)
        return flags.first(mine, shift, horizon) if self.bad else np.full(len(words), horizon)


def fails(failures: Sequence[Failure], words: Bits, shift: int, horizon: int) -> tuple[Flags, Flags]:
    """Whether a future fails by any of several after the first `shift` years, and whether it is counted: where none has failed
    in these years, and the condition of one at least holds."""
    found = [one.after(words, shift, horizon) for one in failures]
    calm = np.logical_and.reduce([one.before(words, shift) for one in failures])
    there = calm & np.logical_or.reduce([there for _, there in found])
    return there & np.logical_or.reduce([failed & there for failed, there in found]), there


def years(failures: Sequence[Failure], words: Bits, shift: int, horizon: int) -> Ints:
    """The simulated year of the first failure after the first `shift` years; 0 where there is none."""
    found = np.full(len(words), horizon + 1)
    for one in failures:
        failed, there = one.after(words, shift, horizon)
        found = np.where(failed & there, np.minimum(found, one.year(words, shift, horizon)), found)
    return np.where(found > horizon, 0, found)


def limits(case: Case, horizon: int) -> dict[Failure, float]:
    """What fails each limit of a case within the horizon, and how likely the case lets it be."""
    own = {one.name: one for one in outcomes_of(case)}
    found = {}
    for one in case.tolerances:
        name = current(one.outcome).name
        if name in own and one.years <= horizon and own[name].kind in ("event", "status"):
            if one.at_most is not None:
                found[Failure(own[name], True)] = one.at_most
            elif one.at_least is not None:
                found[Failure(own[name], False)] = 1.0 - one.at_least
    return found


def asked(case: Case, text: str, horizon: int) -> tuple[Failure, ...]:
    """The failures that a text names: an outcome, an outcome and the way it fails as `upkeep=no`, or any limit of the case."""
    if not isinstance(text, str):
        raise InputError(
            f"what fails, {shown(text)}, is not allowed: an outcome as text, such as 'upkeep=no', or 'any'"
        )
    bounds = limits(case, horizon)
    if text == ANY:
        if not bounds:
            raise InputError(
                f"the case {case.id} sets no limit within {horizon} years; name an outcome in place of 'any'"
            )
        return tuple(bounds)
    name, named, way = text.partition("=")
    own = {one.name: one for one in outcomes_of(case)}
    one = own[outcome_called(name, own.values())]
    if one.kind not in ("event", "status"):
        raise InputError(f"outcome '{one.name}' is a {one.kind} and fails no single future; name an event or a status")
    if named:
        return (Failure(one, WAYS[known("way to fail", way, WAYS)]),)
    if one.kind == "event":
        return (Failure(one, True),)
    mine = next((each for each in bounds if each.outcome.name == one.name), None)
    if mine is None:
        raise InputError(
            f"the case sets no limit on {one.name}, so it does not say which way it fails; write {one.name}=yes where it "
            f"fails by holding, {one.name}=no where by not holding"
        )
    return (mine,)


def chosen(case: Case, text: str, words: Bits, horizon: int) -> tuple[tuple[Failure, ...], How]:
    """The failures that a text names; of an empty one the limit of the case that is exceeded by the largest factor, war from
    outside where it sets none."""
    if text:
        return asked(case, text, horizon), "asked"
    bounds = limits(case, horizon)

    def factor(one: Failure) -> float:
        failed, counted = fails([one], words, 0, horizon)
        return float(failed.sum()) / max(float(counted.sum()), 1.0) / max(bounds[one], SMALLEST)

    if bounds:
        return (max(bounds, key=factor),), "worst-limit"
    return asked(case, "war_outside", 1), "no-limit"


def check_both(failures: Sequence[Failure], failed: Flags, counted: Flags) -> None:
    """Raise InputError where every future that is counted fails, or none does."""
    told = " or ".join(one.name for one in failures)
    for count, how in ((int(failed.sum()), "never"), (int((counted & ~failed).sum()), "always")):
        if count == 0:
            raise InputError(
                f"cannot tell where it fails: {told} {how} comes about in {int(counted.sum()):,} futures that are counted; "
                "ask for more futures, another horizon or another outcome"
            )
