"""Count the classes of the record from the publishers' files: `python -m foedus.assessment.count_classes` writes the table.

Attributes are those of the year before, as far as each source is coded; strategic rivalries are coded in retrospect. Who is a
great power, and since when each state has been a democracy, is that of the panel.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import polars as pl

from foedus.assessment.lattice import PROCESSES, UNITED_STATES
from foedus.atomic import atomic_write
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel, treaties
from foedus.data.panel.neighbours import both_ways
from foedus.estimate.samples import treaty_end
from foedus.estimate.samples.disputes import HOSTILITY_WAR, originator_pairs
from foedus.estimate.samples.regime import democracies
from foedus.simulation.common import NUCLEAR

FILE = Path(__file__).with_name("class_rates.csv")
HEAD = ("process", "class", "year", "events", "exposure")
FIRST = 1946
STABLE = 3
"""Years in a row, before the year at hand, that make a stable democracy."""
DISPUTES = (FIRST + 1, 2010)
"""Years in which disputes are coded, with attributes of the year before."""
ARMED = (FIRST + 1, 2013)
"""Years of nuclear status, with latency of the year before, coded to 2012."""


def counted() -> dict[str, pl.DataFrame]:
    """Process -> units, with `event`, `year` and one column of true and false for each attribute, in their order."""
    made: Mapping[str, Callable[[], pl.DataFrame]] = {
        "treaty-end": treaty_years,
        "war": lambda: protege_years(wars()),
        "lethal": lambda: protege_years(deaths()),
        "joining": allies_in_wars,
        "weapons": state_years,
    }
    return {process.name: made[process.name]() for process in PROCESSES}


def as_csv(units: Mapping[str, pl.DataFrame]) -> str:
    """The table: for every process, year and combination of attributes that occurs, events and exposure.

    The class is a mark for each attribute of the process, 1 where it holds and 0 where not, in its order.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEAD)
    for process in PROCESSES:
        frame = units[process.name]
        names = [name for name in frame.columns if name not in ("event", "year")]
        cells = frame.group_by(*names, "year").agg(events=pl.col("event").sum(), exposure=pl.len()).sort(*names, "year")
        for row in cells.iter_rows(named=True):
            mark = "".join(str(int(row[name])) for name in names)
            writer.writerow((process.name, mark, row["year"], row["events"], row["exposure"]))
    return file.getvalue()


def treaty_years() -> pl.DataFrame:
    """Years of defence treaties, by the sample of `treaty_end`."""
    found = treaty_end.sample()
    rows = pl.DataFrame(
        {
            "atopid": found["atopid"],
            "year": found["year"],
            "patron": found["patron"],
            "bilateral": found["bilateral"] == 1,
            "event": found["ended"] == 1,
        }
    )
    ended = pl.col("endyr").fill_null(found.years[1])
    spells = treaties().select("atopid", "parties", "begyr", ended=ended)
    parties = rows.select("atopid", "year").join(spells, on="atopid").explode("parties")
    free = _stable().with_columns(stable=pl.lit(value=True))
    states = _states().select(parties="ccode", year="year")
    parties = parties.join(states, on=["parties", "year"]).join(
        free.rename({"ccode": "parties"}), on=["parties", "year"], how="left"
    )
    stable = parties.group_by("atopid", "year").agg(democracies=pl.col("stable").fill_null(value=False).all())
    great = _majors().select(patron="ccode", year="year", great=pl.lit(value=True))
    joined = rows.join(stable, on=["atopid", "year"], how="left").join(great, on=["patron", "year"], how="left")
    return joined.select(
        "year",
        "event",
        "bilateral",
        great=pl.col("great").fill_null(value=False),
        democracies=pl.col("democracies").fill_null(value=False),
        american=pl.col("patron") == UNITED_STATES,
    )


