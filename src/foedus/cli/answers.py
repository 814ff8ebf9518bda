"""What commands that answer share: options, the answer as text, JSON or a table, and the chart."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.assessment.question import BELIEFS, HORIZON, WHAT_IF, named
from foedus.cli import completion
from foedus.cli.output import emit, format_of, no_screen, on_screen, tell, writable
from foedus.errors import InputError

if TYPE_CHECKING:
    from pydantic import BaseModel


class Format(StrEnum):
    """Format of the answer."""

    text = "text"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


SUFFIXES = {
    ".txt": Format.text,
    ".text": Format.text,
    ".json": Format.json,
    ".csv": Format.csv,
    ".xlsx": Format.xlsx,
}

Form = Annotated[Format | None, typer.Option(help="Format of the answer. Default: by the suffix of --out, else text.")]
Seed = Annotated[int, typer.Option(min=0, help=named(WHAT_IF, "seed").help)]
Out = Annotated[
    Path | None,
    typer.Option(callback=on_screen, help="Write the answer to this file instead of the screen; - is the screen."),
]
Name = Annotated[
    str,
    typer.Argument(
        help="A shipped case ('foedus case list') or the path of a case file.", autocompletion=completion.cases
    ),
]
Horizon = Annotated[int, typer.Option(help=HORIZON.help)]
Threads = Annotated[int | None, typer.Option(help="Number of threads. Default: one per core.")]
Beliefs = Annotated[
    str,
    typer.Option(
        help=BELIEFS.help,
        autocompletion=completion.beliefs,
    ),
]
Told = Annotated[
    list[str] | None,
    typer.Option(
        help=named(WHAT_IF, "outcome").help,
        autocompletion=completion.outcomes,
    ),
]


def _failure(fails: str | None) -> str:
    """What fails a future; empty where it was not asked. Raises InputError for an empty text."""
    if fails is not None and not fails.strip():
        raise InputError(
            "--fails names nothing; give an outcome, as war_outside or upkeep=no, or 'any', or leave it out"
        )
    return fails or ""


Fails = Annotated[
    str | None,
    typer.Option(
        callback=_failure,
        autocompletion=completion.outcomes,
        help="What fails a future: an outcome by its name in the JSON, NAME=yes or NAME=no, or 'any' limit of the case. "
        "Default: the limit of the case that is exceeded by the largest factor.",
    ),
]
Given = Annotated[list[str] | None, typer.Option(help=named(WHAT_IF, "given").help)]
Do = Annotated[list[str] | None, typer.Option(help=named(WHAT_IF, "do").help)]
InOrder = Annotated[str, typer.Option(help=named(WHAT_IF, "order").help, autocompletion=completion.orders)]
Chart = Annotated[
    Path | None, typer.Option(help="Also draw a chart of the answer, to a .svg, .png, .pdf or .html file.")
]


def check_outputs(
    out: Path | None,
    chart: Path | None,
    form: Format | None = None,
    table: Path | None = None,
    *,
    read: str | Path | None = None,
) -> None:
    """Before any work is done, refuse outputs that cannot be written, that are what is `read`, or of no format."""
    if chart is not None:
        from foedus.report.chart import check_suffix

        check_suffix(chart)
    writable(read, out=out, chart=chart, table=table)
    no_screen(format_of(form, out, SUFFIXES), out)
    if chart is not None:
        from foedus.report import painters

        painters.start()


def write(answer: BaseModel, text: str, form: Format | None, out: Path | None) -> None:
    """Write the answer as text, JSON, CSV or a workbook, to the screen or a file."""
    found = format_of(form, out, SUFFIXES)
    emit(text if found is Format.text else as_data(answer, found), out)


def as_data(answer: BaseModel, form: StrEnum) -> str | bytes:
    """The answer as JSON, or its long table as CSV or a workbook."""
    if form == "json":
        return answer.model_dump_json(indent=2) + "\n"
    from foedus.report import tables

    return tables.as_csv(answer) if form == "csv" else tables.as_xlsx(answer)


def draw(name: str, found: Any, path: Path) -> None:
    """Write the chart of an answer, by its name. Raises InputError where it has nothing to draw."""
    from foedus.report.gallery import figure_of

    try:
        figure_of(name).draw(found).save(path)
    except InputError as error:
        raise InputError(f"{path}: {error}; leave out --chart") from error
    tell(f"wrote {path}", err=True)
