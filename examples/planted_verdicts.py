"""How often is a verdict wrong? A thousand planted records, judged as a case is.

For each of three limits of the shipped Korean case a true probability at twenty years is planted below, at or above it. Events
are drawn at the true rate in the class of the case, at the exposure that the record has there, and in the wider classes at
rates that differ from it as the fitted concentration says. From the counts of a record come all probabilities:

    mixture         the class of the case alone, Jeffreys' prior
    specifications  the class one and two attributes wider
    priors          four judgements, each of which moves the rate by .2 in logarithms at one standard deviation
    joint           all four together, along the line of length 1 that goes to the other side of the limit
    class           the pooled rate

each with the Monte Carlo error of as many futures as an assessment has. Each record also has another order, in which the rate
is moved by a draw of the same width, and every third a limit by assumption. Base rates and verdict are those of the package.

    python examples/planted_verdicts.py

needs no files. A limit is wrongly decided where it is met and the truth lies beyond it, or missed and the truth lies within it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

import foedus
from foedus.assessment import analysts, lattice
from foedus.assessment.analysts import Probability
from foedus.assessment.answer import OrderLine
from foedus.assessment.lattice import Count, Rate
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.verdict import state, verdict, within
from foedus.assessment.verdict_lines import AnalystView, ToleranceLine
from foedus.world.schema import Case
from foedus.world.views import Tolerance

YEARS = 20
FUTURES, ALONE = 10_000, 2000
STEP, JUDGEMENTS = 0.2, 4
BESIDE = (0.25, 0.5, 0.75, 1.0, 1.33, 2.0, 4.0)
"""True yearly rates, as multiples of the rate at which the limit is just kept."""
RECORDS = 1000


@dataclass(frozen=True)
class Record:
    """A planted record: the truth, the limit it is set against, and what the verdict made of it."""

    process: str
    beside: float
    state: str
    verdict: str
    analysts: int

    @property
    def wrong(self) -> bool:
        """Whether the limit is decided against the truth, which lies on the other side of it."""
        return (self.state == "met" and self.beside > 1.0) or (self.state == "missed" and self.beside < 1.0)

    @property
    def needless(self) -> bool:
        """Whether the limit is decided although the truth lies on it."""
        return self.beside == 1.0 and self.state in ("met", "missed")


def planted(seed: int = 1, records: int = RECORDS) -> list[Record]:
    """The records, limit after limit and truth after truth in turn."""
    case, rng = foedus.load_case("us-rok"), np.random.default_rng(seed)
    limits = [one for one in case.tolerances if lattice.of_outcome(one.outcome, case)]
    return [
        _record(case, limits[i % len(limits)], BESIDE[i // len(limits) % len(BESIDE)], i % 3 == 2, rng)
        for i in range(records)
    ]


def _record(case: Case, limit: Tolerance, beside: float, assumes: bool, rng: np.random.Generator) -> Record:
    found = lattice.of_outcome(limit.outcome, case)
    assert found is not None
    table, values = found
    known = [value for value in values if value is not None]
    edge = analysts.limit_of(limit)
    ends = table.process.counts == "ends"
    true = beside * -log(edge if ends else 1.0 - edge) / YEARS
    k = table.concentration
    rates = [true]
    for _ in known:
        rates.insert(0, rates[0] / rng.gamma(k, 1.0 / k))
    exposures = [table._ring(tuple(known), depth).exposure for depth in range(len(known) + 1)]
    rings = [Count(float(rng.poisson(rate * n)), n) for rate, n in zip(rates, exposures, strict=True) if n > 0.0]
    views = _views(limit, rings, k, ends, rng)
    alone = _line(limit, views, measured=True)
    moved = _moved(lattice.jeffreys(rings[-1], table.process.counts), STEP * rng.standard_normal())
    other = _line(limit, [_view(limit, "mixture", "mixture", moved, FUTURES // 5, rng)], measured=True)
    assumed = [_line(limit, views[:1], measured=False)] if assumes else []
    headline = [alone, *assumed]
    made = verdict(headline, [_order("as-measured", headline), _order("other", [other])])
    return Record(table.process.name, beside, alone.state, made.value, len(views))


def _views(limit: Tolerance, rings: list[Count], k: float, ends: bool, rng: np.random.Generator) -> list[AnalystView]:
    """What every analyst makes of the counts."""
    counts: lattice.Counts = "ends" if ends else "events"
    whole = [sum((ring for ring in rings[i:]), start=Count(0.0, 0.0)) for i in range(len(rings))]
    own = lattice.jeffreys(whole[-1], counts)
    views = [_view(limit, "mixture", "mixture", own, FUTURES, rng)]
    wider = [lattice.jeffreys(count, counts) for count in whole[-3:-1]]
    views += [_view(limit, "wider", "specification", rate, ALONE, rng) for rate in wider]
    moves = [_moved(own, by) for _ in range(JUDGEMENTS) for by in (STEP, -STEP)]
    views += [_view(limit, "judgement", "prior", rate, FUTURES // 3, rng) for rate in moves]
    towards = STEP * sqrt(JUDGEMENTS) * (1.0 if views[0].side == "keeps" else -1.0)
    views.append(_view(limit, "joint", "joint", _moved(own, towards), ALONE, rng))
    pooled = lattice.carried(rings, counts, k).probability(YEARS).value
    assert pooled is not None
    views.append(analysts.view(limit, "class", "class", "counted", Probability(pooled, 0.0, 0.0)))
    return views


def _moved(rate: Rate, by: float) -> Rate:
    """A rate moved by a difference of logarithms."""
    return Rate(rate.a, rate.b * exp(-by), rate.counts)


def _view(limit: Tolerance, name: str, kind: str, rate: Rate, futures: int, rng: np.random.Generator) -> AnalystView:
    """The view of an analyst whose probability is counted in so many futures."""
    p = rate.probability(YEARS).value
    assert p is not None
    counted = (rng.binomial(futures, p) + 0.5) / (futures + 1.0)
    error = sqrt(counted * (1.0 - counted) / futures)
    return analysts.view(limit, name, kind, "run", Probability(counted, error, 0.0), futures)  # type: ignore[arg-type]


def _line(limit: Tolerance, views: list[AnalystView], measured: bool) -> ToleranceLine:
    value = views[0].value
    return ToleranceLine(
        outcome=limit.outcome,
        at_most=limit.at_most,
        at_least=limit.at_least,
        years=YEARS,
        estimate=Estimate(value=value, low=value, high=value),
        kept_share=None,
        state=state(views, measured),
        keeps=sum(one.side == "keeps" for one in views),
        fails=sum(one.side == "fails" for one in views),
        views=views,
        flip=None,
        settling=[],
        reason="planted",
    )


def _order(name: str, lines: list[ToleranceLine]) -> OrderLine:
    return OrderLine(
        name=name,
        title=name,
        text="",
        outcomes=[],
        states=[],
        lacking=[],
        poles=[],
        tolerances=lines,
        within=within(lines),
    )


def main() -> None:
    """Print how limits were decided, by outcome and truth, and which verdicts came of it."""
    records = planted()
    print(f"{'class of':18}{'rate / limit':>13}{'records':>9}{'met':>6}{'missed':>8}{'undecided':>11}{'wrong':>7}")
    for process in dict.fromkeys(one.process for one in records):
        for beside in BESIDE:
            mine = [one for one in records if (one.process, one.beside) == (process, beside)]
            states = Counter(one.state for one in mine)
            print(
                f"{process:18}{beside:13g}{len(mine):9}{states['met']:6}{states['missed']:8}{states['undecided']:11}"
                f"{sum(one.wrong for one in mine):7}"
            )
    wrong, needless = (sum(marks) for marks in zip(*((one.wrong, one.needless) for one in records), strict=True))
    print(f"\nwrongly decided: {wrong} of {len(records)}, {wrong / len(records):.1%}")
    print(f"decided where the truth lies on the limit itself: {needless}")
    print("verdicts:", ", ".join(f"{value} {n}" for value, n in Counter(one.verdict for one in records).most_common()))


if __name__ == "__main__":
    main()
