"""States and pairs in the conflicts of UCDP/PRIO."""

import pytest

from foedus.data.library import Shelf
from foedus.data.panel.wars import at_war, fought

pytestmark = pytest.mark.data


@pytest.mark.parametrize(
    ("pair", "years", "found"),
    [
        ((365, 369), (1991, 2022), {2022: 2}),
        ((369, 365), (1991, 2022), {2022: 2}),
        ((710, 750), (2011, 2022), {2020: 1}),
        ((630, 666), (2011, 2020), {2018: 1, 2019: 1, 2020: 1}),
        ((731, 732), (1954, 2022), {}),
    ],
)
def test_conflicts_of_a_pair(pair, years, found):
    assert fought(Shelf(), *pair, years) == found


def test_states_at_war():
    found = at_war(Shelf(), (1950, 1950)) | at_war(Shelf(), (2022, 2022))
    assert {(2, 1950), (710, 1950), (365, 2022), (369, 2022), (2, 2022)} <= found
    assert (740, 2022) not in found
