"""Disputes from rolling origins: the forecasts of each model at an origin for the years after it.

    horizon 1    one step: parameters of the origin, predictors of the year before each outcome, for every year to the next
                 origin (the last origin's to the end of the record), so that each year is forecast once
    horizon h    frozen: the predictors of origin + 1, which use years to the origin, for each of the h years after it;
                 only origins whose h years are all on record. Rows are dyads in the sample in the first of these years.

`direct` is fitted to all years of the horizon from predictors before the first: windows begun and ended by the origin (if
these begin in fewer than ten years, windows cut short at the origin count too). The stack's weights at an origin come from
windows of earlier origins that had ended by then; before the first, weights are equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.errors import InputError
from foedus.evaluate.forecasters import dyads
from foedus.evaluate.forecasters.blocks import BLOCKS, Block, Columns, check_no_leak, predictors
from foedus.evaluate.forecasters.models import BASE, MEMBERS, SPECIFICATIONS, Specification, blocks_of, chosen
from foedus.evaluate.forecasters.ridge import Predict, Training, boosting, fit_logit, logit
from foedus.evaluate.stacking import of_what_happened, stack
from foedus.evaluate.tasks.record import DisputeRecord
from foedus.evaluate.windows import windows
from foedus.progress import Progress

LONGEST_HORIZON = 40
LEAST_TRAINING = 10
"""Years of training below which an origin is refused: fewer hold too few onsets to fit the ladder."""
LEAST_STARTS = 10
RECENT = 20
"""Years before a forecast in which a dyad had an onset to count among those with a recent dispute."""


@dataclass(frozen=True)
class Rolled:
    """Forecasts of one origin and horizon, row by row.

    row      positions of the outcomes in the record        source   positions of the rows whose predictors were used
    forecasts   probability of an onset in the year, by specification
    """

    origin: int
    horizon: int
    row: Ints
    source: Ints
    forecasts: Mapping[str, Floats]


def check_request(record: DisputeRecord, origins: Sequence[int], horizons: Sequence[int]) -> None:
    """Refuse origins and horizons that the record cannot score."""
    first, last = record.years
    if not origins:
        raise InputError("no origin: give A:B:STEP with A <= B, for example 1960:2005:5")
    for origin in origins:
        if not first + LEAST_TRAINING - 1 <= origin < last:
            raise InputError(
                f"origin {origin} is outside the data: with {LEAST_TRAINING} training years and one year to forecast, "
                f"{first + LEAST_TRAINING - 1} to {last - 1} are allowed (rows are of {first}-{last})"
            )
    for horizon in horizons:
        if not 1 <= horizon <= LONGEST_HORIZON:
            raise InputError(f"unknown horizon {horizon}: a whole number of years from 1 to {LONGEST_HORIZON}")
        if min(origins) + horizon > last:
            raise InputError(
                f"horizon {horizon}: no origin has {horizon} years after it on record, which ends in {last}; "
                f"the latest origin for it is {last - horizon}"
            )


def rolled(
    record: DisputeRecord,
    origins: Sequence[int],
    horizons: Sequence[int],
    models: Iterable[str] | None = None,
    *,
    seed: int = 1,
    blocks: Mapping[str, Block] = BLOCKS,
    progress: Progress | None = None,
) -> list[Rolled]:
    """All forecasts, origin by origin. Predictors are checked for leaks of the future at every origin."""
    check_request(record, origins, horizons)
    names = chosen(models)
    made = predictors(record, blocks_of(names), blocks)
    found: list[Rolled] = []
    order = windows(origins, record.years[1])
    for number, window in enumerate(order):
        origin = window.origin
        if progress:
            progress(number, len(order), f"origin {origin}")
        check_no_leak(record, origin, made, blocks)
        fitted = _Origin(record, made, origin, seed)
        for horizon in sorted(set(horizons)):
            if (found_rows := window.targets(record.year, record.pair, horizon)) is not None:
                rows, source = found_rows
                forecasts = {name: fitted.forecast(name, source, horizon) for name in single(names, horizon)}
                if "stack" in names:
                    forecasts["stack"] = mixture(forecasts, weights(record, found, origin, horizon))
                found.append(Rolled(origin, horizon, rows, source, forecasts))
    return found


def single(names: Iterable[str], horizon: int) -> list[str]:
    """The models that are not mixtures; one year ahead, `direct` is `full`, and is left out."""
    methods = {"stack", "direct"} if horizon == 1 else {"stack"}
    return [name for name in names if SPECIFICATIONS[name].method not in methods]


def weights(record: DisputeRecord, earlier: Iterable[Rolled], origin: int, horizon: int) -> dict[str, float]:
    """The stack's weights at an origin: those of windows that had ended by then; equal if there are none.

    With the last year of the record as `origin` they are those of all windows, which a forecast made now would use.
    """
    same = [w for w in earlier if w.horizon == horizon and record.year[w.row].max() <= origin]
    members = single(MEMBERS, horizon)
    if not same:
        return dict.fromkeys(members, 1.0 / len(members))
    together = {name: np.concatenate([w.forecasts[name] for w in same]) for name in members}
    return stack(of_what_happened(together, np.concatenate([record.onset[w.row] for w in same])))


def mixture(forecasts: Mapping[str, Floats], weight: Mapping[str, float]) -> Floats:
    """The weighted mean of the members' probabilities."""
    return np.sum([w * forecasts[name] for name, w in weight.items()], axis=0)


