r"""Facts of every pair among some states, as the terms of a propensity.

    pact        1 with a defence pact in force, else 0
    entente     1 with non-aggression, neutrality or consultation and no defence pact, else 0
    similarity  max(-1, 1 - |q_i - q_j| / (2 / sqrt(pi))), q being UN General Assembly ideal points
    dispute     max(0, 1 - t / 20), t being the years since the last militarised dispute
    rivalry     1 with a dispute in at least 6 of the last 20 years, else 0

2 / sqrt(pi) = 1.128 is the mean distance of two draws from a standard normal, which is the publisher's scale of ideal points:
similarity is 0 for two states as far apart as two states are on average. Twenty years and six disputes are the marks of an
enduring rivalry in Diehl & Goertz (2000), War and Peace in International Rivalry; here they are counted in years with a
dispute. Only years up to the one in question are read. Unknown is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.arrays import Floats
from foedus.classic.landscape import Landscape
from foedus.classic.propensity import propensities
from foedus.data.library import read
from foedus.data.names import state_among, state_codes
from foedus.data.panel.build import build_panel
from foedus.data.panel.request import check_year
from foedus.errors import InputError, known
from foedus.names import listed
from foedus.world.build import from_case
from foedus.world.schema import Case
from foedus.world.world import INDICES, KINDS, World

SPAN = 20
"""Years a dispute is remembered, and years of a rivalry."""

HABIT = 6
"""Years with a dispute, of SPAN, that make a rivalry."""

MEAN_DISTANCE = 2.0 / math.sqrt(math.pi)

AT_ISSUE = ("principal", "challenger")
"""Roles of the states that a case is about; the others matter to it from elsewhere."""

ENTENTES = ("entente", "consultation")
"""Instruments of a case that tie a pair without a promise to fight."""

PACTLESS = ("atop_neutral", "atop_nonagg", "atop_consul")


@dataclass(frozen=True, eq=False)
class Facts:
    """Facts of n states.

    names          shown to a reader
    abbreviations  COW abbreviations, by which states are chosen
    year           the year they hold for
    sizes          (n,) by capability index; NaN where unknown
    terms          (n, n) by term, symmetric, zero diagonal; NaN where unknown
    origin         their source, in words
    """

    names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    year: int
    sizes: Mapping[str, Floats]
    terms: Mapping[str, Floats]
    origin: str

    def landscape(self, size: str = "cinc", weights: Mapping[str, float] | None = None) -> Landscape:
        """The landscape with sizes from a capability index: cinc, gdp or milex."""
        size = known("size", size, self.sizes)
        lacking = [name for name, x in zip(self.names, self.sizes[size].tolist(), strict=True) if not x > 0]
        if lacking:
            raise InputError(
                f"{size} is unknown or 0 in {self.year} for {', '.join(lacking)}; leave them out or choose another size"
            )
        return Landscape(self.names, self.sizes[size], propensities(self.terms, weights))

    def gaps(self) -> list[str]:
        """A sentence for every term that is unknown for some pair."""
        found = []
        for term, facts in self.terms.items():
            lacking = np.isnan(facts)
            np.fill_diagonal(lacking, val=False)
            if lacking.sum() == lacking.size - len(self.names):
                found.append(f"{term}: not on record in {self.year}; it counts for nothing here")
                continue
            alone = lacking.sum(axis=1) == len(self.names) - 1
            named = [name for name, out in zip(self.names, alone, strict=True) if out]
            named += [
                f"{self.names[i]} with {self.names[j]}"
                for i, j in np.argwhere(np.triu(lacking & ~alone & ~alone[:, None]))
            ]
            if named:
                found.append(f"{term}: unknown for {', '.join(named)}; it counts for nothing there")
        return found


def case_facts(case: Case, states: str | Sequence[str] | None = None) -> Facts:
    """The facts of a case, for its states or for those named, in any usual spelling; `all` means all of them.

    Pacts, ententes and consultation ties are the instruments of the case; a case has no count of past disputes, so rivalry
    is unknown. Disputes are known for contiguous pairs and pairs with a great power.
    """
    world = from_case(case)
    about = [state.abbreviation for state in case.states if state.role in AT_ISSUE]
    codes = {state.abbreviation: state.code for state in case.states}
    titles = {state.name: state.code for state in case.states}
    asked = listed(states)
    if [name.lower() for name in asked] == ["all"]:
        asked = list(codes)
    chosen = _enough([state_among(name, codes, titles, f"case {case.id}") for name in asked] or about)
    rows = np.searchsorted(world.codes, [codes[name] for name in chosen])
    pick = np.ix_(rows, rows)
    pact = _tied(world, ("defence-pact",))
    terms = {
        "pact": pact,
        "entente": _tied(world, ENTENTES) * (1.0 - pact),
        "similarity": similarity(world.ideal),
        "dispute": _remembered(world),
        "rivalry": np.full(pact.shape, np.nan),
    }
    return Facts(
        names=tuple(world.names[row] for row in rows),
        abbreviations=tuple(chosen),
        year=case.year,
        sizes={index: world.capability[k, rows] for k, index in enumerate(INDICES)},
        terms={term: _clear(facts[pick]) for term, facts in terms.items()},
        origin=f"case {case.id}",
    )


def year_facts(states: str | Sequence[str], year: int) -> Facts:
    """The facts of states, in any usual spelling of their names, in a year, from the publishers' files."""
    check_year(year)
    named = state_codes(states, read("cow-states"), year, cow_first=True)
    known = build_panel("state-year", (year, year), ["capabilities", "ideal-points", "gdp"]).frame
    codes = dict(known.select("stateabb", "ccode").iter_rows())
    labels = {code: label for label, code in codes.items()}
    chosen = _enough([labels[code] for code in named])
    members = known.join(pl.DataFrame({"stateabb": chosen}), on="stateabb", how="right", maintain_order="right")
    position = {codes[name]: row for row, name in enumerate(chosen)}
    panel = build_panel("dyad-year", (max(1816, year - SPAN + 1), year), ["alliances", "disputes"]).frame
    dyads = panel.filter(pl.col("ccode1").is_in(list(position)), pl.col("ccode2").is_in(list(position)))
    today = dyads.filter(pl.col("year") == year)
    pact = pl.col("atop_defense") == 1
    tied = pl.max_horizontal(*PACTLESS) * (1 - pl.col("atop_defense"))
    return Facts(
        names=tuple(chosen),
        abbreviations=tuple(chosen),
        year=year,
        sizes={index: _floats(members[index]) for index in INDICES},
        terms={
            "pact": _matrix(today, pact, position),
            "entente": _matrix(today, tied, position),
            "similarity": _clear(similarity(_floats(members["ideal"]))),
            **{term: _matrix(_past(dyads, year), pl.col(term), position) for term in ("dispute", "rivalry")},
        },
        origin="publishers' files",
    )


