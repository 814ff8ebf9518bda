"""Outcomes, instruments and states of a case under the names that a person has for them."""

from __future__ import annotations

import pytest

from foedus import load_case
from foedus.assessment.called import instruments_called, outcome_called, state_called
from foedus.assessment.failure import asked
from foedus.assessment.removals import Removals
from foedus.assessment.stated import with_tolerances
from foedus.errors import InputError
from foedus.world.outcomes import outcomes_of, replaced_of


@pytest.fixture(scope="module")
def case():
    return load_case("us-rok")


def test_every_name_and_title_means_what_has_it(case):
    for item in case.instruments:
        assert instruments_called([item.id, item.name.upper()], case) == [item.id, item.id]
    every = (*outcomes_of(case), *replaced_of(case))
    for one in outcomes_of(case):
        assert outcome_called(one.name, every) == outcome_called(one.label, every) == one.name
    for state in case.states:
        assert {state_called(name, case) for name in (state.abbreviation, state.name, str(state.code))} == {
            state.abbreviation
        }
    assert (state_called("TWN", case), state_called("kr", case)) == ("TAW", "ROK")


def test_what_is_unknown_is_told_with_what_was_meant(case):
    for wrong, meant in (("usfk", "us-forces-korea"), ("Forces Korea", "us-forces-korea"), ("thad", "thaad")):
        with pytest.raises(InputError, match=f"unknown instrument '{wrong}'; did you mean '{meant}'"):
            instruments_called([wrong], case)
    with pytest.raises(InputError, match="did you mean 'war_outside'"):
        outcome_called("war on S. Korea", outcomes_of(case))


def test_a_title_of_several_names_is_refused_with_all_of_them(case):
    twins = [item.model_copy(update={"name": "Forces"}) for item in case.instruments[:2]]
    both = " or ".join(sorted(item.id for item in twins))
    with pytest.raises(InputError, match=f"instrument 'forces' means {both}; write one of these"):
        instruments_called(["forces"], case.model_copy(update={"instruments": twins}))


def test_limits_failures_and_removals_take_the_names_that_a_reader_is_shown(case):
    with pytest.raises(InputError, match=r"'upkeep=.7': upkeep is given twice, 0.8 before"):
        with_tolerances(case, ["upkeep while the treaty is in force=0.8", "war_outside=.1", "upkeep=.7"])
    assert with_tolerances(case, ["War on South Korea=0.04"]) == with_tolerances(case, ["war_outside=0.04"])
    assert asked(case, "upkeep while the treaty is in force=no", 20) == asked(case, "upkeep=no", 20)
    titles = {"usfk": "US Forces Korea"}
    assert Removals({"usfk": None}, "all", ["us forces korea"], titles).first == [frozenset({"usfk"})]
