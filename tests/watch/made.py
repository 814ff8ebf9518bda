"""Made-up signposts and prices: nothing in them was counted."""

from __future__ import annotations

from typing import Any

from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.signpost_lines import SignpostLine, Signposts
from foedus.watch.price import Price

SHARE = Estimate(value=0.3, low=0.2, high=0.4)


def priced(threshold: float) -> Price:
    """A price that nobody counted."""
    return Price(threshold, SHARE, SHARE, 6.0, SHARE, 9.0, 0.01, 2.0, 100)


def line(name: str, threshold: float = 40.0, **fields: Any) -> SignpostLine:
    given: dict[str, Any] = {
        "label": name,
        "kind": "number",
        "unit": "missiles",
        "side": "at-least",
        "counted": True,
        "measured": True,
        "passes": True,
        "lead": None,
        "lead_of_any": None,
    }
    estimates = (
        "gain",
        "crossed",
        "fails",
        "fails_not",
        "signalled",
        "crossed_no_failure",
        "false_alarms",
        "true_alarms",
    )
    numbers = {"p": 0.01, "skill": 0.1, "futures": 9, "failures": 3}
    return SignpostLine(name=name, threshold=threshold, **dict.fromkeys(estimates, SHARE), **numbers, **given | fields)


def signposts() -> Signposts:
    """One that is counted, one without an indicator, one that does not pass, one that nobody measures."""
    lines = [
        line("missile-launches"),
        line("disputes_protege"),
        line("nuclear-tests", passes=False),
        line("other-provocations", measured=False),
    ]
    numbers = dict.fromkeys(
        (
            "futures",
            "parameter_sets",
            "watched",
            "failures",
            "fewest_failures",
            "fewest_without",
            "searched",
            "thresholds",
        ),
        9,
    )
    return Signposts(
        **numbers,
        case="us-rok",
        horizon=20,
        seed=1,
        order="as-measured",
        beliefs="literature",
        fails=["upkeep=no"],
        labels={},
        chosen="asked",
        first_year=2023,
        year=2025,
        rate=Estimate(value=0.2, low=0.1, high=0.3),
        result="found",
        judged=4,
        permutations=9,
        exchanged=1.0,
        signposts=lines,
    )
