"""More futures, and with them more parameter sets: batches, each of 2,000 futures in 200 sets of its own.

Batch b has the futures 2000 b .. 2000 b + 1999 and the parameter sets 200 b .. 200 b + 199; future r uses set
200 (r // 2000) + r mod 200. The rule is fixed, so more futures extend the same ones, and the first batch is that of every run
of the case: future r < 2000 is that of `foedus replay`. Ten futures tell what varies within a set; what is known of a mean is
limited by how many sets there are, so a run that grows needs more of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np

from foedus.arrays import Bits, Ints
from foedus.simulation.chunks import Asked, run
from foedus.simulation.engine import Question
from foedus.simulation.parameters import SETS
from foedus.simulation.sizes import SIZE
from foedus.simulation.study import Study

BATCH = 10 * SETS
"""Futures of a batch."""


def sets_of(futures: int) -> Ints:
    """The parameter set of each of the first futures."""
    r = np.arange(futures)
    return np.asarray(r // BATCH * SETS + r % SETS)


def batches(study: Study, asked: Callable[[int], Sequence[Question]], futures: int) -> Iterator[list[Bits]]:
    """Events of the futures of each batch, by question; `asked` has the questions in the parameter sets from a first one on."""
    for batch, start in enumerate(range(0, futures, BATCH)):
        end = min(start + BATCH, futures)
        spans = [(first, min(first + SIZE, end) - first) for first in range(start, end, SIZE)]
        questions = asked(batch * SETS)
        pieces = run(
            (Asked(one, first, count, one_by_one=True) for one in questions for first, count in spans),
            study.store,
            study.threads,
        )
        yield [np.concatenate([chunk.kept.events for chunk in islice(pieces, len(spans))]) for _ in questions]