def protege_years(happened: pl.DataFrame) -> pl.DataFrame:
    """Years of states that a stronger great power owed defence the year before; `happened`: ccode, other, year, once each."""
    patrons = _patrons().with_columns(pl.col("year") + 1).filter(pl.col("year").is_between(*DISPUTES))
    owed = _owed().select(patron="ccode1", other="ccode2", year=pl.col("year") + 1)
    pairs = happened.join(patrons.select("ccode", "year", "patron"), on=["ccode", "year"])
    outside = pairs.join(owed, on=["patron", "other", "year"], how="anti")
    events = outside.select("ccode", "year").unique().with_columns(event=pl.lit(value=True))
    holders = _holders().select(patron="ccode", year=pl.col("year") + 1, nuclear=pl.lit(value=True))
    rows = patrons.join(holders, on=["patron", "year"], how="left").join(_rivals(), on=["ccode", "year"], how="left")
    found = rows.join(events, on=["ccode", "year"], how="left")
    return found.select(
        "year",
        *(pl.col(name).fill_null(value=False) for name in ("event", "nuclear", "rival", "next_door")),
    )


def wars() -> pl.DataFrame:
    """ccode, other, year: two originators of a dispute that began in the year and became a war, both ways."""
    pairs = originator_pairs(Shelf(), DISPUTES).filter(pl.col("hostlev") == HOSTILITY_WAR)
    return both_ways(pairs.select("ccode1", "ccode2", "year")).rename({"ccode1": "ccode", "ccode2": "other"}).unique()


def deaths() -> pl.DataFrame:
    """ccode, other, year: a dispute of the two that began in the year and killed people of the first."""
    disputes = Shelf().read("gml-disputes").select("dispnum", began="styear")
    rows = Shelf().read("gml-directed").join(disputes, on="dispnum").filter(pl.col("fatality1") > 0)
    return rows.select(ccode="ccode1", other="ccode2", year="began").unique()


def allies_in_wars() -> pl.DataFrame:
    """States that owed defence, the year before, to a first target of a war, but for those that fought on the other side."""
    shelf = Shelf()
    war = shelf.read("gml-disputes").filter(pl.col("hostlev") == HOSTILITY_WAR, pl.col("styear").is_between(*DISPUTES))
    parts = shelf.read("gml-participants").join(war.select("dispnum", year="styear"), on="dispnum")
    targets = parts.filter(pl.col("orig") == 1, pl.col("sidea") == 0).select("dispnum", "year", target="ccode").unique()
    owed = _owed().select(ally="ccode1", target="ccode2", year=pl.col("year") + 1)
    bound = targets.join(owed, on=["target", "year"]).join(_two_alone(), on=["ally", "target", "year"], how="left")
    attackers = parts.filter(pl.col("sidea") == 1).select("dispnum", ally="ccode")
    fought = parts.filter(pl.col("sidea") == 0).select("dispnum", ally="ccode").unique()
    also = targets.select("dispnum", ally="target").with_columns(itself=pl.lit(value=True))
    units = (
        bound.join(attackers, on=["dispnum", "ally"], how="anti")
        .group_by("dispnum", "year", "ally")
        .agg(pl.col("bilateral").fill_null(value=False).any())
        .join(fought.with_columns(event=pl.lit(value=True)), on=["dispnum", "ally"], how="left")
        .join(also, on=["dispnum", "ally"], how="left")
    )
    great = _majors().select(ally="ccode", year=pl.col("year") + 1, great=pl.lit(value=True))
    return units.join(great, on=["ally", "year"], how="left").select(
        "year", *(pl.col(name).fill_null(value=False) for name in ("event", "great", "bilateral"))
    )


def state_years() -> pl.DataFrame:
    """Years of states that did not possess nuclear weapons the year before."""
    panel = build_panel("state-year", (FIRST, ARMED[1]), ["nuclear", "latency"]).frame
    now = panel.select("ccode", "year", now="nuclear")
    before = panel.filter(pl.col("nuclear") < NUCLEAR).with_columns(pl.col("year") + 1)
    rows = before.join(now, on=["ccode", "year"]).drop_nulls("now").filter(pl.col("year").is_between(*ARMED))
    holders = _holders()
    armed = _rivalries().join(holders.rename({"ccode": "other"}), on=["other", "year"])
    threatened = armed.select("ccode", pl.col("year") + 1).unique().with_columns(rival=pl.lit(value=True))
    umbrella = _owed().join(holders.rename({"ccode": "ccode1"}), on=["ccode1", "year"])
    covered = umbrella.select("ccode2", pl.col("year") + 1).unique().rename({"ccode2": "ccode"})
    found = rows.join(threatened, on=["ccode", "year"], how="left").join(
        covered.with_columns(covered=pl.lit(value=True)), on=["ccode", "year"], how="left"
    )
    return found.select(
        "year",
        event=pl.col("now") == NUCLEAR,
        latent=pl.col("latent").fill_null(0) == 1,
        rival=pl.col("rival").fill_null(value=False),
        covered=pl.col("covered").fill_null(value=False),
    )