def similarity(ideal: Floats) -> Floats:
    """Likeness of UN votes, (n, n), -1 to 1, from ideal points (n,)."""
    distance = np.abs(ideal[:, None] - ideal)
    return np.asarray(np.maximum(-1.0, 1.0 - distance / MEAN_DISTANCE))


def _enough(names: list[str]) -> list[str]:
    """The names, if they are two states or more, each once."""
    twice = [name for row, name in enumerate(names) if name in names[:row]]
    if twice:
        raise InputError(f"state '{twice[0]}' is named twice; give each state once")
    if len(names) < 2:
        raise InputError(f"a landscape needs at least 2 states, got {len(names)}; name more with --states")
    return names


def _tied(world: World, kinds: Sequence[str]) -> Floats:
    """1 for pairs that are both parties to an instrument of one of the kinds."""
    rows = np.isin(world.kind, [KINDS.index(kind) for kind in kinds])
    party = world.party[rows].astype(np.float64)
    return np.asarray(np.minimum(1.0, party.T @ party))


def _remembered(world: World) -> Floats:
    """The dispute term from years of peace; NaN for pairs that are not in the world."""
    found = np.full((world.states, world.states), np.nan)
    fade = np.maximum(0.0, 1.0 - world.peace / SPAN)
    first, second = world.pairs.T
    found[first, second] = found[second, first] = fade
    return found


def _past(dyads: pl.DataFrame, year: int) -> pl.DataFrame:
    """Dispute and rivalry of every pair of the year, null unless disputes are coded in it."""
    fought = pl.col("ongoing") == 1
    since = year - pl.col("year").filter(fought).max()
    fade = (1.0 - since / SPAN).fill_null(0.0)
    habit = (fought.sum() >= HABIT).cast(pl.Float64)
    coded = pl.col("ongoing").filter(pl.col("year") == year).is_not_null().any()
    return dyads.group_by("ccode1", "ccode2").agg(dispute=pl.when(coded).then(fade), rivalry=pl.when(coded).then(habit))


def _matrix(dyads: pl.DataFrame, value: pl.Expr, position: Mapping[int, int]) -> Floats:
    found = np.full((len(position), len(position)), np.nan)
    for a, b, x in dyads.select("ccode1", "ccode2", value.cast(pl.Float64)).iter_rows():
        i, j = position[a], position[b]
        found[i, j] = found[j, i] = np.nan if x is None else x
    return _clear(found)


def _clear(matrix: Floats) -> Floats:
    cleared = np.array(matrix, dtype=np.float64)
    np.fill_diagonal(cleared, 0.0)
    return cleared


def _floats(column: pl.Series) -> Floats:
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
