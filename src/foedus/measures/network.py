"""The network of alliances of a year: degree, brokerage, clustering and blocs.

Every function takes one undirected graph whose nodes are COW codes and whose edges may have a `weight`, and returns a
table with a row for each state, sorted by code. It uses networkx.
"""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import polars as pl

from foedus.errors import InputError
from foedus.measures.louvain import communities
from foedus.measures.portfolios import Portfolios


def alliance_graph(portfolios: Portfolios, *, least: float = 1.0) -> nx.Graph:
    """The undirected graph of alliances: an edge where either state owes the other at least the level `least`.

    The weight of an edge is the stronger of the two obligations (1 consultation, 2 neutrality or non-aggression, 3 active
    support); `least=3` keeps only defence and offence. States without a tie are nodes too.
    """
    if not np.array_equal(portfolios.states, portfolios.items):
        raise InputError("a graph needs states towards states: give alliance portfolios, not votes")
    strongest = np.maximum(portfolios.policies, portfolios.policies.T)
    first, second = np.nonzero(np.triu(strongest >= least, k=1))
    codes = portfolios.states.tolist()
    graph = nx.Graph()
    graph.add_nodes_from(codes)
    graph.add_weighted_edges_from(
        (codes[i], codes[j], float(strongest[i, j])) for i, j in zip(first, second, strict=True)
    )
    return graph


def degree(graph: nx.Graph) -> pl.DataFrame:
    """ccode, degree (number of allies, 0 to N - 1) and strength (sum of the weights of its ties)."""
    nodes = sorted(graph)
    strength = dict(graph.degree(weight="weight"))
    return _rows(nodes, degree=[graph.degree(n) for n in nodes], strength=[float(strength[n]) for n in nodes])


def brokerage(graph: nx.Graph) -> pl.DataFrame:
    r"""ccode, betweenness, constraint: two measures of brokerage.

    betweenness   share of the shortest paths between other states that pass through i, paths counted in ties,

                      B_i = 2 / ((N-1)(N-2)) sum_(j<k) g_jk(i) / g_jk

                  0 to 1; null in a graph of fewer than 3 states.
    constraint    how closely i's partners are tied to each other; p_ij is the share of i's weight in the tie to j,

                      C_i = sum_j ( p_ij + sum_(q != i,j) p_iq p_qj )^2        over the partners j of i

                  low for a broker across structural holes; it can exceed 1; null for a state without ties.

    Source: Freeman (1977), A set of measures of centrality based on betweenness, Sociometry 40:35-41; Burt (1992),
    Structural Holes, Harvard University Press.
    """
    nodes = sorted(graph)
    between = nx.betweenness_centrality(graph) if len(nodes) > 2 else {}
    constraint = nx.constraint(graph, weight="weight") if graph.number_of_edges() else {}
    return _rows(
        nodes,
        betweenness=[between.get(n) for n in nodes],
        constraint=[_known(constraint.get(n)) for n in nodes],
    )


def clustering(graph: nx.Graph) -> pl.DataFrame:
    r"""ccode, clustering: the share of pairs of i's allies that are allies of each other,

        c_i = 2 t_i / (k_i (k_i - 1))

    t_i the triangles through i and k_i its degree. Range 0 to 1; null with fewer than two allies, where there is no pair.

    Source: Watts & Strogatz (1998), Collective dynamics of 'small-world' networks, Nature 393:440-442.
    """
    nodes = sorted(graph)
    share = nx.clustering(graph)
    return _rows(nodes, clustering=[float(share[n]) if graph.degree(n) > 1 else None for n in nodes])


def blocs(graph: nx.Graph, *, seed: int = 1) -> pl.DataFrame:
    r"""ccode, bloc, size, modularity: the division into blocs that Louvain's method finds,

        Q = sum_b [ L_b / m - ( k_b / 2m )^2 ]

    m the weight of all ties, L_b of those inside bloc b, k_b the sum of the strengths in it. Blocs are numbered from the
    largest (ties: the lowest code first); a state without ties is a bloc of its own. `modularity`, at most 1, describes
    the whole division; null without any tie. The method is greedy: another `seed` can find another division of about
    the same modularity, so the bloc of a state on the edge of two blocs is uncertain. The same seed gives the same
    blocs.

    Source: Blondel et al. (2008), Fast unfolding of communities in large networks, Journal of Statistical Mechanics
    P10008; Newman & Girvan (2004), Finding and evaluating community structure in networks, Physical Review E 69:026113.
    """
    nodes = sorted(graph)
    weights = nx.to_numpy_array(graph, nodelist=nodes, weight="weight")
    np.fill_diagonal(weights, 0.0)
    of = communities(weights, seed)
    together = [{nodes[i] for i in np.flatnonzero(of == one)} for one in range(of.max(initial=-1) + 1)]
    found = sorted(together, key=lambda bloc: (-len(bloc), min(bloc)))
    quality = float(nx.community.modularity(graph, found, weight="weight")) if graph.number_of_edges() else None
    place = {code: number for number, bloc in enumerate(found, start=1) for code in bloc}
    sizes = [len(found[place[n] - 1]) for n in nodes]
    table = _rows(nodes, bloc=[place[n] for n in nodes], size=sizes)
    return table.with_columns(modularity=pl.lit(quality, pl.Float64))


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _rows(nodes: list[int], **columns: list[int] | list[float] | list[float | None]) -> pl.DataFrame:
    kinds = {name: pl.Int32 if name in ("degree", "bloc", "size") else pl.Float64 for name in columns}
    return pl.DataFrame({"ccode": nodes, **columns}, schema={"ccode": pl.Int16, **kinds})
