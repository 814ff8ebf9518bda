"""How much two economies depend on each other's trade, and how spread a state's trade is over partners."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from foedus.arrays import Floats
from foedus.data.panel.lookup import look_up
from foedus.errors import InputError


def trade_dependence(imports: ArrayLike, exports: ArrayLike, gdp: ArrayLike) -> Floats:
    r"""Trade with a partner over the size of the economy,

        D_ij = (M_ij + X_ij) / Y_i

    M_ij and X_ij are i's imports from and exports to j, Y_i its GDP, all of one unit and price (both current US dollars,
    say: trade in current dollars over GDP in international dollars of 2017 is no ratio). Range 0 upwards; above 1 in
    entrepots. NaN where any of the three is missing or GDP is not positive. Any broadcastable shapes; a negative flow
    raises InputError.

    Source: Oneal & Russett (1997), The classical liberals were right, International Studies Quarterly 41:267-293.
    """
    m, x, y = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (imports, exports, gdp)))
    if np.any(m < 0) or np.any(x < 0):
        raise InputError("a flow of trade is negative: give amounts, and NaN where one is missing")
    result = np.full(m.shape, np.nan)
    np.divide(m + x, y, out=result, where=y > 0)
    return result


def lower_dependence(own: ArrayLike, other: ArrayLike) -> Floats:
    """The dependence of the less dependent of two states, min(D_ij, D_ji): the weak link of Oneal and Russett (1997).

    NaN where either is missing, since the lower of a known and an unknown value is not known.
    """
    return np.minimum(np.asarray(own, dtype=np.float64), np.asarray(other, dtype=np.float64))


def higher_dependence(own: ArrayLike, other: ArrayLike) -> Floats:
    """The dependence of the more dependent of two states, max(D_ij, D_ji); NaN where either is missing."""
    return np.maximum(np.asarray(own, dtype=np.float64), np.asarray(other, dtype=np.float64))


def dependence_asymmetry(own: ArrayLike, other: ArrayLike) -> Floats:
    r"""How one-sided a dependence is, from the first state's side,

        A_ij = (D_ij - D_ji) / (D_ij + D_ji)

    Range -1 (only the other depends) to 1 (only the own side does), 0 where both depend alike. For one flow of trade it
    is the relative difference in GDP, so it measures size more than trade; read it together with the dependence itself. NaN
    where either is missing or neither depends.

    Source: the relative form is foedus's own; asymmetry as a source of power is Hirschman (1945), National Power and
    the Structure of Foreign Trade, University of California Press.
    """
    a, b = np.broadcast_arrays(np.asarray(own, dtype=np.float64), np.asarray(other, dtype=np.float64))
    result = np.full(a.shape, np.nan)
    np.divide(a - b, a + b, out=result, where=a + b > 0)
    return result


def dyad_dependence(trade: pl.DataFrame, gdp: pl.DataFrame) -> pl.DataFrame:
    """Dependence of every directed dyad-year with trade: ccode1, ccode2, year, dependence (of state 1 on state 2),
    dependence_other (of 2 on 1), lower, higher, asymmetry.

    `trade` has ccode1, ccode2, year, imports, exports in one unit; `gdp` has ccode, year, gdp in the same. A pair
    without a row of trade has no row here: unreported is not zero. Null where a flow or a GDP is missing.
    """
    rows = trade.select("ccode1", "ccode2", "year", "imports", "exports")
    own, other = (
        look_up(rows.rename({side: "ccode"}), gdp.select("ccode", "year", "gdp"), ["ccode", "year"])["gdp"]
        for side in ("ccode1", "ccode2")
    )
    flows = rows["imports"].to_numpy(), rows["exports"].to_numpy()
    one, two = (trade_dependence(*flows, size.cast(pl.Float64).to_numpy()) for size in (own, other))
    columns = {
        "dependence": one,
        "dependence_other": two,
        "lower": lower_dependence(one, two),
        "higher": higher_dependence(one, two),
        "asymmetry": dependence_asymmetry(one, two),
    }
    found = rows.select("ccode1", "ccode2", "year").with_columns(**{k: pl.Series(v) for k, v in columns.items()})
    return found.with_columns(pl.col(list(columns)).fill_nan(None))


def partner_concentration(trade: pl.DataFrame) -> pl.DataFrame:
    r"""How concentrated a state's imports and exports are on few partners: ccode, year, import_concentration,
    export_concentration,

        H_i = sum_j ( x_ij / sum_k x_ik )^2

    Range 1/partners to 1 (a single one). Over the partners with a known flow; null where none is known or all are zero.

    Source: Hirschman (1945), whose index is its square root; the form is that of Herfindahl.
    """

    def index(flow: str) -> pl.Expr:
        share = pl.col(flow) / pl.col(flow).sum()
        return pl.when(pl.col(flow).sum() > 0).then((share**2).sum())

    concentrations = (index(flow).alias(f"{flow[:-1]}_concentration") for flow in ("imports", "exports"))
    return trade.group_by(ccode="ccode1", year="year").agg(*concentrations).sort("ccode", "year")
