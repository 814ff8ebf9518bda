"""The posteriors of states and treaties that come with the package: shapes, convergence, dates."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.models import alignment, armament, government, growth, provocation, trade, treaty
from foedus.models.posterior import load_posterior

SHAPES: dict[str, dict[str, tuple[int, ...]]] = {
    "treaty-end": {"b": (len(treaty.END_TERMS),), "sigma": ()},
    "treaty-formation": {"b": (len(treaty.FORMATION_TERMS),)},
    **{
        f"growth-{index}": {"terms": (len(growth.TERMS),), "mean": (), "sigma": ()}
        for index in ("cinc", "gdp", "milex")
    },
    "alignment": {"terms": (len(alignment.TERMS),), "centre_mean": (), "centre_sigma": ()},
    "government": {"terms": (len(government.TERMS) - 1,), "change_given_irregular": (), "mean": (), "sigma": ()},
    "trade": {"terms": (len(trade.TERMS),)},
    "provocation-missile-launches": {"terms": (len(provocation.TERMS),)},
    "provocation-joint-air-patrols": {"terms": (len(provocation.TERMS),)},
    "armament": {"b": (len(armament.TERMS),), "acquisition": ()},
}
UNITS = {
    "treaty-end": "patron",
    "growth-cinc": "state",
    "growth-gdp": "state",
    "growth-milex": "state",
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
    assert record["diagnostics"]["max_rhat"] < 1.02
    assert record["diagnostics"]["divergences"] <= 0.005
    assert record["years"][1] <= 2023
    assert record["as_of"] == "2023-11-07"


@pytest.mark.parametrize(("name", "table"), UNITS.items())
def test_units_are_states_with_positive_spread(name: str, table: str) -> None:
    units = load_posterior(name).units[table]
    assert {2, 732 if name == "government" else 365} <= set(units.codes.tolist())
    assert (np.diff(units.codes) > 0).all()
    assert (units.sd > 0).all()


@pytest.mark.parametrize("index", ["cinc", "gdp", "milex"])
def test_growth_is_scored_against_no_change(index: str) -> None:
    scores = load_posterior(f"growth-{index}").record["scores"]
    assert scores["crps"] < scores["crps no change"]
    assert 0.8 < scores["coverage of 90%"] < 0.99
