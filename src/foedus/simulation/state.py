"""What a future is made of: the setting it starts in, the parameters it draws, and the state it moves.

Each is a named tuple of arrays; what belongs to one state, pair or instrument is a row of a record array, so that a step
reads `w.states[i].democracy` interpreted and compiled alike. Shapes: N states, P pairs, D = 2P directed dyads,
K instruments, G parameter sets, Q provocation types, T years.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.equations import (
    alignment,
    armament,
    coercion,
    duration,
    escalation,
    government,
    growth,
    initiation,
    integrity,
    joining,
    provocation,
    trade,
    treaty_end,
    treaty_formation,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint64]
Records = Any
"""A NumPy record array: rows with named fields."""

STATES = np.dtype(
    [
        ("code", "i8"),
        ("major", "?"),
        ("democracy", "?"),
        ("candidate", "?"),
        ("theatre", "?"),
        ("side", "i8"),
        ("nuclear", "i8"),
        ("election_next", "i8"),
        ("election_every", "i8"),
        ("polyarchy", "f8"),
        ("ideal", "f8"),
        ("ideal_drift", "f8"),
        ("gap", "f8"),  # mean ideal point of its pact partners at the start less its own, 0 without any
        ("log_gdp_per_head", "f8"),
        ("latent", "f8"),
    ],
    align=True,
)
PAIRS = np.dtype(
    [
        ("first", "i8"),
        ("second", "i8"),
        ("peace", "i8"),
        ("memory", "f8"),  # disputes remembered; 0 where unknown, and then no parameter set reads it
        ("contiguous", "f8"),
        ("log_distance", "f8"),
    ],
    align=True,
)
INSTRUMENTS = np.dtype(
    [
        ("kind", "i8"),
        ("entity", "i8"),  # address of its draws
        ("member_start", "i8"),  # its parties are members[member_start:member_end]
        ("member_end", "i8"),
        ("shield_start", "i8"),  # the dyads it shields are shielded[shield_start:shield_end]
        ("shield_end", "i8"),
        ("own", "?"),
        ("present", "?"),  # in force at the start
        ("rests_on", "i8"),
        ("notice", "i8"),
        ("age", "i8"),
        ("bilateral", "f8"),
        ("level", "f8"),  # logit of integrity at the start
        ("floor", "f8"),  # logit of integrity below which it no longer counts as kept
        ("weight", "f8"),  # strength per unit of integrity: ln(1 + thousands of troops) for a presence, else 1
        ("reference", "f8"),  # strength at the start of the case as measured
    ],
    align=True,
)


def _named(kind: Any, *, of: Any = "f8") -> np.dtype[Any]:
    """A record with the fields of a NamedTuple of coefficients."""
    return np.dtype([(name, of) for name in kind._fields])


DRAWS = np.dtype(
    [
        ("initiation", _named(initiation.Coefficients)),
        ("year_persistence", "f8"),
        ("year_scale", "f8"),
        ("year_start", [("centre", "f8"), ("sd", "f8")]),  # of the common level in the year of the world
        ("escalation", _named(escalation.Stages, of=_named(escalation.Coefficients))),
        ("duration", _named(duration.Coefficients)),
        ("joining", _named(joining.Coefficients)),
        ("joining_load", "f8"),
        ("ending", _named(treaty_end.Coefficients)),
        ("formation", _named(treaty_formation.Coefficients)),
        ("growth", _named(growth.Coefficients), (len(growth.SERIES),)),
        ("alignment", _named(alignment.Coefficients)),
        ("government", _named(government.Coefficients)),
        ("trade", _named(trade.Coefficients)),
        ("integrity", _named(integrity.Coefficients)),
        ("coercion", _named(coercion.Coefficients)),
        ("armament", _named(armament.Coefficients)),
        ("acquisition", "f8"),
    ],
    align=True,
)
PROVOCATIONS = _named(provocation.Coefficients)
FUTURE_STATES = np.dtype(
    [
        ("side", "i8"),
        ("changed", "i8"),  # year in which its leader support last changed, 0 never
        ("nuclear", "i8"),
        ("ideal", "f8"),
        ("pull", "f8"),  # change since the start of its distance to its pact partners
        ("joined", "i8"),  # side taken in the dispute at hand: 0 none, 1 the initiator's, 2 the target's
    ],
    align=True,
)
FUTURE_PAIRS = np.dtype(
    [
        ("peace", "i8"),
        ("memory", "f8"),
        ("level", "i8"),  # how far the dispute it is in this year goes, 0 in none
        ("formed", "i8"),  # years a pact formed in the future has been in force, -1 none
        ("luck", "f8", (3,)),  # this year's uniforms of its two directed dyads, and of whether a dispute lasts
    ],
    align=True,
)
FUTURE_INSTRUMENTS = np.dtype(
    [
        ("exit", "i8"),  # first year out of force; NEVER while nobody has denounced it
        ("integrity", "f8"),  # logit
        ("strength", "f8"),
    ],
    align=True,
)
WHOLE = np.dtype(
    [
        ("level", "f8"),  # common level of disputes
        ("exposure", "f8"),  # ln of exposure to the coercer, relative to the start
        ("strain", "f8"),  # of the two governments in office
        ("load", "f8"),  # 1 if a war drew on the patron last year
        ("drawn", "f8"),  # 1 if one does this year
        ("disputes", "f8"),  # this year, whole world
        ("wars", "f8"),
    ],
    align=True,
)

NEVER = 1 << 30


class Setting(NamedTuple):
    """What is the same in every future of a run: the world, the order and the policy."""

    year: int
    states: Records  # N
    pairs: Records  # P
    instruments: Records  # K
    capability: Floats  # 3, N natural logarithm, NaN unknown
    rest: float  # CINC share of the states that are not in the world
    drift: Floats  # 3, N log growth a year imposed by the order
    pair: Ints  # N, N index of the pair, -1 none
    members: Ints
    shielded: Ints
    imposed: Flags  # N, N defence pact imposed by the order
    bloc: Ints
    strain: Floats  # 2, 2 patron, protege
    adherence: float  # policy lever, -1 to 1
    pact: int  # index of the defence pact under assessment, -1 none
    trilateral: int  # index of the consultation under assessment, -1 none
    protege: int
    patron: int
    coercer: int


class Parameters(NamedTuple):
    """One row per parameter set g; future r uses set r mod G. Terms are those of `foedus.equations`."""

    draws: Records  # G
    initiation_baseline: Floats  # G, D
    escalation_dyad: Floats  # G, stages, P
    ending_patron: Floats  # G, N
    growth_mean: Floats  # G, 3, N
    centre: Floats  # G, N
    alternation: Floats  # G, N
    provocation: Records  # G, Q
    effect: Floats  # G, K, channels


class Future(NamedTuple):
    """The state of one future, moved in place by the steps of the year."""

    states: Records  # N
    pairs: Records  # P
    instruments: Records  # K
    whole: Records  # 1
    capability: Floats  # 3, N
    growth: Floats  # 3, N last year's change
    past: Floats  # MEMORY + 1, N ln CINC of the last years, row = year mod (MEMORY + 1)
    shift: Floats  # 2, D log risk ratio of initiation; log-odds of war given force
    alliance: Floats  # N, N strength of defence pacts
    bilateral: Flags  # N, N one of those pacts has no other party
    provocations: Floats  # Q provocations this year


class Chronicle(NamedTuple):
    """What a hindcast keeps of R futures."""

    pairs: Ints  # R, P disputes along the pair, over the horizon
    levels: Ints  # R, T, 4 disputes by how far they went
    allies: Ints  # R, 2, 2 at force, at war: allies of an originator that could join it, that joined it
    alliances: Ints  # R, 2 defence pacts of an originator of a war: with a third party, one of which fought beside it
    held: Flags  # R, N, N a defence pact at the end of every year


class Record(NamedTuple):
    """What is kept of one future. Bit t - 1 of an event says that it happened, or held, in simulated year t."""

    events: Bits  # see outcome.EVENTS
    totals: Floats  # see outcome.TOTALS
    yearly: Floats  # T, see outcome.YEARLY
    chronicle: Chronicle
    row: int  # of the chronicle, -1 where none is kept
