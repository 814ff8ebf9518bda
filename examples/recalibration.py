r"""Does it help to recalibrate forecasts of disputes by what forecasts from earlier origins were worth?

Ten origins from 1960 to 2005, one step and 5, 10 and 20 years ahead. A window is recalibrated on the windows of the same
horizon that had ended by its origin, and on nothing later.

    level      logit p' = a + logit p
    platt      logit p' = a + b logit p
    beta       logit p' = a + b ln p - c ln (1 - p)
    by-record  platt, apart for dyads with and without an onset in the twenty years before the forecast

with a ~ Normal(0, 1) and b, c ~ Normal(1, 0.5), at the mode of the posterior; before any earlier outcome is known p' = p.

Sources: Cox (1958), Biometrika 45, 562-565; Platt (1999), Advances in Large Margin Classifiers; Kull, Silva Filho & Flach
(2017), Electronic Journal of Statistics 11, 5052-5080 (beta calibration).

    python examples/recalibration.py

needs the publishers' files (FOEDUS_DATA), scikit-learn (the extra `foedus[fit]`) and about ten minutes. What it prints
stands in docs/explanation/skill.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from foedus.arrays import Flags, Floats
from foedus.evaluate import counts
from foedus.evaluate.cells import LEVELS, Scored
from foedus.evaluate.forecasters import ridge
from foedus.evaluate.resample import drawn_weights, scored, triple
from foedus.evaluate.score import TINY
from foedus.evaluate.tasks.disputes import RECENTLY, in_horizon, subsets
from foedus.evaluate.tasks.record import DisputeRecord, dispute_record
from foedus.evaluate.tasks.rolling import Rolled, rolled

MODELS = ("peace", "rich", "shrunken", "full", "boosting", "stack")
ORIGINS, HORIZONS = range(1960, 2006, 5), (1, 5, 10, 20)
DRAWS = 200
PENALISED, PENALTIES = ("rich", "shrunken", "full"), (1.0, 100.0)
LEVEL_WIDTH, SLOPE_WIDTH = 1.0, 0.5
STEPS, AT_REST = 100, 1e-8


def _level(p: Floats, group: Flags) -> Floats:
    return np.ones((len(p), 1))


def _platt(p: Floats, group: Flags) -> Floats:
    return np.stack([np.ones_like(p), logit(p)], axis=1)


def _beta(p: Floats, group: Flags) -> Floats:
    return np.stack([np.ones_like(p), np.log(p), -np.log1p(-p)], axis=1)


def _by_record(p: Floats, group: Flags) -> Floats:
    both = _platt(p, group)
    return np.hstack([both * ~group[:, None], both * group[:, None]])


METHODS: Mapping[str, tuple[Callable[[Floats, Flags], Floats], tuple[float, ...]]] = MappingProxyType(
    {
        "level": (_level, (0.0,)),
        "platt": (_platt, (0.0, 1.0)),
        "beta": (_beta, (0.0, 1.0, 1.0)),
        "by-record": (_by_record, (0.0, 1.0, 0.0, 1.0)),
    }
)
"""Columns and what they are before any data: the coefficients that leave p as it is."""


def recalibrated(method: str, p: Floats, group: Flags, past: Floats, past_group: Flags, happened: Floats) -> Floats:
    """The probabilities p after the method has learnt from `past` forecasts and what happened."""
    if not len(past):
        return p
    columns, neutral = METHODS[method]
    then, now = _inside(past), _inside(p)
    fixed = method == "level"
    b = coefficients(columns(then, past_group), happened, np.array(neutral), logit(then) if fixed else 0.0)
    return np.asarray(expit(columns(now, group) @ b + (logit(now) if fixed else 0.0)))


def coefficients(x: Floats, y: Floats, neutral: Floats, offset: Floats | float) -> Floats:
    """The mode by Newton's method, from the neutral coefficients."""
    precision = np.where(neutral == 0.0, LEVEL_WIDTH**-2, SLOPE_WIDTH**-2)
    b = neutral.copy()
    for _ in range(STEPS):
        fitted = expit(x @ b + offset)
        slope = x.T @ (y - fitted) - precision * (b - neutral)
        step = np.linalg.solve((x * (fitted * (1.0 - fitted))[:, None]).T @ x + np.diag(precision), slope)
        b = b + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < AT_REST:
            break
    return b


