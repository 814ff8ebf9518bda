"""The data of a future: its setting, its parameters, and its state.

Each is a named tuple of arrays; a state, pair or instrument is a row of a record array, so that `w.states[i].democracy`
works interpreted and compiled. The rows of a future and of a parameter set have the fields that the steps of the year
declare as theirs. Fields with other shapes are arrays, declared here for type checking; the step that owns an array
names it. Shapes: N states, P pairs, D = 2P directed dyads, L links, K instruments, G parameter sets, Q provocation types,
T years, W futures of a block.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from foedus.arrays import Bits, Flags, Floats, Ints
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
        ("area", "?"),
        ("side", "i8"),
        ("nuclear", "i8"),
        ("election_next", "i8"),
        ("election_every", "i8"),
        ("constitution", "i8"),
        ("ideal_drift", "f8"),
        ("receives", "f8"),  # states that the order has send it arms
        ("log_gdp_per_head", "f8"),
        ("latent", "f8"),
        ("link_start", "i8"),  # its links are links_of[link_start:link_end]
        ("link_end", "i8"),
    ],
    align=True,
)
PAIRS = np.dtype(
    [
        ("first", "i8"),
        ("second", "i8"),
        ("link", "i8"),
        ("third_start", "i8"),  # the states that may join its disputes are third[third_start:third_end]
        ("third_end", "i8"),
        ("common_start", "i8"),  # the states that either can have a pact with are common[common_start:common_end]
        ("common_end", "i8"),
        ("coded", "i8"),  # last year to which its disputes are coded; peace, memory and level are of its end
        ("known_start", "i8"),  # its disputes known of later years are known[known_start:known_end]
        ("known_end", "i8"),
        ("truce", "?"),  # a ceasefire of the alliance is between the two, in force or removed
        ("level", "i8"),
        ("peace", "i8"),
        ("memory", "f8"),  # disputes remembered; 0 where unknown, and then no parameter set reads it
        ("contiguous", "f8"),
        ("log_distance", "f8"),
    ],
    align=True,
)
KNOWN = np.dtype([("year", "i8"), ("level", "i8"), ("begins", "f8")], align=True)
LINKS = np.dtype(
    [
        ("first", "i8"),
        ("second", "i8"),
        ("within_bloc", "f8"),
    ],
    align=True,
)
INSTRUMENTS = np.dtype(
    [
        ("kind", "i8"),
        ("entity", "i8"),  # address of its draws
        ("member_start", "i8"),  # its parties are members[member_start:member_end]
        ("member_end", "i8"),
        ("link_start", "i8"),  # the links of its parties are linked[link_start:link_end]
        ("link_end", "i8"),
        ("shield_start", "i8"),  # the dyads it shields are shielded[shield_start:shield_end]
        ("shield_end", "i8"),
        ("own", "?"),
        ("renewable", "?"),  # has a term, at whose end it is negotiated anew
        ("until", "i8"),  # last year at whose end its present term runs
        ("years", "i8"),  # of a term
        ("present", "?"),  # in force at the start
        ("rests_on", "i8"),
        ("notice", "i8"),
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
FUTURE_LINKS = composed(step.OWNS.links for step in STEPS)
FUTURE_INSTRUMENTS = composed(step.OWNS.instruments for step in STEPS)
WHOLE = composed(step.OWNS.whole for step in STEPS)


class Setting(NamedTuple):
    """The common setting of all futures of a run: the world, the order and the policy."""

    year: int
    coded: int  # last year to which the disputes of every pair are coded
    states: Records  # N
    pairs: Records  # P
    known: Records  # E disputes that are known of years after those coded; see PAIRS
    links: Records  # L two states that can have a pact; the first is a dummy that is never a pact
    instruments: Records  # K
    rest: float  # CINC share of the states that are not in the world
    drift: Floats  # 3, N log growth a year imposed by the order
    pair: Ints  # N, N index of the pair, -1 none
    link: Ints  # N, N index of the link, 0 none
    links_of: Ints  # the links of each state, one state after the other; see STATES
    third: Ints  # the states that may join a dispute of each pair; see PAIRS
    common: Ints  # the states that can have a pact or a dispute with both of each pair; see PAIRS
    linked: Ints  # the links of the parties of each instrument; see INSTRUMENTS
    members: Ints  # the parties of each instrument; see INSTRUMENTS
    shielded: Ints  # the directed dyads that each instrument shields; see INSTRUMENTS
    imposed: Flags  # N, N defence pact imposed by the order
    tied: Flags  # N, N treaty below a pact imposed by the order
    sends: Flags  # N, N the first sends arms to the second, by the order
    busier: float  # log-odds that the order adds to a year of the patron at war elsewhere
    bloc: Ints
    strain: Floats  # 2, 2 patron, protege
    load: float  # 1 if the patron is at war at the start, NaN unknown
    adherence: float  # policy lever, -1 to 1
    pact: int  # index of the defence pact under assessment, -1 none
    provocations: Ints  # Q address of the draws of each type
    tempo: Floats  # Q log of their level at the start, over that of the last year on record
    provoking: Floats  # Q, P share of each type in what a state of a pair does to the other, protege or patron
    trilateral: int  # index of the consultation under assessment, -1 none
    protege: int  # index, -1 none
    patron: int  # index, -1 none
    coercer: int  # index, -1 none
    opinion: float  # logits by which support for own nuclear weapons stands above the polls at the start


class Parameters(NamedTuple):
    """Parameter sets. Terms are those of `foedus.equations`. Future r uses set r mod G.

    As drawn, G sets in rows: (G, ...). In a block, the sets of its W futures in lanes: (..., W), and one record of draws.
    """

    draws: Records
    initiation_baseline: Floats  # D
    escalation_dyad: Floats  # stages, P
    joining_dyad: Floats  # 2L either end of a link as the patron of the other
    ending_patron: Floats  # N
    growth_mean: Floats  # 3, N
    capability: Floats  # 3, N natural logarithm at the start
    centre: Floats  # N
    ideal: Floats  # N at the start
    gap: Floats  # N mean ideal point of its pact partners at the start less its own, 0 without any
    polyarchy: Floats  # N
    alternation: Floats  # N
    provocation: Records  # Q
    effect: Floats  # K, channels


class Future(NamedTuple):
    """The state of the W futures of a block, moved in place by the steps of the year.

    Every field is W numbers in a row, one for each future: `f.states[i].ideal[r]` is the ideal point of state i in future r.
    """

    width: int  # W
    states: Records  # N
    pairs: Records  # P
    links: Records  # L
    instruments: Records  # K
    whole: Records  # 1
    provocations: Floats  # Q, W provocations this year
    walks: Floats  # Q, W change of the log of their level since the last year on record
    marked: Flags  # W futures of the block that take the rare branch of the loop at hand


class Record(NamedTuple):
    """The record of the futures of a block. Bit t - 1 of an event says that it happened, or held, in simulated year t."""

    events: Bits  # see outcomes.EVENTS, W
    totals: Floats  # see outcomes.TOTALS, W
    yearly: Floats  # T, see outcomes.YEARLY, W
    fate: Ints  # K, W what became of each own instrument: see steps.integrity.fate
    chronicle: Chronicle
    row: int  # of the chronicle for the first future, -1 where none is kept
    rows: int  # futures that are asked for, of W
