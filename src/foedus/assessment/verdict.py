"""The verdict: a function of stated numbers and stated tolerances.

    cannot tell              in the first order some tolerance is undecided, and none is missed for certain; or the case
                             sets no limit within the horizon
    not prepared             in the first order some tolerance is missed
    conditionally prepared   all hold in the first order, but some other order misses one or leaves it undecided
    prepared                 all tolerances hold in all orders

The first order is that of the headline: as measured, unless another was asked for. A tolerance is undecided when rival
specifications of at least a twentieth of the weight stand on both sides of its limit, or when fewer than nine in ten
parameter sets stand on the side of the estimate. Where forecasts of its kind have not beaten the base rate on later years,
the base rate is as good a forecast and counts as a rival.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    """Why a tolerance is undecided, given the share of parameter sets that keep it, and the probabilities that rival
    specifications and base rates give; empty if it is decided."""
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


def verdict(headline: Sequence[ToleranceLine], orders: Sequence[OrderLine]) -> Verdict:
    """The verdict over orders, the first of which is the headline's: it is judged by the tolerances in all its futures."""
    first = orders[0].name
    if not headline:
        nothing = Reason(code="no-limits", order=first, outcome=None, decides=True)
        return Verdict(value="cannot tell", order=first, reasons=[nothing])
    judged = {order.name: order.tolerances for order in orders} | {first: headline}
    value, deciding = _value(first, judged)
    return Verdict(
        value=value,
        order=first,
        reasons=[
            Reason(
                code="missed" if line.state == "outside" else "undecided",
                order=order,
                outcome=line.outcome,
                decides=(order, line.outcome) in deciding,
            )
            for order, lines in judged.items()
            for line in lines
            if line.state != "within"
        ],
    )


def _value(first: str, judged: Mapping[str, Sequence[ToleranceLine]]) -> tuple[Value, set[tuple[str, str]]]:
    """The verdict, and the lines it rests on, by order and outcome."""
    by_state = {
        state: {(first, line.outcome) for line in judged[first] if line.state == state}
        for state in ("outside", "undecided")
    }
    if by_state["outside"]:
        return "not prepared", by_state["outside"]
    if by_state["undecided"]:
        return "cannot tell", by_state["undecided"]
    failing = {(order, line.outcome) for order, lines in judged.items() for line in lines if line.state != "within"}
    return ("conditionally prepared", failing) if failing else ("prepared", set())


def _keeps(tolerance: Tolerance, value: float) -> bool:
    return value <= limit_of(tolerance) if tolerance.at_most is not None else value >= limit_of(tolerance)
