"""The verdict of a case on a day: the assessment, asked again of the case with the state that indicators say.

The verdict asks every analyst in every order, so each state that futures read takes an assessment; the last ones are kept for
the next days. Where indicators move nothing that futures read, all days have the verdict of the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from foedus.assessment.assessment import assess
from foedus.assessment.verdict_lines import Verdict
from foedus.progress import Progress
from foedus.simulation.store import users_store
from foedus.watch.nowcast import Heard, headline, moved
from foedus.world.schema import Case


def verdict_on(
    case: Case,
    heard: Sequence[Heard],
    *,
    horizon: int,
    seed: int,
    mechanisms: tuple[str, ...] = (),
    threads: int | None = None,
    progress: Progress | None = None,
) -> Verdict | None:
    """The verdict with what indicators say of the case; None where they move the order, which an assessment takes as it is.

    heard  each indicator with its counts, as of a day
    """
    asked = headline(case, horizon=horizon, seed=seed, mechanisms=mechanisms)
    now = moved(asked, case, heard, mechanisms)
    if now["order"] != asked["order"]:
        return None
    return _verdict(Case.model_validate(now["case"]).model_dump_json(), horizon, seed, mechanisms, threads, progress)


@lru_cache(maxsize=8)
def _verdict(
    case: str, horizon: int, seed: int, mechanisms: tuple[str, ...], threads: int | None, progress: Progress | None
) -> Verdict:
    return assess(
        Case.model_validate_json(case),
        horizon=horizon,
        seed=seed,
        mechanisms=mechanisms,
        threads=threads,
        progress=progress,
        store=users_store(),
    ).verdict
