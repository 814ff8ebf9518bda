"""The record of alliances, on a made-up one with known answers."""

from __future__ import annotations

import pytest

from foedus.errors import InputError
from foedus.simulation.alliances.record import PastRecord

from .made_up import record


def _one(number: int):
    return next(each for each in record().all if each.number == number)


def test_an_alliance_is_in_force_if_it_owes_defence_has_begun_and_not_ended():
    assert [each.number for each in record().in_force(1960)] == [10, 20, 30, 40]
    assert [each.number for each in record().in_force(1962)] == [10, 20, 40, 60]


def test_members_are_those_of_the_year():
    assert record().members(40, 1957) == (1, 2, 5)
    assert record().members(40, 1960) == (1, 2)
    assert record().members(40, 1970) == (1, 2, 6)
    assert record().members(40) == (1, 2, 5, 6)


def test_a_treaty_survives_in_force_or_replaced_and_bound():
    made = record()
    assert not made.survived(_one(10), (1, 2), 1, 1980)
    assert made.survived(_one(10), (1, 2), 1, 1964)
    assert made.survived(_one(20), (1, 3), 1, 1980)
    assert made.survived(_one(30), (1, 4), 1, 1980)
    assert not made.survived(_one(30), (1, 4), 1, 1995), "nothing binds them in that year"


def test_wars_are_those_begun_by_either_side():
    made = record()
    assert made.at_war(2, (1961, 1980))
    assert not made.at_war(2, (1964, 1980))
    assert made.at_war(1, (1961, 1980))
    assert not made.at_war(1, (1961, 1980), among=(2, 3))
    assert not made.at_war(4, (1961, 1980))


def test_a_patron_is_beside_its_protege_in_every_war_begun_on_it():
    made = record()
    assert made.beside(_one(10), 1, 2, (1961, 1980)) is True
    assert made.beside(_one(20), 1, 3, (1961, 1980)) is False
    assert made.beside(_one(20), 1, 3, (1971, 1980)) is None
    assert made.beside(_one(30), 1, 4, (1961, 1980)) is None


def test_the_rate_of_ends_counts_lapses_alone():
    made = record()
    years = (1965 - 1951 + 1) + (1969 - 1951 + 1) + (1962 - 1956 + 1) + (1969 - 1962 + 1)
    assert made._end_rate(bilateral=True, year=1970) == pytest.approx((1 + 0.5) / (years + 1))
    assert made._end_rate(bilateral=False, year=1970) == pytest.approx(0.5 / (1969 - 1956 + 1 + 1))


def test_an_origin_that_the_record_does_not_cover_is_refused():
    with pytest.raises(InputError, match=r"origin 1995 with 20 years is not covered"):
        PastRecord().check([1960, 1995], 20)


@pytest.mark.data
def test_the_alliances_of_three_years_are_those_of_atop():
    made = PastRecord()
    assert [len(made.in_force(year)) for year in (1960, 1975, 1990)] == [51, 53, 46]
    warsaw = next(each for each in made.in_force(1990) if each.number == 3285)
    assert not made.survived(warsaw, made.members(3285, 1990), 365, 2010)
