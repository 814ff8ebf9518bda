"""Results render by themselves: HTML in a notebook, a short text anywhere else; and become frames and data sets."""

import numpy as np
import openpyxl
import polars as pl
import pytest

import foedus
from foedus.cli import answers, assess
from foedus.cli.tables import save
from foedus.data.columns import columns
from foedus.data.panel.panel import Panel
from foedus.errors import InputError
from foedus.rendered import Rendered
from foedus.report import page, rendering, screen
from foedus.report.markdown import as_markdown

NO_RESULTS = {
    "",
    "str",
    "Case",
    "Order",
    "World",
    "Beliefs",
    "tuple[str, ...]",
    "dict[str, str]",
    "pl.DataFrame",
    "xr.Dataset",
}
"""What public functions return that answers no question."""
DOCUMENTS = {"Brief", "Chart", "Workbench"}
"""What is made of an answer, to be kept in a file."""


def returned():
    """The name of the class that each public function returns."""
    functions = [getattr(foedus, name) for name in foedus.__all__]
    return {one.__annotations__.get("return", "") for one in functions if hasattr(one, "__annotations__")}


def test_every_result_of_a_public_function_renders_by_itself():
    found = returned() & rendering.TEXTS.keys()
    assert {"Answer", "Ablation", "Conditions", "Diff", "Panel", "Posterior", "Verified"} <= found
    assert found - {each.__name__ for each in Rendered.__subclasses__()} == set()
    assert returned() - found <= NO_RESULTS | DOCUMENTS


def test_every_text_is_there():
    for told in rendering.TEXTS.values():
        module, function = told.rsplit(".", 1)
        assert callable(getattr(__import__(f"foedus.report.{module}", fromlist=[function]), function))


def test_every_class_that_renders_by_itself_has_a_text():
    assert returned()
    assert {each.__name__ for each in Rendered.__subclasses__()} - set(rendering.TEXTS) == set()


def test_a_notebook_shows_the_first_screen_of_an_answer(answer):
    bundle = answer._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == screen.first_screen(answer).rstrip() == repr(answer) == str(answer)
    for words in ("Is the alliance of Ruritania prepared?", "NOT PREPARED.", "11% (2.2-33)", "&lt;= 5%"):
        assert words in bundle["text/html"]
    assert len(bundle["text/html"]) < 10_000


def test_what_a_case_says_is_text_in_a_notebook(make):
    assert "<script" not in make(question="<script>x</script>")._repr_mimebundle_()["text/html"]


def test_a_panel_shows_its_size_and_its_first_rows():
    keys = {name: column for name, column in columns("state-year").items() if column.role in ("key", "unit")}
    values = {name: [2, 20] if column.dtype.is_integer() else ["a", "b"] for name, column in keys.items()}
    frame = pl.DataFrame([pl.Series(name, each, keys[name].dtype) for name, each in values.items()])
    frame = frame.with_columns(year=pl.lit(2000, keys["year"].dtype))
    panel = Panel(frame, "state-year", keys, {}, notes=("Made up.",))
    bundle = panel._repr_mimebundle_()
    assert "foedus panel of state-year" in bundle["text/plain"]
    assert "2 rows" in bundle["text/html"]
    assert "note: Made up." in bundle["text/html"]
    assert foedus.to_frame(panel).equals(frame)


def test_a_long_text_is_cut_and_says_so(monkeypatch, answer):
    monkeypatch.setattr(rendering, "SHORTEST", {})
    assert rendering.short_text(answer).splitlines()[-1].endswith("more lines: print(foedus.as_text(...))")


def test_the_text_and_the_page_are_those_of_the_command(answer, monkeypatch):
    monkeypatch.setattr(page, "as_html", lambda answer: f"the page of {answer.case}")
    assert foedus.as_text(answer).startswith("Is the alliance of Ruritania prepared?")
    assert foedus.as_html(answer) == "the page of ruritania"


@pytest.mark.parametrize("function", [foedus.as_text, foedus.as_html, foedus.to_frame, foedus.to_xarray])
@pytest.mark.parametrize("other", ["us-rok", 1, None, object()])
def test_what_is_no_result_is_refused_in_one_line(function, other):
    with pytest.raises(InputError) as refused:
        function(other)
    assert "\n" not in str(refused.value)


def test_a_data_set_has_the_numbers_of_the_answer(answer):
    data = foedus.to_xarray(answer)
    for line in answer.outcomes:
        found = data["estimate"].sel(outcome=line.name).values
        np.testing.assert_array_equal(
            found, np.array([line.estimate.value, line.estimate.low, line.estimate.high], float)
        )
        curve = line.curve or [None] * answer.horizon
        np.testing.assert_array_equal(data["curve"].sel(outcome=line.name).values, np.array(curve, float))
    for line in answer.counterfactuals:
        for each in line.differences:
            at = {"instrument": line.instrument, "outcome": each.outcome, "bound": "value"}
            assert float(data["without"].sel(at)) == each.estimate.value
    for order in answer.orders:
        for pole in order.poles:
            at = {"order": order.name, "index": pole.index, "band": "median"}
            assert data["poles"].sel(at).values.tolist() == pole.median
    assert data.attrs["verdict"] == "not prepared"


def test_the_frame_and_the_data_set_agree(answer):
    data, table = foedus.to_xarray(answer), foedus.to_frame(answer)
    for row in table.filter(section="orders", quantity="outcomes.estimate").iter_rows(named=True):
        assert float(data["by_order"].sel(order=row["under"], outcome=row["item"], bound="value")) == row["value"]


def test_markdown_has_a_title_tables_and_no_markup_of_the_case(make, answer):
    text = as_markdown(make(question="A *bold* | claim"))
    assert text.startswith("# A \\*bold\\* \\| claim\n")
    assert "| war | 11% | very unlikely (5-20%) | 2.2% to 33% | 9.9% (4.4-20) | a |" in text
    assert "## What this cannot say\n\n- Whether Ruritania exists." in text
    for block in text.split("\n\n"):
        rows = [line.replace("\\|", "") for line in block.splitlines() if line.startswith("|")]
        assert len({row.count("|") for row in rows}) <= 1


@pytest.mark.parametrize("write", [assess.give, answers.write])
def test_a_table_goes_to_a_file_as_a_whole_and_leaves_nothing_beside_it(answer, write, tmp_path):
    for form, begins in (("csv", b"section,item,under,quantity"), ("xlsx", b"PK"), ("json", b"{")):
        out = tmp_path / f"answer.{form}"
        given = (assess.Format(form), out, False) if write is assess.give else ("text", answers.Format(form), out)
        write(answer, *given)
        assert out.read_bytes().startswith(begins)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.csv", "answer.json", "answer.xlsx"]


def test_a_table_of_rows_is_a_workbook_too_and_too_many_rows_are_refused(tmp_path, monkeypatch):
    table = pl.DataFrame({"name": ["=1"], "number": [1.5]})
    save(table, tmp_path / "rows.xlsx")
    [sheet] = openpyxl.load_workbook(tmp_path / "rows.xlsx").worksheets
    assert list(sheet.iter_rows(values_only=True)) == [("name", "number"), ("=1", 1.5)]
    monkeypatch.setattr("foedus.report.workbook.ROWS", 0)
    with pytest.raises(InputError, match="1 rows, and a sheet holds 0"):
        save(table, tmp_path / "more.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["rows.xlsx"]
