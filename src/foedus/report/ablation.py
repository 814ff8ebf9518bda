"""What each instrument is worth, in words: a table for each outcome, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.assessment.ablation_lines import AblatedOutcome, Ablation, InstrumentWorth, PairWorth, Parts
from foedus.assessment.outcome_lines import Difference
from foedus.report import numbers, reading
from foedus.report.look import sentence_list
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, percent, size

PARTS = (
    "data, literature and judgement add up to the change: with every stated effect of instruments at zero; what effects "
    "from the literature add; what elicited effects add. grade: the weakest of its stated effects, A to D."
)
DEGRADED = "degraded: kept at half of its integrity from the start, below which it no longer counts as kept up."
CLEAR = "!"
"""Mark of an interval that leaves out zero."""


def ablation_text(answer: Ablation) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: Ablation) -> str:
    """The title of the chart."""
    return f"What each instrument is worth: {answer.case}"


def subtitle(answer: Ablation) -> str:
    """What the chart shows."""
    what = (
        f"Bars: Shapley value over {counted(answer.legal, 'set')}. Ticks: removed with what rests on it."
        if answer.orders
        else "Bars: removed with what rests on it."
    )
    if answer.degraded:
        what = what.replace("removed with what rests on it", "degraded alone")
    minus = "Degraded minus as it is" if answer.degraded else "Without minus with"
    size = f"after {counted(answer.horizon, 'year')}; {counted(answer.futures, 'future')}, 90% intervals"
    return f"{minus}, {size}. {what} Pale: the interval holds zero."


def told(answer: Ablation) -> list[AblatedOutcome]:
    """The outcomes to show that some instrument moves and that not every one defines."""
    return [
        one
        for place, one in enumerate(answer.outcomes)
        if one.name in answer.shown
        and len(one.by_definition) < max(1, len(answer.instruments))
        and any(_moves(line.removed[place]) for line in answer.instruments)
    ]


def worth(line: InstrumentWorth, outcome: str) -> Difference | None:
    """The Shapley value of an instrument in an outcome, or the change where it is removed if not all sets were run."""
    return reading.find(line.shapley or line.removed, outcome)


def label(one: AblatedOutcome) -> str:
    """The name of an outcome; a share continues its condition."""
    return f"and {one.label}" if one.kind == "share" else one.label


def moving(answer: Ablation, outcome: str) -> list[InstrumentWorth]:
    """The instruments that change an outcome in any future, those worth most first, those of unknown worth last."""

    def size(line: InstrumentWorth) -> float:
        found = worth(line, outcome)
        return -abs(found.estimate.value or 0.0) if found else 0.0

    return sorted((line for line in answer.instruments if not _idle(line, outcome)), key=size)


def _idle(line: InstrumentWorth, outcome: str) -> bool:
    found = (reading.find(each, outcome) for each in (line.shapley, line.removed))
    return all(one is None or one.estimate.value == one.estimate.low == one.estimate.high == 0.0 for one in found)


def _moves(line: Difference) -> bool:
    return line.estimate.value not in (None, 0.0)


def _lines(answer: Ablation) -> Iterator[str]:
    yield from wrapped([_head(answer)], mark="")
    if not answer.instruments:
        yield from _named(answer)
        return
    names = {line.instrument: line.name for line in answer.instruments}
    shown = told(answer)
    for one in shown:
        yield ""
        yield from wrapped([_levels(answer, one)], mark="")
        yield ""
        yield from _filled(_columns(answer), [_row(line, one) for line in moving(answer, one.name)])
        pairs = [each for each in answer.pairs if each.outcome == one.name]
        said = [*_still(answer, one), *_definition(answer, one, names), *_company(answer, pairs, names, one)]
        yield from ["", *wrapped(said, mark="  ")] if said else []
    yield ""
    yield from wrapped(list(_notes(answer, shown, names)), mark="  ")


def _columns(answer: Ablation) -> tuple[str, ...]:
    change = "alone" if answer.degraded else "removed*"
    interval, parts = "90% interval", ("data", "literature", "judgement")
    return (_without(answer), "grade", "Shapley", interval, "rank", change, interval, *parts)


def _without(answer: Ablation) -> str:
    return "degraded" if answer.degraded else "without"


def _filled(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table without the columns that no row fills."""
    kept = [place for place in range(len(head)) if any(row[place] for row in rows)]
    yield from columns([head[place] for place in kept], [[row[place] for place in kept] for row in rows])


def _head(answer: Ablation) -> str:
    done = "degraded" if answer.degraded else "removed"
    many = f"{len(answer.removed)} sets {done}" if len(answer.removed) > 1 else f"one set {done}"
    legal = (
        f"{answer.legal:,} of {answer.subsets:,} sets of instruments can be {'degraded' if answer.degraded else 'left'}"
    )
    minus = "degraded minus as it is" if answer.degraded else "without minus with"
    orders = f"; Shapley values are means over {counted(answer.orders, 'order')}" if answer.orders else ""
    return (
        f"{answer.case}: the same {size(answer.futures, answer.horizon)}, seed {answer.seed}, order "
        f"{answer.order}, beliefs {answer.beliefs}, with {many} ({legal}{orders}). "
        f"All numbers: {minus}; probabilities in percentage points; {CLEAR}: the 90% "
        "interval leaves out zero."
    )


def _levels(answer: Ablation, one: AblatedOutcome) -> str:
    none = "with all degraded" if answer.degraded else "with none"
    with_all = (
        f"{label(one)}: {numbers.value(one.with_all, one.unit)} with all ({numbers.interval(one.with_all, one.unit)})"
    )
    if one.with_none is None or one.difference is None:
        return f"{with_all}."
    if one.with_none.value is None or one.difference.estimate.value is None:
        return f"{with_all}; {none} its condition never holds."
    change = numbers.difference(one.difference.estimate, one.unit)
    return f"{with_all}, {numbers.value(one.with_none, one.unit)} {none}: {change}."


