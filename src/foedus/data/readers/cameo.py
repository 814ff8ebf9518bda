"""CAMEO event codes as text: two digits for a root, three for a base code, four below it.

Tables that were ever opened as numbers have lost the leading zero of the roots 01 to 09.
"""

from __future__ import annotations

import polars as pl

LAST_THREE_DIGIT = 209  # roots go to 20, so the number 210 and those up to 999 have lost a zero: 0210 and so on
LAST_ROOT = 20


def full_code(code: str, *, root: pl.Expr | None = None) -> pl.Expr:
    """The CAMEO code in a text column, with its leading zero.

    The numbers 10 to 20 are either roots ("10") or base codes of the roots 01 and 02 ("010"): `root` is true for the
    former; without it none is a root. Codes that have their zero are left as they are.
    """
    text = pl.col(code)
    number = text.cast(pl.Int32, strict=False)
    short = (number < 10) | number.is_between(LAST_ROOT + 1, 99) | number.is_between(LAST_THREE_DIGIT + 1, 999)
    doubtful = number.is_between(10, LAST_ROOT) & ~(pl.lit(False) if root is None else root)
    lost = (short | doubtful) & ~text.str.starts_with("0")
    return pl.when(lost).then("0" + text).otherwise(text).alias(code)
