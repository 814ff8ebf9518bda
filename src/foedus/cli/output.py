"""What every command needs: refuse an output early, write beside and rename, draw, show progress."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from foedus.errors import InputError
from foedus.files import beside

if TYPE_CHECKING:
    from foedus.assess.assessment import Progress


class Format(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


def span(years: str) -> tuple[int, int]:
    """First and last year of A:B."""
    first, _, last = years.partition(":")
    if not (first.isdigit() and last.isdigit()):
        raise InputError(f"years '{years}' is not A:B, for example 1946:2010")
    return int(first), int(last)


def writable(path: Path) -> None:
    """Refuse an output that cannot be written before any work is done."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file")
    if not path.parent.is_dir():
        raise InputError(f"{path}: the folder {path.parent} does not exist; make it first")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InputError(f"{path} cannot be written; choose another place for --out")


def emit(text: str, out: Path | None) -> None:
    """Write a finished text to the screen, or to a file in one piece."""
    if out is None:
        typer.echo(text, nl=False)
        return
    with beside(out) as part:
        part.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {out}", err=True)


@contextmanager
def progress(
    first: str = "preparing the simulator (the first run compiles it, half a minute)",
) -> Iterator[Progress]:
    """A progress bar on standard error that begins with `first`, gone when done; silent where there is no screen."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(first, total=None)

        def advance(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield advance


def check_outputs(out: Path | None, chart: Path | None) -> None:
    """Refuse outputs that cannot be written, before any work is done."""
    if out is not None:
        writable(out)
    if chart is not None:
        from foedus.report.chart_file import check_suffix

        check_suffix(chart)
        writable(chart)
    if out is not None and out == chart:
        raise InputError(f"{out} is asked for twice; give --out and --chart a file each")


def draw(figure: Any, name: str, title: str, subtitle: str, path: Path) -> None:
    """Write a picture in one piece."""
    from foedus.report.chart_file import picture_bytes

    content = picture_bytes(figure, name, title, subtitle, path.suffix)
    with beside(path) as part:
        part.write_bytes(content)
    typer.echo(f"wrote {path}", err=True)
