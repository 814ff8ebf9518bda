"""Measure the detector of the watch: whether its probabilities are calibrated, and what it finds against ruptures at one price.

    python bench/watch.py [--quick]

Calibration: series drawn as `foedus.watch.level` has it, and drawn otherwise (changes twice and half as frequent; a season;
units that come in salvoes; a slow drift in place of changes). Of months said p, how many have a change in the last 24 months?
A drift has no change: there the table shows how often one is told of.

Against ruptures (Truong, Oudre and Vayatis 2020): one doubling or halving after 60 months. ruptures has no probability and no
false alarms to choose a penalty by, so the gain of its best split (exact search, square roots of the counts) is its statistic
in every month, and its penalty is the one with as many quiet spans of eight years with a false alarm as the detector has.

Against simple rules (`foedus.watch.rule`): rises of several sizes, each rule with a threshold of the same price.
"""

from __future__ import annotations

import argparse
import time
from typing import NamedTuple

import numpy as np
import ruptures

from foedus.arrays import Flags, Floats
from foedus.watch.level import USUAL, follow
from foedus.watch.onset import onsets
from foedus.watch.price import FOUND, HISTORY, QUIET, Baseline, chosen, price, simulated
from foedus.watch.rule import RULES, statistic, thresholds
from tables import number, table

MONTHS, SIZE, QUICK = 240, 1000, 48
BANDS = ((0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.0))
LEVELS, FACTORS = (0.3, 1.0, 3.0, 10.0, 80.0), (2.0, 3.0, 6.0)


class Drawn(NamedTuple):
    """Series whose level by month is known."""

    path: Floats
    counts: Floats


def drawn(
    size: int, months: int, random: np.random.Generator, hazard: float = USUAL.hazard, drift: float = 0.0
) -> Drawn:
    """As the module has it, but for the hazard, and with a yearly step of the log level in place of changes where asked for."""
    path = np.empty((size, months))
    path[:, 0] = random.uniform(np.log(0.3), np.log(20.0), size)
    for t in range(1, months):
        steps = random.normal(0.0, USUAL.jump, size) * (random.random(size) < hazard)
        path[:, t] = path[:, t - 1] + (random.normal(0.0, drift / np.sqrt(12.0), size) if drift else steps)
    k = random.choice(USUAL.dispersions, (size, 1))
    return Drawn(np.exp(path), random.poisson(random.gamma(k, np.exp(path) / k)).astype(float))


def worlds(size: int, random: np.random.Generator) -> dict[str, Drawn]:
    """Series of several kinds."""
    base = drawn(size, MONTHS, random)
    season = 1.0 + 0.5 * np.sin(2.0 * np.pi * np.arange(MONTHS) / 12.0)
    days = random.poisson(base.path)
    return {
        "as the module has it": base,
        "changes twice as frequent": drawn(size, MONTHS, random, 2.0 * USUAL.hazard),
        "changes half as frequent": drawn(size, MONTHS, random, 0.5 * USUAL.hazard),
        "a season of half the level": Drawn(base.path, random.poisson(base.path * season).astype(float)),
        "salvoes of 3 on the mean, days counted": Drawn(base.path, days.astype(float)),
        "salvoes of 3 on the mean, units counted": Drawn(
            base.path, (days + random.negative_binomial(np.maximum(days, 1), 1.0 / 3.0) * (days > 0)).astype(float)
        ),
        "no change, a drift of .2 a year": drawn(size, MONTHS, random, drift=0.2),
    }


def happened(path: Floats, way: int, t: int, ratio: float = USUAL.ratio) -> Flags:
    """Whether the last change within the window before month t went that way, by the ratio or more."""
    steps = np.diff(np.log(path[:, max(t - USUAL.window, 0) : t + 1]), axis=1)
    last = steps.shape[1] - 1 - np.argmax(steps[:, ::-1] != 0.0, axis=1)
    found: Flags = way * steps[np.arange(len(steps)), last] >= np.log(ratio)
    return found


