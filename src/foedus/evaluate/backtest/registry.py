"""What can be backtested, with the origins and horizons it is backtested at unless others are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from foedus.errors import InputError, unknown
from foedus.evaluate.backtest.result import Backtest
from foedus.progress import Progress

DRAWS, QUICK_DRAWS = 300, 100
THIRD = 3


@dataclass(frozen=True)
class Outcome:
    """One outcome: what it is in plain words, and where it is forecast from."""

    words: str
    origins: tuple[int, ...]
    horizons: tuple[int, ...]


FIVES = tuple(range(1960, 2006, 5))
OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        "disputes": Outcome("a militarised dispute begins between two states", FIVES, (1, 5, 10, 20)),
        "war": Outcome("a dispute becomes war", tuple(range(1970, 2006, 5)), (1,)),
        "joining": Outcome("an ally joins a dispute at force or war", tuple(range(1970, 2006, 5)), (1,)),
        "pacts": Outcome("a pair forms a bilateral defence pact", FIVES, (1,)),
        "pursuit": Outcome("a state starts to pursue nuclear weapons", FIVES, (1,)),
        "treaties": Outcome("a defence pact is still in force", tuple(range(1970, 1999, 4)), (10, 20)),
        "growth-cinc": Outcome("share of the system's capabilities (CINC)", tuple(range(1971, 1997, 5)), (5, 10, 20)),
        "growth-gdp": Outcome("GDP in constant dollars", tuple(range(1974, 2000, 5)), (5, 10, 20)),
    }
)


def backtest(
    name: str,
    origins: Sequence[int] | None = None,
    horizons: Sequence[int] | None = None,
    models: Iterable[str] | None = None,
    *,
    quick: bool = False,
    seed: int = 1,
    progress: Progress | None = None,
) -> Backtest:
    """Backtest one outcome on the publishers' files.

    `models` is for disputes, whose rivals are many. `quick` takes every third of the usual origins and fewer draws.
    Raises InputError for what cannot be asked, DataError for a publisher's file that is missing.
    """
    if name not in OUTCOMES:
        raise InputError(unknown("outcome to backtest", name, OUTCOMES))
    outcome = OUTCOMES[name]
    if models is not None and name != "disputes":
        raise InputError(f"models can be chosen for disputes only; the rivals of '{name}' are always all scored")
    usual = outcome.origins[::-THIRD][::-1] if quick else outcome.origins
    chosen = list(usual if origins is None else origins)
    ahead = list(outcome.horizons if horizons is None else horizons)
    if not chosen or not ahead:
        raise InputError("give at least one origin and one horizon, for example 1960:2005:5 and 1,10")
    draws = QUICK_DRAWS if quick else DRAWS
    if name == "disputes":
        from foedus.evaluate.backtest.disputes import backtest_disputes
        from foedus.evaluate.backtest.record import dispute_record

        return backtest_disputes(dispute_record(), chosen, ahead, models, draws=draws, seed=seed, progress=progress)
    if outcome.horizons == (1,):
        from foedus.evaluate.backtest.stages import STAGES, backtest_stage

        if ahead != [1]:
            raise InputError(f"'{name}' is forecast one step ahead only: leave --horizons out or give 1")
        return backtest_stage(STAGES[name], chosen, draws=draws, seed=seed)
    if name == "treaties":
        from foedus.evaluate.backtest.survival import backtest_treaties, pacts

        return backtest_treaties(pacts(), chosen, ahead, draws=draws, seed=seed)
    from foedus.evaluate.backtest.growth import backtest_growth, levels

    return backtest_growth(levels(name.removeprefix("growth-")), chosen, ahead, draws=draws, seed=seed)
