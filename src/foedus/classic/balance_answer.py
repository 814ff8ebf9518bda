"""The answer of `foedus balance`: the schema of its JSON, and the function that fills it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from foedus.classic.frustration import frustration
from foedus.classic.network import Network
from foedus.errors import InputError
from foedus.measures.balance import triangle_index, walk_index
from foedus.part import Part
from foedus.rendered import Rendered


class Tie(Part):
    """A tie of two actors."""

    first: str
    second: str
    sign: Literal[1, -1] = Field(description="1 friends, -1 foes")
    frustrated: bool = Field(description="friends on different sides, or foes on one")


class BalanceAnswer(Rendered, Part):
    """How balanced a signed network is, and the split that comes nearest to balance."""

    format: Literal["foedus.balance/1"] = "foedus.balance/1"
    origin: str = Field(description="publishers' files, or the user's file")
    year: int | None = Field(description="year of the network; null for a file")
    actors: int
    positive: int = Field(description="positive ties")
    negative: int = Field(description="negative ties")
    triangle: float | None = Field(description="share of triangles that are balanced; null without a triangle")
    walk: float = Field(description="weighted share of closed walks that are balanced")
    frustrated: int = Field(description="fewest frustrated ties: L if `proved`, else the fewest found")
    bound: int = Field(description="no split has fewer")
    proved: bool = Field(description="`frustrated` equals `bound`")
    gap: float = Field(description="(frustrated - bound) / frustrated; 0 if proved")
    frustration: float = Field(description="1 - 2 L / m, with m all ties")
    sides: list[list[str]] = Field(description="the two sides of a split that attains it; others may attain it too")
    ties: list[Tie]
    notes: list[str] = Field(description="how the network was made, and what to beware of")


def balance_answer(
    network: Network,
    origin: str,
    *,
    year: int | None = None,
    notes: Sequence[str] = (),
    time_limit: float = 60.0,
    seed: int = 1,
) -> BalanceAnswer:
    """All three measures of balance of a network."""
    signs = network.signs.tolist()
    if min(signs) > 0:
        raise InputError(f"{origin}: no tie is negative, so the network is already balanced; choose others")
    result = frustration(network, time_limit=time_limit, seed=seed)
    triangles = triangle_index(network.adjacency)
    out = set(result.ties.tolist())
    sides = [
        [name for name, side in zip(network.names, result.sides, strict=True) if side == which] for which in (0, 1)
    ]
    return BalanceAnswer(
        origin=origin,
        year=year,
        actors=len(network.names),
        positive=signs.count(1),
        negative=signs.count(-1),
        triangle=None if math.isnan(triangles) else triangles,
        walk=walk_index(network.adjacency),
        frustrated=result.count,
        bound=result.bound,
        proved=result.proved,
        gap=result.gap,
        frustration=result.index,
        sides=sides,
        ties=[
            Tie(first=a, second=b, sign=sign, frustrated=tie in out)
            for tie, sign in enumerate(signs)
            for a, b in [network.named(tie)]
        ],
        notes=list(notes) if result.proved else [*notes, _unproved(result.count, result.bound, time_limit)],
    )


def _unproved(count: int, bound: int, seconds: float) -> str:
    return (
        f"the time limit of {seconds:g} s came before the proof: the fewest frustrated ties are between {bound} and {count}; "
        "give more with --time-limit"
    )
