"""The analyst's notebook runs from its first cell to its last, and is committed without outputs."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "analyst.ipynb"


def test_it_has_prose_before_every_cell_and_no_outputs():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert [
        cell for cell in cells if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"])
    ] == []
    for before, cell in pairwise(cells):
        assert cell["cell_type"] == "markdown" or before["cell_type"] == "markdown" or before is cells[0]


@pytest.mark.filterwarnings("default")
def test_it_runs_from_the_question_to_the_chart():
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient")
    notebook = nbformat.read(NOTEBOOK, 4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("futures=2000", 'futures=20, horizon=2, orders=["as-measured"]')
    client.NotebookClient(notebook, kernel_name="python3", timeout=300).execute()
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert "Is the US-ROK alliance prepared" in shown[0]["text/html"]
    [chart] = [each["application/vnd.vegalite.v5+json"] for each in shown if "application/vnd.vegalite.v5+json" in each]
    assert "the most likely of" in chart["description"]
    assert any(chart["description"] in each.get("text/plain", "") for each in shown)
