"""Whether the equations know more than the date of a case allows: fits whose last year comes after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from foedus.assessment.answer import KnownThen
from foedus.assessment.then import last_whole_year
from foedus.equations.beliefs import Beliefs
from foedus.estimate.fits import Fits
from foedus.world.schema import Case


def late_fits(case: Case, equations: Iterable[str], fits: Fits) -> dict[str, int]:
    """Posterior -> last year of its fit, for each of `equations` fitted on what happened after the case's `as_of`.

    A fit has seen its last year to the end, or to the day as of which its data were taken where that is earlier.
    """
    found = {}
    for name in equations:
        record = fits.load(name).record
        last = int(record["years"][1])
        if min(date(last, 12, 31), date.fromisoformat(record["as_of"])) > case.as_of:
            found[name] = last
    return found


def known_then(case: Case, equations: Iterable[str], fits: Fits, beliefs: Beliefs) -> KnownThen | None:
    """What an answer without hindsight rests on; None where posteriors that ship are among its fits."""
    if not fits.alone:
        return None
    left = {name: list(fits.load(name).record["sample"].get("open", ())) for name in equations}
    return KnownThen(
        last_year=last_whole_year(case.as_of),
        left_open={name: what for name, what in left.items() if what},
        centred=[one.name for one in beliefs.stated],
    )
