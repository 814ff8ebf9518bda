"""Terms the model might have, and what the record says of them: who reacts to whom, and by how much.

    coercion    do trade sanctions follow discord, exposure, or asymmetry of exposure?
    race        does military spending react to that of rivals a year before (Richardson, in logarithms)?
    attraction  do ideal points follow those of pact partners?
    pacts       do common opponents or a gap in power go before a new defence pact?
    armament    what else goes before the pursuit of nuclear weapons?
    provocation do North Korean missiles answer to governments, elections, or the year before?

    python examples/reactions.py

needs the publishers' files (FOEDUS_DATA) and a minute or two. What it prints stands in docs/decisions/0010-reactions.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.data.library import read
from foedus.data.panel.neighbours import both_ways
from foedus.equations import armament as pursuit
from foedus.equations import treaty_formation
from foedus.equations.prior import Prior
from foedus.estimate.design import design_matrix
from foedus.estimate.mode import Design, mode, mode_of_units
from foedus.estimate.samples import armament as armament_sample
from foedus.estimate.samples import growth as growth_sample
from foedus.estimate.samples import treaty_formation as formation_sample

Array = NDArray[Any]

SENDERS = (2, 365, 710, 732, 740)
"""United States, Russia, China, South Korea, Japan."""
TAIL = 1.7
"""Degrees of freedom of the growth of military spending: near the mean of its posterior."""
NORMAL90 = 1.645
KOREA = 732
LEVEL_SHIFT, LAST_COUNTED = 2012, 2022
"""North Korean missiles: first year of the higher level, last whole year before the case."""


class Line(NamedTuple):
    """One coefficient with its standard error."""

    what: str
    term: str
    value: float
    error: float

    def __str__(self) -> str:
        low, high = self.value - NORMAL90 * self.error, self.value + NORMAL90 * self.error
        return f"{self.what:<44}{self.term:<18}{self.value:>+8.3f} (se {self.error:.3f}; 90% {low:+.3f} to {high:+.3f})"


def main() -> None:
    """Print every table."""
    for part in PARTS:
        print(f"\n{part.__name__}")
        for line in part():
            print(line)


def sanctions() -> pl.DataFrame:
    """Directed dyad-years of a larger economy and a trading partner it has no trade sanctions on, predictors of year t - 1."""
    stated = read("gsdb").filter(pl.col("trade") == 1, pl.col("ccode1").is_in(SENDERS), pl.col("ccode2").is_not_null())
    begun = stated.group_by("ccode1", "ccode2", year="begin").len("begun")
    running = stated.select("ccode1", "ccode2", year=pl.int_ranges(pl.col("begin") + 1, pl.col("end") + 1)).explode(
        "year"
    )
    gdp = read("wdi-gdp").drop_nulls("gdp_current")
    ideal = read("unga-ideal-points").select("ccode", "year", "ideal").drop_nulls()
    rows = (
        read("cow-trade")
        .filter(pl.col("ccode1").is_in(SENDERS))
        .with_columns(trade=pl.col("imports") + pl.col("exports"))
    )
    for side in ("1", "2"):
        for table, name in ((gdp, "gdp_current"), (ideal, "ideal")):
            own = table.select("year", pl.col("ccode").alias(f"ccode{side}"), pl.col(name).alias(name + side))
            rows = rows.join(own, on=[f"ccode{side}", "year"])
    rows = rows.filter(pl.col("trade") > 0, pl.col("gdp_current1") > pl.col("gdp_current2")).select(
        "ccode1",
        "ccode2",
        pl.col("year") + 1,
        discord=(pl.col("ideal1") - pl.col("ideal2")).abs(),
        exposure=(pl.col("trade") * 1e6 / pl.col("gdp_current2")).log(),
        asymmetry=(pl.col("gdp_current1") / pl.col("gdp_current2")).log(),
    )
    key = ["ccode1", "ccode2", "year"]
    rows = rows.join(begun.cast({"year": rows.schema["year"]}), on=key, how="left")
    rows = rows.join(running.drop_nulls().unique().cast({"year": rows.schema["year"]}), on=key, how="anti")
    return rows.filter(pl.col("year").is_between(1960, 2015)).with_columns(
        pl.col("begun").is_not_null().cast(pl.Float64)
    )


def coercion() -> list[Line]:
    """Logit of new trade sanctions with an intercept for every sender and dyad; then with dyads' means beside."""
    rows = sanctions()
    terms = ("discord", "exposure", "asymmetry")
    sender = _indicators(rows["ccode1"].to_numpy())
    values = rows.select(terms).to_numpy()
    means = rows.select(pl.col(terms).mean().over("ccode1", "ccode2")).to_numpy()
    _, dyad = np.unique(
        rows["ccode1"].to_numpy().astype(np.int64) * 1000 + rows["ccode2"].to_numpy(), return_inverse=True
    )
    begun = rows["begun"].to_numpy()
    counted = f"{rows.height:,} rows, {begun.sum():.0f} episodes"
    lines = []
    for what, columns in ((counted, values), ("the same, within dyads", np.hstack([values - means, means]))):
        x = np.hstack([columns, sender])
        wide = np.r_[np.ones(columns.shape[1]), np.full(sender.shape[1], 0.25)]
        centre = np.r_[np.zeros(columns.shape[1]), np.full(sender.shape[1], -5.0)]
        trials = np.ones_like(begun)
        found = mode_of_units(Design(x), begun, trials, centre, np.diag(wide), dyad, int(dyad.max()) + 1)
        error = np.sqrt(np.diag(np.linalg.inv(found.hessian)))
        lines += [Line(what, term, found.b[k], error[k]) for k, term in enumerate(terms)]
    return lines


