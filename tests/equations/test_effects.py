"""The table of effects: complete, ordered, graded, and honest about what moved it."""

import pytest

from foedus.assessment.evidence import of_instrument
from foedus.equations.effects import BELIEFS, CHANNELS, effects
from foedus.errors import InputError
from foedus.world.world import KINDS

TRIPLES = list(zip(*(effects(beliefs) for beliefs in BELIEFS), strict=True))
FAVOURABLE = {"initiation": -1, "war": -1, "force": -1, "joining": 1, "armament": -1, "coercion": -1, "ending": -1}
"""The sign of an effect that speaks for the instrument, by channel."""
EVERY = [effect for own in TRIPLES for effect in own]


def name(value):
    return f"{value[0].kind}-{value[0].channel}"


def sign(x):
    return "0" if x == 0 else "+" if x > 0 else "-"


@pytest.mark.parametrize("own", TRIPLES, ids=name)
def test_every_effect_is_stated_under_all_beliefs_about_the_same_thing(own):
    assert [effect.beliefs for effect in own] == list(BELIEFS)
    assert len({(effect.kind, effect.channel, effect.meaning, effect.rival_signs) for effect in own}) == 1


@pytest.mark.parametrize("own", TRIPLES, ids=name)
def test_beliefs_go_from_least_to_most_favourable_and_differ_somewhere(own):
    means = [FAVOURABLE[effect.channel] * effect.mean for effect in own]
    assert means == sorted(means)
    assert means[0] < means[-1]
    assert means[0] <= 0.0


@pytest.mark.parametrize("own", TRIPLES, ids=name)
def test_beliefs_share_their_width_so_that_the_same_luck_differs_by_a_shift(own):
    assert len({effect.sd for effect in own}) == 1
    assert own[0].sd > 0


@pytest.mark.parametrize("own", TRIPLES, ids=name)
def test_rival_signs_hold_those_of_the_beliefs(own):
    signs = own[0].rival_signs.split()
    assert set(signs) <= {"-", "0", "+"}
    assert signs == sorted(signs, key="-0+".index)
    assert {sign(effect.mean) for effect in own} <= set(signs)


@pytest.mark.parametrize("effect", EVERY, ids=lambda e: f"{e.kind}-{e.channel}-{e.beliefs}")
def test_every_row_says_what_it_rests_on(effect):
    assert effect.kind in KINDS
    assert effect.channel in CHANNELS
    assert effect.grade in {"A", "B", "C", "D"}
    assert effect.provenance in {"literature", "elicited"}
    assert effect.status in {"S", "S-dir", "C", "M", "-"}
    assert effect.source
    assert effect.meaning
    assert effect.moved_by.split(",")[0].split(":")[0] in {"none", "the centre", "the width alone"}
    if effect.moved_by.startswith("none"):
        assert effect.status != "C"


def test_no_kind_and_channel_is_stated_twice():
    assert len({(own[0].kind, own[0].channel) for own in TRIPLES}) == len(TRIPLES)


def test_the_default_is_the_literature():
    assert effects() == effects("literature")


@pytest.mark.parametrize(("given", "nearest"), [("skeptical", "sceptical"), ("optimistic", "optimist")])
def test_unknown_beliefs_are_refused_with_the_nearest(given, nearest):
    with pytest.raises(InputError, match=f"unknown beliefs '{given}'; did you mean '{nearest}'") as caught:
        effects(given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("beliefs", BELIEFS)
@pytest.mark.parametrize("kind", KINDS)
def test_skill_is_never_offered_as_evidence_for_an_effect(kind, beliefs):
    found = of_instrument(kind, beliefs)
    assert not any(word in found.model_dump_json().lower() for word in ("skill", "brier", "held-out", "auc"))
    assert found.grade in {"A", "B", "C", "D", None}
    assert (found.grade is None) == (not found.terms)
