"""What a file is that is no text, by its first bytes."""

from __future__ import annotations

SIGNATURES = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
}


def other_format(content: bytes) -> str | None:
    """What a file is in words; None where its first bytes do not tell.

    >>> other_format(b"\\x1f\\x8b\\x08"), other_format(b"{}")
    ('a gzip archive', None)
    """
    return next((what for start, what in SIGNATURES.items() if content.startswith(start)), None)
