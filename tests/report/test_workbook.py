"""The workbook: what the CSV has, a sheet a section, and no text that a spreadsheet would run."""

import io

import openpyxl
import polars as pl
import pytest

from foedus.report import rendering, tables
from foedus.report.workbook import workbook

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://a.b", "12"]


def read(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def book(answer):
    return read(tables.as_xlsx(answer))


def test_the_sheets_hold_what_the_csv_holds(answer, book):
    table = rendering.to_frame(answer)
    assert book.sheetnames == ["cover", *table["section"].unique(maintain_order=True)]
    rows = []
    for name in book.sheetnames[1:]:
        head, *cells = book[name].iter_rows(values_only=True)
        assert list(head) == table.columns
        rows += cells
    assert rows == table.rows()


def test_the_cover_says_what_was_asked_and_what_came_out(answer, book):
    told = {name: text for name, text, *_ in book["cover"].iter_rows(values_only=True) if text}
    assert told["question"] == answer.question
    assert told["verdict"] == "NOT PREPARED."
    assert "1,234 futures" in told["setting"]
    assert told["cannot say 1"] == "Whether Ruritania exists."


def test_the_head_is_frozen_and_numbers_are_numbers(book):
    sheet = book["outcomes"]
    assert sheet.freeze_panes == "A2"
    assert {type(cell.value) for cell in sheet["F"][1:]} <= {float, int, type(None)}
    assert sheet["F2"].number_format == "0.0000"


def test_text_stays_text(make, answer):
    lines = [answer.counterfactuals[0].model_copy(update={"instrument": bad}) for bad in DANGEROUS]
    sheet = read(tables.as_xlsx(make(question="=1+1", counterfactuals=lines)))
    assert sheet["cover"]["B1"].value == "=1+1"
    for row in sheet["counterfactuals"].iter_rows(min_row=2):
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    told = {cell.value for cell in sheet["counterfactuals"]["C"][1:]}
    assert {bad for bad in DANGEROUS if any(bad in text for text in told)} == set(DANGEROUS)
    plain = read(workbook({}, {"sheet": pl.DataFrame({"text": DANGEROUS})}))["sheet"]
    assert [cell.value for cell in plain["A"][1:]] == DANGEROUS
    assert {cell.data_type for cell in plain["A"][1:]} == {"s"}


def test_the_same_answer_gives_the_same_bytes(answer):
    assert tables.as_xlsx(answer) == tables.as_xlsx(answer)