def rivals() -> dict[str, pl.DataFrame]:
    """State, rival and year, by two definitions; the first was coded knowing what followed."""
    coded = read("rivalries-tss2021").drop_nulls(["ccode1", "ccode2"])
    years = pl.int_ranges(
        pl.col("start_year").cast(pl.Int64), pl.col("end_year").fill_null(2022).clip(0, 2022).cast(pl.Int64) + 1
    )
    strategic = both_ways(coded.select("ccode1", "ccode2", year=years).explode("year"))
    fought = read("gml-directed").select("ccode1", "ccode2", "year").unique()
    ten = pl.int_ranges(pl.col("year").cast(pl.Int64), pl.col("year").cast(pl.Int64) + 10)
    recent = fought.with_columns(year=ten).explode("year")
    return {"strategic rivals": strategic.unique(), "dispute within ten years": recent.unique()}


def race(years: tuple[int, int] = (1946, 2010)) -> list[Line]:
    """Student-t regression of log growth of spending on that of all rivals together a year before; states and years too."""
    level = read("cow-nmc").select("ccode", "year", x="milex").filter(pl.col("x") > 0)
    before = level.join(level.select("ccode", pl.col("year") + 1, x1="x"), on=["ccode", "year"])
    known = growth_sample.sample("milex", years)
    own = pl.DataFrame({name: known[name] for name in ("ccode", "year", "change", "previous")})
    lines = []
    for what, pairs in rivals().items():
        theirs = pairs.cast({"year": pl.Int16}).join(before.rename({"ccode": "ccode2"}), on=["ccode2", "year"])
        total = theirs.group_by(ccode="ccode1", year=pl.col("year") + 1).agg(
            rivals=(pl.col("x").sum() / pl.col("x1").sum()).log()
        )
        rows = own.join(total.cast(dict(own.select("ccode", "year").schema)), on=["ccode", "year"])
        state = rows["ccode"].to_numpy()
        groups = [_indicators(rows["year"].to_numpy()), _indicators(state)]
        ridge = np.r_[0.0, 0.0, np.full(groups[0].shape[1], 0.1**-2), np.full(groups[1].shape[1], 0.03**-2)]
        x = np.column_stack([rows["rivals"].to_numpy(), rows["previous"].to_numpy(), *groups])
        value, error = _student(rows["change"].to_numpy(), x, ridge, state)
        lines.append(Line(f"{what}, {rows.height:,} rows", "rivals' growth", value[0], error[0]))
    return lines


