"""Every measure in one table, which drives the command line and the reference page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from foedus.errors import known
from foedus.measures import (
    balance,
    capability,
    dependence,
    distance,
    ideal_points,
    network,
    polarity,
    similarity,
    tightness,
)

Rows = Literal["year", "bloc-year", "state-year", "dyad-year", "directed-dyad-year"]

ALLIANCES = ("atop-dyads", "cow-states")
VOTING = ("unga-votes", "unga-roll-calls")
POWERS = ("cow-nmc", "cow-majors")
SIGNED = (*ALLIANCES, "gml-directed")
BOUND = (*ALLIANCES, "unga-ideal-points")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    name      as on the command line
    rows      what a row of its table is
    takes     what it is computed from
    range     unit and range
    formula   the formula, in short
    source    who defined it
    function  the function that computes it, whose docstring has the detail
    needs     keys of the publishers' files it reads on the command line
    """

    name: str
    rows: Rows
    takes: str
    range: str
    formula: str
    source: str
    function: Callable[..., object]
    needs: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the function is, as one would import it."""
        return f"{self.function.__module__}.{self.function.__name__}"

    @property
    def votes(self) -> bool:
        """Whether it can also be taken from votes in the General Assembly."""
        return self.function.__module__ == similarity.__name__


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by name, in the order of the documentation."""
    return MappingProxyType({measure.name: measure for measure in _ROWS})


def measure(name: str) -> Measure:
    """The measure called `name`."""
    return measures()[known("measure", name, measures())]


