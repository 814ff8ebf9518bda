"""The answer of a hindcast as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foedus.report.numbers import UNKNOWN
from foedus.report.plain import columns, sentences
from foedus.report.words import counted
from foedus.simulation.hindcast.answer import Comparison, Coverage, HindcastAnswer, Origin, PairLine
from foedus.simulation.hindcast.words import verdict

PICTURE = (
    "Bars: what 90% and 50% of the simulated futures span, with their median. Red line: what happened. Hollow: the same "
    "statistic of as many years up to the origin."
)

PAIR_HEAD = ("pair", "happened", "expected", "90% band", "inside", "chance of any")
HEAD = ("", "happened", "median", "50% band", "90% band", "inside", "base rate")


def hindcast_text(answer: HindcastAnswer) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: HindcastAnswer) -> str:
    """Which years, how many futures."""
    years = ", ".join(str(origin.year) for origin in answer.origins)
    ends = max(origin.last for origin in answer.origins)
    short = any(origin.last - origin.year < answer.horizon for origin in answer.origins)
    until = f", at most to {ends}" if short else ""
    futures = counted(answer.futures, "future")
    return f"Hindcast of all states over {counted(answer.horizon, 'year')}{until}, from {years}; {futures} from each"


def headline(answer: HindcastAnswer) -> str:
    """How often the bands contained the record."""
    total = answer.total
    if not total.known:
        return "No statistic could be compared with the record."
    beside = "" if total.nearer is None else f" The median was nearer than the base rate in {total.nearer:.0%}."
    return (
        f"Of {total.known} comparisons with the record {total.share50:.0%} lie in the 50% band and {total.share90:.0%} in "
        f"the 90% band.{beside}"
    )


def _lines(answer: HindcastAnswer) -> Iterator[str]:
    yield title(answer)
    yield from sentences([answer.what_this_is], "")
    yield ""
    yield from sentences([headline(answer)], "")
    labels = {each.statistic: each.label for each in answer.coverage}
    for origin in answer.origins:
        yield ""
        yield from _origin(origin, labels)
    yield ""
    yield "Inside the bands, over origins (50% and 90% are what a true simulator would reach)"
    head = ("", "compared", "in 50%", "in 90%", "median too low", "nearer than base rate")
    yield from columns(head, [_coverage(each) for each in [*answer.coverage, answer.total]])
    yield ""
    yield "Where it fails"
    yield from sentences([each.text for each in answer.failures] or ["No statistic left its 90% band."])
    yield from sentences(answer.leanings)
    yield ""
    yield "What the statistics are"
    yield from sentences([f"{each.label} ({each.statistic}): {each.meaning}" for each in answer.coverage])
    yield ""
    yield "Read with care"
    yield from sentences(answer.caveats)


def _origin(origin: Origin, labels: dict[str, str]) -> Iterator[str]:
    share = "" if origin.followed is None else f"; {origin.followed:.0%} of the later disputes were along these dyads"
    yield (
        f"{origin.year + 1}-{origin.last}, from {counted(origin.states, 'state')}, "
        f"{counted(origin.dyads, 'relevant dyad')} and {counted(origin.pacts, 'defence pact')}{share}"
    )
    yield from columns(HEAD, rows(origin, labels))
    if origin.pairs:
        yield ""
        yield from columns(PAIR_HEAD, [_pair(line) for line in origin.pairs])
    if origin.tenths:
        yield ""
        yield "Pairs by chance of any dispute, in tenths from the highest: chance / share that had any"
        yield "  " + "  ".join(f"{figure(part.any)}/{figure(part.happened)}" for part in origin.tenths)
    if origin.crps is not None:
        climate = (
            "" if origin.crps_climatology is None else f", of the years up to the origin {origin.crps_climatology:.2f}"
        )
        yield f"Yearly number of disputes, ranked probability score: {origin.crps:.2f}{climate} (smaller is better)"


def _pair(line: PairLine) -> tuple[str, ...]:
    band = f"{line.low90} to {line.high90}"
    inside = "90%" if line.inside90 else "outside"
    return (line.name, str(line.happened), figure(line.expected), band, inside, _percent(line.any))


def rows(origin: Origin, labels: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The comparisons of one origin, in columns of HEAD."""
    return [_comparison(line, labels[line.statistic]) for line in origin.comparisons]


def summary(answer: HindcastAnswer) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of the whole answer in one table: a row per statistic, a column per origin, and the verdict."""
    spans = [f"{origin.year + 1}-{origin.last}" for origin in answer.origins]
    found = []
    for each in answer.coverage:
        cells = [_cell(line) for o in answer.origins for line in o.comparisons if line.statistic == each.statistic]
        shares = (_percent(each.share50), _percent(each.share90))
        found.append((each.label, *cells, *shares, verdict(each, answer.origins)))
    total = answer.total
    found.append((total.label, *[""] * len(spans), _percent(total.share50), _percent(total.share90), ""))
    return ("", *spans, "in 50%", "in 90%", "verdict"), found


def _cell(line: Comparison) -> str:
    """The record; median and 90% band of the futures."""
    mark = "" if line.inside90 is None or line.inside90 else " (outside)"
    return f"{figure(line.observed)}{mark}; {figure(line.median)} [{_band(line.low90, line.high90)}]"


def _comparison(line: Comparison, label: str) -> tuple[str, ...]:
    return (
        label,
        figure(line.observed),
        figure(line.median),
        _band(line.low50, line.high50),
        _band(line.low90, line.high90),
        _where(line),
        figure(line.base),
    )


def _where(line: Comparison) -> str:
    if line.inside90 is None:
        return UNKNOWN
    return "50%" if line.inside50 else "90%" if line.inside90 else "outside"


def _coverage(each: Coverage) -> tuple[str, ...]:
    return (
        each.label,
        str(each.known),
        *(_percent(share) for share in (each.share50, each.share90, each.below, each.nearer)),
    )


def _band(low: float | None, high: float | None) -> str:
    return UNKNOWN if low is None or high is None else f"{figure(low)} to {figure(high)}"


def _percent(share: float | None) -> str:
    return UNKNOWN if share is None else f"{share:.0%}"


def figure(value: float | None) -> str:
    """At most three decimals, fewer for larger numbers.

    >>> figure(12.34), figure(1.234), figure(0.0123), figure(None)
    ('12.3', '1.23', '0.012', 'unknown')
    """
    if value is None:
        return UNKNOWN
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"
