"""Hindcasts: the simulator, run from past worlds and compared with what happened."""
