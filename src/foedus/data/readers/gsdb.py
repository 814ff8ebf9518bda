"""Global Sanctions Database: one row per case, sanctioning party and sanctioned party."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import coded
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "case_id": pl.Int16,
    "sanctioned_state": pl.String,
    "sanctioning_state": pl.String,
    "begin": pl.Int16,
    "end": pl.Int16,
    "trade": pl.Int8,
    "descr_trade": pl.String,
    "arms": pl.Int8,
    "military": pl.Int8,
    "financial": pl.Int8,
    "travel": pl.Int8,
    "other": pl.Int8,
    "target_mult": pl.Int8,
    "sender_mult": pl.Int8,
    "objective": pl.String,
    "success": pl.String,
}

# Names with a comma of their own, in a file that separates names by commas.
COMMA_NAMES = (
    "Congo, Democratic Republic of the",
    "Egypt, Arab Rep.",
    "Gambia, The",
    "Korea, North",
    "Korea, South",
    "Yemen, North",
    "Yemen, South",
)


def read(path: Path) -> pl.DataFrame:
    """case_id, sender, target, ccode1 (sender), ccode2 (target), begin, end, the kinds of sanction, objective, success.

    A case of several senders or targets has a row for each pair; sender_mult and target_mult mark those. Parties that
    are not states (the EU, the EEC, Hong Kong, ...) keep their name and have a null number. objective and success are
    the publisher's lists, in the same order. "Yemen, North" after 1989 and "South Vietnam" after 1975 are read as
    Yemen and Vietnam.
    """
    parties = {"sender": "sanctioning_state", "target": "sanctioned_state"}
    table = read_table(path, SCHEMA).with_columns(_names(column).alias(party) for party, column in parties.items())
    pairs = coded(
        table.explode("sender").explode("target"), {"sender": "ccode1", "target": "ccode2"}, year="begin"
    ).rename({"descr_trade": "trade_kind"})
    rest = [name for name in pairs.columns if name not in {"case_id", *parties.values(), *parties, "ccode1", "ccode2"}]
    return pairs.select("case_id", "sender", "target", "ccode1", "ccode2", *rest).sort("case_id", "sender", "target")


def _names(column: str) -> pl.Expr:
    """A cell of names, as a list of them."""
    hidden = pl.col(column)
    for name in COMMA_NAMES:
        hidden = hidden.str.replace_all(name, name.replace(",", ";"), literal=True)
    return hidden.str.split(",").list.eval(pl.element().str.strip_chars().str.replace(";", ",", literal=True))
