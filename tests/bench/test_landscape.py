"""The plain NumPy version finds what the walk finds; nothing is timed here."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import landscape
from foedus.classic import alignments


def test_both_ways_of_going_through_all_alignments_agree() -> None:
    for states in (2, 5, 11):
        world = landscape.random_landscape(states)
        assert landscape.numpy_minima(world) == alignments.minima(world).tolist()
