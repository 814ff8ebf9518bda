"""Posteriors of the equations of disputes as of a day, by a Normal approximation at the mode: no sampler runs.

Coefficients (and levels of years) are drawn from the Normal with the Hessian at the mode; intercepts of units keep mean and
variance of the mode; the scale of intercepts is its fixed point, and persistence and scale of levels are those of
`foedus.estimate.mode`, both without spread. So intervals are narrower than the sampler's, and the estimates are near its own.
Hindcasts use it, which would otherwise sample every equation anew for every origin.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.data.catalog import digest, locate
from foedus.equations import escalation, initiation, joining
from foedus.equations.prior import Prior
from foedus.equations.registry import RIVALS, posterior_name
from foedus.errors import DataError, InputError, ModelError
from foedus.estimate import duration
from foedus.estimate.design import design_matrix, with_zeros
from foedus.estimate.mode import (
    LEVEL_PERSISTENCE,
    LEVEL_SCALE,
    Design,
    Mode,
    level_precision,
    mode,
    mode_of_units,
)
from foedus.estimate.posterior import Posterior, Units, load_posterior, save_posterior
from foedus.estimate.record import record
from foedus.estimate.samples import escalation as escalation_sample
from foedus.estimate.samples import initiation as initiation_sample
from foedus.estimate.samples import joining as joining_sample
from foedus.estimate.samples.disputes import positions
from foedus.estimate.samples.sample import Sample

DRAWS = 400
SAMPLER = "none: Normal approximation at the mode"
EQUATIONS = ("initiation", "escalation", "joining")
"""Equations with rivals that are estimated anew; `duration` is too, and all others stay as they ship."""


def fits_as_of(year: int, folder: Path, wanted: dict[str, list[str]]) -> Path:
    """The folder with the posteriors as of the last day of a year, made where they are absent or of other files.

    wanted   specifications by equation of EQUATIONS
    """
    day, kept = date(year, 12, 31), folder / str(year)
    samples: dict[str, Sample] = {}
    makers: dict[str, tuple[Callable[[date], Sample], Callable[[str, Sample], Posterior]]] = {
        "initiation": (lambda as_of: initiation_sample.sample(None, as_of), of_initiation),
        "escalation": (lambda as_of: escalation_sample.sample(None, as_of), of_escalation),
        "joining": (lambda as_of: joining_sample.sample(None, as_of), of_joining),
    }
    for equation in EQUATIONS:
        draw, make = makers[equation]
        for specification in wanted[equation]:
            if not _current(posterior_name(equation, specification), kept):
                samples.setdefault(equation, draw(day))
                save_posterior(make(specification, samples[equation]), kept)
    if not _current("duration", kept):
        save_posterior(duration.fit(as_of=day), kept)
    return kept


def of_initiation(specification: str, found: Sample) -> Posterior:
    """Initiation in one specification, with levels of years, and intercepts of dyads where it has them."""
    active = initiation.active(specification)
    years = found["year"].astype(np.int64)
    levels = found.years[1] - found.years[0] + 1
    columns = design_matrix(initiation, found.arrays)[:, active]
    belief, k = initiation.PRIOR.of(active), len(active)
    precision = np.zeros((k + levels, k + levels))
    precision[:k, :k] = belief.precision
    precision[k:, k:] = level_precision(levels, LEVEL_PERSISTENCE, LEVEL_SCALE)
    location = np.concatenate([belief.location, np.zeros(levels)])
    codes, unit = positions(found["dyad"])
    paired = RIVALS["initiation"][specification].units
    at = _mode(Design(columns, years - found.years[0], levels), found["initiated"], location, precision, unit, paired)
    drawn = _drawn(at)
    kept = {
        "b": with_zeros(drawn[:, :k], active, len(initiation.TERMS)),
        "year_level": drawn[:, k:],
        "year_persistence": np.full(DRAWS, LEVEL_PERSISTENCE),
        "year_scale": np.full(DRAWS, LEVEL_SCALE),
        "sigma": np.full(DRAWS, at.sigma),
    }
    units = {"dyad": _units(codes, at)} if paired else {}
    return _posterior("initiation", specification, found, initiation.TERMS, kept, units)


def of_escalation(specification: str, found: Sample) -> Posterior:
    """The stages of escalation in one specification, with intercepts of dyads where it has them."""
    active = RIVALS["escalation"][specification].active(escalation.TERMS)
    paired = RIVALS["escalation"][specification].units
    columns = design_matrix(escalation, found.arrays)[:, active]
    drawn, sigma = [], []
    units: dict[str, Units] = {}
    for stage, (rows, events) in escalation_sample.stages(found).items():
        belief: Prior = escalation.PRIOR[stage].of(active)
        codes, unit = positions(found["pair"][rows])
        at = _mode(Design(columns[rows]), events, belief.location, belief.precision, unit, paired)
        drawn.append(_drawn(at))
        sigma.append(np.full(DRAWS, at.sigma))
        units |= {stage: _units(codes, at)} if paired else {}
    kept = {
        "b": with_zeros(np.stack(drawn, axis=1), active, len(escalation.TERMS)),
        "sigma": np.stack(sigma, axis=1),
    }
    return _posterior("escalation", specification, found, escalation.TERMS, kept, units)


def of_joining(specification: str, found: Sample) -> Posterior:
    """Joining in one specification."""
    active = RIVALS["joining"][specification].active(joining.TERMS)
    belief = joining.PRIOR.of(active)
    columns = design_matrix(joining, found.arrays)[:, active]
    at = mode(Design(columns), found["joined"], np.ones(found.rows), belief.location, belief.precision)
    kept = {"b": with_zeros(_drawn(at), active, len(joining.TERMS))}
    return _posterior("joining", specification, found, joining.TERMS, kept, {})


def _mode(design: Design, events: Floats, location: Floats, precision: Floats, unit: Ints, paired: bool) -> Mode:
    trials = np.ones(len(events))
    if not paired:
        return mode(design, events, trials, location, precision)
    return mode_of_units(design, events, trials, location, precision, unit, int(unit.max()) + 1)


def _drawn(at: Mode) -> Floats:
    """Draws (DRAWS, coefficients) from the Normal at a mode."""
    root = np.linalg.cholesky(np.linalg.inv(at.hessian))
    return np.asarray(at.b + np.random.default_rng(1).standard_normal((DRAWS, len(at.b))) @ root.T)


def _units(codes: Ints, at: Mode) -> Units:
    return Units(codes.astype(np.int64), at.u, np.sqrt(at.variance))


def _posterior(
    equation: str, specification: str, found: Sample, terms: Any, kept: dict[str, Floats], units: dict[str, Units]
) -> Posterior:
    entry = record(
        found,
        equation=equation,
        specification=specification,
        formula=f"that of foedus.equations.{equation}",
        terms=terms,
        priors={"b": f"those of foedus.equations.{equation}"},
        diagnostics={},
        summary={},
    )
    return Posterior(posterior_name(equation, specification), kept, units, entry | {"sampler": SAMPLER})


def _current(name: str, folder: Path) -> bool:
    """Whether a folder has a posterior of this name, made from the files as they are."""
    try:
        sources = load_posterior(name, folder).record["sources"]
        return all(digest(locate(key)) == value for key, value in sources.items())
    except (ModelError, DataError, InputError):
        return False