def _row(line: InstrumentWorth, one: AblatedOutcome) -> tuple[str, ...]:
    rank = next((each for each in line.ranks if each.outcome == one.name), None)
    span = "" if rank is None else f"{rank.rank} ({rank.low}-{rank.high})"
    return (
        f"{line.instrument}{'+' if line.also_lapse else ''}",
        line.evidence.grade or "-",
        *_change(reading.find(line.shapley, one.name), one.unit),
        span,
        *_change(reading.find(line.removed, one.name), one.unit),
        *_parts(line.parts, one),
    )


def _parts(parts: Parts | None, one: AblatedOutcome) -> Iterator[str]:
    """Data, literature and judgement."""
    for each in (parts.data, parts.literature, parts.judgement) if parts else ():
        yield _change(reading.find(each, one.name), one.unit)[0]


def _change(line: Difference | None, unit: str) -> tuple[str, str]:
    if line is None:
        return "", ""
    if line.estimate.value is None:
        return "cannot tell", ""
    mark = CLEAR if line.clear else ""
    return f"{numbers.change(line.estimate, unit)}{mark}", numbers.change_interval(line.estimate, unit)


def _still(answer: Ablation, one: AblatedOutcome) -> Iterator[str]:
    left = [line.name for line in answer.instruments if _idle(line, one.name)]
    if left:
        yield f"No future changes {'with' if answer.degraded else 'without'} {sentence_list(left)}{_so(answer)}."


def _so(answer: Ablation) -> str:
    return " degraded" if answer.degraded else ""


def _definition(answer: Ablation, one: AblatedOutcome, names: dict[str, str]) -> Iterator[str]:
    if one.by_definition:
        how = "counts the upkeep of" if answer.degraded else "needs"
        yield f"By its definition it {how} {sentence_list([names.get(name, name) for name in one.by_definition])}."


def _company(answer: Ablation, pairs: Sequence[PairWorth], names: dict[str, str], one: AblatedOutcome) -> Iterator[str]:
    """Substitutes and complements, those of largest interaction first."""
    for relation in ("substitutes", "complements"):
        found = [each for each in pairs if each.relation == relation]
        found.sort(key=lambda each: -abs(each.interaction.estimate.value or 0.0))
        if found:
            each = "; ".join(
                f"{names[pair.first]} and {names[pair.second]} "
                f"{numbers.difference(pair.interaction.estimate, one.unit)}"
                for pair in found
            )
            both = "both degraded, less the two changes" if answer.degraded else "both lost, less the two losses"
            yield f"{relation.capitalize()} ({both}): {each}."
    if any(each.relation for each in pairs):
        yield f"{len(pairs)} pairs were looked at; where there is nothing, one interval in ten is clear by chance."


def _notes(answer: Ablation, shown: Sequence[AblatedOutcome], names: dict[str, str]) -> Iterator[str]:
    lapsing = [line for line in answer.instruments if line.also_lapse]
    if lapsing:
        each = "; ".join(f"{line.name}: {', '.join(names[name] for name in line.also_lapse)}" for line in lapsing)
        yield f"* with what rests on it (+), which cannot be kept without it. {each}. The others are removed alone."
    yield PARTS
    if answer.degraded:
        yield DEGRADED
    if any(line.ranks for line in answer.instruments):
        yield "rank: by size; in brackets 5% to 95% over parameter sets drawn anew."
    first = _firsts(answer, shown, names)
    if first:
        yield f"Of largest worth, in how many of the draws: {first}."
    left = [one.label for one in answer.outcomes if one.name in answer.shown and one not in shown]
    if left:
        yield f"Left out, because no instrument moves it or each defines it: {', '.join(left)}."
    more = [one.name for one in answer.outcomes if one.name not in answer.shown]
    if more:
        yield f"Others, by --outcome and in the JSON: {', '.join(more)}."


def _firsts(answer: Ablation, shown: Sequence[AblatedOutcome], names: dict[str, str]) -> str:
    parts = []
    for one in shown:
        ranks = [
            (rank, line.instrument) for line in answer.instruments for rank in line.ranks if rank.outcome == one.name
        ]
        best = max(ranks, key=lambda each: each[0].first, default=None)
        if best and best[0].first > 0.0:
            parts.append(f"{one.label}, {names[best[1]]} {percent(best[0].first)}")
    return "; ".join(parts)


def _named(answer: Ablation) -> Iterator[str]:
    """The sets that were named, a table for each outcome that one of them moves."""
    still = []
    for place, one in enumerate(answer.outcomes):
        if one.name not in answer.shown:
            continue
        if not any(_moves(each.differences[place]) for each in answer.removed):
            still.append(label(one))
            continue
        yield ""
        yield from wrapped([_levels(answer, one)], mark="")
        yield ""
        rows = [
            (
                ", ".join(each.instruments),
                each.grade or "-",
                *_change(each.differences[place], one.unit),
                *_parts(each.parts, one),
            )
            for each in answer.removed
        ]
        head = (_without(answer), "grade", "change", "90% interval", "data", "literature", "judgement")
        yield from _filled(head, rows)
        said = list(_definition(answer, one, {}))
        yield from ["", *wrapped(said, mark="  ")] if said else []
    yield ""
    notes = [PARTS, *([DEGRADED] if answer.degraded else [])]
    notes += [f"No set changes, or it cannot be told: {'; '.join(still)}."] if still else []
    yield from wrapped(notes, mark="  ")
