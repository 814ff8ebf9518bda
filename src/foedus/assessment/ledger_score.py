r"""The score of a ledger: what was written before, against what happened, by event.

Scored are forecasts that were written before what settled them, once their horizon is over: were they scored when they
happen, those that do not would come later, and a good forecaster would look bad in between. The horizons of an outcome of one
answer are scored together, so that an event counts once.

event     each year t at risk, from that in which it was written to that of the event or of the longest horizon:
          h_t = (F_t - F_t-1) / (1 - F_t-1), F the probability by year; of the first year the part that was left,
          1 - (1 - h)^part
status    its probability at the longest horizon
log score mean of log h_t, or log(1 - h_t); higher is better
Brier     mean of (h_t - happened)^2; lower is better
class     the rate of its class, even over the years, scored on the same years
gain      log score minus that of the class, Brier score of the class minus its own: above 0 is better than the class

A probability is kept half a future away from 0 and 1. Intervals are 90%, of a ratio of sums clustered by alliance, by
Student's t with one degree less than there are alliances (Cochran 1977, Sampling Techniques). Under 30 independent events
nothing is said of skill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import log, sqrt
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from foedus.assessment.ledger import LEDGER, LedgerLine, ledger_list, now
from foedus.assessment.outcome_lines import Estimate
from foedus.part import Part
from foedus.rendered import Rendered

LEAST_EVENTS = 30
"""Independent events under which nothing is said of skill."""
LEVEL = 0.95
"""Quantile of the upper end of an interval."""

Kind = Literal["event", "status"]
SkillVerdict = Literal["too-few-events", "not-all-resolved", "cannot-tell", "skill", "none-shown", "worse"]


class ScoredForecast(Part):
    """One outcome of one answer, its horizons together."""

    entries: list[int] = Field(description="numbers of the entries that it settles")
    alliance: str
    outcome: str
    outcome_kind: Kind
    label: str
    happened: bool
    on: date = Field(description="day of the event; else the end of the longest horizon that is resolved")
    terms: int = Field(description="years at risk; 1 of a status")
    log_score: float = Field(description="sum over the terms")
    brier: float = Field(description="sum over the terms")
    class_log_score: float | None = Field(
        description="of the rate of the class on the same terms; null: none is counted"
    )
    class_brier: float | None


class KindScore(Part):
    """The score of all events, or of all statuses."""

    kind: Kind
    forecasts: int = Field(description="outcomes of answers, horizons together")
    terms: int = Field(description="years at risk of events; statuses")
    events: int = Field(
        description="independent ones with a class rate: alliances and days on which something happened; of statuses the "
        "rarer of held and did not"
    )
    alliances: int
    log_score: Estimate = Field(description="mean over the terms")
    brier: Estimate
    log_gain: Estimate = Field(description="over the rate of the class, where one is counted")
    brier_gain: Estimate
    verdict: SkillVerdict = Field(
        description="too-few-events: under 30 independent ones; not-all-resolved: some are overdue; cannot-tell: one "
        "alliance; skill: the interval of `brier_gain` is above 0; worse: below; none-shown: it holds 0"
    )


class LedgerScore(Rendered, Part):
    """The answer of `foedus ledger score`."""

    format: Literal["foedus.ledger-score/1"] = "foedus.ledger-score/1"
    file: str
    head: str = Field(description="SHA-256 of the last line")
    entries: int
    scored: int = Field(description="entries that the score rests on")
    waiting: int = Field(description="resolved, but the horizon is not over: scored then")
    open: int
    overdue: int = Field(description="the horizon is over and they are not resolved")
    retrodictions: int = Field(description="settled by the day on which they were written: never scored")
    kinds: list[KindScore]
    forecasts: list[ScoredForecast]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that can happen: its probability, that of its class, and whether it did."""

    probability: float
    of_class: float | None
    happened: bool


def ledger_score(ledger: str | Path = LEDGER) -> LedgerScore:
    """The score of what was written down before it was settled. Raises InputError for a ledger that was changed by hand."""
    view, today = ledger_list(ledger), now().date()
    settled = [one for one in view.entries if one.state in ("happened", "not") and not one.retrodiction]
    over = [one for one in settled if one.last_day < today]
    states = [one.state for one in view.entries if not one.retrodiction]
    scored = [scored_forecast(group) for group in _groups(over)]
    overdue = states.count("overdue")
    return LedgerScore(
        file=view.file,
        head=view.head,
        entries=len(view.entries),
        scored=len(over),
        waiting=len(settled) - len(over),
        open=states.count("open"),
        overdue=overdue,
        retrodictions=sum(one.retrodiction for one in view.entries),
        kinds=[
            kind_score(kind, [one for one in scored if one.outcome_kind == kind], overdue)
            for kind in get_args(Kind)
            if any(one.outcome_kind == kind for one in scored)
        ],
        forecasts=scored,
    )


def _groups(lines: Sequence[LedgerLine]) -> list[list[LedgerLine]]:
    """Lines of the same outcome of the same answer, the shortest horizon first."""
    found: dict[tuple[str, str], list[LedgerLine]] = defaultdict(list)
    for one in sorted(lines, key=lambda line: line.horizon):
        found[one.answer, one.outcome].append(one)
    return list(found.values())


