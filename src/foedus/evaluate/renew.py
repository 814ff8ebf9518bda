"""Make what ships anew: score equations and outcomes on past years, and put scores and weights into the tables.

python -m foedus.evaluate.renew [NAME ...]    a name of `foedus evaluate`; without one, every equation with candidates
                                              and every outcome
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from foedus.equations.registry import RIVALS
from foedus.evaluate.registry import OUTCOMES, called, task
from foedus.evaluate.run import backtest, contest
from foedus.evaluate.store import put
from foedus.evaluate.tables import EQUATION


def main(names: Sequence[str]) -> None:
    """Renew the rows of these, one after the other."""
    for name in names or (*RIVALS, *map(called, OUTCOMES.values())):
        one = task(name)
        put([(one.kind, one.name, contest(one.name) if one.kind == EQUATION else backtest(one.name))])
        print(f"{name}: scores and weights renewed")


if __name__ == "__main__":
    main(sys.argv[1:])
