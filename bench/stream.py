"""The headline run alone, streamed into its tally: what its memory is measured on.

python bench/stream.py CASE FUTURES
"""

from __future__ import annotations

import sys
from functools import reduce

from foedus.simulation import chunks
from foedus.simulation.study import Study
from foedus.simulation.tally import plus
from foedus.world.case import load_case

HORIZON = 20


def main(case: str, futures: int) -> None:
    question = Study(load_case(case), horizon=HORIZON).question()
    asked = (chunks.Asked(question, *span, False) for span in chunks.spans(futures, ()))
    tally = reduce(plus, (chunk.tally for chunk in chunks.run(asked)))
    assert tally.futures.sum() == futures


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
