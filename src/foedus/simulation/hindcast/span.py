"""Statistics of a span of years, by the same function for the record and for every simulated future."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.errors import InputError, unknown

TOP = 20
"""Dyads whose share of all disputes says how concentrated they are."""

LEVELS = ("no force", "force without a death", "force with a death", "war", "force, deaths unknown")
NO_FORCE, NO_DEATH, DEATH, AT_WAR, DEATHS_UNKNOWN = range(len(LEVELS))
TYPES = ("contiguous", "major power", "both")
"""Types of a politically relevant dyad: contiguous without a major power, with one and not contiguous, both."""


@dataclass(frozen=True)
class Statistic:
    """A number that a span of years has."""

    name: str
    label: str
    family: str
    meaning: str


POLES = "effective number among the major powers of the start, last year"

STATISTICS = (
    Statistic("disputes", "disputes a year", "disputes", "mean over the years"),
    Statistic("disputes-low", "disputes, quiet year", "disputes", "5% quantile of the years"),
    Statistic("disputes-high", "disputes, busy year", "disputes", "95% quantile of the years"),
    Statistic("autocorrelation", "autocorrelation", "disputes", "of the yearly count with that of the year before"),
    Statistic("rate", "disputes per 100 dyads", "disputes", "a year, per 100 politically relevant dyads"),
    Statistic("rate-change", "rate, later half / earlier", "disputes", "disputes per dyad; below 1 is a fall"),
    Statistic("wars", "wars a decade", "escalation", "disputes of a dyad that became a war"),
    Statistic("contiguous", "share, contiguous", "dyads", "of disputes: contiguous dyads without a major power"),
    Statistic("major", "share, major power", "dyads", "of disputes: dyads with a major power, not contiguous"),
    Statistic("both", "share, both", "dyads", "of disputes: contiguous dyads with a major power"),
    Statistic("top-20", "share, top 20 dyads", "dyads", "of disputes: the 20 dyads that have most"),
    Statistic("no-force", "share, no force", "escalation", "of disputes: threat or display, hostility 2 or 3"),
    Statistic("force", "share, force", "escalation", "of disputes: use of force short of war, hostility 4"),
    Statistic("war", "share, war", "escalation", "of disputes: war, hostility 5"),
    Statistic("deaths", "deaths, given force", "escalation", "of disputes at force whose deaths are known: any"),
    Statistic("join-ally", "joining per ally", "joining", "per ally of an originator of a dispute at force or war"),
    Statistic("join-war", "joining per ally, war", "joining", "the same in wars"),
    Statistic(
        "join-alliance", "joining per alliance, war", "joining", "defence treaties of which a third party fought"
    ),
    Statistic(
        "bilateral",
        "pacts kept, bilateral",
        "pacts",
        "dyads with a bilateral pact at the start, every year since; both states to the last year",
    ),
    Statistic("multilateral", "pacts kept, multilateral", "pacts", "the same for dyads of multilateral pacts alone"),
    Statistic("poles-cinc", "poles, CINC", "poles", POLES),
    Statistic("poles-gdp", "poles, GDP", "poles", POLES),
    Statistic(
        "poles-milex",
        "poles, military spending",
        "poles",
        POLES,
    ),
)


@dataclass(frozen=True)
class Span:
    """What is counted over T years of R runs (one for the record, many futures); P pairs of the world at the start.

    A dispute is one directed dyad of originators and year, as the equation of initiation has it: a dispute of many
    states is several.

    levels      (R, T, 5) disputes of those pairs by LEVELS
    pairs       (R, P) disputes along each pair
    types       (P,) index into TYPES
    relevant    (R, T) disputes of dyads politically relevant in the year before
    dyads       (T,) number of those dyads
    allies      (R, 2, 2) at force, at war: allies that could join, that joined; NaN where not coded
    alliances   (R, 2) defence pacts of an originator of a war with a third party, and those of which one joined
    kept        (R, 2) dyads with a bilateral pact, with multilateral pacts alone, at the start and every year since
    tied        (2,) the same at the start; both of dyads whose states are in the system in the last year of the record
    poles       (R, 3) effective number of poles in the last year by CINC, GDP, military spending, among the major powers
                of the start
    """

    levels: Floats
    pairs: Floats
    types: Ints
    relevant: Floats
    dyads: Floats
    allies: Floats
    alliances: Floats
    kept: Floats
    tied: Floats
    poles: Floats


def chosen(names: Iterable[str]) -> tuple[Statistic, ...]:
    """The statistics of these names, in the order of STATISTICS; all for none. Raises InputError for an unknown name."""
    wanted = list(names)
    known = [statistic.name for statistic in STATISTICS]
    for name in wanted:
        if name not in known:
            raise InputError(unknown("statistic", name, known))
    return tuple(statistic for statistic in STATISTICS if not wanted or statistic.name in wanted)


def statistics(span: Span) -> Floats:
    """Every statistic of every run: (R, S) in the order of STATISTICS, NaN where it has no denominator or is not coded."""
    yearly = span.levels.sum(axis=2)
    total = yearly.sum(axis=1)
    level = span.levels.sum(axis=1)
    by_type = np.stack([span.pairs[:, span.types == kind].sum(axis=1) for kind in range(len(TYPES))], axis=1)
    most = np.sort(span.pairs, axis=1)[:, ::-1][:, :TOP].sum(axis=1)
    force = level[:, [NO_DEATH, DEATH, DEATHS_UNKNOWN]].sum(axis=1)
    low, high = np.quantile(yearly, (0.05, 0.95), axis=1)
    columns = [
        yearly.mean(axis=1),
        low,
        high,
        autocorrelation(yearly),
        100.0 * _share(span.relevant.sum(axis=1), span.dyads.sum()),
        _change(span.relevant, span.dyads),
        10.0 * level[:, AT_WAR] / yearly.shape[1],
        *(_share(by_type[:, kind], total) for kind in range(len(TYPES))),
        _share(most, total),
        _share(level[:, NO_FORCE], total),
        _share(force, total),
        _share(level[:, AT_WAR], total),
        _share(level[:, DEATH], level[:, DEATH] + level[:, NO_DEATH]),
        _share(span.allies[:, :, 1].sum(axis=1), span.allies[:, :, 0].sum(axis=1)),
        _share(span.allies[:, 1, 1], span.allies[:, 1, 0]),
        _share(span.alliances[:, 1], span.alliances[:, 0]),
        *(_share(span.kept[:, kind], span.tied[kind]) for kind in range(2)),
        *span.poles.T,
    ]
    return np.column_stack(columns)


def autocorrelation(yearly: Floats) -> Floats:
    r"""First-order autocorrelation of each row of (R, T), about the row's own mean:

        r = sum_t (x_t - m)(x_{t-1} - m) / sum_t (x_t - m)^2

    NaN for a constant row. In short rows it is biased downwards (by about (1 + 3 r) / T in a first-order
    autoregression), equally in the record and in every future of the same length.
    """
    centred = yearly - yearly.mean(axis=1, keepdims=True)
    return _share((centred[:, 1:] * centred[:, :-1]).sum(axis=1), (centred**2).sum(axis=1))


def _change(disputes: Floats, dyads: Floats) -> Floats:
    """Disputes per dyad in the later half of the years over those in the earlier; a middle year is left out."""
    half = disputes.shape[1] // 2
    later = _share(disputes[:, -half:].sum(axis=1), dyads[-half:].sum())
    return _share(later, _share(disputes[:, :half].sum(axis=1), dyads[:half].sum()))


def _share(part: Floats, whole: Floats | float) -> Floats:
    """part / whole, NaN where the whole is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.asarray(part / whole, dtype=np.float64)
    return np.where(np.asarray(whole) == 0, np.nan, ratio)
