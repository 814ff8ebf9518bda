"""The result of an evaluation: what `foedus evaluate`, `backtest` and `contest` write, as one documented schema."""

from __future__ import annotations

from pydantic import Field

from foedus.part import Part
from foedus.rendered import Rendered

Interval = tuple[float | None, float | None, float | None]


def spelled(found: Interval | None) -> str:
    """A value with its interval: '0.168 [0.125, 0.203]'."""
    if found is None or found[0] is None:
        return "-"
    value, low, high = found
    return f"{value:.3f}" if low is None or high is None else f"{value:.3f} [{low:.3f}, {high:.3f}]"


class Difference(Part):
    """Score of the first model less that of the second on the same draws."""

    first: str = Field(description="model")
    second: str = Field(description="model it is compared with")
    scores: dict[str, Interval] = Field(description="first minus second by score: value, 5% and 95% point")


class Bin(Part):
    """One bin of forecast probabilities of a model."""

    model: str = Field(description="model")
    forecast: float = Field(description="mean probability forecast in the stretch")
    happened: Interval = Field(description="share of rows with the event: value, 5% and 95% point")
    rows: int = Field(description="rows in the stretch")


class Tenths(Part):
    """Histogram of the probability integral transform: where outcomes fell in the forecasts of a model."""

    model: str = Field(description="model")
    shares: list[Interval] = Field(
        description="share of outcomes in each tenth of their forecasts, from the lowest: value, 5% and 95% point"
    )


class Cell(Part):
    """All models on the same rows."""

    horizon: int = Field(description="years ahead; 1 is one step with predictors of the year before, others are frozen")
    target: str = Field(description="what is forecast")
    subset: str = Field(description="rows scored: all, or a part named in words")
    rows: int = Field(description="forecasts scored")
    events: int = Field(description="forecasts whose event happened")
    scores: dict[str, dict[str, Interval]] = Field(
        description="by model, by score: value, 5% and 95% point; null where a score does not exist"
    )
    differences: list[Difference] = Field(description="every two models")
    curve: list[Bin] = Field(default_factory=list, description="calibration, where all rows are scored")
    tenths: list[Tenths] = Field(default_factory=list, description="calibration of forecasts of amounts")
    expected: dict[str, float] = Field(
        default_factory=dict, description="events forecast, by model: sum of probabilities"
    )

    def gain(self, model: str, other: str, score: str) -> Interval | None:
        """Score of one model less that of another, on the same draws; None if the two are not compared."""
        for line in self.differences:
            found = line.scores.get(score)
            if found is None or {line.first, line.second} != {model, other} or model == other:
                continue
            value, low, high = found
            return found if line.first == model else (_minus(value), _minus(high), _minus(low))
        return None


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


class ByOrigin(Part):
    """The skill of each model in the window of one origin: a point, no interval."""

    origin: int = Field(description="last year whose outcomes were known")
    horizon: int = Field(description="years ahead")
    brier_skill: dict[str, float | None] = Field(description="Brier skill over climatology by model")


class Result(Rendered, Part):
    """Forecasts from one or many origins, scored."""

    format: str = Field(default="foedus.backtest/1", description="name and version of this schema")
    outcome: str = Field(description="what was forecast: a name of 'foedus evaluate list'")
    unit: str = Field(description="what a row is")
    origins: list[int] = Field(description="last years whose outcomes were known")
    horizons: list[int] = Field(description="years ahead")
    last_year: int = Field(description="last year scored")
    models: dict[str, str] = Field(description="models in plain words")
    capabilities: str | None = Field(description="edition of the capability data; null where none was used")
    method: str = Field(description="how estimates and intervals were made")
    draws: int = Field(description="bootstrap draws behind every interval")
    seed: int = Field(description="seed of boosting and bootstrap")
    notes: list[str] = Field(description="what a reader must know")
    reversion: dict[str, float] = Field(
        default_factory=dict,
        description="rate and middle, in log-odds, if those of the equation revert; see foedus.evaluate.reversion",
    )
    weights: dict[str, dict[str, float]] = Field(
        default_factory=dict,
        description="the stack's weights from all windows: over all horizons ('all'), by stage, or by horizon",
    )
    cells: list[Cell] = Field(description="scores")
    by_origin: list[ByOrigin] = Field(default_factory=list, description="skill origin by origin")
    sources: dict[str, str] = Field(description="SHA-256 of every publisher's file read, by source")

    def cell(self, horizon: int, target: str, subset: str) -> Cell | None:
        """The cell, or None."""
        same = (c for c in self.cells if (c.horizon, c.target, c.subset) == (horizon, target, subset))
        return next(same, None)
