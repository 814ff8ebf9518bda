"""The panel: one frame validated against columns.csv, with its provenance."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from foedus.atomic import atomic_write
from foedus.data.catalog import source
from foedus.data.columns import Column
from foedus.data.files.known import Held
from foedus.data.panel.joined import Joined
from foedus.data.panel.tables import not_after
from foedus.data.references import cite
from foedus.data.written import table_file
from foedus.errors import DataError, InputError
from foedus.rendered import Rendered
from foedus.shown import first_line

FORMAT = "foedus.panel/1"
METADATA = "foedus"
"""The key of a Parquet file's metadata under which a panel says what it is."""


@dataclass(frozen=True, slots=True, repr=False)
class Panel(Rendered):
    """A validated panel.

    content     one row per unit and year, sorted by its keys; columns of states may be kept apart
    unit        the unit of analysis, such as 'directed-dyad-year'
    columns     what each column of the frame is
    provenance  SHA-256 of every publisher's file it was built from, by source key
    files       what those files are, and what became of their rows, by source key
    system      'cow' or 'gw': whose states
    options     the rest of the request: years, relevance, coverage policies, rules
    notes       rows left out for lack of coverage, other units and borders in some years, files that are not the known ones

    The constructor checks names, types, keys, ranges, and that a column is null outside its coded years.
    """

    content: pl.DataFrame | Joined
    unit: str
    columns: Mapping[str, Column]
    provenance: Mapping[str, str]
    system: str = "cow"
    options: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    files: Mapping[str, Held] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_shape(self.rows.schema, self.columns)
        _check_keys(self.rows.own, self.keys)
        _check_values(self.rows, self.columns)

    @property
    def rows(self) -> Joined:
        """The rows, as they are kept."""
        return self.content if isinstance(self.content, Joined) else Joined(self.content)

    @property
    def frame(self) -> pl.DataFrame:
        """The rows as one frame."""
        return self.content.frame if isinstance(self.content, Joined) else self.content

    @property
    def keys(self) -> list[str]:
        """The columns that identify a row."""
        return [n for n, c in self.columns.items() if c.role == "key" or (c.role == "unit" and c.level != "label")]

    @property
    def coverage(self) -> dict[str, tuple[int, int]]:
        """First and last year with a value, for every column that has one."""
        years = self.frame.select(
            pl.struct(low=pl.col("year").filter(known).min(), high=pl.col("year").filter(known).max()).alias(name)
            for name in self.columns
            for known in [pl.col(name).is_not_null()]
        )
        spans = years.row(0, named=True) if years.height else {}
        return {name: (span["low"], span["high"]) for name, span in spans.items() if span["low"] is not None}

    @property
    def metadata(self) -> dict[str, Any]:
        """Metadata of the panel: unit, system, options, sources with version and hash, and a description of every column."""
        return {
            "format": FORMAT,
            "unit": self.unit,
            "system": self.system,
            "options": dict(self.options),
            "notes": list(self.notes),
            "sources": {key: self._source(key, sha) for key, sha in self.provenance.items()},
            "columns": {
                name: {
                    "source": column.source,
                    "unit": column.unit,
                    "years": [column.first_year, column.last_year],
                    "missing": column.missing,
                    "meaning": column.meaning,
                    **self._policy(column),
                }
                for name, column in self.columns.items()
            },
        }

    @property
    def citations(self) -> str:
        """The works to cite for its sources: one line each, then their BibTeX entries."""
        works = cite(self.provenance)
        return "\n\n".join(["\n".join(work.text for work in works), *(work.bibtex for work in works)])

    def _source(self, key: str, sha256: str) -> dict[str, Any]:
        """What a file was; and of its rows how many were read, how many stand in the table, and what was left out."""
        found = {"title": source(key).title, "version": source(key).version, "sha256": sha256}
        if (held := self.files.get(key)) is None:
            return found
        rows = {"read": held.taken.read, "kept": held.rows, "left_out": held.taken.left_out}
        return found | {"version": held.version, "check": held.check, "rows": rows}

    def _policy(self, column: Column) -> dict[str, str]:
        policy = self.options.get("coverage", {}).get(column.add)
        return {"coverage": policy} if policy else {}

    def write(self, path: Path) -> None:
        """Write the panel to `path`.

        A Parquet file contains `metadata` as JSON under the key 'foedus'; a CSV file has it in a companion,
        `<name>-metadata.json`. The write is atomic.
        """
        text = json.dumps(self.metadata, indent=1, ensure_ascii=False)
        if path.suffix.lower() == ".parquet":
            with table_file(path) as part:
                self.rows.lazy().sink_parquet(part, metadata={METADATA: text})
        elif path.suffix.lower() == ".csv":
            with table_file(path) as part, atomic_write(path.with_name(f"{path.name}-metadata.json")) as note:
                self.rows.lazy().sink_csv(part)
                note.write_text(text, encoding="utf-8")
        else:
            raise InputError(f"{path}: cannot tell the format from '{path.suffix}'; name it .parquet or .csv")


