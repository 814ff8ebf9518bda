"""What commands that answer share: options, the answer as text or JSON, and the chart."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli.output import emit, format_of, on_screen, writable

if TYPE_CHECKING:
    from pydantic import BaseModel


class Format(StrEnum):
    """Format of the answer."""

    text = "text"
    json = "json"


SUFFIXES = {".txt": Format.text, ".text": Format.text, ".json": Format.json}

Form = Annotated[Format | None, typer.Option(help="Format of the answer. Default: by the suffix of --out, else text.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed: the same seed gives the same answer.")]
Out = Annotated[
    Path | None,
    typer.Option(callback=on_screen, help="Write the answer to this file instead of the screen; - is the screen."),
]
Name = Annotated[str, typer.Argument(help="A shipped case ('foedus case list') or the path of a case file.")]
Horizon = Annotated[int, typer.Option(help="Years to look ahead, 1 to 60.")]
Threads = Annotated[int | None, typer.Option(help="Number of threads. Default: one per core.")]
Beliefs = Annotated[
    str, typer.Option(help="Beliefs about stated effects: sceptical, literature, optimist or a belief file (.yaml).")
]
Told = Annotated[
    list[str] | None,
    typer.Option(help="Outcome to tell, by its name in the JSON; repeat for several. Default: all."),
]
Fails = Annotated[
    str,
    typer.Option(
        help="What fails a future: an outcome by its name in the JSON, NAME=yes or NAME=no, or 'any' limit of the case. "
        "Default: the limit of the case that is exceeded by the largest factor."
    ),
]
Given = Annotated[
    list[str] | None,
    typer.Option(
        help="Condition that is seen, as 'protege_deaths in 2025', 'war:CHN-TAW by 2030' or 'government:USA=conservative in "
        "2029'; repeat for several."
    ),
]
Do = Annotated[
    list[str] | None,
    typer.Option(
        help="Condition that is made, as 'war:CHN-TAW in 2027', 'government:USA=conservative from 2029', 'without thaad "
        "from 2027' or 'us-forces-korea.troops=20'; repeat for several."
    ),
]
InOrder = Annotated[str, typer.Option(help="World order of all runs.")]
Chart = Annotated[Path | None, typer.Option(help="Also draw a chart of the answer, to a .png, .svg or .html file.")]


def check_outputs(out: Path | None, chart: Path | None, form: Format | None = None, table: Path | None = None) -> None:
    """Before any work is done, refuse outputs that cannot be written or whose format cannot be told."""
    if chart is not None:
        from foedus.report.chart import check_suffix

        check_suffix(chart)
    writable(out=out, chart=chart, table=table)
    format_of(form, out, SUFFIXES)


def write(answer: BaseModel, text: str, form: Format | None, out: Path | None) -> None:
    """Write the answer as text or JSON, to the screen or a file."""
    found = format_of(form, out, SUFFIXES)
    emit(answer.model_dump_json(indent=2) + "\n" if found is Format.json else text, out)


def draw(figure: Any, name: str, title: str, subtitle: str, path: Path) -> None:
    """Write a chart of the answer."""
    from foedus.report.chart import Chart as Drawn

    Drawn(name, title, subtitle, subtitle, [], lambda width: figure).save(path)
    typer.echo(f"wrote {path}", err=True)
