"""A made-up world of four states and what happened in it: 1 and 2 contiguous, 1 a major power, 3 far, 4 new."""

import polars as pl

from foedus.simulation.hindcast.record import PastRecord
from foedus.simulation.hindcast.start import Start

YEARS = (2001, 2002, 2003, 2004)


def start():
    return Start(
        year=2000,
        pairs=pl.DataFrame({"pair": [0, 1], "low": [1, 1], "high": [2, 3], "type": [2, 1]}),
        ties=pl.DataFrame({"low": [1, 2], "high": [2, 3], "bilateral": [True, False]}),
        majors=(1, 2),
    )


def record():
    dispute = pl.DataFrame(
        [
            (1, 2, 2001, 4, 0),
            (1, 2, 2001, 5, 6),  # a second one of the same directed dyad and year: the most hostile counts
            (2, 1, 2001, 2, 0),  # the other direction is another
            (3, 1, 2002, 4, None),
            (1, 4, 2003, 4, 2),  # a new state: relevant, and outside the world of 2000
            (2, 3, 2003, 3, 0),  # not relevant
            (1, 2, 1999, 5, 6),  # before
        ],
        schema=["ccode1", "ccode2", "year", "hostlev", "fatality"],
        orient="row",
    )
    rows = []
    for year in YEARS:
        rows += [(1, 2, year, True, True), (1, 3, year, True, False), (2, 3, year, False, year < 2004)]
        rows += [(1, 4, year, True, False)] if year > 2001 else []
    dyads = pl.DataFrame(rows, schema=["ccode1", "ccode2", "year", "relevant", "pact"], orient="row")
    of_year = {
        "ccode": [1, 2, 3, 4],
        "major": [1, 1, 0, 0],
        "cinc": [0.3, 0.3, 0.2, 0.2],
        "gdp": [3.0, 1.0, 9.0, 9.0],
        "milex": [5.0, None, 1.0, 1.0],
    }
    states = pl.concat([pl.DataFrame({**of_year, "year": [year] * 4}) for year in YEARS])
    allies = pl.DataFrame({"year": [2001, 2001, 2002, 1990], "war": [0, 1, 1, 1], "joined": [0, 1, 0, 1]})
    alliances = pl.DataFrame({"year": [2001, 2002], "joined": [1, 0]})
    coded = {"allies": (1946, 2010), "alliances": (1946, 2003)}
    return PastRecord(dispute, dyads, states, allies, alliances, coded, {})