def attraction() -> list[Line]:
    """Ideal points on their own and the distance to partners a year before, states and years fixed.

    Both predictors hold last year's point, whose error of measurement biases them: those of the year before are instruments.
    """
    point = read("unga-ideal-points").select("ccode", "year", z="ideal").drop_nulls()
    ties = read("atop-dyads").select("ccode1", "ccode2", "year", "atop_defense", "atop_nonagg")
    pacts = {
        "defence pacts": ties.filter(pl.col("atop_defense") == 1),
        "non-aggression alone": ties.filter(pl.col("atop_nonagg") == 1, pl.col("atop_defense") == 0),
    }
    lines = []
    for what, table in pacts.items():
        pairs = both_ways(table.select("ccode1", "ccode2", "year")).unique()
        theirs = pairs.join(point.rename({"ccode": "ccode2"}), on=["ccode2", "year"])
        gap = theirs.group_by("year", ccode="ccode1").agg(w=pl.col("z").mean()).join(point, on=["ccode", "year"])
        rows = point
        for lag in (1, 2):
            earlier = gap.select(
                "ccode",
                pl.col("year") + lag,
                pl.col("z").alias(f"z{lag}"),
                (pl.col("w") - pl.col("z")).alias(f"g{lag}"),
            )
            rows = rows.join(earlier, on=["ccode", "year"])
        state, year = rows["ccode"].to_numpy(), rows["year"].to_numpy()
        y, z1, g1, z2, g2 = (_within(rows[name].to_numpy(), state, year) for name in ("z", "z1", "g1", "z2", "g2"))
        x, instruments = np.column_stack([g1, z1]), np.column_stack([g2, z2])
        bread = np.linalg.inv(instruments.T @ x)
        value = bread @ (instruments.T @ y)
        scores = _by_group(instruments * (y - x @ value)[:, None], state)
        error = np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread.T))
        lines.append(Line(f"{what}, {rows.height:,} rows", "distance closed", value[0], error[0]))
    return lines


def pacts() -> list[Line]:
    """Logit of forming a defence pact: the other terms of the model, with one more at a time."""
    sample = formation_sample.sample()
    power = {(code, year): cinc for code, year, cinc in read("cow-nmc").select("ccode", "year", "cinc").iter_rows()}
    before = (sample["year"] - 1).tolist()
    cinc = [[power[key] for key in zip(side.tolist(), before, strict=True)] for side in divmod(sample["pair"], 1000)]
    more = {"opponents in common": sample["log_common_opponents"], "gap in power": np.abs(np.log(np.divide(*cinc)))}
    kept = [k for k, term in enumerate(treaty_formation.TERMS) if term != "log_common_opponents"]
    rest, belief = design_matrix(treaty_formation, sample.arrays)[:, kept], treaty_formation.PRIOR.of(kept)
    return _one_more(rest, belief, sample["formed"], "pacts", more)


def armament() -> list[Line]:
    """Logit of starting to pursue nuclear weapons: the terms of the model, with one more at a time."""
    sample = armament_sample.sample()
    rows = pl.DataFrame({name: sample[name] for name in ("ccode", "year", "opponents", "latent")})
    regime = read("democracy").select("ccode", pl.col("year") + 1, "polyarchy")
    threat = read("external-threat").select("ccode", pl.col("year") + 1, threat="lsthreat")
    key = ["ccode", "year"]
    for table in (regime, threat):
        rows = rows.join(
            table.cast({name: rows.schema[name] for name in key}), on=key, how="left", maintain_order="left"
        )
    more = {name: rows[name].to_numpy() for name in ("opponents", "latent", "polyarchy", "threat")}
    kept = [k for k, term in enumerate(pursuit.TERMS) if term not in more]
    rest, belief = design_matrix(pursuit, sample.arrays)[:, kept], pursuit.PRIOR.of(kept)
    return _one_more(rest, belief, sample["starts"], "starts", more)


def _one_more(rest: Array, belief: Prior, happened: Array, what: str, more: dict[str, Array]) -> list[Line]:
    """The coefficient of each of `more` beside the columns of `rest`, on the rows where it is known; its prior N(0, 1.5)."""
    location, precision = np.r_[belief.location, 0.0], np.diag(np.r_[belief.width, 1.5] ** -2)
    lines = []
    for term, values in more.items():
        known = np.isfinite(values)
        y = happened[known]
        found = mode(Design(np.column_stack([rest, values])[known]), y, np.ones_like(y), location, precision)
        error = np.sqrt(np.diag(np.linalg.inv(found.hessian)))
        lines.append(Line(f"{len(y):,} rows, {y.sum():.0f} {what}", term, found.b[-1], error[-1]))
    return lines


