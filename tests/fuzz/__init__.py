"""Mutants of good files: each is read, or refused in one line that a terminal can show. `make fuzz` tries many more."""
