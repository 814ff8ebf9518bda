"""The answer of an arms race as text."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.classic.race_answer import PairLine, RaceAnswer, SideLine
from foedus.report.numbers import UNKNOWN, amount
from foedus.report.plain import columns, sentences
from foedus.report.words import counted


def race_text(answer: RaceAnswer) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: RaceAnswer) -> str:
    """The title: who, and when."""
    return f"{answer.names[0]} and {answer.names[1]}, {answer.years[0]}-{answer.years[-1]}: an arms race?"


def headline(answer: RaceAnswer) -> str:
    """What the fit says, and whether it beats no-change."""
    if answer.pair is None:
        total = answer.sum
        return (
            f"The sum grows by {amount(total.slope)} of its distance from {amount(total.zero)} a year; "
            f"{answer.changes} yearly changes are too few for more."
        )
    both = all(side.reaction > 0 for side in answer.pair.sides)
    kind = "Each side's spending rises with the other's" if both else "Not both sides' spending rises with the other's"
    stable = "runs to an equilibrium" if answer.pair.stable else "runs away from its equilibrium"
    return f"{kind}; the fitted system {stable}. {_verdict(answer.pair)}"


def _verdict(pair: PairLine) -> str:
    if not pair.forecasts:
        return "The years are too few to test it against plainer forecasts."
    beaten = [side.name for side in pair.sides if _beats(side)]
    better = "both sides" if len(beaten) == len(pair.sides) else f"{beaten[0]} alone" if beaten else "neither side"
    return f"Tested against last year's figure and against a side's own past, it forecasts {better} better than both."


def _beats(side: SideLine) -> bool:
    return all(share is not None and share < 1 for share in (side.against_no_change, side.against_own_past))


def _lines(answer: RaceAnswer) -> Iterator[str]:
    yield title(answer)
    yield from sentences([headline(answer)], "")
    yield ""
    yield f"Spending in {answer.unit} ({answer.source})"
    yield from columns(
        ("", *map(str, (answer.years[0], answer.years[-1]))),
        [(name, amount(answer.spending[0][i]), amount(answer.spending[-1][i])) for i, name in enumerate(answer.names)],
    )
    yield ""
    total = answer.sum
    error = "" if total.slope_error is None else f" (standard error {amount(total.slope_error)})"
    yield "The sum of both: yearly change = slope x (sum - zero)"
    yield f"  slope {amount(total.slope)} a year{error}, zero at {amount(total.zero)}, from {answer.changes} yearly changes"
    if total.slope_error is not None and abs(total.slope) < 2 * total.slope_error:
        yield "  the slope cannot be told from 0, so the zero says nothing"
    if answer.pair:
        yield ""
        yield from _pair(answer.pair)
    yield ""
    yield "Read with care"
    yield from sentences(answer.caveats)


def _pair(pair: PairLine) -> Iterator[str]:
    yield "Each side: yearly change = reaction x other - fatigue x own + grievance (standard errors in brackets)"
    head = ("", "reaction", "fatigue", "grievance", "unit root t", "error / no-change", "error / own past")
    yield from columns(head, [_side(side) for side in pair.sides])
    balance = "none" if pair.equilibrium is None else " and ".join(amount(x) for x in pair.equilibrium)
    yield f"  equilibrium: {balance}, {'stable' if pair.stable else 'unstable'}"
    yield f"  correlation of what is left over, a sign of common shocks: {amount(pair.shock)}"
    last = " and ".join(amount(x) for x in pair.ahead[-1])
    yield f"  run on for {counted(len(pair.ahead) - 1, 'year')} it would reach {last}"


def _side(side: SideLine) -> tuple[str, ...]:
    return (
        side.name,
        f"{side.reaction:.3f} ({side.reaction_error:.3f})",
        f"{side.fatigue:.3f} ({side.fatigue_error:.3f})",
        f"{amount(side.grievance)} ({amount(side.grievance_error)})",
        _ratio(side.unit_root),
        _ratio(side.against_no_change),
        _ratio(side.against_own_past),
    )


def _ratio(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.2f}"
