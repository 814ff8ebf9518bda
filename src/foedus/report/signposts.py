"""Signposts in words: what is crossed, and each figure beside that of a crossing that tells nothing."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.box_search import FEWEST
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.signpost_lines import SignpostLine, Signposts, Years
from foedus.report import numbers
from foedus.report.discover import CHOSEN, failing
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, percent, ranged, size
from foedus.watch.signpost import WatchedSignpost

SHOWN = 5
"""Signposts that do not pass of which the text tells."""
NATS, ALARMS = "nats per 1,000 futures", "a decade"


def signposts_text(answer: Signposts) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: Signposts) -> str:
    """The title of the chart."""
    return f"Signposts by {answer.year}: {answer.case}, {failing(answer)}"


def subtitle(answer: Signposts) -> str:
    """What the chart shows."""
    return (
        f"Share of futures that fail after {answer.year}, where a signpost is crossed by then (dots, 90% interval) and of all "
        f"(grey); {size(answer.futures, answer.horizon)}, figures of the half of the parameter sets that was not "
        f"searched. {answer.claim.capitalize()}."
    )


def words(line: SignpostLine | WatchedSignpost, year: int) -> str:
    """A signpost in plain words: 'disputes with South Korea in them: at least 4 by 2028'."""
    if line.kind == "event":
        return f"{line.label}: by {year}"
    if line.kind == "status":
        return f"{line.label}: {'' if line.side == 'at-least' else 'not '}in some year to {year}"
    told = line.unit and not line.unit[0].isdigit() and not line.label.startswith(line.unit)
    unit = f" {line.unit}" if told else ""
    when = f"by {year}" if line.counted else f"in some year to {year}"
    return f"{line.label}: {line.side.replace('-', ' ')} {_threshold(line)}{unit} {when}"


def _threshold(line: SignpostLine | WatchedSignpost) -> str:
    return f"{line.threshold:,.0f}" if line.counted else f"{line.threshold:.3g}"


def _lines(answer: Signposts) -> Iterator[str]:
    yield from wrapped([_head(answer), _counted(answer)], mark="")
    yield ""
    if answer.result == "too-few":
        yield from wrapped([_too_few(answer)], mark="")
        return
    yield from wrapped([_searched(answer)], mark="")
    passed = [line for line in answer.signposts if line.passes]
    refused = [line for line in answer.signposts if not line.passes]
    yield ""
    if not passed:
        yield from wrapped([f"No signpost tells more than the base rate, {ranged(answer.rate)}."], mark="")
    for number, line in enumerate(passed, start=1):
        yield from wrapped([f"{number}. {words(line, answer.year)}{_doubt(line)}"], mark="")
        yield from _figures(line, answer)
        yield ""
    if refused:
        yield from ([] if passed else [""])
        yield from wrapped([f"Do not pass: {len(refused)}. Those of largest gain (nats per 1,000 futures):"], mark="")
        head = ("signpost", "p", "gain", "fail if crossed", "if not", "cross")
        yield from columns(head, [_row(line, answer.year) for line in refused[:SHOWN]])
    yield ""
    yield from wrapped(list(_notes(answer)), mark="  ")


def _head(answer: Signposts) -> str:
    return (
        f"Signposts of {answer.case} ({answer.claim}): {size(answer.futures, answer.horizon)}, seed "
        f"{answer.seed}, order {answer.order}, beliefs {answer.beliefs}. A future fails by: {failing(answer)} "
        f"({CHOSEN[answer.chosen]})."
    )


def _counted(answer: Signposts) -> str:
    return (
        f"Watched {answer.first_year} to {answer.year}; of {counted(answer.watched, 'future')} without a failure by then "
        f"{answer.failures:,} fail after. Base rate: {ranged(answer.rate)}."
    )


def _too_few(answer: Signposts) -> str:
    few = answer.fewest_failures < FEWEST
    told = (
        counted(answer.fewest_failures, "failure") if few else f"{counted(answer.fewest_without, 'future')} without one"
    )
    return (
        f"Cannot tell: a half of the parameter sets has {told}, and each half needs {FEWEST}. Ask for more futures, another "
        f"horizon or another outcome. A signpost would be an {answer.claim}."
    )


def _searched(answer: Signposts) -> str:
    return (
        f"Searched: {counted(answer.searched, 'signpost')} at {counted(answer.thresholds, 'threshold')}, in half of "
        f"{counted(answer.parameter_sets, 'parameter set')}. {answer.judged} warn there and are "
        "judged in the other half; every figure is of that half, with "
        f"its 90% interval over parameter sets drawn anew, and p is corrected for all {answer.judged} by {answer.permutations} "
        "permutations of the outcomes."
    )


def _doubt(line: SignpostLine) -> str:
    return "" if line.measured else " (judged)"


def _figures(line: SignpostLine, answer: Signposts) -> Iterator[str]:
    others = f"{ranged(line.fails_not)} if not; base rate {percent(answer.rate.value)}"
    rows = [
        ("fails after it is crossed", ranged(line.fails), others),
        (
            f"gain in log score, {NATS}",
            _gain(line.gain),
            f"{percent(line.skill)} of the log loss of the base rate; p {line.p:.2g}",
        ),
        ("years to failure: median, quartiles", _years(line.lead), f"{_years(line.lead_of_any)} to any failure"),
        ("false alarms a decade watched", _alarms(line.false_alarms), f"{_alarms(line.true_alarms)} before a failure"),
        (
            "failures it comes before",
            ranged(line.signalled),
            f"{ranged(line.crossed_no_failure)} of futures without one",
        ),
    ]
    yield from columns(("", "", "beside"), rows, indent=3)


def _gain(gain: Estimate) -> str:
    value, low, high = (numbers.amount(None if x is None else 1000.0 * x) for x in (gain.value, gain.low, gain.high))
    return f"{value} ({low} to {high})"


def _alarms(rate: Estimate) -> str:
    return f"{numbers.value(rate, ALARMS)} ({numbers.interval(rate, ALARMS)})"


def _years(years: Years | None) -> str:
    return "unknown" if years is None else f"{years.median} ({years.lower} to {years.upper})"


def _row(line: SignpostLine, year: int) -> tuple[str, ...]:
    return (
        words(line, year) + _doubt(line),
        f"{line.p:.2g}",
        _gain(line.gain),
        ranged(line.fails),
        numbers.value(line.fails_not, PROBABILITY),
        numbers.value(line.crossed, PROBABILITY),
    )


def _notes(answer: Signposts) -> Iterator[str]:
    yield (
        f"{answer.claim.capitalize()}: a crossing also tells of the parameters and events behind it, and to keep it from being "
        "crossed is not known to prevent a failure. Signposts overlap: one event may cross several."
    )
    yield (
        "Beside each figure stands that of futures without a crossing or without a failure; of the lead, that from the same "
        "crossings to any failure. The watch of a future ends with its crossing. A signpost passes with p of at most .05 and a "
        "gain whose interval is above zero."
    )
    if not all(line.measured for line in answer.signposts):
        yield "Judged: no publisher measures it."
    if answer.result == "none":
        yield "None found is no proof that there is none: more futures and more parameter sets find smaller gains."
    if answer.exchanged < 0.9:
        yield (
            f"Only {percent(answer.exchanged)} of the futures are in parameter sets that permutations can exchange; p errs "
            "upwards. Ask for more --sets."
        )
