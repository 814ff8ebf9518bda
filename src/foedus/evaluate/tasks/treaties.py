"""Treaties: is a defence pact of two states still in force h years later?

Unit: undirected pairs with a defence pact (ATOP, either owes the other) in the year of the origin. Pairs of a
multilateral treaty end together, so intervals resample whole treaties and not pairs; a bilateral pact is its own
treaty. The predictors at the origin (type, age, neighbourhood, regimes, votes) are held fixed. The probability is (1 -
yearly hazard)^h, the hazard fitted to pair-years that ended by the origin; `direct` is the share of pacts of the same
type that lasted h years, in spans ended by the origin.

No capabilities are used. Treaties and pacts of pairs are coded to 2018 (ATOP 5.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.arrays import Floats, Ints
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel, treaties
from foedus.errors import InputError
from foedus.evaluate.forecasters.ridge import Predict, Training, boosting, logit
from foedus.evaluate.forecasts import Forecasts

YEARS = (1946, 2018)
PAIR = ("ccode1", "ccode2")
TARGET = "the pact is in force at the end of the horizon"
SUBSETS = ("all", "bilateral pacts", "pairs of multilateral treaties")
MODELS = {
    "climatology": "one yearly hazard for all pacts",
    "type": "a yearly hazard for bilateral and one for multilateral pacts",
    "history-only": "type and age of the pact",
    "full": "type, age, contiguity, distance, votes, regimes",
    "boosting": "gradient boosting of the same",
    "direct": "share of pacts of the same type that lasted as long, in spans ended by the origin",
}
TERMS = {"type": ("bilateral",), "history-only": ("bilateral", "log_age")}


@dataclass(frozen=True)
class Pacts:
    """Pair-years with a defence pact: predictors, the treaty that binds the pair, and in which years pacts are in force."""

    frame: pl.DataFrame
    terms: tuple[str, ...]
    sources: dict[str, str]

    def in_force(self, year: int) -> Ints:
        """Codes of the pairs with a pact in a year."""
        return self.frame.filter(pl.col("year") == year)["pair"].to_numpy()


def pacts() -> Pacts:
    """The pacts of the publishers' files."""
    panel = build_panel("dyad-year", YEARS, ["alliances", "contiguity", "distance", "ideal-points", "democracy"])
    shelf = Shelf()
    shelf.read("atop-alliances")
    shelf.read("atop-members")
    known = pl.col("mindist").forward_fill().backward_fill().over(PAIR, order_by="year")
    frame = panel.frame.with_columns(known).filter(pl.col("atop_defense") == 1).sort(*PAIR, "year")
    breaks = (pl.col("year").diff() != 1).over(PAIR).fill_null(value=True)
    frame = frame.with_columns(spell=breaks.cast(pl.Int32).cum_sum()).join(_bilateral(), on=[*PAIR, "year"], how="left")
    frame = frame.join(_multilateral(), on=[*PAIR, "year"], how="left")
    pair = pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2")
    gap = (pl.col("ideal1") - pl.col("ideal2")).abs()
    regime = (pl.col("polyarchy1") - pl.col("polyarchy2")).abs()
    terms = {
        "bilateral": pl.col("bilateral").fill_null(0.0),
        "log_age": (pl.col("year") - pl.col("year").min().over("spell")).cast(pl.Float64).log1p(),
        "contiguous": (pl.col("conttype") > 0).cast(pl.Float64).fill_null(0.0),
        "log_distance": pl.col("mindist").fill_null(0.0).log1p(),
        "ideal_gap": gap.fill_null(0.0),
        "ideal_unknown": gap.is_null().cast(pl.Float64),
        "regime_gap": regime.fill_null(0.0),
        "regime_unknown": regime.is_null().cast(pl.Float64),
    }
    own = (pl.col("bilateral").fill_null(0.0) == 1) | pl.col("treaty").is_null()
    bound = pl.when(own).then(pair).otherwise(-pl.col("treaty"))
    table = frame.select("year", pair=pair, treaty=bound, **terms)
    return Pacts(table, tuple(terms), {**panel.provenance, **shelf.provenance})


def _spells() -> pl.DataFrame:
    """Defence treaties by year in force."""
    # the last year counts: a pact that ends in it is coded in it, and its end is that of its own type
    end = pl.col("endyr").fill_null(YEARS[1]).clip(upper_bound=YEARS[1])
    year = pl.int_ranges(pl.col("begyr").clip(lower_bound=YEARS[0]), end + 1, dtype=pl.Int16)
    return treaties().filter(pl.col("defense") == 1).with_columns(year=year).explode("year").drop_nulls("year")


