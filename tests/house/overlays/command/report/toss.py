"""Made up: what came of tossing a coin, in words."""

from __future__ import annotations

from foedus.classic.toss import Tossed


def toss_text(answer: Tossed) -> str:
    """One line."""
    return f"{answer.heads} of {answer.tosses} tosses were heads."
