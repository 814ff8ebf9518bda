"""What the browser counts is what Python counts, for any state."""

import numpy as np
import pytest

import foedus
from foedus.assessment import additive, analysts
from foedus.assessment.contribution import one_by_one
from foedus.assessment.flip_runs import movable
from foedus.assessment.outcomes import averaged, by_set, curve, estimate
from foedus.assessment.plan import plan
from foedus.report import numbers
from foedus.workshop.plan import scenes
from foedus.world.outcomes import PROBABILITY, outcomes_of

from .conftest import CASE, FUTURES, ORDERS

pytestmark = pytest.mark.browser
SEEN = """async (name) => {
  const w = window.workbench, scene = await w.load(name);
  return Object.fromEntries(w.about.outcomes.map((one) => [one.name, w.estimate(scene, one)]));
}"""
REWEIGHTED = """async ([name, moves]) => {
  const w = window.workbench, scene = await w.load(name), weights = w.weightsOf(moves);
  return Object.fromEntries(w.about.outcomes.map((one) => [one.name, w.estimate(scene, one, { weights })]));
}"""
APART = """async ([one, other]) => {
  const w = window.workbench, [a, b] = await Promise.all([w.load(one), w.load(other)]);
  return Object.fromEntries(w.about.outcomes.map((x) => [x.name, w.differenceOf(x, { scene: a }, { scene: b })]));
}"""


@pytest.fixture(scope="module")
def every(study):
    planned = plan(study, FUTURES, ORDERS, (), {}, "literature")
    return scenes(study, planned, FUTURES)


@pytest.fixture(scope="module")
def some(study, every):
    """The headline, a run without an instrument in another order, and a few others drawn at random."""
    drawn = np.random.default_rng(17).choice(len(every), 3, replace=False)
    removed = next(one for one in every if one.order == ORDERS[1] and one.without)
    chosen = dict.fromkeys([every[0], removed, *(every[place] for place in drawn)])
    found = one_by_one(study, [one.question(study) for one in chosen], FUTURES)
    return dict(zip(chosen, found, strict=True))


def near(found, expected):
    for name, value in expected:
        assert found[name] == (value if value is None else pytest.approx(value, rel=2e-6, abs=2e-7)), name


def test_every_outcome_of_every_run_is_that_of_python(page, study, some):
    for scene, chunk in some.items():
        found = page.evaluate(SEEN, scene.name)
        for outcome in outcomes_of(study.case):
            near(found[outcome.name], estimate(outcome, chunk.tally))


def test_curves_by_year_are_those_of_python(page, study, some):
    scene, chunk = next(iter(some.items()))
    for outcome in outcomes_of(study.case):
        if outcome.kind != "status":
            continue
        found = page.evaluate(
            """async ([name, outcome]) => {
              const w = window.workbench, scene = await w.load(name), one = w.about.outcomes.find((x) => x.name === outcome);
              return Array.from({ length: w.about.shape.horizon }, (_, t) => w.estimate(scene, one, { year: t + 1 }).value);
            }""",
            [scene.name, outcome.name],
        )
        assert found == pytest.approx(curve(outcome, chunk.tally), abs=1e-12)


def test_a_moved_judgement_weighs_as_an_analyst_does(page, study, some):
    scene, chunk = next(iter(some.items()))
    planned = plan(study, FUTURES, ORDERS, (), {}, "literature")
    drawn = study.parameters().elicited
    one = next(each for each in movable(study, planned) if all(address in drawn for address in each.addresses))
    z = sum(drawn[address] for address in one.addresses)
    weights = np.exp(0.7 * z - len(one.addresses) * 0.7**2 / 2.0)
    found = page.evaluate(REWEIGHTED, [scene.name, {one.name: 0.7}])
    for outcome in outcomes_of(study.case):
        if outcome.unit != PROBABILITY or outcome.kind == "ratio":
            continue
        expected = analysts.predictive(by_set(outcome, chunk.tally), weights)
        if expected is not None:
            assert found[outcome.name]["value"] == pytest.approx(min(max(expected.value, 0.0), 1.0), rel=1e-5, abs=1e-7)
            assert found[outcome.name]["error"] == pytest.approx(expected.error, rel=1e-4)


def test_two_runs_are_compared_future_by_future(page, study, some):
    (first, one), (second, other) = list(some.items())[:2]
    found = page.evaluate(APART, [second.name, first.name])
    for outcome in outcomes_of(study.case):
        if outcome.kind in ("total", "ratio"):
            continue
        after, before = (additive.readings([outcome], chunk.kept, study.horizon)[:, 0] for chunk in (other, one))
        contrast = additive.ratio(*after.T) - additive.ratio(*before.T) if outcome.given else after[:, 0] - before[:, 0]
        expected = averaged(contrast, study.sets)
        near(found[outcome.name], expected)


@pytest.mark.parametrize(
    ("given", "do"),
    [
        ("pact_in_force in 2030", ""),
        ("not protege_deaths by 2027", ""),
        ("", "government:USA=conservative, PHI=progressive from 2024"),
    ],
)
def test_what_is_seen_or_made_is_what_what_if_counts(page, given, do):
    found = page.evaluate(
        """async ([given, made]) => {
          const w = window.workbench, seen = await w.seenOf({ ...w.stateOf(""), given: given ? [given] : [], made });
          const all = { ...seen, how: { ...seen.how, mask: null } };
          return Object.fromEntries(w.about.outcomes.map((x) => [
            x.name, { ...w.conditional(seen.scene, x, seen.how), gap: w.differenceOf(x, seen, all).value },
          ]));
        }""",
        [given, do],
    )
    for line in foedus.what_if(CASE, given=given or (), do=do or (), futures=FUTURES).outcomes:
        expected = line.seen if given else line.made
        if expected.error is None:
            assert found[line.name]["value"] is None
        else:
            assert found[line.name]["value"] == pytest.approx(expected.estimate.value, abs=1e-12)
            assert found[line.name]["error"] == pytest.approx(expected.error, rel=1e-9)
            assert found[line.name]["futures"] == expected.futures
            if given and line.gap:
                assert found[line.name]["gap"] == pytest.approx(line.gap.estimate.value, abs=1e-12)


def test_numbers_are_written_as_python_writes_them(page):
    rng = np.random.default_rng(3)
    some = [0.0, 1.0, 0.125, 0.00125, 0.9895, 0.99, 0.095, 0.145, 0.5, *(rng.random(200) ** 4).tolist()]
    forms = {"probability": numbers.probability, "amount": numbers.amount, "points": numbers.points}
    found = page.evaluate(
        "(some) => ['probability', 'amount', 'points'].map((form) => some.map((x) => window.workbench[form](x)))", some
    )
    for texts, form in zip(found, forms.values(), strict=True):
        assert [text.replace("\u2212", "-") for text in texts] == [form(x) for x in some]
