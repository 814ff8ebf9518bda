"""Hindcasts: the simulator run from worlds of the past, against what happened."""
