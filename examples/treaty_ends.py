"""Duration of treaties: what the record of one patron says, and what the weights of the candidates depend on.

    raw       ends of defence pacts with the United States: by treaty, and by dyad
    sides     log score of candidates over later years, by the leader of the treaty
    weights   stacking weights where treaties, patrons or years share their luck

    python examples/treaty_ends.py

needs the publishers' files (FOEDUS_DATA) and half a minute. What it prints is read in docs/explanation/treaties.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.data.library import read
from foedus.data.panel.members import state_years
from foedus.equations.treaty_end import SPECIFICATIONS
from foedus.estimate.samples import treaty_end
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.stacking import mean_stack
from foedus.evaluate.tasks import logits
from foedus.evaluate.windows import HORIZONS, ORIGINS

Array = NDArray[Any]

UNITED_STATES, RUSSIA = 2, 365
DRAWS = 100


def raw(found: Sample) -> dict[str, tuple[int, int]]:
    """Ends and years at risk: of treaties the United States lead, and of its dyads with a defence pact since 1946.

    A dyad's pact ends where the two are there in the next year without one; a state that leaves the system ends none.
    """
    led = found["patron"] == UNITED_STATES
    ties = read("atop-dyads").filter(pl.col("ccode1") == UNITED_STATES, pl.col("atop_defense") == 1)
    held = ties.select(ccode="ccode2", year="year").filter(pl.col("year") >= found.years[0])
    there = state_years(read("cow-states"), (held["year"].min(), held["year"].max())).select("ccode", "year")
    risk = held.join(there.with_columns(pl.col("year") - 1), on=["ccode", "year"], how="semi")
    ended = risk.join(held.with_columns(pl.col("year") - 1), on=["ccode", "year"], how="anti")
    return {"by treaty": (int(found["ended"][led].sum()), int(led.sum())), "by dyad": (ended.height, risk.height)}


def held_out(found: Sample) -> list[Forecasts]:
    """Forecasts by every candidate of treaty-years after ten origins; a row's cluster is its place in the sample."""
    rows = Sample({**found.arrays, "atopid": np.arange(found.rows)}, found.years, {}, {})
    return [each for origin in ORIGINS for each in logits.forecasts("treaty-end", rows, origin, HORIZONS)]


def sides(found: Sample, held: list[Forecasts], horizon: int) -> dict[str, tuple[float, int, int]]:
    """Log score of *patrons* less that of *changes* in nats, ends and treaty-years (windows overlap), by the leader."""
    place, given = _joined(held, horizon)
    gain = np.log(given["patrons"]) - np.log(given["changes"])
    leader = found["patron"][place]
    groups = {
        "led by the United States": leader == UNITED_STATES,
        "led by the Soviet Union": leader == RUSSIA,
        "others": ~np.isin(leader, (UNITED_STATES, RUSSIA)),
    }
    return {
        name: (float(gain[at].sum()), int(found["ended"][place[at]].sum()), int(at.sum()))
        for name, at in groups.items()
    }


def weights(found: Sample, held: list[Forecasts], horizon: int) -> dict[str, dict[str, float]]:
    """Mean stacking weights over draws of whole clusters, by what is taken to share its luck."""
    place, given = _joined(held, horizon)
    free = {name: given[name] for name, one in SPECIFICATIONS.items() if one.weighed}
    return {
        "treaties": mean_stack(free, found["atopid"][place], DRAWS),
        "patrons": mean_stack(free, found["patron"][place], DRAWS),
        "years": mean_stack(free, found["year"][place], DRAWS),
    }


def _joined(held: list[Forecasts], horizon: int) -> tuple[Array, dict[str, Array]]:
    same = [each for each in held if each.horizon == horizon]
    given = {name: np.concatenate([each.given[name] for each in same]) for name in SPECIFICATIONS}
    return np.concatenate([each.cluster for each in same]), given


def main() -> None:
    """Print the three tables."""
    found = treaty_end.sample()
    print("\nraw, United States")
    for name, (ends, years) in raw(found).items():
        print(
            f"{name:<28}{ends:>4} ends in {years:,} years: {ends / years:.4f}; kept 20 years {(1 - ends / years) ** 20:.2f}"
        )
    held = held_out(found)
    for horizon in HORIZONS:
        print(f"\npatrons less changes, {horizon} years ahead")
        for name, (gain, ends, years) in sides(found, held, horizon).items():
            print(f"{name:<28}{gain:>+8.1f} nats, {ends} ends in {years:,} treaty-years")
    for horizon in HORIZONS:
        print(f"\nweights, {horizon} years ahead")
        for name, each in weights(found, held, horizon).items():
            print(f"{name + ' together':<28}" + "  ".join(f"{rival} {weight:.2f}" for rival, weight in each.items()))


if __name__ == "__main__":
    main()
