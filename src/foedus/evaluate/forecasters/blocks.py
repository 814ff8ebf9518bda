"""Predictors of an onset, in named blocks; a specification is a choice of blocks.

    capability  |ln(CINC_1 / CINC_2)|, larger and smaller ln CINC (NMC 6.0)
    geography   contiguous, by land, ln(1 + km), one major power, two major powers
    alliances   defence, neutrality, non-aggression, consultation (ATOP)
    peace       s, s^2, s^3 with s = min(peace, 75) / 10, peace = years since the dyad's last year in dispute
    history     counts, decayed counts and clocks of onsets, force and deaths; the two states' disputes with others; the
                system's rate
    votes       distance of UN ideal points          democracy   lower and higher polyarchy
    trade       ln(1 + trade), the smaller share in a state's trade
    rivalry     strategic rivalry: coded in retrospect from the disputes it would predict, so not a forecast

An unknown value is 0 with a flag. Ideal points are smoothed over years and polyarchy is coded by experts who know later
events; neither is coded from disputes, so both are used. Rivalry is coded from disputes, and is left out unless asked
for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.arrays import Floats
from foedus.errors import InputError, ModelError, unknown
from foedus.evaluate.forecasters.history import LONGEST, History, recent, since, total
from foedus.evaluate.tasks.record import DisputeRecord, need
from foedus.measures.memory import decayed

Columns = Mapping[str, Floats]
Build = Callable[[DisputeRecord, History], dict[str, Floats]]


@dataclass(frozen=True)
class Block:
    """A block of predictors: the panel columns it needs, and the function that makes it."""

    build: Build
    needs: tuple[str, ...]
    retrospective: bool = False


def _known(rows: pl.DataFrame, values: Mapping[str, pl.Expr]) -> dict[str, Floats]:
    """Values with 0 for unknown, and a flag; the penalty takes care of a constant flag."""
    found: dict[str, Floats] = {}
    table = rows.select(value.cast(pl.Float64).alias(name) for name, value in values.items())
    for name in table.columns:
        value = table[name].fill_null(np.nan).to_numpy()
        missing = ~np.isfinite(value)
        found[name] = np.where(missing, 0.0, value)
        found[f"{name}_unknown"] = missing.astype(np.float64)
    return found


def _plain(rows: pl.DataFrame, values: Mapping[str, pl.Expr]) -> dict[str, Floats]:
    table = rows.select(value.cast(pl.Float64).fill_null(0.0).alias(name) for name, value in values.items())
    return {name: table[name].to_numpy() for name in table.columns}


def _capability(record: DisputeRecord, _: History) -> dict[str, Floats]:
    sides = [pl.when(pl.col(f"cinc{side}") > 0).then(pl.col(f"cinc{side}").log()) for side in "12"]
    known = sides[0].is_not_null() & sides[1].is_not_null()
    found = _known(record.rows, {"capability_ratio": (sides[0] - sides[1]).abs()})
    # one flag serves all three, and ln CINC is measured from that of a middling state so that 0 is not the whole world
    middling = np.log(1e-3)
    return found | _plain(
        record.rows,
        {
            "capability_larger": pl.when(known).then(pl.max_horizontal(*sides) - middling),
            "capability_smaller": pl.when(known).then(pl.min_horizontal(*sides) - middling),
        },
    )


def _geography(record: DisputeRecord, _: History) -> dict[str, Floats]:
    majors = pl.col("major1") + pl.col("major2")
    values = {
        "contiguous": pl.col("conttype") > 0,
        "land": pl.col("conttype") == 1,
        "log_distance": pl.col("mindist").log1p(),
        "one_major": majors == 1,
        "two_majors": majors == 2,
    }
    return _plain(record.rows, values)


def _alliances(record: DisputeRecord, _: History) -> dict[str, Floats]:
    kinds = ("defense", "neutral", "nonagg", "consul")
    return _plain(record.rows, {f"atop_{kind}": pl.col(f"atop_{kind}") for kind in kinds})


def _peace(record: DisputeRecord, _: History) -> dict[str, Floats]:
    s = record.rows["peace"].cast(pl.Float64).fill_null(LONGEST).clip(upper_bound=LONGEST).to_numpy() / 10.0
    return {"peace": s, "peace2": s**2, "peace3": s**3}


def _history(record: DisputeRecord, history: History) -> dict[str, Floats]:
    onset, ongoing = history.grids["onset"], history.grids["ongoing"]
    found = {f"onsets_{w}": np.log1p(history.rows(recent(onset, w))) for w in (1, 3, 5, 10, 20)}
    found["onsets_ever"] = np.log1p(history.rows(total(onset)))
    found |= {f"onsets_decayed_{h}": np.log1p(history.rows(decayed(onset, h))) for h in (1, 3, 8, 20)}
    found |= {f"ongoing_{w}": np.log1p(history.rows(recent(ongoing, w))) for w in (1, 5, 20)}
    clock = history.rows(since(onset))
    found |= {"onset_recency": 1.0 / (1.0 + clock), "onset_clock": np.log1p(clock)}
    for kind in ("force", "fatal"):
        grid = history.grids[kind]
        clock = history.rows(since(grid))
        found |= {f"{kind}_recency": 1.0 / (1.0 + clock), f"{kind}_clock": np.log1p(clock)}
        found[f"{kind}_decayed"] = np.log1p(history.rows(decayed(grid, 8)))
    found |= _neighbourhood(history)
    found["system_rate"] = history.rate(3.0)
    return found


def _neighbourhood(history: History) -> dict[str, Floats]:
    """Disputes of the two states with others, fewer and more."""
    found = {}
    for h in (3, 15):
        own, grid = history.rows(decayed(history.grids["onset"], h)), decayed(history.states, h)
        sides = [np.log1p(np.maximum(history.of_state(grid, side) - own, 0.0)) for side in ("ccode1", "ccode2")]
        found[f"others_{h}_fewer"], found[f"others_{h}_more"] = np.minimum(*sides), np.maximum(*sides)
    return found


def _votes(record: DisputeRecord, _: History) -> dict[str, Floats]:
    return _known(record.rows, {"ideal_gap": (pl.col("ideal1") - pl.col("ideal2")).abs()})


def _democracy(record: DisputeRecord, _: History) -> dict[str, Floats]:
    both = pl.col("polyarchy1").is_not_null() & pl.col("polyarchy2").is_not_null()
    low = pl.when(both).then(pl.min_horizontal("polyarchy1", "polyarchy2"))
    high = pl.when(both).then(pl.max_horizontal("polyarchy1", "polyarchy2"))
    return _known(record.rows, {"polyarchy_low": low}) | _plain(record.rows, {"polyarchy_high": high})


def _trade(record: DisputeRecord, _: History) -> dict[str, Floats]:
    flow = pl.col("imports") + pl.col("exports")
    shares = [flow / (pl.col(f"imports_total{side}") + pl.col(f"exports_total{side}")) for side in "12"]
    both = shares[0].is_not_null() & shares[1].is_not_null()
    smaller = pl.when(both).then(pl.min_horizontal(*shares).clip(0.0, 1.0).sqrt())
    return _known(record.rows, {"log_trade": flow.log1p(), "trade_share": smaller})


def _rivalry(record: DisputeRecord, _: History) -> dict[str, Floats]:
    return _plain(record.rows, {"rivalry": pl.col("rivalry_tss")})


BLOCKS: Mapping[str, Block] = {
    "capability": Block(_capability, ("cinc1", "cinc2")),
    "geography": Block(_geography, ("conttype", "major1", "major2", "mindist")),
    "alliances": Block(_alliances, ("atop_defense", "atop_neutral", "atop_nonagg", "atop_consul")),
    "peace": Block(_peace, ("peace",)),
    "history": Block(_history, ()),
    "votes": Block(_votes, ("ideal1", "ideal2")),
    "democracy": Block(_democracy, ("polyarchy1", "polyarchy2")),
    "trade": Block(
        _trade,
        ("imports", "exports", "imports_total1", "imports_total2", "exports_total1", "exports_total2"),
    ),
    "rivalry": Block(_rivalry, ("rivalry_tss",), retrospective=True),
}


def predictors(record: DisputeRecord, names: Iterable[str], blocks: Mapping[str, Block] = BLOCKS) -> dict[str, Columns]:
    """The columns of each block asked for, one value a row."""
    history = History(record)
    found: dict[str, Columns] = {}
    for name in dict.fromkeys(names):
        if name not in blocks:
            raise InputError(unknown("block of predictors", name, blocks))
        need(record.rows, blocks[name].needs, "the panel", f"the block '{name}'")
        found[name] = blocks[name].build(record, history)
    return found


def check_no_leak(
    record: DisputeRecord, origin: int, made: Mapping[str, Columns], blocks: Mapping[str, Block] = BLOCKS
) -> None:
    """Refuse predictors that use the future: those of the rows to `origin` + 1 must not change when everything observed
    after `origin` is removed."""
    early = record.year <= origin + 1
    for block, columns in predictors(record.blanked(origin), made, blocks).items():
        for name, without in columns.items():
            wrong = ~np.isclose(without[early], made[block][name][early], rtol=1e-9, atol=1e-12)
            if wrong.any():
                raise ModelError(
                    f"predictor '{name}' of block '{block}' uses years after {origin} in {int(wrong.sum()):,} rows to "
                    f"{origin + 1}: compute it from the years before each row"
                )
