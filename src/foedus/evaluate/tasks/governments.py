"""Governments: is the government of a democracy still in office h years later?

Unit: democracies at the end of an origin's year. A government is its source of leader support (CHISOLS): it has left office
when that has changed, dated by the election that brought the change (`foedus.estimate.samples.government`). Each forecaster is
fitted to the years to the origin; none knows of an election after it.

    calendar       elections fall due by the calendar of the elections that chose a government in the last twenty years, early
                   ones included in the term between them; incumbents lose as they did (REIGN); between elections only irregular
                   exits (Archigos): what the simulator used before early elections were in it
    removals       the calendar restarts after every election, and its term is that between an election and a scheduled one;
                   governments change by election as they did (CHISOLS), and at one rate in years without one
    pooled         the same, and early elections at one rate for all democracies
    constitution   the same, with rates by constitution: `foedus.equations.government`
    chosen         at each origin the one of these four with the best mean log score in windows that had ended by then

Alternation by state is partially pooled by its beta-binomial posterior mean in place of the sampler's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.special import betaln

from foedus.arrays import Floats, Ints
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.calendar import LONGEST, RECENT, USUAL, calendar
from foedus.data.panel.elections import regular_votes
from foedus.equations.government import CONSTITUTIONS, in_office
from foedus.equations.prior import RATE
from foedus.estimate.samples.government import YEARS, governed, irregular
from foedus.estimate.samples.regime import democracies
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.score import log_probability
from foedus.evaluate.tables import HISTORY

TARGET = "the government in office at the origin has stayed in office"
LOWEST = 10
"""Years of record below which an origin is refused."""
FORMS = ("calendar", "removals", "pooled", "constitution")
CHOSEN = "chosen"
MODELS = {
    "climatology": "the share of governments that stayed as long, in all democracies",
    HISTORY: "that share in the state itself, pooled with the others",
    "calendar": "scheduled elections and irregular exits alone",
    "removals": "a calendar that restarts after every election; other changes at one rate",
    "pooled": "the same, and early elections at one rate",
    "constitution": "the same, by constitution: the simulator's equation",
    CHOSEN: "the best of these four in earlier windows",
}
METHOD = "Rates and alternation of the years to each origin; 90% intervals draw whole states with replacement."
NOTE = (
    "Democracies at the origin whose record reaches the end of the horizon. A change brought by an election counts in the "
    "year of the election, so the last year scored is the last but one that CHISOLS codes."
)


@dataclass(frozen=True)
class Governments:
    """The record: state-years of democracies, votes that were lost, and irregular exits of democracies.

    years   first and last year in which changes are known
    """

    rows: pl.DataFrame  # of `governed`
    elections: pl.DataFrame  # the publisher's table
    lost: pl.DataFrame  # ccode, year, lost: regular votes of democracies
    exits: pl.DataFrame  # year, fell: state-years of democracies
    years: tuple[int, int]
    sources: Mapping[str, str]


def governments() -> Governments:
    """The record of the publishers' files."""
    panel = build_panel("state-year", YEARS, ["democracy", "governments"])
    shelf = Shelf()
    states = democracies(panel.frame)
    rows = governed(shelf, states, YEARS[1])
    elections = shelf.read("reign-elections")
    votes = (
        regular_votes(elections)
        .join(rows.select("ccode", "year"), on=["ccode", "year"], how="semi")
        .sort("ccode", "year", "month", "day")
        .unique(["ccode", "year", "type"], keep="last", maintain_order=True)
        .drop_nulls("victory")
    )
    known = rows.drop_nulls("changed")["year"]
    return Governments(
        rows,
        elections,
        votes.select("ccode", "year", lost=(pl.col("victory") == "N").cast(pl.Int64)),
        irregular(shelf, states).filter("democracy").select("year", "fell"),
        (int(known.min()), int(known.max())),  # type: ignore[arg-type]
        {**panel.provenance, **shelf.provenance},
    )


def forecasts(found: Governments, origins: Sequence[int], horizons: Sequence[int]) -> Iterator[Forecasts]:
    """Forecasts by every form of the governments in office at each origin whose horizon ends within the record."""
    for horizon in sorted(set(horizons)):
        earlier: list[tuple[int, Mapping[str, float], int]] = []
        for origin in sorted(set(origins)):
            if origin + horizon <= found.years[1]:
                made = _window(found, origin, horizon)
                scores = {name: float(log_probability(made.forecast[name], made.outcome).sum()) for name in FORMS}
                best = _best(earlier, origin)
                earlier.append((origin + horizon, scores, len(made.outcome)))
                yield made._replace(forecast={**made.forecast, CHOSEN: made.forecast[best]})


def _best(earlier: Sequence[tuple[int, Mapping[str, float], int]], origin: int) -> str:
    """The form with the best log score in windows that had ended by the origin; the first before there is one."""
    ended = [scores for last, scores, _ in earlier if last <= origin]
    return max(FORMS, key=lambda name: sum(scores[name] for scores in ended))


def _window(found: Governments, origin: int, horizon: int) -> Forecasts:
    past = found.rows.filter(pl.col("year") <= origin).drop_nulls("changed")
    stayed = _stayed(found, horizon)
    at = stayed.filter(pl.col("year") == origin + 1).join(
        found.rows.select("ccode", "year", "constitution"), on=["ccode", "year"], maintain_order="left"
    )
    codes = at["ccode"].to_numpy().astype(np.int64)
    ended = stayed.filter(pl.col("year") + horizon - 1 <= origin)
    by_state = ended.group_by("ccode").agg(events=pl.col("stayed").sum() / horizon, trials=pl.len() / horizon)
    forecast = {
        "climatology": np.full(len(codes), ended["stayed"].mean()),
        HISTORY: partially_pooled(by_state, codes),
        **_forms(found, past, origin, horizon, codes, at["constitution"].to_numpy().astype(np.int64)),
    }
    rows = {"ccode": codes, "year": np.full(len(codes), origin + horizon)}
    outcome = at["stayed"].to_numpy().astype(np.float64)
    return Forecasts(origin, horizon, {}, forecast, outcome, codes, target=TARGET, rows=rows)


