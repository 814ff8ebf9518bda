"""What an alarm of each indicator costs, in words."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.numbers import amount
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import percent
from foedus.watch.priced import PriceLine, Prices

HEAD = ("threshold", "false alarm in 8 years", "rises found", "after", "falls found", "after", "by chance")


def prices_text(found: Prices) -> str:
    """A table for each indicator."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Prices) -> Iterator[str]:
    yield from wrapped(
        [
            f"What an alarm costs, {found.case} as of {found.as_of}: from {found.runs} simulations each of {found.years} years "
            f"without a change, of a rise to {found.factor:g} times the level and of a fall to 1/{found.factor:g} of it.",
            "Found: within 24 months, after so many months (median). By chance: an alarm upwards in 24 months without a "
            "change. The threshold marked * is taken.",
        ],
        mark="",
    )
    for one in found.indicators:
        yield ""
        yield f"{one.indicator}: {one.title}"
        if one.level is None or one.dispersion is None:
            yield "  no baseline: too few months are known."
            continue
        unit = one.unit.replace("-", " ")
        yield f"  Level {amount(one.level)} a month, counted by {unit}; dispersion {amount(one.dispersion)}."
        yield from columns(HEAD, [_row(each) for each in one.prices])


def _row(one: PriceLine) -> list[str]:
    return [
        f"{one.threshold:g}{'*' if one.chosen else ''}",
        percent(one.false_alarms.value),
        percent(one.found.value),
        _months(one.delay),
        percent(one.found_fall.value),
        _months(one.delay_fall),
        percent(one.chance),
    ]


def _months(delay: float | None) -> str:
    return "-" if delay is None else f"{delay:.0f} mo."
