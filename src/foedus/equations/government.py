r"""Governments change by election, scheduled or early, without one, or within an unelected regime.

    democracy, each year
      a scheduled election falls due by the calendar
      else an early one                       Pr = e_c
      an election changes the government      Pr = a_i;  logit a_i ~ N(m, sigma), partially pooled over democracies
      a year without an election changes it   Pr = r_c  (impeachment, a lost majority, an irregular exit)
      after an election, scheduled or early, the next is due a whole term later; after another change the calendar stands
    other states
      an irregular exit                       Pr = x; it changes the source of leader support with probability w
      a change without one                    Pr = l

    c   constitution: presidential, semi-presidential, parliamentary; where it is not known, the rates of all democracies
    a government is its source of leader support (CHISOLS): a new leader of the same support is the same government

Units: elections; state-years.
Sources: REIGN (Bell 2016), CHISOLS (Mattes, Leeds & Matsumura 2016), Archigos 4.1 (Goemans, Gleditsch & Chiozza 2009).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.jitable import Number, jitable

NEEDS = ("democracy",)
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""

CONSTITUTIONS = ("presidential", "semi-presidential", "parliamentary")
"""In the order of their codes, 1 to 3; 0 is not known."""
UNKNOWN, PRESIDENTIAL, SEMI_PRESIDENTIAL, PARLIAMENTARY = range(4)


class Coefficients(NamedTuple):
    """Yearly probabilities: of an early election and of a change without an election by constitution; of an irregular exit
    elsewhere, of a change without one, and of a change given one."""

    early_any: Number
    early_presidential: Number
    early_semi_presidential: Number
    early_parliamentary: Number
    removal_any: Number
    removal_presidential: Number
    removal_semi_presidential: Number
    removal_parliamentary: Number
    irregular_autocracy: Number
    unelected_change: Number
    change_given_irregular: Number


TERMS = Coefficients._fields

ELECTIONS = (0.0, 1.0)
"""Of the Normal prior of the mean log-odds that an election changes the government."""


@jitable
def early(b: Coefficients, constitution: int) -> Number:
    """Probability of an early election in a year in which none is due."""
    known = b.early_presidential if constitution == PRESIDENTIAL else b.early_semi_presidential
    known = b.early_parliamentary if constitution == PARLIAMENTARY else known
    return b.early_any if constitution == UNKNOWN else known


@jitable
def removal(b: Coefficients, constitution: int) -> Number:
    """Probability that the government of a democracy changes in a year without an election."""
    known = b.removal_presidential if constitution == PRESIDENTIAL else b.removal_semi_presidential
    known = b.removal_parliamentary if constitution == PARLIAMENTARY else known
    return b.removal_any if constitution == UNKNOWN else known


@jitable
def democracy_changes(election: bool, alternation: Number, removed: Number, loss: Number, exit: Number) -> bool:
    """Whether the government of a democracy changes this year.

    election, alternation   whether it votes, and the probability that this changes the government
    removed                 probability of a change in a year without an election
    loss, exit              uniform draws for the one and the other
    """
    return loss < alternation if election else exit < removed


@jitable
def autocracy_changes(b: Coefficients, exit: Number, given: Number, unelected: Number) -> bool:
    """Whether the source of leader support changes this year in another state; all but b are uniform draws."""
    return (exit < b.irregular_autocracy and given < b.change_given_irregular) or unelected < b.unelected_change


def in_office(
    due: Ints, every: Ints, years: int, *, alternation: Floats, early: Floats, removed: Floats, restarts: bool = True
) -> Floats:
    """Probability that the government of a democracy is in office without a break `years` years later (states,).

    due        years to the next scheduled election, 1 for the first year ahead
    every      years between scheduled elections
    alternation, early, removed   as in the equation, one a state
    restarts   whether the calendar restarts after an early election
    """
    longest = int(max(due.max(initial=1), every.max(initial=1), 1))
    place = np.arange(len(due))
    mass = np.zeros((len(due), longest + 1))
    mass[place, due] = 1.0
    for _ in range(years):
        waiting = mass[:, 2:]
        after = np.zeros_like(mass)
        called = waiting * early[:, None]
        after[:, 1:-1] = (waiting - called) * (1.0 - removed[:, None])
        kept = 1.0 - alternation
        if restarts:
            after[place, every] += kept * called.sum(axis=1)
        else:
            after[:, 1:-1] += called * kept[:, None]
        after[place, every] += kept * mass[:, 1]
        mass = after
    return np.asarray(mass.sum(axis=1))