def scored_forecast(group: Sequence[LedgerLine]) -> ScoredForecast:
    """The score of one outcome of one answer, from its resolved horizons."""
    longest = group[-1]
    terms = list(_terms(longest))
    return ScoredForecast(
        entries=[one.number for one in group],
        alliance=longest.alliance,
        outcome=longest.outcome,
        outcome_kind=longest.outcome_kind,
        label=longest.label,
        happened=longest.state == "happened",
        on=_settled(longest),
        terms=len(terms),
        log_score=sum(_log(one.probability, one.happened) for one in terms),
        brier=sum((one.probability - one.happened) ** 2 for one in terms),
        class_log_score=_over([None if p.of_class is None else _log(p.of_class, p.happened) for p in terms]),
        class_brier=_over([None if p.of_class is None else (p.of_class - p.happened) ** 2 for p in terms]),
    )


def _settled(line: LedgerLine) -> date:
    dated = line.outcome_kind == "event" and line.state == "happened"
    return line.resolved_on if dated and line.resolved_on is not None else line.last_day


def _terms(line: LedgerLine) -> Iterator[Term]:
    """What was at risk after the forecast was written."""
    happened = line.state == "happened"
    if line.outcome_kind == "status":
        of_class = None if line.class_rate is None else _inside(line.class_rate, line.futures)
        yield Term(_inside(line.probability, line.futures), of_class, happened)
        return
    written, end = line.written.date(), _settled(line)
    even = None if line.class_rate is None else 1.0 - (1.0 - line.class_rate) ** (1.0 / line.horizon)
    before = 0.0
    for row, by in enumerate(line.by_year):
        year = line.first_day.year + row
        hazard, before = (by - before) / (1.0 - before) if before < 1.0 else 0.0, by
        part = min(1.0, (date(year, 12, 31) - written).days / (date(year, 12, 31) - date(year - 1, 12, 31)).days)
        if year > end.year:
            return
        if part > 0:
            yield Term(
                _inside(_part(hazard, part), line.futures),
                None if even is None else _inside(_part(even, part), line.futures),
                happened and year == end.year,
            )


def _part(hazard: float, part: float) -> float:
    """The probability in a part of a year."""
    return float(1.0 - (1.0 - min(max(hazard, 0.0), 1.0)) ** part)


def _inside(probability: float, futures: int) -> float:
    """A probability half a future or more away from 0 and 1."""
    edge = 0.5 / (futures + 1)
    return min(max(probability, edge), 1.0 - edge)


def _log(probability: float, happened: bool) -> float:
    return log(probability if happened else 1.0 - probability)


def _over(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def kind_score(kind: Kind, scored: Sequence[ScoredForecast], overdue: int) -> KindScore:
    """The score of all events, or of all statuses."""
    compared = [one for one in scored if one.class_brier is not None]
    gain = _ratio([(one.alliance, (one.class_brier or 0.0) - one.brier, one.terms) for one in compared])
    events = _independent(kind, compared)
    return KindScore(
        kind=kind,
        forecasts=len(scored),
        terms=sum(one.terms for one in scored),
        events=events,
        alliances=len({one.alliance for one in scored}),
        log_score=_ratio([(one.alliance, one.log_score, one.terms) for one in scored]),
        brier=_ratio([(one.alliance, one.brier, one.terms) for one in scored]),
        log_gain=_ratio([(one.alliance, one.log_score - (one.class_log_score or 0.0), one.terms) for one in compared]),
        brier_gain=gain,
        verdict=_verdict(events, overdue, gain),
    )


def _independent(kind: Kind, scored: Sequence[ScoredForecast]) -> int:
    """Alliances and days: what happens on one day to one alliance is one event."""
    held, ended = ({(one.alliance, one.on) for one in scored if one.happened is each} for each in (True, False))
    return len(held) if kind == "event" else min(len(held), len(ended))


def _verdict(events: int, overdue: int, gain: Estimate) -> SkillVerdict:
    if events < LEAST_EVENTS:
        return "too-few-events"
    if overdue:
        return "not-all-resolved"
    if gain.low is None or gain.high is None:
        return "cannot-tell"
    return "skill" if gain.low > 0 else "worse" if gain.high < 0 else "none-shown"


def _ratio(sums: Sequence[tuple[str, float, int]]) -> Estimate:
    """Sum over count with its interval, clustered by the first of each: none where there is one cluster."""
    from scipy.special import stdtrit

    clusters: dict[str, tuple[float, int]] = {}
    for name, value, count in sums:
        total, terms = clusters.get(name, (0.0, 0))
        clusters[name] = (total + value, terms + count)
    terms = sum(count for _, count in clusters.values())
    if not terms:
        return Estimate(value=None, low=None, high=None)
    mean = sum(value for value, _ in clusters.values()) / terms
    among = len(clusters)
    if among < 2:
        return Estimate(value=mean, low=None, high=None)
    squares = sum((value - mean * count) ** 2 for value, count in clusters.values())
    half = float(stdtrit(among - 1, LEVEL)) * sqrt(among / (among - 1) * squares) / terms
    return Estimate(value=mean, low=mean - half, high=mean + half)
