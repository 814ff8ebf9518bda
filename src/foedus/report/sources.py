"""Every chart by name, with what it shows and what it is drawn from: one row a chart, its function in figures/NAME.py."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from foedus.report.chart import Chart

A = "foedus.assessment"
RUNS = {"futures": "futures", "horizon": "horizon", "seed": "seed", "threads": "threads", "store": "store"}
FREE = {name: own for name, own in RUNS.items() if name != "store"}
ONE = {"order": "order", "beliefs": "beliefs"}
TOLD = {"outcomes": "outcomes"}
FAILS = {**ONE, "year": "year", "fails": "fails"}


class Source(NamedTuple):
    """What a chart is drawn from.

    what      for a refusal, as 'an answer'
    command   that makes it
    model     module:class of it
    ask       module:function that asks for it; empty where a case does not say what to ask
    takes     options of `foedus.chart`, each with the argument of `ask` that it is
    read      whether a case is read first; else `ask` takes what was named, as it was named
    """

    what: str
    command: str
    model: str
    ask: str = ""
    takes: Mapping[str, str] = {}
    read: bool = True

    @property
    def kind(self) -> type:
        """Its class."""
        found: type = named(self.model)
        return found


class Figure(NamedTuple):
    """A chart by name.

    shows   what it shows, in one line
    source  what it is drawn from
    own     options of `foedus.chart` that choose from what is drawn
    """

    name: str
    shows: str
    source: Source
    own: tuple[str, ...] = ()

    def draw(self, found: Any, **own: Any) -> Chart:
        """The chart of an answer. Raises InputError where it has nothing to draw."""
        module = import_module(f"foedus.report.figures.{self.name.replace('-', '_')}")
        chart: Chart = module.chart(found, **own)
        return chart


def named(place: str) -> Any:
    """What stands in a module: module:name."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _asked(name: str, what: str, command: str, model: str, takes: Mapping[str, str]) -> Source:
    """A question of a case, which a function of its own module answers."""
    return Source(what, f"foedus {command}", f"{A}.{model}", f"{A}.{name}:{name}", takes)


def _other(what: str, command: str, model: str, ask: str = "") -> Source:
    """What is asked of something else than the simulator."""
    return Source(what, f"foedus {command}", model, f"foedus.report.asking:{ask}" if ask else "", read=False)


ANSWER = Source(
    "an answer",
    "foedus assess",
    f"{A}.answer:Answer",
    f"{A}.assessment:assess",
    {**RUNS, "order": "orders", "beliefs": "beliefs"},
)
ABLATION = Source(
    "what instruments are worth",
    "foedus ablate",
    f"{A}.ablation_lines:Ablation",
    f"{A}.ablation:ablate",
    {**RUNS, **ONE, **TOLD},
)
ELECTIONS = _asked(
    "elections",
    "what elections may bring",
    "elections",
    "elections_lines:Elections",
    {**RUNS, **ONE, **TOLD, "year": "year"},
)
REGRET = _asked(
    "regret",
    "what policies lose",
    "orders --regret",
    "regret_lines:Regret",
    {**RUNS, "order": "orders", "beliefs": "beliefs"},
)
THESIS = _asked(
    "thesis",
    "what adherence does",
    "thesis",
    "thesis_lines:Thesis",
    {**RUNS, "order": "orders", "beliefs": "beliefs", **TOLD},
)
WHAT_IF = _asked(
    "what_if",
    "what follows a condition",
    "what-if",
    "what_if_lines:WhatIf",
    {**RUNS, **ONE, **TOLD, "given": "given", "do": "do"},
)
CONDITIONS = _asked(
    "conditions",
    "a tree of conditions",
    "conditions",
    "conditions_lines:Conditions",
    {**RUNS, **FAILS, "given": "given"},
)
MARGINS = _asked("margins", "what moves the margins", "mechanism margins", "margins:Margins", RUNS)
DISCOVER = _asked("discover", "where it fails", "discover", "discover_lines:Discover", {**FREE, **FAILS})
SIGNPOSTS = _asked("signposts", "signposts", "signposts", "signpost_lines:Signposts", {**FREE, **FAILS})
REPLAY = _asked(
    "replay", "one future", "replay", "replay_lines:Replay", {**FREE, "order": "order", "do": "do", "future": "future"}
)
FLIP = _asked("flip", "the nearest flip", "flip", "flip_lines:Flip", {**RUNS, "beliefs": "beliefs"})
PROVENANCE = _asked(
    "provenance",
    "what the spread rests on",
    "provenance",
    "provenance_lines:ProvenanceOfVariance",
    {**RUNS, **ONE, **TOLD},
)
SURVIVAL = _asked("survival", "how long instruments are kept up", "chart", "survival:Survival", {**RUNS, **ONE})
NETWORK = _asked(
    "network",
    "the ties of a year",
    "chart",
    "network:Network",
    {**ONE, "futures": "futures", "seed": "seed", "threads": "threads", "year": "year"},
)
SCORES = _other("scores of forecasts", "contest", "foedus.evaluate.result:Result", "calibration")
HINDCAST = _other("a hindcast", "hindcast", "foedus.simulation.hindcast.answer:HindcastAnswer")
ALLIANCES = _other("forecasts of past alliances", "alliances", "foedus.simulation.alliances.answer:AlliancesAnswer")
DIFF = _other("a difference of two answers", "diff", f"{A}.diff_lines:Diff")
LEDGER = _other("a ledger", "ledger list", f"{A}.ledger:Ledger", "ledger")
LANDSCAPE = _other("a landscape", "landscape", "foedus.classic.landscape_answer:LandscapeAnswer", "landscape")
BALANCE = _other("a balance", "balance", "foedus.classic.balance_answer:BalanceAnswer")
BARGAINING = _other("a bargaining game", "bargain", "foedus.classic.bargaining_answer:BargainAnswer", "bargaining")
DETERRENCE = _other("a deterrence game", "deter", "foedus.classic.deterrence_answer:DeterAnswer", "deterrence")
RACE = _other("an arms race", "race", "foedus.classic.race_answer:RaceAnswer")

