"""Dangerous dyads: the logit of Bremer (1992) as the vignette of the R package peacesciencer extends it, from raw files.

Onset of a militarised dispute in politically relevant dyad-years, 1816-2010 (GML 2.2.1), on land contiguity, the ratio of
capabilities, a major power in the dyad, a defence pact, the lower of the two on democracy, GDP per head and
militarisation, and a cubic in years of peace. Standard errors are those of the model and, beside them, clustered by dyad:
the years of a dyad are not independent. R's `glm`, which printed the vignette's, leaves in its covariance the weights of
the step before the last; the errors at the maximum differ from those by up to .06%, and both are given.

    python examples/bremer1992.py

needs the publishers' files (FOEDUS_DATA) and statsmodels (the extra `foedus[fit]`).

Source: Bremer (1992), Dangerous dyads: conditions affecting the likelihood of interstate war, 1816-1965, Journal of
Conflict Resolution 36:309-341.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import polars as pl
import statsmodels.api as sm
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import ConvergenceWarning

import foedus

GROUPS = ["disputes", "peace", "contiguity", "majors", "capabilities", "alliances", "democracy", "gdp"]
TERMS = (
    *("constant", "land contiguity", "capability ratio", "major power", "defence pact", "lower democracy"),
    *("lower GDP per head", "lower militarisation", "peace", "peace^2", "peace^3"),
)


class Logit(NamedTuple):
    """Coefficients in the order of TERMS, standard errors (the model's, R's of it, clustered by dyad), rows used and of all."""

    coefficient: NDArray[np.float64]
    error: NDArray[np.float64]
    in_r: NDArray[np.float64]
    clustered: NDArray[np.float64]
    rows: int
    of: int


def design(frame: pl.DataFrame) -> pl.DataFrame:
    """The outcome, the predictors in the order of TERMS less the constant, and the dyad; rows with all of them known."""
    sides = {s: pl.col(f"milper{s}") / pl.col(f"tpop{s}") for s in "12"}
    peace = pl.col("peace").cast(pl.Float64)
    rows = frame.select(
        (pl.col("conttype") == 1).alias("land contiguity"),
        (_lower(pl.col("cinc1"), pl.col("cinc2")) / pl.max_horizontal("cinc1", "cinc2")).alias("capability ratio"),
        ((pl.col("major1") == 1) | (pl.col("major2") == 1)).alias("major power"),
        pl.col("atop_defense").alias("defence pact"),
        _lower(pl.col("aeuds1"), pl.col("aeuds2")).alias("lower democracy"),
        _lower(pl.col("gdp_pc1"), pl.col("gdp_pc2")).alias("lower GDP per head"),
        _lower(sides["1"], sides["2"]).alias("lower militarisation"),
        peace.alias("peace"),
        (peace**2).alias("peace^2"),
        (peace**3).alias("peace^3"),
        onset="onset",
        dyad=pl.col("ccode1").cast(pl.Int32) * 1000 + pl.col("ccode2"),
    )
    return rows.drop_nulls()


def _lower(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """The lower of two values, unknown if either is."""
    return pl.when(first.is_not_null() & second.is_not_null()).then(pl.min_horizontal(first, second))


def logit() -> Logit:
    """Build the panel and fit it by maximum likelihood."""
    panel = foedus.build_panel("dyad-year", (1816, 2010), GROUPS, relevant=True, rules="peacesciencer")
    rows = design(panel.frame)
    x = sm.add_constant(rows.select(TERMS[1:]).cast(pl.Float64).to_numpy())
    model = sm.Logit(rows["onset"].to_numpy(), x)
    fit = model.fit(disp=False, maxiter=50, tol=1e-12)
    clustered = model.fit(
        start_params=fit.params, disp=False, cov_type="cluster", cov_kwds={"groups": rows["dyad"].to_numpy()}
    )
    return Logit(fit.params, fit.bse, _errors_in_r(model), clustered.bse, rows.height, panel.frame.height)


def _errors_in_r(model: sm.Logit) -> NDArray[np.float64]:
    """Standard errors as R's `glm` gives them: from the weights one step before its stop, a change in deviance below 1e-8."""
    weighted = sm.GLM(model.endog, model.exog, family=sm.families.Binomial())
    steps = weighted.fit(tol=1e-8, tol_criterion="deviance").fit_history["iteration"]
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        errors: NDArray[np.float64] = weighted.fit(maxiter=steps - 1).bse
    return errors


def main() -> None:
    """Print the table."""
    found = logit()
    print(f"{'onset of a dispute':22} {'coefficient':>14} {'model error':>12} {'in R':>12} {'by dyad':>12}")
    for term, *numbers in zip(TERMS, found.coefficient, found.error, found.in_r, found.clustered, strict=True):
        print(f"{term:22} {numbers[0]:14.6g} " + " ".join(f"{error:12.4g}" for error in numbers[1:]))
    print(f"{found.rows:,} of {found.of:,} politically relevant dyad-years, 1816-2010")


if __name__ == "__main__":
    main()
