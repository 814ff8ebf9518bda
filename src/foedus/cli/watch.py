"""foedus watch: events into a store, what is counted of them, the board and the change sheet."""

from __future__ import annotations

import os
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.answers import Form, Name, Out, Seed, Threads, check_outputs, write
from foedus.cli.output import emit, format_of, writable
from foedus.cli.progress import progress
from foedus.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from foedus.report.brief.model import Brief

app = typer.Typer(
    help="Keep a watch on a case: events into a store, indicators, the board and the change sheet.",
    no_args_is_help=True,
)


class Page(StrEnum):
    """Format of a page."""

    text = "text"
    html = "html"
    pdf = "pdf"
    docx = "docx"
    json = "json"


PAGES = {
    ".txt": Page.text,
    ".html": Page.html,
    ".htm": Page.html,
    ".pdf": Page.pdf,
    ".docx": Page.docx,
    ".json": Page.json,
}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST = date(1816, 1, 1)
SUFFIX = {form: "txt" if form is Page.text else form.value for form in Page}
AsPage = Annotated[
    Page | None, typer.Option("--format", help="Format of the page. Default: by the suffix of --out, else text.")
]
Place = Annotated[
    Path | None, typer.Option("--store", help="The file that holds the store. Default: one a case, among your data.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Nothing dated or seen later is used, YYYY-MM-DD. Default: today."),
]
Own = Annotated[
    Path | None,
    typer.Option("--indicators", help="A file of indicators of your own, beside those that ship for the case."),
]

Switched = Annotated[
    list[str] | None,
    typer.Option("--mechanism", metavar="NAME=on|off", help="Switch a mechanism; may be repeated."),
]


def day(option: str, text: str | None) -> date | None:
    """The day of an option, from 1816 to today; InputError for anything else."""
    if text is None:
        return None
    try:
        found = date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        raise InputError(f"{option} '{text}' is not a day as YYYY-MM-DD, for example 2023-10-01") from None
    today = date.today()
    if not EARLIEST <= found <= today:
        where = "in the future" if found > today else "before any source"
        raise InputError(f"{option} {text} is {where}; give a day from {EARLIEST} to today, {today}")
    return found


def apart(**files: Path | None) -> None:
    """Refuse two names of one file, of which one would be written over the other."""
    seen: dict[str, str] = {}
    for name, file in files.items():
        if file is None:
            continue
        other = seen.setdefault(os.path.realpath(file), name)
        if other != name:
            raise InputError(f"{file} is named as {other} and as {name}; give each its own file")


@app.command("update", epilog="Example: foedus watch update us-rok missiles.csv provocations.csv --through 2023-10-31")
def watch_update(
    case: Name,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of events; zip and gz are unpacked.")],
    feed: Annotated[
        str | None,
        typer.Option(
            help="Format of the files: gdelt, icews, polecat, acled, beyond-parallel, cns, taiwan-mnd. Default: by columns."
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(help="A file that says what the columns of a table are; joint-air-patrols and dprk-russia ship."),
    ] = None,
    through: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="The day to which a list is complete. Default: the day of its last row."),
    ] = None,
    store: Place = None,
    as_of: AsOf = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """Read files of events into the store of a case. The same file twice changes nothing; a file that is refused neither."""
    from foedus.report.watch.taken import update_text
    from foedus.watch.update import watch_update as run

    apart(store=store, out=out)
    for file in files:
        apart(file=file, out=out)
    check_outputs(out, None, format)
    with progress("reading") as advance:
        found = run(
            case,
            files,
            store=store,
            feed=feed,
            mapping=mapping,
            through=day("--through", through),
            as_of=day("--as-of", as_of),
            progress=advance,
        )
    write(found, update_text(found), format, out)


