"""An assessment with a user's own posteriors says which, and without them is what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

import foedus
from foedus.errors import InputError
from foedus.models.posterior import Posterior, load_posterior, save_posterior
from foedus.report.page import as_html
from foedus.report.text import as_text

SMALL = {"futures": 200, "horizon": 4, "orders": ["as-measured"], "specification": "capability"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Missiles ten times as many, fitted to 2012-2020."""
    shipped = load_posterior("provocation-missile-launches")
    terms = shipped.draws["terms"] * [10.0, 1.0]
    record = {**shipped.record, "years": [2012, 2020], "as_of": "2020-12-31"}
    save_posterior(Posterior(shipped.name, {"terms": terms}, {}, record), tmp_path)
    return tmp_path


def missiles(answer: foedus.Answer) -> float:
    return next(line.estimate.value or 0.0 for line in answer.outcomes if line.unit == "missiles")


def test_own_posteriors_change_the_answer_and_are_named(own: Path) -> None:
    case = foedus.load_case("us-rok")
    as_shipped = foedus.assess(case, **SMALL)
    assert as_shipped.provenance.replaced == {}
    assert "Fitted by the user" not in as_text(as_shipped, colour=False)
    answer = foedus.assess(case, **SMALL, fits=own)
    assert missiles(answer) > 5.0 * missiles(as_shipped)
    said = answer.provenance.replaced["provocation-missile-launches"]
    assert list(answer.provenance.replaced) == ["provocation-missile-launches"]
    assert said.startswith("2012-2020, as of 2020-12-31, SHA-256 ")
    for page in (as_text(answer, colour=False), as_html(answer)):
        assert "Fitted by the user, in place of what ships" in page
        assert "2012-2020, as of 2020-12-31" in page


def test_copies_of_what_ships_give_the_same_answer(tmp_path: Path) -> None:
    case = foedus.load_case("us-rok")
    for name in ("escalation", "trade", "initiation-capability"):
        save_posterior(load_posterior(name), tmp_path)
    answer, again = foedus.assess(case, **SMALL), foedus.assess(case, **SMALL, fits=tmp_path)
    assert len(again.provenance.replaced) == 3
    ignored = {"provenance"}
    assert answer.model_dump(exclude=ignored) == again.model_dump(exclude=ignored)


def test_a_folder_without_posteriors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no posterior of the name of one that ships"):
        foedus.assess(foedus.load_case("us-rok"), **SMALL, fits=tmp_path)
