"""One dispute a dyad-year: the named rules against their reading, and against the same choice made by other software."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.catalog import data_root
from foedus.data.library import read
from foedus.data.panel.build import build_panel
from foedus.data.panel.whittle import KEYS, RULES, whittle
from foedus.errors import InputError

SCHEMA = {
    **dict.fromkeys(KEYS, pl.Int16),
    **dict.fromkeys(("dispnum", "midonset", "fatality", "hostlev", "mindur", "maxdur", "recip", "stmon"), pl.Int16),
}
levels = st.none() | st.integers(0, 2)
disputes = st.lists(st.tuples(levels, levels, levels, levels, levels, levels, levels), min_size=1, max_size=6).map(
    lambda rows: pl.DataFrame([(2, 20, 1990, n + 1, *row) for n, row in enumerate(rows)], schema=SCHEMA, orient="row")
)


def by_hand(rows: list[dict[str, int | None]]) -> int:
    """The dispute kept when the default rules are applied one after the other."""
    least = float("-inf")
    rules = [
        lambda d: least if d["midonset"] is None else d["midonset"],
        lambda d: 0.5 if d["fatality"] is None else d["fatality"],
        *(
            lambda d, name=name, sign=sign: least if d[name] is None else sign * d[name]
            for name, sign in (("hostlev", 1), ("mindur", 1), ("maxdur", 1), ("recip", 1), ("stmon", -1))
        ),
        lambda d: -d["dispnum"],
    ]
    for rule in rules:
        best = max(rule(row) for row in rows)
        rows = [row for row in rows if rule(row) == best]
    return int(rows[0]["dispnum"] or 0)


@given(disputes, st.randoms())
def test_the_rules_apply_in_turn_whatever_the_order_of_the_rows(table: pl.DataFrame, random: object) -> None:
    shuffled = table.sample(fraction=1.0, shuffle=True, seed=random.randint(0, 999))  # type: ignore[attr-defined]
    kept = whittle(shuffled)
    assert kept.height == 1
    assert kept["dispnum"].item() == by_hand(table.to_dicts())


def test_the_first_rule_decides_first() -> None:
    rows = [(2, 20, 1990, 1, 1, 0, 5, 1, 1, 0, 1), (2, 20, 1990, 2, 0, 6, 4, 1, 1, 0, 1)]
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    assert whittle(table, ["onset"])["dispnum"].to_list() == [1]
    assert whittle(table, ["fatality", "onset"])["dispnum"].to_list() == [2]


@pytest.mark.parametrize("rules", [[], ["onset", "onset"], ["onsets"]])
def test_rules_that_are_none_repeated_or_unknown_are_refused(rules: list[str]) -> None:
    with pytest.raises(InputError, match="whittling rule"):
        whittle(pl.DataFrame(schema=SCHEMA), rules)


@pytest.mark.data
def test_the_defaults_choose_as_peacesciencer_does() -> None:
    theirs = pl.read_parquet(data_root() / "conflict/gml_mid221_directed_whittled.parquet").select(*KEYS, "dispnum")
    ours = whittle(read("gml-directed")).select(*KEYS, "dispnum")
    assert ours.equals(theirs.cast(dict(ours.schema)).sort(KEYS))


@pytest.mark.data
def test_a_panel_keeps_the_facts_of_one_dispute_and_says_by_which_rules() -> None:
    panel = build_panel("dyad-year", (1950, 1950), ["one-dispute", "disputes"])
    korea = panel.frame.filter(pl.col("ccode1") == 731, pl.col("ccode2") == 732).row(0, named=True)
    assert (korea["mid_dispnum"], korea["mid_onset"], korea["mid_hostlev"], korea["mid_fatality"]) == (51, 1, 5, 6)
    assert panel.options["whittle"] == list(RULES)
    assert panel.frame.filter(pl.col("mid_dispnum").is_not_null() != (pl.col("hostlev") > 0)).is_empty()
