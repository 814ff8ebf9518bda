"""Where a hindcast fails, in words, and what its numbers say about the reasons."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.simulation.hindcast.answer import Comparison, Coverage, Failure, Origin
from foedus.simulation.hindcast.span import STATISTICS, Statistic

STRUCTURE = (
    "The estimates behind these futures rest on years up to 2014, the years compared among them. A hindcast therefore tests "
    "whether equations of one step add up to plausible decades; it does not test skill in forecasting."
)
AS_OF = (
    "Initiation, escalation, joining and duration are estimated anew to each origin, at the mode; their weights, and all other "
    "equations, are those that ship and rest on later years too. Disputes are therefore forecast nearly out of sample."
)
OWN = "The estimates behind these futures are those of a folder where it has them, else those that ship."
CAVEATS = (
    "The world is closed: states and relevant dyads are those of the origin. Counts and shares of disputes compare the same "
    "dyads in the record; rates compare the dyads of each year.",
    "Pacts are followed in dyads whose states both remain in the system, and poles are those of the origin's major powers, in "
    "the record as in the futures: states that end, and powers that enter or leave the rank, are told apart and not scored.",
    "Regimes stay those of the origin, and democracies vote by a calendar made from the elections up to it.",
    "A dispute here is a directed dyad of originators in a year: a dispute of many states is several.",
    "Statistics of one origin move together, and spans overlap where origins lie closer than the horizon: a share inside "
    "the bands is no sum of independent trials.",
    "Bands of counts have counts for ends, so they hold somewhat more than the share they name.",
)
LEAN = 4
"""Origins compared before a lean is told: by chance all of four fall on one side once in eight."""

EARLY = (
    "The equations of disputes, escalation and joining are estimated on years from 1946 or 1947 on: an earlier origin carries "
    "them back to years they have not seen."
)
SHARES = {"contiguous": "contiguous", "major": "major-power", "both": "contiguous major-power"}


def failures(origins: Sequence[Origin], wanted: Sequence[Statistic]) -> list[Failure]:
    """One line for each statistic that left its 90% band from at least one origin."""
    found = []
    for statistic in wanted:
        out = [(origin, line) for origin, line in _lines(origins, statistic.name) if line.inside90 is False]
        if out:
            held = sum(line.inside90 is not None for _, line in _lines(origins, statistic.name))
            text = f"{statistic.label}: outside the 90% band from {len(out)} of {held} origins. "
            text += " ".join([*(_missed(*each) for each in out), *_reasons(statistic, out)])
            found.append(Failure(statistic=statistic.name, origins=[origin.year for origin, _ in out], text=text))
    return found


def leanings(counted: Sequence[Coverage]) -> list[str]:
    """Statistics whose median was on one side of the record at all origins where it differed, over LEAN origins or more."""
    sides = {1.0: "below", 0.0: "above"}
    return [
        f"{each.label}: over {each.known} origins the median is {sides[each.below]} what happened wherever the two differ."
        for each in counted
        if each.below in sides and each.known >= LEAN
    ]


def verdict(each: Coverage, origins: Sequence[Origin]) -> str:
    """The verdict on one statistic: the origins at which it left its 90% band, and a bias of its median."""
    out = [str(origin.year) for origin, line in _lines(origins, each.statistic) if line.inside90 is False]
    said = "not compared" if not each.known else f"fails from {' and '.join(out)}" if out else "holds"
    side = {1.0: "low", 0.0: "high"}.get(each.below) if each.below is not None and each.known >= LEAN else None
    return f"{said}; median too {side} throughout" if side else said


def _lines(origins: Sequence[Origin], name: str) -> list[tuple[Origin, Comparison]]:
    return [(origin, line) for origin in origins for line in origin.comparisons if line.statistic == name]


def _missed(origin: Origin, line: Comparison) -> str:
    side = "too low" if line.observed > line.high90 else "too high"  # type: ignore[operator]
    return (
        f"{origin.year}: {side}, median {line.median:.3g} ({line.low90:.3g} to {line.high90:.3g}) against "
        f"{line.observed:.3g}."
    )


def _reasons(statistic: Statistic, out: Sequence[tuple[Origin, Comparison]]) -> list[str]:
    """What the other numbers of the same origins suggest."""
    if statistic.name in ("disputes", "disputes-low", "disputes-high"):
        return [_by_type(origin) for origin, _ in out]
    if statistic.family == "poles":
        index = [each.name for each in STATISTICS if each.family == "poles"].index(statistic.name)
        return [_powers(origin, index) for origin, _ in out if origin.majors_then != origin.majors_later]
    if statistic.family == "pacts":
        return [_pacts(origin) for origin, _ in out if origin.left]
    if statistic.name in ("rate", "rate-change"):
        return [
            f"{origin.year}: {origin.followed:.0%} of the record's disputes were along dyads of the origin."
            for origin, _ in out
            if origin.followed is not None
        ]
    return []


def _by_type(origin: Origin) -> str:
    """Which type of dyad the gap in disputes comes from: medians of the count times medians of the shares."""
    lines = {line.statistic: line for line in origin.comparisons}
    count = lines.get("disputes")
    gaps = {}
    for name, kind in SHARES.items():
        share = lines.get(name)
        if count is None or share is None or None in (count.median, count.observed, share.median, share.observed):
            return ""
        gaps[kind] = count.median * share.median - count.observed * share.observed  # type: ignore[operator]
    kind = max(gaps, key=lambda each: abs(gaps[each]))
    return f"{origin.year}: the largest part of the gap, {gaps[kind]:+.1f} a year, is in {kind} dyads."


def _pacts(origin: Origin) -> str:
    return f"{origin.year}: {origin.left} more tied dyads lost a state and are not compared."


def _powers(origin: Origin, index: int) -> str:
    """The record's value among its own major powers of the last year."""
    later = origin.poles_later[index]
    known = "unknown" if later is None else f"{later:.3g}"
    return (
        f"{origin.year}: among the record's own {len(origin.majors_later)} major powers of {origin.last}, of which the origin "
        f"has {len(set(origin.majors_then) & set(origin.majors_later))}, the figure is {known}."
    )
