"""What every reader needs: open a publisher's table, insist on its columns, give them types, make missing null."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from foedus.errors import DataError

Schema = Mapping[str, type[pl.DataType]]

BLANK = ("", " ", "NA", ".")


def read_table(path: Path, schema: Schema, *, missing: tuple[int, ...] = (-9,)) -> pl.DataFrame:
    """The columns of `schema` from a CSV or Parquet file, cast to its types.

    Values in `missing` become null in numeric columns; blank cells, NA and a lone dot are null in CSV files.
    A column declared Boolean holds true or false and is returned as a flag: int8, 1 or 0; one declared Date holds
    year, month and day, joined by hyphens or slashes.
    A column that is absent, or a value that is not of the declared type, raises DataError.
    """
    raw = _open(path)
    absent = [name for name in schema if name not in raw.columns]
    if absent:
        raise DataError(f"{path.name}: missing column {', '.join(absent)} (required: {', '.join(schema)})")
    try:
        return raw.select(_typed(name, kind, missing) for name, kind in schema.items())
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path.name}: a value does not fit its declared type: {_first_line(error)}") from error


def _open(path: Path) -> pl.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema=False, null_values=list(BLANK), encoding="utf8-lossy")
    except FileNotFoundError:
        raise DataError(f"{path} does not exist; give the path of the publisher's file") from None
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path.name} is not a readable {path.suffix or 'CSV'} table: {_first_line(error)}") from error


def _typed(name: str, kind: type[pl.DataType], missing: tuple[int, ...]) -> pl.Expr:
    column = pl.col(name)
    if kind is pl.String:
        return column.cast(pl.String).str.strip_chars().replace("", None)
    if kind is pl.Boolean:
        flag = column.cast(pl.String).str.to_lowercase()
        return flag.replace_strict({"true": 1, "false": 0}, return_dtype=pl.Int8).alias(name)
    if kind is pl.Date:
        return column.cast(pl.String).str.replace_all("/", "-").str.to_date("%Y-%m-%d")
    if kind.is_integer():
        # By way of a float, because publishers write whole numbers as "3.0".
        column = column.cast(pl.Float64)
    value = column.cast(kind)
    for code in missing:
        value = pl.when(value != code).then(value)
    return value.alias(name)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def insist(table: pl.DataFrame, column: str, pattern: str, wanted: str, path: Path) -> pl.DataFrame:
    """`table`, if all that `column` holds matches `pattern`; else DataError names the first value that does not."""
    wrong = table.filter(pl.col(column).str.contains(pattern).not_())[column]
    if wrong.len():
        raise DataError(f"{path.name}: {column} '{wrong[0]}' is not {wanted}; correct it in the file")
    return table


def span_dates() -> tuple[pl.Expr, pl.Expr]:
    """COW's six date columns as `start` and `end` dates (inclusive)."""
    start = pl.date("styear", "stmonth", "stday").alias("start")
    end = pl.date("endyear", "endmonth", "endday").alias("end")
    return start, end
