"""The headline run alone, streamed into its tally: what its memory is measured on.

python bench/stream.py CASE FUTURES
"""

from __future__ import annotations

import sys

from foedus.assessment.tally import Tally
from foedus.simulation.outcomes import TOTALS
from foedus.simulation.study import Study
from foedus.world.case import load_case

HORIZON = 20


def main(case: str, futures: int) -> None:
    study = Study(load_case(case), horizon=HORIZON)
    drawn = study.parameters().parameters
    tally = Tally.empty(len(drawn.draws), HORIZON, len(TOTALS) + drawn.provocation.shape[1])
    for batch in study.run(futures):
        tally.add(batch)
    assert tally.futures.sum() == futures


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
