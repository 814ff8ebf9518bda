"""What others said: typed by unit, dated, and restated at a horizon only where it can be."""

import math
from datetime import date

import pytest
from pydantic import ValidationError

from foedus.world.views import OutsideView

VIEW = {
    "outcome": "war_on_protege",
    "unit": "probability",
    "value": 0.1,
    "period": "2018",
    "years": 1,
    "known_on": "2017-12",
    "source": "book",
    "text": "A war.",
}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": None}, "give a value, but for a direction"),
        ({"years": None}, "give years for a probability, and for nothing else"),
        ({"unit": "share-of-respondents"}, "give years for a probability, and for nothing else"),
        ({"value": 1.2}, r"value 1\.2 is not allowed: a probability is 0 or more, and at most 1"),
        ({"known_on": "December 2017"}, "should match pattern"),
        ({"unit": "hunch"}, "Input should be"),
    ],
)
def test_an_outside_view_has_a_unit_and_what_goes_with_it(changes, message):
    with pytest.raises(ValidationError, match=message):
        OutsideView.model_validate({**VIEW, **changes})


def test_only_probabilities_and_rates_are_restated_at_a_horizon():
    view = OutsideView.model_validate(VIEW)
    assert view.at(2) == pytest.approx(1 - 0.9**2)
    rate = OutsideView.model_validate({**VIEW, "unit": "rate-of-ends", "value": 0.01, "years": None})
    assert rate.at(20) == pytest.approx(math.exp(-0.2))
    share = OutsideView.model_validate({**VIEW, "unit": "share-of-respondents", "years": None})
    assert share.at(20) is None


@pytest.mark.parametrize(
    ("known_on", "known"),
    [
        ("2023-10", True),
        ("2023-11", False),
        ("2023-11-07", True),
        ("2023-11-08", False),
        ("2022", True),
        ("2023", False),
    ],
)
def test_what_is_dated_to_a_month_or_a_year_is_known_at_its_end(known_on, known):
    view = OutsideView.model_validate({**VIEW, "known_on": known_on})
    assert view.known_by(date(2023, 11, 7)) == known


def test_the_probability_of_a_status_is_said_of_its_own_horizon_alone():
    view = OutsideView.model_validate({**VIEW, "outcome": "pact_in_force", "value": 0.9, "years": 10})
    assert view.at(10) == 0.9
    assert view.at(20) is None
