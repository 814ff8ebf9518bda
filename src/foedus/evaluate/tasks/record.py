"""The record that disputes are forecast from: undirected dyad-years with predictors, and every dispute since 1816.

Rows are undirected dyads that are politically relevant in the year. An onset is a new dispute that begins in the year;
years of an ongoing dispute stay in the sample, because leaving out those without an onset would condition on the
outcome. Predictors are those of the year before. A dyad that enters the system has no year before: contiguity and major
powers are then those of the year itself, because they define the sample, and everything else is null.

Capabilities are the source `cow-nmc-6` (NMC 6.0), by name and not by the panel's column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from foedus.arrays import Floats, Ints
from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.facts import directed_disputes
from foedus.data.panel.lookup import look_up
from foedus.errors import InputError
from foedus.estimate.samples.disputes import HOSTILITY_FORCE
from foedus.estimate.samples.sample import Years, span
from foedus.evaluate.later import Later, carried

YEARS = (1946, 2014)
CAPABILITIES = "cow-nmc-6"
CAPABILITY_LABEL = "NMC 6.0"
TRADE = "cow-trade"
PAIR = ("ccode1", "ccode2")
KEYS = (*PAIR, "year")
KINDS = ("onset", "ongoing", "force", "fatal")
PLACE = ("conttype", "major1", "major2", "mindist")
"""Where states lie and who is a major power: what decides that a dyad is in the sample."""
NOW = ("contiguity", "majors", "distance")
BEFORE = ("alliances", "contiguity", "majors", "distance", "democracy", "ideal-points", "trade-national", "rivalry")


@dataclass(frozen=True)
class DisputeRecord:
    """Rows sorted by dyad and year, the events they are forecast from, and the files both come from.

    rows     ccode1 < ccode2, year, onset, and predictors known in the year before, null where unknown
    events   ccode1, ccode2, year and 0/1: onset (a dispute begins), ongoing (one is under way), force and fatal (a
             dispute that reached force, or killed, ends: its level is known only then)
    """

    rows: pl.DataFrame
    events: pl.DataFrame
    sources: Mapping[str, str]
    notes: Mapping[str, Any]

    @property
    def onset(self) -> Floats:
        """1 where a dispute begins; 0 where none does or the outcome is blanked."""
        return self.rows["onset"].cast(pl.Float64).fill_null(0.0).to_numpy()

    @property
    def year(self) -> Ints:
        """Year of each row."""
        return self.rows["year"].cast(pl.Int64).to_numpy()

    @property
    def pair(self) -> Ints:
        """Dyad of each row: 1000 ccode1 + ccode2."""
        return pair_codes(self.rows)

    @property
    def years(self) -> Years:
        """First and last year with rows."""
        return int(self.year.min()), int(self.year.max())

    def blanked(self, origin: int) -> DisputeRecord:
        """The record as it was known at the end of `origin`: outcomes and events after it, and predictors observed after
        it, are null. The rows stay, so that results from both can be compared row by row."""
        late = pl.col("year") > origin
        later = pl.col("year") > origin + 1
        values = [name for name in self.rows.columns if name not in (*KEYS, "onset")]
        rows = self.rows.with_columns(
            pl.when(~late).then("onset").alias("onset"), *(pl.when(~later).then(name).alias(name) for name in values)
        )
        return replace(self, rows=rows, events=self.events.filter(~late))


def pair_codes(frame: pl.DataFrame) -> Ints:
    """1000 ccode1 + ccode2 of every row."""
    return frame.select(pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2")).to_series().to_numpy()


def from_tables(
    rows: pl.DataFrame, events: pl.DataFrame, sources: Mapping[str, str] | None = None, notes: Any = None
) -> DisputeRecord:
    """A record from the caller's own tables, validated: keys and outcome are present, each dyad-year once, with some events."""
    need(rows, (*KEYS, "onset"), "the panel", "every backtest of disputes")
    need(events, (*KEYS, *KINDS), "the table of events", "the history of a dyad")
    if not rows.height or not rows["onset"].sum():
        raise InputError(f"no onset of a dispute in the {rows.height:,} rows of the panel: there is nothing to score")
    if rows.select(pl.struct(KEYS).is_duplicated().any()).item():
        raise InputError("the panel has a dyad-year twice; give one row for each ccode1, ccode2 and year")
    if rows.select((pl.col("ccode1") >= pl.col("ccode2")).any()).item():
        raise InputError("the panel has ccode1 >= ccode2; undirected dyads are written with the smaller number first")
    return DisputeRecord(rows.sort(KEYS), events, sources or {}, notes or {})