def read_metadata(path: Path) -> dict[str, Any]:
    """The metadata of a Parquet file written by `Panel.write`."""
    try:
        found = pl.read_parquet_metadata(path).get(METADATA)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"{path} is not a readable Parquet file: {first_line(error)}") from None
    if found is None:
        raise DataError(f"{path} has no metadata of a panel: write it with 'foedus panel' or Panel.write")
    metadata: dict[str, Any] = json.loads(found)
    return metadata


def _check_shape(schema: Mapping[str, pl.DataType], columns: Mapping[str, Column]) -> None:
    if list(schema) != list(columns):
        raise DataError(f"panel columns are {', '.join(schema)}; required: {', '.join(columns)}")
    for name, column in columns.items():
        if schema[name] != column.dtype:
            raise DataError(f"panel column '{name}' is {schema[name]}; columns.csv says {column.dtype}")


def _check_keys(frame: pl.DataFrame, keys: list[str]) -> None:
    """Keys that are numbers or dates ascend from row to row; leaders, whose key is a text, are unique within them."""
    texts = [name for name in keys if frame.schema[name] == pl.String]
    ascending = [name for name in keys if name not in texts]
    astray = not_after(frame, ascending, equal_allowed=bool(texts))
    if not astray and texts:
        astray = frame.height - frame.select(keys).n_unique()
    if astray:
        raise DataError(f"{astray} panel rows repeat or precede the row above; sort by {', '.join(keys)}, each once")


def _check_values(rows: Joined, columns: Mapping[str, Column]) -> None:
    """Compare the extremes of every column, and the years of its values, with what columns.csv allows.

    The tables that hold the values are compared; one that fails is wrong if it does so on some row of the panel.
    """
    if rows.own.is_empty():
        return
    years = rows.own["year"] if "year" in rows.own.columns else pl.Series([], dtype=pl.Int16)
    span = (years.min(), years.max())
    for table in rows.tables:
        rules = [rule for name in table.columns for rule in _rules(columns[name], span)]
        failed = table.select(suspect.alias(str(number)) for number, (_, _, suspect, _) in enumerate(rules)).row(0)
        for (column, text, _, wrong), fails in zip(rules, failed, strict=True):
            if fails and (count := rows.frame.select(wrong.sum()).item()):
                raise DataError(
                    f"panel column '{column.name}' must be {text}; source {column.source}: {count} rows are not"
                )


def _rules(column: Column, span: tuple[Any, Any]) -> Iterator[tuple[Column, str, pl.Expr, pl.Expr]]:
    """The rules for a column in a panel of years `span` (None, None: no years): whether it breaks them, and where."""
    value, year = pl.col(column.name), pl.col("year")
    if column.low is not None:
        yield column, f"at least {column.low:g}", value.min() < column.low, value < column.low
    if column.high is not None:
        yield column, f"at most {column.high:g}", value.max() > column.high, value > column.high
    if None not in (column.first_year, span[0]) and span[0] < column.first_year:
        early = value.is_not_null() & (year < column.first_year)
        yield column, f"null before {column.first_year}", early.any(), early
    if None not in (column.last_year, span[1]) and span[1] > column.last_year:
        late = value.is_not_null() & (year > column.last_year)
        yield column, f"null after {column.last_year}", late.any(), late
