"""The verdict: a function of stated numbers and stated tolerances.

    cannot tell              in the first order some tolerance is undecided, and none is missed for certain; or the case
                             sets no limit within the horizon; or too few futures were run
    not prepared             in the first order some tolerance is missed
    conditionally prepared   all hold in the first order, but some other order misses one or leaves it undecided
    prepared                 all tolerances hold in all orders

The first order is that of the headline: as measured, unless another was asked for. A tolerance is undecided when
candidate specifications of at least a twentieth of the weight fall on both sides of its limit, or when fewer than nine
in ten parameter sets fall on the side of the estimate. Where forecasts of its kind have not beaten the base rate on
later years, the base rate is as good a forecast and counts as a candidate.

Too few are fewer than 1,000 futures in the headline, or 100 parameter sets in them. A probability of 5%, a usual limit, is
known from n futures to sqrt(.05 .95 / n): .7 points from 1,000, a seventh of the limit; 2.2 from 100. A share of nine in ten of
n sets is known to sqrt(.9 .1 / n): 3 points from 100, so that it is told apart from four in five.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from foedus.assessment.answer import Doubt, Estimate, OrderLine, Reason, State, ToleranceLine, Value, Verdict
from foedus.world.schema import Tolerance

AGREEING = 0.9
FEWEST_FUTURES, FEWEST_SETS = 1000, 100


def too_few(futures: int, sets: int) -> bool:
    """Whether a headline of so many futures, over so many parameter sets at most, is too small to judge by."""
    return futures < FEWEST_FUTURES or min(sets, futures) < FEWEST_SETS


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


def verdict(headline: Sequence[ToleranceLine], orders: Sequence[OrderLine], few: bool = False) -> Verdict:
    """The verdict over orders, the first of which is the headline's: it is judged by the tolerances in all its futures,
    if these are not too `few`."""
    first = orders[0].name
    lacking: dict[Literal["no-limits", "too-few-futures"], bool] = {"no-limits": not headline, "too-few-futures": few}
    missing = [Reason(code=code, order=first, outcome=None, decides=True) for code, lacks in lacking.items() if lacks]
    judged = {order.name: order.tolerances for order in orders} | {first: headline}
    value, deciding = ("cannot tell", set()) if missing else _value(first, judged)
    return Verdict(
        value=value,
        order=first,
        reasons=[
            *missing,
            *(
                Reason(
                    code="missed" if line.state == "outside" else "undecided",
                    order=order,
                    outcome=line.outcome,
                    decides=(order, line.outcome) in deciding,
                )
                for order, lines in judged.items()
                for line in lines
                if line.state != "within"
            ),
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
