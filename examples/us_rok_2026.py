"""What moved between the cases us-rok, of 7 November 2023, and us-rok-2026, of 30 June 2026, group of inputs by group.

Both cases are run on the equations of today with the same seed, so that future r of one is compared with future r of
the other. The inputs that differ are changed one group after another, in the order of `GROUPS` (a path: another order
would give other steps, but the same sum); beside it, each group alone is put back in the case of 2026.

    python examples/us_rok_2026.py [FUTURES]

needs no publisher's file and about a minute for 10,000 futures. What it prints is read in
docs/explanation/cases-us-japan-and-us-rok-2026.md.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

import foedus
from foedus.arrays import Floats
from foedus.assessment.diff_runs import Runs
from foedus.world.order import load_order
from foedus.world.outcomes import outcomes_of

AS_MEASURED = "as-measured"
OUTCOMES = (
    "war_outside",
    "protege_deaths",
    "invoked",
    "pact_in_force",
    "integrity_kept",
    "trilateral_meeting",
    "bloc_pacts",
    "protege_nuclear",
    "coercion",
)
GROUPS = {
    "the day": "2026 for 2023, elections to come, the cost-sharing agreement of 2026",
    "governments": "who governs in Washington, Seoul and Tokyo",
    "figures": "GDP, military spending, democracy and UN votes; trade with China, load of the patron",
    "incidents": "disputes known of 2024 and 2025",
    "other pacts": "treaties of others, Russia's with North Korea above all, and how they are kept up",
    "own upkeep": "how fully the alliance's own instruments are kept up, and its troops",
}
Dumped = dict[str, Any]


def mixed(before: Dumped, after: Dumped, moved: set[str]) -> Dumped:
    """The case in which the groups named are as in `after` and the others as in `before`."""
    new = {group: after if group in moved else before for group in GROUPS}
    states = []
    for state in before["states"]:
        name = state["abbreviation"]
        day, government, figures = (
            _row(new[group]["states"], "abbreviation", name) for group in ("the day", "governments", "figures")
        )
        states.append(day | {"government": government["government"], "figures": figures["figures"]})
    instruments = []
    for item in before["instruments"]:
        key = "the day" if item["kind"] == "cost-sharing" else "own upkeep" if item["own"] else "other pacts"
        instruments.append(_row(new[key]["instruments"], "id", item["id"]))
    parts = {"states": states, "instruments": instruments, "relations": new["incidents"]["relations"]}
    parts |= {field: new["figures"][field] for field in ("rest", "coercion", "load")}
    return new["the day"] | parts | {"sources": before["sources"] | after["sources"]}


def _row(rows: list[Dumped], key: str, value: str) -> Dumped:
    return next(row for row in rows if row[key] == value)


def inputs(case: Dumped) -> Dumped:
    """The headline of a case, as `foedus diff` runs it again."""
    empty: Dumped = {"without": [], "adherence": 0.0, "specification": [], "mechanisms": []}
    order = [AS_MEASURED, load_order(AS_MEASURED).model_dump(mode="json")]
    return empty | {"horizon": 20, "seed": 1, "beliefs": "literature", "order": order, "case": case}


def line(name: str, difference: Floats) -> str:
    """Means of a paired difference (outcomes, futures) in percentage points; * beyond two Monte Carlo errors."""
    means, errors = 100 * difference.mean(axis=1), 100 * difference.std(axis=1) / np.sqrt(difference.shape[1])
    cells = (f"{mean:+.1f}{'*' if abs(mean) > 2 * error else ''}" for mean, error in zip(means, errors, strict=True))
    return " | ".join((f"| {name}", *cells)) + " |"


def main(futures: int = 10_000) -> None:
    before, after = (foedus.load_case(name).model_dump(mode="json") for name in ("us-rok", "us-rok-2026"))
    named = {one.name: one for one in outcomes_of(foedus.load_case("us-rok"))}
    names = list(GROUPS)
    path = [mixed(before, after, set(names[:place])) for place in range(len(names) + 1)]
    put_back = [mixed(before, after, set(names) - {name}) for name in names[1:]]
    runs = Runs(tuple(named[each] for each in OUTCOMES), futures)
    every = [inputs(case) for case in (*path, *put_back, after)]
    *found, last = runs.numbers(every)
    assert np.array_equal(last, found[len(names)]), "an input that differs is in no group"
    print(" | ".join(("| points", *OUTCOMES)) + " |")
    for place, name in enumerate(names):
        print(line(name, found[place + 1] - found[place]))
    print(line("all", last - found[0]))
    for name, numbers in zip(names[1:], found[len(names) + 1 :], strict=True):
        print(line(f"{name}, last", last - numbers))


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:2]))
