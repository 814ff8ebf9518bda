import pytest

from foedus.errors import InputError
from foedus.simulation.setting import Policy, setting, with_dependants
from foedus.simulation.study import Study
from foedus.world.build import from_case
from foedus.world.case import load_case


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


def test_what_rests_on_an_instrument_goes_with_it(world):
    gone = with_dependants(world, ["mutual-defense-treaty"])
    assert {"combined-forces-command", "extended-deterrence", "us-forces-korea", "thaad", "cost-sharing"} <= set(gone)
    assert with_dependants(world, ["thaad"]) == ("thaad",)


def test_an_unknown_instrument_is_refused_with_the_nearest(world):
    with pytest.raises(InputError, match=r"unknown instrument 'thad'; did you mean 'thaad'\?"):
        setting(world, policy=Policy(("thad",)))


@pytest.mark.parametrize("adherence", [-1.1, 2.0, float("nan")])
def test_adherence_has_a_range(world, adherence):
    with pytest.raises(InputError, match="adherence"):
        setting(world, policy=Policy((), adherence))


def test_the_reference_strength_stays_that_of_the_whole_case(world):
    whole, less = setting(world), setting(world, policy=Policy(("thaad",)))
    assert (whole.instruments.reference == less.instruments.reference).all()
    assert whole.instruments.present.sum() == less.instruments.present.sum() + 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"horizon": 0}, "horizon 0 is not allowed: a whole number from 1 to 60 years"),
        ({"horizon": 61}, "horizon 61"),
        ({"seed": -1}, "seed -1"),
        ({"threads": 0}, "threads 0"),
    ],
)
def test_a_study_refuses_absurd_numbers(options, message):
    with pytest.raises(InputError, match=message):
        Study(load_case("us-rok"), **options)
