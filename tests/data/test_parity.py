"""Our panel against one built with peacesciencer 1.2.9 for 1946-60, column by column.

Every column agrees in every row but two, whose rules differ from ours; the test rebuilds the other rule exactly.

conttype     124 of 49,441 rows. The other panel takes the first spell of a pair that overlaps the year, in the order
             of the file, and so keeps a long spell of 0 over a shorter one inside it: in it the Soviet Union and Poland
             have no common border from 1946. Ours is the closest spell that overlaps the year.
gmlmidspell  12,022 rows, all of dyads with a gap of a calendar year in their history. The other panel counts rows since
             the last dispute and lets the count run on over the gap; our clock begins again at re-entry.
"""

from __future__ import annotations

import polars as pl
import pytest

from foedus.data.catalog import data_root
from foedus.data.library import read
from foedus.data.panel.build import build_panel

pytestmark = pytest.mark.data

DYAD = ["ccode1", "ccode2", "year"]
GROUPS = ["disputes", "alliances", "contiguity", "majors", "capabilities", "democracy", "peace"]
SAME = {
    "gmlmidonset": "onset",
    "gmlmidongoing": "ongoing",
    "cowmaj1": "major1",
    "cowmaj2": "major2",
    "v2x_polyarchy1": "polyarchy1",
    "v2x_polyarchy2": "polyarchy2",
    **{
        name: name
        for name in ("atop_alliance", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
    },
    **{f"{name}{side}": f"{name}{side}" for name in ("polity2", "milex", "milper", "irst", "pec") for side in "12"},
    **{f"{name}{side}": f"{name}{side}" for name in ("tpop", "upop", "cinc") for side in "12"},
}


@pytest.fixture(scope="module")
def reference() -> pl.DataFrame:
    table = pl.read_parquet(data_root() / "reference/peacesciencer_dyad_year_1946_1960.parquet")
    return table.with_columns(pl.col(DYAD).cast(pl.Int16)).rename(lambda name: name if name in DYAD else f"ref_{name}")


@pytest.fixture(scope="module")
def joined(reference: pl.DataFrame) -> pl.DataFrame:
    return build_panel("dyad-year", (1946, 1960), GROUPS).frame.join(reference, on=DYAD, how="full", coalesce=True)


def test_the_rows_are_the_same(joined: pl.DataFrame, reference: pl.DataFrame) -> None:
    assert joined.height == reference.height == 49_441
    assert joined["onset"].null_count() == joined["ref_gmlmidonset"].null_count() == 0


@pytest.mark.parametrize(("theirs", "ours"), SAME.items())
def test_a_column_agrees_in_every_row(joined: pl.DataFrame, theirs: str, ours: str) -> None:
    different = pl.col(f"ref_{theirs}").cast(pl.Float64).ne_missing(pl.col(ours).cast(pl.Float64))
    assert joined.filter(different).is_empty()


def test_contiguity_differs_by_its_rule_alone(joined: pl.DataFrame) -> None:
    assert joined.filter(pl.col("conttype") != pl.col("ref_conttype")).height == 124
    span = pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16)
    first = (
        read("cow-contiguity")
        .with_columns(year=span)
        .explode("year")
        .group_by(DYAD, maintain_order=True)
        .agg(theirs=pl.col("conttype").first())
    )
    rebuilt = joined.join(first, on=DYAD, how="left").with_columns(pl.col("theirs").fill_null(0))
    assert rebuilt.filter(pl.col("theirs") != pl.col("ref_conttype")).is_empty()


def test_peace_differs_only_after_a_gap(joined: pl.DataFrame) -> None:
    rows = build_panel("dyad-year", (1816, 1960), ["disputes"]).frame.sort(DYAD)
    pair = ["ccode1", "ccode2"]
    counted = rows.with_columns(
        gap=(pl.col("year").diff() > 1).any().over(pair),
        spell=pl.col("ongoing").shift(1, fill_value=0).cum_sum().over(pair),
    ).with_columns(theirs=pl.int_range(pl.len()).over([*pair, "spell"]))
    both = joined.join(counted.select(*DYAD, "gap", "theirs"), on=DYAD, how="left")
    assert both.filter(pl.col("theirs") != pl.col("ref_gmlmidspell")).is_empty()
    assert both.filter(pl.col("peace") != pl.col("ref_gmlmidspell")).height == 12_022
    assert both.filter((pl.col("peace") != pl.col("ref_gmlmidspell")) & ~pl.col("gap")).is_empty()
