"""The decision for own nuclear weapons: rivals, and how soon a pursuit succeeds."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.equations import armament
from foedus.equations.effects import priors


def test_a_latent_state_acquires_at_its_own_speed() -> None:
    speed = armament.Speed(plain=0.04, latent=0.15)
    assert [armament.acquires(speed, latent, 0.1) for latent in (True, False)] == [True, False]
    assert not armament.acquires(speed, latent=True, luck=0.15)
    assert armament.acquires(speed, latent=False, luck=0.039)


def test_the_stated_speed_is_15_percent_a_year_and_wide() -> None:
    prior = priors()["armament.speed"]
    assert prior.provenance == "elicited"
    low, middle, high = 1.0 / (1.0 + np.exp(-(prior.mean + prior.sd * np.array([-1.645, 0.0, 1.645]))))
    assert middle == pytest.approx(0.15, abs=0.001)
    assert (low, high) == (pytest.approx(0.04, abs=0.004), pytest.approx(0.45, abs=0.015))


def test_at_least_four_rivals_are_weighed_and_none_of_them_omits_the_guarantee() -> None:
    weighed = {name: one for name, one in armament.SPECIFICATIONS.items() if one.weighed}
    assert len(weighed) >= 4
    assert all("nuclear_defended" in one.terms for one in weighed.values())
    assert not armament.SPECIFICATIONS["latency"].weighed
