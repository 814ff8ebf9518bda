r"""Can the tightness of a bloc be forecast one and five years ahead?

The series is that of `foedus measure tightness`. From every origin with at least ten known years, with T of the years to it
alone:

    climatology   the values of the years to the origin
    persistence   T_o + e,                          e the h-year changes ended by the origin, less their mean
    reverting     m + b^h (T_o - m) + e,            T_t = (1 - b) m + b T_t-1 by least squares, 0 <= b <= 1, e the errors of
                                                    the same line from the origins before

A forecast is a sample; its score is the CRPS, the mean of |x - y| less half the mean of |x - x'|. Skill is 1 - CRPS / CRPS of
climatology. Its interval draws blocks of h + 1 origins in a row, since windows of neighbours overlap. The simulator has no
equation of tightness to score: it follows from ideal points, pacts and treaties, which are scored each by itself.

Source of the score: Gneiting & Raftery (2007), doi:10.1198/016214506000001437.

    python examples/bloc_tightness.py

needs the publishers' files (FOEDUS_DATA) and a few seconds. What it prints stands in docs/explanation/orders.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from foedus.arrays import Floats
from foedus.measures.run import run

BLOCS: Mapping[str, tuple[int, int]] = {"CHN,RUS,PRK": (1991, 2018), "CHN,RUS": (1971, 2018)}
"""Years in which all states of a bloc have ideal points and ATOP is coded."""
HORIZONS = (1, 5)
FEWEST = 10
DRAWS = 2000
MODELS = ("climatology", "persistence", "reverting")


def crps(sample: Floats, happened: float) -> float:
    """The score of a sample, in units of the series; 0 is best."""
    apart = np.abs(sample[:, None] - sample[None, :]).mean()
    return float(np.abs(sample - happened).mean() - 0.5 * apart)


def line(known: Floats) -> tuple[float, float]:
    """Level m and slope b of the line of T on T of the year before."""
    before, after = known[:-1], known[1:]
    spread = float(np.var(before))
    slope = float(np.cov(before, after, bias=True)[0, 1] / spread) if spread > 0.0 else 0.0
    slope = min(max(slope, 0.0), 1.0)
    level = float((after - slope * before).mean() / (1.0 - slope)) if slope < 1.0 else float(known.mean())
    return level, slope


def samples(known: Floats, h: int) -> dict[str, Floats]:
    """The forecast of each model of the value h years after the last that is known."""
    changes = known[h:] - known[:-h]
    level, slope = line(known)
    pull = slope**h
    errors = known[h:] - (level + pull * (known[:-h] - level))
    return {
        "climatology": known,
        "persistence": known[-1] + changes - changes.mean(),
        "reverting": level + pull * (known[-1] - level) + errors - errors.mean(),
    }


def scores(series: Floats, h: int) -> dict[str, Floats]:
    """CRPS of each model, an origin a number."""
    origins = range(FEWEST - 1, len(series) - h)
    made = [(samples(series[: at + 1], h), float(series[at + h])) for at in origins]
    return {name: np.array([crps(sample[name], happened) for sample, happened in made]) for name in MODELS}


def skill(model: Floats, reference: Floats, h: int) -> tuple[float, float, float]:
    """Skill against the reference, and its 90% interval over blocks of origins."""
    rng = np.random.default_rng(1)
    n, block = len(model), h + 1
    starts = rng.integers(0, n, (DRAWS, -(-n // block)))
    drawn = ((starts[:, :, None] + np.arange(block)) % n).reshape(DRAWS, -1)[:, :n]
    low, high = np.quantile(1.0 - model[drawn].mean(axis=1) / reference[drawn].mean(axis=1), [0.05, 0.95])
    return float(1.0 - model.mean() / reference.mean()), float(low), float(high)


def tables() -> Iterator[str]:
    """The table, line by line."""
    yield "| bloc | years ahead | origins | model | CRPS | skill against climatology |"
    yield "|---|---:|---:|---|---:|---|"
    for states, years in BLOCS.items():
        series = run("tightness", years, states=states)["tightness"].to_numpy()
        for h in HORIZONS:
            found = scores(series, h)
            for name in MODELS:
                value, low, high = skill(found[name], found["climatology"], h)
                said = "" if name == "climatology" else f"{value:+.2f} [{low:+.2f}, {high:+.2f}]"
                yield f"| {states} | {h} | {len(found[name])} | {name} | {found[name].mean():.4f} | {said} |"


if __name__ == "__main__":
    print("\n".join(tables()))