_ROWS = (
    Measure(
        "cinc",
        "state-year",
        "six components of capability of every state of the year",
        "share of the world, 0 to 1",
        "mean_c x_ic / sum_j x_jc",
        "Singer, Bremer & Stuckey (1972)",
        capability.cinc,
        ("cow-nmc",),
    ),
    Measure(
        "poles",
        "year",
        "capabilities (CINC) of the major powers, and of all states",
        "number of states, 1 to N; the effective number too",
        "#{i: x_i >= .5 max x}; 1 / sum_i s_i^2",
        "after Moul (1989); Laakso & Taagepera (1979)",
        polarity.poles,
        POWERS,
    ),
    Measure(
        "concentration",
        "year",
        "as poles",
        "0 all equal to 1 one holds all",
        "sqrt((sum_i s_i^2 - 1/N) / (1 - 1/N))",
        "Ray & Singer (1973)",
        polarity.concentration,
        POWERS,
    ),
    Measure(
        "parity",
        "year",
        "as poles",
        "first over second, 1 (parity) upwards; share of the first, 1/N to 1",
        "x_(1) / x_(2); x_(1) / sum_i x_i",
        "Organski & Kugler (1980)",
        polarity.lead,
        POWERS,
    ),
    Measure(
        "s-score",
        "dyad-year",
        "policy portfolios of two states",
        "-1 opposite to 1 the same",
        "1 - 2 sum_k w_k |p_k - q_k|^e / (span^e sum_k w_k)",
        "Signorino & Ritter (1999)",
        similarity.s_score,
        ALLIANCES,
    ),
    Measure(
        "pi",
        "dyad-year",
        "policy portfolios of two states",
        "0 as by chance, 1 the same; can be below 0",
        "1 - D_o / D_e, D_e from pooled margins",
        "Scott (1955); Haege (2011)",
        similarity.scott_pi,
        ALLIANCES,
    ),
    Measure(
        "kappa",
        "dyad-year",
        "policy portfolios of two states",
        "0 as by chance, 1 the same; can be below 0",
        "1 - D_o / D_e, D_e from each state's margin",
        "Cohen (1968); Haege (2011)",
        similarity.cohen_kappa,
        ALLIANCES,
    ),
    Measure(
        "tau-b",
        "dyad-year",
        "policy portfolios of two states",
        "-1 to 1, association",
        "(concordant - discordant) / sqrt(T_p T_q)",
        "Kendall (1945); Bueno de Mesquita (1975)",
        similarity.tau_b,
        ALLIANCES,
    ),
    Measure(
        "ideal-points",
        "state-year",
        "roll-call votes of all sessions",
        "standard deviations over all state-years; the United States positive",
        "Pr(y <= c) = Phi(kappa_jc - beta_j theta_it), theta a random walk",
        "after Bailey, Strezhnev & Voeten (2017)",
        ideal_points.ideal_points,
        VOTING,
    ),
    Measure(
        "dependence",
        "directed-dyad-year",
        "imports, exports and GDP, all in current US dollars",
        "share of GDP, 0 upwards; asymmetry -1 to 1",
        "(M_ij + X_ij) / Y_i; (D_ij - D_ji) / (D_ij + D_ji)",
        "Oneal & Russett (1997)",
        dependence.dyad_dependence,
        ("cow-trade", "wdi-gdp"),
    ),
    Measure(
        "trade-concentration",
        "state-year",
        "imports and exports by partner",
        "1/partners to 1 a single partner",
        "sum_j (x_ij / sum_k x_ik)^2",
        "Hirschman (1945)",
        dependence.partner_concentration,
        ("cow-trade",),
    ),
    Measure(
        "degree",
        "state-year",
        "pacts of active support",
        "number of allies, 0 to N - 1",
        "sum_j 1[a_ij > 0]",
        "graph theory",
        network.degree,
        ALLIANCES,
    ),
    Measure(
        "brokerage",
        "state-year",
        "pacts of active support",
        "betweenness 0 to 1; constraint, low for a broker",
        "shortest paths through i; sum_j (p_ij + sum_q p_iq p_qj)^2",
        "Freeman (1977); Burt (1992)",
        network.brokerage,
        ALLIANCES,
    ),
    Measure(
        "clustering",
        "state-year",
        "pacts of active support",
        "0 to 1, share of allies allied to each other",
        "2 t_i / (k_i (k_i - 1))",
        "Watts & Strogatz (1998)",
        network.clustering,
        ALLIANCES,
    ),
    Measure(
        "blocs",
        "state-year",
        "pacts of active support",
        "number of the bloc, 1 the largest; modularity up to 1",
        "Q = sum_b [L_b / m - (k_b / 2m)^2], made large by Louvain's method",
        "Blondel et al. (2008); Newman & Girvan (2004)",
        network.blocs,
        ALLIANCES,
    ),
    Measure(
        "tightness",
        "bloc-year",
        "ideal points, pacts and treaties below them of the states given; none: China, Russia, North Korea",
        "0 to 3/4: without transfers of arms, which no file records for all pairs and which add at most 1/4",
        "mean_{i<j} (exp(-|z_i - z_j|) + p_ij + c_ij) / 4",
        "the index of the simulator, foedus.equations.bloc",
        tightness.tightness,
        BOUND,
    ),
    Measure(
        "balance-triangle",
        "year",
        "friends by pacts of active support, enemies by disputes",
        "0 to 1, share of balanced triangles",
        "(tr|A|^3 + tr A^3) / (2 tr|A|^3)",
        "Cartwright & Harary (1956)",
        balance.triangle_index,
        SIGNED,
    ),
    Measure(
        "balance-walk",
        "year",
        "friends by pacts of active support, enemies by disputes",
        "above 0 to 1 balance",
        "tr e^A / tr e^|A|",
        "Estrada & Benzi (2014)",
        balance.walk_index,
        SIGNED,
    ),
    Measure(
        "capital-distance",
        "dyad-year",
        "coordinates of the capitals on 31 December",
        "km, 0 to 20,015",
        "2 R asin sqrt(haversine), R = 6371.0088 km",
        "spherical trigonometry; WGS 84",
        distance.capital_distance,
        ("capitals", "cow-states"),
    ),
    Measure(
        "minimum-distance",
        "dyad-year",
        "borders of the year",
        "km, 0 where territories touch",
        "looked up",
        "Schvitz et al. (2022)",
        distance.minimum_distance,
        ("min-distance", "cow-states"),
    ),
)