class Piece(NamedTuple):
    """Forecasts of one window: the year they end, probabilities by model, outcomes, dyads, and which had a record."""

    origin: int
    last: int
    forecasts: Mapping[str, Floats]
    happened: Floats
    pair: NDArray[np.int64]
    fought: Flags


def rolling(method: str, pieces: Sequence[Piece], model: str) -> list[Floats]:
    """Forecasts of one model, window by window, recalibrated on those of the same horizon that had ended by its origin."""
    found = []
    for piece in pieces:
        known = [each for each in pieces if each.last <= piece.origin]
        past = np.concatenate([np.empty(0), *(each.forecasts[model] for each in known)])
        group = np.concatenate([np.empty(0, bool), *(each.fought for each in known)])
        happened = np.concatenate([np.empty(0), *(each.happened for each in known)])
        found.append(recalibrated(method, piece.forecasts[model], piece.fought, past, group, happened))
    return found


def yearly(record: DisputeRecord, same: Sequence[Rolled], fought: Flags) -> list[Piece]:
    """An onset in the year."""
    return [
        Piece(
            w.origin,
            int(record.year[w.row].max()),
            w.forecasts,
            record.onset[w.row],
            record.pair[w.row],
            fought[w.source],
        )
        for w in same
    ]


def at_least_one(record: DisputeRecord, same: Sequence[Rolled], fought: Flags) -> list[Piece]:
    """At least one onset within the horizon."""
    pieces = []
    for w in same:
        each = Scored(dict(w.forecasts), record.onset[w.row], record.pair[w.row])
        once, first = in_horizon(each, np.full(len(w.row), w.origin))
        pieces.append(
            Piece(w.origin, w.origin + w.horizon, once.forecasts, once.y, once.groups, fought[w.source[first]])
        )
    return pieces


def compare(pieces: Sequence[Piece], since: int = 0) -> None:
    """Print slope, Brier skill and what each method adds to the log score, with 90% intervals."""
    chosen = [number for number, piece in enumerate(pieces) if piece.origin >= since]
    y = np.concatenate([pieces[k].happened for k in chosen])
    pair = np.concatenate([pieces[k].pair for k in chosen])
    forecasts = {"climatology": np.concatenate([pieces[k].forecasts["climatology"] for k in chosen])}
    for model in MODELS:
        if model not in pieces[0].forecasts:
            continue
        forecasts[model] = np.concatenate([pieces[k].forecasts[model] for k in chosen])
        for method in METHODS:
            made = rolling(method, pieces, model)
            forecasts[f"{model}, {method}"] = np.concatenate([made[k] for k in chosen])
    show(forecasts, y, pair)


def show(forecasts: Mapping[str, Floats], y: Floats, pair: NDArray[np.int64]) -> None:
    """Print a line for every forecast; what it adds is over the one named before its comma."""
    found = scored(forecasts, y, pair, DRAWS, 1)
    for name, each in found.items():
        if name == "climatology":
            continue
        base = found[name.partition(",")[0]]
        gains = (each[score] - base[score] for score in ("brier_skill", "log_score"))
        print(f"{name:20}", *(_triple(v) for v in (each["calibration_slope"], each["brier_skill"], *gains)))


