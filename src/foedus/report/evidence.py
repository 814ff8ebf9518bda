"""Sentences on what stands behind an estimate: record, views, skill, evidence."""

from __future__ import annotations

from foedus.assessment.answer import (
    Evidence,
    Term,
)
from foedus.assessment.outcome_lines import (
    BaseRateLine,
    BeliefLine,
    ClassRate,
    Estimate,
    OutcomeLine,
    OutsideViewLine,
    Record,
    Score,
    Skill,
)
from foedus.report.words import counted, percent, ranged

NO_EVENTS = "cannot be assessed: too few such events are on record"

UNMEASURED = "cannot be assessed: no panel measures how fully an instrument is kept up"

NOT_SCORED = "not scored against later years so far ahead"

SHOWN = {"skill": "skill", "none-shown": "no skill shown:", "worse": "worse than climatology:"}
COUNTED = {"skill": "skill", "none-shown": "no skill shown:", "worse": "worse:", "not-known": "skill not known:"}
"""The same of a yearly count, over the level of its last years."""

ESTIMATED = {"escalation": "on war once force is used", "joining": "on who joins"}
"""What an equation estimates of an instrument's effect."""

NO_EFFECT = "no effect of its own is in the model, so removing it changes nothing but what rests on it"

OUTSIDE_UNITS = {
    "probability": "probability",
    "rate": "a year",
    "rate-of-ends": "ends a year",
    "share-of-respondents": "of respondents",
    "share-of-cases": "of cases",
    "points": "points",
    "direction": "a direction only",
}

HOLDERS = {"sceptical": "the sceptic", "literature": "the literature", "optimist": "the optimist"}
"""Who holds a view."""


def outside_view(view: OutsideViewLine) -> str:
    """'50% of respondents (2023)', '10% within 1 year (2017), or 88% at the horizon if that rate held'."""
    unit = OUTSIDE_UNITS[view.unit]
    if view.value is None:
        return f"{unit} ({view.period})"
    if view.unit == "probability":
        said = f"{percent(view.value)} within {counted(view.years or 0, 'year')}"
    elif view.unit in ("rate", "rate-of-ends"):
        said = f"{100 * view.value:.2g}{' ends' if view.unit == 'rate-of-ends' else ''} per 100 years"
    elif view.unit == "points":
        said = f"{view.value:+g} points"
    else:
        said = f"{percent(view.value)} {unit}"
    at = f", or {percent(view.at_horizon)} at the horizon if that rate held" if view.at_horizon is not None else ""
    since = "" if view.known else f", known since {view.known_on}"
    return f"{said} ({view.period}{since}){at}"


def views(line: OutcomeLine) -> list[str]:
    """What equation, record and judgements say of an outcome, one after the other."""
    return [_view(view) for view in line.views]


def _view(view: BeliefLine) -> str:
    said = percent(view.value)
    between = f" ({percent(view.low)} to {percent(view.high)})" if view.low is not None else ""
    if view.kind == "equation" or view.beliefs is None:
        return f"the equation: {said}{between}"
    if view.events is None or view.exposure is None:
        return f"{HOLDERS[view.beliefs]}, a judgement: {said}. {view.reason}"
    counted = f"{view.events:g} of {view.exposure:g} {view.unit}"
    return f"{HOLDERS[view.beliefs]}, the record: {said}{between}, {counted}. {view.reason} {view.source}."


def base_rate(rate: BaseRateLine) -> str:
    """'0 in 70 years (1954-2023)', or '22% of alliances called upon in a war (1945-2003)'."""
    if rate.events is None or rate.exposure is None:
        return f"{100 * (rate.share or 0.0):.3g}% of {rate.unit} ({rate.period})"
    ends = " ends" if rate.ends else ""
    at = f", {ranged(rate.probability)} at the horizon" if rate.probability else ""
    return f"{rate.events:g}{ends} in {rate.exposure:,g} {rate.unit} ({rate.period}){at}"


def class_rate(found: ClassRate, record: Record) -> str:
    """'protégés of great powers: 17 in 4,078 protégé-years (1947-2010): 8.2% (5.4% to 12%)'."""
    return (
        f"{found.name}: {found.events:,g} in {found.exposure:,g} {record.unit} ({record.first_year}-{record.last_year}): "
        f"{ranged(found.estimate)}"
    )


def record(found: Record) -> list[str]:
    """The rates of the classes of an outcome, widest first, and the pooled one."""
    lines = [class_rate(found.widest, found)]
    if found.narrowest != found.widest:
        lines.append(class_rate(found.narrowest, found))
    use = "one of the analysts" if found.judges else "no analyst, because forecasts of the kind have skill over it"
    return [*lines, f"pooled: {ranged(found.pooled)}; {use}"]


def skill(found: Skill) -> str:
    """What held-out years have shown of forecasts of its kind."""
    if found.verdict == "not-measured":
        return UNMEASURED
    parts = [NO_EVENTS] if found.verdict == "no-events" else []
    parts += [_scored(found.score)] if found.score else []
    return "; ".join(parts) or NOT_SCORED


def _scored(score: Score) -> str:
    ahead = ", one step ahead" if score.horizon == 1 else f" within {score.horizon} years"
    where = f"{counted(len(score.origins), 'origin')}, {score.origins[0]}-{score.origins[-1]}"
    return f"backtest of {score.what}{ahead}, all states, {where}: {_shown(score)}"


def skill_of_count(score: Score) -> str:
    """What later years have shown of forecasts of a yearly count."""
    ahead = "a year" if score.horizon == 1 else f"{score.horizon} years"
    return f"Forecast {ahead} ahead: {COUNTED[score.verdict]} {_spelled(score.value)} over the level of the last five years"


def _shown(score: Score) -> str:
    if score.verdict == "not-known":
        return "skill not known"
    return f"{SHOWN[score.verdict]} {_over(score)}"


def _over(score: Score) -> str:
    gain = f"; gain over history alone {_spelled(score.over_history)}" if score.over_history else ""
    return f"{_spelled(score.value)} over climatology{gain}"


def _spelled(found: Estimate) -> str:
    """A value with its interval: '0.168 [0.125, 0.203]'."""
    if found.value is None:
        return "-"
    known = found.low is not None and found.high is not None
    return f"{found.value:.3f}" + (f" [{found.low:.3f}, {found.high:.3f}]" if known else "")


def evidence(found: Evidence) -> str:
    """What moves the difference an instrument makes: which effects, from where."""
    parts = []
    if found.estimated:
        on = ", and ".join(ESTIMATED.get(name, f"on {name}") for name in found.estimated)
        parts.append(f"its effect {on}, is estimated on disputes since 1946")
    return "; ".join([*parts, *(_term(term) for term in found.terms)]) or NO_EFFECT


def _term(term: Term) -> str:
    """'initiation N(-0.20, 0.25), literature (rival signs: - 0 +; moved by data: none)'."""
    prior = f"{term.channel} N({term.mean:+.2f}, {term.sd:.2f}), {term.provenance}"
    return f"{prior} (rival signs: {term.rival_signs}; moved by data: {term.moved_by})"
