"""How publishers write the states of a case: codes of three letters, names in English, all to the abbreviation of the case."""

from __future__ import annotations

from foedus.data.codes import ALIASES
from foedus.data.iso2 import ISO2
from foedus.data.iso3 import FORMER, ISO3
from foedus.world.schema import Case


def spellings(case: Case) -> dict[str, str]:
    """Every spelling of a state of the case -> its abbreviation; other states stay as a publisher writes them."""
    states = {state.code: state.abbreviation for state in case.states}
    known = {name: states[code] for name, code in (ISO3 | FORMER | ISO2 | ALIASES).items() if code in states}
    return known | {state.name: state.abbreviation for state in case.states}
