"""What alliances seem to do to disputes, and what is left when each pair of states is compared with itself alone.

Directed politically relevant dyad-years, 1946-2010 (GML 2.2.1; ATOP 5.1, provisions 4.01): does state 1 start a
dispute against state 2? Predictors are those of the year before; years with a dispute under way are kept. The same
effects are estimated six ways, from the tempting regression to the demanding one; then the structure of the target's
alliances, United States troops, and a check for selection: a defender who is yet to come.

    python examples/selection.py

needs the publishers' files (FOEDUS_DATA), statsmodels and JAX (the extra `foedus[fit]`), and a minute or two. What it
prints stands in docs/explanation/treaties.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import statsmodels.api as sm
import within
from numpy.typing import NDArray

import foedus
from foedus.data.panel.neighbours import is_relevant

Array = NDArray[Any]
Names = tuple[str, ...]

YEARS = (1946, 2010)
USA = 2
KEYS = ("ccode1", "ccode2", "year")
GROUPS = ("disputes", "peace", "contiguity", "distance", "majors", "alliances", "defenders", "democracy")
PLACE = ("log distance",)
POWER = ("contiguous", "initiator major", "target major")
REGIME = ("lower polyarchy", "higher polyarchy")
PEACE = ("peace", "peace^2", "peace^3")
LONGEST_PEACE = 60
DEFENDER, PACT, NUCLEAR = "outside defender", "pact between the two", "nuclear defender"
INITIATOR = ("initiator defended", "initiator nuclear defended")
COMMAND, BASES = "integrated command", "bases"
TROOPS, TO_COME = "troops", "defender to come"
LEAD = 3
CAPABILITY = "ln capability ratio"
NORMAL95 = 1.959964


class Model(NamedTuple):
    """How an effect is estimated: over all rows or within directed dyads, with years or not, and beside what."""

    name: str
    inside: bool
    years: bool
    others: Names
    kind: within.Kind = "logit"


class Line(NamedTuple):
    """exp(b) of one effect with its 95% interval, clustered by pair of states, and what it was counted on."""

    effect: str
    ratio: float
    low: float
    high: float
    rows: int
    disputes: int
    dyads: int


POOLED = Model("all rows together", False, False, (*PLACE, *POWER, *REGIME, *PEACE))
SAME = Model("within dyads, and years, risk ratio", True, True, (*POWER, *REGIME, *PEACE), "poisson")
MODELS = (
    POOLED,
    POOLED._replace(name="... with the initiator's defenders", others=(*INITIATOR, *POOLED.others)),
    POOLED._replace(name="... and years", years=True),
    SAME._replace(name="within dyads", years=False, kind="logit"),
    SAME._replace(name="within dyads, and years", kind="logit"),
    SAME,
    SAME._replace(name="... without years of peace", others=(*POWER, *REGIME)),
)
"""The six ways, and the last of them without what the dyad's own record of disputes says."""


def sample() -> pl.DataFrame:
    """Every row of the study: the outcome `initiated`, the terms by their names, `dyad`, `pair` and the keys."""
    panel = foedus.build_panel("directed-dyad-year", (YEARS[0] - 1, YEARS[1]), GROUPS).frame
    earlier = pl.col("mindist").forward_fill().over("ccode1", "ccode2", order_by="year")
    before = panel.with_columns(earlier.backward_fill().over("ccode1", "ccode2", order_by="year"))
    before = before.filter(is_relevant()).drop_nulls(["mindist", "polyarchy1", "polyarchy2"])
    other_side = before.select(
        *(pl.col(name).alias(term) for name, term in zip(("defended2", "nuclear_defended2"), INITIATOR, strict=True)),
        ccode1="ccode2",
        ccode2="ccode1",
        year="year",
    )
    values = {
        PLACE[0]: pl.col("mindist").log1p(),
        POWER[0]: pl.col("conttype") > 0,
        POWER[1]: pl.col("major1"),
        POWER[2]: pl.col("major2"),
        REGIME[0]: pl.min_horizontal("polyarchy1", "polyarchy2"),
        REGIME[1]: pl.max_horizontal("polyarchy1", "polyarchy2"),
        PACT: pl.col("atop_defense"),
        DEFENDER: pl.col("defended2"),
        NUCLEAR: pl.col("nuclear_defended2"),
    }
    lagged = before.join(other_side, on=KEYS).select("ccode1", "ccode2", pl.col("year") + 1, *INITIATOR, **values)
    decades = pl.col("peace").clip(upper_bound=LONGEST_PEACE).cast(pl.Float64) / 10.0
    outcome = panel.select(*KEYS, "initiated", *(decades.pow(k + 1).alias(name) for k, name in enumerate(PEACE)))
    first, second = pl.col("ccode1").cast(pl.Int32), pl.col("ccode2").cast(pl.Int32)
    dyad = first * 1000 + second
    pair = pl.min_horizontal(first, second) * 1000 + pl.max_horizontal(first, second)
    return lagged.join(outcome, on=KEYS).drop_nulls().with_columns(dyad=dyad, pair=pair).sort("dyad", "year")


