"""A workbench made: every scene is run, packed and judged, and put into one page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np

from foedus.assessment.answer import Answer
from foedus.assessment.asked import ask, planned
from foedus.assessment.assessment import answered
from foedus.assessment.plan import Plan
from foedus.progress import Progress
from foedus.simulation.chunks import Asked, Chunk, run, spans
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally, plus
from foedus.taken import whole
from foedus.workshop.about import about, rounded
from foedus.workshop.beside import Told
from foedus.workshop.beside import beside as results
from foedus.workshop.judged import mixture, views
from foedus.workshop.packed import Seen, Shape, packed, seen
from foedus.workshop.page import as_page
from foedus.workshop.plan import FUTURES, Scene, scenes
from foedus.world.case import taken_case
from foedus.world.outcomes import outcomes_of
from foedus.world.schema import Case

MOST = 20_000
"""Most futures of a scene: of 200 parameter sets each has 100 then, and a count fits a byte."""


@dataclass(frozen=True)
class Workbench:
    """A page, what is in it, and how much of it is what.

    futures   simulated for it
    bytes     by part
    """

    html: str
    case: str
    scenes: int
    futures: int
    bytes: dict[str, int]

    @property
    def size(self) -> int:
        """Bytes of the page."""
        return len(self.html.encode())


@dataclass
class Parts:
    """What has been made so far."""

    study: Study
    plan: Plan
    shape: Shape
    texts: dict[str, str] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    kept: dict[str, Seen] = field(default_factory=dict)

    def add(self, scene: Scene, chunks: Sequence[Chunk]) -> None:
        """Pack and judge a scene whose chunks are there."""
        here = seen(self.shape, np.concatenate([chunk.kept.events for chunk in chunks]))
        if scene.full and not scene.without:
            self.kept[scene.name] = here
        reference = self.kept[scene.reference.name] if scene.reference else None
        tallies = dict(_sums(chunks))
        self.texts[scene.name] = packed(self.shape, here, reference, tallies[scene.futures])
        line: dict[str, Any] = {
            "name": scene.name,
            "reference": scene.reference.name if scene.reference else None,
            "futures": scene.futures,
            "order": scene.order,
            "without": list(scene.without),
            "adherence": scene.adherence,
            "beliefs": scene.beliefs,
            "do": list(scene.do),
            "full": scene.full,
        }
        if scene.full:
            line["alone"] = mixture(self.study, self.plan, tallies[self.plan.compared])
        if scene.full and scene.order == self.plan.headline.order:
            line["views"] = views(self.study, self.plan, scene, tallies)
        self.lines.append(rounded(line))


def workbench(
    case: Case | str | Path,
    *,
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    orders: str | Sequence[str] = (),
    threads: int | None = None,
    store: Store | None = None,
    beside: Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> Workbench:
    """The futures of a case in one page, which counts them in the reader's browser without a network.

    futures   of each order and each single removal, 200 to 20,000; fewer of everything else (`foedus.workshop.plan`)
    orders    world orders; none: all that ship and touch the case. The first is that of the headline
    beside    JSON files of `foedus discover`, `signposts`, `conditions` and `ledger list`, which the page then tells

    Raises InputError for anything out of range or unknown.
    """
    case, futures = taken_case(case), whole("futures", futures, 200, MOST)
    tell = progress or (lambda done, total, what: None)
    study, asked = ask(case, futures=futures, horizon=horizon, seed=seed, orders=orders, threads=threads, store=store)
    plan = planned(study, asked)
    every = scenes(study, plan, futures)
    total, done = sum(scene.futures for scene in every), 0
    answer = answered(study, asked, lambda _, __, what: tell(0, total, f"the answer, {what}"))
    told = results(answer, beside)
    parts = Parts(study, plan, _shape(study, plan))
    for scene, chunks in _run(study, every, plan):
        parts.add(scene, chunks)
        done += scene.futures
        tell(done, total, _what(scene))
    return _page(parts, answer, total, asked.order, told)


def _what(scene: Scene) -> str:
    return ", ".join([scene.order, *(f"without {name}" for name in scene.without), *scene.do])


def _shape(study: Study, plan: Plan) -> Shape:
    limits = [one.years for one in study.case.tolerances if one.years <= study.horizon]
    return Shape(
        outcomes=outcomes_of(study.case),
        horizon=study.horizon,
        sets=study.sets,
        years=tuple(sorted({study.horizon, *limits})),
        places=tuple(study.world.instruments.index(name) for name in plan.own),
        governments=study.world.judged,
    )


def _run(study: Study, every: Sequence[Scene], plan: Plan) -> Iterator[tuple[Scene, list[Chunk]]]:
    """The chunks of every scene, one scene after the other."""
    cuts = {scene.name: spans(scene.futures, (plan.paired, plan.compared)) for scene in every}
    asked = (
        Asked(question, first, count, one_by_one=True)
        for scene in every
        for question in [scene.question(study)]
        for first, count in cuts[scene.name]
    )
    found = run(asked, study.store, study.threads)
    for scene in every:
        yield scene, [next(found) for _ in cuts[scene.name]]


def _sums(chunks: Sequence[Chunk]) -> Iterator[tuple[int, Tally]]:
    """Counts of the first futures, by how many they are."""
    for last in range(1, len(chunks) + 1):
        total = reduce(plus, (chunk.tally for chunk in chunks[:last]))
        yield int(total.futures.sum()), total


def _page(parts: Parts, answer: Answer, futures: int, asked: Sequence[str], told: Sequence[Told]) -> Workbench:
    said = rounded(about(parts.study, parts.plan, parts.shape, answer, asked, told)) | {"scenes": parts.lines}
    html, program = as_page(said, parts.texts)
    kinds: dict[str, int] = {}
    for line in parts.lines:
        kind = _kind(line)
        kinds[kind] = kinds.get(kind, 0) + len(parts.texts[line["name"]])
    texts = len(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())
    return Workbench(
        html=html,
        case=parts.study.case.id,
        scenes=len(parts.lines),
        futures=futures,
        bytes={**kinds, "texts, limits and judgements": texts, "program and look": program},
    )


def _kind(line: dict[str, Any]) -> str:
    if line["do"]:
        return "events that are made"
    if line["adherence"]:
        return "adherence"
    return "orders and single removals" if line["full"] else "pairs, and other beliefs"
