"""Every equation from its own file: arithmetic, candidate specifications, priors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.equations import duration, government, growth, integrity, trade, treaty_formation
from foedus.equations.registry import EQUATIONS, POSTERIORS, RIVALS, chosen
from foedus.errors import InputError
from foedus.estimate.design import design_matrix, named

share = st.floats(0.0, 1.0)
number = st.floats(-3.0, 3.0)
LOGITS = [name for name, module in EQUATIONS.items() if hasattr(module, "log_odds")]


@pytest.mark.parametrize("name", LOGITS)
def test_log_odds_are_linear_in_their_coefficients(name: str) -> None:
    equation = EQUATIONS[name]
    rng = np.random.default_rng(1)
    kinds = [kind for key, kind in vars(equation).items() if key in ("Terms", "Still", "Moving")]
    arrays = {term: rng.normal(size=20) for kind in kinds for term in kind._fields}
    b = rng.normal(size=len(equation.TERMS))
    x = type("Row", (), arrays)
    assert design_matrix(equation, arrays) @ b == pytest.approx(equation.log_odds(named(equation.Coefficients, b), x))


@pytest.mark.parametrize("name", LOGITS)
def test_a_prior_is_stated_for_every_coefficient(name: str) -> None:
    stated = EQUATIONS[name].PRIOR
    for prior in stated.values() if name == "escalation" else [stated]:
        assert len(prior.location) == len(prior.width) == len(EQUATIONS[name].TERMS)
        assert (prior.width > 0).all()


@pytest.mark.parametrize("name", RIVALS)
def test_a_specification_names_coefficients_of_its_equation(name: str) -> None:
    if not name.startswith("growth"):
        for one in RIVALS[name].values():
            assert set(one.terms) <= set(EQUATIONS[name.replace("-", "_")].TERMS)


@settings(deadline=None)
@given(st.builds(treaty_formation.Coefficients, *[number] * 11), number, st.integers(0, 20), st.integers(0, 20))
def test_third_states_never_lift_the_log_odds_of_a_pact_above_the_bound(
    b: treaty_formation.Coefficients, apart: float, partners: int, opponents: int
) -> None:
    bound = treaty_formation.at_most(b, apart, 20)
    assert treaty_formation.with_third_states(b, apart, partners, opponents) <= bound + 1e-9


def test_third_states_are_counted_as_in_the_log_odds() -> None:
    b = treaty_formation.Coefficients(*np.linspace(-1.0, 1.0, 11))
    x = treaty_formation.Terms(*np.linspace(0.1, 1.0, 10))
    apart = treaty_formation.log_odds(b, x._replace(log_shared_partners=0.0, log_common_opponents=0.0))
    found = treaty_formation.with_third_states(b, apart, 3, 2)
    whole = x._replace(log_shared_partners=np.log(4.0), log_common_opponents=np.log(3.0))
    assert found == pytest.approx(treaty_formation.log_odds(b, whole))


@settings(deadline=None)
@given(share, share, share, share)
def test_a_democracy_changes_by_an_election_or_else_by_a_removal(
    exit_: float, loss: float, chance: float, rate: float
) -> None:
    assert government.democracy_changes(False, chance, rate, loss=loss, exit=exit_) == (exit_ < rate)
    assert government.democracy_changes(True, chance, rate, loss=loss, exit=exit_) == (loss < chance)


@settings(deadline=None)
@given(share, share, share)
def test_elsewhere_support_changes_with_or_without_an_exit(exit_: float, given_: float, unelected: float) -> None:
    b = government.Coefficients(*[0.0] * 8, irregular_autocracy=0.3, unelected_change=0.1, change_given_irregular=0.5)
    assert government.autocracy_changes(b, exit=exit_, given=given_, unelected=unelected) == (
        (exit_ < 0.3 and given_ < 0.5) or unelected < 0.1
    )


def test_a_dispute_lasts_by_its_hostility() -> None:
    b = duration.Coefficients(no_force=0.1, force=0.4, war=0.7)
    found = [duration.probability(b, *each) for each in ((False, False), (True, False), (True, True))]
    assert found == [0.1, 0.4, 0.7]


@settings(deadline=None)
@given(number, number, number, number)
def test_growth_stays_within_its_bound(mean: float, previous: float, factor: float, shock: float) -> None:
    b = growth.Coefficients(persistence=0.3, scale=0.5, df=2.0, factor_sd=0.2, bound=0.6)
    drawn = growth.drawn(b, growth.Terms(mean, previous, factor, shock))
    free = growth.expected(mean, 0.3, previous) + 0.2 * factor + 0.5 * shock
    assert drawn == pytest.approx(np.clip(free, -0.6, 0.6))


def test_an_instrument_left_alone_returns_to_its_level() -> None:
    b = integrity.Coefficients(persistence=0.8, adherence=0.5, strain=0.3, load=0.1, scale=0.2)
    x = integrity.Terms(previous=1.0, level=2.0, adherence=0.0, strain=0.0, load=0.0)
    assert integrity.expected(b, x) == pytest.approx(1.2)
    assert integrity.expected(b, x._replace(adherence=1.0, strain=1.0, load=1.0)) == pytest.approx(
        1.2 + 0.5 - 0.3 - 0.1
    )


def test_trade_is_a_random_walk() -> None:
    assert trade.drawn(trade.Coefficients(scale=0.2), 1.0, -0.5) == pytest.approx(0.9)


def test_equations_are_found_in_their_folder() -> None:
    assert {"initiation", "treaty_end", "integrity", "trade"} <= set(EQUATIONS)
    assert "treaty-formation" in POSTERIORS
    assert list(RIVALS) == [
        "initiation",
        "escalation",
        "joining",
        "treaty-end",
        "entente",
        "growth-cinc",
        "growth-gdp",
        "growth-milex",
        "armament",
    ]


def test_an_unknown_specification_is_refused_by_name() -> None:
    assert chosen("growth=no-change") == dict.fromkeys(("growth-cinc", "growth-gdp", "growth-milex"), "no-change")
    with pytest.raises(InputError, match="treaty-end"):
        chosen("treaty-en=split")
