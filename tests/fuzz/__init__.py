"""Mutants of good files: each is read, or refused in one line that a terminal can show. `make fuzz` tries 10,000 of each kind."""
