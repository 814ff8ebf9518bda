"""What every reader needs: open a publisher's table, insist on its columns, give them types, make missing null."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from foedus.data.readers.taken import took
from foedus.data.readers.text import read_text, require
from foedus.errors import DataError
from foedus.shown import first_line, shown

Schema = Mapping[str, type[pl.DataType]]

COW = (-9,)
"""How the Correlates of War Project, and those who follow it, write what is missing."""


def read_table(path: Path, schema: Schema, *, missing: tuple[int, ...] = (), encoding: str = "utf-8") -> pl.DataFrame:
    """The columns of `schema` from a Parquet file or a text table separated by commas or tabs, cast to its types.

    `missing` are the publisher's own numbers for what is missing: they become null in numeric columns, and so does NaN; any
    other such number stays, and columns.csv refuses it where it is out of range. `encoding` is that of the text. In a text
    table blank cells, NA and a lone dot are null. Dates are year, month and day, joined by hyphens or slashes. A column
    declared Boolean holds true or false and is returned as a flag: int8, 1 or 0. A file that cannot be read, a column that is
    absent, or a value that does not fit its type raises DataError; for a value it names the column, the row, the value and
    what is allowed.
    """
    raw = _open(path, schema, encoding)
    took(raw.height)
    return fit(raw, schema, path, missing=missing)


def fit(raw: pl.DataFrame, schema: Schema, path: Path, *, missing: tuple[int, ...] = ()) -> pl.DataFrame:
    """`raw`, as it stands in the file at `path`, cast to `schema` under the rules of `read_table`.

    Text is read as whole numbers where all of it is; only a table that has some written "3.0" takes the way by floats.
    """
    for way in (pl.Int64, pl.Float64):
        try:
            table = raw.select(_typed(name, kind, raw.schema[name], missing, way) for name, kind in schema.items())
        except pl.exceptions.PolarsError as error:
            if way is pl.Float64:
                raise DataError(_first_bad(raw, schema, path) or f"{path.name}: {first_line(error)}") from None
            continue
        fractions = [~_whole(name) for name, kind in schema.items() if _may_lose(kind, raw.schema[name], way)]
        if fractions and raw.select(pl.any_horizontal(each.any() for each in fractions)).item():
            raise DataError(_first_bad(raw, schema, path))
        break
    return table


def with_dates(table: pl.DataFrame, path: Path, **names: tuple[str, str, str]) -> pl.DataFrame:
    """`table` with a date for every (year, month, day) in `names`, null where a part is null.

    Publishers write days they know roughly as numbers above 31: those dates are null as well. A day that its month
    does not have raises DataError.
    """
    for name, (year, month, day) in names.items():
        parts = [pl.col(part).cast(pl.Int32) for part in (year, month, day)]
        known = pl.all_horizontal(part.is_not_null() for part in parts) & (parts[2] <= 31)
        text = pl.format("{}-{}-{}", *parts)
        table = table.with_columns(pl.when(known).then(text).str.to_date("%Y-%m-%d", strict=False).alias(name))
        bad = table.select(row=pl.row_index(), text=text, bad=known & pl.col(name).is_null()).filter("bad")
        if bad.height:
            row, value = bad.row(0)[:2]
            raise DataError(
                f"{path.name}: {year}, {month}, {day}, data row {row + 1}: {value} is not a day; correct it"
            )
    return table


def insist(table: pl.DataFrame, column: str, pattern: str, wanted: str, path: Path) -> pl.DataFrame:
    """`table`, if all that `column` holds matches `pattern`; else DataError names the first value that does not."""
    wrong = table.filter(pl.col(column).str.contains(pattern).not_())[column]
    if wrong.len():
        raise DataError(f"{path.name}: {column} '{shown(wrong[0])}' is not {wanted}; correct it in the file")
    return table


def _open(path: Path, schema: Schema, encoding: str) -> pl.DataFrame:
    """The columns of `schema` as they stand in the file: text from a text table, the file's types from Parquet."""
    if not path.is_file():
        state = "is a folder" if path.is_dir() else "does not exist"
        raise DataError(f"{path} {state}; give the path of the publisher's file")
    try:
        if path.suffix != ".parquet":
            return read_text(path, schema, encoding=encoding)
        lazy = pl.scan_parquet(path, glob=False)
        require(lazy.collect_schema().names(), schema, path)
        return lazy.select(list(schema)).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DataError(
            f"{path.name} is not a readable {path.suffix[1:] or 'csv'} file ({first_line(error)}); "
            "fetch it from its publisher again"
        ) from error


