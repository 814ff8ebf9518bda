"""Governments of a future: the calendar restarts, and futures agree with the closed form of the equation."""

from __future__ import annotations

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.equations import government as equation
from foedus.equations.government import in_office
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps import government
from foedus.world.build import from_case
from foedus.world.case import load_case

WIDTH = 256


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


def futures(world, **rates):
    """Blocks of futures whose rates are set."""
    w = setting(world)
    p, f = begun(w, draw_parameters(world, sets=20).parameters, width=WIDTH)
    for name in equation.Coefficients._fields[:8]:
        p.draws[0].government[name][:] = rates["early"] if name.startswith("early") else rates["removal"]
    return w, p, f


def test_the_constitutions_of_the_case_are_known(world):
    at = dict(zip(world.codes.tolist(), world.constitution.tolist(), strict=True))
    assert (at[2], at[732], at[740], at[220], at[731]) == (1, 1, 3, 2, 0)


def test_the_calendar_restarts_after_an_election_whether_early_or_scheduled(world):
    w, p, f = futures(world, early=0.3, removal=0.0)
    i = w.protege
    every, votes = w.states[i].election_every, np.zeros((10, WIDTH), np.bool_)
    for place, year in enumerate(range(w.year + 1, w.year + 11)):
        due = f.states[i].due.copy()
        government.step(w, p, f, 1, 0, year)
        votes[place] = f.states[i].voted == year
        assert (votes[place] | (due > year)).all()  # what is due is held
        assert (f.states[i].due == np.where(votes[place], year + every, due)).all()
    early = votes[: w.states[i].election_next - w.year - 1].any(axis=0)
    assert 0.3 < early.mean() < 1.0
    runs = np.cumsum(votes, axis=0)
    assert (runs[every:] - runs[:-every] >= 1).all()  # no stretch of a term is without an election


def test_without_early_elections_the_calendar_is_that_of_the_case(world):
    w, p, f = futures(world, early=0.0, removal=0.0)
    i, years = w.patron, []
    for year in range(w.year + 1, w.year + 14):
        government.step(w, p, f, 1, 0, year)
        if (f.states[i].voted == year).any():
            assert (f.states[i].voted == year).all()
            years.append(year)
    assert years == [2024, 2028, 2032, 2036]


def test_futures_agree_with_the_closed_form(world):
    w, p, f = futures(world, early=0.2, removal=0.04)
    i, years = w.protege, 6
    p.alternation[i, :] = 0.45
    whole = (np.array([w.states[i].election_next - w.year]), np.array([w.states[i].election_every]))
    expected = in_office(*whole, years, alternation=np.array([0.45]), early=np.array([0.2]), removed=np.array([0.04]))[
        0
    ]
    stayed = []
    for block in range(4):
        _, f = begun(w, draw_parameters(world, sets=20).parameters, width=WIDTH)
        for year in range(w.year + 1, w.year + years + 1):
            government.step(w, p, f, 1, block * WIDTH, year)
        stayed.append(f.states[i].changed == 0)
    share = np.mean(stayed)
    assert share == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / (4 * WIDTH)))