def calibration(size: int) -> str:
    """Share of months with a change among those said to have one with a probability in a band, by kind of series."""
    rows = []
    for name, one in worlds(size, np.random.default_rng(11)).items():
        found = follow(one.counts, 0)
        months = range(60, MONTHS, 12)
        said = np.concatenate([side[:, t] for side in (found.up, found.down) for t in months])
        came = np.concatenate([happened(one.path, way, t) for way in (1, -1) for t in months])
        cells = []
        for low, high in BANDS:
            there = (said >= low) & (said < high if high < 1.0 else said <= high)
            told = "none" if "drift" in name else (number(came[there].mean(), 2) if there.any() else "-")
            cells.append(f"{told} ({there.sum():,})")
        rows.append([name, *cells])
    return table(["series", *[f"said {low:g} to {high:g}" for low, high in BANDS]], rows)


def gains(counts: Floats, first: int) -> Floats:
    """By month from `first`: what ruptures' best split into two gains, signed by its direction; 0 if it is not recent."""
    found = np.zeros((len(counts), counts.shape[1] - first))
    for row, series in enumerate(np.sqrt(counts + 0.375)):
        for t in range(first, len(series)):
            seen = series[: t + 1]
            split = ruptures.KernelCPD(kernel="linear", min_size=1).fit(seen[:, None]).predict(n_bkps=1)[0]
            if t + 1 - split <= USUAL.window:
                parts = seen[:split], seen[split:]
                gain = len(seen) * seen.var() - sum(len(part) * part.var() for part in parts)
                found[row, t - first] = np.sign(parts[1].mean() - parts[0].mean()) * gain
    return found


def against(runs: int) -> str:
    """Changes found and median delay at the same false alarms, by level."""
    rows = []
    for level in LEVELS:
        baseline = Baseline(level, (1.5, 5.0), (0.5, 0.5))
        cost = chosen(price(baseline, runs=runs))
        random = np.random.default_rng(5)
        quiet = gains(simulated(baseline, 1.0, QUIET, runs, random), HISTORY)
        most = np.sort(np.abs(quiet).max(axis=1))
        penalty = most[min(int(np.ceil((1.0 - (cost.false_alarms_8y.value or 0.0)) * runs)), runs - 1)]
        cells = []
        for way, times in ((1, 2.0), (-1, 0.5)):
            moved = way * gains(simulated(baseline, times, FOUND, runs, random), HISTORY) > penalty
            there = moved.any(axis=1)
            delay = number(np.median(moved.argmax(axis=1)[there]), 0) if there.any() else "-"
            cells.append((number(there.mean(), 2), delay))
        ours = (
            (number(cost.found_24m.value, 2), cost.median_delay),
            (number(cost.found_fall_24m.value, 2), cost.median_delay_fall),
        )
        rows.append(
            [
                f"{level:g}",
                f"{cost.threshold:g}",
                number(cost.false_alarms_8y.value, 2),
                *[f"{mine[0]}, {'-' if mine[1] is None else f'{mine[1]:.0f}'}" for mine in ours],
                *[", ".join(theirs) for theirs in cells],
            ]
        )
    head = ["units a month", "threshold", "false alarms in eight years", "doubling", "halving"]
    return table([*head, "doubling, ruptures", "halving, ruptures"], rows)


def rules(runs: int) -> str:
    """Rises of several sizes found within 24 months by the detector and by two simple rules, at one price."""
    rows = []
    for level in LEVELS[:4]:
        baseline = Baseline(level, (1.5, 5.0), (0.5, 0.5))
        limits = thresholds(baseline, seed=2, runs=runs)
        cells = []
        for times in FACTORS:
            counts = simulated(baseline, times, FOUND, runs, np.random.default_rng(6))
            for rule in RULES:
                begins = onsets(statistic(rule, counts, 0), limits[rule])[:, HISTORY:]
                there = begins.any(axis=1)
                delay = number(float(np.median(begins.argmax(axis=1)[there])), 2) if there.any() else "-"
                cells.append(f"{number(float(there.mean()), 2)}, {delay}")
        rows.append([f"{level:g}", *cells])
    return table(["units a month", *[f"{times:g} times, {rule}" for times in FACTORS for rule in RULES]], rows)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few series: to try it")
    quick = parser.parse_args().quick
    size = QUICK if quick else SIZE
    print(calibration(size), end="\n\n")
    print(against(20 if quick else 200), end="\n\n")
    print(rules(20 if quick else 200), end="\n\n")
    counts = drawn(size, MONTHS, np.random.default_rng(1)).counts
    start = time.perf_counter()
    follow(counts, 0)
    print(f"{size:,} series of {MONTHS // 12} years: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
