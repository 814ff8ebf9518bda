"""A card says what its posterior's record says."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.estimate.posterior import Posterior, Units, load_posterior, posterior_names
from foedus.report.cards import card

RECORD = {
    "equation": "joining",
    "specification": "pacts",
    "formula": "logit p = b . x",
    "terms": ["constant"],
    "sample": {"rows": 12, "rates": {"allies": {"rows": 3, "rate": 0.25}}},
    "years": [1946, 2010],
    "sources": {"cow-nmc": "ab12"},
    "priors": {"b": "Normal(0, 1.5)"},
    "sampler": "NUTS",
    "diagnostics": {"max_rhat": 1.003, "divergences": 0.0},
    "summary": {"constant": {"mean": -6.25, "sd": 0.5, "q5": -7.0, "q95": -5.5}},
    "scores": {"brier": 0.0125, "brier_skill_90": [0.01, 0.1]},
    "as_of": "2023-11-07",
}


def test_card_holds_every_part_of_the_record() -> None:
    units = {"dyad": Units(np.array([2732]), np.array([0.1]), np.array([0.2]))}
    text = card(Posterior("joining-full", {"b": np.zeros((500, 1))}, units, RECORD))
    for part in (
        "## joining",
        "years 1946-2010",
        "nothing dated after 2023-11-07",
        "logit p = b . x",
        "- rows: 12",
        "  - allies: rows 3, rate 0.25",
        "- cow-nmc: `ab12`",
        "- b: Normal(0, 1.5)",
        "- max_rhat: 1.003",
        "| constant | -6.250 | 0.500 | -7.000 | -5.500 |",
        "- dyad: 1 intercepts",
        "- brier_skill_90: 0.01 to 0.1",
    ):
        assert part in text


def test_no_scores_no_section() -> None:
    assert "Scores" not in card(Posterior("trade", {"b": np.zeros((5, 1))}, {}, {**RECORD, "scores": {}}))


@pytest.mark.parametrize("name", posterior_names())
def test_every_shipped_posterior_has_a_card(name: str) -> None:
    posterior = load_posterior(name)
    text = card(posterior)
    assert text.startswith(f"## {name}\n")
    assert all(f"| {term} |" in text for term in posterior.record["summary"])
