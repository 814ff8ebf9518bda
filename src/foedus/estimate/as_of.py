"""The fitted equations as they would have been at the end of a past year: one posterior each, from nothing dated later.

Of an equation with candidate specifications the one with most terms is fitted, an intercept of units counting as a term,
of those that are weighed at all: the weights that ship were learnt on later years. Posteriors are Normal approximations
(`foedus.estimate.approximation`). What a sample of so few years leaves open, its prior decides, and the record says so; a
term for an era that had not begun is zero. Forms, priors and stated numbers are those of today: only estimates are as of
the year.

A folder is used again, and finished where it was not: it is named by the year, the seed and the code that fits, and a
posterior from other files is fitted anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_dir

from foedus.data.catalog import digest, located
from foedus.equations import trade
from foedus.equations.escalation import COLD_WAR_END
from foedus.equations.registry import RIVALS, SERIES, posterior_name
from foedus.errors import InputError, ModelError, lacking
from foedus.estimate.equations import FITTED, equation
from foedus.estimate.fits import AS_SHIPPED, Fits
from foedus.estimate.posterior import Posterior, load_posterior, save_posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.samples.sample import Sample
from foedus.progress import Progress

EARLIEST = 1955
"""Equations of disputes begin in 1947; with fewer years than these most coefficients are their priors."""

ERA, LATE = "post_cold_war", "_late"
"""The term that is 1 from COLD_WAR_END on, and the suffix of its products with others."""

APART = ("provocation",)
"""Equations of events that a case names; none of them is coded early enough."""

TRADE = (np.log(0.2), 1.0)
"""Of ln s, the yearly change of exposure, before trade is coded: elicited, from nothing to all of it in a year."""

CODE = ("data", "measures", "equations", "estimate")


@dataclass(frozen=True)
class AsOf:
    """Posteriors as of a year.

    fits            to load them from; it has no others
    specification   the candidate of every equation that has some
    open            by posterior, what the years to then leave to the prior
    """

    year: int
    fits: Fits
    specification: Mapping[str, str]
    open: Mapping[str, tuple[str, ...]]


def as_of(year: int, *, folder: Path | None = None, seed: int = 1, progress: Progress | None = None) -> AsOf:
    """Posteriors of every fitted equation from data to the end of a year.

    folder   where they are kept; None: in the user's cache, by year, seed and code

    Raises InputError for a year before EARLIEST or without data, and for a missing extra; DataError for a missing file.
    """
    if year < EARLIEST:
        raise InputError(f"fits as of {year} are not allowed: {EARLIEST} or later, since the equations begin in 1946")
    place = folder or kept(year, seed)
    chosen = specifications()
    names = [posterior_name(series, chosen[series]) if series in chosen else series for series in _series()]
    tell = progress or (lambda done, total, what: None)
    found = {}
    for done, name in enumerate(names):
        tell(done, len(names), f"{name} as of {year}")
        found[name] = _current(place, name, year) or _made(place, name, year, seed)
    tell(len(names), len(names), f"fitted as of {year}")
    left = {name: tuple(each.record["sample"].get("open", ())) for name, each in found.items()}
    return AsOf(year, Fits(place, alone=True), chosen, {name: each for name, each in left.items() if each})


def with_hindsight(year: int) -> AsOf:
    """The posteriors that ship, of the candidates that `as_of` fits: they have seen the years after."""
    return AsOf(year, AS_SHIPPED, specifications(), {})


def refitted(names: Sequence[str], year: int, *, folder: Path | None = None, seed: int = 1) -> Fits:
    """The named posteriors from data to the end of a year; all others as they ship.

    folder   as in `as_of`
    """
    place = folder or kept(year, seed)
    for name in names:
        if not _current(place, name, year):
            _made(place, name, year, seed)
    return Fits(place)


def specifications() -> dict[str, str]:
    """By equation with candidates, the weighed one with most terms."""
    found = {}
    for series, rivals in RIVALS.items():
        size = {name: len(one.terms) + one.units for name, one in rivals.items() if one.weighed}
        found[series] = max(size, key=lambda name: size[name])
    return found


def kept(year: int, seed: int) -> Path:
    """The folder of a year and a seed in the user's cache."""
    return Path(user_cache_dir("foedus")) / "as-of" / f"{year}-{seed}-{_code()[:12]}"


def _series() -> list[str]:
    return [series for series in FITTED if SERIES[series].module not in APART]


@lru_cache(maxsize=1)
def _code() -> str:
    """SHA-256 of the source that samples and fits."""
    found = sha256()
    root = Path(str(resources.files("foedus")))
    for path in sorted(
        path for part in CODE for path in (root / part).rglob("*") if path.suffix in (".py", ".csv", ".toml")
    ):
        found.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return found.hexdigest()


def _current(folder: Path, name: str, year: int) -> Posterior | None:
    """The posterior that is there, if it is whole, of this year, and of the files as they are."""
    if not (folder / f"{name}.npz").is_file():
        return None
    try:
        found = load_posterior(name, folder)
    except ModelError:
        return None
    same = found.record["as_of"] == _day(year).isoformat()
    return found if same and all(digest(*located(key)) == sha for key, sha in found.record["sources"].items()) else None


def _made(folder: Path, name: str, year: int, seed: int) -> Posterior:
    try:
        from foedus.estimate import checks, registry
        from foedus.estimate.run import Run
    except ImportError as error:
        raise InputError(lacking("a fit as of a year", "fit", error)) from error
    if name == "trade" and year < equation(name).years[0]:
        found = _without_trade(year, seed)
    else:
        with checks.noted() as said:
            found = registry.fit(name, seed=seed, run=Run(approximate=True), as_of=_day(year))
        found = _within(found, year, said)
    save_posterior(found, folder)
    return found


def _within(found: Posterior, year: int, said: list[str]) -> Posterior:
    """The posterior with terms of eras to come at zero, and what its sample leaves open on record."""
    terms = list(found.record["terms"])
    draws, summary = dict(found.draws), dict(found.record["summary"])
    left = list(said)
    unborn = [term for term in terms if (term == ERA or term.endswith(LATE)) and year < COLD_WAR_END]
    if unborn:
        b, places = draws["b"].copy(), [terms.index(term) for term in unborn]
        b[..., places] = 0.0
        draws["b"] = b
        summary |= summarise({"b": b[..., places]}, {"b": unborn})
        left.append(f"zero, for they begin in {COLD_WAR_END}: {', '.join(unborn)}")
    notes = {**found.record["sample"], "open": left}
    return Posterior(found.name, draws, found.units, {**found.record, "sample": notes, "summary": summary})


def _without_trade(year: int, seed: int) -> Posterior:
    """Exposure to trade before it is coded: an elicited prior."""
    location, width = TRADE
    drawn = np.exp(location + width * np.random.default_rng(seed).standard_normal(500))[:, None]
    words = f"trade is not coded to {year}: ln s ~ Normal({location:.2f}, {width:g}), elicited"
    sample = Sample({"change": np.empty(0)}, (year, year), {}, {"rows": 0, "open": [words]}, _day(year))
    entry: dict[str, Any] = record(
        sample,
        equation="trade",
        specification="random walk",
        formula="ln e_t = ln e_(t-1) + N(0, s)",
        terms=trade.TERMS,
        priors={"scale": words},
        diagnostics={"chains": 0, "draws": 500, "max_rhat": 1.0, "divergences": 0.0, "note": "none: a prior"},
        summary=summarise({"terms": drawn}, {"terms": trade.TERMS}),
    )
    return Posterior("trade", {"terms": drawn}, {}, entry)


def _day(year: int) -> date:
    return date(year, 12, 31)
