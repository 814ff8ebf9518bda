"""What came of making an answer again."""

from __future__ import annotations

from foedus.assessment.verify import Verified
from foedus.report.words import counted
from foedus.shown import escaped

SHOWN = 10
"""Most differences that are told."""
LONGEST = 300
"""Most characters of a difference."""


def verified_text(found: Verified) -> str:
    """The same, or where it is not: a line each."""
    what = f"{found.chunks:,} of {counted(found.of, 'chunk')}, {counted(found.futures, 'future')}"
    if found.same:
        rest = (
            "and every line of the answer"
            if found.whole
            else "and the answer as it was sealed (--whole also makes every line again)"
        )
        return f"the same: {what} {rest}\n"
    lines = [
        escaped(f"{each.where}: the answer says {each.stated}, here {each.found}", LONGEST)
        for each in found.differences[:SHOWN]
    ]
    more = len(found.differences) - SHOWN
    lines += [f"and {more:,} more"] if more > 0 else []
    return "\n".join([*lines, f"not the same: {counted(len(found.differences), 'difference')} in {what}"]) + "\n"