@lru_cache(maxsize=1)
def _states() -> pl.DataFrame:
    """ccode, year, cinc, major, polyarchy, polity2 of every state."""
    return build_panel("state-year", (FIRST - STABLE, 2016), ["capabilities", "majors", "democracy"]).frame


def _majors() -> pl.DataFrame:
    return _states().filter(pl.col("major") == 1).select("ccode", "year")


def _stable() -> pl.DataFrame:
    """ccode, year: democracies in each of the STABLE years before."""
    free = democracies(_states()).filter(pl.col("democracy").fill_null(value=False)).select("ccode", "year")
    found = free
    for lag in range(1, STABLE):
        found = found.join(free.with_columns(pl.col("year") + lag), on=["ccode", "year"])
    return found


@lru_cache(maxsize=1)
def _owed() -> pl.DataFrame:
    """ccode1, ccode2, year: the first owes the second defence."""
    pacts = Shelf().read("atop-dyads").filter(pl.col("atop_defense") == 1, pl.col("year") >= FIRST)
    return pacts.select("ccode1", "ccode2", "year").unique()


def _patrons() -> pl.DataFrame:
    """ccode, year, patron: the strongest great power that owes a state defence, where it is stronger than the state."""
    strength = _states().select("ccode", "year", "cinc", "major")
    powers = strength.filter(pl.col("major") == 1).select(ccode1="ccode", year="year", power="cinc")
    own = strength.select(ccode2="ccode", year="year", own="cinc")
    bound = _owed().join(powers, on=["ccode1", "year"]).join(own, on=["ccode2", "year"])
    stronger = bound.filter(pl.col("power") > pl.col("own")).sort("power", "ccode1")
    return stronger.group_by(ccode="ccode2", year="year").agg(patron=pl.col("ccode1").last()).sort("ccode", "year")


def _holders() -> pl.DataFrame:
    """ccode, year: states that possess nuclear weapons."""
    return Shelf().read("nuclear-status").filter(pl.col("nuclear") == NUCLEAR).select("ccode", "year")


@lru_cache(maxsize=1)
def _rivalries() -> pl.DataFrame:
    """ccode, other, year, next_door of the strategic rivals of every state."""
    dyads = build_panel("directed-dyad-year", (FIRST, 2013), ["rivalry", "contiguity"]).frame
    return dyads.filter(pl.col("rivalry_tss") == 1).select(
        ccode="ccode1", other="ccode2", year="year", next_door=(pl.col("conttype") > 0).fill_null(value=False)
    )


def _rivals() -> pl.DataFrame:
    """ccode, year, rival, next_door: whether a state had rivals the year before, and one of them next door."""
    found = _rivalries().group_by("ccode", pl.col("year") + 1).agg(pl.col("next_door").any())
    return found.with_columns(rival=pl.lit(value=True))


def _two_alone() -> pl.DataFrame:
    """ally, target, year, bilateral: a defence treaty of the two alone was in force the year before."""
    pairs = treaties().filter(pl.col("defense") == 1, pl.col("bilateral") == 1, pl.col("parties").list.len() == 2)
    years = pl.int_ranges("begyr", pl.col("endyr").fill_null(DISPUTES[1]) + 1, dtype=pl.Int16)
    rows = pairs.select(ccode1=pl.col("parties").list.get(0), ccode2=pl.col("parties").list.get(1), year=years).explode(
        "year"
    )
    found = both_ways(rows).unique().rename({"ccode1": "ally", "ccode2": "target"})
    return found.with_columns(pl.col("year") + 1, bilateral=pl.lit(value=True))


def main() -> None:
    """Count, and write the table that ships."""
    text = as_csv(counted())
    with atomic_write(FILE) as part:
        part.write_text(text, encoding="utf-8")
    sys.stderr.write(f"wrote {FILE}\n")


if __name__ == "__main__":
    main()
