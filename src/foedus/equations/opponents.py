"""Who counts as whose opponent: the span that simulator and samples share."""

from __future__ import annotations

OPPONENT_YEARS = 10
"""Years after a dispute in which its sides count as opponents."""
