r"""Governments change by election, by irregular exit, or within an unelected regime.

    scheduled election     incumbents lose with probability a_i;  logit a_i ~ N(m, sigma), partially pooled over democracies
    between elections      Pr(irregular exit in a year) = h_regime, apart for democracies and others
    no elections           Pr(the source of leader support changes in a year) = l

After an irregular exit in a democracy the parties swap with the same probability a_i; elsewhere an irregular exit changes
the source of leader support with probability w; l counts changes without an irregular exit.

Units: elections; state-years.
Sources: Archigos 4.1 (Goemans, Gleditsch & Chiozza 2009), REIGN (Bell 2016), CHISOLS (Mattes, Leeds & Matsumura 2016).
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.jitable import Number, jitable

NEEDS = ("democracy",)
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Coefficients(NamedTuple):
    """Yearly probabilities of an irregular exit by regime, of a change without one, and of a change given one."""

    irregular_democracy: Number
    irregular_autocracy: Number
    unelected_change: Number
    change_given_irregular: Number


TERMS = Coefficients._fields

ELECTIONS = (0.0, 1.0)
"""Of the Normal prior of the mean log-odds that the government loses."""


@jitable
def democracy_changes(b: Coefficients, election: bool, alternation: Number, exit: Number, loss: Number) -> Number:
    """Whether the parties of a democracy swap this year.

    election, alternation   whether it votes, and the probability that incumbents then lose
    exit, loss              uniform draws for the irregular exit and for the loss
    """
    return (election or exit < b.irregular_democracy) and loss < alternation


@jitable
def autocracy_changes(b: Coefficients, exit: Number, given: Number, unelected: Number) -> Number:
    """Whether the source of leader support changes this year in another state; all but b are uniform draws."""
    return (exit < b.irregular_autocracy and given < b.change_given_irregular) or unelected < b.unelected_change
