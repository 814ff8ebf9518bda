"""One chart of a case, or of an answer that is there already.

A chart is drawn from the answer to one question. A case is asked that question; an answer, or the JSON file of one, is drawn
as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from foedus.assessment.read import read_model
from foedus.errors import InputError, known
from foedus.progress import Progress
from foedus.report.chart import Chart
from foedus.report.sources import FIGURES, Figure, named
from foedus.shown import shown
from foedus.simulation.store import Store
from foedus.world.case import load_case
from foedus.world.schema import Case

FLAGS = {"outcomes": "outcome"}
"""Options that the command line calls by another name."""


def charts() -> dict[str, str]:
    """Every chart by name, with what it shows.

    >>> import foedus
    >>> foedus.charts()["poles"]
    'how many poles the world has, by year, in each world order'
    """
    return {figure.name: figure.shows for figure in FIGURES}


def figure_of(name: str) -> Figure:
    """The chart of a name. Raises InputError for an unknown one, with the nearest."""
    by_name = {figure.name: figure for figure in FIGURES}
    return by_name[known("chart", name, by_name)]


def chart(
    of: Any,
    name: str,
    *,
    outcomes: Sequence[str] = (),
    order: str | None = None,
    year: int | None = None,
    given: Sequence[str] = (),
    do: Sequence[str] = (),
    fails: str | None = None,
    future: int | None = None,
    beliefs: str | None = None,
    futures: int | None = None,
    horizon: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Chart:
    """One chart: a picture in Vega-Lite, its table, and words that say what is seen.

    of         a case, its name or its file, which is asked what the chart needs; or the answer, or its JSON file; of
               'ledger' a ledger file, of 'bargaining' an issue
    name       one of `foedus.charts()`
    outcomes   to show, by name; empty: all
    order      world order of the futures
    year       of the condition, or the year that is shown
    given, do  conditions that are seen, and made ('what-if', 'conditions', 'replay')
    fails      what fails a future ('conditions', 'discover', 'signposts')
    future     its number ('replay')
    beliefs, futures, horizon, seed, threads, store, progress
               of the question that a case is asked; None: as the question has it

    Raises InputError for an unknown name, for an option that the chart does not have, and where there is nothing to draw.

    >>> import foedus
    >>> found = foedus.chart("us-rok", "network")
    >>> found.title
    'The states of us-rok in 2023: pacts, rivalries and disputes'
    """
    figure = figure_of(name)
    said: dict[str, Any] = {
        "outcomes": tuple(outcomes),
        "order": order,
        "year": year,
        "given": tuple(given),
        "do": tuple(do),
        "fails": fails,
        "future": future,
        "beliefs": beliefs,
        "futures": futures,
        "horizon": horizon,
        "seed": seed,
        "threads": threads,
    }
    asked = {option: value for option, value in said.items() if value not in (None, ())}
    own = {option: asked.pop(option) for option in figure.own if option in asked}
    found = _answer(figure, of, asked, store, progress)
    if "outcomes" in own:
        labels = {line.name: line.label for line in found.outcomes}
        own["outcomes"] = [known("outcome", one, labels, labels) for one in own["outcomes"]]
    return figure.draw(found, **own)


def _answer(figure: Figure, of: Any, asked: Mapping[str, Any], store: Store | None, progress: Progress | None) -> Any:
    """What a chart is drawn from: `of` itself, or the answer to its question with the options asked for."""
    source = figure.source
    ready = of if isinstance(of, source.kind) else None
    if isinstance(of, str | Path) and str(of).endswith(".json"):
        ready = read_model(Path(of), source.kind, source.what)
    if ready is not None:
        if asked:
            raise InputError(
                f"chart '{figure.name}' of {source.what} takes no {_flags(asked)}: it was asked already; leave it out, or "
                "give a case"
            )
        return ready
    if not isinstance(of, Case | str | Path):
        raise InputError(f"chart '{figure.name}' is drawn from a case or {source.what}, not from {type(of).__name__}")
    if not source.ask:
        raise InputError(
            f"chart '{figure.name}' is drawn from {source.what}, not from '{shown(str(of))}': write it with "
            f"'{source.command} ... --out {figure.name}.json', then 'foedus chart {figure.name}.json {figure.name}'"
        )
    if wrong := [option for option in asked if option not in source.takes]:
        raise InputError(f"chart '{figure.name}' takes no {_flags(wrong)}; leave it out")
    passed = {
        source.takes[option]: [value] if source.takes[option] == "orders" else value for option, value in asked.items()
    }
    if "store" in source.takes:
        passed["store"] = store
    if figure.name != "replay":
        passed["progress"] = progress
    subject = load_case(of) if source.read and not isinstance(of, Case) else of
    return named(source.ask)(subject, **passed)


def _flags(options: Collection[str]) -> str:
    return " and no ".join(f"--{FLAGS.get(option, option)}" for option in sorted(options))
