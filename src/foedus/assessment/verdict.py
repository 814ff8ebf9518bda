"""The verdict: the unanimity of a declared set of analysts, on limits that the case states.

A limit is met or missed when all analysts (`foedus.assessment.analysts`) stand on one side of it by more than two Monte Carlo
errors, else undecided. A limit on an outcome that has neither a base rate of its class nor skill on later years is met, not met
or undecided *by assumption*: nothing but stated judgements speaks to it, so it can be no miss.

    not prepared             as measured, some limit is missed
    cannot tell              none is missed and some is undecided; or the case sets no limit within the horizon; or too few
                             futures were run
    conditionally prepared   all are met, or met, not met or undecided by assumption, and some by assumption, or not met in
                             some other order
    prepared                 all are met, in every order

As measured is the order of the headline, unless another was asked for. Another order is judged by the mixture alone.

Too few are fewer than 1,000 futures in the headline, or 100 parameter sets in them. A probability of 5%, a usual limit, is
known from n futures to sqrt(.05 .95 / n): .7 points from 1,000, a seventh of the limit; 2.2 from 100.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from foedus.assessment.analysts import keeps
from foedus.assessment.answer import OrderLine
from foedus.assessment.verdict_lines import AnalystView, Reason, State, ToleranceLine, Value, Verdict

FEWEST_FUTURES, FEWEST_SETS = 1000, 100
MET = ("met", "met-by-assumption")
FAILED = ("missed", "not-met-by-assumption")
Code = Literal["missed", "undecided", "assumption"]


def too_few(futures: int, sets: int) -> bool:
    """Whether a headline of so many futures, over so many parameter sets at most, is too small to judge by."""
    return futures < FEWEST_FUTURES or min(sets, futures) < FEWEST_SETS


def state(views: Sequence[AnalystView], measured: bool) -> State:
    """Where analysts stand on a limit together; `measured`: a base rate or skill speaks to the outcome."""
    sides = {one.side for one in views}
    if sides == {"keeps"}:
        return "met" if measured else "met-by-assumption"
    if sides == {"fails"}:
        return "missed" if measured else "not-met-by-assumption"
    return "undecided" if measured else "undecided-by-assumption"


def within(lines: Sequence[ToleranceLine]) -> bool | None:
    """True if all are met, False if one is not, null if one is undecided and none is not met, or there is none."""
    states = {line.state for line in lines}
    if not states:
        return None
    return False if states & {*FAILED} else True if states <= {*MET} else None


def verdict(headline: Sequence[ToleranceLine], orders: Sequence[OrderLine], few: bool = False) -> Verdict:
    """The verdict over orders, the first of which is the headline's: it is judged by the limits in all its futures, if these
    are not too `few`."""
    first = orders[0].name
    lacking: dict[Literal["no-limits", "too-few-futures"], bool] = {"no-limits": not headline, "too-few-futures": few}
    missing = [Reason(code=code, order=first, outcome=None, decides=True) for code, lacks in lacking.items() if lacks]
    judged = {order.name: order.tolerances for order in orders} | {first: headline}
    value, deciding = ("cannot tell", set()) if missing else value_of(first, judged)
    return Verdict(
        value=value,
        leaning=leaning(headline) if value == "cannot tell" and not missing else None,
        order=first,
        reasons=[
            *missing,
            *(
                Reason(
                    code=_code(line.state), order=order, outcome=line.outcome, decides=(order, line.outcome) in deciding
                )
                for order, lines in judged.items()
                for line in lines
                if line.state != "met" and (order == first or line.state != "met-by-assumption")
            ),
        ],
    )


def value_of(first: str, judged: Mapping[str, Sequence[ToleranceLine]]) -> tuple[Value, set[tuple[str, str]]]:
    """The verdict, and the lines it rests on, by order and outcome."""
    for state_of, value in (("missed", "not prepared"), ("undecided", "cannot tell")):
        found = {(first, line.outcome) for line in judged[first] if line.state == state_of}
        if found:
            return value, found  # type: ignore[return-value]
    open_lines = {(first, line.outcome) for line in judged[first] if line.state != "met"}
    elsewhere = {
        (order, line.outcome)
        for order, lines in judged.items()
        for line in lines
        if order != first and line.state not in MET
    }
    failing = open_lines | elsewhere
    return ("conditionally prepared", failing) if failing else ("prepared", set())


def leaning(headline: Sequence[ToleranceLine]) -> Value:
    """What the mixture alone would say of the limits, to whichever side of them it lies."""
    failed = [line for line in headline if line.state in ("missed", "undecided") and not mixture_keeps(line)]
    if failed:
        return "not prepared"
    assumed = any(line.state.endswith("by-assumption") for line in headline)
    return "conditionally prepared" if assumed else "prepared"


def mixture_keeps(line: ToleranceLine) -> bool:
    """Whether the mixture's own probability keeps a limit."""
    value = line.views[0].value
    return value is not None and keeps(line, value)


def _code(state: State) -> Code:
    if state == "missed":
        return "missed"
    return "undecided" if state == "undecided" else "assumption"
