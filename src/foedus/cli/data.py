"""foedus data: list, fetch, import and cite the publishers' files."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.interrupts import INTERRUPTED
from foedus.cli.output import show, tell, transfer
from foedus.cli.streams import stop
from foedus.errors import FoedusError
from foedus.shown import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foedus.data.catalog import Source
    from foedus.data.files.store import Arrival, Status

app = typer.Typer(help="List, fetch, import and cite the publishers' files.", no_args_is_help=True)

Names = Annotated[list[str], typer.Argument(metavar="NAME...", help="Sources, as 'foedus data list' names them.")]


class Style(StrEnum):
    """Format of the references."""

    text = "text"
    bibtex = "bibtex"


class Format(StrEnum):
    """Format of the answer."""

    text = "text"
    json = "json"


As = Annotated[Format, typer.Option(help="Format of the answer: a table or JSON.")]


@app.command("list", epilog="Example: foedus data list --format json")
def data_list(format: As = Format.text) -> None:
    """List every source: title, version, latest version, years, licence, and whether 'foedus data get' can fetch it."""
    from foedus.data.catalog import sources

    if format is Format.json:
        typer.echo(json.dumps([asdict(each) for each in sources().values()], indent=2, ensure_ascii=False))
        return
    show(
        ("name", "title", "version", "latest", "years", "licence", "file known", "fetch"),
        (
            (
                each.key,
                each.title,
                each.version,
                each.latest or "not known",
                f"{each.first_year}-{each.last_year}",
                each.licence or "not stated",
                "yes" if each.sha256 else "no",
                "get" if each.fetched else "by hand",
            )
            for each in sources().values()
        ),
    )


@app.command("show", epilog="Example: foedus data show icb-crises")
def data_show(
    name: Annotated[str, typer.Argument(help="The source, as 'foedus data list' names it.")], format: As = Format.text
) -> None:
    """Show where to get a source: page, address, file, licence, versions, and by what its file is known.

    Addresses are as publishers' pages and others' public code gave them; foedus has not tried them.
    """
    from foedus.data.catalog import source

    each = source(name)
    if format is Format.json:
        typer.echo(json.dumps(asdict(each), indent=2, ensure_ascii=False))
        return
    typer.echo("\n".join(f"{label:15} {text}" for label, text in _facts(each) if text))


def _facts(each: Source) -> Iterator[tuple[str, str | None]]:
    """What is known of a source, line by line."""
    yield "source", f"{each.key}: {each.title}"
    yield "page", each.page or "none known"
    yield "file", each.member or each.published
    yield "address", f"{each.address} (not tried from here)" if each.address else "none known"
    yield (
        "fetch",
        f"foedus data get {each.key}" if each.fetched else f"by hand{f': {each.by_hand}' if each.by_hand else ''}",
    )
    yield "licence", each.licence or "not stated"
    yield (
        "latest",
        f"{each.latest}{f', {each.latest_years}' if each.latest_years else ''}" if each.latest else "not known",
    )
    yield "note", each.note
    for edition in each.editions:
        known = (
            f"SHA-256 {edition.sha256}, {edition.size:,} bytes"
            if edition.sha256
            else "no file known: checked by its rows"
        )
        yield "version", f"{edition.version}, {edition.first_year}-{edition.last_year}; {known}"
        if edition.version != each.version:
            yield "", "; ".join(filter(None, (edition.published, edition.address)))
    yield "here", each.file


@app.command("status", epilog="Example: foedus data status")
def data_status(format: As = Format.text) -> None:
    """Show which sources are present, absent or changed on this machine, with size and SHA-256, and what each file is."""
    from foedus.data.catalog import chosen_root, data_root
    from foedus.data.files.store import status

    found = status()
    if format is Format.json:
        rows = [asdict(each) | {"path": str(each.path)} for each in found]
        typer.echo(json.dumps({"root": str(data_root()), "sources": rows}, indent=2))
        return
    how = "set by FOEDUS_DATA" if chosen_root() else "the user's own; set FOEDUS_DATA to another folder to change it"
    root = data_root()
    tell(f"data root: {root} ({how})")
    typer.echo("")
    head = ("name", "state", "bytes", "SHA-256", "on record", "version", "check", "file")
    show(head, ((*_status_row(each), str(each.path.relative_to(root))) for each in found))


def _status_row(each: Status) -> tuple[str, ...]:
    if each.record is None:
        recorded = "not recorded" if each.sha256 else ""
    else:
        recorded = f"{'same' if each.record.sha256 == each.sha256 else 'differs'}, {each.record.obtained}"
    size = "" if each.size is None else f"{each.size:,}"
    return each.key, each.state, size, (each.sha256 or "")[:12], recorded, each.version or "", each.check or ""


@app.command("get", epilog="Example: foedus data get cow-nmc")
def data_get(
    names: Names,
    force: Annotated[bool, typer.Option("--force", help="Fetch files again that are already here.")] = False,
    accept_changed: Annotated[
        bool,
        typer.Option(
            "--accept-changed",
            help="Accept a file that is not that of a version of the list, and put that on record; inspect it first.",
        ),
    ] = False,
) -> None:
    """Fetch sources from their publishers. A new file replaces the old one only when it is complete and accepted."""
    from foedus.data.catalog import locate, source
    from foedus.data.files.fetch import get

    wanted = [source(name).key for name in dict.fromkeys(names)]
    failed = False
    for key in wanted:
        try:
            with transfer() as advance:
                arrival = get(key, force=force, accept_changed=accept_changed, progress=advance)
        except KeyboardInterrupt:
            stop(
                f"foedus: interrupted while fetching {key}; run the same command again to resume (where the server allows it)",
                INTERRUPTED,
            )
        except FoedusError as error:
            failed = True
            typer.echo(f"foedus: {error}", err=True)
        else:
            typer.echo(_arrived(arrival) if arrival else f"{key}: already at {locate(key)}; --force fetches it again")
    if failed:
        raise typer.Exit(2)


@app.command("import", epilog="Example: foedus data import cow-nmc ~/Downloads/NMC-70-abridged.csv")
def data_import(
    name: Annotated[str, typer.Argument(help="The source, as 'foedus data list' names it.")],
    path: Annotated[Path, typer.Argument(help="The publisher's file; it is copied.")],
    accept_changed: Annotated[
        bool,
        typer.Option(
            "--accept-changed",
            "--force",
            help="Accept a file that is not that of a version of the list, and put that on record; inspect it first.",
        ),
    ] = False,
) -> None:
    """Import a file you already have, if it is the file of this source; say what was read, kept and left out."""
    from foedus.data.files.store import import_file

    typer.echo(_arrived(import_file(name, path, accept_changed=accept_changed)))


def _arrived(arrival: Arrival) -> str:
    """What arrived, and below it what became of its rows."""
    record, accepted = arrival.record, arrival.accepted
    said = {
        "verified": "verified: the known file",
        "unverified": "unverified: no file of this version is known, its rows were checked",
        "changed": "changed: not the known file of a version",
    }[accepted.check]
    taken = accepted.taken
    lines = [
        f"{arrival.key}: {accepted.rows:,} rows, {record.size:,} bytes, SHA-256 {record.sha256[:12]}..., "
        f"at {arrival.path} ({record.origin})"
        + (f"; the file before it is kept as {arrival.kept}" if arrival.kept else ""),
        f"  version {accepted.version}, {said}",
        f"  read {taken.read:,} rows, kept {accepted.rows:,}",
        *(f"  left out {rows:,}: {why}" for why, rows in taken.left_out.items()),
        *(f"  {note}" for note in accepted.notes),
    ]
    return "\n".join(map(one_line, lines))


@app.command("cite", epilog="Example: foedus data cite cow-nmc gml-directed --format bibtex")
def data_cite(
    names: Names,
    format: Annotated[Style, typer.Option(help="Format of the references: one line each, or BibTeX.")] = Style.text,
) -> None:
    """Print the works to cite for the sources you use, each once."""
    from foedus.data.references import cite

    works = cite(names)
    typer.echo("\n".join(work.text for work in works) if format is Style.text else "\n\n".join(w.bibtex for w in works))
