"""Build a panel: choose a unit, years and groups of columns; get one validated frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from foedus import taken
from foedus.data.catalog import source
from foedus.data.columns import UNITS, table_columns
from foedus.data.library import Shelf, read
from foedus.data.panel.frames import Frames
from foedus.data.panel.lookup import Years
from foedus.data.panel.pacts import treaty_list
from foedus.data.panel.panel import Panel
from foedus.data.panel.remarks import remarks
from foedus.data.panel.request import Request, check_years
from foedus.data.panel.tables import TABLES
from foedus.data.panel.whittle import RULES
from foedus.errors import InputError
from foedus.names import same
from foedus.progress import Progress
from foedus.shown import shown


def build_panel(
    unit: str,
    years: Years | str,
    add: Iterable[str] | None = None,
    *,
    system: str = "cow",
    relevant: bool = False,
    coverage: Mapping[str, str] | None = None,
    rules: str = "foedus",
    whittle: str | Sequence[str] = tuple(RULES),
    progress: Progress | None = None,
) -> Panel:
    """One row per unit and year, with the columns asked for, validated.

    unit      state-year, state-day, dyad-year, directed-dyad-year, leader-year, leader-dyad-year (directed); or a
              publisher's table with all its columns and every multiple row: dispute, dispute-participant,
              dispute-dyad-year, alliance, alliance-member (rows that begin in `years`)
    years     first and last, inclusive, also as 'A:B'; membership is by the day and carried after the publisher's list ends
    add       names of groups of columns (`foedus.data.columns.groups`); None adds all
    system    'cow' (Correlates of War) or 'gw' (Gleditsch-Ward): whose states and numbers are used
    relevant  politically relevant dyads only. Relevance is coded through 2016: rows of later years are left out (the
              panel's `notes` say how many and why) unless a coverage policy for 'relevance' carries it forward
    coverage  how to fill a group of columns after its last coded year: {'alliances': 'carry:5', 'gdp': 'nowcast:3'};
              other groups are null there. Every column filled this way gets a companion `<name>_status`
    whittle   which dispute the group 'one-dispute' keeps where a dyad-year has several: names in
              `foedus.data.panel.whittle.RULES`, the first deciding first
    rules     'foedus', or 'peacesciencer' to count peace years and contiguity as that R package does
    progress  called with the number of groups done, the number of groups, and the name of the next one

    A column is null outside the years its source codes. Raises InputError for an invalid request, DataError for a
    publisher's file that is missing or wrong.
    """
    years = taken.years(years)
    relevant = taken.flag("relevant", relevant)
    if isinstance(add, str):
        raise InputError(f"groups of columns '{shown(add)}' must be a list of names: ['{shown(add)}']")
    add = None if add is None else taken.names("groups of columns", add)
    whittle = taken.names("whittling rules", whittle)
    unit = same(str(unit), [*UNITS, *TABLES]) or str(unit)
    if unit in TABLES:
        if relevant or add is not None or coverage or (system, rules, *whittle) != ("cow", "foedus", *RULES):
            raise InputError(f"'{unit}' is a publisher's table: give only years")
        return _table(unit, years)
    request = Request.of(unit, years, add, system, relevant, coverage, rules, whittle)
    frames = Frames(request, progress=progress)
    kept = request.columns
    rows = frames.build().select({name: column.dtype for name, column in kept.items()})
    options = {
        "years": f"{years[0]}:{years[1]}",
        "system": system,
        "relevant": relevant,
        "coverage": {group: str(policy) for group, policy in request.coverage.items()},
        "rules": rules,
        "whittle": list(whittle) if "one-dispute" in request.groups else [],
    }
    held = frames.shelf.held
    notes = (*frames.notes, *remarks(kept.values(), years, held))
    return Panel(rows, unit, kept, frames.shelf.provenance, system=system, options=options, notes=notes, files=held)


def table(key: str) -> pl.DataFrame:
    """The validated table of a source by its key ('foedus data list'); InputError for an unknown key."""
    return read(source(key).key)


def treaties() -> pl.DataFrame:
    """Every ATOP alliance as one row: see `foedus.data.panel.pacts.treaty_list`."""
    return treaty_list(read("atop-alliances"), read("atop-members"))


def _table(unit: str, years: Years) -> Panel:
    """A publisher's table as a panel: its rows that begin in `years`."""
    shelf = Shelf()
    key, begins = TABLES[unit]
    check_years(years, source(key).first_year)
    frame = shelf.read(key).filter(pl.col(begins).is_between(*years))
    columns, options = table_columns(key), {"years": f"{years[0]}:{years[1]}"}
    notes = tuple(remarks(columns.values(), years, shelf.held))
    return Panel(frame, unit, columns, shelf.provenance, options=options, notes=notes, files=shelf.held)