def with_structure(rows: pl.DataFrame) -> pl.DataFrame:
    """Whether the target has a defence pact, without the initiator, that provides for an integrated command or bases."""
    years = pl.int_ranges("yrent", pl.col("yrexit").fill_null(YEARS[1]) + 1, dtype=pl.Int16)
    member = (
        foedus.table("atop-members")
        .filter(pl.col("defense") == 1, pl.col("yrent") <= pl.col("yrexit").fill_null(YEARS[1]))
        .select("atopid", state="member", year=years, **{COMMAND: pl.col("intcom") > 0, BASES: pl.col("base") > 0})
        .explode("year")
        .group_by("atopid", "state", "year")
        .agg(pl.col(name).max() for name in (COMMAND, BASES))
        .with_columns(pl.col("year") + 1)
    )
    of_target = rows.select(KEYS).join(member, left_on=["ccode2", "year"], right_on=["state", "year"])
    outside = of_target.join(
        member, left_on=["atopid", "ccode1", "year"], right_on=["atopid", "state", "year"], how="anti"
    )
    found = outside.group_by(KEYS).agg(pl.col(name).max() for name in (COMMAND, BASES))
    filled = [pl.col(name).fill_null(value=False) for name in (COMMAND, BASES)]
    return rows.join(found, on=KEYS, how="left").with_columns(filled)


