"""The words of an answer, each explained once."""

from __future__ import annotations

import re

BELIEFS_NOTE = (
    "The random draws are the same under each; only effects that are stated and not estimated differ. Where the columns "
    "differ, the value of the instrument is belief, not data."
)
"""The note of every table by beliefs."""

TERMS = {
    "90% interval": (
        "The range that contains nine in ten of the values the evidence allows, given the uncertainty of the "
        "parameters and the number of futures. It does not cover errors of the model."
    ),
    "base rate": "How often the outcome happened on record, before any model.",
    "skill": "Whether forecasts made without seeing the later years beat a simple rule on them.",
    "Brier skill": (
        "Share of a simple rule's squared error that the model removes: 0 is no better, 1 is perfect, below 0 is worse."
    ),
    "climatology": "The simple rule that every year is like the average year.",
    "tolerance": "The limit that the case sets for an outcome: at most, or at least, this probability.",
    "specification": "One candidate form of an equation, estimated on the same record. 'Weighted' mixes the candidates.",
    "paired difference": (
        "The change of an outcome when one thing is altered and all else, random draws included, stays the same: each "
        "future is compared with itself."
    ),
    "points": "Percentage points: from 5% to 7% is +2 points.",
    "evidence grade": (
        "A: the effect is identified. B: estimated, with selection narrowed. C: taken from the literature. D: an "
        "assumption. '-': no effect of its own."
    ),
    "beliefs": (
        "What instruments are assumed to do where no data here can tell. Sceptical: nothing, or harm where a source or an "
        "estimate has it. Literature: what published studies support. Optimist: the most that is claimed."
    ),
    "rival signs": "The signs that a source, an estimate or one of the beliefs gives an effect: -, 0 or +.",
    "N(m, s)": (
        "A normal distribution with mean m and standard deviation s, here of a change in log-odds: what was "
        "assumed before the futures were run."
    ),
    "world order": (
        "A path imposed on the powers: who gains, who falls back, who is bound to whom. Nothing is imposed in the"
        " order as measured."
    ),
    "effective number of poles": (
        "One over the sum of the great powers' squared shares: 1 is a single pole, 2 two equal ones."
    ),
    "ideal point": "Where a state stands on the main line of division in votes of the United Nations General Assembly.",
    "polyarchy": "How far a state's elections are free and decisive, from 0 to 1.",
    "instrument": "One tie of the alliance: treaty, command, declaration, forces, agreement.",
    "integrity": "How fully an instrument is kept up, from 0 to 1.",
    "patron": "The state that gives the guarantee.",
    "protégé": "The state that receives the guarantee.",
    "strain": "How far two governments pull apart, from 0 to 1; a judgement of the case.",
    "fitted": "A parameter estimated on data.",
    "literature": "A parameter taken from published studies.",
    "elicited": "A parameter that is a stated judgement.",
}
"""Term: meaning. The page explains them all, an answer in text those it uses."""

ABBREVIATIONS = {
    "CINC": (
        "Composite Index of National Capability: a state's mean share of the world's population, cities, steel, "
        "energy, soldiers and military spending."
    ),
    "GDP": "Gross domestic product, a year's output.",
    "UN": "United Nations.",
    "COW": "Correlates of War, a data project.",
    "GML": "Gibler, Miller and Little's record of militarised disputes.",
    "UCDP": "Uppsala Conflict Data Program.",
    "ATOP": "Alliance Treaty Obligations and Provisions, a data project.",
    "SIPRI": "Stockholm International Peace Research Institute.",
    "NMC": "National Material Capabilities, of the Correlates of War.",
    "WDI": "World Development Indicators, of the World Bank.",
    "V-Dem": "Varieties of Democracy, a data project.",
}
"""Abbreviation: meaning. Explained where used; a case brings its own."""


def used(text: str, terms: dict[str, str]) -> dict[str, str]:
    """The entries whose term occurs in a text, in the given order."""
    return {term: meaning for term, meaning in terms.items() if _pattern(term).search(text)}


def _pattern(term: str) -> re.Pattern[str]:
    if term == "N(m, s)":
        return re.compile(r"\bN\([-+\d]")
    return re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE if term != "UN" else 0)