def _stayed(found: Governments, horizon: int) -> pl.DataFrame:
    """ccode, year, stayed: whether no change came in the year and the horizon - 1 years after it, all of them on record."""
    known = found.rows.drop_nulls("changed").select("ccode", "year", "changed")
    rows = known.select("ccode", "year", fell="changed")
    for ahead in range(1, horizon):
        later = known.select("ccode", pl.col("year") - ahead, later="changed")
        rows = (
            rows.join(later, on=["ccode", "year"]).with_columns(fell=pl.max_horizontal("fell", "later")).drop("later")
        )
    return rows.select("ccode", "year", stayed=1 - pl.col("fell")).sort("ccode", "year")


def _forms(
    found: Governments, past: pl.DataFrame, origin: int, horizon: int, codes: Ints, constitution: Ints
) -> dict[str, Floats]:
    """The four forms: probabilities of the governments in office at the origin."""
    everyone = np.ones(len(codes), np.bool_)
    none = np.zeros(len(codes))
    lost = (
        found.lost.filter(pl.col("year") <= origin).group_by("ccode").agg(events=pl.col("lost").sum(), trials=pl.len())
    )
    voted = past.filter(pl.col("vote") != "none")
    changed = voted.group_by("ccode").agg(events=pl.col("changed").sum(), trials=pl.len())
    loses, alternates = partially_pooled(lost, codes), partially_pooled(changed, codes)
    following, every = usual_calendar(found.elections, codes, origin)
    exits = found.exits.filter(pl.col("year") <= origin)["fell"]
    irregular_exit = _rate(int(exits.sum()), len(exits)) * loses
    made = {
        "calendar": in_office(
            following - origin, every, horizon, alternation=loses, early=none, removed=irregular_exit, restarts=False
        )
    }
    due, term = calendar(found.elections, codes, everyone, origin)
    early, removed = _rates(past, None)
    by_early, by_removed = np.array([_rates(past, code) for code in range(len(CONSTITUTIONS) + 1)]).T
    rates = {
        "removals": (none, none + removed),
        "pooled": (none + early, none + removed),
        "constitution": (by_early[constitution], by_removed[constitution]),
    }
    for name, (called, falls) in rates.items():
        made[name] = in_office(due - origin, term, horizon, alternation=alternates, early=called, removed=falls)
    return made


def usual_calendar(elections: pl.DataFrame, codes: Ints, year: int) -> tuple[Ints, Ints]:
    """The calendar of the form `calendar`: years between regular votes, early ones too, and the next by their median."""
    held = regular_votes(elections).filter(pl.col("year").is_between(year - RECENT, year)).unique(["ccode", "year"])
    by_state: dict[int, list[int]] = {}
    for code, when in held.sort("year").select("ccode", "year").iter_rows():
        by_state.setdefault(code, []).append(when)
    gaps = {code: [int(gap) for gap in np.diff(by_state.get(code, [])) if gap <= LONGEST] for code in codes.tolist()}
    usual = _middle([gap for each in gaps.values() for gap in each], USUAL)
    every = np.array([_middle(gaps[code], usual) for code in codes.tolist()])
    following = [
        max(by_state[code][-1] + term, year + 1) if code in by_state else year + 1 + code % term
        for code, term in zip(codes.tolist(), every.tolist(), strict=True)
    ]
    return np.array(following), every


def _middle(terms: Sequence[int], otherwise: int) -> int:
    return int(np.floor(np.median(terms) + 0.5)) if len(terms) else otherwise


def _rates(past: pl.DataFrame, constitution: int | None) -> tuple[float, float]:
    """Yearly rates of early elections and of changes without one; 0 and None mean all democracies."""
    rows = past.filter(pl.col("constitution") == constitution) if constitution else past
    open_years, quiet = rows.filter(pl.col("vote") != "scheduled"), rows.filter(pl.col("vote") == "none")
    early = int((open_years["vote"] == "early").sum())
    return _rate(early, open_years.height), _rate(int(quiet["changed"].sum()), quiet.height)


def _rate(events: int, trials: int) -> float:
    """Posterior mean under the Jeffreys prior."""
    return (events + RATE[0]) / (trials + sum(RATE))


CONCENTRATION = (2.0, 1.0)
"""Normal prior of the log concentration of the beta-binomial."""


def partially_pooled(counts: pl.DataFrame, codes: Ints) -> Floats:
    """Chance of each state from `events` in `trials` of all (ccode, events, trials): a beta-binomial at its mode."""
    events, trials = (counts[name].to_numpy().astype(np.float64) for name in ("events", "trials"))

    def loss(free: Floats) -> float:
        mean, size = 1.0 / (1.0 + np.exp(-free[0])), np.exp(free[1])
        a, b = mean * size, (1.0 - mean) * size
        fit = float((betaln(events + a, trials - events + b) - betaln(a, b)).sum())
        return -fit + 0.5 * ((free[1] - CONCENTRATION[0]) / CONCENTRATION[1]) ** 2

    at = minimize(loss, np.array([0.0, CONCENTRATION[0]]), method="BFGS").x
    mean, size = 1.0 / (1.0 + np.exp(-at[0])), np.exp(at[1])
    own = dict(zip(counts["ccode"].to_list(), (events + mean * size) / (trials + size), strict=True))
    return np.array([own.get(code, mean) for code in codes.tolist()])
