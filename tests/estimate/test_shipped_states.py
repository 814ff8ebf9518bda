"""The posteriors of states and treaties that come with the package: shapes, convergence, dates."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.equations import (
    alignment,
    armament,
    entente,
    government,
    growth,
    provocation,
    trade,
    treaty_end,
    treaty_formation,
)
from foedus.equations.registry import RIVALS, posterior_name
from foedus.estimate.posterior import load_posterior

SHAPES: dict[str, dict[str, tuple[int, ...]]] = {
    **{
        posterior_name("treaty-end", name): {"b": (len(treaty_end.TERMS),), "sigma": (), "rate": (), "minor": ()}
        for name in treaty_end.SPECIFICATIONS
    },
    "treaty-formation": {"b": (len(treaty_formation.TERMS),)},
    **{
        f"entente-{name}": {"b": (len(entente.TERMS),), "ending": (len(treaty_end.TERMS),)}
        for name in entente.SPECIFICATIONS
    },
    **{
        posterior_name(f"growth-{index}", name): {"terms": (len(growth.TERMS),), "mean": (), "sigma": ()}
        for index in ("cinc", "gdp", "milex")
        for name in growth.SPECIFICATIONS
    },
    "alignment": {"terms": (len(alignment.TERMS),), "centre_mean": (), "centre_sigma": ()},
    "government": {"terms": (len(government.TERMS) - 1,), "change_given_irregular": (), "mean": (), "sigma": ()},
    "trade": {"terms": (len(trade.TERMS),)},
    **{f"provocation-{name}": {"terms": (len(provocation.TERMS),)} for name in provocation.SERIES},
    **{f"armament-{name}": {"b": (len(armament.TERMS),), "acquisition": ()} for name in armament.SPECIFICATIONS},
}
UNITS = {
    "treaty-end-patrons": "patron",
    "growth-cinc-own-mean": "state",
    "growth-gdp-own-mean": "state",
    "growth-milex-own-mean": "state",
    "alignment": "centre",
    "government": "alternation",
}
FIELDS = {"equation", "formula", "terms", "sample", "years", "sources", "priors", "diagnostics", "summary", "as_of"}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_and_record(name: str) -> None:
    posterior = load_posterior(name)
    for key, shape in SHAPES[name].items():
        assert posterior.draws[key].shape == (500, *shape)
        assert np.isfinite(posterior.draws[key]).all()
    assert posterior.record.keys() >= FIELDS
    assert all(len(digest) == 64 for digest in posterior.record["sources"].values())


@pytest.mark.parametrize("name", SHAPES)
def test_converged_and_dated_before_the_case(name: str) -> None:
    record = load_posterior(name).record
    assert record["diagnostics"]["max_rhat"] <= 1.01
    assert record["diagnostics"]["divergences"] <= 0.001
    assert record["diagnostics"].get("min_ess_bulk", np.inf) >= 400
    assert record["years"][1] <= 2023
    assert record["as_of"] == "2023-11-07"


@pytest.mark.parametrize(("name", "table"), UNITS.items())
def test_units_are_states_with_positive_spread(name: str, table: str) -> None:
    units = load_posterior(name).units[table]
    assert {2, 732 if name == "government" else 365} <= set(units.codes.tolist())
    assert (np.diff(units.codes) > 0).all()
    assert (units.sd > 0).all()


@pytest.mark.parametrize(
    ("equation", "name"),
    [(equation, name) for equation in RIVALS if not equation.startswith("initiation") for name in RIVALS[equation]],
)
def test_what_a_specification_leaves_out_is_zero(equation: str, name: str) -> None:
    posterior, specification = load_posterior(posterior_name(equation, name)), RIVALS[equation][name]
    assert (posterior.record["equation"], posterior.record["specification"]) == (equation, name)
    terms = posterior.record["terms"]
    values = posterior.draws["terms" if equation.startswith("growth") else "b"]
    estimated = [index for index, term in enumerate(terms) if term in (*specification.terms, "bound")]
    assert (np.delete(values, estimated, axis=-1) == 0).all()
    assert (np.take(values, specification.active(terms), axis=-1).std(axis=0) > 0).all()
    assert bool(posterior.units) == specification.units
    if "sigma" in posterior.draws:
        assert (posterior.draws["sigma"] > 0).all() == (specification.units or "sigma" in specification.terms)
    if "mean" in posterior.draws:
        assert (posterior.draws["mean"] != 0).any() == ("mean" in specification.terms)


@pytest.mark.parametrize("name", growth.SPECIFICATIONS)
@pytest.mark.parametrize("index", ["cinc", "gdp", "milex"])
def test_growth_is_scored_against_no_change(index: str, name: str) -> None:
    scores = load_posterior(posterior_name(f"growth-{index}", name)).record["scores"]
    assert scores["crps"] < scores["crps no change"]
    assert 0.8 < scores["coverage of 90%"] < 0.99
