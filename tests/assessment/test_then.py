"""An answer of its day: nothing that is later than the case, each prior and gap named, and the same when it is verified."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.assessment.one_candidate import ASKED

import foedus
from foedus.assessment import then
from foedus.assessment.held_beliefs import held_beliefs
from foedus.assessment.verify import verify
from foedus.equations.effects import BELIEFS, LITERATURE
from foedus.equations.registry import SERIES, posterior_name
from foedus.errors import InputError
from foedus.estimate import as_of as estimated
from foedus.estimate.as_of import AsOf, specifications
from foedus.estimate.fits import Fits
from foedus.estimate.posterior import SHIPPED, posterior_names
from foedus.report.text import as_text

NATO = foedus.load_case("nato-1960")


@pytest.fixture
def fitted(monkeypatch, tmp_path):
    """In place of fits as of 1959, which take minutes and data: the shipped ones, one candidate an equation."""
    asked, chosen = [], specifications()
    for name in {*SERIES} - {*chosen} | {posterior_name(*one) for one in chosen.items()}:
        if name in posterior_names():
            shutil.copy(Path(str(SHIPPED)) / f"{name}.npz", tmp_path)

    def as_of(year, **options):
        asked.append(year)
        return AsOf(year, Fits(tmp_path, alone=True), chosen, {})

    monkeypatch.setattr(estimated, "as_of", as_of)
    return asked


def test_the_answer_of_the_day_has_one_candidate_one_belief_and_says_so(fitted):
    answer = foedus.assess(NATO, futures=200, orders=["as-measured"], hindsight=False, threads=1)
    assert fitted == [1959]
    assert answer.beliefs == then.NAME
    assert set(answer.specification) >= {"initiation", "escalation-war"}
    assert {view.kind for line in answer.tolerances for view in line.views} <= {"mixture", "prior", "joint", "class"}
    assert all(line.skill.score is None for line in answer.outcomes)
    war = next(line for line in answer.outcomes if line.name == "war_outside")
    assert (war.record.first_year, war.record.last_year) == (1947, 1959)
    told = as_text(answer)
    assert "No hindsight" in told
    assert "Fitted as of the date of the case" in told
    assert answer.provenance.known_then.last_year == 1959
    assert set(answer.provenance.known_then.centred) == {one.name for one in then.beliefs_then(NATO).stated}
    assert verify(answer, threads=1).same


def test_every_effect_of_the_literature_and_no_other_is_centred_and_twice_as_wide():
    shipped = {one.effect: one for one in held_beliefs(NATO).effects}
    own = {one.effect: one for one in held_beliefs(NATO, then.beliefs_then(NATO)).effects}
    assert own.keys() == shipped.keys()
    stated = {name for name, one in shipped.items() if one.provenance == LITERATURE}
    assert "defence-pact.initiation" in stated
    assert all((own[name].mean, own[name].sd) == (0.0, 2.0 * shipped[name].sd) for name in stated)
    assert all(own[name] == shipped[name] for name in shipped.keys() - stated)


def test_with_hindsight_the_case_is_warned_of_and_other_beliefs_are_heard():
    answer = foedus.assess(NATO, futures=100, orders=["as-measured"], threads=1, specification=ASKED)
    assert answer.provenance.known_then is None
    assert min(answer.provenance.late_fits.values()) > 1959
    assert any(set(line.by_beliefs) == set(BELIEFS) for line in answer.counterfactuals)


@pytest.mark.parametrize(
    ("day", "last"), [(date(1959, 12, 31), 1959), (date(1960, 1, 1), 1959), (date(2023, 11, 7), 2022)]
)
def test_the_last_whole_year_is_over_on_the_day(day, last):
    assert then.last_whole_year(day) == last


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"beliefs": "sceptical"}, "takes fits, specifications and beliefs as of the date; leave out --beliefs"),
        ({"specification": "history"}, "leave out --specification"),
        ({"fits": "."}, "leave out --fits"),
    ],
)
def test_what_is_as_of_the_date_anyway_cannot_be_stated(given, said):
    with pytest.raises(InputError, match=said):
        foedus.assess(NATO, futures=10, hindsight=False, **given)


def test_provocations_and_early_cases_have_no_answer_of_their_day():
    with pytest.raises(InputError, match="us-rok follows provocations, which are not fitted as of a past date"):
        foedus.assess("us-rok", futures=10, hindsight=False)
    early = NATO.model_copy(update={"as_of": date(1954, 12, 31)})
    with pytest.raises(InputError, match="fits as of 1954 are not allowed: 1955 or later"):
        then.then(early, 1)
