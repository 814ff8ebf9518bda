"""A case in the past is told which fits have seen its future."""

from __future__ import annotations

import pytest

import foedus
from foedus.assessment.evidence import equations
from foedus.assessment.hindsight import late_fits
from foedus.estimate.fits import AS_SHIPPED
from foedus.world.build import from_case

US_ROK = foedus.load_case("us-rok")
NAMES = equations(from_case(US_ROK), AS_SHIPPED)


def late(as_of: str) -> dict[str, int]:
    return late_fits(US_ROK.model_copy(update={"as_of": type(US_ROK.as_of).fromisoformat(as_of)}), NAMES, AS_SHIPPED)


def test_no_fit_has_seen_the_future_of_the_shipped_case() -> None:
    assert late("2023-11-07") == {}


@pytest.mark.parametrize(
    ("as_of", "some", "none"),
    [
        ("2022-12-30", {"alignment": 2022, "provocation-missile-launches": 2023}, "growth-gdp-own-mean"),
        ("2018-01-01", {"growth-gdp-own-mean": 2019, "growth-cinc-own-mean": 2022}, "escalation-rates"),
        ("2014-12-30", {"escalation-rates": 2014, "trade": 2020}, "armament-full"),
    ],
)
def test_fits_that_end_after_the_date_are_named_with_their_last_year(
    as_of: str, some: dict[str, int], none: str
) -> None:
    found = late(as_of)
    assert some.items() <= found.items()
    assert none not in found


def test_a_year_that_is_over_on_the_day_is_known() -> None:
    assert "escalation-rates" not in late("2014-12-31")
