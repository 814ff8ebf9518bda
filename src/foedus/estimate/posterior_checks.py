"""What the arrays of a posterior file must be: against their record, against each other, and against what a number can be.

Array                  shape        what its numbers can be
draws/<parameter>      (G, ...)     finite; G, the draws, is the same for all
draws/b                (G, ..., K)  K is the number of terms in the record
draws/year_level       (G, Y)       Y is the number of years in the record
units/<parameter>      (3, U)       codes, each a whole number and once; means; standard deviations, 0 or more
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.shown import quoted

FORMAT = 1
RECORDED = (
    *("equation", "specification", "formula", "terms", "sample", "years", "as_of", "sources"),
    *("priors", "sampler", "diagnostics", "summary", "scores"),
)
"""Parts of every record."""

MOST = 100.0
"""Greatest size of a draw or a unit's level: log odds, log growth or a spread of them. The odds of e^100 are certainty, and no
estimate that ships is beyond 10."""

MOST_OF = {"dispersion": 1e6, "mean": 1e3, "df": 1e3}
"""Greatest size of a column of `draws/terms` that is no such thing: of a count, or degrees of freedom. None that ships is
beyond 30,000."""

WHY = "log odds and log growth beyond that are certainty"

NOT_NEGATIVE = frozenset(
    {"scale", "df", "factor_sd", "bound", "mean", "dispersion", "step", "shock_democracy", "shock_autocracy"}
)
"""Terms in `draws/terms` that are spreads, counts or bounds: 0 or more."""

SPREADS = frozenset({"sigma", "noise", "centre_sigma", "year_scale"})
"""Parameters that are standard deviations: 0 or more."""

SHARES = frozenset({"acquisition", "change_given_irregular", "minor", "rate"})
"""Parameters that are probabilities or yearly rates: 0 to 1."""

CODES = 999_999
"""Highest code of a unit: that of a dyad is 1,000 times one state's code and the other's."""


def expected_type(name: str, dtype: np.dtype[Any]) -> str | None:
    """What was expected of an array of this name and type; None if it may stand in a posterior."""
    if name == "record":
        return None if dtype == np.uint8 else "uint8, the bytes of a JSON text"
    if name.partition("/")[0] not in ("draws", "units"):
        return "no array of that name, but draws/NAME, units/NAME and record"
    return None if dtype.kind == "f" and dtype.itemsize in (4, 8) else "float32 or float64"


def check_record(record: Mapping[str, Any]) -> None:
    """Raise ValueError for a record of another format, or with parts that are missing or not what they can be."""
    if record.get("format") != FORMAT:
        raise ValueError(f"posterior format {quoted(record.get('format'))}, this version reads {FORMAT}")
    lacking = [part for part in RECORDED if part not in record]
    if lacking:
        raise ValueError(f"its record lacks {', '.join(lacking)}")
    for part, right, expected in PARTS:
        if not right(record[part]):
            raise ValueError(f"its record has {part} {quoted(record[part])}; expected {expected}")


def _years(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(type(each) is int for each in value)
        and (1800 <= value[0] <= value[1] <= 2100)
    )


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _fields(value: Any) -> bool:
    return isinstance(value, dict)


ROUNDED = 1e-3
"""How far a mean or a standard deviation in a record may be from that of the draws by the digits it is written with."""

PARTS: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("terms", _texts, "a list of names"),
    ("years", _years, "first and last year"),
    *((part, _text, "a text") for part in ("equation", "specification", "formula", "as_of", "sampler")),
    *(
        (part, _fields, "fields with values")
        for part in ("sample", "sources", "priors", "diagnostics", "summary", "scores")
    ),
)
"""Parts of a record, whether a value can be one, and what was expected."""


def check_arrays(arrays: Mapping[str, NDArray[Any]], record: Mapping[str, Any]) -> None:
    """Raise ValueError for the first array that is not what the record, its siblings and its kind say."""
    draws = {name: array for name, array in arrays.items() if name.startswith("draws/")}
    if not draws:
        raise ValueError("it has no array draws/NAME")
    sizes = [len(array) if array.ndim else 0 for array in draws.values()]
    size = max(set(sizes), key=lambda each: (sizes.count(each), each))
    for name, array in arrays.items():
        said = next(_faults(name, array, record, size), None)
        if said:
            raise ValueError(f"array '{name}' {said}")


def _faults(name: str, array: NDArray[Any], record: Mapping[str, Any], size: int) -> Iterator[str]:
    kind, _, parameter = name.partition("/")
    if kind == "units":
        yield from _table(array)
        return
    if array.ndim == 0 or len(array) != size or not size:
        expected = f"{size} draws" if size else "1 draw or more"
        yield f"has shape {array.shape}; expected {expected} along the first axis, as in its siblings"
    if parameter == "b" and array.shape[-1] != len(record["terms"]):
        yield f"has shape {array.shape}; expected {len(record['terms'])} along the last axis, the terms of its record"
    years = record["years"][1] - record["years"][0] + 1
    if parameter == "year_level" and array.shape[1:] != (years,):
        yield f"has shape {array.shape}; expected ({size}, {years}), the years {record['years'][0]} to {record['years'][1]}"
    yield from _finite(array)
    if parameter == "terms" and array.ndim == 2:
        yield from _terms(array, record["terms"])
    elif parameter in SHARES:
        yield from _outside(array, 0.0, 1.0, "a share")
    elif parameter in SPREADS:
        yield from _outside(array, 0.0, MOST, "a standard deviation")
    else:
        yield from _outside(array, -MOST, MOST, WHY)
    if parameter in ("b", "terms") and array.ndim == 2:
        yield from _unlike(array, record)


def _unlike(array: NDArray[Any], record: Mapping[str, Any]) -> Iterator[str]:
    """Coefficients whose draws are not those that the record sums up: another mean, or not half as far apart."""
    for term, column in zip(record["terms"], array.T, strict=False):
        told = record["summary"].get(term)
        told = told if isinstance(told, dict) else {}
        mean, sd = told.get("mean"), told.get("sd")
        if not (isinstance(mean, int | float) and isinstance(sd, int | float) and math.isfinite(mean + sd)):
            continue
        here, apart = float(column.mean()), float(column.std())
        if abs(here - mean) > 0.5 * sd + ROUNDED or apart < 0.5 * sd - ROUNDED:
            yield (
                f"has for '{term}' the mean {here:.4g} and the standard deviation {apart:.4g}; "
                f"expected {mean:.4g} and {sd:.4g}, as its record says"
            )


def _terms(array: NDArray[Any], terms: Sequence[str]) -> Iterator[str]:
    """Faults of the columns of `draws/terms`, each by the range of its term."""
    for term, column in zip(terms, array.T, strict=False):
        most = MOST_OF.get(term, MOST)
        yield from _outside(column, 0.0 if term in NOT_NEGATIVE else -most, most, f"the range of '{term}'")


def _table(array: NDArray[Any]) -> Iterator[str]:
    """Faults of a table of units: codes, means, standard deviations."""
    if array.ndim != 2 or array.shape[0] != 3:
        yield f"has shape {array.shape}; expected (3, U): code, mean and standard deviation of each unit"
        return
    yield from _finite(array)
    codes, mean, sd = array
    if (codes != np.floor(codes)).any() or len(np.unique(codes)) < len(codes):
        yield "has a code that is no whole number, or is in it twice; expected each unit once"
    yield from _outside(codes, 0.0, CODES, "codes of states and dyads")
    yield from _outside(mean, -MOST, MOST, WHY)
    yield from _outside(sd, 0.0, MOST, "a standard deviation")


def _finite(array: NDArray[Any]) -> Iterator[str]:
    wrong = ~np.isfinite(array)
    if wrong.any():
        place = tuple(int(each) for each in np.argwhere(wrong)[0])
        found = f"{array[place]} at {list(place)}"
        yield f"has {int(wrong.sum())} of {array.size} numbers not finite, the first {found}; expected finite ones"


def _outside(array: NDArray[Any], low: float, high: float, why: str) -> Iterator[str]:
    wrong = (array < low) | (array > high)
    if wrong.any():
        place = tuple(int(each) for each in np.argwhere(wrong)[0])
        yield f"has {array[place]:g} at {list(place)}; expected {low:g} to {high:g} ({why})"
