"""How large a run may be, and how large a chunk of one is."""

from __future__ import annotations

MOST_YEARS = 60
MOST_FUTURES = 100_000_000
SIZE = 1000
"""Most futures of a chunk."""
