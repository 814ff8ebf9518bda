"""The command line: thin shells over the library. Every refusal is one line and exit code 2; an interrupt is 130."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import foedus
from foedus.errors import FoedusError, InputError

if TYPE_CHECKING:
    from foedus.assess.assessment import Progress

INTERRUPTED = 130

app = typer.Typer(
    name="foedus",
    help="Is this alliance prepared for the world it is entering?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
case_app = typer.Typer(help="List, show, check and start case files.", no_args_is_help=True)
app.add_typer(case_app, name="case")


class Format(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"
    html = "html"


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"foedus {foedus.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


@app.command(epilog="Example: foedus assess us-rok --format html --out answer.html")
def assess(
    case: Annotated[str, typer.Argument(help="A shipped case ('foedus case list') or the path of a case file.")],
    futures: Annotated[int, typer.Option(help="Futures of the headline run.")] = 10_000,
    horizon: Annotated[int, typer.Option(help="Years ahead, 1 to 60.")] = 20,
    seed: Annotated[int, typer.Option(help="Seed: the same seed gives the same futures.")] = 1,
    order: Annotated[
        list[str] | None,
        typer.Option(help="World order; repeat for several. The first is the headline's. Default: all."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="Instrument absent from the start; repeat for several.")
    ] = None,
    specification: Annotated[
        str | None, typer.Option(help="One rival specification of dispute initiation. Default: all, by weight.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How the answer is written.")] = Format.text,
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the screen.")] = None,
    threads: Annotated[int | None, typer.Option(help="Threads. Default: one per core.")] = None,
) -> None:
    """Answer the question of a case: probabilities, what drives them, where the alliance fails."""
    from foedus.assess.assessment import assess as run
    from foedus.world.case import load_case

    if out is not None:
        _writable(out)
    loaded = load_case(case)
    with _progress() as progress:
        answer = run(
            loaded,
            futures=futures,
            horizon=horizon,
            seed=seed,
            orders=order or (),
            without=without or (),
            specification=specification,
            threads=threads,
            progress=progress,
        )
    if format is Format.json:
        text = answer.model_dump_json(indent=2) + "\n"
    elif format is Format.html:
        from foedus.report.page import as_html

        text = as_html(answer)
    else:
        from foedus.report.text import as_text

        text = as_text(answer, colour=out is None and sys.stdout.isatty())
    _emit(text, out)


@case_app.command("list")
def case_list() -> None:
    """The cases that come with foedus."""
    from foedus.world.case import case_names, load_case

    for name in case_names():
        typer.echo(f"{name:12} {load_case(name).title}")


@case_app.command("show", epilog="Example: foedus case show us-rok")
def case_show(case: Annotated[str, typer.Argument(help="A shipped case or the path of a case file.")]) -> None:
    """What a case contains: states, instruments, governments, tolerances."""
    from foedus.report.case import case_text
    from foedus.world.case import load_case

    typer.echo(case_text(load_case(case)))


@case_app.command("check", epilog="Example: foedus case check my-alliance.yaml")
def case_check(file: Annotated[Path, typer.Argument(help="The case file.")]) -> None:
    """Check a case file: every problem with its file, line, field, value and what is allowed."""
    from foedus.world.case import check_case

    problems = check_case(file)
    if problems:
        for problem in problems:
            typer.echo(problem, err=True)
        raise typer.Exit(2)
    typer.echo(f"{file}: a valid case")


@case_app.command("new", epilog="Example: foedus case new my-alliance.yaml")
def case_new(file: Annotated[Path, typer.Argument(help="Where to write the template; it must not exist.")]) -> None:
    """Start a case file from a commented template."""
    from foedus.world.case import new_case

    typer.echo(f"wrote {new_case(file)}: fill it in, then 'foedus case check {file}'")


@case_app.command("schema")
def case_schema() -> None:
    """The JSON schema of case files."""
    from foedus.world.case import case_schema as schema

    typer.echo(json.dumps(schema(), indent=2))


@app.command("answer-schema")
def answer_schema() -> None:
    """The JSON schema of 'foedus assess --format json'."""
    from foedus.assess.answer import Answer

    typer.echo(json.dumps(Answer.model_json_schema(), indent=2))


@app.command(epilog="Example: foedus panel --unit state-year --years 1946:2010 --with capabilities --out panel.parquet")
def panel(
    unit: Annotated[str, typer.Option(help="state-year, dyad-year or directed-dyad-year.")],
    years: Annotated[str, typer.Option(help="First and last year, A:B.")],
    out: Annotated[Path, typer.Option(help="Parquet or CSV file to write.")],
    add: Annotated[list[str] | None, typer.Option("--with", help="Group of columns; repeat. Default: all.")] = None,
    relevant: Annotated[bool, typer.Option(help="Politically relevant dyads only.")] = False,
) -> None:
    """Build a panel from the publishers' files (in FOEDUS_DATA, or the user's data folder)."""
    from foedus.data.build import build_panel

    _writable(out)
    if out.suffix not in (".parquet", ".csv"):
        raise InputError(f"{out}: cannot tell the format from '{out.suffix}'; name it .parquet or .csv")
    built = build_panel(unit, _span(years), add, relevant=relevant)
    with _beside(out) as part:
        built.frame.write_parquet(part) if out.suffix == ".parquet" else built.frame.write_csv(part)
    typer.echo(f"wrote {out}: {built.frame.height:,} rows, {built.frame.width} columns")


@app.command(epilog="Example: foedus fit government --out fits")
def fit(
    model: Annotated[str, typer.Argument(help="Equation to fit; 'list' names them all.")],
    out: Annotated[Path, typer.Option(help="Folder for the posterior.")] = Path("fits"),
    seed: Annotated[int, typer.Option(help="Seed of the sampler.")] = 1,
) -> None:
    """Refit an equation from the publishers' files (needs the extra: pip install 'foedus[fit]')."""
    try:
        from foedus.models.fit import registry
    except ImportError as error:
        raise InputError(f"fitting needs the extra ({error}): pip install 'foedus[fit]'") from error
    from foedus.models.posterior import save_posterior

    if model == "list":
        typer.echo("\n".join(registry.names()))
        return
    typer.echo(f"wrote {save_posterior(registry.fit(model, seed=seed), out)}")