def _typed(
    name: str, kind: type[pl.DataType], stored: pl.DataType, missing: tuple[int, ...], way: type[pl.DataType]
) -> pl.Expr:
    """A column as its type; whole numbers that are not stored as such by way of the type `way`."""
    column = pl.col(name)
    if kind is pl.String:
        return column.cast(pl.String).str.strip_chars().replace("", None)
    if kind is pl.Date:
        return _day(name, strict=True) if stored == pl.String else column.cast(pl.Date)
    if kind is pl.Boolean:
        return _flag(name).alias(name)
    if kind.is_integer() and stored == pl.String and way is pl.Int64:
        column = column.cast(pl.Int64)
    elif not stored.is_integer():
        column = column.cast(pl.Float64).fill_nan(None)
    for code in missing:
        column = pl.when(column != code).then(column)
    return column.cast(kind).alias(name)


def _day(name: str, *, strict: bool) -> pl.Expr:
    return pl.col(name).str.replace_all("/", "-").str.to_date("%Y-%m-%d", strict=strict)


def _flag(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.to_lowercase()
    return text.replace_strict({"true": 1, "false": 0}, return_dtype=pl.Int8)


def _may_lose(kind: type[pl.DataType], stored: pl.DataType, way: type[pl.DataType]) -> bool:
    """Whether a cast from what is stored to `kind` by way of `way` may drop a fraction."""
    return kind.is_integer() and (stored.is_float() or (stored == pl.String and way is pl.Float64))


def _whole(name: str) -> pl.Expr:
    number = pl.col(name).cast(pl.Float64, strict=False)
    return number == number.round()


def _first_bad(raw: pl.DataFrame, schema: Schema, path: Path) -> str:
    """The sentence for the first value, column by column, that does not fit its type; empty if all do."""
    for name, kind in schema.items():
        stored = raw.schema[name]
        try:
            fits = raw.select(_fits(name, kind, stored).fill_null(value=False) | pl.col(name).is_null()).to_series()
        except pl.exceptions.PolarsError:
            return f"{path.name}: column '{name}' holds {stored}, not {_allowed(kind)}; give the publisher's file"
        if not fits.all():
            row = fits.arg_min() or 0
            return (
                f"{path.name}: column '{name}', data row {row + 1}: '{shown(raw[name][row])}' is not {_allowed(kind)}; "
                "correct it, or leave the cell empty where it is unknown"
            )
    return ""


def _fits(name: str, kind: type[pl.DataType], stored: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind is pl.Date and stored == pl.String:
        return _day(name, strict=False).is_not_null()
    if kind is pl.Boolean:
        return column.cast(pl.String).str.to_lowercase().is_in(["true", "false"])
    if kind is pl.Date or kind is pl.String:
        return column.cast(kind, strict=False).is_not_null()
    number = column.cast(pl.Float64, strict=False)
    inside = number.cast(kind, strict=False).is_not_null()
    return number.is_nan() | (inside & _whole(name)) if kind.is_integer() else number.is_not_null()


def _allowed(kind: type[pl.DataType]) -> str:
    if kind is pl.Date:
        return "a date such as 2010-12-31"
    if kind is pl.Boolean:
        return "true or false"
    if kind.is_integer():
        low, high = (pl.select(bound).item() for bound in (kind.min(), kind.max()))  # type: ignore[attr-defined]
        return f"a whole number from {low} to {high}"
    return "text" if kind is pl.String else "a number"
