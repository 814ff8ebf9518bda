r"""The nearest analyst beyond the verdict's set: the smallest move of beliefs that changes the verdict.

A belief is moved by shifting the mean of its Normal prior by m of its standard deviations; beliefs are independent, so a move
of several has the length sqrt(sum m_k^2). Of each limit is found, up to a length of `CAP`,

    single   the belief that alone crosses the limit with the fewest standard deviations
    joint    the shortest move of several beliefs that crosses it (`foedus.assessment.nearest`)

Every belief is first moved by -3 and +3 in the first futures of the headline; slopes and curves are the paired differences,
zero where these are within two errors. What is reported was run with as many futures as the headline. Its length has the error
of the probability there over the slope of the probability along the move.

A further analyst changes the verdict if it breaks the unanimity that the verdict rests on: of 'not prepared', all missed limits
must be crossed at once; of 'prepared', any one. Where analysts are divided already no further one changes the verdict, and what
the mixture alone would say, its leaning, is what a move can change.

The search is of the headline's order. That a joint move is the shortest holds for the model, a sum of parabolas, improved once
by gradients at the point it finds; a shorter one that rests on how beliefs act together can be missed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from foedus.assessment.against import against as compare
from foedus.assessment.analysts import Probability
from foedus.assessment.asked import ask, planned
from foedus.assessment.assessment import assess
from foedus.assessment.flip_lines import Flip
from foedus.assessment.flip_runs import Runs, movable
from foedus.assessment.flip_search import Search
from foedus.assessment.judges import Judges
from foedus.assessment.limit import stated_limits
from foedus.assessment.nearest import CAP
from foedus.assessment.verdict import FEWEST_FUTURES, FEWEST_SETS, too_few
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.simulation.store import Store
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.outcomes import current
from foedus.world.schema import Case

SCREENED = 2000
"""Most futures of a run of the search."""


def flip(
    case: Case | str | Path,
    *,
    against: Beliefs | str | Path | None = None,
    futures: int = 10_000,
    horizon: int = 20,
    seed: int = 1,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Flip:
    """The smallest move of beliefs that changes the verdict of a case; or what two sets of beliefs differ in.

    case      a case, or the name or path of one
    against   other beliefs, shipped or a file: instead of the search, the beliefs on which the two differ, ranked by what each
              would move
    beliefs   what stated effects are believed to be: sceptical, literature, optimist or a belief file

    Raises InputError for beliefs that do not exist or that the case has nothing for, a case without a limit within the
    horizon, fewer futures than a verdict needs, or a number out of range.

    >>> import foedus
    >>> found = foedus.flip("us-philippines", against="sceptical", futures=200, horizon=2)
    >>> found.against.second, found.flip
    ('sceptical', None)
    """
    study, asked = ask(case, futures=futures, horizon=horizon, seed=seed, beliefs=beliefs, threads=threads, store=store)
    holding = study.believed(asked.beliefs)
    shared: dict[str, Any] = {
        "case": study.case.id,
        "horizon": study.horizon,
        "futures": asked.futures,
        "screened": min(SCREENED, asked.futures),
        "seed": study.seed,
        "beliefs": holding.name,
        "believed": file_of(holding),
        "cap": CAP,
    }
    plan = planned(study, asked)
    sets = min(study.sets, asked.futures)
    if against is not None:
        other = taken_beliefs(against)
        if other.name == holding.name and other != holding:
            raise InputError(
                f"both sets of beliefs are called '{other.name}'; give one of the files another name (name: ...)"
            )
        side = compare(study, plan, holding, other, progress)
        return Flip(
            **shared,
            parameter_sets=sets,
            order=plan.headline.order,
            looked_at=[],
            verdict=None,
            leaning=None,
            limits=[],
            flip=None,
            against=side,
        )
    stated_limits(study.case, study.horizon, "no verdict can flip")
    if too_few(asked.futures, study.sets):
        raise InputError(
            f"futures {asked.futures} are too few for a verdict: ask for {FEWEST_FUTURES:,} or more (and {FEWEST_SETS} "
            "parameter sets)"
        )
    answer = assess(
        case,
        futures=futures,
        horizon=horizon,
        seed=seed,
        beliefs=beliefs,
        threads=threads,
        store=store,
        progress=progress,
    )
    known = [line for line in answer.tolerances if line.views[0].value is not None]
    stated = Judges(study, plan, {}).limits
    limits = {(current(one.outcome).name, one.years, one.at_most): one for one in stated}
    runs = Runs(
        study=study,
        plan=plan,
        beliefs=movable(study, plan),
        limits=[limits[line.outcome, line.years, line.at_most] for line in known],
        mixture=[Probability(line.views[0].value or 0.0, line.views[0].error, 0.0) for line in known],
        screened=shared["screened"],
        progress=progress,
    )
    search = Search(answer, known, runs)
    found = [search.limit(place) for place in range(len(known))]
    return Flip(
        **shared,
        parameter_sets=sets,
        order=answer.order,
        looked_at=[one.name for one in runs.beliefs],
        verdict=answer.verdict.value,
        leaning=answer.verdict.leaning,
        limits=found,
        flip=search.verdict(found),
        against=None,
    )