def _span(years: str) -> tuple[int, int]:
    first, _, last = years.partition(":")
    if not (first.isdigit() and last.isdigit()):
        raise InputError(f"years '{years}' is not A:B, for example 1946:2010")
    return int(first), int(last)


def _writable(path: Path) -> None:
    """Refuse an output that cannot be written before any work is done."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file")
    if not path.parent.is_dir():
        raise InputError(f"{path}: the folder {path.parent} does not exist; make it first")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InputError(f"{path} cannot be written; choose another place for --out")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file to write beside the one asked for, renamed to it when complete and removed otherwise."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _emit(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
        return
    with _beside(out) as part:
        part.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {out}", err=True)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on standard error, gone when done; silent where there is no screen."""
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
        task = bar.add_task("preparing the simulator (the first run compiles it, half a minute)", total=None)

        def advance(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield advance


def main() -> None:
    """Entry point: errors are one line on standard error."""
    try:
        code = app(standalone_mode=False)
    except FoedusError as error:
        _stop(f"foedus: {error}", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:
        usage = getattr(error, "format_message", None)
        if usage is None:
            raise
        _stop(f"foedus: {usage().rstrip('.')}; see 'foedus --help'", 2)
    if code == INTERRUPTED:
        _stop("foedus: interrupted; nothing was written", INTERRUPTED)
    sys.exit(code)


def _stop(message: str, code: int) -> NoReturn:
    sys.stderr.write(message.strip() + "\n")
    sys.stderr.flush()
    sys.exit(code)


if __name__ == "__main__":
    main()
