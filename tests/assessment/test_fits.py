"""An assessment with a user's own posteriors says which, and without them is what it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import foedus
from foedus.errors import InputError
from foedus.estimate.posterior import Posterior, load_posterior, save_posterior
from foedus.report.page import as_html
from foedus.report.text import as_text

SMALL = {
    "futures": 64,
    "horizon": 4,
    "orders": ["as-measured"],
    "specification": ["capability", "armament=fitted-speed"],
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """States that start to pursue nuclear weapons far more readily, fitted to 1946-1990."""
    shipped = load_posterior("armament-fitted-speed")
    b = shipped.draws["b"].copy()
    b[:, 0] += 6.0
    record = {**shipped.record, "years": [1946, 1990], "as_of": "1990-12-31", "summary": {}}
    draws = {"b": b, "acquisition": np.full(shipped.size, 0.9)}
    save_posterior(Posterior("armament-fitted-speed", draws, {}, record), tmp_path)
    return tmp_path


def nuclear(answer: foedus.Answer) -> float:
    return next(line.estimate.value or 0.0 for line in answer.outcomes if line.name == "protege_nuclear")


@pytest.fixture(scope="module")
def as_shipped() -> foedus.Answer:
    return foedus.assess(foedus.load_case("us-rok"), **SMALL)


def test_own_posteriors_change_the_answer_and_are_named(own: Path, as_shipped: foedus.Answer) -> None:
    assert not any(fit.own for fit in as_shipped.provenance.equations.values())
    assert "Fitted by the user" not in as_text(as_shipped, colour=False)
    answer = foedus.assess(foedus.load_case("us-rok"), **SMALL, fits=own)
    assert nuclear(answer) > 0.2 > nuclear(as_shipped)
    replaced = {name: fit for name, fit in answer.provenance.equations.items() if fit.own}
    assert list(replaced) == ["armament-fitted-speed"]
    fit = replaced["armament-fitted-speed"]
    assert (fit.first_year, fit.last_year, fit.own.as_of) == (1946, 1990, "1990-12-31")
    for page in (as_text(answer, colour=False), as_html(answer)):
        assert "Fitted by the user, in place of the shipped estimates" in page
        assert "1946-1990, as of 1990-12-31" in page


def test_copies_of_what_ships_give_the_same_answer(tmp_path: Path, as_shipped: foedus.Answer) -> None:
    for name in ("escalation-hierarchical", "trade", "initiation-capability"):
        save_posterior(load_posterior(name), tmp_path)
    again = foedus.assess(foedus.load_case("us-rok"), **SMALL, fits=tmp_path)
    assert sum(fit.own is not None for fit in again.provenance.equations.values()) == 3
    ignored = {"provenance": True, "seal": True, "identity": {"posteriors"}}
    assert as_shipped.model_dump(exclude=ignored) == again.model_dump(exclude=ignored)


def test_a_folder_without_posteriors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no posterior with the name of a shipped one"):
        foedus.assess(foedus.load_case("us-rok"), **SMALL, fits=tmp_path)
