"""The change sheet as one page: the same sections in the same order every time, each of which says so where nothing changed."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.verdict_lines import Verdict
from foedus.report import numbers
from foedus.report.brief.model import Block, Brief, Section, Sentence, Table, paragraph, said
from foedus.report.numbers import PROBABILITY
from foedus.report.watch import phrases
from foedus.report.watch.board import late_in_words
from foedus.report.watch.text import as_text
from foedus.report.words import counted
from foedus.watch.sheet_lines import LimitLine, Moved, OddsChange, Sheet, Still, TempoLine
from foedus.watch.triggers import Trigger

NO_CHANGE = "No change."
EMPTY = {
    "What should have moved and did not": "Nothing.",
    "To read": "No event between the days has a link.",
    "Next dates": "None within two years.",
}
"""What a section without a line says, where that is not NO_CHANGE."""
MOST = 6
"""Most rows of a list on the page; the JSON has all."""
WHY = {
    "informs-nothing": "informs nothing in the simulator",
    "no-baseline": "too few months known",
    "no-state": "nothing at the start is what it informs",
    "no-parties": "names no one state that acts and one acted on",
    "as-it-is": "the case says the same",
    "fitted": "the fit has seen these months",
    "not-in-case": "not followed in the case",
}
"""Why an indicator moves no state."""


def sheet_text(sheet: Sheet) -> str:
    """The sheet for a terminal or a file."""
    return as_text(sheet_page(sheet))


def sheet_page(sheet: Sheet) -> Brief:
    """The sheet as a page."""
    sections: dict[str, list[Block]] = {
        "In short": [paragraph(said(_short(sheet)))],
        "What moved": [_item(one) for one in (*map(_moved, sheet.moved), *map(phrases.agreement, sheet.parted))],
        "What should have moved and did not": [_item(_still(one)) for one in sheet.still],
        "Late sources": list(_late(sheet)),
        "Verdict and odds, before and after": list(_odds(sheet)),
        "Signposts crossed": list(_signposts(sheet)),
        "To read": [_item(f"{one.date}, {one.source}: {one.text or one.indicator} {one.link}") for one in sheet.events],
        "Next dates": [_item(_trigger(one)) for one in sheet.triggers[:MOST]],
        "Forecasts due": list(_due(sheet)),
    }
    return Brief(
        title=f"What changed: {sheet.case}",
        subtitle=said(_subtitle(sheet)),
        as_of=sheet.as_of,
        pages=tuple(
            Section(title, tuple(blocks or [paragraph(said(EMPTY.get(title, NO_CHANGE)))]))
            for title, blocks in sections.items()
        ),
        annex=(),
        sources={"sheet": sheet},
    )


def _subtitle(sheet: Sheet) -> str:
    days = f"From {phrases.day(sheet.since)} to {phrases.day(sheet.as_of)}"
    return f"{days}; the case is that of {phrases.day(sheet.case_as_of)}. {sheet.title}"


def _item(text: str) -> Block:
    return paragraph(said(text), kind="item")


def _short(sheet: Sheet) -> str:
    watched = sum(one.level is not None for one in sheet.readings)
    moved = len({one.name for one in sheet.moved})
    indicators = (
        f"{moved} of {counted(watched, 'indicator')} moved"
        if moved
        else f"none of {counted(watched, 'indicator')} moved"
    )
    if sheet.parted:
        indicators = f"{indicators}, and {counted(len(sheet.parted), 'pair')} of sources parted"
    if not sheet.futures:
        return f"{indicators.capitalize()}; the odds were not asked for. {_verdicts(sheet)}"
    changed, some = [one for one in sheet.odds if one.clear], any(one.change for one in sheet.odds)
    odds = f"{len(changed)} of {len(sheet.odds)} odds changed" if changed else "no odds changed"
    if some and not changed:
        odds += " by more than chance can"
    return f"{indicators.capitalize()}; {odds}. {_verdicts(sheet)} {_limits(sheet)}"


def _verdicts(sheet: Sheet) -> str:
    """The verdict on either day."""
    if sheet.verdicts is None:
        return "The verdict was not asked for (--verdict)."
    then, now = sheet.verdicts.then, sheet.verdicts.now
    if then is None or now is None:
        return "The verdict cannot be asked again: what moved is part of the order, which an assessment takes as it is."
    before, after = _named(then), _named(now)
    return f"The verdict is {after}, as before." if before == after else f"The verdict is {after}; before, {before}."


def _named(one: Verdict) -> str:
    return f"'{one.value}', leaning '{one.leaning}'" if one.leaning else f"'{one.value}'"


def _limits(sheet: Sheet) -> str:
    """How many limits of the case the estimate is on the wrong side of, on either day."""
    if not sheet.limits:
        return "The case sets no limit for the horizon of the odds."
    then = sum(one.kept_then is False for one in sheet.limits)
    now = sum(one.kept_now is False for one in sheet.limits)
    total = counted(len(sheet.limits), "limit")
    if then == now:
        return f"By the estimate alone {now} of {total} of the case {'is' if now == 1 else 'are'} exceeded, as before."
    return f"By the estimate alone {now} of {total} of the case are exceeded; before, {then}."


def _moved(one: Moved) -> str:
    if one.how == "record" and one.record is not None:
        return f"{one.title}: {phrases.record(one.record, one.unit)}."
    if one.alarm is None:
        return one.title
    if one.how == "over":
        return f"{one.title}: the alarm of {one.alarm.month} is over."
    return f"{one.title}: {phrases.alarm(one.alarm)}. {phrases.cost_in_words(one.cost, one.alarm.direction)}"


def _still(one: Still) -> str:
    why = "counts the same thing" if one.by == "about" else "informs the same mechanism"
    if one.up is None or one.down is None:
        return f"{one.title}: {why} as {one.as_other}, and too little is known of it."
    chance = f"rise {numbers.probability(one.up)}, fall {numbers.probability(one.down)}"
    return f"{one.title}: {why} as {one.as_other}, and its level did not change (to {one.month}: {chance})."


def _late(sheet: Sheet) -> Iterator[Block]:
    yield paragraph(said(late_in_words([one for one in sheet.late if one.late])))
    unread = dict.fromkeys(one.source for one in sheet.late if one.state == "not-read")
    if unread:
        yield paragraph(said(f"Not read: {', '.join(unread)}."))
    for one in sheet.late:
        if one.state == "no-baseline":
            yield paragraph(said(f"{one.title}: {phrases.state(one)}."))
    for each in sheet.disagreements:
        if each.disagree and each not in sheet.parted:
            yield paragraph(said(phrases.agreement(each)))


def _odds(sheet: Sheet) -> Iterator[Block]:
    if not sheet.futures:
        yield paragraph(said(f"{_verdicts(sheet)} The odds were not asked for."))
        return
    switched = (said(f"The odds are those with {', '.join(sheet.mechanisms)}."),) if sheet.mechanisms else ()
    yield paragraph(said(_verdicts(sheet)), said(_limits(sheet)), *switched)
    changed = [one for one in sheet.odds if one.clear]
    tempo = [one for one in sheet.tempo if one.why == "moved"]
    if tempo:
        yield paragraph(said("; ".join(map(_tempo, tempo)) + "."), lead="State that futures start from")
    if not changed and any(one.change for one in sheet.odds):
        yield paragraph(said(f"None of {counted(len(sheet.odds), 'outcome')} changed by more than chance can."))
    elif not changed:
        yield paragraph(said(f"No odds changed: {_why_not(sheet)}"))
    wrong = [one for one in sheet.limits if one.kept_now is False]
    rows = (
        tuple(_limit(one, sheet) for one in (wrong or sheet.limits)[:MOST])
        + tuple(_odds_row(one) for one in changed if one.outcome not in {each.outcome for each in sheet.limits})[:MOST]
    )
    if rows:
        head = tuple(map(said, ("outcome, 20 years", "limit", "before", "after", "change, by indicator")))
        yield Table(said(f"In {sheet.futures:,} futures, paired"), head, rows, (0.36, 0.12, 0.14, 0.14, 0.24))


def _why_not(sheet: Sheet) -> str:
    """Why no odds changed, by what the indicators move."""
    quiet = sorted({WHY[one.why] for one in sheet.tempo if one.why in WHY})
    numbers_only = any(one.why == "moved" for one in sheet.tempo)
    moved = "what moved changes no odds" if numbers_only else "nothing moved a state"
    asleep = dict.fromkeys(name for one in sheet.tempo for name in one.asleep)
    if asleep:
        switched = " ".join(f"--mechanism {name}=on" for name in asleep)
        moved = f"what moved changes them only with {' or '.join(asleep)} on ({switched})"
    return f"{moved}; of the others: {', '.join(quiet)}." if quiet else f"{moved}."


def _tempo(one: TempoLine) -> str:
    told = numbers.probability if one.state == "opinion" else numbers.amount
    then, now = told(one.case if one.then is None else one.then), told(one.now)
    unit = {"tempo": "a year", "opinion": "in favour"}.get(one.state, one.state)
    change = f"{now} {unit}, as before" if then == now else f"{then} to {now} {unit}"
    return f"{one.informs}, by {one.name}: {change} (on record: {told(one.case)})"


def _limit(one: LimitLine, sheet: Sheet) -> tuple[Sentence, ...]:
    limit = f"at most {one.at_most:.0%}" if one.at_most is not None else f"at least {one.at_least or 0.0:.0%}"
    change = next((each for each in sheet.odds if each.outcome == one.outcome), None)
    cells = (one.label, limit, numbers.probability(one.then), numbers.probability(one.now), _parts(change))
    return tuple(map(said, cells))


def _odds_row(one: OddsChange) -> tuple[Sentence, ...]:
    cells = (one.label, "none", numbers.value(one.then, one.unit), numbers.value(one.now, one.unit), _parts(one))
    return tuple(map(said, cells))


def _parts(one: OddsChange | None) -> str:
    if one is None or not one.change:
        return "no change"
    if not one.clear:
        return "no more than chance"
    unit = "points" if one.unit == PROBABILITY else one.unit
    parts = [f"{name} {numbers.signed(part, one.unit)}" for name, part in one.parts.items() if part]
    return f"{numbers.signed(one.change, one.unit)} {unit}" + (f": {', '.join(parts)}" if parts else "")


def _signposts(sheet: Sheet) -> Iterator[Block]:
    if sheet.signposts is None:
        yield paragraph(said("No signposts were handed in: --signposts FILE tells of those of 'foedus signposts'."))
        return
    for one in sheet.signposts:
        if one.label in sheet.crossed and one.month:
            units = f"{one.so_far or 0.0:g} {one.unit}".strip()
            yield _item(f"Crossed in {one.month}: {one.label}, {units} by now, {one.threshold:g} or more.")
    open_ones = [one for one in sheet.signposts if one.state == "not-yet"]
    if not sheet.crossed and not open_ones:
        yield paragraph(
            said(f"None of {counted(len(sheet.signposts), 'signpost')} is open: foedus watch signposts says why.")
        )
    elif not sheet.crossed:
        yield paragraph(said(f"None was crossed; {counted(len(open_ones), 'signpost')} may still be."))


def _trigger(one: Trigger) -> str:
    when = str(one.on) if one.on else f"{one.year}, no day fixed"
    what = f"election in {one.name}" if one.kind == "election" else f"{one.name} expires"
    return f"{when}: {what}{f' ({one.note})' if one.note else ''}."


def _due(sheet: Sheet) -> Iterator[Block]:
    if sheet.due is None:
        yield paragraph(said("No ledger was named: --ledger FILE tells which forecasts fall due."))
        return
    if not sheet.due:
        yield paragraph(said("None falls due within a year."))
    for one in sheet.due[:MOST]:
        rate = "none on record" if one.class_rate is None else numbers.probability(one.class_rate)
        late = ", overdue" if one.overdue else ""
        chance = f"{numbers.probability(one.probability)}, its class {rate}"
        yield _item(f"Entry {one.number}, to {one.last_day}{late}: {one.label} ({chance}).")
    if len(sheet.due) > MOST:
        yield paragraph(said(f"{len(sheet.due) - MOST} more: foedus ledger list."), kind="note")