def with_troops(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows against the hosts in the file, with ln(1 + thousands of United States troops of the year before)."""
    troops = (pl.col("us_troops") / 1000.0).log1p().alias(TROOPS)
    hosts = foedus.table("us-troops").select(troops, ccode2="ccode", year=pl.col("year") + 1)
    return rows.filter(pl.col("ccode1") != USA).join(hosts, on=["ccode2", "year"]).drop_nulls()


def with_one_to_come(rows: pl.DataFrame) -> pl.DataFrame:
    """Whether the target has no outside defender yet and will have one `LEAD` years on."""
    later = rows.select("dyad", pl.col("year") - LEAD, later=DEFENDER)
    gains = (pl.col("later") == 1) & (pl.col(DEFENDER) == 0)
    return rows.join(later, on=["dyad", "year"]).with_columns(gains.alias(TO_COME))


def with_capability(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the logarithm of the ratio of CINC, initiator to target, from NMC 6.0."""
    cinc = foedus.table("cow-nmc-6").filter(pl.col("cinc") > 0).select("ccode", pl.col("year") + 1, "cinc")
    for side in "12":
        rows = rows.join(cinc.rename({"ccode": f"ccode{side}", "cinc": f"cinc{side}"}), on=[f"ccode{side}", "year"])
    return rows.with_columns((pl.col("cinc1") / pl.col("cinc2")).log().alias(CAPABILITY))


def estimate(model: Model, rows: pl.DataFrame, effects: Names) -> list[Line]:
    """The effects under a model, each holding the others and the model's own terms fixed."""
    for unit in (["dyad"] if model.inside else []) + (["year"] if model.years else []):
        rows = speaking(rows, unit)
    x = rows.select(pl.col(name).cast(pl.Float64) for name in (*effects, *model.others)).to_numpy()
    if model.years:
        year = rows["year"].to_numpy()
        x = np.column_stack([x, year[:, None] == np.unique(year)[None, 1:]])
    y, dyad, pair = (rows[name].to_numpy() for name in ("initiated", "dyad", "pair"))
    if model.inside:
        found = within.fit(y, x, dyad, pair, model.kind)
        b, error = found.b, np.sqrt(np.diag(found.covariance))
    else:
        logit = sm.Logit(y, sm.add_constant(x, prepend=False))
        pooled = logit.fit(disp=False, maxiter=100, cov_type="cluster", cov_kwds={"groups": pair})
        b, error = pooled.params, pooled.bse
    counts = (rows.height, int(y.sum()), rows["dyad"].n_unique())
    return [
        Line(name, *(float(np.exp(b[k] + z * error[k])) for z in (0.0, -NORMAL95, NORMAL95)), *counts)
        for k, name in enumerate(effects)
    ]


def speaking(rows: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Rows of the units with a dispute in some rows and not in all: within units, the others say nothing."""
    return rows.filter(within.informative(rows["initiated"].to_numpy(), rows[unit].to_numpy()))


def varying(rows: pl.DataFrame, effect: str) -> int:
    """Directed dyads that speak, and whose effect changes over their years."""
    changes = speaking(rows, "dyad").group_by("dyad").agg(changes=pl.col(effect).n_unique() > 1)
    return int(changes["changes"].sum())


def pacts(rows: pl.DataFrame, models: Iterable[Model] = MODELS) -> list[str]:
    """Table rows: any outside defender and the pact between the two; then the defender parted into two."""
    lines = []
    for model in models:
        defender, pact = estimate(model, rows, (DEFENDER, PACT))
        plain, nuclear, _ = estimate(model, rows, (DEFENDER, NUCLEAR, PACT))
        lines.append(_row(model.name, [defender, plain, nuclear, pact]))
    return lines


def structure(rows: pl.DataFrame) -> list[str]:
    """Table rows: command and bases, beside the pact that provides for them, pooled and within dyads."""
    found = with_structure(rows)
    return [_row(m.name, estimate(m, found, (COMMAND, BASES, DEFENDER, PACT))[:2]) for m in (POOLED, SAME)]


def troops(rows: pl.DataFrame) -> list[str]:
    """Table rows: troops, pooled and within dyads; the few dyads leave no room for terms that hardly change in them."""
    models = (POOLED, SAME._replace(others=(*REGIME, *PEACE)))
    return [_row(m.name, estimate(m, with_troops(rows), (TROOPS,))) for m in models]


def checks(rows: pl.DataFrame) -> list[str]:
    """Table rows: a defender yet to come, and the effect of one beside capabilities."""
    capability = with_capability(rows)
    to_come = estimate(SAME, with_one_to_come(rows), (TO_COME, DEFENDER, PACT))[:1]
    lines = [_row(f"{TO_COME}, {SAME.name}", to_come)]
    for model in (POOLED, SAME):
        wider = model._replace(others=(CAPABILITY, *model.others))
        lines.append(_row(f"{DEFENDER} with NMC 6.0, {model.name}", estimate(wider, capability, (DEFENDER, PACT))[:1]))
    return lines


def counts(rows: pl.DataFrame) -> list[str]:
    """Table rows: how many directed dyads can say anything about an effect within themselves."""
    hosts = with_troops(rows)
    told = [(rows, DEFENDER), (rows, NUCLEAR), (rows, PACT), (with_structure(rows), COMMAND)]
    told += [(with_structure(rows), BASES), (hosts, TROOPS), (with_one_to_come(rows), TO_COME)]
    return [
        f"| {name} | {of['dyad'].n_unique():,} | {speaking(of, 'dyad')['dyad'].n_unique()} | {varying(of, name)} |"
        for of, name in told
    ]


def _row(name: str, lines: Sequence[Line]) -> str:
    cells = [f"{line.ratio:.2f} ({line.low:.2f} to {line.high:.2f})" for line in lines]
    first = lines[0]
    return f"| {' | '.join([name, *cells])} | {first.rows:,} | {first.disputes:,} | {first.dyads:,} |"


def main() -> None:
    """Print the tables."""
    rows = sample()
    for title, lines in (
        ("outside defender, of which not nuclear, nuclear in addition, pact between the two", pacts(rows)),
        ("integrated command, bases", structure(rows)),
        ("United States troops, per ln(1 + thousands)", troops(rows)),
        ("checks", checks(rows)),
        ("directed dyads, with a dispute in some years, of which the effect varies", counts(rows)),
    ):
        print(title, *lines, "", sep="\n")


if __name__ == "__main__":
    main()
