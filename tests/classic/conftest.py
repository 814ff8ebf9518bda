"""Charts are plain dictionaries: here each that is written is held against the schema of Vega-Lite."""

from __future__ import annotations

from typing import Any

import altair as alt
import pytest

from foedus.report import chart, look


@pytest.fixture(autouse=True)
def _valid_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    def styled(*arguments: Any) -> dict[str, Any]:
        spec = look.styled(*arguments)
        alt.Chart.from_dict(spec)
        return spec

    monkeypatch.setattr(chart, "styled", styled)
