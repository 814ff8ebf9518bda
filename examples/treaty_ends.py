"""Duration of treaties: what the record says by class, and which form of the equation forecast it best.

    record    ends and years at risk of defence pacts by class, and the ties of the United States by dyad
    windows   years before a change of leader support in which a stable democracy was one
    scores    gain of each form over climatology one step ahead, every treaty-year once, and its weight
    classes   ends expected and ends that happened
    survival  20 years ahead from parameters and predictors of the origin

    python examples/treaty_ends.py

needs the publishers' files (FOEDUS_DATA) and a minute or two. What it prints is read in docs/explanation/treaties.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import beta, poisson

from foedus.data.library import read
from foedus.data.panel.members import state_years
from foedus.equations.treaty_end import SPECIFICATIONS, Ending
from foedus.estimate.samples import treaty_end
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.treaty_end import ends
from foedus.evaluate.tasks.treaty_ends import CLIMATOLOGY, OneStep, nested, one_step, weights

Array = NDArray[Any]

UNITED_STATES = 2
REVOLUTIONS = (1989, 1992)
HORIZON, MEMORY = 20, 10
SURVIVAL = range(1956, 1989, 4)
DRAWS = 2000
TRIED: Mapping[str, Ending] = {
    "changes, great powers": Ending("", SPECIFICATIONS["changes"].terms, units=True, great=True),
    "split, every patron": Ending("", SPECIFICATIONS["split"].terms, units=True),
    "split, collapses alone": Ending("", SPECIFICATIONS["split"].terms, great=True, collapse=True),
    "type, collapses alone": Ending("", SPECIFICATIONS["type"].terms, great=True, collapse=True),
}
"""Forms that are scored and are no candidates."""
MIXTURE, CHOICE = "mixture, nested", "best so far, nested"


def classes(found: Sample, rows: Array) -> dict[str, Array]:
    """Whether each of the rows is of a class."""
    led, two = found["patron"][rows] == UNITED_STATES, found["bilateral"][rows] == 1
    ratified = found["unratified"][rows] == 0
    change = (found["change_democracy"] + found["change_autocracy"])[rows] > 0
    return {
        "all": np.ones(len(rows), np.bool_),
        "led by the United States": led,
        "bilateral with the United States": led & two,
        "the same, ratified": led & two & ratified,
        "the same, not ratified": led & two & ~ratified,
        "the same, with a change": led & two & change,
        "patron a stable democracy": found["patron_stable"][rows] > 0,
        "led by others": ~led,
    }


def record(found: Sample) -> Iterator[tuple[str, str, str, str, str]]:
    """Ends, treaty-years, and the share kept for 20 years with its 90% interval (Jeffreys prior), by class."""
    for name, some in classes(found, np.arange(found.rows)).items():
        count, years = int(found["ended"][some].sum()), int(some.sum())
        yield name, f"{count}", f"{years:,}", *_kept(count, years)
    count, years = by_dyad(found)
    yield "ties of the United States, by dyad", f"{count}", f"{years:,}", *_kept(count, years)


def _kept(count: int, years: int) -> tuple[str, str]:
    hazard = beta(count + 0.5, years - count + 0.5)
    points = [(1.0 - hazard.ppf(q)) ** HORIZON for q in (0.95, 0.5, 0.05)]
    return f"{points[1]:.2f}", f"{points[0]:.2f} to {points[2]:.2f}"


def by_dyad(found: Sample) -> tuple[int, int]:
    """Ends and years at risk of the dyads in which the United States have a defence pact.

    A dyad's pact ends where the two are there in the next year without one; a state that leaves the system ends none.
    """
    ties = read("atop-dyads").filter(pl.col("ccode1") == UNITED_STATES, pl.col("atop_defense") == 1)
    held = ties.select(ccode="ccode2", year="year").filter(pl.col("year") >= found.years[0])
    there = state_years(read("cow-states"), (held["year"].min(), held["year"].max())).select("ccode", "year")
    risk = held.join(there.with_columns(pl.col("year") - 1), on=["ccode", "year"], how="semi")
    ended = risk.join(held.with_columns(pl.col("year") - 1), on=["ccode", "year"], how="anti")
    return ended.height, risk.height


def windows() -> Iterator[tuple[str, str, str, str]]:
    """Gain in nats of the three split forms, parameters refitted every five years, by years of stability asked for."""
    for years in range(1, 6):
        found = treaty_end.sample(stable=years)
        made = one_step(found, {name: SPECIFICATIONS[name] for name in ("split", "great-powers", "collapse")}, refit=5)
        gains = [f"{(score - made.joint[CLIMATOLOGY]).sum():+.1f}" for score in list(made.joint.values())[1:]]
        yield f"{years}", gains[0], gains[1], gains[2]


def scores(made: OneStep) -> Iterator[tuple[str, ...]]:
    """Log score less climatology's in nats with its 90% interval, without 1989-92, the same row by row, and the weight."""
    rng = np.random.default_rng(1)
    count = len(made.group)
    drawn = rng.multinomial(count, np.full(count, 1.0 / count), DRAWS)
    calm = (made.year < REVOLUTIONS[0]) | (made.year > REVOLUTIONS[1])
    share, mixed = weights(made), nested(made)[0]
    for name, score in {**made.joint, MIXTURE: mixed, CHOICE: choice(made)}.items():
        if name == CLIMATOLOGY:
            continue
        gain = score - made.joint[CLIMATOLOGY]
        low, high = np.quantile(drawn @ gain, [0.05, 0.95])
        weight = f"{share[name]:.2f}" if name in share else ""
        yield name, f"{gain.sum():+.1f}", f"{low:+.1f} to {high:+.1f}", f"{gain[calm].sum():+.1f}", weight


