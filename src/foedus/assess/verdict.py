"""The verdict: a function of stated numbers and stated tolerances.

    cannot tell              in the order as measured some tolerance is undecided, and none is missed for certain
    not prepared             in the order as measured some tolerance is missed
    conditionally prepared   all hold as measured, but some other order misses one or leaves it undecided
    prepared                 all tolerances hold in all orders

A tolerance is undecided when the rival specifications stand on both sides of its limit, or when the 90% interval has more
than a quarter of its length on the side the estimate is not on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from foedus.assess.answer import Estimate, OrderLine, ToleranceLine, Verdict
from foedus.world.schema import Tolerance

ACROSS = 0.25
State = Literal["within", "outside", "undecided"]


def judge(tolerance: Tolerance, estimate: Estimate, rivals: Mapping[str, Estimate]) -> State:
    """Whether an estimate keeps a tolerance, given the same estimate under each rival specification."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "undecided"
    sides = {_keeps(tolerance, rival.value) for rival in rivals.values() if rival.value is not None}
    kept = _keeps(tolerance, estimate.value)
    if len(sides | {kept}) > 1:
        return "undecided"
    limit = _limit(tolerance)
    length = max(estimate.high - estimate.low, 1e-12)
    above = min(max((estimate.high - limit) / length, 0.0), 1.0)
    wrong = above if (tolerance.at_most is not None) == kept else 1.0 - above
    return "undecided" if wrong > ACROSS else "within" if kept else "outside"


def verdict(orders: Sequence[OrderLine]) -> Verdict:
    """The verdict over orders, the first of which is the order as measured."""
    measured, others = orders[0], orders[1:]
    missed = [line for line in measured.tolerances if line.state == "outside"]
    open_lines = [line for line in measured.tolerances if line.state == "undecided"]
    hold = sum(order.within is True for order in orders)
    tally = f"within every tolerance in {hold} of {len(orders)} orders"
    reasons = [
        f"{order.title}: {line.label} {_percent(line.estimate)}, limit {line.limit}: {line.state}"
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
            sentence=f"Cannot tell: as measured, {_list(open_lines)} - too close to its limit, or the rival "
            f"specifications stand on both sides of it; {tally}.",
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
    """True if all hold, False if one is missed, null if one is undecided and none missed."""
    states = {line.state for line in lines}
    return False if "outside" in states else None if "undecided" in states else True


def limit_text(tolerance: Tolerance) -> str:
    """'at most 5%' or 'at least 90%'."""
    word = "at most" if tolerance.at_most is not None else "at least"
    return f"{word} {100 * _limit(tolerance):g}%"


def _limit(tolerance: Tolerance) -> float:
    limit = tolerance.at_most if tolerance.at_most is not None else tolerance.at_least
    assert limit is not None
    return limit


def _keeps(tolerance: Tolerance, value: float) -> bool:
    return value <= _limit(tolerance) if tolerance.at_most is not None else value >= _limit(tolerance)


def _percent(estimate: Estimate) -> str:
    return "unknown" if estimate.value is None else f"{100 * estimate.value:.2g}%"


def _list(lines: Sequence[ToleranceLine]) -> str:
    return ", ".join(f"{line.label} {_percent(line.estimate)} (limit {line.limit})" for line in lines)
