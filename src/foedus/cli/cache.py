"""foedus cache: what is kept on this machine to answer sooner, and removing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from foedus.cli.output import show

if TYPE_CHECKING:
    from foedus.cache import Cache
    from foedus.simulation.store import Store

app = typer.Typer(
    help="Show or remove what is kept to answer sooner: results, pictures and compiled code.", no_args_is_help=True
)


def _caches() -> dict[str, Cache | Store]:
    from foedus.compiled import kept
    from foedus.report import pictures
    from foedus.simulation.store import Store

    return {"results of runs": Store(), "compiled code": kept(), "pictures": pictures.kept()}


@app.command("status", epilog="Example: foedus cache status")
def cache_status() -> None:
    """Show how many results, pictures and compiled functions are kept, their size, the limit, and where."""
    found = {name: cache.status() for name, cache in _caches().items()}
    rows = ((name, f"{s.entries:,}", f"{s.bytes:,}", f"{s.limit:,}", str(s.folder)) for name, s in found.items())
    show(("kept", "files", "bytes", "at most", "folder"), rows)


@app.command("clear", epilog="Example: foedus cache clear")
def cache_clear() -> None:
    """Remove results, pictures and compiled code. The next answer takes longer and is the same."""
    from foedus.compiled import kept, remove_old

    remove_old(kept().folder)
    for name, cache in _caches().items():
        before, left = cache.clear(), cache.status()
        files, size = before.entries - left.entries, before.bytes - left.bytes
        remain = f"; {left.entries:,} could not be removed" if left.entries else ""
        typer.echo(f"{name}: removed {files:,} {'file' if files == 1 else 'files'}, {size:,} bytes{remain}")
