"""Make what ships anew: compare the candidates of equations, and put scores and weights into the tables.

python -m foedus.evaluate.renew [EQUATION ...]    all equations with candidates if none is named
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from foedus.equations.registry import RIVALS
from foedus.evaluate.run import contest
from foedus.evaluate.store import put
from foedus.evaluate.tables import EQUATION


def main(names: Sequence[str]) -> None:
    """Renew the rows of these equations, one after the other."""
    for name in names or RIVALS:
        put([(EQUATION, name, contest(name))])
        print(f"{name}: scores and weights renewed")


if __name__ == "__main__":
    main(sys.argv[1:])
