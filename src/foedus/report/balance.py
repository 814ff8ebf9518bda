"""The answer on balance as text."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from foedus.classic.balance_answer import BalanceAnswer
from foedus.report.look import sentence_list

WIDTH = 100
LISTED = 20
"""Frustrated ties in the text; the JSON has all."""


def balance_text(answer: BalanceAnswer) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(line.rstrip() for line in _lines(answer)) + "\n"


def title(answer: BalanceAnswer) -> str:
    """The title: what was asked."""
    when = f", {answer.year}" if answer.year else ""
    return f"Friends and foes in two camps: {answer.origin}{when}"


def headline(answer: BalanceAnswer) -> str:
    """The result in one sentence."""
    ties = answer.positive + answer.negative
    if answer.proved:
        least = "No split in two leaves" if answer.frustrated else "A split in two leaves"
        rest = f"fewer than {answer.frustrated}" if answer.frustrated else "none"
        return f"{least} {rest} of {ties:,} ties out of place (proved)."
    return f"The best split found leaves {answer.frustrated} of {ties:,} ties out of place; at least {answer.bound} must be."


def _lines(answer: BalanceAnswer) -> Iterator[str]:
    triangle = "no triangle" if answer.triangle is None else f"{answer.triangle:.7f}"
    yield title(answer)
    yield headline(answer)
    yield ""
    yield f"  actors {answer.actors:,}; positive ties {answer.positive:,}; negative ties {answer.negative:,}"
    yield f"  frustration index   {answer.frustration:.7f}   1 - 2L/m, 1 is balance"
    yield f"  triangle index      {triangle:9}   share of triangles in balance"
    yield f"  walk index          {answer.walk:.7f}   closed walks in balance; falls with size"
    if not answer.proved:
        yield f"  bound {answer.bound}, gap {answer.gap:.1%}: not proved"
    yield ""
    for which, side in zip(("One side", "The other"), answer.sides, strict=True):
        yield from wrap(f"{which} ({len(side)}): {', '.join(side) or 'nobody'}", WIDTH, subsequent_indent="  ")
    yield "Other splits may be as good."
    out = [tie for tie in answer.ties if tie.frustrated]
    for sign, what in ((1, "Friends across the divide"), (-1, "Foes on one side")):
        pairs = [f"{tie.first}-{tie.second}" for tie in out if tie.sign == sign]
        if pairs:
            more = [f"and {len(pairs) - LISTED} more"] if len(pairs) > LISTED else []
            listed = sentence_list(pairs) if not more else ", ".join([*pairs[:LISTED], *more])
            yield from wrap(f"{what} ({len(pairs)}): {listed}", WIDTH, subsequent_indent="  ")
    yield from (line for note in answer.notes for line in wrap(f"Note: {note}.", WIDTH, subsequent_indent="  "))
