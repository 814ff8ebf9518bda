"""Limits, and where analysts stand on them, in words."""

from __future__ import annotations

from foedus.assessment.analysts import Limited, limit_of
from foedus.assessment.answer import Answer
from foedus.assessment.verdict_lines import AnalystView, Settling, ToleranceLine
from foedus.report import reading
from foedus.report.words import percent

KINDS = {
    "mixture": "the mixture itself",
    "beliefs": "what treaties are believed to do",
    "specification": "which equation holds",
    "prior": "a stated judgement",
    "joint": "several judgements together",
    "class": "the record of its class",
}
"""What keeps analysts apart, by their kind."""


def limit(line: Limited) -> str:
    """'at most 5%' or 'at least 97.5%'."""
    return f"{'at most' if line.at_most is not None else 'at least'} {_bound(line)}"


def short(line: Limited) -> str:
    """'<= 5%' or '>= 97.5%'."""
    return f"{'<=' if line.at_most is not None else '>='} {_bound(line)}"


def _bound(line: Limited) -> str:
    return f"{100 * limit_of(line):g}%"


def state(line: ToleranceLine) -> str:
    """'met by assumption'."""
    return line.state.replace("-", " ")


def sides(line: ToleranceLine, who: str = "") -> str:
    """'41 of 52 above 5%, 8 below, 3 too close to call', or 'all 52 above 5%'; `who` they are may be named."""
    above, below = (line.fails, line.keeps) if line.at_most is not None else (line.keeps, line.fails)
    more, most, less, fewer = ("above", above, "below", below) if above >= below else ("below", below, "above", above)
    whole = len(line.views)
    counted = f"all {whole}" if most == whole and whole > 1 else f"{most} of {whole}"
    parts = [f"{counted}{who and ' '}{who} {more} {_bound(line)}"]
    parts += [f"{fewer} {less}"] if fewer else []
    close = whole - above - below
    return ", ".join([*parts, f"{close} too close to call"] if close else parts)


def mixture_side(line: ToleranceLine) -> str:
    """On which side of the limit the mixture stands."""
    return line.views[0].side if line.views else "unknown"


def ends(line: ToleranceLine) -> tuple[AnalystView, AnalystView] | None:
    """The analysts with the lowest and the highest probability."""
    known = [one for one in line.views if one.value is not None]
    if len(known) < 2:
        return None
    return min(known, key=lambda one: one.value or 0.0), max(known, key=lambda one: one.value or 0.0)


def dissent(line: ToleranceLine) -> str:
    """'9.0% (initiation: liberal) to 15% (optimist beliefs)'; empty where the mixture stands alone."""
    found = ends(line)
    if found is None:
        return ""
    return " to ".join(f"{percent(one.value)} ({named(one)})" for one in found)


def named(one: AnalystView) -> str:
    """An analyst for a reader."""
    return {"class": "its class", "mixture": "the mixture"}.get(one.kind, one.analyst)


def told(answer: Answer, line: ToleranceLine) -> str:
    """'war on South Korea: missed, all 48 above 5%, from 9.0% (initiation: liberal) to 15% (optimist beliefs)'."""
    apart = f", from {dissent(line)}" if dissent(line) else ""
    return f"{reading.label_of(answer, line.outcome)}: {state(line)}, {sides(line)}{apart}"


def everybody(line: ToleranceLine) -> str:
    """Each analyst with its probability, the lowest first; '?' within two Monte Carlo errors of the limit."""
    known = sorted((one for one in line.views if one.value is not None), key=lambda one: one.value or 0.0)
    return ", ".join(f"{named(one)} {percent(one.value)}{'?' if one.side == 'astride' else ''}" for one in known)


def settling(line: ToleranceLine, unit: str = "") -> str:
    """What divides analysts about a limit: 'which equation holds (1: treaty-end: patrons)'; empty where nothing does."""
    return "; ".join(_settling(one, unit) for one in line.settling)


def settling_in_short(line: ToleranceLine, unit: str = "") -> str:
    """What divides analysts about a limit, without their names: 'which equation holds, a stated judgement'."""
    return ", ".join(_settling(one, unit) if one.quiet is not None else KINDS[one.kind] for one in line.settling)


def _settling(one: Settling, unit: str) -> str:
    if one.kind == "class" and one.quiet is not None:
        return f"{KINDS['class']}: {one.quiet:,.0f} more quiet {unit} would do"
    names = ", ".join(one.analysts[:2]) + (f" and {len(one.analysts) - 2} more" if len(one.analysts) > 2 else "")
    return KINDS[one.kind] if one.kind == "class" else f"{KINDS[one.kind]} ({names})"


def flip(line: ToleranceLine) -> str:
    """'integrity.persistence moved by -2.8 of its standard deviations'; empty where no prior moves it beyond error."""
    if line.flip is None:
        return ""
    return f"{line.flip.prior} moved by {line.flip.sd:+.1f} of its standard deviations"
