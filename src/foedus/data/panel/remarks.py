"""What a reader of a panel must know: another unit in some years, other borders, a file that is not the known one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from foedus.data.borders import NEVER, OF_TODAY, borders_since
from foedus.data.columns import Column
from foedus.data.files.known import Held
from foedus.data.panel.lookup import Years

DOLLARS = 1914
"""First year in which COW gives military expenditure in US dollars, by its codebook; before, in pounds sterling."""
SPENDING = frozenset(("cow-nmc", "cow-nmc-6"))


def remarks(columns: Collection[Column], years: Years, held: Mapping[str, Held]) -> Iterator[str]:
    """Sentences on the columns of a panel of `years`, and on the files it was built from."""
    spending = [c.name for c in columns if c.source in SPENDING and c.name.startswith("milex")]
    if spending and years[0] < DOLLARS:
        yield f"{', '.join(spending)}: thousand pounds sterling before {DOLLARS}, thousand current US dollars from then on"
    today = [c.name for c in columns if c.source in OF_TODAY and c.role == "value"]
    changed = {state: year for state, year in borders_since().items() if years[0] < year} if today else {}
    if changed:
        dated = ", ".join(f"{state} before {year}" for state, year in sorted(changed.items()) if year < NEVER)
        yield (
            f"{', '.join(today)}: given for the territory of today, so null where the state had another ({dated}; and states "
            "that are no more, such as 260)"
        )
    for key, each in held.items():
        if each.check == "changed":
            yield (
                f"the file of {key} is not the known one of version {each.version} (SHA-256 {each.sha256[:12]}...); "
                "it was used as it is"
            )
