"""The page judges as an assessment does, whatever analysts say."""

from types import SimpleNamespace

import numpy as np
import pytest

import foedus
from foedus.assessment.analysts import Probability, view
from foedus.assessment.verdict import state, verdict

from .conftest import CASE

pytestmark = pytest.mark.browser
JUDGED = """([views, measured]) => {
  const w = window.workbench;
  w.about.limits.forEach((limit, i) => (limit.measured = measured[i]));
  const seen = { line: { views }, scene: { n: 1000 }, weights: null, judged: new Map() };
  const found = w.verdictOf(seen, { ...w.stateOf(""), order: "multipolar" });
  return [found.value, found.leaning ?? null, found.limits.map((one) => [one.state, one.keeps, one.fails])];
}"""


def analysts_of(limit, rng):
    """Some analysts, most of them on one side of a limit."""
    bound, side = limit.at_most or limit.at_least, rng.choice([-1.0, 1.0])
    lean = rng.choice([0.0, 0.6, 1.0])
    values = bound + rng.normal(side * lean * 0.1, 0.03, 6)
    return [[f"analyst {i}", "prior", "run", float(np.clip(x, 0.0, 1.0)), 0.004] for i, x in enumerate(values)]


def by_python(limits, rows, measured):
    lines = []
    for limit, row, known in zip(limits, rows, measured, strict=True):
        seen = [view(limit, name, kind, how, Probability(x, error, 1.0)) for name, kind, how, x, error in row]
        sides = [one.side for one in seen]
        lines.append(
            SimpleNamespace(
                outcome=limit.outcome, state=state(seen, known), views=seen, at_most=limit.at_most, at_least=limit.at_least,
                keeps=sides.count("keeps"), fails=sides.count("fails"),
            )
        )  # fmt: skip
    found = verdict(lines, [SimpleNamespace(name="multipolar", tolerances=lines)])
    return [found.value, found.leaning, [[line.state, line.keeps, line.fails] for line in lines]]


def test_any_analysts_come_to_the_verdict_of_python(page):
    rng, limits = np.random.default_rng(5), foedus.load_case(CASE).tolerances
    before = page.evaluate("window.workbench.about.limits.map((limit) => limit.measured)")
    seen = set()
    for _ in range(60):
        rows = [analysts_of(limit, rng) for limit in limits]
        measured = [bool(x) for x in rng.integers(0, 2, len(limits))]
        found = page.evaluate(JUDGED, [rows, measured])
        assert found == by_python(limits, rows, measured)
        seen.add(found[0])
    page.evaluate("(measured) => window.workbench.about.limits.forEach((x, i) => (x.measured = measured[i]))", before)
    assert len(seen) >= 3
