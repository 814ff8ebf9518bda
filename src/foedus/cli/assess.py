"""foedus assess, and the schema of its answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.assessment.question import ASSESS, arguments
from foedus.cli.answers import Name, Out, Threads, as_data
from foedus.cli.options import asking
from foedus.cli.output import emit, format_of, no_screen, tell, writable
from foedus.cli.progress import progress
from foedus.errors import InputError

if TYPE_CHECKING:
    from foedus.assessment.answer import Answer
    from foedus.world.schema import Case

app = typer.Typer()


class Format(StrEnum):
    """Format of the answer."""

    text = "text"
    json = "json"
    html = "html"
    csv = "csv"
    xlsx = "xlsx"
    md = "md"


SUFFIXES = {
    ".txt": Format.text,
    ".text": Format.text,
    ".json": Format.json,
    ".html": Format.html,
    ".htm": Format.html,
    ".csv": Format.csv,
    ".xlsx": Format.xlsx,
    ".md": Format.md,
    ".markdown": Format.md,
}


@app.command(epilog="Example: foedus assess us-rok --out answer.html")
@asking(ASSESS)
def assess(
    case: Name,
    asked: dict[str, Any],
    format: Annotated[
        Format | None, typer.Option(help="Format of the answer. Default: by the suffix of --out, else text.")
    ] = None,
    out: Out = None,
    fits: Annotated[
        Path | None,
        typer.Option(help="Folder of posteriors from 'foedus fit'; they replace the shipped ones of the same name."),
    ] = None,
    no_hindsight: Annotated[
        bool,
        typer.Option(
            "--no-hindsight",
            help="Know nothing later than the case: estimates as of its date, and no later literature. Needs the data and the "
            "fit extra; fits take a few minutes the first time.",
        ),
    ] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="Print everything, and not the first screen alone. JSON and page hold everything."),
    ] = False,
    threads: Threads = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Simulate every future anew; neither read nor keep results.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Address of a running Dask scheduler, as tcp://127.0.0.1:8786, whose workers simulate."),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(help="Simulate this part of the work alone, as 3/40, into the folder --out ('foedus gather')."),
    ] = None,
) -> None:
    """Is the alliance of a case prepared? Probabilities, what drives them, and where the alliance fails."""
    from foedus.world.case import load_case

    question: dict[str, Any] = {
        **arguments(ASSESS, asked),
        "threads": threads,
        "fits": fits,
        "hindsight": not no_hindsight,
    }
    if part is not None:
        if scheduler is not None or format is not None or full or no_cache:
            raise InputError("--part simulates into a folder: leave out --scheduler, --format, --full and --no-cache")
        return _part(load_case(case), part, out, question)
    written = format_of(format, out, SUFFIXES)
    no_screen(written, out)
    writable(case, out=out)
    if written is Format.html:
        from foedus.report import painters

        painters.start(painters.MOST)
    from foedus.assessment.assessment import assess as run
    from foedus.simulation.cluster import connected
    from foedus.simulation.store import users_store

    loaded = load_case(case)
    with connected(scheduler) if scheduler is not None else nullcontext() as cluster, progress() as advance:
        store = None if no_cache else users_store()
        answer = run(loaded, progress=advance, store=store, cluster=cluster, **question)
    return give(answer, written, out, full)


def _part(case: Case, part: str, out: Path | None, asked: Mapping[str, Any]) -> None:
    """Simulate one part into a folder."""
    from foedus.assessment.parts import keep_part, part_of

    which, parts = part_of(part)
    if out is None:
        raise InputError("--part needs --out FOLDER, the same one for every part")
    with progress() as advance:
        chunks = keep_part(case, which, parts, out, progress=advance, **asked)
    tell(f"part {part}: {chunks:,} chunks in {out}; when all parts are there: foedus gather {out}")


def give(answer: Answer, written: Format, out: Path | None, full: bool) -> None:
    """Write an answer to the screen or a file, after what must be said of it."""
    if answer.provenance.late_fits:
        from foedus.report.sentences import late_fits

        tell(f"foedus: warning: {late_fits(answer)}", err=True)
    if written in (Format.json, Format.csv, Format.xlsx):
        emit(as_data(answer, written), out)
    else:
        emit(_words(answer, written, full, out is None and sys.stdout.isatty()), out)


def _words(answer: Answer, written: Format, full: bool, colour: bool) -> str:
    """The answer for a reader: the page, Markdown, the whole text, or the first screen of it."""
    if written is Format.html:
        from foedus.report.page import as_html

        return as_html(answer)
    if written is Format.md:
        from foedus.report.markdown import as_markdown

        return as_markdown(answer)
    if full:
        from foedus.report.text import as_text

        return as_text(answer, colour=colour)
    from foedus.report.screen import first_screen

    return first_screen(answer)


@app.command("answer-schema", epilog="Example: foedus answer-schema > answer.schema.json")
def answer_schema() -> None:
    """Print the JSON schema of 'foedus assess --format json'."""
    from foedus.assessment.answer import Answer

    typer.echo(json.dumps(Answer.model_json_schema(), indent=2))
