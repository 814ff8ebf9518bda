"""foedus brief: two pages and an annex for a minister's office."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.atomic import atomic_write
from foedus.cli.answers import Out
from foedus.cli.output import format_of, tell, writable
from foedus.cli.progress import progress
from foedus.errors import InputError

if TYPE_CHECKING:
    from foedus.report.brief.model import Brief

app = typer.Typer()


class Format(StrEnum):
    """Format of the brief."""

    pdf = "pdf"
    html = "html"
    docx = "docx"
    json = "json"


SUFFIXES = {".pdf": Format.pdf, ".html": Format.html, ".htm": Format.html, ".docx": Format.docx, ".json": Format.json}
REFUSED = 2
"""Exit code where --check refuses a sentence."""


@app.command(epilog="Example: foedus brief us-rok --out brief.pdf --check")
def brief(
    case: Annotated[
        str,
        typer.Argument(
            help="A case that ships, the path of a case file, or an answer: the JSON of 'foedus assess'. Its numbers are taken "
            "as they stand: 'foedus verify' makes them again."
        ),
    ],
    out: Out = None,
    format: Annotated[Format | None, typer.Option(help="Format of the brief. Default: by the suffix of --out.")] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            help="An earlier answer to the same case, or a brief of it, as JSON: the brief says what changed."
        ),
    ] = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            help="The JSON of 'foedus elections', 'orders --regret', 'discover' or 'signposts' on the same case; repeat for "
            "several.",
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Refuse a sentence that mixes likelihood and confidence, or a probability without its base rate.",
        ),
    ] = False,
) -> None:
    """Two pages and an annex: verdict and reason, likelihood and confidence, what instruments are worth, what to watch."""
    if out is None and not check:
        raise InputError("a brief is a file: give --out brief.pdf, brief.docx or brief.html, or --check alone")
    form = format_of(format, out, SUFFIXES)
    writable(case, since, out=out)
    with progress() as advance:
        from foedus.report.brief.brief import brief as made

        found = made(case, since=since, beside=beside or (), progress=advance)
    if check:
        _check(found)
    if out is not None:
        _write(found, form, out)


def _check(found: Brief) -> None:
    """Refuse the brief, a line for each sentence that is wrong."""
    from foedus.report.brief.check import problems

    wrong = problems(found)
    for line in wrong:
        tell(f"foedus: {line}", err=True)
    if wrong:
        raise typer.Exit(REFUSED)
    typer.echo(
        "no sentence mixes likelihood and confidence, and every probability stands beside its base rate", err=True
    )


def _write(found: Brief, form: Format, out: Path) -> None:
    text = {Format.html: found.html, Format.json: found.json}
    binary = {Format.pdf: found.pdf, Format.docx: found.docx}
    content = text[form]().encode() if form in text else binary[form]()
    with atomic_write(out) as part:
        part.write_bytes(content)
    tell(f"wrote {out}", err=True)
