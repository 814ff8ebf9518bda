"""What every command needs: refuse an output early, write files, show tables and a download."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from foedus.atomic import atomic_write, links, plain_file
from foedus.cli import interrupts
from foedus.cli.streams import printable
from foedus.errors import InputError
from foedus.shown import one_line

if TYPE_CHECKING:
    from foedus.data.files.download import Progress as Transfer

F = TypeVar("F", bound=StrEnum)

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
"""A file that none of these may write is read-only, for an administrator too."""

PIPE = 10_000  # columns: more than any table has, so that nothing is wrapped where nobody looks at a screen


def span(years: str) -> tuple[int, int]:
    """First and last year of A:B."""
    first, _, last = years.partition(":")
    if not (years.isascii() and first.isdigit() and last.isdigit()):
        raise InputError(f"years '{years}' is not A:B, for example 1946:2010")
    return int(first), int(last)


def on_screen(out: Path | None) -> Path | None:
    """None, as for no --out, for -, for /dev/stdout and for what leads there."""
    if out is None or str(out) == "-":
        return None
    screen = ("/dev/stdout", f"/proc/{os.getpid()}/fd/1")
    return None if any(f"{os.path.realpath(step.parent)}/{step.name}" in screen for step in links(out)) else out


def format_of(asked: F | None, out: Path | None, suffixes: Mapping[str, F]) -> F:
    """The format: that of --format, else that of the suffix of --out, else the first of `suffixes`.

    Raises InputError for a suffix that tells no format, or another one than --format.
    """
    usual = next(iter(suffixes.values()))
    suffix = out.suffix.lower() if out else ""
    named = suffixes.get(suffix)
    if asked and named and asked != named:
        raise InputError(f"{out} has the suffix of {named}, but --format is {asked}; change one, or leave out --format")
    if suffix and not (asked or named):
        raise InputError(
            f"{out}: cannot tell the format from '{suffix}'; end the name in {' or '.join(suffixes)}, or give --format"
        )
    return asked or named or usual


def no_screen(form: StrEnum, out: Path | None) -> None:
    """Refuse a format that no screen shows, where there is no file for it."""
    if form == "xlsx" and out is None:
        raise InputError("--format xlsx is for a file and not for a screen; add --out NAME.xlsx, or choose csv")


def writable(*read: str | Path | None, **outputs: Path | None) -> None:
    """Before any work is done, refuse outputs, by the name of their option, that cannot be written or are one file.

    read   what the command reads, a file or the name of a case: an output that is one of these files would destroy it
    """
    places: dict[str, str] = {}
    inputs = {os.path.realpath(each) for each in read if each and Path(each).suffix and Path(each).is_file()}
    for option, path in outputs.items():
        if path is None:
            continue
        place = os.path.realpath(_target(path))
        if place in inputs:
            raise InputError(f"{path} is what is read here; give --{option} another name, so that it is not lost")
        if place in places:
            raise InputError(f"{path} is named by both --{places[place]} and --{option}; give each its own file")
        places[place] = option


def _target(path: Path) -> Path:
    """The file that writing to a path makes or replaces."""
    if path.name.startswith(".") and not path.suffix:
        raise InputError(f"{path} is a suffix without a name; give the file a name, for example answer{path.name}")
    target = plain_file(path)
    if not target.parent.is_dir():
        raise InputError(f"{path}: the folder {target.parent} does not exist; make it first")
    if target.exists() and not (os.access(target, os.W_OK) and target.stat().st_mode & WRITABLE):
        raise InputError(f"{path} cannot be written: it is read-only; choose another place for it")
    takes_files(target.parent, path)
    return target


def takes_files(folder: Path, path: Path) -> None:
    """Refuse an output `path` whose folder takes no file."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".foedus-"):
            pass
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}; choose another place for it") from error


def emit(content: str | bytes, out: Path | None) -> None:
    """Write a text to the screen, or a text or the bytes of a file atomically to a file."""
    interrupts.check()
    if isinstance(content, str):
        content = printable(content)
    if out is None:
        typer.echo(content, nl=False)
        return
    with atomic_write(out) as part:
        part.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    tell(f"wrote {out}", err=True)


@contextmanager
def transfer() -> Iterator[Transfer]:
    """A bar of bytes, speed and time left on standard error; removed when done, and absent where there is no screen."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    console = Console(stderr=True)
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def advance(done: int, total: int | None) -> None:
            interrupts.check()
            bar.update(task, completed=done, total=total)

        yield advance


def show(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: fitted to the width of a screen, plain aligned text in a pipe."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    screen = sys.stdout.isatty()
    console = Console(highlight=False, markup=False, emoji=False, width=None if screen else PIPE)
    table = Table(box=box.SIMPLE_HEAD if screen else None, pad_edge=False)
    for number, name in enumerate(head):
        table.add_column(name, no_wrap=number == 0, overflow="fold")
    for row in rows:
        table.add_row(*row)
    if screen:
        console.print(table)
        return
    with console.capture() as captured:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def tell(line: str, *, err: bool = False) -> None:
    """Say one line about what was done, whatever the names in it."""
    typer.echo(one_line(line), err=err)