FIGURES = (
    Figure("fans", "probabilities year by year, with 50% and 90% bands", ANSWER, ("outcomes",)),
    Figure("outcomes", "probabilities at the horizon: estimate, interval, limit, class rate", ANSWER, ("outcomes",)),
    Figure("instruments", "what changes without each instrument: a tornado for each outcome", ANSWER, ("outcomes",)),
    Figure("orders", "probabilities in each world order, against the limits", ANSWER, ("outcomes",)),
    Figure("poles", "how many poles the world has, by year, in each world order", ANSWER),
    Figure("regret", "what each policy loses in each world order", REGRET),
    Figure("elections", "who governs by year, and what follows: a heatmap", ELECTIONS),
    Figure("timeline", "the instruments on one line of time, past and ahead", SURVIVAL),
    Figure("survival", "how often each instrument is kept up, by year", SURVIVAL),
    Figure("network", "pacts, rivalries and disputes between the states in a year", NETWORK),
    Figure("ablation", "what each instrument is worth, alone and together: a tornado", ABLATION),
    Figure("thesis", "what adherence does to each outcome in each world order", THESIS),
    Figure("margins", "what moves each limit: mechanisms and priors", MARGINS),
    Figure("what-if", "outcomes where a condition is seen, and where it is made", WHAT_IF),
    Figure("conditions", "how often it fails, by what has been seen: a tree", CONDITIONS),
    Figure("discover", "in which boxes of parameters and events it fails", DISCOVER),
    Figure("signposts", "what tells early that it is likelier to fail", SIGNPOSTS),
    Figure("flip", "the nearest beliefs that cross each limit, or what two sets of beliefs differ in", FLIP),
    Figure("provenance", "what the spread of each outcome rests on: data, literature, judgement", PROVENANCE),
    Figure("diff", "what moved between two answers, and which input moved it", DIFF),
    Figure("replay", "one future, year by year, beside its twin", REPLAY),
    Figure("calibration", "what was forecast, and what happened: equations or a result", SCORES),
    Figure("ledger", "what was written down before the event, and what came of it", LEDGER),
    Figure("hindcast", "the simulator from past years, against the record", HINDCAST),
    Figure("alliances", "calibration of the forecasts of past alliances", ALLIANCES),
    Figure("landscape", "which sides states would take", LANDSCAPE),
    Figure("balance", "how near ties are to two camps", BALANCE),
    Figure("bargaining", "positions by round, and where bargaining ends", BARGAINING),
    Figure("deterrence", "chances of each move, by belief and by precision", DETERRENCE),
    Figure("race", "spending of two sides, and where it leads", RACE),
)
"""In the order in which they are listed."""
