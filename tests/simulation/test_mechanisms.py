"""A mechanism that is off has parameters of exactly zero, and every stated number belongs to one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from tests.assessment.one_candidate import ASKED

from foedus import assess, replay, simulate
from foedus.assessment.contribution import contributions, listed
from foedus.equations import registry
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import effects, priors
from foedus.errors import InputError
from foedus.estimate.fits import AS_SHIPPED
from foedus.evaluate.tables import reversion
from foedus.report.mechanism import contribution_table, contribution_text
from foedus.report.text import as_text
from foedus.simulation import parameters
from foedus.simulation.mechanisms import Switches, acts, channels, mechanisms, off_by_default, resting, switches
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.store import digest
from foedus.simulation.study import Study
from foedus.world.build import from_case
from foedus.world.case import case_names, load_case

SETS = 20


@pytest.fixture(scope="module")
def case():
    return load_case("us-rok")


@pytest.fixture(scope="module")
def world(case):
    return from_case(case)


class Zeroed:
    """The fits that ship, with the coefficients of some terms at zero."""

    def __init__(self, names):
        self.names = names

    def load(self, name):
        found = AS_SHIPPED.load(name)
        series = next(each for each in registry.SERIES if name == each or name.startswith(f"{each}-"))
        silent = [k for k, term in enumerate(found.record["terms"]) if f"{series}.{term}" in self.names]
        draws = {key: value.copy() for key, value in found.draws.items()}
        for key in {"b", "terms"} & set(draws):
            draws[key][..., silent] = 0.0
        return replace(found, draws=draws)


def by_hand(monkeypatch, world, names, sets=SETS):
    """Parameter sets with the named parameters, and those off by default, zero where they are stated, recorded or fitted."""
    names = {*names, *off_by_default()}
    zero = {"mean": 0.0, "sd": 0.0}
    of = Beliefs.of
    rate = parameters._rate
    with monkeypatch.context() as patch:
        patch.setattr(Beliefs, "of", lambda self, name: replace(of(self, name), **(zero if name in names else {})))
        if "initiation.reversion" in names:
            patch.setattr(parameters, "reversion", lambda name: (0.0, reversion(name)[1]))
        patch.setattr(parameters, "_rate", lambda name, *more: rate(name, *more) * (name not in names))
        found = draw_parameters(world, sets=sets, fits=Zeroed(names)).parameters
    units = {"ending_patron": "treaty-end.patron", "joining_dyad": "joining.dyad"}
    return found._replace(**{field: (name not in names) * getattr(found, field) for field, name in units.items()})


@pytest.mark.parametrize("name", mechanisms())
def test_off_is_the_same_as_parameters_of_zero(name, world, monkeypatch):
    one = mechanisms()[name]
    off, on = (draw_parameters(world, sets=SETS, **{way: (name,)}).parameters for way in ("off", "on"))
    assert digest(off) == digest(by_hand(monkeypatch, world, one.parameters))
    assert digest(on if one.runs else off) == digest(draw_parameters(world, sets=SETS).parameters)
    assert digest(off) != digest(on) or not acts(one, world)


NAMES = ("presence.initiation", "strain", "provocation", "coercion", "pacts-in-escalation", "trade")
"""One mechanism of each kind of parameter."""


@pytest.mark.parametrize("name", NAMES)
def test_futures_without_a_mechanism_are_those_with_its_parameters_at_zero(name, case, world, monkeypatch):
    study, plain = Study(case, horizon=5, switches=Switches(off=(name,))), Study(case, horizon=5)
    zero = by_hand(monkeypatch, world, mechanisms()[name].parameters, parameters.SETS)
    monkeypatch.setattr(plain, "parameters", lambda *_: parameters.Drawn(zero, {}, {}, {}, {}))
    (off,), (again,) = study.run(SETS), plain.run(SETS)
    assert all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in zip(off[1:], again[1:], strict=True))


def test_channels_that_rest_run_the_same_in_both_engines(case):
    on = [f"{one.name}=on" for one in channels() if not one.runs]
    asked = {"futures": 4, "horizon": 3, "order": "hostile-bloc", "mechanisms": on}
    compiled, interpreted = (simulate(case, **asked, engine=engine) for engine in ("compiled", "reference"))
    assert compiled.identical(interpreted)


def test_an_answer_says_what_is_off(case):
    asked = ["integrity.strain=off", "wedge=on"]
    found = assess(case, futures=20, horizon=1, orders=["as-measured"], mechanisms=asked, specification=ASKED)
    assert (found.mechanisms_off, found.mechanisms_on) == (["integrity.strain"], ["wedge"])
    assert found.off_by_default == [name for name in resting() if name != "wedge"]
    text = " ".join(as_text(found, colour=False).split())
    assert "mechanisms off: integrity.strain" in text
    assert f"off by default: {', '.join(found.off_by_default)}" in text


def test_an_answer_names_only_what_its_case_could_have():
    case = load_case("us-philippines")
    found = assess(case, futures=20, horizon=1, orders=["as-measured"], specification=ASKED).off_by_default
    assert "troops" in found
    assert not {"wedge", "renewal", "readiness", "opinion", "policy-distance"} & set(found)


def test_every_stated_number_and_every_effect_has_a_switch():
    own = {f"{one.kind}.{one.channel}" for one in effects()} | set(priors())
    assert own <= set(mechanisms())
    assert all(one.parameters for one in mechanisms().values())


def test_a_silenced_step_does_nothing(case):
    found = simulate(case, futures=100, horizon=5, mechanisms=["provocation=off", "coercion=off"])
    assert not found.events.sel(event="coercion").any()
    assert not found.totals.sel(total=["missile-launches", "nuclear-tests", "joint-air-patrols"]).any()


def test_without_changes_of_integrity_every_instrument_in_force_is_kept_up(case):
    found = simulate(case, futures=100, horizon=5, mechanisms=["integrity=off"])
    assert (found.events.sel(event="integrity_kept") | ~found.events.sel(event="pact_in_force")).mean() > 0.99


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("integrity.strian=off", "unknown mechanism 'integrity.strian'; did you mean 'integrity.strain'"),
        ("integrity.strain=no", "mechanism 'integrity.strain=no' is not NAME=off or NAME=on"),
        ("integrity.strain", "mechanism 'integrity.strain' is not NAME=off or NAME=on"),
        ("wegde=on", "unknown mechanism 'wegde'; did you mean 'wedge'"),
    ],
)
def test_an_entry_that_switches_nothing_is_refused_in_one_line(entry, said):
    with pytest.raises(InputError, match=said) as refused:
        switches([entry])
    assert "\n" not in str(refused.value)


def test_a_mechanism_is_not_switched_both_ways():
    assert switches(["wedge=on", "load=off", "wedge=on"]) == Switches(off=("load",), on=("wedge",))
    with pytest.raises(InputError, match="'wedge' is switched both off and on; choose one"):
        switches(["wedge=on", "wedge=off"])


@pytest.mark.parametrize("ask", [simulate, assess, partial(replay, future=0)])
@pytest.mark.parametrize("entry", ["wedge=on", "concentration=on", "wedge=off", "coercion=off"])
def test_what_a_case_lacks_cannot_be_switched(ask, entry):
    name, _, way = entry.partition("=")
    message = f"^mechanism '{name}' cannot be switched {way}: the case lacks what it acts on .*; leave it out$"
    with pytest.raises(InputError, match=message) as refused:
        ask(load_case("us-philippines"), horizon=1, mechanisms=[entry])
    assert "\n" not in str(refused.value)


def test_what_a_case_lacks_is_absent_and_not_without_effect():
    found = contributions(load_case("us-philippines"), ["readiness"], futures=1, horizon=1)
    [line] = found.mechanisms
    assert (line.on, line.changed, line.differences) == (False, None, [])
    for text in (contribution_text(found), contribution_table(found)):
        assert "absent: the case lacks what it acts on" in " ".join(text.split())
        assert "moves nothing" not in text


def test_what_is_nearly_all_prior_is_off_by_default():
    found = {name for name, one in mechanisms().items() if not one.runs}
    assert off_by_default() | set(resting()) == found
    assert all(mechanisms()[name].provenance == "elicited" for name in found)
    assert Switches(on=("strain", "integrity")).silent == off_by_default()
    assert Switches(on=("wedge",)).silent == off_by_default() - {"coercion.wedge", "provocation.wedge"}


def test_a_contribution_is_the_paired_difference_off_minus_on(case):
    found = contributions(case, ["coercion", "command.joining"], futures=200, horizon=5)
    coercion, command = found.mechanisms
    on, off = (
        simulate(case, futures=200, horizon=5, mechanisms=chosen).events.sel(event="coercion").any("year").mean()
        for chosen in ((), ["coercion=off"])
    )
    by_name = {one.outcome: one.estimate for one in coercion.differences}
    assert by_name["coercion"].value == pytest.approx(float(off - on))
    assert by_name["coercion"].value < 0
    assert coercion.changed > 0
    assert by_name["war_outside"].value == by_name["war_outside"].high == 0.0
    assert command.on
    assert len(coercion.errors) == len(coercion.differences)
    assert (
        by_name["coercion"].high - by_name["coercion"].value
        > dict(zip(by_name, coercion.errors, strict=True))["coercion"]
    )
    assert coercion.reach == command.reach == []


def test_what_is_off_says_how_far_it_could_go(case):
    found = contributions(case, ["renewal", "opinion"], futures=200, horizon=10)
    renewal = found.mechanisms[0]
    assert [one.outcome for one in renewal.reach] == [one.outcome for one in renewal.differences]
    for one in renewal.reach:
        assert one.lowest.difference.estimate.value <= one.highest.difference.estimate.value
    upkeep = {one.outcome: one for one in renewal.reach}["upkeep"]
    assert upkeep.lowest.difference.estimate.value < upkeep.highest.difference.estimate.value
    text = contribution_table(found)
    assert "renewal (off by default)" in text
    assert "upkeep while the treaty is in force" in text


def no(case):
    return [one.name for one in listed(case).mechanisms if not one.on]


def test_the_list_says_what_a_case_has(case):
    assert all(one.on is None for one in listed().mechanisms)
    on = {one.name: one.on for one in listed(case).mechanisms}
    assert on["presence.initiation"]
    assert on["coercion"]
    lacks = {name for each in case_names() for name in no(load_case(each))}
    assert "missile-defence.initiation" in lacks
