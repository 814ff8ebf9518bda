"""Every chart by name: what it shows, what it is drawn from, and the function that makes it.

A chart is drawn from the answer to one question. A case is asked that question; an answer that is there already, or the JSON
file of one, is drawn as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from foedus.assessment.read import read_model
from foedus.errors import InputError, known
from foedus.progress import Progress
from foedus.report.chart import Chart
from foedus.shown import shown
from foedus.simulation.store import Store
from foedus.world.case import load_case
from foedus.world.schema import Case

FIGURES = "foedus.report.figures"


class Source(NamedTuple):
    """What a chart is drawn from.

    what      for a refusal, as 'an answer'
    command   that makes it
    model     module:class of it
    ask       module:function that a case is asked by; empty where a case alone does not say what to ask
    takes     options of `chart`, each with the argument of `ask` that it is
    """

    what: str
    command: str
    model: str
    ask: str = ""
    takes: Mapping[str, str] = {}


class Figure(NamedTuple):
    """A chart by name.

    shows   what it shows, in one line
    source  what it is drawn from
    own     options of `chart` that choose from what is drawn
    """

    name: str
    shows: str
    source: Source
    own: tuple[str, ...] = ()

    def draw(self, found: Any, **own: Any) -> Chart:
        """The chart of an answer. Raises InputError where it has nothing to draw."""
        module = import_module(f"{FIGURES}.{self.name.replace('-', '_')}")
        chart: Chart = module.chart(found, **own)
        return chart


ASSESS = Source(
    "an answer",
    "foedus assess",
    "foedus.assessment.answer:Answer",
    "foedus.assessment.assessment:assess",
    {"order": "orders", "beliefs": "beliefs"},
)

_ALL = (
    Figure("fans", "probabilities year by year, with 50% and 90% bands", ASSESS, ("outcomes",)),
    Figure(
        "outcomes", "probabilities at the horizon: estimate, interval, limit, rate of the class", ASSESS, ("outcomes",)
    ),
    Figure("instruments", "what changes without each instrument: a tornado for each outcome", ASSESS, ("outcomes",)),
    Figure("orders", "probabilities in each world order, and where they stand to the limits", ASSESS, ("outcomes",)),
    Figure("poles", "how many poles the world has, year by year, in each world order", ASSESS),
)


def charts() -> dict[str, str]:
    """Every chart by name, with what it shows."""
    return {figure.name: figure.shows for figure in _ALL}


def figure_of(name: str) -> Figure:
    """The chart of a name. Raises InputError for an unknown one, with the nearest."""
    by_name = {figure.name: figure for figure in _ALL}
    return by_name[known("chart", name, by_name)]


def chart(
    of: Any,
    name: str,
    *,
    outcomes: Sequence[str] = (),
    order: str | None = None,
    beliefs: str | None = None,
    futures: int | None = None,
    horizon: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Chart:
    """One chart: a picture in Vega-Lite, its table, and words that say what is seen.

    of         a case, its name or its file, which is asked what the chart needs; or the answer, or its JSON file
    name       one of `foedus.charts()`
    outcomes   to show, by name; empty: all
    order, beliefs, futures, horizon, seed, threads, store, progress
               of the question that a case is asked; None: as the question has it

    Raises InputError for an unknown name, for an option that the chart does not have, and where there is nothing to draw.
    """
    figure = figure_of(name)
    said: dict[str, Any] = {
        "outcomes": tuple(outcomes),
        "order": order,
        "beliefs": beliefs,
        "futures": futures,
        "horizon": horizon,
        "seed": seed,
        "threads": threads,
    }
    given = {option: value for option, value in said.items() if value not in (None, ())}
    own = {option: given.pop(option) for option in figure.own if option in given}
    found = answer_of(figure, of, given, store, progress)
    if "outcomes" in own:
        own["outcomes"] = [known("outcome", one, [line.name for line in found.outcomes]) for one in own["outcomes"]]
    return figure.draw(found, **own)


def answer_of(figure: Figure, of: Any, given: Mapping[str, Any], store: Store | None, progress: Progress | None) -> Any:
    """What a chart is drawn from: `of` itself, or what its case answers to the options that are given."""
    source = figure.source
    model = _named(source.model)
    ready = of if isinstance(of, model) else None
    if ready is None and isinstance(of, str | Path) and str(of).endswith(".json"):
        ready = read_model(Path(of), model, source.what)
    if ready is not None:
        if given:
            raise InputError(f"chart '{figure.name}' of {source.what} takes no {_options(given)}; give a case instead")
        return ready
    if not isinstance(of, Case | str | Path):
        raise InputError(f"chart '{figure.name}' is drawn from a case or {source.what}, not from {type(of).__name__}")
    if not source.ask:
        raise InputError(
            f"chart '{figure.name}' is drawn from {source.what}: '{source.command} ... --out {figure.name}.json', then "
            f"'foedus chart {figure.name}.json {figure.name}'; {shown(str(of))} is none"
        )
    takes = {"futures": "futures", "horizon": "horizon", "seed": "seed", "threads": "threads", **source.takes}
    if wrong := {option for option in given if option not in takes}:
        raise InputError(f"chart '{figure.name}' takes no {_options(wrong)}; leave it out")
    case = of if isinstance(of, Case) else load_case(of)
    asked = {takes[option]: [value] if takes[option] == "orders" else value for option, value in given.items()}
    return _named(source.ask)(case, store=store, progress=progress, **asked)


def _options(given: Any) -> str:
    return " and no ".join(
        f"--{option.removesuffix('s') if option == 'outcomes' else option}" for option in sorted(given)
    )


def _named(place: str) -> Any:
    """What stands in a module: module:name."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