def need(frame: pl.DataFrame, names: Iterable[str], what: str, why: str) -> None:
    """Refuse a table without the required columns."""
    lacking = [name for name in names if name not in frame.columns]
    if lacking:
        raise InputError(f"{what} lacks {', '.join(lacking)}, which {why} needs; it has: {', '.join(frame.columns)}")


def dispute_record(years: Years | None = None, later: Later | None = None) -> DisputeRecord:
    """The record of the publishers' files: dyad-years of `years` (all of 1946 to 2014), events since 1816.

    later   disputes after 2014, of another file
    """
    first, last = span(years, YEARS if later is None else (YEARS[0], later.last))
    shelf = Shelf()
    if later is None:
        now = build_panel("dyad-year", (first, last), ["disputes", "peace", *NOW], relevant=True)
        table, directed, carry = now.frame, directed_disputes(shelf), {}
    else:
        outcomes = later.outcomes(directed=False, groups=(*NOW, *BEFORE))
        policies = carried(NOW, last)
        ends = min(source(key).last_year for key in ("cow-contiguity", "cow-majors"))
        if last > ends:
            policies["relevance"] = f"carry:{last - ends}"
        now = build_panel("dyad-year", (first, last), NOW, relevant=True, coverage=policies)
        found = look_up(now.frame, outcomes.frame.select(*KEYS, "onset", "peace"), KEYS)
        table, directed = now.frame.hstack(found), later.directed
        carry = {group: policy for group, policy in outcomes.coverage.items() if group in BEFORE}
    before = build_panel("dyad-year", (first - 1, last - 1), BEFORE, coverage=carry)
    lagged = _with_states(shelf, before.frame).with_columns(pl.col("year") + 1)
    keys = now.frame.select(*KEYS)
    rows = pl.concat(
        [table.select(*KEYS, "onset", "peace"), look_up(keys, lagged, KEYS)], how="horizontal"
    ).with_columns(pl.col(name).fill_null(now.frame[name]) for name in PLACE)
    placed = pl.col("mindist").forward_fill().backward_fill().over(PAIR, order_by="year")
    rows = rows.with_columns(placed).filter(pl.col("mindist").is_not_null())
    notes = {
        "unit": "undirected politically relevant dyad-year",
        "rows": rows.height,
        "onsets": int(rows["onset"].sum()),
        "dropped, distance never measured": now.frame.height - rows.height,
        "capabilities": CAPABILITY_LABEL,
    }
    read = {**now.provenance, **before.provenance, **shelf.provenance, **(later.sources if later else {})}
    return from_tables(rows, _events(directed), read, notes)


def _with_states(shelf: Shelf, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame of dyads with the CINC of both states and the trade between them."""
    cinc = shelf.read(CAPABILITIES).select("ccode", "year", "cinc")
    # after the last year of a table its last value stands
    at, trading = (
        frame.with_columns(pl.col("year").clip(upper_bound=source(key).last_year)) for key in (CAPABILITIES, TRADE)
    )
    found = [
        look_up(at, cinc.rename({"ccode": f"ccode{side}", "cinc": f"cinc{side}"}), (f"ccode{side}", "year"))
        for side in "12"
    ]
    trade = look_up(trading, shelf.read(TRADE).select(*KEYS, "imports", "exports"), KEYS)
    return pl.concat([frame, *found, trade], how="horizontal")


def _events(disputes: pl.DataFrame) -> pl.DataFrame:
    """Every dispute of every pair since 1816, by the year in which its level became known."""
    directed = disputes.filter(pl.col("ccode1") < pl.col("ccode2"))
    under_way = directed.group_by(KEYS).agg(
        onset=(pl.col("midonset") == 1).any().cast(pl.Int8), ongoing=pl.lit(1, pl.Int8)
    )
    ended = (
        directed.group_by("dispnum", *PAIR)
        .agg(
            pl.col("year").max(),
            force=(pl.max_horizontal("hostlev1", "hostlev2") >= HOSTILITY_FORCE).any().cast(pl.Int8),
            fatal=(pl.max_horizontal("fatality1", "fatality2") > 0).any().fill_null(value=False).cast(pl.Int8),
        )
        .group_by(KEYS)
        .agg(pl.col("force", "fatal").max())
    )
    return under_way.join(ended, on=KEYS, how="left").with_columns(pl.col("force", "fatal").fill_null(0)).sort(KEYS)
