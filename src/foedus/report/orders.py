"""World orders in words: what they impose, what they move, through which channels, and how far they could."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foedus.assessment.orders import ChannelLine, IndexLine, OrderEffects, Orders
from foedus.assessment.outcome_lines import Difference, Effect
from foedus.report import numbers, order_sentences
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import size
from foedus.world.outcomes import PROBABILITY, outcome

INDEX = {
    "poles-cinc": "poles by CINC",
    "poles-gdp": "poles by GDP",
    "poles-milex": "poles by military spending",
    "bloc-tightness": "tightness of the bloc",
}
HEAD = ("in the last year", "as measured", "here", "rises in", "falls in", "named")
EFFECTS = ("outcome", "as measured", "90% interval", "unit", "effect", "error", "lowest", "highest")


def orders_text(answer: Orders) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def through(line: OrderEffects, labels: Mapping[str, str]) -> str:
    """By which channels an order matters, as its futures show."""
    moved = [one for one in line.effects if one.difference.clear]
    if not line.through:
        return "It matters through no channel: no contribution of one that is on leaves out zero."
    outcomes = "one outcome" if len(moved) == 1 else f"{len(moved) or 'no'} outcomes"
    left = [labels[name] for name in line.unexplained]
    rest = f" No channel alone explains {', '.join(left)}." if left else ""
    channels = ", ".join(line.through)
    return f"It clearly moves {outcomes}, and as far as these futures show matters only through {channels}.{rest}"


def _lines(answer: Orders) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.case}: the same {size(answer.futures, answer.horizon)}, seed {answer.seed}, under each "
            "order minus as measured. Differences of probabilities are in percentage points; error: Monte Carlo; "
            "lowest, highest: with every channel that is off switched on, at two standard deviations of its prior either way."
        ],
        mark="",
    )
    for line in answer.orders:
        yield ""
        yield line.title
        yield from wrapped(
            [f"Imposed: {order_sentences.imposed(line.imposed)}.", *_flips(line), through(line, answer.labels)],
            mark="  ",
        )
        yield ""
        yield from columns(HEAD, [_index(one) for one in line.indices])
        yield ""
        yield from columns(EFFECTS, list(_effects(line, answer)))
        yield ""
        yield from wrapped(list(_contributions(line, answer)), mark="  ")


def _flips(line: OrderEffects) -> list[str]:
    """Numbers of poles that mostly move against those that the order names."""
    named = {one.named for one in line.indices if one.named and one.index.startswith("poles")}
    against = [
        INDEX[one.index]
        for one in line.indices
        if len(named) == 1 and one.index.startswith("poles") and one.named is None and _way(one) not in (*named, None)
    ]
    return [f"The other way goes {', '.join(against)}: the order is not the same by every index."] if against else []


def _way(one: IndexLine) -> str | None:
    """Which way an index goes in most futures."""
    if one.rises is None or one.falls is None or one.rises == one.falls:
        return None
    return "rises" if one.rises > one.falls else "falls"


def _index(one: IndexLine) -> tuple[str, ...]:
    if one.measured is None or one.order is None:
        return (INDEX[one.index], *("-",) * 4, "not in the case")
    held = "" if one.named is None else f"{one.named}, {'held' if one.holds else 'NOT held'}"
    return (
        INDEX[one.index],
        *(numbers.amount(one.measured), numbers.amount(one.order)),
        *(numbers.probability(one.rises), numbers.probability(one.falls)),
        held,
    )


def _effects(line: OrderEffects, answer: Orders) -> Iterator[tuple[str, ...]]:
    for base, effect, reach in zip(answer.measured, line.effects, line.reach, strict=True):
        name = effect.difference.outcome
        unit = outcome(name).unit
        ends = (reach.lowest, reach.highest)
        yield (
            answer.labels[name],
            numbers.value(base.estimate, unit),
            numbers.interval(base.estimate, unit),
            numbers.unit_of_change(unit),
            *(_size(effect.difference, unit), _error(effect, unit)),
            *(_size(end.difference, unit) for end in ends),
        )


def _contributions(line: OrderEffects, answer: Orders) -> Iterator[str]:
    """A paragraph for each outcome that any channel moves, the others in one."""
    quiet = []
    for place, effect in enumerate(line.effects):
        name = effect.difference.outcome
        said = [_contribution(one, place) for one in line.channels if _moves(one, place)]
        if said:
            yield f"{answer.labels[name]}: {'; '.join(said)}."
        else:
            quiet.append(answer.labels[name])
    if quiet:
        yield f"No channel moves {', '.join(quiet)}."
    absent = [one.channel for one in line.channels if not one.there]
    if absent:
        yield f"Not in the case: {', '.join(absent)}."


def _moves(one: ChannelLine, place: int) -> bool:
    return one.there and (
        one.contributions[place].difference.estimate.value != 0.0 or one.contributions[place].error > 0.0
    )


def _contribution(one: ChannelLine, place: int) -> str:
    effect = one.contributions[place]
    unit = outcome(effect.difference.outcome).unit
    star = "*" if effect.difference.clear else ""
    off = " (off)" if one.default == "off" else ""
    return f"{one.channel}{off} {_size(effect.difference, unit)}{star} ± {_error(effect, unit)}"


def _size(difference: Difference, unit: str) -> str:
    return numbers.change(difference.estimate, unit)


def _error(effect: Effect, unit: str) -> str:
    return numbers.points(effect.error).lstrip("+") if unit == PROBABILITY else numbers.amount(effect.error)
