r"""A contingency tree: how often an alliance fails, by what has been seen of a future by a year.

Futures without a failure in the years to t are divided by a condition into those that meet it and those that do not, each part
again by another, and so on; failures count after t. Every branch is a row of conditions, which `foedus what-if --given` takes,
and has futures behind it, which `foedus replay` tells.

The conditions are those that are asked for, in their order. Where none is, they are searched for: the events of the case, and
wars and disputes of any two states, by t; its statuses, and who governs patron and protege, in t. In half of the parameter
sets, with all their futures, a branch is divided by the condition of the largest

    |z| = |sum e_g| / sqrt(V),    e_g = (k_1g - p n_1g) / n_1 - (k_0g - p n_0g) / n_0

with k of n futures of set g that fail, with the condition and without it, and p of both together: the difference of the two
shares over its standard error where there is none. V is sum e_g^2, and no less than p (1 - p) (1 / n_1 + 1 / n_0). It has to be
beyond the two-sided 5% of as many conditions (Bonferroni) and to leave 30 effective sets on each side of either half. The
figures are of the other half, so that a condition that was found by luck shows it there.

Units: probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from foedus.arrays import Bits, Flags
from foedus.assessment import condition, failure
from foedus.assessment.after import effective
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.box_search import Halves
from foedus.assessment.condition import SIDES, Condition
from foedus.assessment.conditions_lines import Branch, Conditions
from foedus.assessment.gap import Counted, Sample
from foedus.assessment.interval import FEWEST_SETS
from foedus.assessment.made import Watch, made_of
from foedus.assessment.sample import BATCH, batches, sets_of
from foedus.assessment.telling import years_before
from foedus.assessment.what_if import FUTURES, MOST_FUTURES
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.outcomes import outcomes_of
from foedus.world.schema import Case

YEARS = 5
"""Years by which conditions are looked at, where the caller names none."""
DEEPEST = 5
DEPTH = 2
"""Conditions of a branch, where the caller says no depth."""
LEVEL = 0.05
FIRST = 5
"""Futures that are named behind a branch."""


def conditions(
    case: Case | str | Path,
    *,
    fails: str = "",
    given: str | Sequence[str] = (),
    year: int | None = None,
    depth: int | None = None,
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Conditions:
    """A contingency tree of an alliance.

    case     a case, or the name or path of one
    fails    what fails a future: an outcome, or with the way it fails as `upkeep=no`; 'any' limit of the case; empty: the limit
             of the case that is exceeded by the largest factor, war from outside where it sets none
    given    conditions that divide the futures, in their order (`foedus.assessment.condition`); none: they are searched for
    year     by which conditions are seen; None: the last that is asked for names, else the fifth, or the last but one
    depth    conditions of a branch, at most, where they are searched for; None: two
    futures  how many; 200 parameter sets for each 2,000

    Raises InputError for an unknown outcome, order or beliefs, a condition that cannot be read or seen or is of a later year,
    an outcome that never or always comes about, a number out of range, or a depth besides conditions.

    >>> import foedus
    >>> tree = foedus.conditions("us-rok", fails="coercion", given="protege_deaths by 2025", futures=400, horizon=5)
    >>> [branch.given for branch in tree.branches]
    [[], ['protege_deaths by 2025'], ['not protege_deaths by 2025']]
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    holding, deep = taken_beliefs(beliefs), whole("depth", DEPTH if depth is None else depth, 1, DEEPEST)
    study = Study(case, seed=seed, horizon=horizon, threads=threads, store=store, beliefs=(holding,))
    if fails:
        failure.asked(case, fails, study.horizon)
    asked = condition.parse_seen(names("given", given), study)
    if asked and depth is not None:
        raise InputError(
            f"depth {deep} is of conditions that are searched for, and {len(asked)} are given; leave out the depth or the "
            "conditions"
        )
    if len(asked) > DEEPEST:
        raise InputError(f"{len(asked)} conditions are too many to divide by: {DEEPEST} at most")
    usual = max((one.year for one in asked), default=YEARS)
    shift = years_before(study, year, usual)
    late = next((one for one in asked if one.year > shift), None)
    if late is not None:
        raise InputError(
            f"'{late.text}' is after {study.world.year + shift}, the year by which conditions are seen; see --year"
        )
    splits = asked or tuple(candidates(study, shift))
    watches = tuple(dict.fromkeys(watch for one in splits for watch in one.watches))
    words = _run(study, watches, futures, order, holding.name, progress)
    failures, chosen = failure.chosen(case, fails, words, study.horizon)
    failed, counted = failure.fails(failures, words, shift, study.horizon)
    failure.check_both(failures, failed, counted)
    group = sets_of(futures)
    sample = Sample.of(group, study.seed)
    searched = (
        np.zeros(len(sample.drawn[0]), np.bool_) if asked else Halves.of(len(sample.drawn[0]), study.seed).searched
    )
    met = np.stack([one.met(words, watches) for one in splits])
    told = BATCH if order == AS_MEASURED and holding.name == LITERATURE else 0
    tree = Tree(sample, searched[group], failed, splits, met, bool(asked), told)
    return Conditions(
        case=case.id,
        horizon=study.horizon,
        futures=futures,
        parameter_sets=int(group.max()) + 1,
        seed=study.seed,
        order=order,
        beliefs=holding.name,
        believed=file_of(holding),
        fails=[one.name for one in failures],
        labels={one.name: one.label for one in outcomes_of(case)},
        chosen=chosen,
        year=study.world.year + shift,
        last_year=study.world.year + study.horizon,
        searched=not asked,
        candidates=len(splits),
        branches=tree.branches(counted, len(asked) or deep),
    )


