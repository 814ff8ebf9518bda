r"""The state of a case that an indicator moves, by the equations that already use it.

    tempo      of the provocation it informs: the level m of `foedus.equations.provocation`, which is that of the last year on
               record, is multiplied by  L now / mean of L over the known months of that year: futures start there
    tightness  of the bloc, where it informs `transfers` or `wedge` and names who sends and who receives: x_ij of
               `foedus.equations.bloc` is 1 where it counted its floor of units, or more, in the last 12 months
    load       of the patron, where it informs `load`, `order-load` or `opportunism` and counts deaths: 1 where those of the
               last 12 months are WAR or more, 0 where they are known and fewer
    disputes   of the pair it names, where it informs `disputes`: a display in each year after those coded with a unit of it,
               and none listed; a use of force with deaths, where deaths are counted
    opinion    where it is of polls: c of `foedus.equations.opinion`, by those newer than the last of the case (`shift`)

A level of provocations moves their number, and odds only where `provoked-escalation` or `alarm` is on, which read it above the
level on record; polls move odds only where `opinion` is on, a tie by arms only where `wedge` or `transfers` is. All are off by
default (`foedus.watch.shift`).

An indicator moves nothing where it informs nothing, has no baseline, says what the case says already, or where the fit has
the year of the day asked about, or later ones, itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from foedus.assessment.opinion import share
from foedus.equations.provocation import TYPES
from foedus.errors import InputError
from foedus.estimate.fits import AS_SHIPPED, Fits
from foedus.estimate.opinion import support
from foedus.watch.alarm import Watched
from foedus.watch.event import PERCENT
from foedus.watch.indicator import DISPUTES, Indicator
from foedus.watch.series import Series
from foedus.watch.shift import OPINION, Shift, asleep
from foedus.world.build import polled
from foedus.world.schema import Case

Inputs = Mapping[str, Any]
State = Literal["tempo", "tightness", "load", "disputes", "opinion", "none"]
Why = Literal[
    "moved", "informs-nothing", "not-read", "no-baseline", "no-state", "no-parties", "as-it-is", "fitted", "not-in-case"
]
WAR, YEAR = 25.0, 12
"""Deaths in a year that make a conflict of UCDP/PRIO; months."""
MOST_POLLS = 300
"""Most polls of an indicator that support is estimated from, beside those of the case: work grows with the cube of houses."""
TIES, LOADS = ("transfers", "wedge"), ("load", "order-load", "opportunism")


@dataclass(frozen=True)
class Move:
    """What an indicator does to the state that futures start from."""

    indicator: str
    informs: str | None
    state: State
    why: Why
    before: float | None = None
    """Of the tempo: units a year on record; of opinion: share in favour; else the value of the state in the case."""
    after: float | None = None
    low: float | None = None
    high: float | None = None
    """90 % interval of `after`."""
    put: Callable[[Inputs], Inputs] | None = None
    """The inputs of a headline with it; None where it changes no input, or by a shift."""
    shift: Shift | None = None
    """How far what it informs stands from its record."""
    asleep: tuple[str, ...] = ()
    """The mechanisms that would read what it moves, all of which are off."""

    @property
    def odds(self) -> bool:
        """Whether it changes an input that the futures of the headline read."""
        return (self.put is not None or self.shift is not None) and not self.asleep


def move(
    case: Case,
    indicator: Indicator,
    series: Series | None,
    watched: Watched | None,
    fits: Fits = AS_SHIPPED,
    mechanisms: Sequence[str] = (),
) -> Move:
    """What an indicator moves in a case; without a series where its source was not read, or `watched` without a baseline.

    mechanisms  switched off or on, as in an assessment

    Raises InputError for more polls than are read.
    """
    informs = indicator.informs
    said = Move(indicator.name, informs, "none", "no-state")
    if informs is None:
        return Move(indicator.name, informs, "none", "informs-nothing")
    if informs == OPINION and series is not None and indicator.unit == PERCENT:
        return _opinion(case, indicator, series, mechanisms)
    if series is not None and indicator.unit == PERCENT:
        return said
    if series is None or not len(series.months):
        return Move(indicator.name, informs, "none", "not-read")
    if informs in TYPES:
        return _tempo(case, indicator, series, watched, fits, mechanisms)
    if informs in TIES:
        return _tightness(case, indicator, series, mechanisms)
    if informs in LOADS and indicator.unit == "death":
        return _load(case, indicator, series)
    if informs == DISPUTES:
        return _disputes(case, indicator, series)
    return said


def _tempo(
    case: Case,
    indicator: Indicator,
    series: Series,
    watched: Watched | None,
    fits: Fits,
    mechanisms: Sequence[str],
) -> Move:
    kind = str(indicator.informs)

    def told(why: Why) -> Move:
        return Move(indicator.name, kind, "tempo", why)

    if kind not in case.provocations:
        return told("not-in-case")
    if watched is None:
        return told("no-baseline")
    years = series.months.astype("datetime64[Y]").astype(int) + 1970
    if TYPES[kind].stated:
        return told("no-state")
    sample = fits.load(f"provocation-{kind}")
    last = max(int(year) for year in sample.record["sample"]["counts"])
    there = (years == last) & np.isfinite(series.counts)
    if last > years[-1] or not there.any():
        return told("fitted")
    online = watched.online
    base = float(online.level[there].mean())
    a_year = float(sample.draws["terms"][:, 0].mean())
    ratios = np.array([online.level[-1], online.quantiles[-1, 0], online.quantiles[-1, -1]]) / base
    after, low, high = (a_year * ratios).tolist()
    shift = Shift(kind, math.log(ratios[0]), indicator.name)
    off = asleep(case, "tempo", mechanisms)
    return Move(indicator.name, kind, "tempo", "moved", a_year, after, low, high, shift=shift, asleep=off)


def _opinion(case: Case, indicator: Indicator, series: Series, mechanisms: Sequence[str]) -> Move:
    if not case.polls:
        return Move(indicator.name, OPINION, "opinion", "not-in-case")
    last = max(poll.time for poll in case.polls)
    newer = [poll for poll in series.polls if poll.time > last]
    held = support(polled(case.polls), last)
    before = share(held.mean, held.sd).value
    if not newer:
        return Move(indicator.name, OPINION, "opinion", "as-it-is", before, before)
    if len(newer) > MOST_POLLS:
        raise InputError(
            f"indicator '{indicator.name}' has {len(newer):,} polls newer than the last of the case, and at most {MOST_POLLS} "
            "are read; name fewer questions by its `kinds`, or give a later `since`"
        )
    now = support(polled([*case.polls, *newer]), max(poll.time for poll in newer))
    told = share(now.mean, now.sd)
    shift, off = Shift(OPINION, now.mean - held.mean, indicator.name), asleep(case, OPINION, mechanisms)
    return Move(
        *(indicator.name, OPINION, "opinion", "moved", before, told.value, told.low, told.high), shift=shift, asleep=off
    )


def _last(series: Series) -> float | None:
    """Units of the last twelve months; None where one is not known."""
    recent = series.counts[-YEAR:]
    return float(recent.sum()) if len(recent) == YEAR and np.isfinite(recent).all() else None


def _tightness(case: Case, indicator: Indicator, series: Series, mechanisms: Sequence[str]) -> Move:
    codes = {state.abbreviation: state.code for state in case.states}
    if len(indicator.actor) != 1 or len(indicator.target) != 1:
        return Move(indicator.name, indicator.informs, "tightness", "no-parties")
    sender, receiver = indicator.actor[0], indicator.target[0]
    units = _last(series)
    if units is None:
        return Move(indicator.name, indicator.informs, "tightness", "no-baseline")
    if not {sender, receiver} <= set(case.bloc) or units < indicator.floor:
        return Move(indicator.name, indicator.informs, "tightness", "as-it-is", 0.0, 0.0)
    sent = {"sender": sender, "receiver": receiver, "reason": f"{units:g} by {indicator.source} in twelve months"}

    def put(asked: Inputs) -> Inputs:
        name, order = asked["order"]
        named = {**order["codes"], sender: codes[sender], receiver: codes[receiver]}
        transfers = [*order["transfers"], {**sent, "tag": "elicited"}]
        return {**asked, "order": [name, {**order, "codes": named, "transfers": transfers}]}

    off = asleep(case, "tightness", mechanisms)
    return Move(indicator.name, indicator.informs, "tightness", "moved", 0.0, 1.0, put=put, asleep=off)


def _load(case: Case, indicator: Indicator, series: Series) -> Move:
    units, now = _last(series), case.load.number
    before = None if np.isnan(now) else float(now)
    if units is None:
        return Move(indicator.name, indicator.informs, "load", "no-baseline", before)
    after = 1.0 if units >= WAR else 0.0
    if after == before:
        return Move(indicator.name, indicator.informs, "load", "as-it-is", before, after)

    def put(asked: Inputs) -> Inputs:
        source = {"citation": f"The watch, from {indicator.source}"}
        figure = {
            "value": after,
            "unit": case.load.unit,
            "year": case.as_of.year,
            "source": "watch",
            "note": f"{units:g} deaths in twelve months",
        }
        sources = {**asked["case"]["sources"], "watch": source}
        return {**asked, "case": {**asked["case"], "load": figure, "sources": sources}}

    return Move(indicator.name, indicator.informs, "load", "moved", before, after, put=put)


def _disputes(case: Case, indicator: Indicator, series: Series) -> Move:
    pair = frozenset((*indicator.actor, *indicator.target))
    if len(pair) != 2:
        return Move(indicator.name, indicator.informs, "disputes", "no-parties")
    row = next((place for place, one in enumerate(case.relations) if frozenset(one.states) == pair), None)
    if row is None:
        return Move(indicator.name, indicator.informs, "disputes", "not-in-case")
    relation = case.relations[row]
    listed = {one.year for one in relation.incidents}
    years = series.months.astype("datetime64[Y]").astype(int) + 1970
    first = (relation.coded or case.as_of.year) + 1
    by_year = {int(year): float(np.nansum(series.counts[years == year])) for year in np.unique(years)}
    new = {year: n for year, n in by_year.items() if first <= year <= case.as_of.year and n > 0 and year not in listed}
    before = float(len([year for year in listed if year >= first]))
    if not new:
        return Move(indicator.name, indicator.informs, "disputes", "as-it-is", before, before)
    deadly = indicator.unit == "death"

    def put(asked: Inputs) -> Inputs:
        found = [
            {
                "year": year,
                "level": "use of force" if deadly else "display",
                "deaths": round(units) if deadly else None,
                "source": "watch",
                "note": f"{units:g} counted by {indicator.source}",
            }
            for year, units in new.items()
        ]
        relations = list(asked["case"]["relations"])
        relations[row] = {**relations[row], "incidents": [*relations[row]["incidents"], *found]}
        sources = {**asked["case"]["sources"], "watch": {"citation": f"The watch, from {indicator.source}"}}
        return {**asked, "case": {**asked["case"], "relations": relations, "sources": sources}}

    return Move(indicator.name, indicator.informs, "disputes", "moved", before, before + len(new), put=put)