@app.command("indicators", epilog="Example: foedus watch indicators us-rok")
def watch_indicators(
    case: Name,
    own: Own = None,
    store: Place = None,
    as_of: AsOf = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """List what is watched for a case: who, what, unit, source, what it informs, and how many months the store knows."""
    from foedus.report.watch.declared import declared_text
    from foedus.watch.declared import watch_indicators as run

    apart(indicators=own, store=store, out=out)
    check_outputs(out, None, format)
    found = run(case, own=own, store=store, as_of=day("--as-of", as_of))
    write(found, declared_text(found), format, out)


@app.command("board", epilog="Example: foedus watch board us-rok --as-of 2023-10-31 --out board.html")
def watch_board(
    case: Name,
    own: Own = None,
    store: Place = None,
    as_of: AsOf = None,
    seed: Seed = 1,
    format: AsPage = None,
    out: Out = None,
) -> None:
    """What every indicator says: the last month, the level, whether it changed, the price of an alarm, late sources."""
    from foedus.report.watch.board import board_page
    from foedus.watch.board import watch_board as run

    apart(indicators=own, store=store, out=out)
    form = page_format(format, out)
    with progress("reading the store") as advance:
        found = run(case, as_of=day("--as-of", as_of), store=store, own=own, seed=seed, progress=advance)
    write_page(found, board_page(found), form, out)


@app.command("sheet", epilog="Example: foedus watch sheet us-rok --since 2023-10-01 --as-of 2023-10-31 --out sheet.pdf")
def watch_sheet(
    case: Name,
    since: Annotated[str, typer.Option(metavar="DAY", help="The earlier day, YYYY-MM-DD.")],
    own: Own = None,
    store: Place = None,
    as_of: AsOf = None,
    ledger: Annotated[Path | None, typer.Option(help="A ledger: forecasts of it that fall due are told.")] = None,
    signposts: Annotated[
        Path | None, typer.Option(help="What 'foedus signposts CASE --format json' wrote: those crossed are told.")
    ] = None,
    monthly: Annotated[
        bool, typer.Option("--monthly", help="A sheet for each month between the days, into the folder of --out.")
    ] = False,
    futures: Annotated[int, typer.Option(min=0, help="Futures in which the odds are counted; 0: no odds.")] = 4000,
    mechanism: Switched = None,
    verdict: Annotated[
        bool, typer.Option("--verdict", help="Tell the verdict on either day, too: an assessment for each state.")
    ] = False,
    seed: Seed = 1,
    threads: Threads = None,
    format: AsPage = None,
    out: Out = None,
) -> None:
    """What changed between two days, on one page: what moved, what did not, odds before and after, what comes next."""
    from foedus.report.watch.sheet import sheet_page
    from foedus.watch.sheet import watch_sheet as one
    from foedus.watch.sheet import watch_sheets as run

    if monthly and (out is None or not out.is_dir()):
        raise InputError("--monthly writes a sheet for each month into a folder: give --out FOLDER, one that is there")
    apart(indicators=own, ledger=ledger, signposts=signposts, store=store, out=out)
    form = (format or Page.html) if monthly else page_format(format, out)
    earlier = day("--since", since)
    assert earlier is not None
    with progress("reading the store") as advance:
        asked = {
            "as_of": day("--as-of", as_of),
            "store": store,
            "own": own,
            "ledger": ledger,
            "signposts": signposts,
            "futures": futures,
            "seed": seed,
            "mechanisms": tuple(mechanism or ()),
            "threads": threads,
            "verdict": verdict,
            "progress": advance,
        }
        for found in run(case, earlier, **asked) if monthly else [one(case, earlier, **asked)]:  # type: ignore[arg-type]
            place = out / f"sheet-{found.as_of}.{SUFFIX[form]}" if monthly and out is not None else out
            write_page(found, sheet_page(found), form, place)


def page_format(asked: Page | None, out: Path | None) -> Page:
    """The format of a page, before any work is done. Raises InputError for one that no screen shows."""
    form = format_of(asked, out, PAGES)
    writable(out=out)
    if out is None and form in (Page.pdf, Page.docx):
        raise InputError(f"--format {form} is for a file and not for a screen; add --out NAME.{form}")
    return form


def write_page(found: BaseModel, page: Brief, form: Page, out: Path | None) -> None:
    """Write a page to the screen or a file."""
    from foedus.report.watch.text import as_text

    made: dict[Page, Callable[[], str | bytes]] = {
        Page.text: lambda: as_text(page),
        Page.html: page.html,
        Page.pdf: page.pdf,
        Page.docx: page.docx,
        Page.json: lambda: found.model_dump_json(indent=2) + "\n",
    }
    emit(made[form](), out)
