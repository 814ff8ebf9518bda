"""The ledger in words: its entries, and the score of those that were written before the event."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.ledger import Ledger, LedgerLine
from foedus.assessment.ledger_score import LEAST_EVENTS, KindScore, LedgerScore
from foedus.assessment.outcome_lines import Estimate
from foedus.report import numbers
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped

STATES = {"open": "open", "overdue": "overdue", "happened": "happened", "not": "did not"}
KINDS = {"event": "events, by year at risk", "status": "statuses, at the end"}
NONE = "-"


def ledger_text(answer: Ledger) -> str:
    """Entries for a terminal or a file."""
    return "\n".join(_entries(answer)) + "\n"


def score_text(answer: LedgerScore) -> str:
    """The score for a terminal or a file."""
    return "\n".join(_score(answer)) + "\n"


def _entries(answer: Ledger) -> Iterator[str]:
    head = ("outcome", "case", "to", "entry", "probability", "class", "written", "state")
    yield from columns(head, [_row(one) for one in answer.entries])
    yield ""
    yield from wrapped([f"{answer.file}: the last line has SHA-256 {answer.head}; keep it elsewhere."], mark="")
    if any(one.retrodiction for one in answer.entries):
        yield from wrapped(["*: settled by the day on which it was written; never scored."], mark="")


def _row(one: LedgerLine) -> tuple[str, ...]:
    rate = NONE if one.class_rate is None else numbers.probability(one.class_rate)
    state = STATES[one.state] + (f" {one.resolved_on}" if one.resolved_on else "") + "*" * one.retrodiction
    return (
        one.label,
        one.case,
        str(one.last_day.year),
        str(one.number),
        numbers.probability(one.probability),
        rate,
        str(one.written.date()),
        state,
    )


def _score(answer: LedgerScore) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.file}: {answer.entries:,} entries; {answer.scored:,} scored, {answer.open:,} open, "
            f"{answer.overdue:,} overdue, {answer.waiting:,} resolved before their horizon is over, "
            f"{answer.retrodictions:,} retrodictions, which are never scored."
        ],
        mark="",
    )
    yield ""
    if not answer.kinds:
        yield "Nothing to score: no forecast was written before what settled it, with its horizon over."
        return
    head = ("", "forecasts", "terms", "events", "alliances", "log score", "Brier", "gain in Brier")
    yield from columns(head, [_kind(one) for one in answer.kinds])
    yield ""
    yield from wrapped([_verdict(one) for one in answer.kinds], mark="  ")


def _kind(one: KindScore) -> tuple[str, ...]:
    counts = (one.forecasts, one.terms, one.events, one.alliances)
    return (KINDS[one.kind], *map(str, counts), *map(_cell, (one.log_score, one.brier, one.brier_gain)))


def _cell(one: Estimate) -> str:
    if one.value is None:
        return NONE
    ends = "" if one.low is None or one.high is None else f" ({one.low:.2g} to {one.high:.2g})"
    return f"{one.value:.3g}{ends}"


def _verdict(one: KindScore) -> str:
    about = KINDS[one.kind].partition(",")[0].capitalize()
    return (
        f"{about}: "
        + {
            "too-few-events": f"{one.events} independent events; under {LEAST_EVENTS} nothing can be said of skill.",
            "not-all-resolved": "some entries are overdue; resolve them first, since chosen resolutions say nothing of skill.",
            "cannot-tell": "all are of one alliance, so there is no interval and nothing can be said of skill.",
            "skill": "better than the rate of the class: the 90% interval of the gain is above 0.",
            "none-shown": "no skill over the rate of the class is shown: the 90% interval of the gain holds 0.",
            "worse": "worse than the rate of the class: the 90% interval of the gain is below 0.",
        }[one.verdict]
    )
