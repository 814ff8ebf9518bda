"""Simulated futures of a world: draws, the steps of the year, the engine."""
