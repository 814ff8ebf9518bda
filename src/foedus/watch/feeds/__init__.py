"""Formats in which publishers give events, a file each: which columns they document, and what a row of them counts."""