def weaker(record: DisputeRecord, usual: Sequence[Rolled], since: int = 0) -> None:
    """Print what weaker penalties than those chosen on the last training years do one step ahead."""
    made = {f", C = {c:g}": penalised(record, c) for c in PENALTIES}
    forecasts = {"climatology": _joined(usual, "climatology", since)}
    for model in PENALISED:
        forecasts[model] = _joined(usual, model, since)
        forecasts |= {model + label: _joined(each, model, since) for label, each in made.items()}
    row = np.concatenate([w.row for w in usual if w.origin >= since])
    show(forecasts, record.onset[row], record.pair[row])


def penalised(record: DisputeRecord, inverse_penalty: float) -> list[Rolled]:
    """The windows with one penalty throughout."""
    chosen = ridge.PENALTIES
    ridge.PENALTIES = (inverse_penalty,)
    try:
        return rolled(record, ORIGINS, (1,), PENALISED, seed=1)
    finally:
        ridge.PENALTIES = chosen


def _joined(some: Sequence[Rolled], model: str, since: int) -> Floats:
    return np.concatenate([w.forecasts[model] for w in some if w.origin >= since])


def coverage(record: DisputeRecord, same: Sequence[Rolled], model: str, learnt: bool) -> tuple[str, ...]:
    """How often 50 and 90% intervals held the onsets of a year, and CRPS; `learnt`: spread from errors of earlier origins."""
    values: dict[str, list[Floats]] = {name: [] for name in (*LEVELS, "crps")}
    years = []
    for w in same:
        mean, happened, year = _by_year(record, w, model)
        known = [each for each in same if record.year[each.row].max() <= w.origin]
        phi = counts.spread(record.year, record.onset, w.origin, w.horizon)
        if learnt and len(known) > 1:
            m, n, _ = (np.concatenate(part) for part in zip(*(_by_year(record, k, model) for k in known), strict=True))
            phi = max(float(np.sum((n - m) ** 2 - m) / np.sum(m**2)), counts.SMALLEST)
        spread = np.full(len(mean), phi)
        for name, level in LEVELS.items():
            values[name].append(counts.inside(mean, spread, happened, level))
        values["crps"].append(counts.crps(mean, spread, happened))
        years.append(year)
    weight, place = drawn_weights(np.concatenate(years), DRAWS, 1)
    size = weight @ np.bincount(place)
    return tuple(_triple(weight @ np.bincount(place, np.concatenate(each)) / size) for each in values.values())


def _by_year(record: DisputeRecord, window: Rolled, model: str) -> tuple[Floats, Floats, NDArray[np.int64]]:
    year, place = np.unique(record.year[window.row], return_inverse=True)
    mean, happened = (np.bincount(place, each) for each in (window.forecasts[model], record.onset[window.row]))
    return mean.astype(np.float64), happened.astype(np.float64), year


def _triple(values: Floats) -> str:
    middle, low, high = (float("nan") if each is None else each for each in triple(values))
    return f"{middle:8.4f} [{low:.4f}, {high:.4f}]"


def main() -> None:
    """Print every table."""
    record = dispute_record()
    fought = subsets(record)[RECENTLY]
    found = rolled(record, ORIGINS, HORIZONS, MODELS, seed=1)
    for horizon in HORIZONS:
        same = [w for w in found if w.horizon == horizon]
        print(
            f"\n{horizon} years ahead, an onset in the year: slope, Brier skill, gain in Brier skill, gain in log score"
        )
        compare(yearly(record, same, fought))
        if horizon == 1:
            print("\n... of 2001-10")
            compare(yearly(record, same, fought), since=2000)
            print("\n... with weaker penalties")
            weaker(record, same)
        else:
            print("\n... at least one onset within the horizon")
            compare(at_least_one(record, same, fought))
        print("\n... onsets a year: in 50%, in 90%, CRPS; then with the spread of earlier errors")
        for model in MODELS:
            if model in same[0].forecasts:
                print(f"{model:10}", *coverage(record, same, model, learnt=False))
                print(" " * 10, *coverage(record, same, model, learnt=True))


def _inside(p: Floats) -> Floats:
    return np.clip(p, TINY, 1.0 - TINY)


if __name__ == "__main__":
    main()
