r"""Governments change by election, by irregular exit, or within an unelected regime.

    scheduled election     incumbents lose with probability a_i;  logit a_i ~ N(m, sigma), partially pooled over democracies
    between elections      Pr(irregular exit in a year) = h_regime, apart for democracies and others
    no elections           Pr(the source of leader support changes in a year) = l

After an irregular exit in a democracy the parties swap with the same probability a_i; elsewhere an irregular exit changes
the source of leader support with probability w; l counts changes without an irregular exit.

Units: elections; state-years.
Sources: Archigos 4.1 (Goemans, Gleditsch & Chiozza 2009), REIGN (Bell 2016), CHISOLS (Mattes, Leeds & Matsumura 2016).
"""

NEEDS = ("democracy",)
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""

TERMS = ("irregular_democracy", "irregular_autocracy", "unelected_change", "change_given_irregular")
