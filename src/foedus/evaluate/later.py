"""Years after those the catalogue knows: files in a folder of their own, and disputes that come from another coding.

Disputes are those of the panel (Gibler, Miller & Little, then COW) to their last coded year. Later disputes come from a
file in the folder: a later edition of either, complete or only the later part. Earlier outcomes do not change, so
neither does a fit to an earlier origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from foedus.data.catalog import TABLES, digest, files_first, source, sources
from foedus.data.columns import all_columns
from foedus.data.library import Shelf, reader
from foedus.data.panel.coverage import EVENTS
from foedus.data.panel.disputes import SPLICED, dyad_disputes, peace_years
from foedus.data.panel.facts import directed_disputes, disputes_coded
from foedus.data.panel.members import KEYS, dyad_years
from foedus.data.panel.rows import Rows
from foedus.errors import DataError, InputError
from foedus.estimate.samples.initiation import FIRST, Outcomes

CODINGS = ("gml-directed", "cow-mid-directed")
"""Sources of disputes, the first that reaches past the usual coding being used."""


@dataclass(frozen=True)
class Later:
    """Disputes to a year after the usual coding ends.

    directed   dispute-years in both directions, the columns SPLICED
    last       last year coded
    """

    directed: pl.DataFrame
    last: int
    sources: Mapping[str, str]
    note: str

    def outcomes(self, *, directed: bool, groups: tuple[str, ...]) -> Outcomes:
        """Dyad-years since 1816 with their disputes and years of peace, and how `groups` are filled after their last year."""
        shelf = Shelf()
        frame = dyad_years(shelf.read("cow-states"), (FIRST, self.last), directed=directed)
        rows, fought = Rows(frame, KEYS), dyad_disputes(self.directed)
        found = rows.look_up(fought, zero_within=(FIRST, self.last))
        table = pl.concat([frame.drop("entry"), found, peace_years(rows, fought)], how="horizontal")
        return Outcomes(table, {**shelf.provenance, **self.sources}, self.last, carried(groups, self.last - 1))


class Folder(NamedTuple):
    """The contents of a folder of later files: paths by source, and disputes after the usual coding, if any."""

    files: Mapping[str, Path]
    later: Later | None


def carried(groups: tuple[str, ...], last: int) -> dict[str, str]:
    """The policy that carries forward each group of columns that ends before a year."""
    ends: dict[str, int] = {}
    for column in all_columns():
        if column.add in groups and column.add not in EVENTS and column.last_year is not None:
            ends[column.add] = max(column.last_year, ends.get(column.add, column.last_year))
    return {group: f"carry:{last - end}" for group, end in ends.items() if end < last}


@contextmanager
def opened(folder: Path | None) -> Iterator[Folder]:
    """While this is open, files of the catalogue in a folder take precedence over those under the data root.

    A file is found by its path in the catalogue, its name, or the key of its source, as CSV or Parquet; years at the
    end of a name may differ. Raises InputError if the folder does not exist, or contains no file of the catalogue.
    """
    if folder is None:
        yield Folder({}, None)
        return
    if not folder.is_dir():
        raise InputError(f"--data {folder} is not a folder; give one that holds publishers' files")
    files = {key: path for key in sources() if (path := _in(folder, key)) is not None}
    if not files:
        raise InputError(
            f"--data {folder} contains no file of the catalogue, for example {source(CODINGS[1]).file}; "
            "'foedus data list' names them all"
        )
    found = later(files)
    usual = {key: path for key, path in files.items() if key not in CODINGS}
    with files_first(usual):
        yield Folder(files, found)


def _in(folder: Path, key: str) -> Path | None:
    """The file of a source in a folder."""
    named = Path(source(key).file)
    for place in (named, Path(named.name), Path(f"{key}{named.suffix}")):
        for suffix in dict.fromkeys((place.suffix, *TABLES)):
            if (path := folder / place.with_suffix(suffix)).is_file():
                return path
    stem = re.sub(r"_to\d{4}$", "", named.stem)
    other = re.compile(rf"{re.escape(stem)}(_to\d{{4}}|_\d{{4}}_\d{{4}})?\.(csv|parquet)")
    several = [*folder.glob("*"), *(folder / named.parent).glob("*")] if stem != named.stem or source(key).parts else []
    return next((path for path in sorted(several) if other.fullmatch(path.name)), None)


def later(files: Mapping[str, Path]) -> Later | None:
    """Disputes after the usual coding, from the first file that has them."""
    end = disputes_coded()[1]
    for key in CODINGS:
        if key not in files:
            continue
        table = reader(key)(files[key])
        after = table.filter(pl.col("year") > end)
        if not after.height:
            continue
        _check(after, files[key], end)
        shelf = Shelf()
        before = directed_disputes(shelf)
        if "hostlev" not in after.columns:
            after = after.with_columns(hostlev=pl.max_horizontal("hostlev1", "hostlev2"))
        last = int(after["year"].max())  # type: ignore[arg-type]
        what = source(key)
        return Later(
            pl.concat([before.select(SPLICED), after.select(SPLICED)]),
            last,
            {**shelf.provenance, f"{key}, {end + 1}-{last}": digest(files[key])},
            f"Disputes of {end + 1} to {last} are those of {what.title} ({files[key].name}).",
        )
    return None


def _check(after: pl.DataFrame, path: Path, end: int) -> None:
    """Refuse dispute-years that repeat, or skip a year, which would be taken for peace."""
    keys = ["dispnum", *KEYS]
    if after.select(pl.struct(keys).is_duplicated().any()).item():
        raise DataError(f"{path.name}: rows after {end} repeat {', '.join(keys)}; keep one of each")
    years = set(after["year"].to_list())
    missing = sorted(set(range(end + 1, max(years) + 1)) - years)
    if missing:
        raise DataError(
            f"{path.name}: no dispute-year of {missing[0]}, though there are some of {max(years)}; give every year after {end}"
        )
