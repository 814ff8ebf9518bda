r"""The watch as of each month of the past: what it would have said, before what, how often for nothing, against simpler rules.

Rules (`foedus.watch.rule`): the detector, the tempo of the last twelve months, and the last month. Their thresholds are chosen
at one price, from the baseline of the indicator as known in the month before, every REVISED months; nothing later is used.

    alarms    upwards, of a rule; `held` where the mean of the 12 months after is at least the geometric mean of the rates
              before and at the alarm (means of the 24 months before it, and of the 3 to it); else it was false
    coverage  share of the months of a target that lie within 24 months after an alarm: what would be preceded by chance
    preceded  share of the episodes of a target with an alarm in the 24 months before their first month; lead is months from
              the last such alarm
    AUC       of what the rule looks at in a month (for tempo and last month: the plain counts) for a day of the target in the
              12 months after. 90 % interval: calendar years drawn with replacement
    p         share of circular shifts of the target's months in which the detector's AUC is as high for any indicator that is
              tried: corrected for all of them (Westfall and Young 1993), and for the long stretches of both series

An episode is days of a target less than 12 months after the day before. Below FEWEST episodes nothing is told but counts: two
or three events show no skill, whatever came before them.

Skill: 'shown' where p <= .05 and the detector's AUC less that of the tempo has an interval above zero; 'no-more-than-tempo'
where p alone is; else 'none'. Units: shares 0 to 1; months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from foedus.arrays import Flags, Floats
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.watch.backtest_lines import Backtest, BeforeLine, IndicatorLine, RuleLine, Skill, TargetLine
from foedus.watch.before import AHEAD, BEFORE, FEWEST, Months, Target, area, episodes, share, shifted
from foedus.watch.level import LEAST_KNOWN, month_of_year, watching
from foedus.watch.onset import onsets
from foedus.watch.price import baseline_of
from foedus.watch.rule import RULES, Rule, statistic, thresholds
from foedus.watch.series import Series

REVISED, LEVEL, RUNS = 60, 0.05, 200


class _Said(NamedTuple):
    """What a rule said of an indicator by month of the backtest."""

    statistic: Floats
    begins: Flags
    thresholds: list[float]


def backtest(
    series: Sequence[Series],
    targets: Sequence[Target],
    *,
    first: str = "2003-01",
    last: str = "2022-12",
    years: Sequence[int] = (2012, 2022),
    seed: int = 1,
    runs: int = RUNS,
    progress: Progress | None = None,
) -> Backtest:
    """As of each month from first to last.

    series   indicators, each with months before `first` to learn from
    targets  what alarms should come before
    years    whose level an alarm should have told of

    Raises InputError for an indicator with fewer than 24 months known before `first`.
    """
    span = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    said: list[Mapping[Rule, _Said]] = []
    for done, one in enumerate(series, start=1):
        said.append(_said(one, span, seed, runs))
        if progress:
            progress(done, len(series), one.indicator)
    corrected = {each.name: shifted(each, span, [one["level"].statistic for one in said]) for each in targets}
    return Backtest(
        first=str(span[0]),
        last=str(span[-1]),
        runs=runs,
        seed=seed,
        indicators=[
            IndicatorLine(
                indicator=one.indicator,
                unit=one.unit,
                source=one.source,
                rules=[_rule(rule, heard[rule], one, span, years) for rule in RULES],
                targets=[_target(each, heard, span, corrected[each.name][row], seed) for each in targets],
            )
            for row, (one, heard) in enumerate(zip(series, said, strict=True))
        ],
    )


def _said(one: Series, span: Months, seed: int, runs: int) -> Mapping[Rule, _Said]:
    """What each rule said in each month of the span, with thresholds from the past alone."""
    start = int(np.searchsorted(one.months, span[0]))
    if np.isfinite(one.counts[:start]).sum() < LEAST_KNOWN:
        raise InputError(
            f"indicator '{one.indicator}' has {np.isfinite(one.counts[:start]).sum()} known months before {span[0]}, "
            f"and a backtest needs {LEAST_KNOWN}; begin later, or leave it out"
        )
    counts = np.full(start + len(span), np.nan)
    there = min(len(one.counts), len(counts))
    counts[:there] = one.counts[:there]
    month = month_of_year(one.months[0])
    limits: list[dict[Rule, float]] = []
    for block in range(0, len(span), REVISED):
        seen = start + block
        online = watching(counts[:seen], one.months[0])
        limits.append(thresholds(baseline_of(online, (month + seen) % 12), seed=seed, runs=runs))
    found: dict[Rule, _Said] = {}
    for rule in RULES:
        values = statistic(rule, counts[None, :], month)[0, start:]
        limit = np.repeat([each[rule] for each in limits], REVISED)[: len(span)]
        found[rule] = _Said(_plain(rule, counts, values, start), onsets(values, limit), [each[rule] for each in limits])
    return found


def _plain(rule: Rule, counts: Floats, values: Floats, start: int) -> Floats:
    """What the AUC is of: the detector's probability; the plain count of the last months."""
    if rule == "level":
        return values
    width = 12 if rule == "tempo" else 1
    sums = np.convolve(np.nan_to_num(counts), np.ones(width))[: len(counts)]
    return sums[start:]