def spans(record: DisputeRecord, rows: Ints, last: Ints) -> tuple[Floats, Floats]:
    """Onsets, and years in the sample, of the dyad of each of `rows` from its year to the year `last`."""
    end = np.searchsorted(record.pair * 10_000 + record.year, record.pair[rows] * 10_000 + last, side="right")
    onsets = np.concatenate([[0.0], np.cumsum(record.onset)])
    return onsets[end] - onsets[rows], (end - rows).astype(np.float64)


class _Origin:
    """The fits at one origin, each specification once."""

    def __init__(self, record: DisputeRecord, made: Mapping[str, Columns], origin: int, seed: int) -> None:
        self.record, self.made, self.origin, self.seed = record, made, origin, seed
        self.training = record.year <= origin
        self.rate = float(record.onset[self.training].mean())
        if self.rate == 0.0:
            raise InputError(f"no onset in the training years to {origin}: choose a later origin")
        self._fitted: dict[tuple[str, int], Predict] = {}
        self._dyads: Floats | None = None

    def forecast(self, name: str, source: Ints, horizon: int) -> Floats:
        """Probability of an onset in one year, from the predictors of the `source` rows."""
        one = SPECIFICATIONS[name]
        if one.method == "rate":
            return np.full(len(source), self.rate)
        x = self._design(one)
        key = (name, horizon if one.method == "direct" else 1)
        if key not in self._fitted:
            self._fitted[key] = self._fit(one, x, horizon)
        return self._fitted[key](x[source])

    def _fit(self, one: Specification, x: Floats, horizon: int) -> Predict:
        if one.method == "direct":
            return logit(self._spans(x, horizon), self.origin, max(10, horizon))
        training = Training(
            x[self.training],
            self.record.onset[self.training],
            np.ones(self.training.sum()),
            self.record.year[self.training],
        )
        return boosting(training, self.seed) if one.method == "boosting" else logit(training, self.origin)

    def _design(self, one: Specification) -> Floats:
        columns = [column for block in one.blocks for column in self.made[block].values()]
        if one.dyads:
            columns.append(self._dyad_effects())
        return np.stack(columns, axis=1)

    def _dyad_effects(self) -> Floats:
        """Shrunken effects of dyads; their expectation comes from capability and geography."""
        if self._dyads is None:
            x = np.stack([column for block in BASE for column in self.made[block].values()], axis=1)
            year = self.record.year
            rows = self.training
            base = fit_logit(Training(x[rows], self.record.onset[rows], np.ones(rows.sum()), year[rows]), 1.0)
            self._dyads = dyads.effects(self.record.onset, base(x), self.record.pair, year, rows)
        return self._dyads

    def _spans(self, x: Floats, horizon: int) -> Training:
        """Rows that begin a span of `horizon` years, with their onsets and years in the sample, all by the origin."""
        year = self.record.year
        whole = year + horizon - 1 <= self.origin
        rows = np.flatnonzero(whole if len(np.unique(year[whole])) >= LEAST_STARTS else self.training)
        onsets, years = spans(self.record, rows, np.minimum(year[rows] + horizon - 1, self.origin))
        return Training(x[rows], onsets, years, year[rows + years.astype(int) - 1])
