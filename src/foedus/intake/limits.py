"""What a file that a user hands in may hold at most. Each limit is far above what the shipped files need."""

from __future__ import annotations

TEXT_BYTES = 4_000_000
"""Bytes of a YAML or JSON file; the longest case that ships has 68,000."""

TABLE_BYTES = 100_000_000
"""Bytes of any other text file, such as a table."""

DEPTH = 32
"""Levels of lists and fields inside each other; a case has 5."""

ENTRIES = 200_000
"""Values of a file, those that an alias repeats counted each time; the longest case that ships has 3,100."""

CHARACTERS = 20_000
"""Characters of one text."""

KEY_CHARACTERS = 200
"""Characters of the name of a field."""

DIGITS = 18
"""Digits of a whole number in YAML: what 64 bits hold."""

JSON_DIGITS = 20
"""Digits of a whole number in JSON: what 64 bits hold without a sign, such as the seed of an answer."""

NUMBER_CHARACTERS = 64
"""Characters of a number with decimals or an exponent."""

ARCHIVE_BYTES = 16_000_000
"""Bytes of a file of arrays, as it lies on the disk; the largest posterior that ships has 235,000."""

ARRAYS = 64
"""Arrays in a file."""

ARRAY_BYTES = 256_000_000
"""Bytes of all arrays of a file, unpacked; the largest posterior that ships has 283,000."""
