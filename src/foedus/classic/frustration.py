r"""The frustration index: the fewest ties that keep a signed network from balance, exactly.

A two-way split of the actors frustrates a positive tie between the sides and a negative tie within one. With f_e(x) = 1 for a
tie that split x frustrates, and m ties,

    L = min_x sum_e f_e(x)          F = 1 - 2 L / m

F is 1 for a balanced network and never below 0. Finding L is a maximum cut in disguise, so hard in general. Every cycle
lies in one biconnected block, so L is a sum over blocks, each solved apart (`foedus.classic.block`), and ties in no cycle drop
out.

Source: Harary (1959), On the measurement of structural balance, Behavioral Science 4:316-323, for the index; Aref, Mason &
Wilson (2020), A modeling and computational study of the frustration index in signed networks, Networks 75:95-110, for
mixed-integer programmes. Matched: Read's (1954) highland tribes, L = 7 of m = 58, F = .7586207, all digits published.
"""

from __future__ import annotations

import time
from collections.abc import Container
from dataclasses import dataclass

import networkx as nx
import numpy as np

from foedus.arrays import Ints
from foedus.classic.block import Block, frustrated
from foedus.classic.descent import descend, random_partitions
from foedus.classic.landscape import Landscape, Sides
from foedus.classic.network import Network
from foedus.errors import InputError

STARTS = 200
"""Seeded descents that give the first split of a block."""


@dataclass(frozen=True, eq=False)
class Frustration:
    """A split, and the proven bound.

    sides  (n,) 0 or 1
    ties   positions of the ties it frustrates, ascending
    bound  proven lower bound on the number of frustrated ties
    index  1 - 2 count / m
    """

    sides: Sides
    ties: Ints
    bound: int
    index: float

    @property
    def count(self) -> int:
        """L if `proved`, else the smallest number found."""
        return len(self.ties)

    @property
    def proved(self) -> bool:
        """No split frustrates fewer ties."""
        return self.count == self.bound

    @property
    def gap(self) -> float:
        """(found - bound) / found, 0 if proved."""
        return (self.count - self.bound) / self.count if self.count else 0.0


def frustration(network: Network, *, time_limit: float = 60.0, seed: int = 1) -> Frustration:
    """The frustration index of a network with a split that attains it.

    time_limit  seconds, for all blocks together; when they are used up the result is the best split so far and its bound
    seed        of the descents for a first split; where several splits are best it can decide which is returned
    """
    if not time_limit > 0:
        raise InputError(f"time limit {time_limit:g} is not allowed: seconds, above 0")
    deadline = time.monotonic() + time_limit
    graph = nx.Graph()
    graph.add_edges_from((a, b, {"tie": tie}) for tie, (a, b) in enumerate(network.ends.tolist()))
    chosen: list[int] = []
    bound = 0
    for block in nx.biconnected_component_edges(graph):
        ties = np.array(sorted(graph.edges[edge]["tie"] for edge in block), dtype=np.int64)
        found, least = _solved(network.ends[ties], network.signs[ties], deadline, seed)
        chosen += ties[found].tolist()
        bound += least
    sides = _split(network, set(chosen))
    ties = np.flatnonzero(frustrated(network.ends, network.signs, sides))
    return Frustration(sides, ties, bound, 1.0 - 2.0 * len(ties) / len(network.signs))


def _solved(ends: Ints, signs: Ints, deadline: float, seed: int) -> tuple[Ints, int]:
    """Positions of the frustrated ties of a block, and the lower bound of their number."""
    if len(signs) == 1:
        return np.empty(0, np.int64), 0
    actors, local = np.unique(ends, return_inverse=True)
    local = local.reshape(-1, 2)
    best = _descended(len(actors), local, signs, seed)
    if not len(best):
        return best, 0
    block = Block(len(actors), local, signs)
    bound = block.relax(len(best), deadline)
    if bound < len(best):
        better, proved = block.branch(deadline)
        bound = max(bound, proved)
        best = better if better is not None and len(better) < len(best) else best
    return best, bound


def _descended(actors: int, ends: Ints, signs: Ints, seed: int) -> Ints:
    """The frustrated ties of the best split that steepest descent finds.

    Signs are propensities among states of one size: the energy is twice the frustrated ties less twice the negative ones.
    """
    propensity = np.zeros((actors, actors))
    propensity[ends[:, 0], ends[:, 1]] = propensity[ends[:, 1], ends[:, 0]] = signs
    landscape = Landscape([str(actor) for actor in range(actors)], np.ones(actors), propensity)
    splits = descend(landscape, random_partitions(actors, 2, STARTS, seed), 2)
    found = frustrated(ends, signs, splits)
    return np.flatnonzero(found[found.sum(axis=1).argmin()])


def _split(network: Network, removed: Container[int]) -> Sides:
    """The sides that follow along all ties but those removed."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.names)))
    ties = enumerate(network.ends.tolist())
    graph.add_edges_from((a, b, {"sign": network.signs[tie]}) for tie, (a, b) in ties if tie not in removed)
    sides = np.zeros(len(network.names), np.int8)
    for part in nx.connected_components(graph):
        for a, b in nx.bfs_edges(graph, min(part)):
            sides[b] = sides[a] if graph.edges[a, b]["sign"] > 0 else 1 - sides[a]
    return sides