def _bilateral() -> pl.DataFrame:
    two = _spells().filter(pl.col("bilateral") == 1, pl.col("parties").list.len() == 2)
    pair = {"ccode1": pl.col("parties").list.min(), "ccode2": pl.col("parties").list.max()}
    return two.select(**pair, year="year").unique().with_columns(bilateral=pl.lit(1.0))


def _multilateral() -> pl.DataFrame:
    """For every pair and year, the multilateral defence treaty that has both among its parties: the oldest."""
    many = (
        _spells().filter(pl.col("parties").list.len() > 2).select("atopid", "year", member="parties").explode("member")
    )
    both = many.join(many, on=["atopid", "year"], suffix="2").filter(pl.col("member") < pl.col("member2"))
    return both.group_by(ccode1="member", ccode2="member2", year="year").agg(
        treaty=pl.col("atopid").min().cast(pl.Int64)
    )


METHOD = (
    "Penalised maximum likelihood and gradient boosting (scikit-learn), refitted at every origin; 90% intervals "
    "draw whole treaties with replacement."
)
NOTE = "A pact replaced by another of the same pair has not ended. Predictors are held as they were at the origin."


def forecasts(found: Pacts, origins: Sequence[int], horizons: Sequence[int], seed: int) -> Iterator[Forecasts]:
    """Forecasts by every model of the pacts in force at each origin, together and by type."""
    first, last = int(found.frame["year"].min()), int(found.frame["year"].max())  # type: ignore[arg-type]
    for horizon in sorted(set(horizons)):
        for origin in origins:
            if not first + horizon <= origin <= last - horizon:
                raise InputError(
                    f"origin {origin} is outside the data: for {horizon} years ahead {first + horizon} to "
                    f"{last - horizon} are allowed"
                )
        for origin in sorted(set(origins)):
            made = _window(found, origin, horizon, seed)
            for subset, kind in zip(SUBSETS, (None, 1, 0), strict=True):
                chosen = made.rows["bilateral"] == kind if kind is not None else np.ones(len(made.outcome), np.bool_)
                yield made.where(chosen)._replace(subset=subset, curve=kind is None)


def _window(found: Pacts, origin: int, horizon: int, seed: int) -> Forecasts:
    """Forecasts of the pacts in force at the origin, whether they were in force at the end, their treaties and types."""
    past, at = found.frame.filter(pl.col("year") < origin), found.frame.filter(pl.col("year") == origin)
    lasted = _pairs_in(found, past, 1)
    training = Training(
        past.select(found.terms).to_numpy(),
        1.0 - lasted,
        np.ones(past.height),
        past["year"].cast(pl.Int64).to_numpy() + 1,
    )
    x = at.select(found.terms).to_numpy()
    probability = {"climatology": np.full(at.height, (1.0 - training.events.mean()) ** horizon)}
    for name in ("type", "history-only", "full"):
        columns = [found.terms.index(term) for term in TERMS.get(name, found.terms)]
        some = Training(training.x[:, columns], training.events, training.trials, training.last)
        probability[name] = _survival(logit(some, origin), x[:, columns], horizon)
    probability["boosting"] = _survival(boosting(training, seed), x, horizon)
    probability["direct"] = _direct(found, past, at, origin, horizon)
    y = np.isin(at["pair"].to_numpy(), found.in_force(origin + horizon)).astype(np.float64)
    rows = {
        "pair": at["pair"].to_numpy(),
        "bilateral": at["bilateral"].to_numpy(),
        "year": np.full(len(y), origin + horizon),
    }
    return Forecasts(origin, horizon, {}, probability, y, at["treaty"].to_numpy(), target=TARGET, rows=rows)


def _survival(hazard: Predict, x: Floats, horizon: int) -> Floats:
    return np.asarray((1.0 - hazard(x)) ** horizon)


def _direct(found: Pacts, past: pl.DataFrame, at: pl.DataFrame, origin: int, horizon: int) -> Floats:
    ended = past.filter(pl.col("year") + horizon <= origin)
    lasted, kind = _pairs_in(found, ended, horizon), ended["bilateral"].to_numpy()
    share = [lasted[kind == each].mean() if (kind == each).any() else lasted.mean() for each in (0.0, 1.0)]
    return np.asarray(share)[at["bilateral"].to_numpy().astype(int)]


def _pairs_in(found: Pacts, rows: pl.DataFrame, ahead: int) -> Floats:
    """1 where the pair of a row has a pact `ahead` years later."""
    later = found.frame.select("pair", pl.col("year") - ahead, there=pl.lit(1.0))
    joined = rows.select("pair", "year").join(later, on=["pair", "year"], how="left", maintain_order="left")
    return joined["there"].fill_null(0.0).to_numpy()