def provocation() -> list[Line]:
    """Missiles a year, ln(1 + n) about the means before and since the level shifted: by the government of South Korea, in
    years of elections in the United States, and on the year before. Errors and p by permutation.

    Presidencies trade places, because the years of one are not apart from each other; for the others years do, within levels.
    """
    elected = read("presidents").filter(pl.col("ccode") == KOREA, pl.col("party").is_not_null()).sort("start")
    years = np.arange(elected["start"].min().year, LAST_COUNTED + 1)
    midyear = pl.DataFrame({"start": [date(year, 7, 1) for year in years.tolist()]})
    held = midyear.join_asof(elected.with_columns(term="start"), on="start", strategy="backward")
    terms, term = np.unique(held["term"].to_numpy(), return_inverse=True)
    conservative = np.array([held["bloc"][int(np.argmax(term == k))] == "conservative" for k in range(len(terms))])
    counts = dict(read("missile-tests").group_by("year").len().iter_rows())
    level = years >= LEVEL_SHIFT
    y = _within(np.log1p([counts.get(year, 0) for year in years.tolist()]), level)
    chosen = combinations(range(len(terms)), int(conservative.sum()))
    swaps = [np.isin(term, each) for each in chosen]
    rng, before, since = np.random.default_rng(0), np.flatnonzero(~level), np.flatnonzero(level)
    shuffles = [np.r_[rng.permutation(before), rng.permutation(since)] for _ in range(4000)]
    voting = years % 4 == 0
    return [
        _permuted("presidencies", "conservative", _gap(y, conservative[term]), [_gap(y, each) for each in swaps]),
        _permuted("years", "US election", _gap(y, voting), [_gap(y[each], voting) for each in shuffles]),
        _permuted("years", "year before", _memory(y), [_memory(y[each]) for each in shuffles]),
    ]


def _gap(y: Array, where: Array) -> float:
    return float(y[where].mean() - y[~where].mean())


def _memory(y: Array) -> float:
    return float(y[1:] @ y[:-1] / (y @ y))


def _permuted(what: str, term: str, value: float, others: Sequence[float]) -> Line:
    far = float(np.mean(np.abs(others) >= abs(value) - 1e-12))
    return Line(f"{what} in other orders, p {far:.2f}", term, value, float(np.std(others)))


def _student(y: Array, x: Array, ridge: Array, group: Array) -> tuple[Array, Array]:
    """Student-t regression by reweighted least squares; errors clustered by group."""
    b, scale2 = np.zeros(x.shape[1]), float(np.median(np.abs(y)) ** 2)
    for _ in range(200):
        rest = y - x @ b
        weight = (TAIL + 1.0) / (TAIL + rest**2 / scale2)
        new = np.linalg.solve((x * weight[:, None]).T @ x + np.diag(ridge) * scale2, (x * weight[:, None]).T @ y)
        moved = np.abs(new - b).max()
        b, scale2 = new, float((weight * (y - x @ new) ** 2).mean())
        if moved < 1e-6:
            break
    rest = y - x @ b
    spread = TAIL * scale2 + rest**2
    bend = (TAIL + 1.0) * (TAIL * scale2 - rest**2) / spread**2
    bread = np.linalg.inv((x * bend[:, None]).T @ x + np.diag(ridge))
    scores = _by_group(x * ((TAIL + 1.0) * rest / spread)[:, None], group)
    return b, np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread))


def _indicators(labels: Array) -> Array:
    return (labels[:, None] == np.unique(labels)).astype(np.float64)


def _by_group(values: Array, group: Array) -> Array:
    _, place = np.unique(group, return_inverse=True)
    return np.stack([np.bincount(place, column) for column in values.T], axis=1)


def _within(values: Array, *groups: Array) -> Array:
    """What is left of values when the means of every group are taken out, in turns until they stay out."""
    left = values.astype(np.float64)
    places: Sequence[Array] = [np.unique(group, return_inverse=True)[1] for group in groups]
    for _ in range(60):
        for place in places:
            left = left - (np.bincount(place, left) / np.bincount(place))[place]
    return left


PARTS = (coercion, race, attraction, pacts, armament, provocation)

if __name__ == "__main__":
    main()
