"""Counting alike rows together keeps rows and events."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from foedus.estimate.samples.sample import Sample, collapse


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans()), min_size=1, max_size=60))
def test_collapse_keeps_rows_and_events(rows: list[tuple[int, int, bool]]) -> None:
    arrays = {name: np.array(column, dtype=float) for name, column in zip("aby", zip(*rows, strict=True), strict=True)}
    found = collapse(arrays, ("a", "b"), "y")
    assert found["trials"].sum() == len(rows)
    assert found["events"].sum() == arrays["y"].sum()
    assert len({(a, b) for a, b, _ in rows}) == len(found["a"])
    for a, b, events, trials in zip(found["a"], found["b"], found["events"], found["trials"], strict=True):
        alike = (arrays["a"] == a) & (arrays["b"] == b)
        assert (events, trials) == (arrays["y"][alike].sum(), alike.sum())


def test_where_keeps_what_a_sample_rests_on() -> None:
    sample = Sample({"x": np.arange(4)}, (1946, 2010), {"k": "h"}, {"rows": 4})
    chosen = sample.where(sample["x"] > 1)
    assert chosen["x"].tolist() == [2, 3]
    assert chosen.rows == 2
    assert (chosen.years, chosen.sources, chosen.notes) == (sample.years, sample.sources, sample.notes)