def choice(made: OneStep) -> Array:
    """Log score of the candidate that was best in the years known at each origin; of the first, before any is."""
    names = list(SPECIFICATIONS)
    table = np.stack([made.joint[name] for name in names])
    found = np.empty(table.shape[1])
    for year in np.unique(made.year).tolist():
        best = int(np.argmax(table[:, made.year < year - 1].sum(axis=1)))
        found[made.year == year] = table[best, made.year == year]
    return found


def expected(found: Sample, made: OneStep) -> Iterator[tuple[str, ...]]:
    """By form, ends expected in each class, with the Poisson probability of as many as happened or further off (two-sided)."""
    ended, kinds = found["ended"][made.row], classes(found, made.row)
    yield "happened", *(f"{int(ended[some].sum())}" for some in kinds.values())
    yield "treaty-years", *(f"{int(some.sum()):,}" for some in kinds.values())
    for name, probability in made.probability.items():
        yield name, *(_against(probability[some].sum(), int(ended[some].sum())) for some in kinds.values())


def _against(mean: float, happened: int) -> str:
    tail = min(poisson.cdf(happened, mean), poisson.sf(happened - 1, mean))
    return f"{mean:.1f} ({min(1.0, 2.0 * tail):.2f})"


def survival(found: Sample) -> Iterator[tuple[str, ...]]:
    """By form, mean probability of 20 years without an end, of the treaties in force at each origin.

    Parameters are of the years before the origin; the hazard of a treaty is the mean over its last ten years. A treaty that
    another of the same states replaced counts as kept.
    """
    year, treaty = found["year"], found["atopid"]
    kept: list[Array] = []
    kinds: list[dict[str, Array]] = []
    told: dict[str, list[Array]] = {name: [] for name in SPECIFICATIONS}
    for origin in SURVIVAL:
        there = np.flatnonzero((year == origin) & (found["ended"] == 0))
        lost = treaty[(year > origin) & (year <= origin + HORIZON) & (found["ended"] == 1)]
        kept.append(~np.isin(treaty[there], lost))
        kinds.append(classes(found, there))
        recent = (year > origin - MEMORY) & (year <= origin) & np.isin(treaty, treaty[there])
        _, place = np.unique(treaty[recent], return_inverse=True)
        for name, one in SPECIFICATIONS.items():
            p = ends(one, found, year < origin, recent).probability
            told[name].append((1.0 - np.bincount(place, p) / np.bincount(place)) ** HORIZON)
    whole = {name: np.concatenate([each[name] for each in kinds]) for name in kinds[0] if "the same" not in name}
    yield "kept", *(f"{np.concatenate(kept)[some].mean():.2f}" for some in whole.values())
    for name, each in told.items():
        yield name, *(f"{np.concatenate(each)[some].mean():.2f}" for some in whole.values())


def table(title: str, head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> list[str]:
    """A title, and a table in Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in (head, ("---", *["---:"] * (len(head) - 1)), *rows)]
    return [f"{title}", "", *lines, ""]


def tables() -> list[str]:
    """All tables, line by line."""
    found = treaty_end.sample()
    made = one_step(found, {**SPECIFICATIONS, **TRIED})
    names = tuple(classes(found, np.arange(1)))
    lasting = tuple(name for name in names if "the same" not in name)
    return [
        *table("record", ("treaties", "ends", "treaty-years", "kept 20 years", "90%"), record(found)),
        *table("windows", ("years a democracy", "split", "great-powers", "collapse"), windows()),
        *table("scores", ("form", "nats over climatology", "90%", "without 1989-92", "weight"), scores(made)),
        *table("classes", ("form", *names), expected(found, made)),
        *table("survival", ("form", *lasting), survival(found)),
    ]


def main() -> None:
    """Print the tables."""
    print("\n".join(tables()))


if __name__ == "__main__":
    main()
