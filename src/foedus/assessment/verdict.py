"""The verdict: a function of stated numbers and stated tolerances.

    cannot tell              in the first order some tolerance is undecided, and none is missed for certain; or the case
                             sets no limit within the horizon
    not prepared             in the first order some tolerance is missed
    conditionally prepared   all hold in the first order, but some other order misses one or leaves it undecided
    prepared                 all tolerances hold in all orders

The first order is that of the headline: as measured, unless another was asked for. A tolerance is undecided when
candidate specifications of at least a twentieth of the weight fall on both sides of its limit, or when fewer than nine
in ten parameter sets fall on the side of the estimate. Where forecasts of its kind have not beaten the base rate on
later years, the base rate is as good a forecast and counts as a candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foedus.assessment.answer import Doubt, Estimate, OrderLine, Reason, State, ToleranceLine, Value, Verdict
from foedus.world.schema import Tolerance

AGREEING = 0.9


def doubts(
    tolerance: Tolerance,
    estimate: Estimate,
    kept_share: float | None,
    rivals: Iterable[float | None] = (),
    rates: Iterable[float | None] = (),
) -> list[Doubt]:
    """Why a tolerance is undecided, given the share of parameter sets that keep it, and the probabilities that
    candidate specifications and base rates give; empty if it is decided."""
    if estimate.value is None or kept_share is None:
        return ["not-estimable"]
    kept = _keeps(tolerance, estimate.value)
    found: list[Doubt] = ["parameter-sets"] if (kept_share if kept else 1.0 - kept_share) < AGREEING else []
    if any(_keeps(tolerance, other) != kept for other in rivals if other is not None):
        found.append("rivals")
    if any(_keeps(tolerance, other) != kept for other in rates if other is not None):
        found.append("base-rates")
    return found


def state(tolerance: Tolerance, estimate: Estimate, doubted: Sequence[Doubt]) -> State:
    """Whether an estimate keeps a tolerance, misses it, or leaves it undecided."""
    if doubted or estimate.value is None:
        return "undecided"
    return "within" if _keeps(tolerance, estimate.value) else "outside"


def kept_share(tolerance: Tolerance, below: float | None) -> float | None:
    """Share of parameter sets that keep the tolerance, given the share at or below its limit."""
    return below if below is None or tolerance.at_most is not None else 1.0 - below


def limit_of(tolerance: Tolerance) -> float:
    """The probability a tolerance sets."""
    limit = tolerance.at_most if tolerance.at_most is not None else tolerance.at_least
    assert limit is not None
    return limit


def within(lines: Sequence[ToleranceLine]) -> bool | None:
    """True if all hold, False if one is missed, null if none is missed and one is undecided, or there is none."""
    states = {line.state for line in lines}
    if not states:
        return None
    return False if "outside" in states else None if "undecided" in states else True


def verdict(orders: Sequence[OrderLine]) -> Verdict:
    """The verdict over orders, the first of which is the headline's."""
    if not orders[0].tolerances:
        nothing = Reason(code="no-limits", order=orders[0].name, outcome=None, decides=True)
        return Verdict(value="cannot tell", order=orders[0].name, reasons=[nothing])
    value, deciding = _value(orders)
    return Verdict(
        value=value,
        order=orders[0].name,
        reasons=[
            Reason(
                code="missed" if line.state == "outside" else "undecided",
                order=order.name,
                outcome=line.outcome,
                decides=(order.name, line.outcome) in deciding,
            )
            for order in orders
            for line in order.tolerances
            if line.state != "within"
        ],
    )


def _value(orders: Sequence[OrderLine]) -> tuple[Value, set[tuple[str, str]]]:
    """The verdict, and the lines it rests on, by order and outcome."""
    first, others = orders[0], orders[1:]
    by_state = {
        state: {(first.name, line.outcome) for line in first.tolerances if line.state == state}
        for state in ("outside", "undecided")
    }
    if by_state["outside"]:
        return "not prepared", by_state["outside"]
    if by_state["undecided"]:
        return "cannot tell", by_state["undecided"]
    failing = {(order.name, line.outcome) for order in others for line in order.tolerances if line.state != "within"}
    return ("conditionally prepared", failing) if failing else ("prepared", set())


def _keeps(tolerance: Tolerance, value: float) -> bool:
    return value <= limit_of(tolerance) if tolerance.at_most is not None else value >= limit_of(tolerance)