def _rule(rule: Rule, said: _Said, one: Series, span: Months, years: Sequence[int]) -> RuleLine:
    months = span[said.begins]
    held = [each for each in (_held(one, month) for month in months) if each is not None]
    near = {}
    for year in years:
        start = np.datetime64(f"{year}-01")
        close = months[(months >= start - AHEAD) & (months < start + AHEAD)]
        near[str(year)] = str(close[0]) if len(close) else None
    return RuleLine(
        rule=rule,
        thresholds=said.thresholds,
        alarms=[str(each) for each in months],
        held=share(sum(held), len(held)),
        near=near,
    )


def _held(one: Series, month: np.datetime64) -> bool | None:
    """Whether the rate of the 12 months after is at least the geometric mean of those before the alarm and at it."""
    at = int((month - one.months[0]).astype(int))
    after = one.counts[at + 1 : at + 1 + AHEAD]
    if np.isfinite(after).sum() < AHEAD:
        return None
    before, now = np.nanmean(one.counts[max(at - BEFORE, 0) : at]), np.nanmean(one.counts[max(at - 2, 0) : at + 1])
    return bool(after.mean() >= np.sqrt(max(float(before), 1.0 / BEFORE) * float(now)))


def _target(target: Target, heard: Mapping[Rule, _Said], span: Months, p: float | None, seed: int) -> TargetLine:
    """One indicator before one target."""
    first = episodes(target, span)
    there = (span >= target.first) & (span <= target.last)
    lines, areas = [], area([heard[rule].statistic for rule in RULES], target, span, seed)
    for rule, found in zip(RULES, areas.rules, strict=True):
        alarms = span[heard[rule].begins]
        leads = [int((month - alarms[alarms < month][-1]).astype(int)) for month in first if (alarms < month).any()]
        near = [lead for lead in leads if lead <= BEFORE]
        within = [((alarms < month) & (alarms >= month - BEFORE)).any() for month in span[there]]
        lines.append(
            BeforeLine(
                rule=rule,
                preceded=share(len(near), len(first)),
                coverage=float(np.mean(within)) if within else None,
                leads=near,
                auc=found,
            )
        )
    return TargetLine(
        target=target.name,
        label=target.label,
        source=target.source,
        first=str(max(target.first, span[0])),
        last=str(min(target.last, span[-1])),
        episodes=[str(each) for each in first],
        rules=lines,
        above_tempo=areas.above_tempo,
        p=p,
        skill=_skill(len(first), p, areas.above_tempo.low),
    )


def _skill(count: int, p: float | None, low: float | None) -> Skill:
    if count < FEWEST or p is None or low is None:
        return "too-few"
    if p > LEVEL:
        return "none"
    return "shown" if low > 0.0 else "no-more-than-tempo"
