"""The watch as of each month of the past, in words."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.outcome_lines import Estimate
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, percent, ranged
from foedus.watch.backtest_lines import Backtest, IndicatorLine, RuleLine, Skill, TargetLine

SKILL: dict[Skill, str] = {
    "shown": "skill is shown, above that of the tempo",
    "no-more-than-tempo": "it tells something, and no more than the tempo alone",
    "none": "no skill is shown",
    "too-few": "too few to show any skill",
}
RULES = {"level": "the detector", "tempo": "the tempo of 12 months", "last-month": "the last month"}


def backtest_text(found: Backtest) -> str:
    """A part for each indicator."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Backtest) -> Iterator[str]:
    yield from wrapped(
        [
            f"The watch of {found.case} as of each month, {found.first} to {found.last}. Thresholds are chosen every five "
            "years from the past alone, so that at most one in ten spans of eight years without a change has an alarm, for "
            "each of the three rules. p is corrected for all indicators.",
        ],
        mark="",
    )
    for one in found.indicators:
        yield ""
        yield from _indicator(one)
    if found.left_out:
        yield ""
        yield from wrapped(
            [f"Left out, with fewer than 24 months known before {found.first}: {', '.join(found.left_out)}."], mark=""
        )


def _indicator(one: IndicatorLine) -> Iterator[str]:
    yield f"{one.indicator} ({one.unit}, {one.source})"
    yield from wrapped([_alarms(each) for each in one.rules], mark="  - ")
    for target in one.targets:
        yield from wrapped([_target(target)], mark="  ")
        yield from columns(("", "preceded", "by chance", "leads", "AUC"), [*_rows(target)], indent=4)


def _alarms(line: RuleLine) -> str:
    near = "; ".join(f"around {year} {f'in {month}' if month else 'none'}" for year, month in line.near.items())
    held = f", held {ranged(line.held)}" if line.alarms and line.held.value is not None else ""
    said = f": {', '.join(line.alarms)}" if line.alarms else ""
    return f"{RULES[line.rule]}: {counted(len(line.alarms), 'alarm')}{said}{held}; {near}."


def _target(one: TargetLine) -> str:
    told = f"{one.label} ({one.source}, {one.first} to {one.last}): {counted(len(one.episodes), 'episode')}"
    when = f" ({', '.join(one.episodes)})" if one.episodes else ""
    p = "" if one.p is None else f", p {one.p:.2g}"
    return f"{told}{when}; {SKILL[one.skill]}{p}."


def _rows(one: TargetLine) -> Iterator[list[str]]:
    for each in one.rules:
        yield [
            RULES[each.rule],
            ranged(each.preceded) if each.preceded.value is not None else "-",
            percent(each.coverage) if each.coverage is not None else "-",
            ", ".join(f"{lead} mo." for lead in each.leads) or "-",
            _area(each.auc),
        ]


def _area(found: Estimate) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "-"
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"