def candidates(study: Study, shift: int) -> Iterator[Condition]:
    """What can be seen of a future by a year, and divides futures in two."""
    year, world = study.world.year + shift, study.world
    state = {one.code: one.abbreviation for one in study.case.states}
    texts = [
        f"{one.name} {'by' if one.kind == 'event' else 'in'} {year}"
        for one in outcomes_of(study.case)
        if one.kind in ("event", "status")
    ]
    sided = [place for place in (world.patron, world.protege) if place >= 0 and world.side[place]]
    texts += [f"government:{state[world.codes[place]]}={next(iter(SIDES))} in {year}" for place in sided]
    ends = [[state[code] for code in pair] for pair in world.codes[world.pairs].tolist()]
    texts += [f"{what}:{first}-{second} by {year}" for what in ("dispute", "war") for first, second in ends]
    return (condition.parse(text, study) for text in texts)


def _run(
    study: Study, watches: tuple[Watch, ...], futures: int, order: str, beliefs: str, progress: Progress | None
) -> Bits:
    """Events of the futures, and of each what is watched."""
    found = []
    done = batches(
        study, lambda first: [made_of(study.question(order, beliefs=beliefs, first=first), (), watches)], futures
    )
    for [words] in done:
        found.append(words)
        if progress:
            progress(len(found), -(-futures // BATCH), "futures")
    return np.concatenate(found)


@dataclass(frozen=True)
class Tree:
    """Futures, and the conditions that divide them.

    searched   futures in which conditions are searched for; figures are of the others
    met        (conditions, futures) whether each meets each
    asked      the conditions divide in their order
    told       futures that a replay tells: the first of these
    """

    sample: Sample
    searched: Flags
    failed: Flags
    splits: Sequence[Condition]
    met: Flags
    asked: bool
    told: int

    def branches(self, counted: Flags, depth: int) -> list[Branch]:
        """The root, of the futures that are counted, and all branches to a depth."""
        found: list[Branch] = []
        self._grow(found, None, (), counted, None, depth)
        return found

    def _grow(
        self,
        found: list[Branch],
        parent: int | None,
        given: tuple[Condition, ...],
        here: Flags,
        other: Flags | None,
        depth: int,
    ) -> None:
        """Add a branch, of the futures `here` with `other` in the other branch of its parent, and what divides it."""
        number, deep = len(found), len(given) == depth
        split, few = (None, False) if deep else self._split(here, len(given))
        told = Counted(self.failed, here & ~self.searched)
        gap = None if other is None else self.sample.gap(told, Counted(self.failed, other & ~self.searched), False)
        fail = np.flatnonzero(here & self.failed & ~self.searched)
        found.append(
            Branch(
                number=number,
                parent=parent,
                depth=len(given),
                given=[one.text for one in given],
                fails=self.sample.column(told),
                against=gap.estimate if gap else None,
                clear=gap is not None and gap.clear,
                futures=int(here.sum()),
                failures=int((here & self.failed).sum()),
                first=fail[fail < self.told][:FIRST].tolist(),
                ends="divided" if split is not None else "depth" if deep else "few" if few else "none",
            )
        )
        if split is not None:
            one, met = self.splits[split], self.met[split]
            self._grow(found, number, (*given, one), here & met, here & ~met, depth)
            self._grow(found, number, (*given, one.negated), here & ~met, here & met, depth)

    def _split(self, here: Flags, depth: int) -> tuple[int | None, bool]:
        """The condition that divides some futures, and whether there is none because each leaves too few."""
        from scipy.special import ndtri

        if self.asked:
            return depth, False
        able = [place for place in range(len(self.splits)) if self._enough(here, self.met[place])]
        if not able:
            return None, True
        sizes = [self._size(here & self.searched, self.met[place]) for place in able]
        best = int(np.argmax(sizes))
        return (able[best], False) if sizes[best] > -ndtri(LEVEL / 2.0 / len(self.splits)) else (None, False)

    def _enough(self, here: Flags, met: Flags) -> bool:
        """Whether a condition leaves enough sets on each side, in either half."""
        parts = (here & half & side for half in (self.searched, ~self.searched) for side in (met, ~met))
        return all(effective(self.sample.sums(part).astype(np.int64)) >= FEWEST_SETS for part in parts)

    def _size(self, here: Flags, met: Flags) -> float:
        """|z| of a condition among some futures."""
        (k1, n1), (k0, n0) = (
            (self.sample.sums(here & side & self.failed), self.sample.sums(here & side)) for side in (met, ~met)
        )
        p = (k1.sum() + k0.sum()) / (n1.sum() + n0.sum())
        influence = (k1 - p * n1) / n1.sum() - (k0 - p * n0) / n0.sum()
        chance = p * (1.0 - p) * (1.0 / n1.sum() + 1.0 / n0.sum())
        variance = max(float((influence**2).sum()), float(chance))
        return float(abs(influence.sum()) / np.sqrt(variance)) if variance > 0.0 else 0.0
