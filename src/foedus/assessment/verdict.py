"""The verdict: a function of stated numbers and stated tolerances.

    cannot tell              in the order as measured some tolerance is undecided, and none is missed for certain; or no
                             tolerance is stated for years within the horizon (reason `no-limits`)
    not prepared             in the order as measured some tolerance is missed
    conditionally prepared   all hold as measured, but some other order misses one or leaves it undecided
    prepared                 all tolerances hold in all orders

A tolerance is undecided when rival specifications of at least a twentieth of the weight stand on both sides of its limit,
or when fewer than nine in ten parameter sets stand on the side of the estimate. Where forecasts of its kind have not beaten
the base rate on later years, the base rate is as good a forecast and counts as a rival.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from foedus.assessment.answer import Estimate, OrderLine, ToleranceLine, Verdict
from foedus.assessment.words import percent
from foedus.world.schema import Tolerance

AGREEING = 0.9
State = Literal["within", "outside", "undecided"]


def judge(tolerance: Tolerance, estimate: Estimate, kept_share: float | None, rivals: Iterable[float | None]) -> State:
    """Whether an estimate keeps a tolerance, given the share of parameter sets that keep it and the rival probabilities."""
    if estimate.value is None or kept_share is None:
        return "undecided"
    kept = _keeps(tolerance, estimate.value)
    sides = {_keeps(tolerance, rival) for rival in rivals if rival is not None}
    agreeing = kept_share if kept else 1.0 - kept_share
    if sides - {kept} or agreeing < AGREEING:
        return "undecided"
    return "within" if kept else "outside"


def kept_share(tolerance: Tolerance, below: float | None) -> float | None:
    """Share of parameter sets that keep the tolerance, given the share at or below its limit."""
    return below if below is None or tolerance.at_most is not None else 1.0 - below


def verdict(orders: Sequence[OrderLine]) -> Verdict:
    """The verdict over orders, the first of which is the order as measured."""
    measured, others = orders[0], orders[1:]
    if not measured.tolerances:
        return Verdict(
            value="cannot tell",
            sentence="Cannot tell: the case states no limit on any outcome within the horizon, so there is nothing to judge.",
            reasons=["no-limits"],
        )
    missed = [line for line in measured.tolerances if line.state == "outside"]
    open_lines = [line for line in measured.tolerances if line.state == "undecided"]
    hold = sum(order.within is True for order in orders)
    tally = f"within every tolerance in {hold} of {len(orders)} orders"
    reasons = [
        f"{order.title}: {line.label} {percent(line.estimate.value)}, limit {line.limit}: {line.state}"
        for order in orders
        for line in order.tolerances
        if line.state != "within"
    ]
    if missed:
        return Verdict(
            value="not prepared", sentence=f"Not prepared: as measured, {_list(missed)}; {tally}.", reasons=reasons
        )
    if open_lines:
        return Verdict(
            value="cannot tell",
            sentence=f"Cannot tell: as measured, {_list(open_lines)}: parameter sets, rival specifications or the base rate "
            f"stand on both sides; {tally}.",
            reasons=reasons,
        )
    failing = [order for order in others if order.within is not True]
    if failing:
        where = "; ".join(
            f"{order.title.lower()}: {_list([x for x in order.tolerances if x.state != 'within'])}" for order in failing
        )
        return Verdict(
            value="conditionally prepared",
            sentence=f"Conditionally prepared: {tally}. It fails in {where}.",
            reasons=reasons,
        )
    return Verdict(value="prepared", sentence=f"Prepared: {tally}.", reasons=reasons)


def within(lines: Sequence[ToleranceLine]) -> bool | None:
    """True if all hold, False if one is missed, null if one is undecided and none missed, or none is stated."""
    if not lines:
        return None
    states = {line.state for line in lines}
    return False if "outside" in states else None if "undecided" in states else True


def limit_text(tolerance: Tolerance) -> str:
    """'at most 5%' or 'at least 90%'."""
    word = "at most" if tolerance.at_most is not None else "at least"
    return f"{word} {100 * limit_of(tolerance):g}%"


def limit_of(tolerance: Tolerance) -> float:
    limit = tolerance.at_most if tolerance.at_most is not None else tolerance.at_least
    assert limit is not None
    return limit


def _keeps(tolerance: Tolerance, value: float) -> bool:
    return value <= limit_of(tolerance) if tolerance.at_most is not None else value >= limit_of(tolerance)


def _list(lines: Sequence[ToleranceLine]) -> str:
    return ", ".join(f"{line.label} {percent(line.estimate.value)} (limit {line.limit})" for line in lines)
