"""Pact partners draw each other: nothing at the start, with stated sign and size after, and nobody when a pact ends."""

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.equations import alignment
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import Policy, setting
from foedus.simulation.steps import alignment as align
from foedus.simulation.steps.alignment import attract
from foedus.world.build import from_case
from foedus.world.case import load_case


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


@pytest.fixture(scope="module")
def parameters(world):
    return draw_parameters(world, sets=20).parameters


def pulls(w, p, f):
    """The pull on every state, in each future of the block."""
    attract(w, p, f)
    return f.states.pull.copy()


def test_the_equation_closes_a_share_of_the_gap():
    b = alignment.Coefficients(0.9, scale=0.1, shock_democracy=0.1, shock_autocracy=0.1, attraction=0.05)
    assert alignment.expected(b, alignment.Terms(centre=0.2, previous=1.2, gap=0.0)) == pytest.approx(1.1)
    assert alignment.expected(b, alignment.Terms(centre=0.2, previous=1.2, gap=-2.0)) == pytest.approx(1.0)


def test_at_the_start_no_partner_draws(world, parameters):
    w = setting(world)
    p, f = begun(w, parameters, width=2)
    assert pulls(w, p, f) == pytest.approx(np.zeros((world.states, 2)), abs=1e-12)
    assert p.gap[w.protege] == pytest.approx(world.ideal[w.patron] - world.ideal[w.protege])


def test_a_partner_that_moves_draws_and_the_end_of_a_pact_moves_nobody(world, parameters):
    w = setting(world)
    p, f = begun(w, parameters, width=2)
    f.states[w.patron].ideal[1] -= 0.5
    assert pulls(w, p, f)[w.protege] == pytest.approx([0.0, -0.5])
    pact = next(n for n, k, own in zip(world.instruments, world.kind, world.own, strict=True) if own and k == 0)
    alone = setting(world, policy=Policy((pact,)))
    q, g = begun(alone, parameters)
    g.states[w.patron].ideal -= 0.5
    assert pulls(alone, q, g)[w.protege] == 0.0


def test_all_look_before_anyone_moves(world, parameters):
    """The drift of a year with attraction less that without, same luck: a times the pull of the year before."""
    w = setting(world)
    ends = []
    for attraction in (0.0, 0.1):
        p, f = begun(w, parameters, width=2)
        p.draws[0].alignment.attraction[:] = attraction
        f.states[w.patron].ideal[:] -= 0.5
        before = pulls(w, p, f)
        align.step(w, p, f, 1, 0, w.year + 1)
        ends.append(f.states.ideal.copy())
    known = np.isfinite(world.ideal)
    assert (ends[1] - ends[0])[known] == pytest.approx(0.1 * before[known])
    assert np.abs(before).max() > 0.2
