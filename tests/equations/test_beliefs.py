"""Beliefs: what a person states replaces the shipped prior and nothing else, and is a judgement."""

import pytest

from foedus.equations.beliefs import Beliefs, Stated, beliefs_of, every, range_of
from foedus.equations.effects import BELIEFS, effects, priors
from foedus.errors import InputError

OWN = Beliefs("own", "optimist", (Stated("presence.joining", 0.1, 0.2, "a reason"), Stated("integrity.load", 0.5, 0.3)))


@pytest.mark.parametrize("name", BELIEFS)
def test_shipped_beliefs_are_those_of_the_tables(name):
    found = beliefs_of(name)
    assert found.effects == effects(name)
    assert dict(found.priors) == priors()


def test_what_is_stated_replaces_the_prior_and_is_elicited():
    troops, load = OWN.of("presence.joining"), OWN.of("integrity.load")
    assert (troops.mean, troops.sd, troops.provenance, troops.source) == (0.1, 0.2, "elicited", "a reason")
    assert (load.mean, load.sd, load.provenance, load.source) == (0.5, 0.3, "elicited", "beliefs own")


def test_what_is_not_stated_is_that_of_the_base():
    base, stated = every(beliefs_of("optimist")), {"presence.joining", "integrity.load"}
    assert {name: one for name, one in every(OWN).items() if name not in stated} == {
        name: one for name, one in base.items() if name not in stated
    }


def test_every_shipped_prior_lies_in_its_range():
    for name in BELIEFS:
        for one in every(beliefs_of(name)).values():
            low, high = range_of(one)
            assert low <= one.mean <= high
            assert one.sd <= (high - low) / 2


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"unknown effect 'presence.joning'; did you mean 'presence.joining'"):
        OWN.of("presence.joning")
    with pytest.raises(InputError, match="unknown beliefs 'optimst'; did you mean 'optimist'"):
        beliefs_of("optimst")
