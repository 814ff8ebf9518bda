"""Does the growth of the last ten years beat no change? The table of docs/explanation/coverage.md.

For every state and year since 1955 with a value ten years before and h years after, the value after is forecast as the
present one, and as the present one grown at the rate of the ten years. Printed is the mean absolute error in logs.

    python examples/nowcast.py

needs the publishers' files (FOEDUS_DATA). National material capabilities are those of version 6.0.
"""

from __future__ import annotations

import polars as pl

import foedus
from foedus.data.panel.coverage import WINDOW

COLUMNS = {
    "cow-nmc-6": ("tpop", "upop", "cinc", "milex", "milper", "irst", "pec"),
    "gdp-fariss": ("gdp", "gdp_pc", "pop"),
    "wdi-gdp": ("gdp_current",),
}
SINCE = 1955
HORIZONS = (1, 5)


def errors(key: str, column: str, horizon: int) -> tuple[float, float]:
    """Mean absolute error in logs of no change and of growth, `horizon` years on."""
    log = foedus.table(key).select("ccode", "year", now=pl.col(column).cast(pl.Float64)).filter(pl.col("now") > 0)
    log = log.with_columns(pl.col("now").log())
    joined = log.filter(pl.col("year") >= SINCE)
    for name, shift in (("before", WINDOW), ("after", -horizon)):
        moved = log.select("ccode", pl.col("year") + shift, pl.col("now").alias(name))
        joined = joined.join(moved, on=["ccode", "year"])
    change = pl.col("after") - pl.col("now")
    growth = (pl.col("now") - pl.col("before")) * horizon / WINDOW
    return joined.select(same=change.abs().mean(), grown=(change - growth).abs().mean()).row(0)


def main() -> None:
    """Print the table."""
    print(f"{'column':12}" + "".join(f"{f'{h} y: no change':>16}{'nowcast':>9}" for h in HORIZONS))
    for key, names in COLUMNS.items():
        for name in names:
            print(f"{name:12}" + "".join("{:16.3f}{:9.3f}".format(*errors(key, name, h)) for h in HORIZONS))


if __name__ == "__main__":
    main()
