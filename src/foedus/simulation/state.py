"""The data of a future: its setting, its parameters, and its state.

Each is a named tuple of arrays; a state, pair or instrument is a row of a record array, so that `w.states[i].democracy`
works interpreted and compiled. The rows of a future and of a parameter set have the fields that the steps of the year
declare as theirs. Fields with other shapes are arrays, declared here for type checking; the step that owns an array
names it. Shapes: N states, P pairs, D = 2P directed dyads, K instruments, G parameter sets, Q provocation types, T
years.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from foedus.arrays import Bits, Flags, Floats, Ints
from foedus.equations.treaty_end import MEMORY
from foedus.simulation.chronicle import Chronicle
from foedus.simulation.fields import composed, distinct
from foedus.simulation.year import STEPS

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
distinct(number for step in STEPS for number in step.OWNS.processes)
DRAWS = composed(step.OWNS.draws for step in STEPS)
FUTURE_STATES = composed(step.OWNS.states for step in STEPS)
FUTURE_PAIRS = composed(step.OWNS.pairs for step in STEPS)
FUTURE_INSTRUMENTS = composed(step.OWNS.instruments for step in STEPS)
WHOLE = composed(step.OWNS.whole for step in STEPS)


class Setting(NamedTuple):
    """The common setting of all futures of a run: the world, the order and the policy."""

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
    provocations: Ints  # Q address of the draws of each type
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


class Record(NamedTuple):
    """The record of one future. Bit t - 1 of an event says that it happened, or held, in simulated year t."""

    events: Bits  # see outcomes.EVENTS
    totals: Floats  # see outcomes.TOTALS
    yearly: Floats  # T, see outcomes.YEARLY
    chronicle: Chronicle
    row: int  # of the chronicle, -1 where none is kept


def blank(w: Setting, provocations: int) -> Future:
    """An unused future of the right shapes."""
    states, pairs, instruments = len(w.states), len(w.pairs), len(w.instruments)
    return Future(
        states=np.zeros(states, FUTURE_STATES).view(np.recarray),
        pairs=np.zeros(pairs, FUTURE_PAIRS).view(np.recarray),
        instruments=np.zeros(instruments, FUTURE_INSTRUMENTS).view(np.recarray),
        whole=np.zeros(1, WHOLE).view(np.recarray),
        capability=np.empty((3, states)),
        growth=np.empty((3, states)),
        past=np.empty((MEMORY + 1, states)),
        shift=np.empty((2, 2 * pairs)),
        alliance=np.empty((states, states)),
        bilateral=np.empty((states, states), np.bool_),
        provocations=np.empty(provocations),
    )
