"""What the commands of the formal models share: the same options, an answer as text or JSON, and a picture."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.atomic import atomic_write
from foedus.cli.output import emit, writable
from foedus.errors import InputError

if TYPE_CHECKING:
    from pydantic import BaseModel


class Format(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


Form = Annotated[Format, typer.Option(help="How the answer is written.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed: the same seed gives the same answer.")]
Out = Annotated[Path | None, typer.Option(help="Write to this file instead of the screen.")]
Chart = Annotated[Path | None, typer.Option(help="Also draw the answer: a file ending in .png, .svg or .html.")]


def listed(names: str | None) -> list[str]:
    """The names in A,B,C; none for None."""
    return [name.strip() for name in (names or "").split(",") if name.strip()]


def check_outputs(out: Path | None, chart: Path | None) -> None:
    """Refuse outputs that cannot be written before any work is done."""
    if out is not None:
        writable(out)
    if chart is not None:
        from foedus.report.chart_file import check_suffix

        check_suffix(chart)
        writable(chart)
        if chart == out:
            raise InputError(f"{out} is asked for twice; give --out and --chart a file each")


def write(answer: BaseModel, text: str, form: Format, out: Path | None) -> None:
    """The answer in the form asked for, on the screen or in a file."""
    emit(answer.model_dump_json(indent=2) + "\n" if form is Format.json else text, out)


def draw(figure: Any, name: str, title: str, subtitle: str, path: Path) -> None:
    """A picture of the answer, written in one piece."""
    from foedus.report.chart_file import picture_bytes

    content = picture_bytes(figure, name, title, subtitle, path.suffix)
    with atomic_write(path) as part:
        part.write_bytes(content)
    typer.echo(f"wrote {path}", err=True)
