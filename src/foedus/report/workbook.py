"""Tables as a workbook (.xlsx): a cover, then a sheet for each section; text is never a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from foedus.report.words import counted

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

AS_WRITTEN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "nan_inf_to_errors": True,
}
"""What Excel must not make of a text: '=1+1' stays four signs."""
NAME = 31
"""Most signs of the name of a sheet."""
WIDEST, NARROWEST = 60, 8
ROWS = 1_048_575
"""Most rows of a sheet below its head."""
BLUE = "#1f4e79"


def workbook(cover: Mapping[str, str], sheets: Mapping[str, pl.DataFrame]) -> bytes:
    """The file: the facts of the cover, a row each, and a sheet for each table, its head frozen. The same bytes each time."""
    from datetime import datetime

    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_WRITTEN) as book:
        book.set_properties({"created": datetime(2000, 1, 1), "title": next(iter(cover.values()), "foedus")})
        if cover:
            _cover(book, cover, sheets)
        for name, table in sheets.items():
            _sheet(book, name, table)
    return file.getvalue()


def sections(table: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """A long table by section, in its order."""
    return {
        str(name): part for (name,), part in table.partition_by("section", as_dict=True, maintain_order=True).items()
    }


def _cover(book: Workbook, facts: Mapping[str, str], sheets: Mapping[str, pl.DataFrame]) -> None:
    sheet = book.add_worksheet("cover")
    sheet.hide_gridlines(2)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 16, "text_wrap": True, "valign": "top", "font_color": BLUE})
    link = book.add_format({"font_color": BLUE, "underline": 1})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    for row, (name, text) in enumerate(facts.items()):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text, wrapped if row else title)
    for row, (name, table) in enumerate(sheets.items(), start=len(facts) + 1):
        sheet.write_url(row, 0, f"internal:'{name[:NAME]}'!A1", link, name)
        sheet.write_string(row, 1, counted(table.height, "row"))
    _on_paper(sheet)


def _sheet(book: Workbook, name: str, table: pl.DataFrame) -> None:
    """A sheet with a frozen head, a filter, columns as wide as what they hold, and numbers as numbers."""
    sheet = book.add_worksheet(name[:NAME])
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#f5f3ee"})
    whole, number = (book.add_format({"num_format": form, "align": "right"}) for form in ("0", "0.0000"))
    forms = [number if kind.is_float() else whole if kind.is_integer() else None for kind in table.dtypes]
    for column, title in enumerate(table.columns):
        sheet.write_string(0, column, title, head)
        sheet.set_column(column, column, _width(table, title))
    for row, cells in enumerate(table.head(ROWS).iter_rows(), start=1):
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, forms[column])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, min(table.height, ROWS)), max(0, table.width - 1))
    sheet.repeat_rows(0)
    _on_paper(sheet)


def _write(sheet: Worksheet, row: int, column: int, cell: Any, form: Any) -> None:
    """A cell: missing is empty, a number is a number, anything else is text."""
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, form)
    else:
        sheet.write_string(row, column, str(cell))


def _width(table: pl.DataFrame, column: str) -> int:
    import polars as pl

    texts = table[column].cast(pl.String, strict=False) if table[column].dtype == pl.String else None
    longest = int(texts.str.len_chars().max() or 0) if texts is not None else NARROWEST  # type: ignore[arg-type]
    return min(WIDEST, max(NARROWEST, longest, len(column)) + 2)


def _on_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
